//! What is read of a stream, as events of a response.

use super::Chunks;
use super::Outcome;
use super::append;
use super::chunk;
use crate::bedrock::event::Batch;
use crate::bedrock::event::RowKind;
use crate::json;
use crate::json::Text;
use crate::json::Value;
use crate::json::Writer;
use crate::translate::StructuredOutput;
use crate::translate::Warning;
use crate::translate::reply;
use crate::translate::reply::Tokens;
use crate::translate::responses::End;

impl Chunks {
    /// Makes the row that was added last a piece of an item.
    pub(super) fn say_last(&mut self, kind: RowKind, index: u32, before: u32, batch: &mut Batch) {
        if let Some(response) = &mut self.response
            && let Some(place) = response.find(kind, index)
        {
            return response.take_last(kind, place, batch);
        }
        let text = batch.last_text().to_owned();
        batch.drop_last();
        self.say_plain(kind, index, &text, before, batch);
    }

    /// Adds a piece of an item, which begins with it if need be. `before` is the length of the content so far.
    fn say_plain(&mut self, kind: RowKind, index: u32, text: &str, before: u32, batch: &mut Batch) {
        let place = self.place_of(kind, index, before, batch);
        if let Some(response) = &mut self.response {
            batch.push(kind, 0, text);
            response.take_last(kind, place, batch);
        }
    }

    /// The same, of a piece as it is written in JSON.
    pub(super) fn say_written(&mut self, kind: RowKind, index: u32, text: Text<'_>, before: u32, batch: &mut Batch) {
        let place = self.place_of(kind, index, before, batch);
        if let Some(response) = &mut self.response {
            response.piece(place, text, batch);
        }
    }

    fn place_of(&mut self, kind: RowKind, index: u32, before: u32, batch: &mut Batch) -> usize {
        if let Some(place) = self.response.as_mut().and_then(|response| response.find(kind, index)) {
            return place;
        }
        if kind == RowKind::Reasoning {
            self.end_message();
        }
        self.response.as_mut().map_or(0, |response| response.begin(kind, index, before, batch))
    }

    /// Adds the arguments of a call, or what a custom tool is given, which is one of them.
    pub(super) fn say_arguments(&mut self, kind: RowKind, index: u32, arguments: &str, batch: &mut Batch) {
        let is_custom =
            kind == RowKind::ToolInput && self.response.as_ref().is_some_and(|response| response.is_custom_call(index));
        let parsed = if is_custom { json::parse(arguments) } else { None };
        let mut escaped = String::new();
        let text = parsed.as_ref().and_then(|arguments| arguments.get("input").text());
        let text = text.unwrap_or_else(|| {
            json::escape(arguments, &mut escaped);
            Text::written(&escaped)
        });
        self.say_written(kind, index, text, self.length, batch);
    }

    /// Adds what seals a thought.
    pub(super) fn seal(&mut self, thought: usize, signature: &str, redacted: &str, batch: &mut Batch) {
        if self.response.is_some() && !(signature.is_empty() && redacted.is_empty()) {
            self.end_message();
            if let Some(response) = &mut self.response {
                response.seal(thought, signature, redacted, batch);
            }
        }
    }

    /// Adds thoughts and text of the content.
    pub(super) fn push_content(&mut self, thoughts: &str, text: &str, before: u32, batch: &mut Batch) {
        if self.response.is_none() {
            return chunk::push_content(thoughts, text, batch);
        }
        if !thoughts.is_empty() {
            let thought = self.tagged.unwrap_or(self.thoughts.len());
            if self.tagged.replace(thought).is_none() {
                self.thoughts.push(reply::Thought::default());
            }
            self.say_plain(RowKind::Reasoning, thought as u32, thoughts, before, batch);
        }
        if !text.is_empty() {
            if let Some((response, thought)) = self.response.as_mut().zip(self.tagged) {
                let place = response.thought(thought);
                response.end(place);
            }
            self.say_plain(RowKind::Text, 0, text, before, batch);
        }
    }

    /// Adds an event that OpenAI has no words for, in Bedrock's.
    pub(super) fn push_unknown(&mut self, name: &str, event: &str, batch: &mut Batch) {
        match &mut self.response {
            None => chunk::push_unknown(name, event, batch),
            Some(response) => {
                let mut name_written = String::new();
                append(name, false, &mut name_written);
                response.unknown.open('{').member(Text::written(&name_written)).raw(event).close('}');
            }
        }
    }

