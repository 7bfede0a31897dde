//! Base64 of files, which people write in more ways than Bedrock takes.

use std::borrow::Cow;

/// Base64 as browsers read it, with or without white space and padding, the way Bedrock takes it.
///
/// <https://infra.spec.whatwg.org/#forgiving-base64-decode>
pub(super) fn canonical(data: &str) -> Option<Cow<'_, str>> {
    let is_letter = |byte: u8| byte.is_ascii_alphanumeric() || matches!(byte, b'+' | b'/');
    let is_data = |bare: &str| !bare.is_empty() && bare.len() & 3 != 1 && bare.bytes().all(is_letter);
    let without_padding = |text: &str| match text.len() & 3 {
        0 => text.strip_suffix("==").or_else(|| text.strip_suffix('=')).unwrap_or(text).len(),
        _ => text.len(),
    };
    if data.len() & 3 == 0 && data.get(..without_padding(data)).is_some_and(is_data) {
        return Some(Cow::Borrowed(data));
    }
    let mut text = data.to_owned();
    text.retain(|letter| !letter.is_ascii_whitespace());
    text.truncate(without_padding(&text));
    if !is_data(&text) {
        return None;
    }
    while text.len() & 3 != 0 {
        text.push('=');
    }
    Some(Cow::Owned(text))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn base64_is_read_as_browsers_do() {
        for (given, sent) in [
            ("QUJD", Some("QUJD")),
            ("QUI=", Some("QUI=")),
            ("QQ==", Some("QQ==")),
            ("QUI", Some("QUI=")),
            ("QQ", Some("QQ==")),
            (" QU\tJD\n", Some("QUJD")),
            ("Q Q =\r\n=", Some("QQ==")),
            ("QUJDQ\nQ", Some("QUJDQQ==")),
            ("", None),
            (" \n", None),
            ("=", None),
            ("Q", None),
            ("QUJDQ", None),
            // Padding that is wrong, in the middle or too much.
            ("QQ=", None),
            ("QQ=A", None),
            ("Q===", None),
            ("QUJD====", None),
            // Letters of the other alphabet, and none at all.
            ("QU-_", None),
            ("QUJé", None),
            ("QU\u{a0}JD", None),
        ] {
            assert_eq!(canonical(given).as_deref(), sent, "{given:?}");
        }
    }
}
