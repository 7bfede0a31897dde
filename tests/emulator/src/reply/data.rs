//! The texts that replies are made of, and the values that fill schemas: `data/replies.json`, `data/passages.json` and
//! `data/values.json`, each read once.

use std::collections::HashMap;
use std::sync::LazyLock;

use regex::Regex;
use serde::Deserialize;
use serde::Deserializer;
use serde::de::Error;

use super::question::Form;

pub(super) static REPLIES: LazyLock<Replies> =
    LazyLock::new(|| serde_json::from_str(include_str!("../../data/replies.json")).unwrap_or_default());
pub(super) static TOPICS: LazyLock<Vec<Topic>> =
    LazyLock::new(|| serde_json::from_str(include_str!("../../data/passages.json")).unwrap_or_default());
pub(super) static VALUES: LazyLock<Values> =
    LazyLock::new(|| serde_json::from_str(include_str!("../../data/values.json")).unwrap_or_default());

/// Sentences with slots such as `{question}`.
pub(super) type Templates = Vec<String>;

#[derive(Debug, Default, Deserialize)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub(super) struct Replies {
    pub(super) forms: Vec<FormWords>,
    pub(super) greeting: Templates,
    pub(super) thanks: Templates,
    pub(super) about: Templates,
    /// What opens the answer to a question, to another text, and to none.
    pub(super) asked: Templates,
    pub(super) said: Templates,
    pub(super) silent: Templates,
    /// For what no topic fits.
    pub(super) general: Vec<Vec<String>>,
    pub(super) closers: Templates,
    /// Behind tables, code and lists.
    pub(super) closers_of_forms: Templates,
    /// What is said of images and documents.
    pub(super) received: String,
    pub(super) before_tools: Templates,
    pub(super) after_tools: Templates,
    pub(super) after_tools_closers: Templates,
    pub(super) failed_tools: String,
    pub(super) reasoning: Reasoning,
    pub(super) tables: Vec<Table>,
    pub(super) code: Vec<Code>,
}

/// The words that ask for a form: one of `words`, and one of `and` if there are any.
#[derive(Debug, Deserialize)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub(super) struct FormWords {
    pub(super) form: Form,
    pub(super) words: Vec<String>,
    #[serde(default)]
    pub(super) and: Vec<String>,
    /// A longer text is about something else.
    pub(super) words_max: Option<usize>,
    /// Only where the text has no topic.
    #[serde(default)]
    pub(super) alone: bool,
}

#[derive(Debug, Default, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct Reasoning {
    pub(super) first: Templates,
    pub(super) forms: HashMap<Form, String>,
    pub(super) more: Templates,
    pub(super) results: String,
    pub(super) tools: String,
}

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct Table {
    pub(super) words: Vec<String>,
    pub(super) title: String,
    pub(super) rows: Vec<Vec<String>>,
}

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct Code {
    pub(super) words: Vec<String>,
    pub(super) fence: String,
    pub(super) lines: Vec<String>,
    pub(super) about: String,
}

/// What a text with one of `words` is about. A conversation gets the passages one after the other.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct Topic {
    pub(super) words: Vec<String>,
    pub(super) passages: Vec<Vec<String>>,
}

#[derive(Debug, Default, Deserialize)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub(super) struct Values {
    /// By the `format` of a schema.
    pub(super) formats: HashMap<String, String>,
    pub(super) strings: Vec<Named<String>>,
    pub(super) numbers: Vec<Named<f64>>,
    pub(super) others: Others,
    /// Words that begin a sentence and name nothing.
    pub(super) not_names: Vec<String>,
}

/// Values for members of certain names: what the question says, else the first of `values` that is not taken.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct Named<T> {
    pub(super) names: Vec<String>,
    /// An expression that finds the value in the question, as its group or as a whole.
    #[serde(default, deserialize_with = "expression")]
    pub(super) find: Option<Regex>,
    /// What `find` does not find may be the last name in the question.
    #[serde(default)]
    pub(super) named: bool,
    #[serde(default)]
    pub(super) capital: bool,
    /// A question that has such a value calls the tool that takes it.
    #[serde(default)]
    pub(super) calls: bool,
    pub(super) from: Option<From>,
    pub(super) values: Vec<T>,
}

/// Where a text comes from.
#[derive(Debug, Clone, Copy, Deserialize)]
#[serde(rename_all = "camelCase")]
pub(super) enum From {
    /// A sentence of the answer.
    Passage,
    /// The question itself.
    Question,
    /// Its long words.
    Keyword,
}

/// For members whose name says nothing.
#[derive(Debug, Default, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct Others {
    pub(super) number: f64,
    /// Finds a number.
    #[serde(deserialize_with = "expression")]
    pub(super) find: Option<Regex>,
    /// Finds the example in a description.
    #[serde(deserialize_with = "expression")]
    pub(super) example: Option<Regex>,
    /// Finds names.
    #[serde(deserialize_with = "expression")]
    pub(super) name: Option<Regex>,
    pub(super) string: String,
    /// Tried in turn where a schema has a `pattern`.
    pub(super) patterns: Vec<String>,
}

fn expression<'de, D: Deserializer<'de>>(deserializer: D) -> Result<Option<Regex>, D::Error> {
    let text = Option::<String>::deserialize(deserializer)?;
    text.map(|text| Regex::new(&text).map_err(D::Error::custom)).transpose()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn read<T: serde::de::DeserializeOwned>(data: &str) -> T {
        serde_json::from_str(data).unwrap()
    }

    #[test]
    fn the_data_can_be_read() {
        let replies: Replies = read(include_str!("../../data/replies.json"));
        assert!(replies.tables.last().is_some_and(|table| table.words.is_empty()), "the last table is for all else");
        assert!(replies.tables.iter().all(|table| table.rows.iter().all(|row| row.len() == table.rows[0].len())));
        assert_eq!(replies.reasoning.forms.len(), Form::ALL.len());
        let values: Values = read(include_str!("../../data/values.json"));
        assert!(values.strings.iter().all(|named| !named.values.is_empty()));
        assert!(values.numbers.iter().all(|named| !named.values.is_empty()));
    }

    #[test]
    fn passages_are_whole_sentences() {
        let topics: Vec<Topic> = read(include_str!("../../data/passages.json"));
        let replies: Replies = read(include_str!("../../data/replies.json"));
        let passages = topics.iter().flat_map(|topic| &topic.passages).chain(&replies.general);
        for passage in passages {
            assert!(passage.len() >= 3, "{passage:?}");
            for sentence in passage {
                let end = sentence.trim_end_matches(|c: char| !c.is_alphanumeric() && !".?!".contains(c));
                assert!(end.ends_with(['.', '?', '!']) || end.len() < sentence.len(), "{sentence}");
                assert!(sentence.starts_with(|c: char| c.is_uppercase() || c == '"'), "{sentence}");
            }
        }
    }
}
