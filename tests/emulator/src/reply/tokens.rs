//! Text in pieces of about the size a model's tokenizer makes: a short word with the space before it, a part of a long
//! one, a punctuation mark, a line break.

use super::Random;

const PIECE_CHARS_MAX: usize = 7;

/// The pieces of a text; put together they are the text again.
pub(crate) fn split(text: &str) -> Vec<&str> {
    let mut pieces = Vec::new();
    let mut start = 0;
    let mut length = 0_usize;
    let mut previous = None;
    for (at, c) in text.char_indices() {
        if at > start && begins_piece(previous, c, length) {
            pieces.extend(text.get(start..at));
            start = at;
            length = 0;
        }
        length = length.saturating_add(1);
        previous = Some(c);
    }
    pieces.extend(text.get(start..).filter(|rest| !rest.is_empty()));
    pieces
}

/// The text in stream deltas of one to three pieces.
pub(crate) fn deltas(text: &str, random: &mut Random) -> Vec<String> {
    let mut deltas = Vec::new();
    let mut pieces = split(text).into_iter().peekable();
    while pieces.peek().is_some() {
        let count = 1_usize.saturating_add(random.below(3));
        deltas.push(pieces.by_ref().take(count).collect());
    }
    deltas
}

/// How many pieces a text has.
pub(crate) fn count(text: &str) -> u64 {
    split(text).len() as u64
}

fn begins_piece(previous: Option<char>, c: char, length: usize) -> bool {
    let after_space = previous.is_some_and(|previous| previous == ' ');
    let in_word = previous.is_some_and(char::is_alphanumeric) && c.is_alphanumeric();
    !(after_space && !c.is_whitespace() || in_word && length < PIECE_CHARS_MAX)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn pieces_are_the_text_again() {
        for text in ["", " ", "Hello, world!", "naïve café\n\n\"東京\"  🌊🌊 end ", "extraordinarily"] {
            assert_eq!(split(text).concat(), text);
        }
        assert_eq!(split("Hello, world!"), ["Hello", ",", " world", "!"]);
        assert_eq!(split("extraordinarily"), ["extraor", "dinaril", "y"]);
    }
}
