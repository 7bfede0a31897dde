//! Whether Bedrock can hold a model to a schema: it makes a grammar of it, for replies and for strict tools.
//!
//! <https://docs.aws.amazon.com/bedrock/latest/userguide/structured-output.html>,
//! <https://docs.claude.com/en/docs/build-with-claude/structured-outputs#json-schema-limitations>

use super::schema::VALUES;
use super::schema::is_object;
use super::schema_top::definition;
use super::schema_top::has_alternatives;
use crate::json::Value;
use crate::search::is_among;

/// Why no grammar can be made of a schema, if that is so. A tool's may be an object without properties.
pub(super) fn objection(schema: &Value<'_>, is_tool: bool) -> Option<&'static str> {
    let has_values = matches!(schema.get("additionalProperties"), Value::Object(_));
    if has_values || !is_tool && is_map(schema) {
        return Some(MAP);
    }
    Walk { root: schema, open: vec![schema], known: Vec::new(), references: 0, depth: 0 }.members(schema)
}

const MAP: &str = "it has a map, an object whose members have no fixed names.";
const NO_GRAMMAR: &str = "it has `oneOf` or the like, for which Bedrock cannot make a grammar.";
const REFERENCE: &str = "it refers to itself, to another document, or more than 200 deep.";

const WITHOUT_GRAMMAR: &str = "oneOf not if then else contains prefixItems propertyNames dependentSchemas \
                               dependentRequired unevaluatedItems unevaluatedProperties";

const MANY: &str = "it has more than 500 definitions or references.";

/// Each is looked for among the definitions.
const REFERENCES_MAX: usize = 500;

/// How deep in the schema, and in the definitions that are open, another one may be referred to: a chain of them is as
/// deep as all together, and the stack of WebAssembly is not large.
pub(super) const REFERENCE_DEPTH_MAX: usize = 200;

struct Walk<'s, 'a> {
    root: &'s Value<'a>,
    /// The definitions that are being read, one within the other.
    open: Vec<&'s Value<'a>>,
    /// Those in which nothing was found.
    known: Vec<&'s Value<'a>>,
    references: usize,
    depth: usize,
}

impl<'s, 'a> Walk<'s, 'a> {
    fn schema(&mut self, schema: &'s Value<'a>) -> Option<&'static str> {
        if is_map(schema) {
            return Some(MAP);
        }
        self.depth = self.depth.saturating_add(1);
        let found = self.members(schema);
        self.depth = self.depth.saturating_sub(1);
        found
    }

    fn members(&mut self, schema: &'s Value<'a>) -> Option<&'static str> {
        schema.members().iter().find_map(|(name, value)| match name.escaped() {
            name if is_among(name, VALUES) => None,
            name if is_among(name, WITHOUT_GRAMMAR) => Some(NO_GRAMMAR),
            "patternProperties" => Some(MAP),
            "$ref" => {
                self.references = self.references.saturating_add(1);
                if self.references > REFERENCES_MAX {
                    return Some(MANY);
                }
                definition(self.root, schema).map_or(Some(REFERENCE), |definition| self.definition(definition))
            }
            "$defs" | "definitions" => value.members().iter().find_map(|(_, schema)| self.definition(schema)),
            "properties" => value.members().iter().find_map(|(_, schema)| self.schema(schema)),
            _ => value.items().iter().find_map(|schema| self.schema(schema)).or_else(|| self.schema(value)),
        })
    }

    fn definition(&mut self, definition: &'s Value<'a>) -> Option<&'static str> {
        let is_it = |other: &&'s Value<'a>| std::ptr::eq(*other, definition);
        if self.depth > REFERENCE_DEPTH_MAX || self.open.iter().any(is_it) {
            return Some(REFERENCE);
        }
        if self.known.iter().any(is_it) {
            return None;
        }
        if self.known.len() >= REFERENCES_MAX {
            return Some(MANY);
        }
        self.open.push(definition);
        let found = self.schema(definition);
        self.open.pop();
        self.known.push(definition);
        found
    }
}

/// Whether a schema is of an object with members that it does not name: closed, it could only be empty.
fn is_map(schema: &Value<'_>) -> bool {
    let values = schema.get("additionalProperties");
    let is_free = schema.get("properties").is_null() && !has_alternatives(schema) && schema.get("$ref").is_null();
    is_object(schema)
        && (matches!(values, Value::Object(_) | Value::Bool(true)) || is_free && values.bool() != Some(false))
}
