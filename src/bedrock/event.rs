//! Frames become rows: what JavaScript needs to build the events of a chunk with one string and object literals.
//!
//! A call, a string or a parsed object for each event would cost more than everything else together. So the texts of
//! all events of a chunk go into one string, and each event is three numbers, `[kind, index, end]`:
//!
//! | kind                          | index                              | the text from the last `end` to `end`        |
//! |-------------------------------|------------------------------------|----------------------------------------------|
//! | [`RowKind::Text`]             | `contentBlockIndex`                | `contentBlockDelta.delta.text`               |
//! | [`RowKind::Reasoning`]        | `contentBlockIndex`                | `….delta.reasoningContent.text`              |
//! | [`RowKind::ToolInput`]        | `contentBlockIndex`                | `….delta.toolUse.input`                      |
//! | [`RowKind::Chunk`]            | 0                                  | `chunk.bytes` in base64                      |
//! | [`RowKind::Json`]             | where the name ends                | the event's name, then its payload as JSON   |
//!
//! `end` and the end of the name count UTF-16 units from the beginning of the string, as JavaScript does.
//! The other end of this table is `pkg-template/engine/rows.js`. For a chat in OpenAI's shape the same rows mean
//! something else: see `translate::stream`.

use super::error;
use super::json::scan_string;
use crate::error::Error;
use crate::eventstream::Frame;
use crate::eventstream::same_block;

/// What a row holds.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[repr(u32)]
pub enum RowKind {
    /// A piece of text.
    Text = 0,
    /// A piece of reasoning.
    Reasoning = 1,
    /// A piece of a tool's input, itself a piece of JSON.
    ToolInput = 2,
    /// A piece of a model's own stream.
    Chunk = 3,
    /// Everything else.
    Json = 4,
}

/// The events of one chunk.
#[derive(Debug, Default, PartialEq, Eq)]
pub struct Batch {
    /// Three numbers an event.
    pub rows: Vec<u32>,
    /// The texts of all events, one behind the other.
    pub text: String,
    /// The length of `text` in UTF-16 units.
    utf16_length: u32,
    /// Where the text of the last row begins, in bytes.
    last_begin: usize,
    /// The name of the last event, and the header block that said so: that of the next one is mostly the same.
    name: String,
    name_block: Vec<u8>,
}

/// What became of a frame.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Added<'a> {
    /// A row of this kind, about the content block of this index.
    Row(RowKind, u32),
    /// Nothing yet: the event is none of those that come by the hundred, and this is its payload.
    Payload(&'a str),
}

impl Batch {
    /// Makes room for the events of another chunk.
    pub fn clear(&mut self) {
        self.rows.clear();
        self.text.clear();
        self.utf16_length = 0;
        self.last_begin = 0;
    }

    /// Makes it new for another stream.
    pub fn reset(&mut self) {
        self.clear();
        self.forget_name();
    }

    /// Adds the event of one frame, and returns its name.
    ///
    /// # Errors
    /// The service's error, when the frame is an `exception` or `error`; a protocol error, when it is no event at all.
    pub fn add(&mut self, frame: Frame<'_>) -> Result<&str, Error> {
        if let Added::Payload(payload) = self.add_known(frame)? {
            self.text.push_str(&self.name);
            let name_end = self.count(utf16_length(&self.name));
            self.text.push_str(payload);
            let end = self.count(utf16_length(payload));
            self.rows.extend([RowKind::Json as u32, name_end, end]);
        }
        Ok(&self.name)
    }

