//! One frame and its headers.

use crate::FrameError;

/// A frame whose checksums and headers were found good. It borrows from the decoder's buffer.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Frame<'a> {
    /// The encoded headers.
    pub headers: Headers<'a>,
    /// The content of the frame.
    pub payload: &'a [u8],
    /// The kind of the payload, by the headers.
    pub(crate) holds: Holds,
}

/// The kind of a frame. Each one but `Other` has a quick way.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(crate) enum Holds {
    /// The event `contentBlockDelta`.
    Delta,
    /// The event `chunk`.
    Chunk,
    /// Another event, or none.
    #[default]
    Other,
}

/// The encoded headers of a frame. Comparing two blocks is comparing bytes, which most frames of a stream share.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Headers<'a> {
    block: &'a [u8],
}

/// The value of a header.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum HeaderValue<'a> {
    /// Types 0 and 1.
    Bool(bool),
    /// Type 2.
    Byte(i8),
    /// Type 3.
    Int16(i16),
    /// Type 4.
    Int32(i32),
    /// Type 5.
    Int64(i64),
    /// Type 6.
    ByteArray(&'a [u8]),
    /// Type 7.
    String(&'a str),
    /// Type 8: milliseconds since 1970.
    Timestamp(i64),
    /// Type 9.
    Uuid([u8; 16]),
}

/// More headers than this in one frame are refused.
pub const HEADERS_MAX: usize = 1024;

impl<'a> Headers<'a> {
    /// Walks once through the block, so that later walks cannot fail.
    pub(crate) fn parse(block: &'a [u8]) -> Result<Self, FrameError> {
        let mut rest = block;
        for _ in 0..HEADERS_MAX {
            if rest.is_empty() {
                return Ok(Self { block });
            }
            rest = read_header(rest)?.2;
        }
        if rest.is_empty() { Ok(Self { block }) } else { Err(FrameError::TooManyHeaders) }
    }

    /// The bytes of a block that was parsed before.
    pub(crate) fn trusted(block: &'a [u8]) -> Self {
        Self { block }
    }

    /// The encoded bytes.
    pub fn as_bytes(&self) -> &'a [u8] {
        self.block
    }

    /// Names and values in the order of the wire.
    pub fn iter(&self) -> impl Iterator<Item = (&'a str, HeaderValue<'a>)> + use<'a> {
        let mut rest = self.block;
        std::iter::from_fn(move || {
            let (name, value, after) = read_header(rest).ok()?;
            rest = after;
            Some((name, value))
        })
    }

    /// The kind of the frame with these headers. A frame without `:message-type` is an event.
    pub(crate) fn holds(&self) -> Holds {
        match (self.string(":message-type").unwrap_or("event"), self.string(":event-type")) {
            ("event", Some("contentBlockDelta")) => Holds::Delta,
            ("event", Some("chunk")) => Holds::Chunk,
            _ => Holds::Other,
        }
    }

    /// The value of the first header of this name, if it is a string.
    pub fn string(&self, name: &str) -> Option<&'a str> {
        self.iter().find(|(existing, _)| *existing == name).and_then(|(_, value)| match value {
            HeaderValue::String(text) => Some(text),
            _ => None,
        })
    }
}

type Header<'a> = (&'a str, HeaderValue<'a>, &'a [u8]);

fn read_header(bytes: &[u8]) -> Result<Header<'_>, FrameError> {
    let ([name_length], rest) = take(bytes).ok_or(FrameError::HeaderNameLength)?;
    let (name, rest) = rest.split_at_checked(usize::from(*name_length)).ok_or(FrameError::HeaderNameLength)?;
    let name = std::str::from_utf8(name).map_err(|_| FrameError::HeaderNotUtf8)?;
    let ([value_type], rest) = take(rest).ok_or(FrameError::HeaderNameLength)?;
    let (value, rest) = read_value(*value_type, rest)?;
    Ok((name, value, rest))
}

fn read_value(value_type: u8, bytes: &[u8]) -> Result<(HeaderValue<'_>, &[u8]), FrameError> {
    let cut_off = FrameError::HeaderValueLength;
    Ok(match value_type {
        0 => (HeaderValue::Bool(true), bytes),
        1 => (HeaderValue::Bool(false), bytes),
        2 => take(bytes).map(|(value, rest)| (HeaderValue::Byte(i8::from_be_bytes(*value)), rest)).ok_or(cut_off)?,
        3 => take(bytes).map(|(value, rest)| (HeaderValue::Int16(i16::from_be_bytes(*value)), rest)).ok_or(cut_off)?,
        4 => take(bytes).map(|(value, rest)| (HeaderValue::Int32(i32::from_be_bytes(*value)), rest)).ok_or(cut_off)?,
        5 => take(bytes).map(|(value, rest)| (HeaderValue::Int64(i64::from_be_bytes(*value)), rest)).ok_or(cut_off)?,
        6 | 7 => {
            let (length, rest) = take(bytes).ok_or(cut_off)?;
            let length = usize::from(u16::from_be_bytes(*length));
            let (value, rest) = rest.split_at_checked(length).ok_or(cut_off)?;
            if value_type == 6 {
                (HeaderValue::ByteArray(value), rest)
            } else {
                (HeaderValue::String(std::str::from_utf8(value).map_err(|_| FrameError::HeaderNotUtf8)?), rest)
            }
        }
        8 => take(bytes)
            .map(|(value, rest)| (HeaderValue::Timestamp(i64::from_be_bytes(*value)), rest))
            .ok_or(cut_off)?,
        9 => take(bytes).map(|(value, rest)| (HeaderValue::Uuid(*value), rest)).ok_or(cut_off)?,
        unknown => return Err(FrameError::HeaderValueType(unknown)),
    })
}

fn take<const N: usize>(bytes: &[u8]) -> Option<(&[u8; N], &[u8])> {
    bytes.split_first_chunk()
}
