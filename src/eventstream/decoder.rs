//! The buffer between arbitrary chunks and whole frames.
//!
//! Bytes are written once, behind those that wait for the rest of their frame, and frames borrow from there. What is
//! left is moved to the front only when the room behind it runs out, so that a frame of many chunks is not copied anew
//! for each of them.

use std::fmt;

use super::crc32::crc32;
use super::frame::Frame;
use super::frame::Headers;
use super::frame::same_block;
use crate::error::Error;

/// Turns chunks into frames.
#[derive(Debug, Default)]
pub struct Decoder {
    buffer: Vec<u8>,
    /// Where the first unread byte is.
    start: usize,
    /// Where the next byte goes.
    end: usize,
    /// The header block of the last frame: the next one's is mostly the same and need not be parsed again.
    parsed_headers: Vec<u8>,
    failed: Option<FrameError>,
}

/// What is wrong with a frame. All of these are final for their stream.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum FrameError {
    /// Shorter than any frame, or longer than [`FRAME_BYTES_MAX`].
    FrameLength(u32),
    /// The headers do not fit into their frame.
    HeadersLength(u32),
    /// The first eight bytes were damaged.
    PreludeChecksum,
    /// Headers or payload were damaged.
    MessageChecksum,
    /// A header's name goes beyond the headers.
    HeaderNameLength,
    /// A header's value goes beyond the headers.
    HeaderValueLength,
    /// No such type of value.
    HeaderValueType(u8),
    /// A header's name or string is not UTF-8.
    HeaderNotUtf8,
    /// More than [`HEADERS_MAX`](super::HEADERS_MAX).
    TooManyHeaders,
    /// The input ended inside a frame; so many bytes of it had arrived.
    Truncated(usize),
}

/// Longer frames are taken for garbage. The specification allows 24 MiB of payload and 128 KiB of headers, and asks
/// clients to be generous.
pub const FRAME_BYTES_MAX: u32 = 32 * 1024 * 1024;

impl Decoder {
    /// Room for `length` more bytes, to be written and then announced with [`Decoder::filled`].
    pub fn room(&mut self, length: usize) -> &mut [u8] {
        if self.start == self.end {
            self.start = 0;
            self.end = 0;
        }
        let mut until = self.end.saturating_add(length);
        if until > self.buffer.len() && self.start > 0 {
            self.buffer.copy_within(self.start..self.end, 0);
            self.end = self.end.saturating_sub(self.start);
            self.start = 0;
            until = self.end.saturating_add(length);
        }
        if until > self.buffer.len() {
            // Grows as vectors do, so not by one chunk each time.
            self.buffer.resize(until, 0);
        }
        self.buffer.get_mut(self.end..until).unwrap_or_default()
    }

    /// Takes the first `length` bytes of the last [`Decoder::room`] as read.
    pub fn filled(&mut self, length: usize) {
        self.end = self.end.saturating_add(length).min(self.buffer.len());
    }

    /// Both of the above for bytes that are at hand.
    pub fn push(&mut self, bytes: &[u8]) {
        for (to, from) in self.room(bytes.len()).iter_mut().zip(bytes) {
            *to = *from;
        }
        self.filled(bytes.len());
    }

    /// The next whole frame, or `None` until more bytes are pushed.
    ///
    /// # Errors
    /// A [`FrameError`]; after one, every further call returns it again.
    pub fn next_frame(&mut self) -> Result<Option<Frame<'_>>, FrameError> {
        if let Some(error) = self.failed {
            return Err(error);
        }
        let unread = self.buffer.get(self.start..self.end).unwrap_or_default();
        match read_frame(unread, &mut self.parsed_headers) {
            Ok(None) => Ok(None),
            Ok(Some((frame, length))) => {
                self.start = self.start.saturating_add(length);
                Ok(Some(frame))
            }
            Err(error) => {
                self.failed = Some(error);
                Err(error)
            }
        }
    }

    /// To be called at the end of the input.
    ///
    /// # Errors
    /// [`FrameError::Truncated`] when a frame was cut off, or what [`Decoder::next_frame`] failed with.
    pub fn finish(&self) -> Result<(), FrameError> {
        match self.failed {
            Some(error) => Err(error),
            None if self.start == self.end => Ok(()),
            None => Err(FrameError::Truncated(self.end.saturating_sub(self.start))),
        }
    }

    /// Makes it new for another stream, and gives back the memory that an unusually long frame took.
    pub fn reset(&mut self) {
        self.start = 0;
        self.end = 0;
        self.failed = None;
        self.parsed_headers.clear();
        if self.buffer.len() > BUFFER_BYTES_KEPT {
            self.buffer = Vec::new();
        }
    }
}

