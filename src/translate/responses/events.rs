//! The events of a response, as rows, and the response that they add up to.
//!
//! The rows are those of [`Chunks`](crate::translate::Chunks), with the number of the event above the three lowest bits
//! of the kind. They mean
//!
//! | kind                   | index             | the text from the last `end` to `end`                              |
//! |------------------------|-------------------|--------------------------------------------------------------------|
//! | [`RowKind::Text`]      | place of the item | `delta` of `response.output_text.delta`                            |
//! | [`RowKind::Reasoning`] | place of the item | `delta` of `response.reasoning_summary_text.delta`                 |
//! | [`RowKind::ToolInput`] | place of the item | `delta` of `response.function_call_arguments.delta`                |
//! | [`RowKind::Json`]      | 0                 | the event as JSON, without its number and what responses repeat    |
//!
//! `pkg-template/engine/responses.js` is the other end of this table.

use super::Face;
use super::end::End;
use super::items::Item;
use super::items::Kind;
use crate::bedrock::event::Batch;
use crate::bedrock::event::RowKind;
use crate::json;
use crate::json::Text;
use crate::json::Writer;
use crate::translate::reply::Cited;

/// A response under way.
#[derive(Debug, Default)]
pub(in crate::translate) struct Events {
    face: Face,
    sequence: u32,
    pub(super) items: Vec<Item>,
    /// How many of them, from the first on, are done.
    pub(super) done_count: usize,
    /// The item of each call, and of each thought that has one.
    calls: Vec<usize>,
    thoughts: Vec<Option<usize>>,
    pub(super) end: End,
    /// Members of `_bedrock`, the citations and the events that it gets.
    pub(in crate::translate) bedrock: Writer,
    pub(in crate::translate) citations: Writer,
    pub(in crate::translate) unknown: Writer,
    pub(super) is_over: bool,
}

impl Events {
    pub(in crate::translate) fn new(face: Face) -> Self {
        Self { face, ..Self::default() }
    }

    pub(in crate::translate) fn is_custom(&self, tool: &str) -> bool {
        self.face.customs.iter().any(|name| name == tool)
    }

    /// Whether this call is one of a tool whose input is text.
    pub(in crate::translate) fn is_custom_call(&self, ordinal: u32) -> bool {
        self.item_of_call(ordinal).is_some_and(|item| item.kind == Kind::Custom)
    }

    fn item_of_call(&self, ordinal: u32) -> Option<&Item> {
        self.items.get(*self.calls.get(ordinal as usize)?)
    }

