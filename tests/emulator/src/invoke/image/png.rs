//! The smallest encoder of PNG that every decoder takes: grey, without compression. An image of 1024 by 1024 pixels
//! stands here as one of 64 by 64.
//! <https://www.w3.org/TR/png-3/>

use base64::Engine;
use base64::engine::general_purpose::STANDARD;

use crate::reply::Random;

/// How many pixels of the image that was asked for are one here, on each side.
const SCALE: u64 = 16;

/// An image in base64. `width` and `height` are those that were asked for.
pub(super) fn base64(width: u64, height: u64, seed: u64) -> String {
    let side = |pixels: u64| u32::try_from(pixels / SCALE).unwrap_or(u32::MAX).clamp(1, 256);
    STANDARD.encode(file(side(width), side(height), seed))
}

fn file(width: u32, height: u32, seed: u64) -> Vec<u8> {
    let mut file = b"\x89PNG\r\n\x1a\n".to_vec();
    let mut head = [width.to_be_bytes(), height.to_be_bytes()].concat();
    // Eight bits of grey, the only compression, filter and interlace there is.
    head.extend([8, 0, 0, 0, 0]);
    chunk(&mut file, b"IHDR", &head);
    let mut random = Random::new(seed);
    let [x_step, y_step] = [random.below(7) + 1, random.below(7) + 1];
    let mut rows = Vec::new();
    for y in 0..height as usize {
        rows.push(0);
        // Up to white and down again: an edge would look like a fault.
        let shade = |x: usize| (x * x_step + y * y_step) % 510;
        rows.extend((0..width as usize).map(|x| shade(x).min(510 - shade(x)) as u8));
    }
    chunk(&mut file, b"IDAT", &stored(&rows));
    chunk(&mut file, b"IEND", &[]);
    file
}

fn chunk(file: &mut Vec<u8>, name: &[u8; 4], data: &[u8]) {
    file.extend(u32::try_from(data.len()).unwrap_or(u32::MAX).to_be_bytes());
    let checked = [name.as_slice(), data].concat();
    file.extend(&checked);
    file.extend(crc32(&checked).to_be_bytes());
}

/// zlib with blocks that are not compressed.
fn stored(data: &[u8]) -> Vec<u8> {
    let mut zlib = vec![0x78, 0x01];
    let mut blocks = data.chunks(0xffff).peekable();
    while let Some(block) = blocks.next() {
        let length = u16::try_from(block.len()).unwrap_or(u16::MAX);
        zlib.push(u8::from(blocks.peek().is_none()));
        zlib.extend(length.to_le_bytes());
        zlib.extend((!length).to_le_bytes());
        zlib.extend(block);
    }
    let (a, b) = data.iter().fold((1_u32, 0_u32), |(a, b), byte| {
        let a = (a + u32::from(*byte)) % 65_521;
        (a, (a + b) % 65_521)
    });
    zlib.extend((b << 16 | a).to_be_bytes());
    zlib
}

fn crc32(data: &[u8]) -> u32 {
    !data.iter().fold(u32::MAX, |crc, byte| {
        (0..8).fold(crc ^ u32::from(*byte), |crc, _| crc >> 1 ^ if crc & 1 == 1 { 0xedb8_8320 } else { 0 })
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Against the check values that everybody publishes, and the one chunk that is in every file.
    #[test]
    fn checksums_are_those_of_png() {
        assert_eq!(crc32(b"123456789"), 0xcbf4_3926);
        assert_eq!(stored(b"Wikipedia")[16..], 0x11e6_0398_u32.to_be_bytes());
        let file = file(3, 2, 7);
        assert_eq!(file[file.len() - 12..], *b"\0\0\0\0IEND\xae\x42\x60\x82");
    }
}
