//! What is wrong with the shape of a request, in the words of AWS's framework: every complaint about enums, patterns,
//! ranges and required members at once, with paths counted from one.

use std::ops::RangeInclusive;

use serde_json::Value;

use crate::errors::ServiceError;
use crate::json;

/// Collects what is wrong with the shape of a request.
#[derive(Default)]
pub(crate) struct Shape(Vec<String>);

impl Shape {
    pub(crate) fn fail(&mut self, path: &str, constraint: &str) {
        self.0.push(format!("Value at '{path}' failed to satisfy constraint: {constraint}"));
    }

    pub(crate) fn missing(&mut self, path: &str) {
        self.fail(path, "Member must not be null");
    }

    pub(crate) fn one_of(
        &mut self,
        holder: &Value,
        member: &str,
        path: &str,
        allowed: &[&str],
    ) -> Result<(), ServiceError> {
        if let Some(value) = json::string(holder, member)? {
            self.choice(&join(path, member), value, allowed);
        }
        Ok(())
    }

    pub(crate) fn choice(&mut self, path: &str, value: &str, allowed: &[&str]) {
        if !allowed.contains(&value) {
            let set = allowed.join(", ");
            self.fail(path, &format!("Member must satisfy enum value set: [{set}]"));
        }
    }

    /// A choice that must be made.
    pub(crate) fn required_one_of(
        &mut self,
        holder: &Value,
        member: &str,
        path: &str,
        allowed: &[&str],
    ) -> Result<(), ServiceError> {
        if let Some(value) = self.required_string(holder, member, path)? {
            self.choice(&join(path, member), value, allowed);
        }
        Ok(())
    }

    pub(crate) fn required_string<'a>(
        &mut self,
        holder: &'a Value,
        member: &str,
        path: &str,
    ) -> Result<Option<&'a str>, ServiceError> {
        let found = json::string(holder, member)?;
        Ok(self.required(found, member, path))
    }

    pub(crate) fn required_object<'a>(
        &mut self,
        holder: &'a Value,
        member: &str,
        path: &str,
    ) -> Result<Option<&'a Value>, ServiceError> {
        let found = json::object(holder, member)?;
        Ok(self.required(found, member, path))
    }

    /// A list that must be there, of the length that `count` says.
    pub(crate) fn required_list<'a>(
        &mut self,
        holder: &'a Value,
        member: &str,
        path: &str,
        count: RangeInclusive<usize>,
    ) -> Result<&'a [Value], ServiceError> {
        let found = json::list(holder, member)?;
        let list = self.required(found, member, path).map(Vec::as_slice);
        if let Some(list) = list {
            self.length(&join(path, member), list.len(), count);
        }
        Ok(list.unwrap_or_default())
    }

    /// A name of at most `max` characters out of letters, digits and `extra`.
    pub(crate) fn name(&mut self, value: &str, path: &str, extra: &str, max: usize) {
        if value.is_empty() || !value.chars().all(|c| c.is_ascii_alphanumeric() || extra.contains(c)) {
            self.pattern(path, &format!("[a-zA-Z0-9{extra}]+"));
        }
        self.length(path, value.chars().count(), 0..=max);
    }

    /// Says that a value does not follow `pattern`.
    pub(crate) fn pattern(&mut self, path: &str, pattern: &str) {
        self.fail(path, &format!("Member must satisfy regular expression pattern: {pattern}"));
    }

    pub(crate) fn length(&mut self, path: &str, length: usize, allowed: RangeInclusive<usize>) {
        if length < *allowed.start() {
            self.fail(path, &format!("Member must have length greater than or equal to {}", allowed.start()));
        }
        if length > *allowed.end() {
            self.fail(path, &format!("Member must have length less than or equal to {}", allowed.end()));
        }
    }

    pub(crate) fn range(
        &mut self,
        holder: &Value,
        member: &str,
        path: &str,
        target: &str,
        allowed: (f64, f64),
    ) -> Result<(), ServiceError> {
        if let Some(value) = json::number(holder, member, target)? {
            self.value(&join(path, member), value, allowed);
        }
        Ok(())
    }

    pub(crate) fn value(&mut self, path: &str, value: f64, (least, most): (f64, f64)) {
        if value < least {
            self.fail(path, &format!("Member must have value greater than or equal to {least}"));
        }
        if value > most {
            self.fail(path, &format!("Member must have value less than or equal to {most}"));
        }
    }

    pub(crate) fn into_result(self) -> Result<(), ServiceError> {
        match self.0.len() {
            0 => Ok(()),
            1 => Err(ServiceError::validation(format!("1 validation error detected: {}", self.0.concat()))),
            count => {
                Err(ServiceError::validation(format!("{count} validation errors detected: {}", self.0.join("; "))))
            }
        }
    }

    fn required<T>(&mut self, found: Option<T>, member: &str, path: &str) -> Option<T> {
        if found.is_none() {
            self.missing(&join(path, member));
        }
        found
    }
}

/// The path of a member; the request itself has none.
pub(crate) fn join(path: &str, member: &str) -> String {
    if path.is_empty() { member.to_owned() } else { format!("{path}.{member}") }
}
