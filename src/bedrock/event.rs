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
//! The other end of this table is `pkg-template/rows.js`.

use super::error;
use super::json::scan_string;
use crate::error::Error;
use crate::eventstream::Frame;

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
}

impl Batch {
    /// Makes room for the events of another chunk.
    pub fn clear(&mut self) {
        self.rows.clear();
        self.text.clear();
        self.utf16_length = 0;
    }

    /// Adds the event of one frame, and returns its name.
    ///
    /// # Errors
    /// The service's error, when the frame is an `exception` or `error`; a protocol error, when it is no event at all.
    pub fn add<'a>(&mut self, frame: Frame<'a>) -> Result<&'a str, Error> {
        match frame.headers.string(":message-type").unwrap_or("event") {
            "event" => {}
            "exception" | "error" => return Err(error::from_frame(frame)),
            other => {
                return Err(Error::protocol(format!(
                    "The stream has a frame of the unknown :message-type \"{other}\"."
                )));
            }
        }
        let name = frame
            .headers
            .string(":event-type")
            .ok_or_else(|| Error::protocol("The stream has a frame without :event-type: it is no event of Bedrock."))?;
        let payload = std::str::from_utf8(frame.payload)
            .map_err(|_| Error::protocol(format!("The stream has a {name} event that is not UTF-8.")))?;
        if !self.add_delta(name, payload) {
            let name_end = self.append(name);
            let end = self.append(payload);
            self.rows.extend([RowKind::Json as u32, name_end, end]);
        }
        Ok(name)
    }

    /// Adds one of the events that come by the hundred. Anything not exactly as Bedrock writes it is left to JSON.
    fn add_delta(&mut self, name: &str, payload: &str) -> bool {
        let before = self.text.len();
        let row = match name {
            "contentBlockDelta" => scan_delta(payload, &mut self.text),
            "chunk" => scan_chunk(payload, &mut self.text),
            _ => None,
        };
        let Some((kind, index)) = row else {
            self.text.truncate(before);
            return false;
        };
        self.utf16_length = self.utf16_length.saturating_add(utf16_length(self.text.get(before..).unwrap_or_default()));
        self.rows.extend([kind as u32, index, self.utf16_length]);
        true
    }

    fn append(&mut self, text: &str) -> u32 {
        self.text.push_str(text);
        self.utf16_length = self.utf16_length.saturating_add(utf16_length(text));
        self.utf16_length
    }
}

fn utf16_length(text: &str) -> u32 {
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
            padding.trim_start_matches(|character: char| character.is_ascii_alphanumeric()).strip_prefix('"')?
        }
        None => rest,
    };
    (rest == "}").then_some(())
}
