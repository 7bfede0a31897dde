//! How items and responses end.

use super::annotations;
use super::events::Events;
use super::events::about;
use super::items::Kind;
use crate::bedrock::event::Batch;
use crate::bedrock::event::RowKind;
use crate::json::Text;
use crate::json::Writer;
use crate::translate::reply::Cited;

/// How a response ends: its status, and as JSON what went wrong and why it is not whole.
#[derive(Debug)]
pub(in crate::translate) struct End {
    pub(in crate::translate) status: &'static str,
    pub(in crate::translate) error: String,
    pub(in crate::translate) details: &'static str,
}

impl Default for End {
    fn default() -> Self {
        Self { status: "in_progress", error: "null".to_owned(), details: "null" }
    }
}

impl Events {
    /// Ends a message, with its sources.
    pub(in crate::translate) fn end_message(&mut self, place: usize, cited: &[Cited]) {
        if let Some(item) = self.end(Some(place)) {
            item.annotations = annotations::of(cited, item.start);
        }
    }

    /// The end of the message: all items are done, the last one only as far as the response is.
    pub(in crate::translate) fn stop(&mut self, end: End, batch: &mut Batch) {
        let is_whole = end.status == "completed";
        self.end = end;
        // Nothing to read or to run.
        if is_whole && self.items.iter().all(|item| item.kind == Kind::Reasoning) {
            self.begin(RowKind::Text, 0, 0, batch);
        }
        while self.done_count < self.items.len() {
            let is_last = self.done_count.saturating_add(1) == self.items.len();
            self.close(if is_whole || !is_last { "completed" } else { "incomplete" }, batch);
        }
        if let Some(members) = self.early.take() {
            self.complete(&members, batch);
        }
    }

    /// The last event, with the counts and other members of the response. Only the first call counts.
    pub(in crate::translate) fn complete(&mut self, members: &str, batch: &mut Batch) {
        if self.end.status == "in_progress" {
            self.early = Some(members.to_owned());
        } else if !std::mem::replace(&mut self.is_over, true) {
            self.send_response(self.end.status, members, batch);
        }
    }

    /// Writes the members of the response as it is now.
    pub(in crate::translate) fn write_response(&self, members: &str, out: &mut Writer) {
        out.key("status").string(self.end.status).key("error").raw(&self.end.error);
        out.key("incomplete_details").raw(self.end.details).key("output").open('[');
        let mut text = String::new();
        for item in self.items.iter().take(self.done_count) {
            out.raw_if(&item.done);
            if item.kind == Kind::Message {
                text.push_str(&item.said.text);
            }
        }
        out.close(']').key("output_text").text(Text::written(&text)).raw_if(members);
        if !self.bedrock.is_empty() {
            out.key("_bedrock").open('{').raw(self.bedrock.as_str()).close('}');
        }
    }

    /// Tells that the first item that is not done is.
    pub(super) fn close(&mut self, status: &str, batch: &mut Batch) {
        let place = self.done_count;
        self.done_count = place.saturating_add(1);
        let Some(item) = self.items.get_mut(place) else { return };
        let done = item.json(status);
        done.clone_into(&mut item.done);
        let (text, member) = (item.said.text.clone(), item.kind.names().member);
        let (has_part, has_text) = (item.has_part, item.kind != Kind::Reasoning || item.has_part);
        for (index, annotation) in item.annotations.clone().iter().enumerate() {
            let Some(item) = self.items.get(place) else { return };
            let mut event = about(item, place, "output_text", ".annotation.added");
            event.key("annotation_index").number(index as u32).key("annotation").raw(annotation);
            self.send(event, batch);
        }
        if has_text {
            self.tell_text(place, ".done", member, Text::written(&text), batch);
        }
        if has_part {
            self.tell_part(place, ".done", batch);
        }
        self.tell_item("done", place, &done, batch);
    }
}
