//! Values for members of a schema that are only a name and a type: what the question says, or what is usual.

use regex::Regex;
use serde_json::Value;

use super::data::From;
use super::data::Named;
use super::data::VALUES;
use super::names::spaced;
use super::question::Question;

/// Where a value is to stand.
#[derive(Debug, Clone, Copy)]
pub(super) struct Place<'a> {
    pub(super) name: &'a str,
    /// The name of the object around it.
    pub(super) parent: &'a str,
    /// The position in the list around it.
    pub(super) index: usize,
}

impl Place<'_> {
    /// The value with the name that says most: both names, its own, its last word, its other words.
    fn named<'a, T>(&self, all: &'a [Named<T>]) -> Option<&'a Named<T>> {
        let (parent, name) = (plain(self.parent), plain(self.name));
        let words = name.split(' ').rev();
        let keys = [format!("{parent} {name}"), name.clone()];
        let mut keys = keys.iter().map(String::as_str).chain(words);
        keys.find_map(|key| all.iter().find(|named| named.names.iter().any(|name| plain(name) == key)))
    }

    /// A text, if the question or the name says which.
    pub(super) fn string(&self, schema: &Value, question: &Question) -> Option<String> {
        let by_name = self.named(&VALUES.strings);
        if let Some(told) = by_name.and_then(|named| self.told(named, question)) {
            return Some(told);
        }
        if let Some(example) = described(schema) {
            return Some(example);
        }
        let named = by_name?;
        let passage = question.topic.map(|_| question.passage()).unwrap_or_default();
        let taken = match named.from {
            Some(From::Passage) => passage.get(self.index).cloned(),
            Some(From::Question) => Some(question.text.clone()).filter(|text| !text.is_empty()),
            Some(From::Keyword) => question.keywords().get(self.index).cloned(),
            None => None,
        };
        taken.or_else(|| named.values.get(self.index.checked_rem(named.values.len())?).cloned())
    }

    /// What the question says.
    fn told(&self, named: &Named<String>, question: &Question) -> Option<String> {
        let finds = finds(named.find.as_ref(), &question.text);
        let is_name = |text: &String| !VALUES.not_names.contains(text);
        let found = finds.into_iter().map(|found| without_opener(&found)).filter(is_name).nth(self.index);
        let found = found.or_else(|| last_name(&question.text).filter(|_| named.named && self.index == 0))?;
        Some(if named.capital { capital(&found) } else { found })
    }

    /// Whether the question says what stands here.
    pub(super) fn is_told(&self, question: &Question) -> bool {
        let string = self.named(&VALUES.strings).and_then(|named| self.told(named, question));
        let number = || finds(self.named(&VALUES.numbers)?.find.as_ref(), &question.text).into_iter().next();
        string.or_else(number).is_some()
    }

    /// Whether the question has what only a tool for it can need, such as a sum.
    pub(super) fn is_called_for(&self, question: &Question) -> bool {
        self.named(&VALUES.strings).is_some_and(|named| named.calls && self.told(named, question).is_some())
    }

    /// A number within the bounds, from the question before the data.
    pub(super) fn number(&self, question: &Question, fits: impl Fn(f64) -> bool) -> f64 {
        let named = self.named(&VALUES.numbers);
        let find = named.map_or(VALUES.others.find.as_ref(), |named| named.find.as_ref());
        let told = finds(find, &question.text);
        let told = told.iter().filter_map(|text| text.parse().ok()).filter(|number| fits(*number)).nth(self.index);
        let usual = || {
            let values = &named?.values;
            values.get(self.index.checked_rem(values.len())?).copied()
        };
        told.or_else(usual).unwrap_or(VALUES.others.number)
    }
}

/// For a text that neither its name nor the question describes: the last name or word of the question.
pub(super) fn telling_word(question: &Question) -> String {
    let last_word = || {
        let mut words = question.text.split_whitespace().map(|word| word.trim_matches(|c: char| !c.is_alphanumeric()));
        words.rfind(|word| !word.is_empty()).map(str::to_owned)
    };
    last_name(&question.text).or_else(last_word).unwrap_or_else(|| VALUES.others.string.clone())
}

/// A text that a pattern matches, if there is one.
pub(super) fn matching(pattern: &str, wanted: &str) -> Option<String> {
    let pattern = Regex::new(pattern).ok()?;
    let values = VALUES.strings.iter().flat_map(|named| &named.values);
    let mut all = VALUES.others.patterns.iter().chain(VALUES.formats.values()).chain(values);
    if pattern.is_match(wanted) { Some(wanted.to_owned()) } else { all.find(|text| pattern.is_match(text)).cloned() }
}

/// The value of a format that is known.
pub(super) fn of_format(format: &str) -> Option<&'static str> {
    VALUES.formats.get(format).map(String::as_str)
}

