//! CRC-32/ISO-HDLC, sixteen bytes a step. The tables are made at first use: as a constant, as in `crc32fast`, they are
//! 17 KB that no compression shrinks, more than the rest of the decoder.

use std::sync::OnceLock;

/// A checksum that takes more bytes: the checksum of a frame continues that of its first bytes.
#[derive(Clone, Copy)]
pub(crate) struct Checksum {
    tables: &'static Tables,
    state: u32,
}

impl Checksum {
    /// The checksum of nothing.
    pub(crate) fn new() -> Self {
        Self { tables: TABLES.get_or_init(tables), state: u32::MAX }
    }

    /// Adds bytes.
    pub(crate) fn update(self, bytes: &[u8]) -> Self {
        let Self { tables, state } = self;
        let (steps, rest) = bytes.as_chunks::<16>();
        let state = steps.iter().fold(state, |state, step| sixteen_bytes(tables, state, step));
        let (steps, rest) = rest.as_chunks::<4>();
        let state = steps.iter().fold(state, |state, step| four_bytes(tables, state, *step));
        Self { tables, state: rest.iter().fold(state, |state, byte| one_byte(tables, state, *byte)) }
    }

    /// The checksum of all bytes so far.
    pub(crate) fn value(self) -> u32 {
        !self.state
    }
}

/// The checksum of `bytes`.
pub(crate) fn crc32(bytes: &[u8]) -> u32 {
    Checksum::new().update(bytes).value()
}

type Tables = [[u32; 256]; 16];

static TABLES: OnceLock<Box<Tables>> = OnceLock::new();

/// `tables[n][byte]` is the checksum of `byte` followed by `n` zero bytes.
#[allow(clippy::indexing_slicing, reason = "0..256 and 1..16 are inside the tables")]
fn tables() -> Box<Tables> {
    let mut tables = Box::new([[0; 256]; 16]);
    for byte in 0..256usize {
        let shifted = (0..8).fold(byte as u32, |crc, _| if crc & 1 == 1 { (crc >> 1) ^ POLYNOMIAL } else { crc >> 1 });
        tables[0][byte] = shifted;
    }
    for zeros in 1..16usize {
        for byte in 0..256 {
            let before = tables[zeros.saturating_sub(1)][byte];
            tables[zeros][byte] = (before >> 8) ^ tables[0][usize::from(before as u8)];
        }
    }
    tables
}

#[allow(clippy::indexing_slicing, reason = "a u8 is inside a table of 256")]
fn one_byte(tables: &Tables, crc: u32, byte: u8) -> u32 {
    (crc >> 8) ^ tables[0][usize::from(crc as u8 ^ byte)]
}

#[allow(clippy::indexing_slicing, reason = "a u8 is inside a table of 256")]
fn four_bytes(tables: &Tables, crc: u32, bytes: [u8; 4]) -> u32 {
    let [c0, c1, c2, c3] = (crc ^ u32::from_le_bytes(bytes)).to_le_bytes();
    let at = |zeros: usize, byte: u8| tables[zeros][usize::from(byte)];
    at(3, c0) ^ at(2, c1) ^ at(1, c2) ^ at(0, c3)
}

/// Written out: as a loop over bytes and tables it takes three times as long.
#[allow(clippy::indexing_slicing, reason = "a u8 is inside a table of 256")]
#[rustfmt::skip]
fn sixteen_bytes(tables: &Tables, crc: u32, bytes: &[u8; 16]) -> u32 {
    let [b0, b1, b2, b3, b4, b5, b6, b7, b8, b9, b10, b11, b12, b13, b14, b15] = *bytes;
    let [c0, c1, c2, c3] = crc.to_le_bytes();
    let at = |zeros: usize, byte: u8| tables[zeros][usize::from(byte)];
    at(15, b0 ^ c0) ^ at(14, b1 ^ c1) ^ at(13, b2 ^ c2) ^ at(12, b3 ^ c3)
        ^ at(11, b4) ^ at(10, b5) ^ at(9, b6) ^ at(8, b7)
        ^ at(7, b8) ^ at(6, b9) ^ at(5, b10) ^ at(4, b11)
        ^ at(3, b12) ^ at(2, b13) ^ at(1, b14) ^ at(0, b15)
}

const POLYNOMIAL: u32 = 0xedb8_8320;

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn check_value_of_the_catalogue() {
        assert_eq!(crc32(b"123456789"), 0xcbf4_3926);
        assert_eq!(crc32(b""), 0);
    }

    #[test]
    fn sixteen_at_a_time_equals_one_at_a_time_wherever_it_is_carried_on() {
        // Miri takes minutes for more.
        let length = if cfg!(miri) { 50 } else { 1000 };
        let bytes: Vec<u8> = (0..=255).cycle().take(length).collect();
        let tables = tables();
        for end in 0..bytes.len() {
            let slow = !bytes[..end].iter().fold(u32::MAX, |crc, byte| one_byte(&tables, crc, *byte));
            assert_eq!(crc32(&bytes[..end]), slow, "{end} bytes");
            let (first, second) = bytes[..end].split_at(end.min(8));
            assert_eq!(Checksum::new().update(first).update(second).value(), slow, "{end} bytes, carried on");
        }
    }
}