    /// Adds the event of one frame if it is one of those that come by the hundred. Anything not exactly as Bedrock
    /// writes it is left to JSON.
    ///
    /// # Errors
    /// The same.
    pub fn add_known<'a>(&mut self, frame: Frame<'a>) -> Result<Added<'a>, Error> {
        if self.name.is_empty() || !same_block(&self.name_block, frame.headers.as_bytes()) {
            self.forget_name();
            event_name(frame)?.clone_into(&mut self.name);
            self.name_block.extend_from_slice(frame.headers.as_bytes());
        }
        let payload = std::str::from_utf8(frame.payload)
            .map_err(|_| Error::protocol(format!("The stream has a {} event that is not UTF-8.", self.name)))?;
        let before = self.text.len();
        let row = match self.name.as_str() {
            "contentBlockDelta" => scan_delta(payload, &mut self.text),
            "chunk" => scan_chunk(payload, &mut self.text),
            _ => None,
        };
        let Some((kind, index)) = row else {
            self.text.truncate(before);
            return Ok(Added::Payload(payload));
        };
        self.end_row(before, kind, index);
        Ok(Added::Row(kind, index))
    }

    /// The name of the last event.
    pub fn name(&self) -> &str {
        &self.name
    }

    /// Adds a row.
    pub fn push(&mut self, kind: RowKind, index: u32, text: &str) {
        let before = self.text.len();
        self.text.push_str(text);
        self.end_row(before, kind, index);
    }

    /// The text of the row that was added last.
    pub fn last_text(&self) -> &str {
        self.text.get(self.last_begin..).unwrap_or_default()
    }

    /// Makes another row of the one that was added last. Its text stays.
    pub fn change_last(&mut self, kind: RowKind, index: u32) {
        if let Some([.., as_kind, as_index, _]) = self.rows.get_mut(..) {
            *as_kind = kind as u32;
            *as_index = index;
        }
    }

    /// Takes back the row that was added last.
    pub fn drop_last(&mut self) {
        self.text.truncate(self.last_begin);
        self.rows.truncate(self.rows.len().saturating_sub(3));
        self.utf16_length = self.rows.last().copied().unwrap_or_default();
    }

    fn end_row(&mut self, begin: usize, kind: RowKind, index: u32) {
        self.last_begin = begin;
        let end = self.count(utf16_length(self.text.get(begin..).unwrap_or_default()));
        self.rows.extend([kind as u32, index, end]);
    }

    fn forget_name(&mut self) {
        self.name.clear();
        self.name_block.clear();
    }

    fn count(&mut self, added: u32) -> u32 {
        self.utf16_length = self.utf16_length.saturating_add(added);
        self.utf16_length
    }
}

/// The name of the event that a frame is.
fn event_name(frame: Frame<'_>) -> Result<&str, Error> {
    match frame.headers.string(":message-type").unwrap_or("event") {
        "event" => {}
        "exception" | "error" => return Err(error::from_frame(frame)),
        other => {
            return Err(Error::protocol(format!("The stream has a frame of the unknown :message-type \"{other}\".")));
        }
    }
    let name = frame.headers.string(":event-type");
    name.ok_or_else(|| Error::protocol("The stream has a frame without :event-type: it is no event of Bedrock."))
}

/// How long a text is in JavaScript.
pub fn utf16_length(text: &str) -> u32 {
    // Of a character's bytes the first is never a continuation, and only four-byte characters take two units.
    text.bytes().fold(0, |sum: u32, byte| {
        sum.saturating_add(u32::from(byte & 0xc0 != 0x80)).saturating_add(u32::from(byte >= 0xf0))
    })
}

/// `{"contentBlockIndex":0,"delta":{"text":"Hel"},"p":"abc"}`
fn scan_delta(payload: &str, text: &mut String) -> Option<(RowKind, u32)> {
    let rest = payload.strip_prefix("{\"contentBlockIndex\":")?;
    let (digits, rest) = rest.split_at_checked(rest.bytes().take_while(u8::is_ascii_digit).count())?;
    let index = digits.parse().ok().filter(|_| digits == "0" || !digits.starts_with('0'))?;
    let rest = rest.strip_prefix(",\"delta\":{")?;
    let (kind, rest, close) = if let Some(rest) = rest.strip_prefix("\"text\":\"") {
        (RowKind::Text, rest, "}")
    } else if let Some(rest) = rest.strip_prefix("\"toolUse\":{\"input\":\"") {
        (RowKind::ToolInput, rest, "}}")
    } else {
        (RowKind::Reasoning, rest.strip_prefix("\"reasoningContent\":{\"text\":\"")?, "}}")
    };
    scan_padding(scan_string(rest, text)?.strip_prefix(close)?)?;
    Some((kind, index))
}

/// `{"bytes":"eyJ0eXBl…","p":"abc"}`
fn scan_chunk(payload: &str, text: &mut String) -> Option<(RowKind, u32)> {
    scan_padding(scan_string(payload.strip_prefix("{\"bytes\":\"")?, text)?)?;
    Some((RowKind::Chunk, 0))
}

/// The end of an event: Bedrock hides the lengths of tokens behind a member `p` of random length.
fn scan_padding(rest: &str) -> Option<()> {
    let rest = match rest.strip_prefix(",\"p\":\"") {
        Some(padding) => {
            let length = padding.bytes().take_while(u8::is_ascii_alphanumeric).count();
            padding.get(length..)?.strip_prefix('"')?
        }
        None => rest,
    };
    (rest == "}").then_some(())
}
