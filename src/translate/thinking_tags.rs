//! Thoughts that Nova 1 writes at the beginning of its text, `<thinking>…</thinking>`, where it has tools. They come
//! off as the text arrives, the same in whole replies and in streams. A pair has to be complete: else it is text.

use crate::models::Model;
use crate::search::find;

/// Takes thoughts off the text that is pushed through it.
#[derive(Debug, Default)]
pub(super) struct ThinkingTags {
    /// Whether thoughts may still begin.
    may_think: bool,
    has_thought: bool,
    /// Text that may turn out to be a thought.
    held: String,
    /// How much of the text after the opening tag is known to have no closing one.
    searched: usize,
}

/// Whether a model writes these tags. It does where it has tools:
/// <https://github.com/langchain-ai/langchain-aws/pull/1111>,
/// <https://github.com/BerriAI/litellm/issues/9063>. Elsewhere somebody asked for the tags. Nova 2 thinks in blocks of
/// reasoning.
pub(super) fn thinks_aloud(model: &Model<'_>, has_tools: bool) -> bool {
    let name = model.id.strip_prefix("amazon.nova-").unwrap_or_default();
    has_tools && name.bytes().next().is_some_and(|letter| letter.is_ascii_lowercase())
}

const OPENING: &str = "<thinking>";
const CLOSING: &str = "</thinking>";
/// More white space than any model begins with; so the beginning is not searched over and over.
const SPACE_MAX: usize = 64;

impl ThinkingTags {
    pub(super) fn new(may_think: bool) -> Self {
        Self { may_think, ..Self::default() }
    }

    pub(super) fn may_think(&self) -> bool {
        self.may_think
    }

    /// Adds a piece; gives the parts that are certain to be thoughts, and to be text.
    pub(super) fn push(&mut self, piece: &str) -> (String, String) {
        if !self.may_think {
            return (String::new(), piece.to_owned());
        }
        self.held.push_str(piece);
        let held = std::mem::take(&mut self.held);
        let mut thoughts = String::new();
        let rest = self.take_thoughts(&held, &mut thoughts);
        if !self.may_think {
            return (thoughts, rest.to_owned());
        }
        // A thought may come in a thousand pieces: it is not copied for each.
        self.held = if rest.len() < held.len() { rest.to_owned() } else { held };
        (thoughts, String::new())
    }

    /// The rest when the text has ended: it is text.
    pub(super) fn finish(&mut self) -> String {
        self.may_think = false;
        std::mem::take(&mut self.held)
    }

    /// Adds the complete thoughts that `text` begins with; gives the text behind them.
    fn take_thoughts<'a>(&mut self, text: &'a str, thoughts: &mut String) -> &'a str {
        let mut rest = text;
        loop {
            let begun = rest.trim_ascii_start();
            let space = rest.len().saturating_sub(begun.len());
            if self.has_thought {
                rest = begun;
            }
            let Some(thought) = begun.strip_prefix(OPENING).filter(|_| self.has_thought || space <= SPACE_MAX) else {
                self.may_think = OPENING.starts_with(begun) && space <= SPACE_MAX;
                return rest;
            };
            let unsearched = thought.as_bytes().get(self.searched..).unwrap_or_default();
            let Some(at) = find(unsearched, CLOSING) else {
                self.searched = thought.len().saturating_sub(CLOSING.len());
                return rest;
            };
            let (thought, behind) = thought.split_at_checked(self.searched.saturating_add(at)).unwrap_or_default();
            thoughts.push_str(thought);
            rest = behind.get(CLOSING.len()..).unwrap_or_default();
            self.has_thought = true;
            self.searched = 0;
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Thoughts and text of a text that comes in pieces of `size` characters.
    fn parted(text: &str, size: usize) -> (String, String) {
        let mut tags = ThinkingTags::new(true);
        let characters: Vec<char> = text.chars().collect();
        let (mut thoughts, mut said) = (String::new(), String::new());
        for piece in characters.chunks(size) {
            let (more_thoughts, more_said) = tags.push(&piece.iter().collect::<String>());
            thoughts.push_str(&more_thoughts);
            said.push_str(&more_said);
        }
        said.push_str(&tags.finish());
        (thoughts, said)
    }

    #[test]
    fn thoughts_come_off_wherever_the_text_is_cut() {
        for (text, thoughts, said) in [
            ("<thinking> I should call it. </thinking>\nHere it is.", " I should call it. ", "Here it is."),
            ("\n <thinking>a\n\"b\" \u{1f980}</thinking>\r\n\t\n", "a\n\"b\" \u{1f980}", ""),
            ("<thinking>1</thinking> <thinking>2</thinking><thinking></thinking>x", "12", "x"),
            ("<thinking>a <thinking> b</thinking>c</thinking>", "a <thinking> b", "c</thinking>"),
            ("<thinking>a</thinking>b <thinking>c</thinking>", "a", "b <thinking>c</thinking>"),
            ("<thinking>a</thinkin</thinking>b", "a</thinkin", "b"),
            ("<thinking>a</thinking> <think", "a", "<think"),
            ("<thinking>é</thinking><thinking>ü", "é", "<thinking>ü"),
            // No thoughts at all: nothing is lost.
            ("<thinking>never closed \\ </thinking", "", "<thinking>never closed \\ </thinking"),
            ("Here: <thinking>a</thinking>", "", "Here: <thinking>a</thinking>"),
            ("<thinking >a</thinking>", "", "<thinking >a</thinking>"),
            ("<Thinking>a</Thinking>", "", "<Thinking>a</Thinking>"),
            ("<think>a</think>", "", "<think>a</think>"),
            (" \n\t", "", " \n\t"),
            ("<", "", "<"),
            ("", "", ""),
        ] {
            // Miri takes minutes for all.
            for size in (1..=text.chars().count().max(1)).step_by(if cfg!(miri) { 16 } else { 1 }) {
                assert_eq!(parted(text, size), (thoughts.to_owned(), said.to_owned()), "{text:?} by {size}");
            }
        }
        let far = format!("{}<thinking>a</thinking>", " ".repeat(SPACE_MAX + 1));
        assert_eq!(parted(&far, 7), (String::new(), far));
    }

    #[test]
    fn text_is_held_back_no_longer_than_it_may_be_a_tag() {
        for (pieces, at_once) in [
            (vec!["H"], "H"),
            (vec!["<", "b"], "<b"),
            (vec!["<thinking", " >"], "<thinking >"),
            (vec!["<thinking>a</thinking>", "\n", "T"], "T"),
        ] {
            let mut tags = ThinkingTags::new(true);
            let said: Vec<_> = pieces.iter().map(|piece| tags.push(piece).1).collect();
            assert_eq!((said.last().unwrap().as_str(), tags.may_think()), (at_once, false), "{pieces:?}");
        }
    }

    #[test]
    fn a_long_thought_takes_time_by_its_length() {
        // By its square these would be hours.
        let mut tags = ThinkingTags::new(true);
        let _ = tags.push("<thinking>");
        for _ in 0..400_000 {
            let _ = tags.push("word <");
        }
        let (thoughts, _) = tags.push("</thinking>");
        assert_eq!(thoughts.len(), 2_400_000);
        let _ = tags.push(&"<thinking>a</thinking>".repeat(400_000));
        assert!(tags.may_think());
    }
}
