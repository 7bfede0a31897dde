//! The top of a tool's schema as Claude and Nova take it: one object, without alternatives and references. And the
//! names of its properties: Claude takes `[a-zA-Z0-9_.-]{1,64}`.
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
use crate::translate::index::Index;

/// A schema, and the sum of it and its alternatives.
pub(super) struct Top<'s, 'a> {
    schema: &'s Value<'a>,
    /// Each property, with its schema; with several if the alternatives differ.
    properties: Vec<(Text<'a>, Vec<&'s Value<'a>>)>,
    /// Where each is, by its name as it is written.
    places: Index,
}

/// The members that this module writes.
pub(super) const MEMBERS: &str = "properties required anyOf oneOf allOf $ref";

const ALTERNATIVES: [&str; 3] = ["allOf", "anyOf", "oneOf"];

/// References may go round in circles, and meet again and again.
const STEPS_MAX: usize = 500;

impl<'s, 'a> Top<'s, 'a> {
    /// Reads it.
    pub(super) fn of(schema: &'s Value<'a>) -> Self {
        let mut top = Self { schema, properties: Vec::new(), places: Index::default() };
        top.add(schema, &mut Vec::new());
        top
    }

    /// Whether it names no property.
    pub(super) fn is_empty(&self) -> bool {
        self.properties.is_empty()
    }

    /// Adds the properties of a schema, of its reference and of its alternatives.
    fn add(&mut self, schema: &'s Value<'a>, seen: &mut Vec<&'s Value<'a>>) {
        if seen.len() > STEPS_MAX || seen.iter().any(|known| std::ptr::eq(*known, schema)) {
            return;
        }
        seen.push(schema);
        for (name, property) in schema.get("properties").members() {
            let key = name.escaped().as_bytes();
            match self.places.find(key).and_then(|place| self.properties.get_mut(place)) {
                Some((_, schemas)) if schemas.contains(&property) => {}
                Some((_, schemas)) => schemas.push(property),
                None => {
                    self.places.set(key, self.properties.len());
                    self.properties.push((*name, vec![property]));
                }
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

    /// The properties that a schema wants whichever of its alternatives holds; some more than once.
    fn required(&self, schema: &'s Value<'a>, steps: &mut usize) -> Vec<Text<'a>> {
        let Some(left) = steps.checked_sub(1) else { return Vec::new() };
        *steps = left;
        let mut required: Vec<_> = schema.get("required").items().iter().filter_map(Value::text).collect();
        // One that refers to the whole says nothing more.
        if let Some(definition) = definition(self.schema, schema).filter(|it| !std::ptr::eq(*it, self.schema)) {
            required.extend(self.required(definition, steps));
        }
        for group in ALTERNATIVES {
            let alternatives = schema.get(group).items();
            // Each name with how many of the alternatives want it, and the number of the last one that does.
            let (mut wanted, mut places) = (Vec::<(Text<'a>, usize, usize)>::new(), Index::default());
            for (position, alternative) in alternatives.iter().enumerate() {
                for name in self.required(alternative, steps) {
                    let key = name.escaped().as_bytes();
                    match places.find(key).and_then(|place| wanted.get_mut(place)) {
                        Some((_, _, last)) if *last == position => {}
                        Some((_, count, last)) => (*count, *last) = (count.saturating_add(1), position),
                        None => {
                            places.set(key, wanted.len());
                            wanted.push((name, 1, position));
                        }
                    }
                }
            }
            let is_wanted = |count: usize| group == "allOf" || count == alternatives.len();
            required.extend(wanted.iter().filter(|(_, count, _)| is_wanted(*count)).map(|(name, ..)| name));
        }
        required
    }

    /// Writes the properties, each schema by `write`, and which of them are required.
    pub(super) fn write(
        &self,
        draft: &mut Draft<'_>,
        tool: &str,
        out: &mut Writer,
        write: &mut dyn FnMut(&'s Value<'a>, &mut Writer),
    ) {
        let mut wanted = Index::default();
        for name in self.required(self.schema, &mut STEPS_MAX.clone()) {
            wanted.set(name.escaped().as_bytes(), 0);
        }
        let mut required = Writer::default();
        if !self.properties.is_empty() {
            out.key("properties").open('{');
        }
        for (name, schemas) in &self.properties {
            let sent = self.sent(draft, tool, *name);
            out.member(Text::written(&sent));
            let has_several = schemas.len() > 1;
            if has_several {
                out.open('{').key("anyOf").open('[');
            }
            for schema in schemas {
                write(schema, out);
            }
            if has_several {
                out.close_all("]}");
            }
            if wanted.find(name.escaped().as_bytes()).is_some() {
                required.text(Text::written(&sent));
            }
        }
        if !self.properties.is_empty() {
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
        if let Some(known) = draft.names.sent_property(tool, &text) {
            return Cow::Owned(known.to_owned());
        }
        let key = |name: &str| [tool, ".", name].concat();
        let sent = free_name(&text, draft.names.pairs.len(), &is_letter, &|free| {
            self.places.find(free.as_bytes()).is_some() || draft.names.has(&key(free))
        });
        draft.names.add_property(tool, &sent, text.into_owned());
        Cow::Owned(sent)
    }
}

/// Whether there are alternatives at the top.
pub(super) fn has_alternatives(schema: &Value<'_>) -> bool {
    ALTERNATIVES.iter().any(|name| !schema.get(name).is_null())
}

/// The target of the object's `$ref`, if it has one that leads to something in its own document.
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
