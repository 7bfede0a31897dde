//! The buffer between arbitrary chunks and whole frames.
//!
//! Bytes are written once, behind those that wait for the rest of their frame, and frames borrow from there. The unread
//! rest moves to the front only when the room behind it runs out, so that a frame of many chunks is not copied anew for
//! each of them.

use crate::Frame;
use crate::FrameError;
use crate::Headers;
use crate::crc32::Checksum;
use crate::frame::Holds;
use crate::words::same;

/// Turns chunks into frames.
#[derive(Debug, Default)]
pub struct Decoder {
    buffer: Vec<u8>,
    /// Where the first unread byte is.
    start: usize,
    /// Where the next byte goes.
    end: usize,
    last: LastHeaders,
    failed: Option<FrameError>,
}

/// The header block of the last frame, and the kind of such a frame: the next block is mostly the same, and need not be
/// read again.
#[derive(Debug, Default)]
struct LastHeaders {
    block: Vec<u8>,
    holds: Holds,
}

/// A whole frame in the buffer, whose checksums and headers are good.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Found {
    /// Where it begins, and the lengths of its parts.
    start: usize,
    headers_length: usize,
    message_length: usize,
    pub(crate) holds: Holds,
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
        Ok(self.advance()?.map(|found| self.frame(found)))
    }

    /// Goes beyond the next whole frame. Its position borrows nothing from here, so a loop can go on to another one.
    #[inline(never)]
    pub(crate) fn advance(&mut self) -> Result<Option<Found>, FrameError> {
        if let Some(error) = self.failed {
            return Err(error);
        }
        let unread = self.buffer.get(self.start..self.end).unwrap_or_default();
        match find_frame(unread, self.start, &mut self.last) {
            Ok(None) => Ok(None),
            Ok(Some(found)) => {
                self.start = self.start.saturating_add(found.message_length);
                Ok(Some(found))
            }
            Err(error) => {
                self.failed = Some(error);
                Err(error)
            }
        }
    }

    /// The frame that was found last.
    pub(crate) fn frame(&self, found: Found) -> Frame<'_> {
        let body = self.buffer.get(found.body()).unwrap_or_default();
        let (block, payload) = body.split_at_checked(found.headers_length).unwrap_or_default();
        Frame { headers: Headers::trusted(block), payload, holds: found.holds }
    }

    /// The payload of that frame.
    pub(crate) fn payload(&self, found: Found) -> &[u8] {
        self.frame(found).payload
    }

    /// Call this at the end of the input.
    ///
    /// # Errors
    /// [`FrameError::Truncated`] when a frame was cut off, or the error of [`Decoder::next_frame`].
    pub fn finish(&self) -> Result<(), FrameError> {
        match self.failed {
            Some(error) => Err(error),
            None if self.start == self.end => Ok(()),
            None => Err(FrameError::Truncated(self.end.saturating_sub(self.start))),
        }
    }

    /// Resets the decoder for another stream, and frees the memory that an unusually long frame took.
    pub fn reset(&mut self) {
        self.start = 0;
        self.end = 0;
        self.failed = None;
        self.last.block.clear();
        self.last.holds = Holds::Other;
        if self.buffer.len() > BUFFER_BYTES_KEPT {
            self.buffer = Vec::new();
        }
    }
}

/// The largest buffer that a decoder keeps for its next stream.
const BUFFER_BYTES_KEPT: usize = 256 * 1024;

impl Found {
    fn body(self) -> std::ops::Range<usize> {
        let end = self.start.saturating_add(self.message_length).saturating_sub(CHECKSUM_BYTES as usize);
        self.start.saturating_add(PRELUDE_BYTES as usize)..end
    }
}

fn find_frame(unread: &[u8], start: usize, last: &mut LastHeaders) -> Result<Option<Found>, FrameError> {
    let Some((prelude, _)) = unread.split_first_chunk::<{ PRELUDE_BYTES as usize }>() else {
        return Ok(None);
    };
    let [t0, t1, t2, t3, h0, h1, h2, h3, c0, c1, c2, c3] = *prelude;
    // The lengths mean nothing until their checksum is right.
    let lengths = Checksum::new().update(&[t0, t1, t2, t3, h0, h1, h2, h3]);
    if lengths.value() != u32::from_be_bytes([c0, c1, c2, c3]) {
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
    // Carried on from the lengths, which it covers as well.
    let after_lengths = checked.get(LENGTHS_BYTES..).unwrap_or_default();
    if lengths.update(after_lengths).value() != u32::from_be_bytes(*checksum) {
        return Err(FrameError::MessageChecksum);
    }
    let body = checked.get(PRELUDE_BYTES as usize..).unwrap_or_default();
    let Some(block) = body.get(..headers_length as usize) else {
        return Err(FrameError::HeadersLength(headers_length));
    };
    if !same(block, &last.block) {
        last.holds = Headers::parse(block)?.holds();
        last.block.clear();
        last.block.extend_from_slice(block);
    }
    let (headers_length, message_length) = (block.len(), message.len());
    Ok(Some(Found { start, headers_length, message_length, holds: last.holds }))
}

const LENGTHS_BYTES: usize = 8;
const PRELUDE_BYTES: u32 = 12;
const CHECKSUM_BYTES: u32 = 4;

#[cfg(test)]
mod tests {
    use super::*;
    use crate::HeaderBlock;
    use crate::encode_frame;

    #[test]
    fn the_buffer_grows_with_the_longest_frame_and_not_with_the_stream() {
        let frame = encode_frame(&HeaderBlock::default().string(":event-type", "chunk"), &[7; 1000]).unwrap();
        // Miri takes minutes for more.
        let count = if cfg!(miri) { 4 } else { 500 };
        let stream = frame.repeat(count);
        // Most pieces end inside of a frame; some end with one.
        for length in [1, 13, frame.len() - 1, frame.len(), frame.len() + 1, 3 * frame.len() + 5] {
            let mut decoder = Decoder::default();
            let mut frames = 0;
            for piece in stream.chunks(length) {
                decoder.push(piece);
                while let Some(frame) = decoder.next_frame().unwrap() {
                    assert_eq!(frame.payload, [7; 1000]);
                    frames += 1;
                }
            }
            assert_eq!((frames, decoder.finish()), (count, Ok(())));
            assert!(decoder.buffer.len() < frame.len() + length, "{length}: {}", decoder.buffer.len());
        }
    }

    #[test]
    fn a_decoder_keeps_a_buffer_of_256_kib_for_its_next_stream_and_gives_back_a_longer_one() {
        let mut decoder = Decoder::default();
        decoder.room(262_144);
        decoder.reset();
        assert_eq!(decoder.buffer.len(), 262_144);
        decoder.room(262_145);
        decoder.reset();
        assert_eq!(decoder.buffer.len(), 0);
    }
}
