//! The top of a tool's schema as Claude and Nova take it: one object, without alternatives and references. And names of
//! its properties, of which Claude takes `[a-zA-Z0-9_.-]{1,64}`.
//!
//! "input_schema does not support oneOf, allOf, or anyOf at the top level" (trycua/cua#3303, code-yeongyu/senpi#1947)

use std::borrow::Cow;

use super::Draft;
use super::tool_names::free_name;
use super::tool_names::is_letter;
use crate::json::Text;
use crate::json::Value;
use crate::json::Writer;
use crate::models::Family;

/// A schema, and what it and its alternatives come to together.
pub(super) struct Top<'s, 'a> {
    schema: &'s Value<'a>,
    /// Each property, with a schema that it has; with another one if the alternatives differ.
    properties: Vec<(Text<'a>, &'s Value<'a>)>,
}

/// The members that this module writes.
pub(super) const MEMBERS: &str = "properties required anyOf oneOf allOf $ref";

const ALTERNATIVES: [&str; 3] = ["allOf", "anyOf", "oneOf"];

/// References may go round in circles, and meet again and again.
const STEPS_MAX: usize = 500;

impl<'s, 'a> Top<'s, 'a> {
    /// Reads it.
    pub(super) fn of(schema: &'s Value<'a>) -> Self {
        let mut top = Self { schema, properties: Vec::new() };
        top.add(schema, &mut Vec::new());
        top
    }

    /// Whether it names no property.
    pub(super) fn is_empty(&self) -> bool {
        self.properties.is_empty()
    }

    /// Adds the properties of a schema, of what it refers to and of its alternatives.
    fn add(&mut self, schema: &'s Value<'a>, seen: &mut Vec<&'s Value<'a>>) {
        if seen.len() > STEPS_MAX || seen.iter().any(|known| std::ptr::eq(*known, schema)) {
            return;
        }
        seen.push(schema);
        for (name, property) in schema.get("properties").members() {
            if !self.properties.contains(&(*name, property)) {
                self.properties.push((*name, property));
            }
        }
        if let Some(definition) = definition(self.schema, schema) {
            self.add(definition, seen);
        }
        for group in ALTERNATIVES {
            for alternative in schema.get(group).items() {
                self.add(alternative, seen);
            }
        }
    }

    /// Whether a schema wants a property whichever of its alternatives holds.
    fn is_required(&self, schema: &'s Value<'a>, name: Text<'a>, steps: &mut usize) -> bool {
        let Some(left) = steps.checked_sub(1) else { return false };
        *steps = left;
        if schema.get("required").items().iter().any(|required| required.text() == Some(name)) {
            return true;
        }
        // One that refers to the whole says nothing more.
        let definition = definition(self.schema, schema).filter(|it| !std::ptr::eq(*it, self.schema));
        definition.is_some_and(|definition| self.is_required(definition, name, steps))
            || ALTERNATIVES.iter().any(|group| {
                let alternatives = schema.get(group).items();
                let count =
                    alternatives.iter().filter(|alternative| self.is_required(alternative, name, steps)).count();
                count > 0 && (*group == "allOf" || count == alternatives.len())
            })
    }

    /// Writes the properties, each schema by `write`, and which of them are required.
    pub(super) fn write(
        &self,
        draft: &mut Draft<'_>,
        tool: &str,
        out: &mut Writer,
        write: &mut dyn FnMut(&'s Value<'a>, &mut Writer),
    ) {
        let mut required = Writer::default();
        let mut written: Vec<Text<'a>> = Vec::new();
        for (name, schema) in &self.properties {
            if written.contains(name) {
                continue;
            }
            if written.is_empty() {
                out.key("properties").open('{');
            }
            written.push(*name);
            let sent = self.sent(draft, tool, *name);
            out.member(Text::written(&sent));
            let others = self.properties.iter().filter(|(other, schemas)| other == name && *schemas != *schema);
            if others.clone().next().is_none() {
                write(schema, out);
            } else {
                out.open('{').key("anyOf").open('[');
                write(schema, out);
                others.for_each(|(_, schema)| write(schema, out));
                out.close_all("]}");
            }
            let mut steps = STEPS_MAX;
            if self.is_required(self.schema, *name, &mut steps) {
                required.text(Text::written(&sent));
            }
        }
        if !written.is_empty() {
            out.close('}');
        }
        if !required.is_empty() {
            out.key("required").open('[').raw(required.as_str()).close(']');
        }
    }

    /// The name under which a property of a tool is sent, as it is written in JSON.
    fn sent(&self, draft: &mut Draft<'_>, tool: &str, name: Text<'a>) -> Cow<'a, str> {
        let is_letter = |letter: char| is_letter(letter) || letter == '.';
        let text = name.unescaped();
        let is_valid = (1..=64).contains(&text.len()) && text.chars().all(is_letter);
        if is_valid || draft.model.family() != Family::Claude {
            return Cow::Borrowed(name.escaped());
        }
        if let Some(known) = draft.sent_property(tool, &text) {
            return Cow::Owned(known.to_owned());
        }
        let key = |name: &str| [tool, ".", name].concat();
        let sent = free_name(&text, draft.names.len(), &is_letter, &|free| {
            self.properties.iter().any(|(name, _)| name.is(free))
                || draft.names.iter().any(|(known, _)| *known == key(free))
        });
        draft.names.push((key(&sent), text.into_owned()));
        Cow::Owned(sent)
    }
}

/// Whether there are alternatives at the top.
pub(super) fn has_alternatives(schema: &Value<'_>) -> bool {
    ALTERNATIVES.iter().any(|name| !schema.get(name).is_null())
}

/// What the object's `$ref` means, if it has one that leads to something in its own document.
pub(super) fn definition<'s, 'a>(root: &'s Value<'a>, object: &Value<'a>) -> Option<&'s Value<'a>> {
    let reference = object.get("$ref").str()?;
    let path = reference.strip_prefix('#')?.split('/').skip(1);
    let definition = path.fold(root, |at, segment| at.get(&unescaped(segment)));
    (!definition.is_null()).then_some(definition)
}

/// A segment of a JSON pointer, RFC 6901.
fn unescaped(segment: &str) -> String {
    let mut letters = segment.chars();
    let mut name = String::new();
    while let Some(letter) = letters.next() {
        let is_escape = letter == '~';
        name.push(if is_escape && letters.next() == Some('1') { '/' } else { letter });
    }
    name
}
