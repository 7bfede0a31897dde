//! A text in sentences.

/// The sentences of a text, each with the space behind it; put together they are the text again.
pub(crate) fn sentences(text: &str) -> Vec<&str> {
    let mut sentences = Vec::new();
    let mut from = 0;
    let mut previous = ' ';
    for (at, c) in text.char_indices() {
        if previous.is_whitespace() && !c.is_whitespace() && text.get(from..at).is_some_and(ends_a_sentence) {
            sentences.extend(text.get(from..at));
            from = at;
        }
        previous = c;
    }
    sentences.extend(text.get(from..).filter(|rest| !rest.is_empty()));
    sentences
}

fn ends_a_sentence(text: &str) -> bool {
    text.trim_end().trim_end_matches(['"', '”', ')', '*']).ends_with(['.', '!', '?'])
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn sentences_put_together_are_the_text() {
        for text in ["", "One.", "Is it 3.5? Yes!  And\n\nmore. ", "no end", "You asked: \"Why?\" So."] {
            assert_eq!(sentences(text).concat(), text);
        }
        assert_eq!(sentences("Is it 3.5? Yes!  More."), ["Is it 3.5? ", "Yes!  ", "More."]);
        assert_eq!(sentences("You asked: \"Why?\" So."), ["You asked: \"Why?\" ", "So."]);
    }
}
