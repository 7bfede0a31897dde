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
use crate::translate::reply::Thought;
use crate::translate::stream::Places;

/// A response under way.
#[derive(Debug, Default)]
pub(in crate::translate) struct Events {
    pub(in crate::translate) face: Face,
    sequence: u32,
    pub(super) items: Vec<Item>,
    /// How many of them, from the first on, are done.
    pub(super) done_count: usize,
    /// The item of each call, and of each thought that has one.
    calls: Vec<usize>,
    thoughts: Places,
    pub(super) end: End,
    /// Members of `_bedrock`, the citations and the events that it gets.
    pub(in crate::translate) bedrock: Writer,
    pub(in crate::translate) citations: Writer,
    pub(in crate::translate) unknown: Writer,
    /// The members that come with the counts, where these came before the end.
    pub(super) early: Option<String>,
    pub(super) is_over: bool,
    /// Whether nobody reads the events, but their sum.
    pub(in crate::translate) is_silent: bool,
}

impl Events {
    pub(in crate::translate) fn is_custom(&self, tool: &str) -> bool {
        self.face.customs.iter().any(|name| name == tool)
    }

    /// Whether this call is one of a tool whose input is text.
    pub(in crate::translate) fn is_custom_call(&self, ordinal: u32) -> bool {
        let item = self.call(ordinal).and_then(|place| self.items.get(place));
        item.is_some_and(|item| item.kind == Kind::Custom)
    }

    /// The item of a call.
    pub(in crate::translate) fn call(&self, ordinal: u32) -> Option<usize> {
        self.calls.get(ordinal as usize).copied()
    }

    /// The item of a thought.
    pub(in crate::translate) fn thought(&mut self, index: usize) -> Option<usize> {
        self.thoughts.find(index as u32)
    }

    /// The first two events.
    pub(in crate::translate) fn start(&mut self, batch: &mut Batch) {
        for kind in ["created", "in_progress"] {
            self.send_response(kind, "", batch);
        }
    }

    /// The item that a piece of text, of a thought or of a call belongs to, if it has begun and takes one.
    pub(in crate::translate) fn find(&mut self, kind: RowKind, index: u32) -> Option<usize> {
        match kind {
            RowKind::Text => {
                let place = self.items.len().checked_sub(1)?;
                self.items.get(place).is_some_and(|last| last.kind == Kind::Message && !last.is_ended).then_some(place)
            }
            RowKind::Reasoning => {
                self.thought(index as usize).filter(|place| self.items.get(*place).is_some_and(|item| item.has_part))
            }
            _ => self.call(index),
        }
    }

    /// Begins the item of a text or a thought. `start` is how much text there is so far.
    pub(in crate::translate) fn begin(&mut self, kind: RowKind, index: u32, start: u32, batch: &mut Batch) -> usize {
        let place = match kind {
            RowKind::Reasoning => self.begin_thought(index as usize, batch),
            _ => self.open(Kind::Message, [""; 2], start, batch),
        };
        if let Some(item) = self.items.get_mut(place) {
            item.has_part = true;
        }
        self.tell_part(place, ".added", batch);
        place
    }

    /// Begins the item of a call of this id, as it is written in JSON, and this name.
    pub(in crate::translate) fn begin_call(&mut self, is_custom: bool, call: [&str; 2], batch: &mut Batch) {
        let place = self.open(if is_custom { Kind::Custom } else { Kind::Call }, call, 0, batch);
        self.calls.push(place);
    }

    /// The item of a thought, which may have no text.
    fn begin_thought(&mut self, index: usize, batch: &mut Batch) -> usize {
        if let Some(place) = self.thought(index) {
            return place;
        }
        let place = self.open(Kind::Reasoning, [""; 2], 0, batch);
        self.thoughts.set(index as u32, place);
        place
    }

    /// Adds what seals a thought, as it is written in JSON.
    pub(in crate::translate) fn seal(&mut self, index: usize, signature: &str, redacted: &str, batch: &mut Batch) {
        let place = self.begin_thought(index, batch);
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
        if let Some(item) = self.items.get_mut(place) {
            item.said.text.push_str(text.escaped());
        }
        self.tell_text(place, ".delta", "delta", text, batch);
    }

    /// Ends an item: it is done as soon as another one begins, or the response ends.
    pub(in crate::translate) fn end(&mut self, place: Option<usize>) -> Option<&mut Item> {
        let item = self.items.get_mut(place?)?;
        item.is_ended = true;
        Some(item)
    }

    fn open(&mut self, kind: Kind, call: [&str; 2], start: u32, batch: &mut Batch) -> usize {
        while self.items.get(self.done_count).is_some_and(|item| item.is_ended) {
            self.close("completed", batch);
        }
        let place = self.items.len();
        let item = Item {
            kind,
            id: [kind.names().id, &self.face.id, "_", &place.to_string()].concat(),
            call: call.map(str::to_owned),
            said: Thought::default(),
            start,
            annotations: Vec::new(),
            has_part: false,
            is_ended: false,
            done: String::new(),
        };
        let begun = item.json("in_progress");
        self.items.push(item);
        self.tell_item("added", place, &begun, batch);
        place
    }

    /// The item, if anybody reads events about it.
    fn told(&self, place: usize) -> Option<&Item> {
        self.items.get(place).filter(|_| !self.is_silent)
    }

    /// An event about a whole item.
    pub(super) fn tell_item(&mut self, what: &str, place: usize, item: &str, batch: &mut Batch) {
        if self.is_silent {
            return;
        }
        let mut event = begun("output_item.", what);
        event.key("output_index").number(place as u32).key("item").raw(item);
        self.send(event, batch);
    }

    /// An event about the part of an item.
    pub(super) fn tell_part(&mut self, place: usize, what: &str, batch: &mut Batch) {
        let Some(item) = self.told(place) else { return };
        let mut event = about(item, place, item.kind.names().part, what);
        event.key("part").raw(&item.part());
        self.send(event, batch);
    }

    /// An event about the text of an item.
    pub(super) fn tell_text(&mut self, place: usize, what: &str, member: &str, text: Text<'_>, batch: &mut Batch) {
        let Some(item) = self.told(place) else { return };
        let mut event = about(item, place, item.kind.names().text, what);
        event.key(member).text(text);
        match item.kind {
            Kind::Message => drop(event.raw(r#""logprobs":[]"#)),
            Kind::Call | Kind::Custom if what == ".done" => item.write_call(&mut event),
            _ => {}
        }
        self.send(event, batch);
    }

    pub(super) fn send_response(&mut self, what: &str, members: &str, batch: &mut Batch) {
        if self.is_silent {
            return;
        }
        let mut event = begun("", what);
        event.key("response").open('{');
        self.write_response(members, &mut event);
        event.close('}');
        self.send(event, batch);
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

fn begun(stem: &str, what: &str) -> Writer {
    let mut event = Writer::default();
    event.open('{').key("type").string(&["response.", stem, what].concat());
    event
}

pub(super) fn about(item: &Item, place: usize, stem: &str, what: &str) -> Writer {
    let mut event = begun(stem, what);
    event.key("item_id").string(&item.id).key("output_index").number(place as u32);
    event.raw_if(item.kind.names().place);
    event
}