/// The text, cut where it is too long; where it is too short, it is said once more.
pub(super) fn of_length(text: String, least: usize, most: usize) -> String {
    let longer = if text.is_empty() { VALUES.others.string.clone() } else { text };
    let mut text = longer.clone();
    while text.chars().count() < least {
        text = text + " " + &longer;
    }
    if most == usize::MAX { text } else { text.chars().take(most).collect() }
}

/// What an expression finds: its group, or the whole.
fn finds(expression: Option<&Regex>, text: &str) -> Vec<String> {
    let captures = expression.into_iter().flat_map(|expression| expression.captures_iter(text));
    let found = captures.filter_map(|found| found.get(1).or_else(|| found.get(0)));
    found.map(|found| found.as_str().trim().to_owned()).collect()
}

/// The example in a description: "An IANA name such as Europe/Paris".
fn described(schema: &Value) -> Option<String> {
    let text = schema.get("description")?.as_str()?;
    let found = finds(VALUES.others.example.as_ref(), text).into_iter().next()?;
    let found = found.trim_end_matches('.');
    (!found.is_empty()).then(|| found.to_owned())
}

/// The last word with a capital, other than those that begin a sentence and name nothing.
fn last_name(text: &str) -> Option<String> {
    let names = finds(VALUES.others.name.as_ref(), text);
    names.iter().map(|name| without_opener(name)).rfind(|name| !VALUES.not_names.contains(name))
}

/// "Is Oslo" names Oslo.
fn without_opener(name: &str) -> String {
    match name.split_once(' ') {
        Some((first, rest)) if VALUES.not_names.iter().any(|word| word == first) => rest.to_owned(),
        _ => name.to_owned(),
    }
}

fn capital(text: &str) -> String {
    let mut chars = text.chars();
    chars.next().map(|first| first.to_uppercase().chain(chars).collect()).unwrap_or_default()
}

/// `birthPlaces` and `birth_place` are both "birth place".
fn plain(name: &str) -> String {
    let words: Vec<String> = spaced(name).split_whitespace().map(singular).collect();
    words.join(" ")
}

fn singular(word: &str) -> String {
    word.strip_suffix('s').filter(|rest| !rest.ends_with('s') && rest.len() > 2).unwrap_or(word).to_owned()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::reply::question::asked;

    fn at(name: &str) -> Place<'_> {
        Place { name, parent: "", index: 0 }
    }

    #[test]
    fn the_question_says_what_stands_where() {
        for (text, name, value) in [
            ("What is the weather in Oslo today?", "city", "Oslo"),
            ("Is New York sunny?", "cityName", "New York"),
            ("what is 3*4", "expression", "3*4"),
            ("Please compute 7 * sqrt(4) + (2 - 1), thanks", "expression", "7 * sqrt(4) + (2 - 1)"),
            ("What time is it in Asia/Tokyo?", "time_zone", "Asia/Tokyo"),
            ("Ada Lovelace, born in London in 1815, wrote a program.", "name", "Ada Lovelace"),
            ("Ada Lovelace, born in London in 1815, wrote a program.", "birthPlace", "London"),
            ("Give me a short recipe for pancakes.", "title", "Pancakes"),
            ("Write to ada@example.org.", "email", "ada@example.org"),
            ("Which rivers are long?", "query", "Which rivers are long?"),
        ] {
            assert_eq!(at(name).string(&Value::Null, &asked(text)).as_deref(), Some(value), "{text}");
        }
        assert_eq!(at("birthYear").number(&asked("Ada, 36, was born in 1815"), |_| true), 1815.0);
        assert_eq!(at("age").number(&asked("Ada, 36, was born in 1815"), |_| true), 36.0);
        assert!(at("expression").is_called_for(&asked("what is 3*4")));
        assert!(
            !at("expression").is_called_for(&asked("born in 1815")) && !at("city").is_called_for(&asked("in Oslo"))
        );
        assert!(at("city").is_told(&asked("Rain in Oslo?")) && !at("city").is_told(&asked("will it rain?")));
    }

    #[test]
    fn a_name_has_a_usual_value() {
        let question = asked("help");
        let schema = serde_json::json!({"description": "An IANA name such as Africa/Nairobi; empty for none"});
        assert_eq!(at("city").string(&Value::Null, &question).as_deref(), Some("Paris"));
        assert_eq!(at("zone").string(&schema, &question).as_deref(), Some("Africa/Nairobi"));
        assert_eq!(at("whatever").string(&Value::Null, &question), None);
        let flour = Place { name: "name", parent: "ingredients", index: 1 };
        assert_eq!(flour.string(&Value::Null, &question).as_deref(), Some("milk"));
        assert_eq!(at("pages").number(&question, |_| true), VALUES.others.number);
        assert_eq!(matching("^[A-Z]{3}$", "help").as_deref(), Some("ABC"));
        assert_eq!(matching("^he", "help").as_deref(), Some("help"));
    }
}
