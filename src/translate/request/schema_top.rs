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

/// What a schema and its alternatives come to together.
#[derive(Default)]
pub(super) struct Top<'s, 'a> {
    /// Each property, with the schemas that it has.
    properties: Vec<(Text<'a>, Vec<&'s Value<'a>>)>,
    required: Vec<Text<'a>>,
}

/// The members that this module writes.
pub(super) const MEMBERS: [&str; 6] = ["properties", "required", "anyOf", "oneOf", "allOf", "$ref"];

const ALTERNATIVES: [&str; 3] = ["anyOf", "oneOf", "allOf"];

/// References may go round in circles.
const DEPTH_MAX: u32 = 8;

impl<'s, 'a> Top<'s, 'a> {
    /// Reads it.
    pub(super) fn of(schema: &'s Value<'a>) -> Self {
        let mut top = Self::default();
        top.required = top.add(schema, schema, DEPTH_MAX);
        top
    }

    /// Whether it names no property.
    pub(super) fn is_empty(&self) -> bool {
        self.properties.is_empty()
    }

    /// Adds the properties of a schema and of its alternatives; says which of them every alternative wants.
    fn add(&mut self, root: &'s Value<'a>, schema: &'s Value<'a>, depth: u32) -> Vec<Text<'a>> {
        let Some(depth) = depth.checked_sub(1) else { return Vec::new() };
        for (name, schema) in schema.get("properties").members() {
            match self.properties.iter_mut().find(|(known, _)| known == name) {
                Some((_, schemas)) if schemas.contains(&schema) => {}
                Some((_, schemas)) => schemas.push(schema),
                None => self.properties.push((*name, vec![schema])),
            }
        }
        let mut required: Vec<_> = schema.get("required").items().iter().filter_map(Value::text).collect();
        if let Some(definition) = definition(root, schema) {
            required.extend(self.add(root, definition, depth));
        }
        for group in ALTERNATIVES {
            let mut common: Option<Vec<Text<'a>>> = None;
            for alternative in schema.get(group).items() {
                let wanted = self.add(root, alternative, depth);
                match &mut common {
                    Some(common) if group == "allOf" => common.extend(wanted),
                    Some(common) => common.retain(|name| wanted.contains(name)),
                    None => common = Some(wanted),
                }
            }
            required.extend(common.into_iter().flatten());
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
        if !self.is_empty() {
            out.key("properties").open('{');
        }
        for (name, schemas) in &self.properties {
            let sent = self.sent(draft, tool, *name);
            out.member(Text::written(&sent));
            match schemas.as_slice() {
                [schema] => write(schema, out),
                schemas => {
                    out.open('{').key("anyOf").open('[');
                    for schema in schemas {
                        write(schema, out);
                    }
                    out.close_all("]}");
                }
            }
        }
        if !self.is_empty() {
            out.close('}');
        }
        if !self.required.is_empty() {
            out.key("required").open('[');
            for (position, name) in self.required.iter().enumerate() {
                if !self.required.iter().take(position).any(|before| before == name) {
                    out.text(Text::written(&self.sent(draft, tool, *name)));
                }
            }
            out.close(']');
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
        let sent = free_name(&text, &is_letter, &|free| {
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

/// What the object's `$ref` means, if it has one that leads to something.
pub(super) fn definition<'s, 'a>(root: &'s Value<'a>, object: &Value<'a>) -> Option<&'s Value<'a>> {
    let reference = object.get("$ref").str()?;
    let definition = match reference.strip_prefix("#")?.split('/').collect::<Vec<_>>().as_slice() {
        [""] => root,
        ["", group @ ("$defs" | "definitions"), name] => root.get(group).get(name),
        _ => return None,
    };
    (!definition.is_null()).then_some(definition)
}
