//! `application/vnd.amazon.eventstream`: bytes in any pieces become frames, and back. No I/O, no copies
//! of what is not kept.
//!
//! <https://smithy.io/2.0/aws/amazon-eventstream.html>

mod crc32;
mod decoder;
mod encoder;
mod frame;

pub use decoder::Decoder;
pub use decoder::FRAME_BYTES_MAX;
pub use decoder::FrameError;
pub use encoder::HeaderBlock;
pub use encoder::encode_frame;
pub use frame::Frame;
pub use frame::HEADERS_MAX;
pub use frame::HeaderValue;
pub use frame::Headers;
pub use frame::same_block;
