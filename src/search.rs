//! Small searches in text, and sentences with places to fill. The searches of std are quicker in long texts, and bring
//! half a KB of code for each direction.

/// Whether `text` has `words` in it.
pub(crate) fn says(text: &str, words: &str) -> bool {
    split_first(text, words).is_some()
}

/// Whether `word` is one of these `words`, which have spaces between them. A list of texts would have an address and a
/// length for each.
#[cfg(feature = "openai")]
pub(crate) fn is_among(word: &str, words: &str) -> bool {
    words.split(' ').any(|known| known == word)
}

/// Pairs of words. `between` is between two of them, `within` between the words of each.
#[cfg(feature = "openai")]
pub(crate) fn pairs(text: &str, between: char, within: char) -> impl Iterator<Item = (&str, &str)> {
    text.split(between).filter_map(move |pair| pair.split_once(within))
}

/// A sentence with words in the places of its `{}`. Pieces to put together would each be an address and a length.
#[cfg(feature = "openai")]
pub(crate) fn filled(sentence: &str, words: &[&str]) -> String {
    let mut text = String::new();
    let mut rest = sentence;
    for word in words {
        let (before, after) = split_first(rest, "{}").unwrap_or((rest, ""));
        text.push_str(before);
        text.push_str(word);
        rest = after;
    }
    text.push_str(rest);
    text
}

/// The text before and behind the first occurrence of these words.
pub(crate) fn split_first<'a>(text: &'a str, words: &str) -> Option<(&'a str, &'a str)> {
    let at = find(text.as_bytes(), words)?;
    Some((text.get(..at)?, text.get(at.checked_add(words.len())?..)?))
}

/// Where the first occurrence of these words begins.
pub(crate) fn find(text: &[u8], words: &str) -> Option<usize> {
    text.windows(words.len()).position(|window| window == words.as_bytes())
}

/// The text before and behind the last byte of this kind.
pub(crate) fn split_last(text: &str, ascii: u8) -> Option<(&str, &str)> {
    let at = text.bytes().rposition(|byte| byte == ascii)?;
    Some((text.get(..at)?, text.get(at..)?.get(1..)?))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn words_are_found_anywhere() {
        assert!(says("on-demand throughput isn't", "throughput") && says("a", "a") && !says("a", "ab"));
    }

    #[test]
    fn a_word_is_among_others_as_a_whole() {
        assert!(is_among("tool", "tool function") && is_among("function", "tool function"));
        for other in ["", " ", "too", "tool function", "ool"] {
            assert!(!is_among(other, "tool function"), "{other}");
        }
    }

    #[test]
    fn pairs_are_taken_apart() {
        assert_eq!(pairs("a=b c d= =e=f", ' ', '=').collect::<Vec<_>>(), [("a", "b"), ("d", ""), ("", "e=f")]);
    }

    #[test]
    fn words_go_into_their_places() {
        assert_eq!(filled("`{}`: {}.", &["a", "b {}"]), "`a`: b {}.");
        assert_eq!(filled("nothing {", &[]), "nothing {");
    }

    #[test]
    fn the_last_byte_parts_a_text() {
        for (text, parts) in
            [("a-b-c", Some(("a-b", "c"))), ("-", Some(("", ""))), ("é-ü", Some(("é", "ü"))), ("abc", None), ("", None)]
        {
            assert_eq!(split_last(text, b'-'), parts);
        }
    }
}
