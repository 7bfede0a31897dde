//! `instructions` and `input`, as the messages of a chat.

use super::tools::INPUT;
use crate::json;
use crate::json::Value;
use crate::json::Writer;
use crate::search::filled;
use crate::search::is_among;
use crate::translate::warnings::Warnings;

/// Writes the messages. Gives the item that each of them was, and whether that is the output of a call.
pub(super) fn write_messages(request: &Value<'_>, warnings: &mut Warnings, chat: &mut Writer) -> Vec<(usize, bool)> {
    let mut messages =
        Messages { warnings, chat, items: Vec::new(), thoughts: Writer::default(), summary: String::new() };
    messages.chat.key("messages").open('[');
    let instructions = request.get("instructions");
    if instructions.text().is_some() {
        messages.open("system", 0).key("content").value(instructions).close('}');
    } else if !instructions.is_null() {
        messages.warnings.refuse("`instructions` is not text.", &[]);
    }
    let input = request.get("input");
    match input {
        Value::String(_) => drop(messages.open("user", 0).key("content").value(input).close('}')),
        Value::Array(items) => {
            for (position, item) in items.iter().enumerate() {
                messages.write_item(item, position);
            }
        }
        Value::Null => {}
        _ => messages.warnings.refuse("`input` is neither text nor a list of items.", &[]),
    }
    let items = messages.items;
    chat.close(']');
    items
}

struct Messages<'w> {
    warnings: &'w mut Warnings,
    chat: &'w mut Writer,
    items: Vec<(usize, bool)>,
    /// Blocks of reasoning, which go with what the assistant says or calls next.
    thoughts: Writer,
    /// Reasoning that cannot be sent back.
    summary: String,
}

impl Messages<'_> {
    /// Begins a message.
    fn open(&mut self, role: &str, position: usize) -> &mut Writer {
        self.items.push((position, role == "tool"));
        self.chat.open('{').key("role").string(role)
    }

    /// Begins a message of the assistant, with what it thought before.
    fn open_assistant(&mut self, position: usize) -> &mut Writer {
        let thoughts = std::mem::take(&mut self.thoughts);
        let summary = std::mem::take(&mut self.summary);
        let chat = self.open("assistant", position);
        if !thoughts.is_empty() {
            chat.key("thinking_blocks").open('[').raw(thoughts.as_str()).close(']');
        }
        if !summary.is_empty() {
            chat.key("reasoning_content").string(&summary);
        }
        chat
    }

    fn write_item(&mut self, item: &Value<'_>, position: usize) {
        match item.get("type").word() {
            "message" => self.write_message(item, position),
            "" if !item.get("role").is_null() => self.write_message(item, position),
            "reasoning" => self.keep_thought(item),
            "function_call" => self.write_call(item, item.get("arguments"), position),
            "custom_tool_call" => {
                let mut arguments = Writer::default();
                arguments.open('{').key(INPUT).value(item.get("input")).close('}');
                let mut written = String::new();
                json::escape(arguments.as_str(), &mut written);
                self.write_call(item, &Value::String(json::Text::written(&written)), position);
            }
            "function_call_output" | "custom_tool_call_output" => {
                self.open("tool", position).key("tool_call_id").value(item.get("call_id"));
                self.chat.key("content").value(item.get("output"));
                self.write_marks(item);
            }
            "item_reference" | "" => self.refuse(
                position,
                "Bedrock stores no items, so none can be referred to: send the item itself. The AI SDK does so with \
                 `store: false`.",
                &[],
            ),
            kind => self.refuse(
                position,
                "Bedrock has no items of the type `{}`: leave it out, or say it in a message.",
                &[kind],
            ),
        }
    }

    fn refuse(&mut self, position: usize, sentence: &str, words: &[&str]) {
        let at = filled("`input[{}]`: ", &[&position.to_string()]);
        self.warnings.refuse(&[&*at, sentence].concat(), words);
    }

    fn write_message(&mut self, item: &Value<'_>, position: usize) {
        let role = item.get("role").word();
        let chat = match role {
            "assistant" => self.open_assistant(position),
            "system" | "developer" | "user" => self.open(role, position),
            _ => {
                let sentence = "its `role` `{}` is not one of user, assistant, system, developer.";
                return self.refuse(position, sentence, &[role]);
            }
        };
        chat.key("content").value(item.get("content"));
        self.write_marks(item);
    }

    /// Ends a message, with the members that OpenAI's items do not have.
    fn write_marks(&mut self, item: &Value<'_>) {
        for name in ["cache_control", "prompt_cache_breakpoint", "is_error"] {
            let value = item.get(name);
            if !value.is_null() {
                self.chat.key(name).value(value);
            }
        }
        self.chat.close('}');
    }

    fn write_call(&mut self, item: &Value<'_>, arguments: &Value<'_>, position: usize) {
        let chat = self.open_assistant(position).key("tool_calls").open('[').open('{');
        chat.key("id").value(item.get("call_id")).key("type").string("function").key("function").open('{');
        chat.key("name").value(item.get("name")).key("arguments").value(arguments).close_all("}}]");
        self.write_marks(item);
    }

    /// Keeps the blocks of an item of reasoning, which are in its `encrypted_content`.
    fn keep_thought(&mut self, item: &Value<'_>) {
        let sealed = item.get("encrypted_content").said();
        let blocks = json::parse(&sealed).unwrap_or_default();
        for block in blocks.items() {
            if is_among(block.get("type").word(), "thinking redacted_thinking") {
                self.thoughts.value(block);
            }
        }
        if blocks.items().is_empty() {
            for part in item.get("summary").items() {
                self.summary.push_str(&part.get("text").said());
            }
        }
    }
}