    /// The first two events.
    pub(in crate::translate) fn start(&mut self, batch: &mut Batch) {
        for kind in ["response.created", "response.in_progress"] {
            let mut event = open(kind);
            event.raw(r#""response":{"status":"in_progress","error":null,"incomplete_details":null,"output":[]"#);
            event.raw(r#""output_text":""}"#);
            self.send(event, batch);
        }
    }

    /// The item that a piece of text, of a thought or of a call belongs to, if it has begun and takes one.
    pub(in crate::translate) fn find(&self, kind: RowKind, index: u32) -> Option<usize> {
        match kind {
            RowKind::Text => {
                let last = self.items.last()?;
                let takes_text = last.kind == Kind::Message && !last.is_ended;
                takes_text.then(|| self.items.len().saturating_sub(1))
            }
            RowKind::Reasoning => {
                let place = self.thoughts.get(index as usize).copied().flatten()?;
                self.items.get(place)?.has_summary.then_some(place)
            }
            _ => self.calls.get(index as usize).copied(),
        }
    }

    /// Begins the item of a text or a thought. `start` is how much text there is so far.
    pub(in crate::translate) fn begin(&mut self, kind: RowKind, index: u32, start: u32, batch: &mut Batch) -> usize {
        if kind == RowKind::Reasoning {
            let place = self.thought(index as usize, batch);
            if let Some(item) = self.items.get_mut(place) {
                item.has_summary = true;
            }
            let mut event = self.open_summary("response.reasoning_summary_part.added", place);
            event.raw(r#""part":{"type":"summary_text","text":""}"#);
            self.send(event, batch);
            return place;
        }
        let place = self.open_item(Kind::Message, "", start, batch);
        let mut event = self.open_content("response.content_part.added", place);
        event.raw(r#""part":{"type":"output_text","text":"","annotations":[],"logprobs":[]}"#);
        self.send(event, batch);
        place
    }

    /// Begins the item of a call. `call` has its id and its name, as members.
    pub(in crate::translate) fn begin_call(&mut self, is_custom: bool, call: &str, batch: &mut Batch) {
        let place = self.open_item(if is_custom { Kind::Custom } else { Kind::Call }, call, 0, batch);
        self.calls.push(place);
    }

    /// The item of a thought, which may have no text.
    fn thought(&mut self, index: usize, batch: &mut Batch) -> usize {
        if let Some(place) = self.thoughts.get(index).copied().flatten() {
            return place;
        }
        let place = self.open_item(Kind::Reasoning, "", 0, batch);
        self.thoughts.resize(self.thoughts.len().max(index.saturating_add(1)), None);
        if let Some(known) = self.thoughts.get_mut(index) {
            *known = Some(place);
        }
        place
    }

    /// Adds what seals a thought, as it is written in JSON.
    pub(in crate::translate) fn seal(&mut self, index: usize, signature: &str, redacted: &str, batch: &mut Batch) {
        let place = self.thought(index, batch);
        if let Some(item) = self.items.get_mut(place) {
            item.said.signature.push_str(signature);
            item.said.redacted.push_str(redacted);
        }
    }

    /// Makes the row that was added last a piece of this item.
    pub(in crate::translate) fn take_last(&mut self, kind: RowKind, place: usize, batch: &mut Batch) {
        if let Some(item) = self.items.get_mut(place) {
            json::escape(batch.last_text(), &mut item.said.text);
        }
        batch.change_last(kind, place as u32);
        self.number(batch);
    }

    /// Adds a piece of an item, as it is written in JSON.
    pub(in crate::translate) fn piece(&mut self, place: usize, text: Text<'_>, batch: &mut Batch) {
        let Some(item) = self.items.get_mut(place) else { return };
        item.said.text.push_str(text.escaped());
        let kind = item.kind;
        let mut event = match kind {
            Kind::Message => self.open_content("response.output_text.delta", place),
            Kind::Reasoning => self.open_summary("response.reasoning_summary_text.delta", place),
            Kind::Call => self.open_of("response.function_call_arguments.delta", place),
            Kind::Custom => self.open_of("response.custom_tool_call_input.delta", place),
        };
        event.key("delta").text(text);
        if kind == Kind::Message {
            event.raw(r#""logprobs":[]"#);
        }
        self.send(event, batch);
    }

    /// Ends an item: it is done as soon as another one begins, or the response ends.
    pub(in crate::translate) fn end(&mut self, place: usize, cited: Vec<Cited>) {
        if let Some(item) = self.items.get_mut(place) {
            item.is_ended = true;
            item.cited = cited;
        }
    }

    /// Ends the item of a call.
    pub(in crate::translate) fn end_call(&mut self, ordinal: u32) {
        if let Some(place) = self.calls.get(ordinal as usize).copied() {
            self.end(place, Vec::new());
        }
    }

    /// Ends the item of a thought.
    pub(in crate::translate) fn end_thought(&mut self, index: usize) {
        if let Some(place) = self.thoughts.get(index).copied().flatten() {
            self.end(place, Vec::new());
        }
    }

    fn open_item(&mut self, kind: Kind, call: &str, start: u32, batch: &mut Batch) -> usize {
        while self.items.get(self.done_count).is_some_and(|item| item.is_ended) {
            self.close("completed", batch);
        }
        let place = self.items.len();
        let mut item = Item::new(kind, &self.face.id, place);
        call.clone_into(&mut item.call);
        item.start = start;
        let mut event = open("response.output_item.added");
        event.key("output_index").number(place as u32).key("item").raw(&item.begun());
        self.items.push(item);
        self.send(event, batch);
        place
    }

    pub(super) fn open_of(&self, kind: &str, place: usize) -> Writer {
        let mut event = open(kind);
        if let Some(item) = self.items.get(place) {
            event.key("item_id").string(&item.id);
        }
        event.key("output_index").number(place as u32);
        event
    }

    pub(super) fn open_content(&self, kind: &str, place: usize) -> Writer {
        let mut event = self.open_of(kind, place);
        event.raw(r#""content_index":0"#);
        event
    }

    pub(super) fn open_summary(&self, kind: &str, place: usize) -> Writer {
        let mut event = self.open_of(kind, place);
        event.raw(r#""summary_index":0"#);
        event
    }

    pub(super) fn send(&mut self, mut event: Writer, batch: &mut Batch) {
        batch.push(RowKind::Json, 0, event.close('}').as_str());
        self.number(batch);
    }

    /// Numbers the event that was added last.
    fn number(&mut self, batch: &mut Batch) {
        batch.number_last(self.sequence);
        self.sequence = self.sequence.saturating_add(1);
    }
}

pub(super) fn open(kind: &str) -> Writer {
    let mut event = Writer::default();
    event.open('{').key("type").string(kind);
    event
}
