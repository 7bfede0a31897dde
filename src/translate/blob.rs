//! Blobs of Bedrock's that are text elsewhere: Anthropic's encrypted thoughts, which Bedrock has in base64 as it has
//! each blob in JSON.

use std::borrow::Cow;

/// What a blob that is no text begins with.
const URL: &str = "data:;base64,";

/// The text of a blob, or the blob as an URL if it is no text.
pub(super) fn text_or_url(blob: &str) -> String {
    text(blob).unwrap_or_else(|| [URL, blob].concat())
}

/// The blob that [`text_or_url`] has made this of. Replies of old had the blob itself: what is text in base64 is taken
/// for one, since what Anthropic encrypts has bytes that are none.
pub(super) fn of_text_or_url(data: &str) -> Cow<'_, str> {
    match data.strip_prefix(URL) {
        Some(blob) => blob.into(),
        None if text(data).is_some() => data.into(),
        None => base64(data).into(),
    }
}

/// The text of a blob, if it is one of plain ASCII.
fn text(base64: &str) -> Option<String> {
    let (mut bits, mut count) = (0u32, 0u32);
    let mut text = String::new();
    for letter in base64.trim_end_matches('=').bytes() {
        bits = bits << 6 | u32::try_from(ALPHABET.iter().position(|known| *known == letter)?).ok()?;
        count = if count == 0 { 6 } else { count.saturating_sub(2) };
        if count < 6 {
            let byte = (bits >> count) as u8;
            text.push(Some(char::from(byte)).filter(|character| matches!(character, ' '..='~'))?);
        }
    }
    (!text.is_empty()).then_some(text)
}

/// The blob that says this.
fn base64(text: &str) -> String {
    let mut base64 = String::new();
    for three in text.as_bytes().chunks(3) {
        let byte = |at: usize| three.get(at).map_or(0, |byte| u32::from(*byte));
        let bits = byte(0) << 16 | byte(1) << 8 | byte(2);
        for (place, shift) in [18, 12, 6, 0].into_iter().enumerate() {
            let letter = ALPHABET.get((bits >> shift & 63) as usize).filter(|_| place <= three.len());
            base64.push(letter.map_or('=', |letter| char::from(*letter)));
        }
    }
    base64
}

const ALPHABET: &[u8; 64] = b"ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn text_goes_there_and_back() {
        for (plain, blob) in [
            ("a", "YQ=="),
            ("ab", "YWI="),
            ("abc", "YWJj"),
            ("EuYBCkQYAiJA+/==", "RXVZQkNrUVlBaUpBKy89PQ=="),
            ("\"quoted\" \\ ~", "InF1b3RlZCIgXCB+"),
        ] {
            assert_eq!((base64(plain).as_str(), text(blob).as_deref()), (blob, Some(plain)));
            assert_eq!(text(blob.trim_end_matches('=')).as_deref(), Some(plain));
        }
    }

    #[test]
    fn what_is_no_text_is_none() {
        for blob in ["", "=", "AAEC", "YQo=", "w6k=", "YQ!=", "YQ-_", "RW5jcnlwdGVk/+=="] {
            assert_eq!(text(blob), None, "{blob}");
        }
    }
}
