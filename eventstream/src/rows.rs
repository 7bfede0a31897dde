//! Frames become rows, from which JavaScript builds the events of a chunk with one string and object literals.
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
//! `end` and the end of the name count UTF-16 units from the beginning of the string, as JavaScript does. The other end
//! of this table is `pkg-template/engine/rows.js`. For a chat in OpenAI's shape the same rows have another meaning: see
//! the module that makes its chunks.

use crate::Decoder;
use crate::EventError;
use crate::Frame;
use crate::FrameError;
use crate::frame::Holds;
use crate::opening::Opening;
use crate::string::scan_string;
use crate::words::plain_ascii_length;
use crate::words::utf16_length;
use crate::words::utf16_length_of;
use crate::words::write_utf16;

/// The content of a row.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
#[repr(u32)]
pub enum RowKind {
    /// A piece of text.
    #[default]
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
    /// The texts of all events, one behind the other, in UTF-8. Not a `String`: without `unsafe`, the standard library
    /// would check each piece, which takes longer than the rest of the work on a long piece.
    text: Vec<u8>,
    /// The same in UTF-16, once it was asked for.
    units: Vec<u16>,
    /// The length of `text` in UTF-16 units.
    utf16_length: u32,
    /// Where the text of the last row begins, in bytes.
    last_begin: usize,
    opening: Opening,
}

/// A text as JavaScript reads it quickly. Its decoders of UTF-8 are as quick for ASCII, but take up to ten times as
/// long as those of UTF-16 for all else.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum EncodedText<'a> {
    /// All of it is ASCII.
    Ascii(&'a [u8]),
    /// Units of UTF-16.
    Utf16(&'a [u16]),
}

/// The outcome of a frame.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Added<'a> {
    /// A row of this kind, about the content block of this index.
    Row(RowKind, u32),
    /// No row yet: the event of this name is not a frequent one, and this is its payload.
    Payload(&'a str, &'a str),
}

impl Batch {
    /// Makes room for the events of another chunk.
    pub fn clear(&mut self) {
        self.rows.clear();
        self.text.clear();
        self.units.clear();
        self.utf16_length = 0;
        self.last_begin = 0;
    }

    /// Resets the batch for another stream, and frees the memory that an unusually long text took.
    pub fn reset(&mut self) {
        self.clear();
        self.opening.forget();
        if self.text.capacity() > TEXT_BYTES_KEPT {
            self.text = Vec::new();
        }
        if self.units.capacity() > TEXT_BYTES_KEPT {
            self.units = Vec::new();
        }
    }

    /// The texts of all events, one behind the other.
    pub fn text(&self) -> &str {
        std::str::from_utf8(&self.text).unwrap_or_default()
    }

