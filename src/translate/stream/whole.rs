//! A reply that came whole, read as the stream that it could have been.

use super::Chunks;
use super::Outcome;
use crate::bedrock::event::Batch;
use crate::bedrock::event::RowKind;
use crate::error::Error;
use crate::json::Text;
use crate::json::Value;
use crate::json::Writer;
use crate::translate::Chat;
use crate::translate::Warning;
use crate::translate::reply;

impl Chunks {
    /// For a reply that came whole, of a chat or a response: its events are nobody's.
    pub(in crate::translate) fn of_whole(chat: &Chat) -> Self {
        let mut chunks = Self::new(chat.clone());
        chunks.is_completion = chunks.response.is_none();
        chunks.response.get_or_insert_default().is_silent = true;
        chunks
    }

    /// Reads an output of Converse as the stream that it could have been. Gives the members of its response that come
    /// with the counts.
    ///
    /// # Errors
    /// [`Kind::Protocol`](crate::error::Kind::Protocol) if it is not an output of Converse.
    pub(in crate::translate) fn add_whole(
        &mut self,
        output: &Value<'_>,
        batch: &mut Batch,
        warnings: &mut Vec<Warning>,
    ) -> Result<String, Error> {
        let message = output.get("output").get("message");
        if message.is_null() {
            return Err(Error::protocol("The reply is not an output of Converse: it has no output.message."));
        }
        self.start(batch);
        let malformed = reply::malformed(&output.get("stopReason").said());
        let mut others = Writer::default();
        for (index, block) in message.get("content").items().iter().enumerate() {
            let tool = block.get("toolUse");
            let is_call = block.get("text").text().is_none() && !tool.is_null() && !reply::is_server_tool(tool);
            // A loop must not run half of a call.
            let is_told = malformed.is_none() || reply::is_json_tool(&self.chat, tool.get("name").word());
            if is_call && !is_told || !self.add_block(index as u32, block, is_call, batch) {
                others.value(block);
            }
        }
        warnings.extend(malformed);
        self.finish(output, batch)?;
        let Some(response) = &mut self.response else { return Ok(String::new()) };
        if !others.is_empty() {
            response.bedrock.key("content").open('[').raw(others.as_str()).close(']');
        }
        let members = self.members(output);
        if let Some(response) = &mut self.response {
            response.complete(&members, batch);
        }
        Ok(members)
    }

    /// Adds a whole block; `false` if OpenAI has no words for it.
    fn add_block(&mut self, block: u32, content: &Value<'_>, is_call: bool, batch: &mut Batch) -> bool {
        let (tool, reasoning) = (content.get("toolUse"), content.get("reasoningContent"));
        let cited = content.get("citationsContent");
        if content.get("text").text().is_some() {
            self.delta(block, content, batch);
        } else if is_call {
            if !self.start_tool(block, tool, batch) {
                return false;
            }
            let mut input = Writer::default();
            reply::write_input(&mut input, &self.chat, "", tool.get("input"));
            if let Outcome::Row(kind, index) = self.place(RowKind::ToolInput, block, input.as_str(), false) {
                self.say_arguments(kind, index, input.as_str(), batch);
            }
            self.complete_input(Some(block), batch);
        } else if !reasoning.is_null() {
            let said = reasoning.get("reasoningText");
            let written = |value: &Value<'_>| value.text().unwrap_or_default().escaped().to_owned();
            let (text, signature) = (written(said.get("text")), written(said.get("signature")));
            let redacted = written(reasoning.get("redactedContent"));
            let thought = self.add_thought(block, &redacted);
            self.think(block, &text, &signature);
            if !text.is_empty() {
                self.say_written(RowKind::Reasoning, thought as u32, Text::written(&text), self.length, batch);
            }
            self.seal(thought, &signature, &redacted, batch);
        } else if !cited.is_null() {
            // Where there is no text, it is between two.
            self.grow(block, 0);
            for text in cited.get("content").items() {
                self.delta(block, text, batch);
            }
            for citation in cited.get("citations").items() {
                self.citations.push((block, reply::citation(&self.chat, citation)));
            }
        } else {
            return false;
        }
        self.end_block(block);
        true
    }
}
