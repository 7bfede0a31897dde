//! JSON strings: their ends and their content.

use crate::words::plain_length;

/// Appends the string that `json` is inside of, unescaped, and returns the bytes behind its closing quote. `None` if it
/// has no end, or is not JSON; `text` may have grown then. The caller checks whether it is UTF-8.
///
/// Half a surrogate pair is `None` too: a JavaScript string can hold it, UTF-8 cannot.
pub(crate) fn scan_string<'a>(json: &'a [u8], text: &mut Vec<u8>) -> Option<&'a [u8]> {
    scan(json, text, None)
}

/// Appends the string that `json` is inside of, with U+FFFD for half a surrogate pair, and returns the text behind its
/// closing quote. `None` if it has no end, or is not JSON.
pub fn scan_string_leniently<'a>(json: &'a str, text: &mut String) -> Option<&'a str> {
    let mut bytes = Vec::new();
    let rest = scan(json.as_bytes(), &mut bytes, Some(char::REPLACEMENT_CHARACTER))?;
    text.push_str(std::str::from_utf8(&bytes).ok()?);
    json.get(json.len().checked_sub(rest.len())?..)
}

/// `half` stands for half a surrogate pair.
fn scan<'a>(mut rest: &'a [u8], text: &mut Vec<u8>, half: Option<char>) -> Option<&'a [u8]> {
    loop {
        let (plain, from) = rest.split_at_checked(plain_length(rest))?;
        text.extend_from_slice(plain);
        match from.split_first()? {
            (b'"', after) => return Some(after),
            (b'\\', escape) => rest = unescape(escape, text, half)?,
            _ => return None,
        }
    }
}

fn unescape<'a>(escape: &'a [u8], text: &mut Vec<u8>, half: Option<char>) -> Option<&'a [u8]> {
    let (letter, rest) = escape.split_first()?;
    text.push(match letter {
        b'n' => b'\n',
        b't' => b'\t',
        b'r' => b'\r',
        b'b' => 0x08,
        b'f' => 0x0c,
        b'"' | b'\\' | b'/' => *letter,
        b'u' => return unescape_unicode(rest, text, half),
        _ => return None,
    });
    Some(rest)
}

fn unescape_unicode<'a>(escape: &'a [u8], text: &mut Vec<u8>, half: Option<char>) -> Option<&'a [u8]> {
    let (first, rest) = four_hex_digits(escape)?;
    let (character, rest) = match char::from_u32(u32::from(first)) {
        Some(character) => (character, rest),
        None => second_half(first, rest).or(half.map(|half| (half, rest)))?,
    };
    text.extend_from_slice(character.encode_utf8(&mut [0; 4]).as_bytes());
    Some(rest)
}

/// The character whose first half was read, and the bytes behind it.
fn second_half(first: u16, rest: &[u8]) -> Option<(char, &[u8])> {
    let (second, rest) = four_hex_digits(rest.strip_prefix(b"\\u")?)?;
    Some((char::decode_utf16([first, second]).next()?.ok()?, rest))
}

fn four_hex_digits(escape: &[u8]) -> Option<(u16, &[u8])> {
    let (digits, rest) = escape.split_first_chunk::<4>()?;
    let value = digits.iter().try_fold(0u32, |value, digit| Some(value << 4 | char::from(*digit).to_digit(16)?))?;
    Some((u16::try_from(value).ok()?, rest))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn half_a_surrogate_pair_is_kept_from_rust() {
        assert_eq!(scan_string(b"\\ud83e\"", &mut Vec::new()), None);
        assert_eq!(scan_string(b"\\ud83e\\u0041\"", &mut Vec::new()), None);
        let mut text = String::new();
        assert_eq!(scan_string_leniently("\\udc00\\ud83e\\udd80\\ud83e\\u0041\" é", &mut text), Some(" é"));
        assert_eq!(text, "\u{fffd}🦀\u{fffd}A");
    }
}