/// What a decoder keeps for its next stream.
const BUFFER_BYTES_KEPT: usize = 256 * 1024;

fn read_frame<'a>(unread: &'a [u8], parsed_headers: &mut Vec<u8>) -> Result<Option<(Frame<'a>, usize)>, FrameError> {
    let Some((prelude, _)) = unread.split_first_chunk::<{ PRELUDE_BYTES as usize }>() else {
        return Ok(None);
    };
    let [t0, t1, t2, t3, h0, h1, h2, h3, c0, c1, c2, c3] = *prelude;
    // The lengths mean nothing until their checksum is right.
    if crc32(&[t0, t1, t2, t3, h0, h1, h2, h3]) != u32::from_be_bytes([c0, c1, c2, c3]) {
        return Err(FrameError::PreludeChecksum);
    }
    let total_length = u32::from_be_bytes([t0, t1, t2, t3]);
    let headers_length = u32::from_be_bytes([h0, h1, h2, h3]);
    let body_length = total_length
        .checked_sub(PRELUDE_BYTES + CHECKSUM_BYTES)
        .filter(|_| total_length <= FRAME_BYTES_MAX)
        .ok_or(FrameError::FrameLength(total_length))?;
    if headers_length > body_length {
        return Err(FrameError::HeadersLength(headers_length));
    }

    let Some(message) = unread.get(..total_length as usize) else {
        return Ok(None);
    };
    let Some((checked, checksum)) = message.split_last_chunk::<{ CHECKSUM_BYTES as usize }>() else {
        return Ok(None);
    };
    if crc32(checked) != u32::from_be_bytes(*checksum) {
        return Err(FrameError::MessageChecksum);
    }
    let body = checked.get(PRELUDE_BYTES as usize..).unwrap_or_default();
    let Some((block, payload)) = body.split_at_checked(headers_length as usize) else {
        return Err(FrameError::HeadersLength(headers_length));
    };
    let headers = if same_block(block, parsed_headers) {
        Headers::trusted(block)
    } else {
        let headers = Headers::parse(block)?;
        parsed_headers.clear();
        parsed_headers.extend_from_slice(block);
        headers
    };
    Ok(Some((Frame { headers, payload }, message.len())))
}

const PRELUDE_BYTES: u32 = 12;
const CHECKSUM_BYTES: u32 = 4;

impl fmt::Display for FrameError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::FrameLength(length) => write!(f, "a frame of {length} bytes"),
            Self::HeadersLength(length) => write!(f, "{length} bytes of headers in a shorter frame"),
            Self::PreludeChecksum => f.write_str("a wrong prelude checksum"),
            Self::MessageChecksum => f.write_str("a wrong message checksum"),
            Self::HeaderNameLength => f.write_str("a header name that goes beyond the headers"),
            Self::HeaderValueLength => f.write_str("a header value that goes beyond the headers"),
            Self::HeaderValueType(unknown) => write!(f, "a header of the unknown type {unknown}"),
            Self::HeaderNotUtf8 => f.write_str("a header that is not UTF-8"),
            Self::TooManyHeaders => f.write_str("too many headers in a frame"),
            Self::Truncated(length) => write!(f, "an end inside a frame, {length} bytes after its beginning"),
        }
    }
}

impl From<FrameError> for Error {
    fn from(error: FrameError) -> Self {
        match error {
            FrameError::Truncated(_) => Self::new(
                crate::error::Kind::Connection,
                format!(
                    "The stream has {error}: the connection broke before the reply was whole. Send the request again."
                ),
            ),
            _ => Self::protocol(format!(
                "The stream has {error}: the bytes are not what Bedrock sent. Look for a proxy or gateway that changes bodies."
            )),
        }
    }
}
