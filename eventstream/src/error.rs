//! The faults of a frame, and of a whole frame that should be an event.

use std::fmt;

use crate::Frame;

/// A fault of a frame. Each one is final for its stream.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum FrameError {
    /// Shorter than any frame, or longer than [`FRAME_BYTES_MAX`](crate::FRAME_BYTES_MAX).
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
    /// More than [`HEADERS_MAX`](crate::HEADERS_MAX).
    TooManyHeaders,
    /// The input ended inside a frame, after this many of its bytes.
    Truncated(usize),
}

/// Why a frame is not an event.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum EventError<'a> {
    /// It is an `exception` or `error` of the service.
    Exception(Frame<'a>),
    /// Its `:message-type` is this unknown one.
    MessageType(&'a str),
    /// It has no `:event-type`.
    NoEventType,
    /// The payload of the event of this name is not UTF-8.
    NotUtf8(&'a str),
}

impl std::error::Error for FrameError {}

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