    /// Ends the text for the user, if there is any: another item begins, or the message is over.
    pub(super) fn end_message(&mut self) {
        if self.is_completion {
            return;
        }
        let Some(place) = self.response.as_mut().and_then(|response| response.find(RowKind::Text, 0)) else { return };
        let cited = self.cited();
        self.citations.clear();
        if let Some(response) = &mut self.response {
            reply::list_citations(&mut response.citations, &cited);
            response.end_message(place, &cited);
        }
    }

    /// Ends the call or the thought of a block.
    pub(super) fn end_block(&mut self, block: u32) {
        let Some(response) = &mut self.response else { return };
        if let Some(thought) = self.thought_places.find(block) {
            let place = response.thought(thought);
            response.end(place);
        }
        let tool = self.tool_places.find(block).and_then(|at| self.tools.get(at));
        if let Some(tool) = tool
            && let Outcome::Row(RowKind::ToolInput, ordinal) = tool.target.place()
        {
            response.end(response.call(ordinal));
        }
    }

    /// The end of the message.
    pub(super) fn stop(&mut self, stop: &Value<'_>, stop_reason: &str, malformed: Option<Warning>, batch: &mut Batch) {
        self.end_message();
        let cited = if self.is_completion { self.cited() } else { Vec::new() };
        let Some(response) = &mut self.response else { return };
        reply::list_citations(&mut response.citations, &cited);
        let bedrock = &mut response.bedrock;
        reply::write_members(bedrock, stop, "output");
        reply::write_structured_output(bedrock, &self.chat);
        for (name, list) in [("citations", &response.citations), ("events", &response.unknown)] {
            if !list.is_empty() {
                bedrock.key(name).open('[').raw(list.as_str()).close(']');
            }
        }
        let is_by_tool = self.chat.structured_output == StructuredOutput::Tool && self.has_json;
        if is_by_tool && !self.held.chars().all(char::is_whitespace) {
            bedrock.key("text").string(&self.held);
        }
        if let Some(warning) = &malformed {
            reply::write_warning(bedrock, warning);
        }
        let mut end = End { status: "completed", ..End::default() };
        match (reply::finish_reason(stop_reason, false), malformed) {
            ("length", _) => (end.status, end.details) = ("incomplete", r#"{"reason":"max_output_tokens"}"#),
            ("content_filter", _) => (end.status, end.details) = ("incomplete", r#"{"reason":"content_filter"}"#),
            (_, Some(warning)) => {
                let mut error = Writer::default();
                error.raw(r#"{"code":"server_error","message":"#).string(&warning.message).close('}');
                (end.status, end.error) = ("failed", error.finish());
            }
            _ => {}
        }
        response.stop(end, batch);
    }

    /// The end of the response, with its counts.
    pub(super) fn complete(&mut self, metadata: &Value<'_>, batch: &mut Batch) {
        let members = self.members(metadata);
        if let Some(response) = &mut self.response {
            reply::write_members(&mut response.bedrock, metadata, "");
            response.complete(&members, batch);
        }
    }

    /// The end of a response whose counts have not come.
    #[cfg(feature = "chat")]
    pub(crate) fn complete_late(&mut self, batch: &mut Batch) {
        if let Some(response) = &mut self.response {
            response.complete("", batch);
        }
    }

    /// Writes the members of the response at its end.
    pub(in crate::translate) fn write_response(&self, members: &str, out: &mut Writer) {
        if let Some(response) = &self.response {
            response.write_response(members, out);
        }
    }

    /// Writes the message of a chat's completion. Gives whether that has calls.
    pub(in crate::translate) fn write_message(&mut self, out: &mut Writer) -> bool {
        let cited = self.cited();
        self.response.as_ref().is_some_and(|response| response.write_message(&cited, &self.thoughts, out))
    }

    /// The members of `_bedrock`.
    pub(in crate::translate) fn bedrock(&self) -> &str {
        self.response.as_ref().map_or("", |response| response.bedrock.as_str())
    }

    pub(super) fn members(&self, metadata: &Value<'_>) -> String {
        let mut members = Writer::default();
        members.key("usage");
        let Tokens { read, written, input, output, total } = Tokens::of(metadata.get("usage"), self.chat.counts_gross);
        members.raw(r#"{"input_tokens":"#).number(input);
        members.raw(r#""input_tokens_details":{"cached_tokens":"#).number(read.unwrap_or_default());
        members.key("cache_write_tokens").number(written.unwrap_or_default()).close('}');
        members.key("output_tokens").number(output).raw(r#""output_tokens_details":{"reasoning_tokens":"#);
        members.number(self.reasoning_tokens.unwrap_or_default()).close('}');
        members.key("total_tokens").number(total).close('}');
        reply::write_service_tier(&mut members, metadata);
        members.finish()
    }
}
