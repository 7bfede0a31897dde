//! A value of a request and where it stands, with the complaints of Anthropic's validator about it, which is pydantic:
//! the first one only, in its words.

use serde_json::Value;

use crate::errors::ServiceError;

/// Whether a check passed, or what Bedrock answers.
pub(super) type Checked<T = ()> = Result<T, ServiceError>;

#[derive(Debug, Clone)]
pub(super) struct Place<'a> {
    pub(super) value: &'a Value,
    pub(super) path: String,
}

impl<'a> Place<'a> {
    pub(super) fn root(value: &'a Value) -> Place<'a> {
        Place { value, path: String::new() }
    }

    pub(super) fn complaint<T>(&self, words: &str) -> Checked<T> {
        let colon = if self.path.is_empty() { "" } else { ": " };
        Err(ServiceError::validation(format!("{}{colon}{words}", self.path)))
    }

    /// The same value, named by the variant that a tag chose.
    pub(super) fn as_variant(&self, tag: &str) -> Place<'a> {
        Place { value: self.value, path: self.join(tag) }
    }

    /// A member, if it is there and not `null`.
    pub(super) fn member(&self, name: &str) -> Option<Place<'a>> {
        let value = self.value.get(name).filter(|value| !value.is_null())?;
        Some(Place { value, path: self.join(name) })
    }

    pub(super) fn required(&self, name: &str) -> Checked<Place<'a>> {
        match self.member(name) {
            Some(member) => Ok(member),
            None => Err(ServiceError::validation(format!("{}: Field required", self.join(name)))),
        }
    }

    /// Refuses members that nobody knows.
    pub(super) fn only(&self, known: &[&str]) -> Checked {
        let members = self.value.as_object().into_iter().flat_map(|members| members.keys());
        match members.into_iter().find(|name| !known.contains(&name.as_str())) {
            Some(name) => self.extra(name),
            None => Ok(()),
        }
    }

    pub(super) fn extra<T>(&self, name: &str) -> Checked<T> {
        Err(ServiceError::validation(format!("{}: Extra inputs are not permitted", self.join(name))))
    }

    pub(super) fn object(&self) -> Checked {
        if self.value.is_object() { Ok(()) } else { self.complaint("Input should be a valid dictionary") }
    }

    pub(super) fn text(&self) -> Checked<&'a str> {
        match self.value {
            Value::String(text) => Ok(text),
            _ => self.complaint("Input should be a valid string"),
        }
    }

    pub(super) fn boolean(&self) -> Checked {
        if self.value.is_boolean() { Ok(()) } else { self.complaint("Input should be a valid boolean") }
    }

    /// The items of a list.
    pub(super) fn items(&self) -> Checked<Vec<Place<'a>>> {
        let Value::Array(items) = self.value else { return self.complaint("Input should be a valid list") };
        Ok(items
            .iter()
            .enumerate()
            .map(|(index, value)| Place { value, path: self.join(&index.to_string()) })
            .collect())
    }

    pub(super) fn integer(&self, least: u64) -> Checked {
        if !self.value.is_number() || self.value.as_f64().is_some_and(|number| number.fract() != 0.0) {
            return self.complaint("Input should be a valid integer");
        }
        if self.value.as_u64().is_some_and(|number| number >= least) {
            return Ok(());
        }
        self.complaint(&format!("Input should be greater than or equal to {least}"))
    }

    /// A number from 0 to 1.
    pub(super) fn share(&self) -> Checked {
        match self.value.as_f64() {
            None => self.complaint("Input should be a valid number"),
            Some(number) if number < 0.0 => self.complaint("Input should be greater than or equal to 0"),
            Some(number) if number > 1.0 => self.complaint("Input should be less than or equal to 1"),
            Some(_) => Ok(()),
        }
    }

    /// One of some words.
    pub(super) fn choice(&self, known: &[&str]) -> Checked {
        if self.value.as_str().is_some_and(|word| known.contains(&word)) {
            return Ok(());
        }
        let (last, before) = known.split_last().unwrap_or((&"", &[]));
        let words =
            if before.is_empty() { format!("'{last}'") } else { format!("'{}' or '{last}'", before.join("', '")) };
        self.complaint(&format!("Input should be {words}"))
    }

    /// Letters, digits and some other characters.
    pub(super) fn name(&self, others: &str, most: Option<usize>) -> Checked<&'a str> {
        let text = self.text()?;
        let is_known = |c: char| c.is_ascii_alphanumeric() || others.contains(c);
        if !text.is_empty() && text.chars().all(is_known) && most.is_none_or(|most| text.len() <= most) {
            return Ok(text);
        }
        let count = most.map_or("+".to_owned(), |most| format!("{{1,{most}}}"));
        self.complaint(&format!("String should match pattern '^[a-zA-Z0-9{others}]{count}$'"))
    }

    /// The `type` that says which variant a value is.
    pub(super) fn tag(&self, known: &[&str]) -> Checked<&'a str> {
        self.object()?;
        let found = self.required("type")?.text()?;
        if known.contains(&found) { Ok(found) } else { self.unknown_tag(found, known) }
    }

    pub(super) fn unknown_tag<T>(&self, found: &str, known: &[&str]) -> Checked<T> {
        let known = known.join("', '");
        self.complaint(&format!(
            "Input tag '{found}' found using 'type' does not match any of the expected tags: '{known}'"
        ))
    }

    fn join(&self, name: &str) -> String {
        if self.path.is_empty() { name.to_owned() } else { format!("{}.{name}", self.path) }
    }
}
