//! What Bedrock's JSON Schema validator says of a body: every complaint at once, in its words, as in
//! <https://github.com/BerriAI/litellm/issues/30314> (`#: extraneous key […] is not permitted, #: required key […] not
//! found`), <https://github.com/aws-samples/bedrock-access-gateway/issues/41> (`#/texts/41: expected maxLength: 2048`)
//! and <https://github.com/promptfoo/promptfoo/issues/914> (`#/p: 1 is not less or equal to 0.99`). The validator is
//! Everit's, whose other messages are taken from its source.

use std::fmt::Display;
use std::ops::RangeInclusive;

use serde_json::Value;

use super::malformed;
use crate::errors::ServiceError;

/// Collects what is wrong with a body.
#[derive(Default)]
pub(super) struct Schema(Vec<String>);

impl Schema {
    /// An object with these members and no others. Whether it is one.
    pub(super) fn object(&mut self, value: &Value, place: &str, required: &[&str], optional: &[&str]) -> bool {
        let Some(members) = value.as_object() else {
            self.wrong_type(place, "JSONObject", value);
            return false;
        };
        for name in required.iter().filter(|name| !members.contains_key(**name)) {
            self.say(place, format!("required key [{name}] not found"));
        }
        let is_known = |name: &String| required.contains(&name.as_str()) || optional.contains(&name.as_str());
        for name in members.keys().filter(|name| !is_known(name)) {
            self.say(place, format!("extraneous key [{name}] is not permitted"));
        }
        true
    }

    /// A string that may be missing, of so many characters.
    pub(super) fn text<'a>(
        &mut self,
        holder: &'a Value,
        place: &str,
        name: &str,
        length: RangeInclusive<usize>,
    ) -> Option<&'a str> {
        let found = holder.get(name)?;
        self.string(found, &format!("{place}/{name}"), length)
    }

    pub(super) fn string<'a>(
        &mut self,
        value: &'a Value,
        place: &str,
        length: RangeInclusive<usize>,
    ) -> Option<&'a str> {
        let Some(text) = value.as_str() else {
            self.wrong_type(place, "String", value);
            return None;
        };
        let actual = text.chars().count();
        if actual < *length.start() {
            self.say(place, format!("expected minLength: {}, actual: {actual}", length.start()));
        }
        if actual > *length.end() {
            self.say(place, format!("expected maxLength: {}, actual: {actual}", length.end()));
        }
        Some(text)
    }

    /// A list that may be missing, of so many items.
    pub(super) fn list<'a>(
        &mut self,
        holder: &'a Value,
        place: &str,
        name: &str,
        count: RangeInclusive<usize>,
    ) -> &'a [Value] {
        let place = format!("{place}/{name}");
        let Some(found) = holder.get(name) else { return &[] };
        let Some(items) = found.as_array() else {
            self.wrong_type(&place, "JSONArray", found);
            return &[];
        };
        if items.len() < *count.start() {
            self.say(&place, format!("expected minimum item count: {}, found: {}", count.start(), items.len()));
        }
        if items.len() > *count.end() {
            self.say(&place, format!("expected maximum item count: {}, found: {}", count.end(), items.len()));
        }
        items
    }

    /// One of some strings; nothing if it is missing.
    pub(super) fn word<'a>(&mut self, holder: &'a Value, place: &str, name: &str, allowed: &[&str]) -> Option<&'a str> {
        let found = holder.get(name)?;
        let word = found.as_str().filter(|word| allowed.contains(word));
        if word.is_none() {
            self.not_in_enum(&format!("{place}/{name}"), found);
        }
        word
    }

    /// One of some numbers; nothing if it is missing.
    pub(super) fn one_of(&mut self, holder: &Value, place: &str, name: &str, allowed: &[u64]) -> Option<u64> {
        let found = holder.get(name)?;
        let number = found.as_u64().filter(|number| allowed.contains(number));
        if number.is_none() {
            self.not_in_enum(&format!("{place}/{name}"), found);
        }
        number
    }

    /// A number in a range; nothing if it is missing.
    pub(super) fn number(&mut self, holder: &Value, place: &str, name: &str, range: (f64, f64)) -> Option<f64> {
        let found = holder.get(name)?;
        let place = format!("{place}/{name}");
        let Some(number) = found.as_f64() else {
            self.wrong_type(&place, "Number", found);
            return None;
        };
        if number < range.0 {
            self.say(&place, format!("{found} is not greater or equal to {}", range.0));
        }
        if number > range.1 {
            self.say(&place, format!("{found} is not less or equal to {}", range.1));
        }
        Some(number)
    }

    /// A whole number in a range; nothing if it is missing.
    pub(super) fn whole(&mut self, holder: &Value, place: &str, name: &str, range: (u64, u64)) -> Option<u64> {
        let found = holder.get(name)?;
        if found.is_number() && found.as_u64().is_none() && !found.is_i64() {
            self.wrong_type(&format!("{place}/{name}"), "Integer", found);
            return None;
        }
        self.number(holder, place, name, (range.0 as f64, range.1 as f64)).map(|number| number as u64)
    }

    /// `true` or `false`; nothing if it is missing.
    pub(super) fn flag(&mut self, holder: &Value, place: &str, name: &str) -> Option<bool> {
        let found = holder.get(name)?;
        if !found.is_boolean() {
            self.wrong_type(&format!("{place}/{name}"), "Boolean", found);
        }
        found.as_bool()
    }

    pub(super) fn say(&mut self, place: &str, complaint: impl Display) {
        self.0.push(format!("{place}: {complaint}"));
    }

    pub(super) fn finish(self) -> Result<(), ServiceError> {
        if self.0.is_empty() { Ok(()) } else { Err(malformed(Some(&self.0.join(", ")))) }
    }

    fn not_in_enum(&mut self, place: &str, found: &Value) {
        let found = found.as_str().map_or_else(|| found.to_string(), str::to_owned);
        self.say(place, format!("{found} is not a valid enum value"));
    }

    fn wrong_type(&mut self, place: &str, expected: &str, found: &Value) {
        let found = match found {
            Value::Null => "Null",
            Value::Bool(_) => "Boolean",
            Value::Number(number) if number.is_f64() => "BigDecimal",
            Value::Number(_) => "Integer",
            Value::String(_) => "String",
            Value::Array(_) => "JSONArray",
            Value::Object(_) => "JSONObject",
        };
        self.say(place, format!("expected type: {expected}, found: {found}"));
    }
}
