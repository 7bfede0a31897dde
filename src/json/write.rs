//! Tree and pieces to text.

use super::Text;
use super::Value;
use super::parse::plain_length;
use super::parse::unicode;

/// Appends `text` as it is written inside of a string of JSON.
pub fn escape(text: &str, escaped: &mut String) {
    let mut rest = text;
    loop {
        // What is special is ASCII, so it parts no character.
        let (plain, special) = rest.split_at_checked(plain_length(rest.as_bytes())).unwrap_or((rest, ""));
        escaped.push_str(plain);
        let mut characters = special.chars();
        match characters.next() {
            None => return,
            Some('\n') => escaped.push_str("\\n"),
            Some(character @ ('"' | '\\')) => {
                escaped.push('\\');
                escaped.push(character);
            }
            Some(character) => {
                escaped.push_str("\\u00");
                for nibble in [character as u32 >> 4, character as u32 & 15] {
                    escaped.push(char::from_digit(nibble, 16).unwrap_or('0'));
                }
            }
        }
        rest = characters.as_str();
    }
}

/// Writes JSON piece by piece. It puts commas where they belong; the caller gives every `open` its `close`.
#[derive(Debug, Default)]
pub struct Writer {
    text: String,
}

impl Writer {
    /// Begins an object (`{`) or a list (`[`).
    pub fn open(&mut self, bracket: char) -> &mut Self {
        self.separate();
        self.text.push(bracket);
        self
    }

    /// Ends an object (`}`) or a list (`]`).
    pub fn close(&mut self, bracket: char) -> &mut Self {
        self.text.push(bracket);
        self
    }

    /// Ends several of them, innermost first.
    pub fn close_all(&mut self, brackets: &str) -> &mut Self {
        self.text.push_str(brackets);
        self
    }

    /// The name of a member; its value comes next. For names that need no escapes.
    pub fn key(&mut self, name: &str) -> &mut Self {
        self.separate();
        self.quoted(name);
        self.text.push(':');
        self
    }

    /// The same, for a name as it was written elsewhere.
    pub fn member(&mut self, name: Text<'_>) -> &mut Self {
        self.text(name).colon()
    }

    /// Makes the string before it the name of a member.
    pub fn colon(&mut self) -> &mut Self {
        self.text.push(':');
        self
    }

    /// A string.
    pub fn string(&mut self, text: &str) -> &mut Self {
        self.separate();
        self.text.push('"');
        escape(text, &mut self.text);
        self.text.push('"');
        self
    }

    /// A string as it was written elsewhere.
    pub fn text(&mut self, text: Text<'_>) -> &mut Self {
        self.separate();
        self.quoted(text.escaped());
        self
    }

    /// A whole number.
    pub fn number(&mut self, number: u32) -> &mut Self {
        self.raw(&number.to_string())
    }

    /// JSON as it was written elsewhere: a number, a word, a whole value, or members of an object. It may end with the
    /// name of a member, or with open brackets.
    pub fn raw(&mut self, json: &str) -> &mut Self {
        self.separate();
        self.text.push_str(json);
        self
    }

    /// The same, unless it is nothing.
    pub fn raw_if(&mut self, json: &str) -> &mut Self {
        if json.is_empty() { self } else { self.raw(json) }
    }

    /// A value as it is.
    pub fn value(&mut self, value: &Value<'_>) -> &mut Self {
        match value {
            Value::Null => self.raw("null"),
            Value::Bool(true) => self.raw("true"),
            Value::Bool(false) => self.raw("false"),
            Value::Number(number) => self.raw(number),
            Value::String(text) => self.text(*text),
            Value::Array(items) => {
                self.open('[');
                for item in items {
                    self.value(item);
                }
                self.close(']')
            }
            Value::Object(members) => {
                self.open('{');
                for (key, value) in members {
                    self.member(*key).value(value);
                }
                self.close('}')
            }
        }
    }

    /// The text so far.
    pub fn as_str(&self) -> &str {
        &self.text
    }

    /// Whether nothing was written yet.
    pub fn is_empty(&self) -> bool {
        self.text.is_empty()
    }

    /// The whole text.
    pub fn finish(self) -> String {
        self.text
    }

    /// The same for a service. Half a surrogate pair becomes U+FFFD: no service takes its escape, and UTF-8 has no
    /// other spelling.
    pub fn finish_for_service(self) -> String {
        let (mut text, mut rest) = (String::with_capacity(self.text.len()), &*self.text);
        while let Some(at) = rest.bytes().position(|byte| byte == b'\\') {
            let (plain, escape) = rest.split_at_checked(at).unwrap_or_default();
            text.push_str(plain);
            let (character, after) = match escape.strip_prefix("\\u") {
                Some(digits) => unicode(digits),
                None => ('\0', escape.get(2..).unwrap_or_default()),
            };
            rest = after;
            if character == char::REPLACEMENT_CHARACTER {
                text.push(character);
            } else {
                // Not `strip_suffix`, which would compare the whole rest at each escape.
                text.push_str(escape.get(..escape.len().saturating_sub(rest.len())).unwrap_or_default());
            }
        }
        text.push_str(rest);
        text
    }

    fn quoted(&mut self, escaped: &str) {
        self.text.push('"');
        self.text.push_str(escaped);
        self.text.push('"');
    }

    fn separate(&mut self) {
        if !matches!(self.text.as_bytes().last(), None | Some(b'{' | b'[' | b':')) {
            self.text.push(',');
        }
    }
}
