//! Schemas of tools for Nova, which knows `type`, `properties` and `required` at the top and nothing else: with other
//! members there it ignores the tool, or fails. So each definition at the top stands in the places that refer to it.
//!
//! <https://docs.aws.amazon.com/nova/latest/userguide/prompting-tool-troubleshooting.html>

use super::Draft;
use super::grammar::REFERENCE_DEPTH_MAX;
use super::schema_top::Top;
use super::schema_top::definition as definition_of;
use crate::json::Value;
use crate::json::Writer;
use crate::translate::index::Index;

/// Writes the members of an input's schema that Nova takes, all but its `type`.
pub(super) fn write_nova_schema(draft: &mut Draft<'_>, tool: &str, schema: &Value<'_>, out: &mut Writer) {
    let mut inlining = Inlining { root: schema, open: vec![schema], references: 0, depth: 0, was_cut: false };
    let top = Top::of(schema);
    if top.is_empty() {
        out.key("properties").open('{').close('}');
    }
    top.write(draft, tool, out, &mut |schema, out| {
        inlining.write(schema, out);
    });
    if inlining.was_cut {
        draft.warnings.changed(
            "`tools`: a schema refers to itself, or too deep, which Nova does not understand: in that place any object is \
             allowed.",
            &[],
        );
    }
}

/// Puts definitions in the places of the references to them.
struct Inlining<'s, 'a> {
    root: &'s Value<'a>,
    /// The definitions that are being written, one within the other.
    open: Vec<&'s Value<'a>>,
    references: usize,
    depth: usize,
    was_cut: bool,
}

/// Definitions that use each other more than once multiply.
const BYTES_MAX: usize = 200_000;
const REFERENCES_MAX: usize = 500;

impl<'s, 'a> Inlining<'s, 'a> {
    fn write<'w>(&mut self, value: &'s Value<'a>, out: &'w mut Writer) -> &'w mut Writer {
        match value {
            Value::Object(_) => {
                out.open('{');
                self.depth = self.depth.saturating_add(1);
                self.write_members(value, &mut Index::default(), out);
                self.depth = self.depth.saturating_sub(1);
                out.close('}')
            }
            Value::Array(items) => {
                out.open('[');
                for item in items {
                    self.write(item, out);
                }
                out.close(']')
            }
            _ => out.value(value),
        }
    }

    /// Writes an object's members, and from its reference those that it does not have itself.
    fn write_members(&mut self, object: &'s Value<'a>, written: &mut Index, out: &mut Writer) {
        let mut definition = None;
        if !object.get("$ref").is_null() {
            self.references = self.references.saturating_add(1);
            // Beyond the limit, no definition is looked for.
            definition =
                if self.references > REFERENCES_MAX { Some(self.root) } else { definition_of(self.root, object) };
        }
        for (name, value) in object.members() {
            let is_reference = definition.is_some() && name.is("$ref");
            let key = name.escaped().as_bytes();
            if !is_reference && written.find(key).is_none() {
                written.set(key, 0);
                self.write(value, out.member(*name));
            }
        }
        let Some(definition) = definition else { return };
        let is_open = self.open.iter().any(|open| std::ptr::eq(*open, definition));
        let depth = self.depth.saturating_add(self.open.len());
        if is_open || depth > REFERENCE_DEPTH_MAX || out.as_str().len() > BYTES_MAX {
            self.was_cut = true;
            if written.find(b"type").is_none() {
                out.key("type").string("object");
            }
            return;
        }
        self.open.push(definition);
        self.write_members(definition, written, out);
        self.open.pop();
    }
}
