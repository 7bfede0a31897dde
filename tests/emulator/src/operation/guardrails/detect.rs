//! What a text has in it. There is no classifier: a few words give away each category, and patterns find what looks
//! personal.

use std::sync::LazyLock;

use regex::Regex;

use crate::operation::overlap::words;

/// A category and the words and phrases that give it away.
pub(super) struct Category {
    pub(super) name: &'static str,
    phrases: &'static [&'static str],
}

pub(super) static CONTENT: [Category; 5] = [
    Category { name: "INSULTS", phrases: &["idiot", "idiots", "stupid", "moron", "morons"] },
    Category { name: "HATE", phrases: &["subhuman", "vermin", "inferior race"] },
    Category { name: "SEXUAL", phrases: &["porn", "nude", "erotic"] },
    Category { name: "VIOLENCE", phrases: &["kill", "murder", "stab", "bomb", "massacre"] },
    Category { name: "MISCONDUCT", phrases: &["steal", "launder", "counterfeit", "forge"] },
];

pub(super) static PROMPT_ATTACK: [Category; 3] = [
    Category { name: "JAILBREAK", phrases: &["jailbreak", "do anything now", "no restrictions"] },
    Category {
        name: "PROMPT_INJECTION",
        phrases: &["ignore previous instructions", "ignore all previous instructions"],
    },
    Category { name: "PROMPT_LEAKAGE", phrases: &["system prompt", "your instructions word for word"] },
];

impl Category {
    /// How often the category shows.
    pub(super) fn hits(&self, text: &str) -> usize {
        phrases(text, self.phrases).len()
    }
}

/// The phrases of a list that a text has, each as often as it has it.
pub(super) fn phrases<'a>(text: &str, list: &[&'a str]) -> Vec<&'a str> {
    // Each word has a space of its own before and after it, so that neighbours can both be found.
    let text = words(text).map(|word| format!(" {word} ")).collect::<String>();
    let spread = |phrase: &str| words(phrase).map(|word| format!(" {word} ")).collect::<String>();
    list.iter().flat_map(|phrase| text.matches(&spread(phrase)).map(|_| *phrase).collect::<Vec<_>>()).collect()
}

/// Something that looks personal, by its place in bytes.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Entity {
    pub(super) kind: &'static str,
    pub(super) begin: usize,
    pub(super) end: usize,
}

/// All that looks personal, in the order of the text. Nothing is two things at once: the first pattern has it.
pub(super) fn entities(text: &str) -> Vec<Entity> {
    let mut found: Vec<Entity> = Vec::new();
    for (kind, pattern) in PATTERNS.iter() {
        for captures in pattern.captures_iter(text) {
            let Some(part) = captures.get(1).or(captures.get(0)) else { continue };
            let entity = Entity { kind, begin: part.start(), end: part.end() };
            if found.iter().all(|other| other.end <= entity.begin || entity.end <= other.begin) {
                found.push(entity);
            }
        }
    }
    found.sort_by_key(|entity| entity.begin);
    found
}

/// What only its surroundings give away is less certain.
pub(super) fn confidence(kind: &str) -> f64 {
    if matches!(kind, "NAME" | "AGE" | "PASSWORD") { 0.85 } else { 0.99 }
}

static PATTERNS: LazyLock<Vec<(&'static str, Regex)>> =
    LazyLock::new(|| SOURCES.iter().filter_map(|(kind, source)| Some((*kind, Regex::new(source).ok()?))).collect());

/// A group in parentheses is the entity, else the whole match.
const SOURCES: [(&str, &str); 11] = [
    ("URL", r"https?://\S*[^\s.,;:!?)]"),
    ("EMAIL", r"[A-Za-z0-9._%+-]+@[A-Za-z0-9-]+(?:\.[A-Za-z0-9-]+)+"),
    ("AWS_ACCESS_KEY", r"\b(?:AKIA|ASIA)[A-Z0-9]{16}\b"),
    ("CREDIT_DEBIT_CARD_NUMBER", r"\b\d{4}[ -]?\d{4}[ -]?\d{4}[ -]?\d{4}\b"),
    ("US_SOCIAL_SECURITY_NUMBER", r"\b\d{3}-\d{2}-\d{4}\b"),
    ("MAC_ADDRESS", r"\b(?:[0-9A-Fa-f]{2}:){5}[0-9A-Fa-f]{2}\b"),
    ("IP_ADDRESS", r"\b(?:\d{1,3}\.){3}\d{1,3}\b"),
    ("PHONE", r"\+\d{1,3}(?:[ -]?\d{2,4}){2,5}|\(?\d{3}\)?[ -]\d{3}-\d{4}"),
    ("NAME", r"[Mm]y name is (\p{Lu}\w+(?: \p{Lu}\w+)?)"),
    ("AGE", r"\b(\d{1,3}) years old"),
    ("PASSWORD", r"[Pp]assword(?: is|:) (\S+)"),
];

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_pattern_finds_its_kind_and_where_it_stands() {
        let text = "Grüß Gott! My name is Zoë Müller, 41 years old. Mail zoe@example.org or +41 44 123 45 67, \
                    see https://example.org/a. Card 4111 1111 1111 1111, SSN 123-45-6789, key AKIAIOSFODNN7EXAMPLE, \
                    host 192.0.2.7 (00:1a:2b:3c:4d:5e), password: hunter2";
        let found: Vec<(&str, &str)> =
            entities(text).into_iter().map(|entity| (entity.kind, &text[entity.begin..entity.end])).collect();
        let expected = [
            ("NAME", "Zoë Müller"),
            ("AGE", "41"),
            ("EMAIL", "zoe@example.org"),
            ("PHONE", "+41 44 123 45 67"),
            ("URL", "https://example.org/a"),
            ("CREDIT_DEBIT_CARD_NUMBER", "4111 1111 1111 1111"),
            ("US_SOCIAL_SECURITY_NUMBER", "123-45-6789"),
            ("AWS_ACCESS_KEY", "AKIAIOSFODNN7EXAMPLE"),
            ("IP_ADDRESS", "192.0.2.7"),
            ("MAC_ADDRESS", "00:1a:2b:3c:4d:5e"),
            ("PASSWORD", "hunter2"),
        ];
        assert_eq!(found, expected);
        assert_eq!(PATTERNS.len(), SOURCES.len());
    }

    #[test]
    fn words_count_whole_and_in_any_case() {
        let violence = &CONTENT[3];
        assert_eq!((violence.hits("Kill, KILL kill!"), violence.hits("a skillful killer")), (3, 0));
        assert_eq!(PROMPT_ATTACK[1].hits("Please ignore  previous\ninstructions."), 1);
    }
}
