//! The rare events: all but the pieces of text, reasoning and arguments in the layout Bedrock gives them.

use super::Chunks;
use super::Outcome;
use super::Tool;
use super::ToolInput;
use super::chunk;
use super::chunk::WITHHELD;
use super::chunk::YIELDED;
use crate::bedrock::event::Batch;
use crate::bedrock::event::RowKind;
use crate::error::Error;
use crate::json;
use crate::json::Value;
use crate::json::Writer;
use crate::translate::Warning;
use crate::translate::reply;
use crate::translate::reply::Cited;

impl Chunks {
    /// Adds the chunks of an event.
    ///
    /// # Errors
    /// See [`Chunks::finish`].
    pub(super) fn event(&mut self, name: &str, event: &Value<'_>, batch: &mut Batch) -> Result<(), Error> {
        self.start(batch);
        let block = event.get("contentBlockIndex").u32().unwrap_or_default();
        let is_known = match name {
            "messageStart" => true,
            "contentBlockStart" => self.start_tool(block, event.get("start").get("toolUse"), batch),
            "contentBlockDelta" => self.delta(block, event.get("delta"), batch),
            "contentBlockStop" => {
                self.complete_input(Some(block), batch);
                self.end_block(block);
                true
            }
            "messageStop" => {
                self.finish(event, batch)?;
                true
            }
            "metadata" => {
                self.totals(event, batch);
                true
            }
            _ => false,
        };
        if !is_known {
            let mut members = Writer::default();
            members.open('{');
            reply::write_members(&mut members, event, "");
            members.close('}');
            self.push_unknown(name, members.as_str(), batch);
        }
        Ok(())
    }

