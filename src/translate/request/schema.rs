//! JSON schemas as Bedrock wants them.

use super::Draft;
use super::nova_schema;
use super::warnings::refusal;
use crate::error::Error;
use crate::json::Value;
use crate::json::Writer;
use crate::models::Family;
use crate::search::says;

/// Writes the schema of a tool's input, which Bedrock wants to be an object.
pub(super) fn write_input(
    draft: &mut Draft<'_>,
    schema: &Value<'_>,
    is_strict: bool,
    out: &mut Writer,
) -> Result<(), Error> {
    if !matches!(schema, Value::Null | Value::Object(_)) {
        return Err(refusal(&["`tools`: the `parameters` of a function are no JSON schema."]));
    }
    out.open('{').key("type").string("object");
    if draft.model.family() == Family::Nova {
        nova_schema::write_nova_schema(draft, schema, out);
        out.close('}');
        return Ok(());
    }
    if schema.members().is_empty() {
        out.key("properties").open('{').close('}');
    }
    for (name, value) in schema.members().iter().filter(|(name, _)| !name.is("type")) {
        if is_strict && name.is("additionalProperties") {
            continue;
        }
        out.key(name.escaped());
        if is_strict {
            write_member(name.unescaped().as_ref(), value, out);
        } else {
            out.value(value);
        }
    }
    if is_strict {
        out.key("additionalProperties").raw("false");
    }
    out.close('}');
    Ok(())
}

/// Writes a schema whose objects have no other properties than those it names. Says whether anything of it was left
/// out, which Bedrock's structured output refuses: limits of numbers and lengths, and what no grammar can follow.
///
/// <https://docs.aws.amazon.com/bedrock/latest/userguide/structured-output.html>,
/// <https://docs.claude.com/en/docs/build-with-claude/structured-outputs#json-schema-limitations>
pub(super) fn write_closed(schema: &Value<'_>, out: &mut Writer) -> bool {
    if !matches!(schema, Value::Object(_)) {
        out.value(schema);
        return false;
    }
    let mut lost_any = false;
    let is_object = is_object(schema);
    out.open('{');
    for (name, value) in schema.members() {
        if is_object && name.is("additionalProperties") {
            continue;
        }
        if is_refused(name.unescaped().as_ref(), value) {
            lost_any = true;
            continue;
        }
        out.key(name.escaped());
        lost_any |= write_member(name.unescaped().as_ref(), value, out);
    }
    if is_object {
        out.key("additionalProperties").raw("false");
    }
    out.close('}');
    lost_any
}

/// Whether a keyword is one that Bedrock refuses. A property of the same name has a schema for its value.
fn is_refused(name: &str, value: &Value<'_>) -> bool {
    match value {
        // An array may have to have an item, but not so many.
        Value::Number(least) if name == "minItems" => !matches!(*least, "0" | "1"),
        Value::Number(_) => LIMITS.contains(&name),
        Value::Bool(_) => name == "uniqueItems",
        Value::String(pattern) if name == "pattern" => {
            let pattern = pattern.unescaped();
            BEYOND_GRAMMARS.iter().any(|construct| says(&pattern, construct)) || has_back_reference(&pattern)
        }
        _ => false,
    }
}

/// Looking ahead and behind, and the ends of words.
const BEYOND_GRAMMARS: [&str; 6] = ["(?=", "(?!", "(?<=", "(?<!", "\\b", "\\B"];

/// `(a)\1` or `(?<x>a)\k<x>`
fn has_back_reference(pattern: &str) -> bool {
    pattern.as_bytes().windows(2).any(|pair| matches!(pair, [b'\\', b'1'..=b'9' | b'k']))
}

const LIMITS: [&str; 10] = [
    "minimum",
    "maximum",
    "exclusiveMinimum",
    "exclusiveMaximum",
    "multipleOf",
    "minLength",
    "maxLength",
    "maxItems",
    "minProperties",
    "maxProperties",
];

fn is_object(schema: &Value<'_>) -> bool {
    let kind = schema.get("type");
    let kinds = kind.items().iter().chain([kind]);
    let is_named = kinds.into_iter().any(|kind| kind.text().is_some_and(|kind| kind.is("object")));
    is_named || !schema.get("properties").is_null()
}

/// Writes a member of a schema, by what its name says that it holds.
fn write_member(name: &str, value: &Value<'_>, out: &mut Writer) -> bool {
    match (name, value) {
        // What looks like a schema in there is a value.
        ("const" | "enum" | "default" | "examples", _) => {
            out.value(value);
            false
        }
        ("properties" | "$defs" | "definitions" | "patternProperties", Value::Object(members)) => {
            out.open('{');
            let lost = members.iter().fold(false, |lost, (name, schema)| {
                out.key(name.escaped());
                write_closed(schema, out) | lost
            });
            out.close('}');
            lost
        }
        (_, Value::Array(schemas)) => {
            out.open('[');
            let lost = schemas.iter().fold(false, |lost, schema| write_closed(schema, out) | lost);
            out.close(']');
            lost
        }
        _ => write_closed(value, out),
    }
}
