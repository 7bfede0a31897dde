//! A whole reply: the output of Converse becomes OpenAI's chat completion, text to text.
//!
//! `_bedrock` holds everything that OpenAI has no words for, in Bedrock's: everything of the output but its message,
//! and the parts of the message that have no other place.

use super::Chat;
use super::StructuredOutput;
use super::Warning;
use super::code_fence::CodeFence;
use super::reply;
use super::reply::Cited;
use super::reply::Thought;
use super::thinking_tags::ThinkingTags;
use crate::bedrock::event::utf16_length;
use crate::error::Error;
use crate::json;
use crate::json::Text;
use crate::json::Value;
use crate::json::Writer;

/// The JSON of a `ChatCompletion`.
///
/// `output` is the JSON of Converse's output, `id` the request's, `created_s` the seconds since 1970. `warnings` gets
/// the faults of the reply.
///
/// # Errors
/// [`crate::error::Kind::Protocol`] if `output` is not an output of Converse.
pub fn completion(
    output: &str,
    chat: &Chat,
    id: &str,
    created_s: u32,
    warnings: &mut Vec<Warning>,
) -> Result<String, Error> {
    let output = super::parse_reply(output)?;
    let message = output.get("output").get("message");
    if message.is_null() {
        return Err(Error::protocol("The reply is not an output of Converse: it has no output.message."));
    }
    let stop_reason = output.get("stopReason").said();
    let malformed = reply::malformed(&stop_reason);
    let content = Content::read(message.get("content").items(), chat, malformed.is_some());
    let mut writer = Writer::default();
    writer.open('{').key("id").string(id).raw(r#""object":"chat.completion","created":"#).number(created_s);
    writer.key("model").string(&chat.model).raw(r#""choices":[{"index":0,"message":"#);
    content.write_message(&mut writer);
    writer.raw(r#""logprobs":null,"finish_reason":"#);
    writer.string(reply::finish_reason(&stop_reason, content.call_count > 0)).close_all("}]").key("usage");
    reply::write_usage(&mut writer, output.get("usage"), reply::reasoning_tokens(&output), false);
    reply::write_service_tier(&mut writer, &output);
    writer.key("_bedrock").open('{');
    reply::write_members(&mut writer, &output, "output");
    content.write_rest(&mut writer, chat);
    if let Some(warning) = malformed {
        reply::write_warning(&mut writer, &warning);
        warnings.push(warning);
    }
    writer.close_all("}}");
    Ok(writer.finish())
}

/// The sum of a message's blocks. Texts are as they are written in JSON.
#[derive(Default)]
struct Content<'a> {
    text: String,
    /// How much of the text is counted, and how many UTF-16 units that is.
    counted: (usize, u32),
    reasoning: String,
    thoughts: Vec<Thought>,
    cited: Vec<Cited>,
    calls: Writer,
    call_count: u32,
    /// The input of the tool that stands for a reply in JSON.
    json: Option<String>,
    others: Vec<&'a Value<'a>>,
    tags: ThinkingTags,
}

impl<'a> Content<'a> {
    /// A reply that `is_malformed` gives no calls, so that a loop does not run half of one; but it gives a reply in
    /// JSON, as in a stream.
    fn read(blocks: &'a [Value<'a>], chat: &Chat, is_malformed: bool) -> Self {
        let mut content = Self { tags: ThinkingTags::new(chat.thinks_aloud), ..Self::default() };
        for block in blocks {
            let tool = block.get("toolUse");
            let is_told = !is_malformed || reply::is_json_tool(chat, tool.get("name").word());
            if let Some(text) = block.get("text").text() {
                content.say(text);
            } else if !tool.is_null() && !reply::is_server_tool(tool) && is_told {
                content.add_call(tool, chat);
            } else if !block.get("reasoningContent").is_null() {
                content.add_thought(block.get("reasoningContent"));
            } else if !block.get("citationsContent").is_null() {
                content.add_cited(block.get("citationsContent"), chat);
            } else {
                content.others.push(block);
            }
        }
        json::escape(&content.tags.finish(), &mut content.text);
        let is_by_words = matches!(chat.structured_output, StructuredOutput::Prompt | StructuredOutput::Tool);
        if is_by_words && content.json.is_none() {
            let mut fence = CodeFence::default();
            let bare = fence.push(&Text::written(&content.text).unescaped()) + &fence.finish();
            content.text.clear();
            json::escape(&bare, &mut content.text);
        }
        content
    }

    fn say(&mut self, text: Text<'_>) {
        if self.tags.may_think() {
            let (thoughts, text) = self.tags.push(&text.unescaped());
            json::escape(&thoughts, &mut self.reasoning);
            json::escape(&text, &mut self.text);
        } else {
            self.text.push_str(text.escaped());
        }
    }

    fn add_call(&mut self, tool: &Value<'_>, chat: &Chat) {
        let name = tool.get("name").said();
        let mut arguments = Writer::default();
        reply::write_input(&mut arguments, chat, &name, tool.get("input"));
        let arguments = arguments.finish();
        if reply::is_json_tool(chat, &name) {
            self.json.get_or_insert(arguments);
            return;
        }
        self.call_count = self.call_count.saturating_add(1);
        self.calls.open('{').key("id").text(tool.get("toolUseId").text().unwrap_or_default());
        self.calls.raw(r#""type":"function","function":{"name":"#).string(chat.tool_name(&name));
        self.calls.key("arguments").string(&arguments).close_all("}}");
    }

    fn add_thought(&mut self, reasoning: &Value<'_>) {
        let written = |value: &Value<'_>| value.text().unwrap_or_default().escaped().to_owned();
        let said = reasoning.get("reasoningText");
        let text = written(said.get("text"));
        self.reasoning.push_str(&text);
        let signature = written(said.get("signature"));
        self.thoughts.push(Thought { text, signature, redacted: written(reasoning.get("redactedContent")) });
    }

    fn add_cited(&mut self, cited: &Value<'_>, chat: &Chat) {
        let start = self.count();
        for text in cited.get("content").items().iter().filter_map(|part| part.get("text").text()) {
            self.say(text);
        }
        let end = self.count();
        for citation in cited.get("citations").items() {
            self.cited.push(Cited { citation: reply::citation(chat, citation), start, end });
        }
    }

    /// The length of the text so far, in UTF-16 units.
    fn count(&mut self) -> u32 {
        let (from, units) = self.counted;
        let more = self.text.get(from..).unwrap_or_default();
        let units = units.saturating_add(utf16_length(&Text::written(more).unescaped()));
        self.counted = (self.text.len(), units);
        units
    }

    fn write_message(&self, writer: &mut Writer) {
        writer.raw(r#"{"role":"assistant","content":"#);
        match &self.json {
            Some(json) => writer.string(json),
            None if self.text.is_empty() && self.call_count > 0 => writer.raw("null"),
            None => writer.text(Text::written(&self.text)),
        };
        writer.raw(r#""refusal":null"#);
        reply::write_annotations(writer, &self.cited);
        if !self.reasoning.is_empty() {
            writer.key("reasoning_content").text(Text::written(&self.reasoning));
        }
        reply::write_thinking_blocks(writer, &self.thoughts);
        if self.call_count > 0 {
            writer.key("tool_calls").open('[').raw(self.calls.as_str()).close(']');
        }
        writer.close('}');
    }

    fn write_rest(&self, writer: &mut Writer, chat: &Chat) {
        reply::write_structured_output(writer, chat);
        reply::write_citations(writer, &self.cited);
        let text = Text::written(&self.text);
        if self.json.is_some() && !text.is_blank() {
            writer.key("text").text(text);
        }
        if !self.others.is_empty() {
            writer.key("content").open('[');
            for block in &self.others {
                writer.value(block);
            }
            writer.close(']');
        }
    }
}
