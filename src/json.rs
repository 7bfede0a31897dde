//! JSON as a tree that borrows from its text: a translation copies each value once, as it was written, and reads
//! numbers and strings only when somebody looks at them.
//!
//! `serde_json` would be 9 KB of brotli before the first type; it is the oracle in the tests. JavaScript's own
//! `JSON.parse` and `JSON.stringify` are at the other end of every text here, so input is well formed, but an error's
//! body or a tool's arguments need not be.

mod parse;
mod write;

use std::borrow::Cow;

pub use self::parse::parse;
pub use self::parse::read;
pub use self::write::Writer;
pub use self::write::escape;

/// A JSON value.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub enum Value<'a> {
    /// `null`, or a missing value.
    #[default]
    Null,
    /// `true` or `false`
    Bool(bool),
    /// As it was written.
    Number(&'a str),
    /// A string.
    String(Text<'a>),
    /// A list.
    Array(Vec<Value<'a>>),
    /// Members in their order.
    Object(Vec<(Text<'a>, Value<'a>)>),
}

/// A JSON string as it was written, without its quotes.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Text<'a>(&'a str);

impl<'a> Value<'a> {
    /// The member of an object, or `null`.
    pub fn get(&self, name: &str) -> &Self {
        let found = self.members().iter().rev().find(|(key, _)| key.is(name));
        found.map_or(&Self::Null, |(_, value)| value)
    }

    /// The members of an object; empty for anything else.
    pub fn members(&self) -> &[(Text<'a>, Self)] {
        if let Self::Object(members) = self { members } else { &[] }
    }

    /// The items of a list; empty for anything else.
    pub fn items(&self) -> &[Self] {
        if let Self::Array(items) = self { items } else { &[] }
    }

    /// A string.
    pub fn text(&self) -> Option<Text<'a>> {
        if let Self::String(text) = self { Some(*text) } else { None }
    }

    /// A string, unescaped.
    pub fn str(&self) -> Option<Cow<'a, str>> {
        self.text().map(Text::unescaped)
    }

    /// The content of a string; empty for anything else.
    pub fn said(&self) -> Cow<'a, str> {
        self.text().unwrap_or_default().unescaped()
    }

    /// Whether it is a string with this content.
    pub fn says(&self, text: &str) -> bool {
        self.text().is_some_and(|said| said.is(text))
    }

    /// A string as it was written, or nothing: to compare with words that nobody writes with escapes.
    pub fn word(&self) -> &'a str {
        self.text().map_or("", Text::escaped)
    }

    /// A whole number that is not negative.
    pub fn u32(&self) -> Option<u32> {
        if let Self::Number(number) = self { number.parse().ok() } else { None }
    }

    /// `true` or `false`
    pub fn bool(&self) -> Option<bool> {
        if let Self::Bool(value) = self { Some(*value) } else { None }
    }

    /// Whether it is `null` or missing.
    pub fn is_null(&self) -> bool {
        matches!(self, Self::Null)
    }
}

impl<'a> Text<'a> {
    /// A string that needs no escapes.
    pub fn plain(text: &'a str) -> Self {
        Self(text)
    }

    /// A string as it is written in JSON, without its quotes: the output of [`escape`] and [`Text::escaped`], or
    /// several of these in a row.
    pub fn written(escaped: &'a str) -> Self {
        Self(escaped)
    }

    /// As it was written, escapes and all.
    pub fn escaped(self) -> &'a str {
        self.0
    }

    /// Whether this is its content. Half a surrogate pair, which no `str` can hold, counts as U+FFFD.
    pub fn is(self, text: &str) -> bool {
        self.unescaped() == text
    }

    /// Its content, unescaped.
    pub fn unescaped(self) -> Cow<'a, str> {
        if self.has_escapes() { Cow::Owned(parse::unescape(self.0)) } else { Cow::Borrowed(self.0) }
    }

    /// Whether it is white space alone, or nothing.
    pub fn is_blank(self) -> bool {
        self.unescaped().chars().all(char::is_whitespace)
    }

    fn has_escapes(self) -> bool {
        // Nothing else in there is special.
        parse::plain_length(self.0.as_bytes()) < self.0.len()
    }
}
