//! Passes over bytes that take eight at a time, as one integer. Byte by byte, they took more time than all the rest
//! of a stream with long events; SIMD intrinsics would need `unsafe` to load their vectors.

/// Whether two slices are the same. The standard comparison goes byte by byte in wasm.
pub(crate) fn same(one: &[u8], other: &[u8]) -> bool {
    let ((one_words, one_rest), (other_words, other_rest)) = (one.as_chunks::<8>(), other.as_chunks::<8>());
    let words = one_words.iter().zip(other_words);
    one.len() == other.len()
        && words.fold(0, |differ, (one, other)| differ | (u64::from_le_bytes(*one) ^ u64::from_le_bytes(*other))) == 0
        && one_rest == other_rest
}

/// How many bytes there are before one that ends plain text inside of a JSON string: a quote, a backslash or a control
/// character.
pub(crate) fn plain_length(bytes: &[u8]) -> usize {
    length_until(bytes, 0)
}

/// The same, and a byte that is not ASCII ends it too.
pub(crate) fn plain_ascii_length(bytes: &[u8]) -> usize {
    length_until(bytes, HIGH_BITS)
}

/// `also` are the bits of a byte that end the text as well.
#[inline(always)]
fn length_until(bytes: &[u8], also: u64) -> usize {
    let (words, rest) = bytes.as_chunks::<8>();
    for (position, word) in words.iter().enumerate() {
        let found = specials(u64::from_le_bytes(*word), also);
        if found != 0 {
            return position.wrapping_mul(8).wrapping_add((found.trailing_zeros() >> 3) as usize);
        }
    }
    // The last bytes as a word that is filled up with plain ones.
    let mut word = [b' '; 8];
    for (to, from) in word.iter_mut().zip(rest) {
        *to = *from;
    }
    let found = specials(u64::from_le_bytes(word), also);
    let in_rest = if found == 0 { rest.len() } else { (found.trailing_zeros() >> 3) as usize };
    words.len().wrapping_mul(8).wrapping_add(in_rest)
}

/// The lowest bit of these is the highest of the first special byte. Those above it may be wrong, by its borrow.
#[inline(always)]
fn specials(word: u64, also: u64) -> u64 {
    let zeros = |word: u64| word.wrapping_sub(ONES) & !word;
    let quotes = zeros(word ^ every(b'"'));
    let backslashes = zeros(word ^ every(b'\\'));
    let controls = word.wrapping_sub(every(0x20)) & !word;
    (quotes | backslashes | controls | (word & also)) & HIGH_BITS
}

/// How long a text is in JavaScript, which counts UTF-16 units.
pub fn utf16_length(text: &str) -> u32 {
    utf16_length_of(text.as_bytes()).unwrap_or_default()
}

/// The same, of bytes that may be a text: `None` if they are not UTF-8. One pass, where `from_utf8` and counting would
/// be two, and several times as fast as the first of them in wasm.
#[inline(never)]
pub(crate) fn utf16_length_of(mut bytes: &[u8]) -> Option<u32> {
    let mut length = 0usize;
    loop {
        while let Some((word, rest)) = bytes.split_first_chunk::<8>() {
            let high = u64::from_le_bytes(*word) & HIGH_BITS;
            if high != 0 {
                let ascii = (high.trailing_zeros() >> 3) as usize;
                length = length.wrapping_add(ascii);
                bytes = bytes.get(ascii..)?;
                break;
            }
            length = length.wrapping_add(8);
            bytes = rest;
        }
        // The characters before the next ASCII one, and those of the last eight bytes.
        loop {
            let (units, rest) = match bytes {
                [] => return u32::try_from(length).ok(),
                [0x00..=0x7f, rest @ ..] => (1, rest),
                [0xc2..=0xdf, 0x80..=0xbf, rest @ ..] => (1, rest),
                [0xe0, 0xa0..=0xbf, 0x80..=0xbf, rest @ ..] => (1, rest),
                [0xed, 0x80..=0x9f, 0x80..=0xbf, rest @ ..] => (1, rest),
                [0xe1..=0xec | 0xee | 0xef, 0x80..=0xbf, 0x80..=0xbf, rest @ ..] => (1, rest),
                [0xf0, 0x90..=0xbf, 0x80..=0xbf, 0x80..=0xbf, rest @ ..] => (2, rest),
                [0xf1..=0xf3, 0x80..=0xbf, 0x80..=0xbf, 0x80..=0xbf, rest @ ..] => (2, rest),
                [0xf4, 0x80..=0x8f, 0x80..=0xbf, 0x80..=0xbf, rest @ ..] => (2, rest),
                _ => return None,
            };
            length = length.wrapping_add(units);
            bytes = rest;
            if bytes.len() >= 8 && bytes.first().is_some_and(u8::is_ascii) {
                break;
            }
        }
    }
}