    /// The first chunk says whose message it is.
    pub(super) fn start(&mut self, batch: &mut Batch) {
        if !self.started {
            self.started = true;
            if let Some(response) = &mut self.response {
                return response.start(batch);
            }
            let mut delta = chunk::open_choice();
            delta.raw(r#""role":"assistant","content":"","refusal":null"#);
            chunk::push_delta(delta, batch);
        }
    }

    pub(super) fn start_tool(&mut self, block: u32, tool: &Value<'_>, batch: &mut Batch) -> bool {
        let Some(name) = tool.get("name").str().filter(|_| !reply::is_server_tool(tool)) else { return false };
        let target = if !reply::is_json_tool(&self.chat, &name) {
            self.call_count = self.call_count.saturating_add(1);
            ToolInput::Call(self.call_count.saturating_sub(1))
        } else if std::mem::replace(&mut self.has_json, true) {
            ToolInput::Nowhere
        } else {
            ToolInput::Content
        };
        let is_custom = self.response.as_ref().is_some_and(|response| response.is_custom(self.chat.tool_name(&name)));
        let is_held = is_custom || self.chat.names.has_group(&[&name, "."].concat());
        let held = is_held.then(|| (name.clone().into_owned(), String::new()));
        self.tool_places.set(block, self.tools.len());
        self.tools.push(Tool { target, has_input: false, held });
        let id = tool.get("toolUseId").text().unwrap_or_default();
        if matches!(target, ToolInput::Call(_)) {
            self.end_message();
        }
        match (&mut self.response, target) {
            (Some(response), ToolInput::Call(_)) => {
                response.begin_call(is_custom, [id.escaped(), self.chat.tool_name(&name)], batch);
            }
            (None, ToolInput::Call(ordinal)) => {
                let mut delta = chunk::open_choice();
                chunk::open_call(&mut delta, ordinal).key("id").text(id);
                delta.raw(r#""type":"function","function":{"name":"#).string(self.chat.tool_name(&name));
                delta.raw(r#""arguments":"""#).close_all("}}]");
                chunk::push_delta(delta, batch);
            }
            _ => {}
        }
        true
    }

    /// A delta that is not in the usual layout, or not one of the usual three. Its text stays as it was written: half a
    /// surrogate pair, which JavaScript may put together with the other half, has no other spelling here.
    pub(super) fn delta(&mut self, block: u32, delta: &Value<'_>, batch: &mut Batch) -> bool {
        let before = self.length;
        let reasoning = delta.get("reasoningContent");
        let usual = [
            (RowKind::Text, delta.get("text")),
            (RowKind::ToolInput, delta.get("toolUse").get("input")),
            (RowKind::Reasoning, reasoning.get("text")),
        ];
        if let Some((kind, text)) = usual.iter().find_map(|(kind, value)| Some((*kind, value.text()?))) {
            match self.place(kind, block, text.escaped(), true) {
                Outcome::Row(kind, index) if self.response.is_some() => {
                    self.say_written(kind, index, text, before, batch);
                }
                Outcome::Row(kind, index) => chunk::push_piece(kind, index, text, batch),
                Outcome::Content(thoughts, text) => self.push_content(&thoughts, &text, before, batch),
                Outcome::Kept => {}
                Outcome::Unknown => return false,
            }
        } else if let Some(signature) = reasoning.get("signature").text() {
            let thought = self.think(block, "", signature.escaped());
            self.seal(thought, signature.escaped(), "", batch);
        } else if let Some(redacted) = reasoning.get("redactedContent").text() {
            let thought = self.add_thought(block, redacted.escaped());
            self.seal(thought, "", redacted.escaped(), batch);
        } else if !delta.get("citation").is_null() {
            self.citations.push((block, reply::citation(&self.chat, delta.get("citation"))));
        } else {
            return false;
        }
        true
    }

    /// Empty arguments are those of a tool without parameters: `{}`, as in a whole reply. Held arguments go out with
    /// the caller's names, or as they came if they were cut off.
    pub(super) fn complete_input(&mut self, block: Option<u32>, batch: &mut Batch) {
        // Of one block, or of all.
        let (first, count) = match block.map(|block| self.tool_places.find(block)) {
            None => (0, usize::MAX),
            Some(found) => (found.unwrap_or_default(), usize::from(found.is_some())),
        };
        let mut complete = Vec::new();
        for tool in self.tools.iter_mut().skip(first).take(count) {
            let held = tool.held.take();
            let mut arguments = Writer::default();
            if !std::mem::replace(&mut tool.has_input, true) {
                arguments.raw("{}");
            } else if let Some((name, held)) = &held {
                match json::parse(held) {
                    Some(input) => reply::write_input(&mut arguments, &self.chat, name, &input),
                    None => drop(arguments.raw(held)),
                }
            } else {
                continue;
            }
            complete.push((tool.target, arguments.finish()));
        }
        for (target, arguments) in complete {
            match target.place() {
                Outcome::Row(kind, index) if self.response.is_some() => {
                    self.say_arguments(kind, index, &arguments, batch);
                }
                Outcome::Row(kind, index) => batch.push(kind, index, &arguments),
                _ => {}
            }
        }
    }

    /// The end of the message. If Bedrock calls that malformed, and the caller has seen calls already, only an error
    /// keeps the caller's loop from running half of one: `openai`'s own looks at no `finish_reason`.
    pub(super) fn finish(&mut self, stop: &Value<'_>, batch: &mut Batch) -> Result<(), Error> {
        let has_calls = self.call_count > 0;
        let stop_reason = stop.get("stopReason").said();
        let malformed = reply::malformed(&stop_reason);
        if has_calls && let Some(Warning { message, .. }) = malformed {
            return Err(Error::protocol(message).passed());
        }
        self.complete_input(None, batch);
        let before = self.length;
        let rest = self.tags.finish();
        let said = self.answer(rest);
        self.push_content("", &said, before, batch);
        if !self.has_json {
            // A model that was asked for a tool, and answered in words.
            let bare = self.fence.push(&self.held);
            self.push_content("", &bare, before, batch);
        }
        let rest = self.fence.finish();
        self.push_content("", &rest, before, batch);
        self.reasoning_tokens = reply::reasoning_tokens(stop);
        if self.response.is_some() {
            self.stop(stop, &stop_reason, malformed, batch);
            return Ok(());
        }
        let cited = self.cited();
        let mut known = chunk::open_choice();
        let length = known.as_str().len();
        reply::write_annotations(&mut known, &cited);
        reply::write_thinking_blocks(&mut known, &self.thoughts);
        if known.as_str().len() > length {
            chunk::push_delta(known, batch);
        }
        let mut chunk = chunk::open_choice();
        chunk::close_choice(&mut chunk, Some(reply::finish_reason(&stop_reason, has_calls)));
        chunk.key("_bedrock").open('{');
        reply::write_members(&mut chunk, stop, "");
        reply::write_structured_output(&mut chunk, &self.chat);
        reply::write_citations(&mut chunk, &cited);
        if self.has_json && !self.held.chars().all(char::is_whitespace) {
            chunk.key("text").string(&self.held);
        }
        if let Some(warning) = malformed {
            reply::write_warning(&mut chunk, &warning);
        }
        chunk.close_all("}}");
        batch.push(RowKind::Json, YIELDED, chunk.as_str());
        Ok(())
    }

    /// The counts come last of all. A caller who did not ask for them gets no chunk, since one without choices
    /// surprises many programs; but a guardrail's findings are not withheld.
    pub(super) fn totals(&mut self, metadata: &Value<'_>, batch: &mut Batch) {
        if self.response.is_some() {
            return self.complete(metadata, batch);
        }
        if !self.chat.includes_usage && !metadata.get("trace").is_null() {
            let mut chunk = chunk::open_choice();
            chunk::close_choice(&mut chunk, None);
            chunk.raw(r#""_bedrock":{"trace":"#).value(metadata.get("trace")).close_all("}}");
            batch.push(RowKind::Json, YIELDED, chunk.as_str());
        }
        let mut chunk = Writer::default();
        // A later event without counts does not make them zero.
        if self.usage.is_empty() || !metadata.get("usage").is_null() {
            let mut usage = Writer::default();
            reply::write_usage(&mut usage, metadata.get("usage"), self.reasoning_tokens, self.chat.counts_gross);
            self.usage = usage.finish();
        }
        chunk.raw(r#"{"choices":[],"usage":"#).raw(&self.usage);
        reply::write_service_tier(&mut chunk, metadata);
        chunk.key("_bedrock").open('{');
        reply::write_members(&mut chunk, metadata, "");
        chunk.close_all("}}");
        batch.push(RowKind::Json, if self.chat.includes_usage { YIELDED } else { WITHHELD }, chunk.as_str());
    }

    /// A citation belongs to the whole text of its block.
    pub(super) fn cited(&mut self) -> Vec<Cited> {
        let mut cited = Vec::new();
        for (block, citation) in &self.citations {
            let text = self.text_places.find(*block).and_then(|at| self.texts.get(at));
            let (start, end) = text.map_or((self.length, self.length), |text| (text.start, text.end));
            cited.push(Cited { citation: citation.clone(), start, end });
        }
        cited
    }
}
