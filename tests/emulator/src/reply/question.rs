//! What a conversation asks for: the words that an answer repeats, the form that it wants, and what it is about.

use std::borrow::Cow;

use serde::Deserialize;

use super::Conversation;
use super::data::REPLIES;
use super::data::TOPICS;
use super::data::Topic;

/// What an answer repeats of a question is not longer than this.
const QUOTED_CHARS_MAX: usize = 140;
/// Of a longer text only the two ends are read.
const READ_BYTES_MAX: usize = 8 * 1024;
/// Words that order something of the emulator, and nobody says.
const TRIGGERS: [&str; 2] = ["emulator:", "ANTHROPIC_MAGIC_STRING"];
/// Words shorter than this tell little.
const KEYWORD_CHARS_MIN: usize = 5;

#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Deserialize)]
#[serde(rename_all = "camelCase")]
pub(super) enum Form {
    Greeting,
    Thanks,
    About,
    Table,
    Code,
    Steps,
    List,
    Long,
    Plain,
}

#[derive(Debug)]
pub(super) struct Question {
    /// The user's last words, without what is for the emulator.
    pub(super) text: String,
    pub(super) form: Form,
    pub(super) topic: Option<&'static Topic>,
    /// How often the user spoke before.
    turn: usize,
}

impl Form {
    #[cfg(test)]
    pub(super) const ALL: [Form; 9] = [
        Form::Greeting,
        Form::Thanks,
        Form::About,
        Form::Table,
        Form::Code,
        Form::Steps,
        Form::List,
        Form::Long,
        Form::Plain,
    ];
}

impl Question {
    /// The last thing that was asked; a result of a tool is none.
    pub(super) fn of(conversation: &Conversation) -> Question {
        let earlier = conversation.earlier_texts.iter().rev();
        let mut texts = [&conversation.last_text].into_iter().chain(earlier).map(|text| without_triggers(text));
        let text = texts.by_ref().find(|text| !text.is_empty()).unwrap_or_default();
        let own_words = words(&text);
        let own_topic = topic(&own_words);
        let form = form(&own_words, own_topic.is_some());
        // "And at night?" goes on with what was asked before.
        let topic = own_topic.or_else(|| texts.find_map(|text| topic(&words(&text))));
        Question { text, form, topic, turn: conversation.earlier_texts.len() }
    }

    /// The question on one line, as a sentence between quotation marks. Of several lines it is the last that asks; of a
    /// long text it is the last question, or the beginning.
    pub(super) fn quoted(&self) -> String {
        let asks = |line: &&str| line.trim_end().ends_with('?');
        let text = self.text.lines().rfind(asks).unwrap_or(&self.text);
        let text = text.split_whitespace().collect::<Vec<_>>().join(" ").replace('"', "'");
        if text.chars().count() <= QUOTED_CHARS_MAX {
            return if text.ends_with(['.', '?', '!', '…', ':']) { text } else { text + "." };
        }
        let sentences = super::sentences(&text);
        let asks = |sentence: &&&str| sentence.contains('?') && sentence.chars().count() <= QUOTED_CHARS_MAX;
        if let Some(question) = sentences.iter().rfind(asks) {
            return question.trim().to_owned();
        }
        let mut beginning: String = text.chars().take(QUOTED_CHARS_MAX).collect();
        beginning.truncate(beginning.rfind(' ').unwrap_or(beginning.len()));
        beginning + " …"
    }

    pub(super) fn is_question(&self) -> bool {
        self.text.trim_end().ends_with('?')
    }

    /// The sentences that answer it.
    pub(super) fn passage(&self) -> &'static [String] {
        let passages = self.topic.map_or(&REPLIES.general, |topic| &topic.passages);
        // What no topic fits gets one text or another.
        let start = if self.topic.is_some() { 0 } else { self.text.len() };
        let number = start.saturating_add(self.turn).checked_rem(passages.len()).unwrap_or_default();
        passages.get(number).map(Vec::as_slice).unwrap_or_default()
    }

    /// Its long words, in their order.
    pub(super) fn keywords(&self) -> Vec<String> {
        let long = |word: &String| word.chars().count() >= KEYWORD_CHARS_MIN;
        words(&self.text).into_iter().filter(long).collect()
    }
}

fn without_triggers(text: &str) -> String {
    let text = &ends(text);
    if !TRIGGERS.iter().any(|trigger| text.contains(trigger)) {
        return text.trim().to_owned();
    }
    let is_said = |word: &&str| !TRIGGERS.iter().any(|trigger| word.starts_with(trigger));
    text.split_whitespace().filter(is_said).collect::<Vec<_>>().join(" ")
}

fn ends(text: &str) -> Cow<'_, str> {
    if text.len() <= READ_BYTES_MAX {
        return Cow::Borrowed(text);
    }
    let first = text.floor_char_boundary(READ_BYTES_MAX / 2);
    let last = text.ceil_char_boundary(text.len() - READ_BYTES_MAX / 2);
    Cow::Owned([text.get(..first), text.get(last..)].into_iter().flatten().collect::<Vec<_>>().join(" … "))
}

/// All words in lower case.
pub(super) fn words(text: &str) -> Vec<String> {
    let parts = text.split(|c: char| !c.is_alphanumeric());
    parts.filter(|part| !part.is_empty()).map(str::to_lowercase).collect()
}

/// How many of `words` are among `wanted`.
pub(super) fn hits(words: &[String], wanted: &[String]) -> usize {
    words.iter().filter(|word| wanted.contains(word)).count()
}

fn topic(words: &[String]) -> Option<&'static Topic> {
    // `max_by_key` takes the last of equals.
    let best = TOPICS.iter().rev().max_by_key(|topic| hits(words, &topic.words))?;
    (hits(words, &best.words) > 0).then_some(best)
}

fn form(words: &[String], has_topic: bool) -> Form {
    let fits = REPLIES.forms.iter().find(|form| {
        hits(words, &form.words) > 0
            && (form.and.is_empty() || hits(words, &form.and) > 0)
            && form.words_max.is_none_or(|most| words.len() <= most)
            && !(form.alone && has_topic)
    });
    fits.map_or(Form::Plain, |form| form.form)
}

/// What these words ask for, without anything before them.
#[cfg(test)]
pub(super) fn asked(text: &str) -> Question {
    Question::of(&Conversation { last_text: text.to_owned(), ..Conversation::default() })
}
