//! `application/vnd.amazon.eventstream`: bytes in any pieces become frames, and the frames of a Bedrock reply become
//! rows, one for each delta of text. The other direction encodes frames. No I/O, no copies of bytes that nobody keeps.
//!
//! ```text
//! bytes ─Decoder─> Frame ─Batch─> rows and one text          HeaderBlock, payload ─encode_frame─> bytes
//! ```
//!
//! A crate of its own, since it is the one path that runs for each token: everything else in the package is compiled
//! for size, this for speed. For the same reason its hot functions are not generic, and are `#[inline(never)]` where
//! another crate could inline them: generic and inlined functions are compiled where they are used, for size again.
//!
//! <https://smithy.io/2.0/aws/amazon-eventstream.html>
#![cfg_attr(test, allow(clippy::unwrap_used, clippy::expect_used, clippy::panic))]

mod crc32;
mod decoder;
mod encoder;
mod error;
mod frame;
mod opening;
mod rows;
mod string;
mod words;

pub use decoder::Decoder;
pub use decoder::FRAME_BYTES_MAX;
pub use encoder::HeaderBlock;
pub use encoder::encode_frame;
pub use error::EventError;
pub use error::FrameError;
pub use frame::Frame;
pub use frame::HEADERS_MAX;
pub use frame::HeaderValue;
pub use frame::Headers;
pub use rows::Added;
pub use rows::Batch;
pub use rows::EncodedText;
pub use rows::RowKind;
pub use string::scan_string_leniently;
pub use words::utf16_length;

/// The example of the page that the registry shows.
#[cfg(doctest)]
#[doc = include_str!("../README.md")]
struct Readme;
