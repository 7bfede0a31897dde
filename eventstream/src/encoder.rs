//! Headers and a payload become a frame: the other direction of the decoder.

use crate::crc32::crc32;

/// The headers of a frame in the making, with the types of value that a client sends.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct HeaderBlock {
    bytes: Vec<u8>,
    /// Whether a name or value was longer than the format has room for.
    overflowed: bool,
}

impl HeaderBlock {
    /// Adds a string, of up to 32767 bytes; the name, here as elsewhere, has up to 255.
    #[must_use]
    pub fn string(self, name: &str, value: &str) -> Self {
        self.sized(name, 7, value.as_bytes())
    }

    /// Adds bytes, up to 32767.
    #[must_use]
    pub fn byte_array(self, name: &str, value: &[u8]) -> Self {
        self.sized(name, 6, value)
    }

    /// Adds a time in milliseconds since 1970.
    #[must_use]
    pub fn timestamp(self, name: &str, milliseconds: i64) -> Self {
        self.header(name, 8, &[], &milliseconds.to_be_bytes())
    }

    /// The encoded headers.
    pub fn as_bytes(&self) -> &[u8] {
        &self.bytes
    }

    fn sized(mut self, name: &str, value_type: u8, value: &[u8]) -> Self {
        self.overflowed |= value.len() > VALUE_BYTES_MAX;
        let length = (value.len() as u16).to_be_bytes();
        self.header(name, value_type, &length, value)
    }

    fn header(mut self, name: &str, value_type: u8, length: &[u8], value: &[u8]) -> Self {
        self.overflowed |= name.len() > NAME_BYTES_MAX;
        for part in [&[name.len() as u8], name.as_bytes(), &[value_type], length, value] {
            self.bytes.extend_from_slice(part);
        }
        self
    }
}

/// The frame around these headers and a payload. `None` when one header is too long, or when all headers or the payload
/// exceed the services' limits: 128 KiB and 24 MiB.
pub fn encode_frame(block: &HeaderBlock, payload: &[u8]) -> Option<Vec<u8>> {
    let headers = block.as_bytes();
    if block.overflowed || headers.len() > HEADERS_BYTES_MAX || payload.len() > PAYLOAD_BYTES_MAX {
        return None;
    }
    let total_length = headers.len().saturating_add(payload.len()).saturating_add(PRELUDE_AND_CHECKSUM_BYTES);
    let mut frame = Vec::with_capacity(total_length);
    // Both are far below the limit of 32 bits.
    frame.extend_from_slice(&(total_length as u32).to_be_bytes());
    frame.extend_from_slice(&(headers.len() as u32).to_be_bytes());
    push_checksum(&mut frame);
    frame.extend_from_slice(headers);
    frame.extend_from_slice(payload);
    push_checksum(&mut frame);
    Some(frame)
}

fn push_checksum(frame: &mut Vec<u8>) {
    let checksum = crc32(frame);
    frame.extend_from_slice(&checksum.to_be_bytes());
}

const PRELUDE_AND_CHECKSUM_BYTES: usize = 16;
const NAME_BYTES_MAX: usize = 255;
const VALUE_BYTES_MAX: usize = 32_767;
/// The services' limits, by the format's specification.
const HEADERS_BYTES_MAX: usize = 128 * 1024;
const PAYLOAD_BYTES_MAX: usize = 24 * 1024 * 1024;
