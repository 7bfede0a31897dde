//! The JSON that the core itself reads, beside the texts of a stream: the members of an error.
//!
//! Everything else passes through as text and is parsed by JavaScript's own `JSON.parse`. `serde_json` for these
//! would be 9 KB of brotli, a fifth of the package; it is the oracle in the tests.

use crate::eventstream::scan_string_leniently;

/// The member of this name of a JSON object, if it is a string.
///
/// Lenient: it still finds the members before the point where JSON breaks off, and half a surrogate pair becomes
/// U+FFFD. A message that was cut in the middle of a character must not hide the code behind it.
pub(super) fn string_member(json: &str, name: &str) -> Option<String> {
    let mut rest = json.trim_ascii_start().strip_prefix('{')?;
    loop {
        let mut key = String::new();
        rest = scan_string_leniently(rest.trim_ascii_start().strip_prefix('"')?, &mut key)?;
        rest = rest.trim_ascii_start().strip_prefix(':')?.trim_ascii_start();
        if key == name {
            let mut value = String::new();
            return scan_string_leniently(rest.strip_prefix('"')?, &mut value).map(|_| value);
        }
        rest = skip_value(rest)?.trim_ascii_start().strip_prefix(',')?;
    }
}

/// The text behind a value.
fn skip_value(json: &str) -> Option<&str> {
    let mut depth = 0u32;
    let mut rest = json;
    loop {
        let after = |bytes| rest.get(bytes..);
        rest = match *rest.as_bytes().first()? {
            b'}' | b']' | b',' if depth == 0 => return Some(rest),
            b'"' => scan_string_leniently(after(1)?, &mut String::new())?,
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