/// Writes valid UTF-8 as UTF-16, for which `units` has just the room.
#[inline(never)]
pub(crate) fn write_utf16(mut bytes: &[u8], mut units: &mut [u16]) -> Option<()> {
    loop {
        while let Some((word, rest)) = bytes.split_first_chunk::<8>() {
            if u64::from_le_bytes(*word) & HIGH_BITS != 0 {
                break;
            }
            let (to, after) = units.split_first_chunk_mut::<8>()?;
            *to = word.map(u16::from);
            (bytes, units) = (rest, after);
        }
        loop {
            let (unit, rest) = match bytes {
                [one @ 0x00..=0x7f, rest @ ..] => (u16::from(*one), rest),
                [one @ 0x80..=0xdf, two, rest @ ..] => ((u16::from(*one) & 0x1f) << 6 | low_six(*two), rest),
                [one @ 0xe0..=0xef, two, three, rest @ ..] => {
                    (u16::from(*one) << 12 | low_six(*two) << 6 | low_six(*three), rest)
                }
                [one @ 0xf0..=0xff, two, three, four, rest @ ..] => {
                    // The first half has the upper ten bits of the code point less 0x1_0000, the second the lower.
                    let upper = (u16::from(*one) & 0x07) << 8 | low_six(*two) << 2 | low_six(*three) >> 4;
                    let (first, after) = units.split_first_mut()?;
                    *first = 0xd800 | upper.wrapping_sub(0x40);
                    units = after;
                    (0xdc00 | (low_six(*three) & 0x0f) << 6 | low_six(*four), rest)
                }
                _ => return Some(()),
            };
            let (to, after) = units.split_first_mut()?;
            *to = unit;
            (bytes, units) = (rest, after);
            if bytes.len() >= 8 && bytes.first().is_some_and(u8::is_ascii) {
                break;
            }
        }
    }
}

fn low_six(byte: u8) -> u16 {
    u16::from(byte & 0x3f)
}

const ONES: u64 = 0x0101_0101_0101_0101;
const HIGH_BITS: u64 = 0x8080_8080_8080_8080;