    /// The same, made ready to be read by JavaScript.
    pub fn encoded_text(&mut self) -> EncodedText<'_> {
        if self.text.len() == self.utf16_length as usize {
            return EncodedText::Ascii(&self.text);
        }
        self.units.resize(self.utf16_length as usize, 0);
        write_utf16(&self.text, &mut self.units);
        EncodedText::Utf16(&self.units)
    }

    /// Adds the frequent events up to the first other frame. Returns that frame, or `None` when the decoder has no
    /// more.
    ///
    /// # Errors
    /// Those of [`Decoder::next_frame`].
    #[inline(never)]
    pub fn add_pieces<'a>(&mut self, decoder: &'a mut Decoder) -> Result<Option<Frame<'a>>, FrameError> {
        while let Some(found) = decoder.advance()? {
            if self.add_piece(found.holds, decoder.payload(found)).is_none() {
                return Ok(Some(decoder.frame(found)));
            }
        }
        Ok(None)
    }

    /// Adds the event of one frame, and returns its name.
    ///
    /// # Errors
    /// An [`EventError`], when the frame is not an event.
    pub fn add<'a>(&mut self, frame: Frame<'a>) -> Result<&'a str, EventError<'a>> {
        match self.add_known(frame)? {
            Added::Row(RowKind::Chunk, _) => Ok("chunk"),
            Added::Row(..) => Ok("contentBlockDelta"),
            Added::Payload(name, payload) => {
                self.text.extend_from_slice(name.as_bytes());
                let name_end = self.count(utf16_length(name));
                self.text.extend_from_slice(payload.as_bytes());
                let end = self.count(utf16_length(payload));
                self.rows.extend([RowKind::Json as u32, name_end, end]);
                Ok(name)
            }
        }
    }

    /// Adds the event of one frame if it is a frequent one. Anything not exactly as Bedrock writes it is left to JSON.
    ///
    /// # Errors
    /// The same.
    #[inline(never)]
    pub fn add_known<'a>(&mut self, frame: Frame<'a>) -> Result<Added<'a>, EventError<'a>> {
        if let Some((kind, index)) = self.add_piece(frame.holds, frame.payload) {
            return Ok(Added::Row(kind, index));
        }
        let name = frame.event_name()?;
        let payload = std::str::from_utf8(frame.payload).map_err(|_| EventError::NotUtf8(name))?;
        Ok(Added::Payload(name, payload))
    }

    /// Adds a row.
    pub fn push(&mut self, kind: RowKind, index: u32, text: &str) {
        let begin = self.text.len();
        self.text.extend_from_slice(text.as_bytes());
        self.end_row(begin, utf16_length(text), kind, index);
    }

    /// The text of the row that was added last.
    pub fn last_text(&self) -> &str {
        std::str::from_utf8(self.text.get(self.last_begin..).unwrap_or_default()).unwrap_or_default()
    }

    /// Changes the row that was added last into another one. Its text stays.
    pub fn change_last(&mut self, kind: RowKind, index: u32) {
        if let Some([.., as_kind, as_index, _]) = self.rows.get_mut(..) {
            *as_kind = kind as u32;
            *as_index = index;
        }
    }

    /// Adds a number to the row that was added last, above the three lowest bits of its kind.
    pub fn number_last(&mut self, number: u32) {
        if let Some([.., kind, _, _]) = self.rows.get_mut(..) {
            *kind |= number << 3;
        }
    }

    /// Removes the row that was added last.
    pub fn drop_last(&mut self) {
        self.text.truncate(self.last_begin);
        self.rows.truncate(self.rows.len().saturating_sub(3));
        self.utf16_length = self.rows.last().copied().unwrap_or_default();
    }

    /// Adds the row of an event in the usual layout: its opening, its text, and an end with nothing behind it.
    fn add_piece(&mut self, holds: Holds, payload: &[u8]) -> Option<(RowKind, u32)> {
        if holds == Holds::Other {
            return None;
        }
        let after_opening = match self.opening.skip(holds, payload) {
            Some(rest) => rest,
            None => self.opening.read(holds, payload)?,
        };
        let begin = self.text.len();
        let Some(length) = self.add_text(after_opening) else {
            self.text.truncate(begin);
            return None;
        };
        let (kind, index) = (self.opening.kind, self.opening.index);
        self.end_row(begin, length, kind, index);
        Some((kind, index))
    }

    /// The rest of such an event. Returns the length of its text in UTF-16 units.
    fn add_text(&mut self, after_opening: &[u8]) -> Option<u32> {
        let begin = self.text.len();
        let end = scan_string(after_opening, &mut self.text)?;
        if !is_usual_end(end, self.opening.braces) {
            return None;
        }
        // Escapes stand for whole characters, so bytes that are not text by themselves do not become text beside them.
        utf16_length_of(self.text.get(begin..)?)
    }

    fn end_row(&mut self, begin: usize, length: u32, kind: RowKind, index: u32) {
        self.last_begin = begin;
        let end = self.count(length);
        self.rows.extend_from_slice(&[kind as u32, index, end]);
    }

    fn count(&mut self, added: u32) -> u32 {
        self.utf16_length = self.utf16_length.saturating_add(added);
        self.utf16_length
    }
}

/// The longest text that a batch keeps for its next stream.
const TEXT_BYTES_KEPT: usize = 256 * 1024;

/// Whether this is a usual end behind the closing quote of a text: `}}`, or `},"p":"abc"}`. Bedrock hides the lengths
/// of tokens behind a member `p` of random length.
fn is_usual_end(end: &[u8], braces: usize) -> bool {
    let Some((closing, rest)) = end.split_at_checked(braces) else { return false };
    if closing.iter().any(|byte| *byte != b'}') {
        return false;
    }
    if rest == b"}" {
        return true;
    }
    let Some((opening, rest)) = rest.split_first_chunk::<6>() else { return false };
    let Some((padding, closing)) = rest.split_last_chunk::<2>() else { return false };
    opening == b",\"p\":\"" && closing == b"\"}" && plain_ascii_length(padding) == padding.len()
}

impl<'a> Frame<'a> {
    /// The name of the frame's event.
    fn event_name(self) -> Result<&'a str, EventError<'a>> {
        match self.headers.string(":message-type").unwrap_or("event") {
            "event" => self.headers.string(":event-type").ok_or(EventError::NoEventType),
            "exception" | "error" => Err(EventError::Exception(self)),
            other => Err(EventError::MessageType(other)),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_batch_keeps_256_kib_of_text_for_its_next_stream_and_gives_back_more() {
        let mut batch = Batch::default();
        for (length, kept) in [(262_144, [262_144, 262_144]), (262_145, [0, 0])] {
            batch.push(RowKind::Text, 0, &"a".repeat(length));
            batch.units.resize(length, 0);
            batch.reset();
            assert_eq!([batch.text.capacity(), batch.units.capacity()], kept);
        }
    }
}
