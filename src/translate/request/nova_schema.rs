//! Schemas of tools for Nova, which knows `type`, `properties` and `required` at the top and nothing else: with other
//! members there it ignores the tool, or fails. So what is defined at the top stands where it is referred to.
//!
//! <https://docs.aws.amazon.com/nova/latest/userguide/prompting-tool-troubleshooting.html>

use super::Draft;
use super::schema_top::Top;
use super::schema_top::definition;
use crate::json::Text;
use crate::json::Value;
use crate::json::Writer;

/// Writes the members of an input's schema that Nova takes, all but its `type`.
pub(super) fn write_nova_schema(draft: &mut Draft<'_>, tool: &str, schema: &Value<'_>, out: &mut Writer) {
    let mut inlining = Inlining { root: schema, open: vec![schema], was_cut: false };
    let top = Top::of(schema);
    if top.is_empty() {
        out.key("properties").open('{').close('}');
    }
    top.write(draft, tool, out, &mut |schema, out| {
        inlining.write(schema, out);
    });
    if inlining.was_cut {
        draft.warnings.changed(
            "`tools`: a schema refers to itself, which Nova does not understand: in that place any object is allowed.",
            &[],
        );
    }
}

/// Puts definitions in the places of the references to them.
struct Inlining<'s, 'a> {
    root: &'s Value<'a>,
    /// The definitions that are being written, one within the other.
    open: Vec<&'s Value<'a>>,
    was_cut: bool,
}

/// Definitions that use each other more than once multiply.
const BYTES_MAX: usize = 200_000;

impl<'s, 'a> Inlining<'s, 'a> {
    fn write<'w>(&mut self, value: &'s Value<'a>, out: &'w mut Writer) -> &'w mut Writer {
        match value {
            Value::Object(_) => {
                out.open('{');
                self.write_members(value, &mut Vec::new(), out);
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

    /// Writes an object's members, and of what it refers to those that it does not have itself.
    fn write_members(&mut self, object: &'s Value<'a>, written: &mut Vec<Text<'a>>, out: &mut Writer) {
        let definition = definition(self.root, object);
        for (name, value) in object.members() {
            let is_reference = definition.is_some() && name.is("$ref");
            if !is_reference && !written.contains(name) {
                written.push(*name);
                self.write(value, out.member(*name));
            }
        }
        let Some(definition) = definition else { return };
        let is_open = self.open.iter().any(|open| std::ptr::eq(*open, definition));
        if is_open || out.as_str().len() > BYTES_MAX {
            self.was_cut = true;
            if !written.iter().any(|name| name.is("type")) {
                out.key("type").string("object");
            }
            return;
        }
        self.open.push(definition);
        self.write_members(definition, written, out);
        self.open.pop();
    }
}
