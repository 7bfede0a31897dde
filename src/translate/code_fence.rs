//! The code fence that models put around JSON although they were told not to. It comes off as the text arrives, the
//! same in whole replies and in streams, so that `JSON.parse` takes the content.

use crate::search::split_first;

/// Takes a fence off the text that is pushed through it.
#[derive(Debug, Default)]
pub(super) struct CodeFence {
    state: State,
    /// Text that may turn out to be a part of the fence.
    held: String,
}

#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
enum State {
    /// Nothing has come but white space.
    #[default]
    Blank,
    /// Nothing else has come but a possible opening line.
    Opening,
    Inside,
    /// The text has no fence.
    Bare,
}

impl CodeFence {
    /// Adds a piece; gives the text that is certain to be content.
    pub(super) fn push(&mut self, piece: &str) -> String {
        if self.state == State::Bare {
            return piece.to_owned();
        }
        self.held.push_str(piece);
        // More white space decides nothing, and is not read again with each piece of it.
        if piece.trim_ascii().is_empty() && self.state != State::Opening {
            return String::new();
        }
        if self.state != State::Inside {
            self.state = State::Opening;
            let text = self.held.trim_ascii_start();
            let line = split_first(text, "\n");
            let first = line.map_or(text, |(line, _)| line);
            let may_be_fence = match first.strip_prefix(FENCE) {
                Some(language) => is_language(language),
                None => line.is_none() && FENCE.starts_with(first),
            };
            match line {
                _ if !may_be_fence => {
                    self.state = State::Bare;
                    return std::mem::take(&mut self.held);
                }
                None => return String::new(),
                Some((_, content)) => {
                    self.state = State::Inside;
                    self.held = content.to_owned();
                }
            }
        }
        self.take(self.held.len().saturating_sub(closing_length(&self.held)))
    }

    /// The first `length` bytes of the held text. (`drain` and `split_off` would bring 5 KB of error messages.)
    fn take(&mut self, length: usize) -> String {
        let (taken, left) = self.held.split_at_checked(length).unwrap_or((&self.held, ""));
        let (taken, left) = (taken.to_owned(), left.to_owned());
        self.held = left;
        taken
    }

    /// The rest when the text has ended, without a closing line.
    pub(super) fn finish(&mut self) -> String {
        let held = std::mem::take(&mut self.held);
        let is_closing = self.state == State::Inside && held.bytes().any(|byte| byte == b'`');
        if is_closing { String::new() } else { held }
    }
}

const FENCE: &str = "```";
/// Longer words behind a fence are not the name of a language.
const LANGUAGE_LENGTH_MAX: usize = 24;
/// No model writes more behind a fence: so the line is not read over and over.
const LINE_LENGTH_MAX: usize = 64;

fn is_language(line: &str) -> bool {
    let word = line.trim_ascii_end();
    let is_letter = |byte: u8| byte.is_ascii_alphanumeric() || matches!(byte, b'-' | b'_' | b' ');
    line.len() <= LINE_LENGTH_MAX && word.len() <= LANGUAGE_LENGTH_MAX && word.bytes().all(is_letter)
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