const fn every(byte: u8) -> u64 {
    u64::from_le_bytes([byte; 8])
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn slow_length(bytes: &[u8], ends: impl Fn(u8) -> bool) -> usize {
        bytes.iter().position(|byte| ends(*byte)).unwrap_or(bytes.len())
    }

    fn is_special(byte: u8) -> bool {
        byte == b'"' || byte == b'\\' || byte < 0x20
    }

    #[test]
    fn each_byte_is_found_or_not_at_each_place_and_beside_each_other() {
        for byte in 0..=255u8 {
            for after in [0, 0x1f, b' ', b'!', b'"', b'#', b'[', b'\\', b']', 0x7f, 0x80, 0xff] {
                for place in 0..20 {
                    let mut bytes = [b'x'; 21];
                    (bytes[place], bytes[place + 1]) = (byte, after);
                    assert_eq!(plain_length(&bytes), slow_length(&bytes, is_special), "{bytes:?}");
                    let expected = slow_length(&bytes, |byte| is_special(byte) || byte >= 0x80);
                    assert_eq!(plain_ascii_length(&bytes), expected, "{bytes:?}");
                }
            }
        }
    }

    #[test]
    fn two_differences_do_not_make_one_another_good() {
        assert!(same(b"abcdefghabcdefgh", b"abcdefghabcdefgh"));
        assert!(!same(b"abcdefghabcdefgh", b"Abcdefgh\x41bcdefgh"));
    }

    #[test]
    fn each_sequence_of_up_to_three_bytes_and_of_four_at_the_edges_is_judged_as_the_standard_library_does() {
        let judge = |bytes: &[u8]| {
            assert_eq!(utf16_length_of(bytes).is_some(), std::str::from_utf8(bytes).is_ok(), "{bytes:x?}")
        };
        let edges = [0x00, 0x7f, 0x80, 0x8f, 0x90, 0x9f, 0xa0, 0xbf, 0xc0, 0xc2, 0xe0, 0xff];
        for first in 0..=255u8 {
            // Where a word begins, and where its text goes on.
            judge(&[&[first], &b"x".repeat(8)[..]].concat());
            judge(&[&b"x".repeat(8)[..], &[first], b"12345678"].concat());
            for second in 0..=255u8 {
                judge(&[first, second]);
                judge(&[&[first, second], &[0x80; 8][..]].concat());
                for third in edges {
                    judge(&[first, second, third]);
                    judge(&[&[b'x'; 7][..], &[first, second, third], &[b'x'; 9]].concat());
                    for fourth in edges {
                        judge(&[first, second, third, fourth]);
                    }
                }
            }
        }
    }

    #[test]
    fn each_character_has_its_units() {
        for character in '\0'..=char::MAX {
            let text = character.to_string();
            let mut units = vec![0; text.encode_utf16().count()];
            assert_eq!(write_utf16(text.as_bytes(), &mut units), Some(()));
            assert_eq!(units, text.encode_utf16().collect::<Vec<_>>());
            assert_eq!(utf16_length(&text) as usize, units.len());
        }
    }

    proptest! {
        #[test]
        fn any_bytes_at_any_alignment(bytes in proptest::collection::vec(any::<u8>(), 0..80), skipped in 0..16usize) {
            let bytes = bytes.get(skipped..).unwrap_or_default();
            prop_assert_eq!(plain_length(bytes), slow_length(bytes, is_special));
            prop_assert_eq!(plain_ascii_length(bytes), slow_length(bytes, |byte| is_special(byte) || byte >= 0x80));
            for changed in 0..bytes.len() {
                let mut other = bytes.to_vec();
                other[changed] ^= 0x10;
                prop_assert!(!same(bytes, &other));
            }
            prop_assert!(same(bytes, &[bytes, b""].concat()));
            prop_assert!(!same(bytes, &[bytes, b"x"].concat()));
        }

        #[test]
        fn any_text_is_as_long_as_its_utf16(text in "\\PC{0,40}[\u{7f}-\u{10ffff}]{0,30}.{0,20}") {
            for (at, _) in text.char_indices() {
                let expected: Vec<_> = text[at..].encode_utf16().collect();
                prop_assert_eq!(utf16_length(&text[at..]) as usize, expected.len());
                let mut units = vec![0; expected.len()];
                write_utf16(&text.as_bytes()[at..], &mut units);
                prop_assert_eq!(units, expected);
            }
        }

        #[test]
        fn bytes_are_text_where_the_standard_library_says_so(text in "[\u{0}-\u{10ffff}]{0,20}", at in any::<usize>(), byte in any::<u8>()) {
            let mut bytes = text.into_bytes();
            if !bytes.is_empty() {
                let at = at.checked_rem(bytes.len()).unwrap();
                bytes[at] = byte;
            }
            let expected = std::str::from_utf8(&bytes).ok().map(|text| text.encode_utf16().count() as u32);
            prop_assert_eq!(utf16_length_of(&bytes), expected);
            for end in 0..bytes.len() {
                prop_assert_eq!(utf16_length_of(&bytes[..end]).is_some(), std::str::from_utf8(&bytes[..end]).is_ok());
            }
        }
    }
}
