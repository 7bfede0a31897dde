//! What the core itself reads of JSON: a string where it is known to be, and the members of an error.
//!
//! Everything else passes through as text and is parsed by JavaScript's own `JSON.parse`. `serde_json` for these two
//! would be 9 KB of brotli, a fifth of the package; it is the oracle in the tests.

/// The member of this name of a JSON object, if it is a string.
///
/// Lenient: of JSON that breaks off, what came before is still found, and half a surrogate pair becomes U+FFFD. A
/// message that was cut in the middle of a character must not hide the code behind it.
pub(super) fn string_member(json: &str, name: &str) -> Option<String> {
    let mut rest = json.trim_ascii_start().strip_prefix('{')?;
    loop {
        let mut key = String::new();
        rest = scan_any_string(rest.trim_ascii_start().strip_prefix('"')?, &mut key)?;
        rest = rest.trim_ascii_start().strip_prefix(':')?.trim_ascii_start();
        if key == name {
            let mut value = String::new();
            return scan_any_string(rest.strip_prefix('"')?, &mut value).map(|_| value);
        }
        rest = skip_value(rest)?.trim_ascii_start().strip_prefix(',')?;
    }
}

/// What follows a value.
fn skip_value(json: &str) -> Option<&str> {
    let mut depth = 0u32;
    let mut rest = json;
    loop {
        let after = |bytes| rest.get(bytes..);
        rest = match *rest.as_bytes().first()? {
            b'}' | b']' | b',' if depth == 0 => return Some(rest),
            b'"' => scan_any_string(after(1)?, &mut String::new())?,
            b'{' | b'[' => {
                depth = depth.checked_add(1)?;
                after(1)?
            }
            b'}' | b']' => {
                depth = depth.checked_sub(1)?;
                after(1)?
            }
            b',' => after(1)?,
            _ => after(rest.bytes().take_while(|byte| !b"\"{}[],".contains(byte)).count())?,
        };
    }
}

/// Appends the string that `rest` is inside of, unescaped, and returns what follows its closing quote.
///
/// Half a surrogate pair is left to JSON.parse: a JavaScript string can hold it, a Rust one cannot.
pub(super) fn scan_string<'a>(rest: &'a str, text: &mut String) -> Option<&'a str> {
    scan(rest, text, None)
}

/// The same, of every string.
fn scan_any_string<'a>(rest: &'a str, text: &mut String) -> Option<&'a str> {
    scan(rest, text, Some(char::REPLACEMENT_CHARACTER))
}

/// `half` stands for half a surrogate pair.
fn scan<'a>(mut rest: &'a str, text: &mut String, half: Option<char>) -> Option<&'a str> {
    loop {
        let plain = rest.bytes().position(|byte| byte == b'"' || byte == b'\\' || byte < 0x20)?;
        let (before, from) = rest.split_at_checked(plain)?;
        text.push_str(before);
        match from.as_bytes().first()? {
            b'"' => return from.get(1..),
            b'\\' => rest = unescape(from.get(1..)?, text, half)?,
            _ => return None,
        }
    }
}

fn unescape<'a>(escape: &'a str, text: &mut String, half: Option<char>) -> Option<&'a str> {
    let rest = escape.get(1..)?;
    text.push(match escape.as_bytes().first()? {
        b'n' => '\n',
        b't' => '\t',
        b'r' => '\r',
        b'b' => '\u{8}',
        b'f' => '\u{c}',
        byte @ (b'"' | b'\\' | b'/') => char::from(*byte),
        b'u' => return unescape_unicode(rest, text, half),
        _ => return None,
    });
    Some(rest)
}

fn unescape_unicode<'a>(escape: &'a str, text: &mut String, half: Option<char>) -> Option<&'a str> {
    let (first, rest) = four_hex_digits(escape)?;
    let (character, rest) = match char::from_u32(u32::from(first)) {
        Some(character) => (character, rest),
        None => second_half(first, rest).or(half.map(|half| (half, rest)))?,
    };
    text.push(character);
    Some(rest)
}

/// The character of which the first half was read, and what follows it.
fn second_half(first: u16, rest: &str) -> Option<(char, &str)> {
    let (second, rest) = four_hex_digits(rest.strip_prefix("\\u")?)?;
    Some((char::decode_utf16([first, second]).next()?.ok()?, rest))
}

fn four_hex_digits(escape: &str) -> Option<(u16, &str)> {
    let (digits, rest) = escape.split_at_checked(4)?;
    if !digits.bytes().all(|byte| byte.is_ascii_hexdigit()) {
        return None;
    }
    Some((u16::from_str_radix(digits, 16).ok()?, rest))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn members_are_found_beside_any_others() {
        let json = r#" { "a" : [1, {"message": "no"}, "]"], "b": -1.5e3, "c":{"d":"}"}, "e":null, "message" : "yé\u0073 \"ok\"" } "#;
        assert_eq!(string_member(json, "message").as_deref(), Some("yés \"ok\""));
        assert_eq!(string_member(json, "d"), None);
        assert_eq!(string_member(json, "b"), None);
    }

    #[test]
    fn half_a_surrogate_pair_hides_nothing() {
        let json = r#"{"a":"\udc00\ud83e","message":"cut \ud83e","code":"\ud83e\udd80\ud83e\u0041"}"#;
        assert_eq!(string_member(json, "message").as_deref(), Some("cut \u{fffd}"));
        assert_eq!(string_member(json, "code").as_deref(), Some("🦀\u{fffd}A"));
        assert_eq!(scan_string("\\ud83e\"", &mut String::new()), None);
    }

    #[test]
    fn what_is_no_object_has_no_members() {
        for json in [
            "",
            "null",
            "[\"message\"]",
            "<html>",
            "{",
            "{\"message\"",
            "{\"message\":",
            "{\"message\":\"x",
            "{1:2}",
            "{\"a\":}",
        ] {
            assert_eq!(string_member(json, "message"), None, "{json}");
        }
    }

    #[test]
    fn json_that_breaks_off_gives_what_came_before() {
        assert_eq!(string_member("{\"message\":\"whole\",\"trace\":[1,", "message").as_deref(), Some("whole"));
    }
}
