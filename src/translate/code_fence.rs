//! The code fence that models put around JSON although they were told not to. It comes off as the text arrives, the
//! same in whole replies and in streams, so that `JSON.parse` takes the content.

/// Takes a fence off the text that is pushed through it.
#[derive(Debug, Default)]
pub(super) struct CodeFence {
    state: State,
    /// What may turn out to be a part of the fence.
    held: String,
}

#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
enum State {
    /// Nothing has come but what may be the opening line.
    #[default]
    Opening,
    Inside,
    /// There is no fence.
    Bare,
}

impl CodeFence {
    /// Adds a piece; gives what is certain to be content.
    pub(super) fn push(&mut self, piece: &str) -> String {
        if self.state == State::Bare {
            return piece.to_owned();
        }
        self.held.push_str(piece);
        if self.state == State::Opening {
            match opening_length(&self.held) {
                Opening::Unclear => return String::new(),
                Opening::Missing => {
                    self.state = State::Bare;
                    return std::mem::take(&mut self.held);
                }
                Opening::Line(length) => {
                    self.state = State::Inside;
                    let _ = self.take(length);
                }
            }
        }
        self.take(self.held.len().saturating_sub(closing_length(&self.held)))
    }

    /// The first so many bytes of what is held. (`drain` and `split_off` would bring 5 KB to complain with.)
    fn take(&mut self, length: usize) -> String {
        let (taken, left) = self.held.split_at_checked(length).unwrap_or((&self.held, ""));
        let (taken, left) = (taken.to_owned(), left.to_owned());
        self.held = left;
        taken
    }

    /// What is left when the text has ended: nothing of a closing line.
    pub(super) fn finish(&mut self) -> String {
        let held = std::mem::take(&mut self.held);
        let is_closing = self.state == State::Inside && held.bytes().any(|byte| byte == b'`');
        if is_closing { String::new() } else { held }
    }
}

enum Opening {
    /// What comes next decides.
    Unclear,
    Missing,
    /// It takes so many bytes.
    Line(usize),
}

const FENCE: &str = "```";
/// Longer words behind a fence are no name of a language.
const LANGUAGE_LENGTH_MAX: usize = 24;

fn opening_length(text: &str) -> Opening {
    let rest = text.trim_ascii_start();
    let Some(rest) = rest.strip_prefix(FENCE) else {
        return if FENCE.starts_with(rest) { Opening::Unclear } else { Opening::Missing };
    };
    let word =
        rest.bytes().take_while(|byte| byte.is_ascii_alphanumeric() || matches!(byte, b'-' | b'_' | b' ')).count();
    let line = rest.get(word..).unwrap_or_default();
    // No more than the end of the line: the white space behind it may come in another piece.
    let end = line.strip_prefix('\r').unwrap_or(line);
    match end.strip_prefix('\n') {
        _ if word > LANGUAGE_LENGTH_MAX => Opening::Missing,
        Some(content) => Opening::Line(text.len().saturating_sub(content.len())),
        None if end.is_empty() => Opening::Unclear,
        None => Opening::Missing,
    }
}

/// How much at the end may be a closing line: three backticks at most, and white space around them.
fn closing_length(text: &str) -> usize {
    let mut rest = text.trim_ascii_end();
    for _ in 0..FENCE.len() {
        rest = rest.strip_suffix('`').unwrap_or(rest);
    }
    text.len().saturating_sub(rest.trim_ascii_end().len())
}

#[cfg(test)]
mod tests {
    use super::*;

    /// The content of a text that comes in pieces of `size` characters.
    fn content(text: &str, size: usize) -> String {
        let mut fence = CodeFence::default();
        let characters: Vec<char> = text.chars().collect();
        let pieces = characters.chunks(size).map(|piece| piece.iter().collect::<String>());
        let pieces: Vec<_> = pieces.map(|piece| fence.push(&piece)).collect();
        pieces.concat() + &fence.finish()
    }

    #[test]
    fn a_fence_comes_off_wherever_the_text_is_cut() {
        for (text, expected) in [
            ("```json\n{\"a\":1}\n```", "{\"a\":1}"),
            ("```\n[1]\n```\n", "[1]"),
            (" \n```json \r\n{}\r\n``` ", "{}"),
            ("```JSON5\n\t{\"a\":\"`b`\"}```", "{\"a\":\"`b`\"}"),
            // Cut off: nothing closes it.
            ("```json\n{\"a\":", "{\"a\":"),
            ("```json\n{\"a\":\"\\\\n", "{\"a\":\"\\\\n"),
        ] {
            for size in 1..=text.chars().count() {
                assert_eq!(content(text, size).trim(), expected, "{text:?} in pieces of {size}");
            }
        }
    }

    #[test]
    fn what_is_no_fence_stays() {
        for text in
            ["{\"a\":1}", " \n{}", "``", "`x`", "```", "Here: ```json\n{}\n```", "```json {}```", "", "\n", "null"]
        {
            for size in 1..=text.chars().count().max(1) {
                assert_eq!(content(text, size), text, "in pieces of {size}");
            }
        }
        let text = "```json\n{}\n```\nThat is all.";
        assert_eq!(content(text, 3), "{}\n```\nThat is all.");
    }
}
