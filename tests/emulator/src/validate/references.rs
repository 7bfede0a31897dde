//! References in the schemas that grammars are made of: Anthropic's documents exclude what lies outside of the schema,
//! and schemas that contain themselves.

use std::collections::HashSet;
use std::ptr;

use percent_encoding::percent_decode_str;
use serde_json::Value;

use super::text_format::parts;

/// A schema that is being looked into.
struct Open<'a> {
    schema: &'a Value,
    /// What the reference calls it that led here.
    name: Option<&'a str>,
}

struct Search<'a> {
    root: &'a Value,
    open: Vec<Open<'a>>,
    /// Those that lead to no circle, so that no schema is looked into twice.
    done: HashSet<*const Value>,
}

/// The words for a circle are those of a live probe of Anthropic's API (2026-07-09) that a project keeps in its tests;
/// others quote their first sentence. That `#` is named so, and the words for what lies outside, are guesses.
pub(super) fn check(schema: &Value) -> Result<(), String> {
    Search { root: schema, open: Vec::new(), done: HashSet::new() }.visit(schema, None)
}

impl<'a> Search<'a> {
    fn visit(&mut self, schema: &'a Value, name: Option<&'a str>) -> Result<(), String> {
        if self.done.contains(&ptr::from_ref(schema)) {
            return Ok(());
        }
        self.open.push(Open { schema, name });
        if let Some(reference) = schema.get("$ref").and_then(Value::as_str) {
            self.follow(reference)?;
        }
        parts(schema).try_for_each(|part| self.visit(part, None))?;
        self.open.pop();
        self.done.insert(ptr::from_ref(schema));
        Ok(())
    }

    /// A reference to something that is not there passes.
    fn follow(&mut self, reference: &'a str) -> Result<(), String> {
        let Some(pointer) = reference.strip_prefix('#') else {
            return Err(format!("External schema references are not supported: '{reference}'"));
        };
        let pointer = percent_decode_str(pointer).decode_utf8_lossy();
        let Some(target) = self.root.pointer(&pointer) else { return Ok(()) };
        let name = reference.rsplit('/').next().unwrap_or(reference);
        let Some(start) = self.open.iter().position(|open| ptr::eq(open.schema, target)) else {
            return self.visit(target, Some(name));
        };
        let between = self.open.iter().skip(start.saturating_add(1)).filter_map(|open| open.name);
        let circle: Vec<&str> = [name].into_iter().chain(between).chain([name]).collect();
        Err(format!(
            "Circular reference detected in schema definitions: {}. Self-referencing or mutually-referencing definitions are not \
             supported.",
            circle.join(" -> ")
        ))
    }
}
