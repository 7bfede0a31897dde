//! Blobs of Bedrock's that are text elsewhere: Anthropic's encrypted thoughts, which Bedrock has in base64 as it has
//! each blob in JSON.

/// The beginning of a blob that is not text.
const URL: &str = "data:;base64,";

/// The text of a blob, or the blob as an URL if it is not text.
pub(super) fn text_or_url(blob: &str) -> String {
    text(blob).unwrap_or_else(|| [URL, blob].concat())
}

/// The blob from which [`text_or_url`] has made this. Older replies had the blob itself: text in base64 is taken for
/// one, since Anthropic's encrypted bytes are not text.
pub(super) fn of_text_or_url(data: &str) -> String {
    match data.strip_prefix(URL) {
        Some(blob) => blob.to_owned(),
        None if text(data).is_some() => data.to_owned(),
        None => base64(data),
    }
}

/// The text of a blob, if it is one of plain ASCII.
fn text(blob: &str) -> Option<String> {
    let mut sixes = Vec::new();
    for letter in blob.bytes().take_while(|letter| *letter != b'=') {
        sixes.push(ALPHABET.iter().position(|known| *known == letter)? as u8);
    }
    let text = String::from_utf8(regrouped(&sixes, 6, 8)).ok()?;
    (!text.is_empty() && text.bytes().all(|byte| matches!(byte, b' '..=b'~'))).then_some(text)
}

/// The blob of this text.
fn base64(text: &str) -> String {
    let mut blob = String::new();
    for six in regrouped(text.as_bytes(), 8, 6) {
        blob.push(ALPHABET.get(usize::from(six)).copied().unwrap_or_default().into());
    }
    while blob.len() & 3 != 0 {
        blob.push('=');
    }
    blob
}

/// Bits in groups of `from` in groups of `to`. Leftover bits are filled up with zeros, or dropped if they are zeros.
fn regrouped(groups: &[u8], from: u32, to: u32) -> Vec<u8> {
    let (mut bits, mut count, mut regrouped) = (0u32, 0u32, Vec::new());
    let mask = 0xff >> 8u32.saturating_sub(to);
    for group in groups {
        bits = bits << from | u32::from(*group);
        count = count.saturating_add(from);
        while count >= to {
            count = count.saturating_sub(to);
            regrouped.push((bits >> count) as u8 & mask);
        }
    }
    if from > to && count > 0 {
        regrouped.push((bits << to.saturating_sub(count)) as u8 & mask);
    }
    regrouped
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
