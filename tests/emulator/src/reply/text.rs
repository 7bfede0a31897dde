//! Sentences that look like language: a small grammar, and the words the user used last.

use super::Conversation;
use super::Random;

const OPENERS: [&str; 6] = [
    "You asked about {topic}, so let me begin there.",
    "{topic} — a good place to start.",
    "When it comes to {topic}, most people think of the {noun} first.",
    "Let us look at {topic} step by step.",
    "There is more to {topic} than the {adjective} {noun} suggests.",
    "About {topic}: the short answer is \"it depends\".",
];
const SENTENCES: [&str; 12] = [
    "The {adjective} {noun} of {place} is what makes the difference.",
    "In {place} they have a saying: \"a {adjective} {noun} needs no {noun}\".",
    "Between the {noun} and the {noun} there is hardly room for a {noun}.",
    "It {verb}, slowly at first, and then all at once.",
    "Nobody in {place} would call that {adjective}.",
    "A {noun} that {verb} is worth two that don't.",
    "Measured against the {noun}, the effect is about {number} percent.",
    "What {verb} today may well turn {adjective} tomorrow!",
    "Would a {adjective} {noun} change that? Probably not.",
    "First the {noun} {verb}; then, after {number} minutes or so, the {noun} follows.",
    "The usual advice — {adjective} {noun}, {adjective} {noun} — still holds.",
    "Compare the {noun} of {place} with the one you know.",
];
const CLOSERS: [&str; 5] = [
    "That is why {topic} is worth a second look.",
    "If you want, I can say more about {topic}.",
    "So much for {topic}; ask again if a detail is missing.",
    "In short: {topic}, a {adjective} {noun}, and some patience.",
    "Does that answer your question about {topic}?",
];
const AFTER_TOOLS: [&str; 3] = [
    "According to the result, {result}.",
    "I looked it up for you: {result}.",
    "The tool answered as follows: {result}.",
];
const BEFORE_TOOLS: [&str; 3] = [
    "Let me look that up.",
    "I need one more piece of information about {topic}.",
    "One moment, I will check {topic}.",
];
const REASONING: [&str; 6] = [
    "The user wants to know about {topic}.",
    "I should keep the answer short and mention the {noun}.",
    "A {adjective} example from {place} would help here.",
    "There may be a misunderstanding about the {noun}, so I will be careful.",
    "Two points matter: the {noun} and the {noun}.",
    "I will answer directly, without \"{adjective}\" phrases.",
];
const NOUNS: [&str; 24] = [
    "lantern",
    "river",
    "orchard",
    "engine",
    "café",
    "harbour",
    "letter",
    "mountain",
    "Straßenbahn",
    "window",
    "compass",
    "recipe",
    "jalapeño",
    "signal",
    "bridge",
    "melody",
    "notebook",
    "glacier",
    "smörgåsbord",
    "market",
    "library",
    "storm",
    "façade",
    "kettle",
];
const ADJECTIVES: [&str; 16] = [
    "quiet",
    "naïve",
    "amber",
    "patient",
    "northern",
    "careful",
    "brisk",
    "unusual",
    "hollow",
    "déjà-vu",
    "steady",
    "early",
    "remarkable",
    "blue",
    "weathered",
    "cooperative",
];
const VERBS: [&str; 10] =
    ["drifts", "settles", "hums", "changes", "returns", "glows", "wanders", "waits", "grows", "counts"];
const PLACES: [&str; 12] = [
    "Lisbon",
    "Zürich",
    "東京",
    "Kraków",
    "Oaxaca",
    "the old town",
    "Ærøskøbing",
    "Montréal",
    "Санкт-Петербург",
    "the valley",
    "Nairobi",
    "the seaside 🌊",
];
/// A topic is not more than this many of the user's last words.
const TOPIC_WORDS_MAX: usize = 4;

/// Three to seven sentences, or more if the session asks for it, sometimes in paragraphs.
pub(super) fn answer(conversation: &Conversation, random: &mut Random) -> String {
    let topic = topic(&conversation.last_text);
    let opener = match conversation.tool_results.as_slice() {
        [] => random.pick(&OPENERS).to_owned(),
        results => random.pick(&AFTER_TOOLS).replace("{result}", &results.join("; ")),
    };
    let count = 1_usize.saturating_add(random.below(5)).max(conversation.sentences_min.saturating_sub(2));
    let mut text = sentence(&opener, &topic, random);
    for _ in 0..count {
        text += if random.below(4) == 0 { "\n\n" } else { " " };
        let template = random.pick(&SENTENCES);
        text += &sentence(template, &topic, random);
    }
    let closer = random.pick(&CLOSERS);
    text + " " + &sentence(closer, &topic, random)
}

pub(super) fn before_tools(conversation: &Conversation, random: &mut Random) -> String {
    let template = random.pick(&BEFORE_TOOLS);
    sentence(template, &topic(&conversation.last_text), random)
}

/// Thoughts as Nova 1 writes them into its text.
pub(super) fn thinking(conversation: &Conversation, random: &mut Random) -> String {
    format!("<thinking> {} </thinking>\n", reasoning(conversation, random))
}

pub(super) fn reasoning(conversation: &Conversation, random: &mut Random) -> String {
    let topic = topic(&conversation.last_text);
    let mut text = sentence(REASONING[0], &topic, random);
    for _ in 0..2_usize.saturating_add(random.below(3)) {
        let template = random.pick(&REASONING);
        text += " ";
        text += &sentence(template, &topic, random);
    }
    text
}

fn sentence(template: &str, topic: &str, random: &mut Random) -> String {
    let mut text = String::new();
    let mut rest = template;
    while let Some((before, slot, after)) = next_slot(rest) {
        text += before;
        match slot {
            "topic" => text += topic,
            "noun" => text += random.pick(&NOUNS),
            "adjective" => text += random.pick(&ADJECTIVES),
            "verb" => text += random.pick(&VERBS),
            "place" => text += random.pick(&PLACES),
            "number" => text += &2_usize.saturating_add(random.below(96)).to_string(),
            // Not a slot of ours but text of the user's, such as JSON in a tool result.
            other => text += &format!("{{{other}}}"),
        }
        rest = after;
    }
    text += rest;
    let mut chars = text.chars();
    chars.next().map(|first| first.to_uppercase().chain(chars).collect()).unwrap_or_default()
}

fn next_slot(template: &str) -> Option<(&str, &str, &str)> {
    let (before, rest) = template.split_once('{')?;
    let (slot, after) = rest.split_once('}')?;
    Some((before, slot, after))
}

/// The user's last words, without the punctuation around them.
fn topic(last_text: &str) -> String {
    let words: Vec<&str> = last_text
        .split_whitespace()
        .map(|word| word.trim_matches(|c: char| !c.is_alphanumeric()))
        .filter(|word| !word.is_empty())
        .collect();
    let last = words.get(words.len().saturating_sub(TOPIC_WORDS_MAX)..).unwrap_or_default();
    if last.is_empty() { "your question".to_owned() } else { last.join(" ") }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn braces_in_a_tool_result_stay() {
        let conversation =
            Conversation { tool_results: vec!["{\"celsius\":{\"now\":21}}".to_owned()], ..Conversation::default() };
        let text = answer(&conversation, &mut Random::new(3));
        assert!(text.contains("{\"celsius\":{\"now\":21}}"), "{text}");
    }
}
