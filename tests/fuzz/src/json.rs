//! `serde_json` as the oracle, where both must agree on what JSON is.

use serde::Deserialize;
use serde::de::IgnoredAny;
use serde_json::Value;

/// Whether it is JSON, which half a surrogate pair in a string does not change, and how deep it is does not either.
pub fn is_json(text: &str) -> bool {
    read::<IgnoredAny>(text).is_some()
}

/// The value of a JSON text that has no half of a surrogate pair.
pub fn value(text: &str) -> Option<Value> {
    read(text)
}

/// The value of a JSON text, with U+FFFD for each half of a surrogate pair.
pub fn lenient(text: &str) -> Option<Value> {
    read(&without_halves(text))
}

/// How deep a text is nested, if it is JSON.
pub fn depth(text: &str) -> usize {
    let (mut depth, mut deepest, mut in_string, mut is_escaped) = (0_usize, 0, false, false);
    for byte in text.bytes() {
        match byte {
            _ if is_escaped => is_escaped = false,
            b'\\' if in_string => is_escaped = true,
            b'"' => in_string = !in_string,
            b'[' | b'{' if !in_string => depth += 1,
            b']' | b'}' if !in_string => depth = depth.saturating_sub(1),
            _ => {}
        }
        deepest = deepest.max(depth);
    }
    deepest
}

/// Every string of a value, and every name of a member.
pub fn strings<'a>(value: &'a Value, found: &mut Vec<&'a str>) {
    match value {
        Value::String(text) => found.push(text),
        Value::Array(items) => items.iter().for_each(|item| strings(item, found)),
        Value::Object(members) => {
            for (name, value) in members {
                found.push(name);
                strings(value, found);
            }
        }
        _ => {}
    }
}

fn read<'a, T: Deserialize<'a>>(text: &'a str) -> Option<T> {
    let mut reader = serde_json::Deserializer::from_str(text);
    reader.disable_recursion_limit();
    let value = T::deserialize(&mut reader).ok()?;
    reader.end().ok()?;
    Some(value)
}

/// Writes `\ufffd` in the place of each escape of half a surrogate pair.
fn without_halves(text: &str) -> String {
    let (mut whole, mut rest) = (String::with_capacity(text.len()), text);
    while let Some((plain, escape)) = rest.split_at_checked(rest.find('\\').unwrap_or(rest.len())) {
        whole.push_str(plain);
        let length = match (unit(escape), escape.get(6..).and_then(unit)) {
            (Some(0xd800..0xdc00), Some(0xdc00..0xe000)) => 12,
            (Some(0xd800..0xe000), _) => {
                whole.push_str("\\ufffd");
                rest = &escape[6..];
                continue;
            }
            _ => escape.chars().take(2).map(char::len_utf8).sum(),
        };
        whole.push_str(&escape[..length]);
        rest = &escape[length..];
        if escape.is_empty() {
            break;
        }
    }
    whole
}

/// The unit of UTF-16 that an escape at the beginning stands for.
fn unit(escape: &str) -> Option<u16> {
    let digits = escape.strip_prefix("\\u")?.get(..4)?;
    digits.bytes().all(|digit| digit.is_ascii_hexdigit()).then(|| u16::from_str_radix(digits, 16).ok())?
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn halves_of_a_pair_become_the_replacement_character() {
        assert_eq!(
            lenient(r#"["\ud83e\udd80","\ud83e","\udd80x","\\ud83e"]"#).unwrap().to_string(),
            "[\"🦀\",\"\u{fffd}\",\"\u{fffd}x\",\"\\\\ud83e\"]"
        );
        assert!(is_json(r#""\ud83e""#) && value(r#""\ud83e""#).is_none());
    }

    #[test]
    fn depth_is_that_of_brackets_outside_of_strings() {
        assert_eq!(depth(r#"{"a[[":["\"[",[1]]}"#), 3);
    }
}
