//! How items and responses end.

use super::annotations;
use super::events::Events;
use super::events::open;
use super::items::Kind;
use crate::bedrock::event::Batch;
use crate::bedrock::event::RowKind;
use crate::json::Text;
use crate::json::Writer;

/// How a response ends.
#[derive(Debug, Default)]
pub(in crate::translate) enum End {
    #[default]
    Completed,
    /// For this reason.
    Incomplete(&'static str),
    /// With this message.
    Failed(String),
}

impl Events {
    /// Whether there is nothing to read or to run.
    fn says_nothing(&self) -> bool {
        self.items.iter().all(|item| item.kind == Kind::Reasoning)
    }

    /// The end of the message: all items are done, the last one only as far as the response is.
    pub(in crate::translate) fn stop(&mut self, end: End, batch: &mut Batch) {
        self.end = end;
        let is_whole = matches!(self.end, End::Completed);
        if is_whole && self.says_nothing() {
            self.begin(RowKind::Text, 0, 0, batch);
        }
        let last = self.items.len().saturating_sub(1);
        while self.done_count <= last && !self.items.is_empty() {
            let is_whole = is_whole || self.done_count < last;
            self.close(if is_whole { "completed" } else { "incomplete" }, batch);
        }
    }

    /// The last event, with the counts and other members of the response. Only the first call counts.
    pub(in crate::translate) fn complete(&mut self, members: &str, batch: &mut Batch) {
        if std::mem::replace(&mut self.is_over, true) {
            return;
        }
        let mut event = open(match self.end {
            End::Completed => "response.completed",
            End::Incomplete(_) => "response.incomplete",
            End::Failed(_) => "response.failed",
        });
        event.key("response").open('{');
        self.write_response(members, &mut event);
        event.close('}');
        self.send(event, batch);
    }

    /// Writes the members of the response at its end.
    pub(in crate::translate) fn write_response(&self, members: &str, out: &mut Writer) {
        let (status, error, details) = match &self.end {
            End::Completed => ("completed", None, None),
            End::Incomplete(reason) => ("incomplete", None, Some(*reason)),
            End::Failed(message) => ("failed", Some(message), None),
        };
        out.key("status").string(status).key("error");
        match error {
            None => out.raw("null"),
            Some(message) => out.raw(r#"{"code":"server_error","message":"#).string(message).close('}'),
        };
        out.key("incomplete_details");
        match details {
            None => out.raw("null"),
            Some(reason) => out.open('{').key("reason").string(reason).close('}'),
        };
        out.key("output").open('[');
        let mut text = String::new();
        for item in &self.items {
            out.raw(&item.done);
            if item.kind == Kind::Message {
                text.push_str(&item.said.text);
            }
        }
        out.close(']').key("output_text").text(Text::written(&text));
        if !members.is_empty() {
            out.raw(members);
        }
        out.key("_bedrock").open('{').raw(self.bedrock.as_str()).close('}');
    }

    /// Tells that the first item that is not done is.
    pub(super) fn close(&mut self, status: &str, batch: &mut Batch) {
        let place = self.done_count;
        self.done_count = place.saturating_add(1);
        let Some(item) = self.items.get_mut(place) else { return };
        item.done = item.whole(status);
        let done = item.done.clone();
        self.close_parts(place, batch);
        let mut event = open("response.output_item.done");
        event.key("output_index").number(place as u32).key("item").raw(&done);
        self.send(event, batch);
    }

    fn close_parts(&mut self, place: usize, batch: &mut Batch) {
        let Some(item) = self.items.get(place) else { return };
        let text = Text::written(&item.said.text);
        let mut events = Vec::new();
        match item.kind {
            Kind::Message => {
                for (index, annotation) in annotations::of(&item.cited, item.start).iter().enumerate() {
                    let mut event = self.open_content("response.output_text.annotation.added", place);
                    event.key("annotation_index").number(index as u32).key("annotation").raw(annotation);
                    events.push(event);
                }
                let mut event = self.open_content("response.output_text.done", place);
                event.key("text").text(text).raw(r#""logprobs":[]"#);
                events.push(event);
                let mut event = self.open_content("response.content_part.done", place);
                event.key("part").raw(&item.part());
                events.push(event);
            }
            Kind::Reasoning if item.has_summary => {
                let mut event = self.open_summary("response.reasoning_summary_text.done", place);
                event.key("text").text(text);
                events.push(event);
                let mut event = self.open_summary("response.reasoning_summary_part.done", place);
                event.key("part").raw(&item.part());
                events.push(event);
            }
            Kind::Reasoning => {}
            Kind::Call => {
                let mut event = self.open_of("response.function_call_arguments.done", place);
                event.raw(&item.call).key("arguments").text(text);
                events.push(event);
            }
            Kind::Custom => {
                let mut event = self.open_of("response.custom_tool_call_input.done", place);
                event.key("input").text(text);
                events.push(event);
            }
        }
        for event in events {
            self.send(event, batch);
        }
    }
}
