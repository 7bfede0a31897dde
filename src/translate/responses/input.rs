//! `instructions` and `input`, as the messages of a chat.

use super::copy;
use super::tools::INPUT;
use super::tools::MARKS;
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
    match request.get("instructions") {
        Value::String(_) => messages.write(request, "instructions=content", "system", 0),
        Value::Null => {}
        _ => messages.warnings.refuse("`instructions` is not text.", &[]),
    }
    match request.get("input") {
        Value::String(_) => messages.write(request, "input=content", "user", 0),
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
    /// Begins a message; one of the assistant has what it thought before.
    fn open(&mut self, role: &str, position: usize) {
        self.items.push((position, role == "tool"));
        self.chat.open('{').key("role").string(role);
        if role == "assistant" {
            let thoughts = std::mem::take(&mut self.thoughts);
            let summary = std::mem::take(&mut self.summary);
            self.chat.key("thinking_blocks").open('[').raw_if(thoughts.as_str()).close(']');
            self.chat.key("reasoning_content").string(&summary);
        }
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
                self.write(item, "call_id=tool_call_id output=content is_error", "tool", position);
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
        if is_among(role, "user assistant system developer") {
            self.write(item, "content", role, position);
        } else {
            self.refuse(position, "its `role` `{}` is not one of user, assistant, system, developer.", &[role]);
        }
    }

    /// Writes a message of these members, and of those that mark a cache point.
    fn write(&mut self, item: &Value<'_>, names: &str, role: &str, position: usize) {
        self.open(role, position);
        copy(item, names, self.chat);
        self.close(item);
    }

    fn close(&mut self, item: &Value<'_>) {
        copy(item, MARKS, self.chat);
        self.chat.close('}');
    }

    fn write_call(&mut self, item: &Value<'_>, arguments: &Value<'_>, position: usize) {
        self.open("assistant", position);
        self.chat.key("tool_calls").open('[').open('{').key("type").string("function");
        copy(item, "call_id=id", self.chat);
        self.chat.key("function").open('{').key("arguments").value(arguments);
        copy(item, "name", self.chat);
        self.chat.close_all("}}]");
        self.close(item);
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
