//! JSON schemas as Bedrock wants them.

use super::Draft;
use super::nova_schema;
use super::schema_top;
use super::schema_top::Top;
use super::schema_top::has_alternatives;
use crate::json::Text;
use crate::json::Value;
use crate::json::Writer;
use crate::models::Family;
use crate::search::filled;
use crate::search::is_among;
use crate::search::says;
use crate::translate::Chat;

/// Writes the schema of the input of `tool`, which Bedrock wants to be an object. `tool` is its name as it is sent.
pub(super) fn write_input(draft: &mut Draft<'_>, tool: &str, schema: &Value<'_>, is_strict: bool, out: &mut Writer) {
    if !matches!(schema, Value::Null | Value::Object(_)) {
        return draft.refuse("`tools`: the `parameters` of a function are not a JSON schema.", &[]);
    }
    let family = draft.model.family();
    let is_merged = matches!(family, Family::Claude | Family::Nova);
    if is_merged && has_alternatives(schema) {
        let whose = match tool {
            Chat::JSON_TOOL => "`response_format`: its schema".to_owned(),
            tool => ["`tools`: the schema of `", tool, "`"].concat(),
        };
        draft.warnings.changed(
            "{} has `anyOf`, `oneOf` or `allOf` at its top, which the model does not take: they are merged, so check what \
             comes of it.",
            &[&whose],
        );
    }
    out.open('{').key("type").string("object");
    if family == Family::Nova {
        nova_schema::write_nova_schema(draft, tool, schema, out);
        out.close('}');
        return;
    }
    let is_left = |name: &str| name == "type" || is_merged && is_among(name, schema_top::MEMBERS);
    write_members(schema, is_strict, &is_left, out);
    if is_merged {
        Top::of(schema).write(draft, tool, out, &mut |schema, out| {
            if is_strict {
                write_closed(schema, out);
            } else {
                out.value(schema);
            }
        });
    }
    if schema.members().is_empty() {
        out.key("properties").open('{').close('}');
    }
    if is_strict {
        out.key("additionalProperties").raw("false");
    }
    out.close('}');
}

/// Writes a schema whose objects have no other properties than those it names. Returns whether it has limits of numbers
/// and counts that Bedrock's structured output refuses, or rules that no grammar can follow: these go into its
/// description.
///
/// <https://docs.aws.amazon.com/bedrock/latest/userguide/structured-output.html>,
/// <https://docs.claude.com/en/docs/build-with-claude/structured-outputs#json-schema-limitations>
pub(super) fn write_closed(schema: &Value<'_>, out: &mut Writer) -> bool {
    if !matches!(schema, Value::Object(_)) {
        out.value(schema);
        return false;
    }
    out.open('{');
    let has_limits = write_members(schema, true, &|_| false, out);
    if is_object(schema) {
        out.key("additionalProperties").raw("false");
    }
    out.close('}');
    has_limits
}

/// Writes the members of a schema but those that are `left`.
fn write_members(schema: &Value<'_>, is_closed: bool, is_left: &dyn Fn(&str) -> bool, out: &mut Writer) -> bool {
    let mut limits = String::new();
    for (name, value) in schema.members() {
        if is_closed && is_refused(name.escaped(), value) {
            limits.push_str(if limits.is_empty() { "{" } else { ", " });
            let mut written = Writer::default();
            let written = value.text().map_or_else(|| written.value(value).as_str(), Text::escaped);
            limits.push_str(&filled("{}: {}", &[name.escaped(), written]));
        }
    }
    let mut has_limits = !limits.is_empty();
    if has_limits {
        let said = schema.get("description").word();
        let blank = if said.is_empty() { "" } else { "\\n\\n" };
        out.key("description").text(Text::written(&[said, blank, &limits, "}"].concat()));
    }
    for (name, value) in schema.members() {
        let is_limit = !limits.is_empty() && name.is("description") || is_closed && is_refused(name.escaped(), value);
        let is_opening = is_closed && name.is("additionalProperties");
        if is_limit || is_opening || is_left(name.escaped()) {
            continue;
        }
        out.key(name.escaped());
        if is_closed {
            has_limits |= write_member(name.escaped(), value, out);
        } else {
            out.value(value);
        }
    }
    has_limits
}

/// Whether a keyword is one that Bedrock refuses. A property of the same name has a schema for its value.
fn is_refused(name: &str, value: &Value<'_>) -> bool {
    match value {
        // A schema may require one item of an array, but not more.
        Value::Number(least) if name == "minItems" => !matches!(*least, "0" | "1"),
        Value::Number(_) => is_among(name, LIMITS),
        Value::Bool(_) => is_among(name, "uniqueItems exclusiveMinimum exclusiveMaximum"),
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

const LIMITS: &str =
    "minimum maximum exclusiveMinimum exclusiveMaximum multipleOf maxItems minProperties maxProperties";

pub(super) fn is_object(schema: &Value<'_>) -> bool {
    let kind = schema.get("type");
    let is_named = |kind: &Value<'_>| kind.says("object");
    is_named(kind) || kind.items().iter().any(is_named) || !schema.get("properties").is_null()
}

/// The members that hold values, even where these look like a schema.
pub(super) const VALUES: &str = "const enum default examples";

/// Writes a member of a schema, by the kind of content that its name tells.
fn write_member(name: &str, value: &Value<'_>, out: &mut Writer) -> bool {
    match value {
        _ if is_among(name, VALUES) => {
            out.value(value);
            false
        }
        Value::Object(members) if is_among(name, "properties $defs definitions patternProperties") => {
            out.open('{');
            let lost = members.iter().fold(false, |lost, (name, schema)| {
                out.key(name.escaped());
                write_closed(schema, out) | lost
            });
            out.close('}');
            lost
        }
        Value::Array(schemas) => {
            out.open('[');
            let lost = schemas.iter().fold(false, |lost, schema| write_closed(schema, out) | lost);
            out.close(']');
            lost
        }
        _ => write_closed(value, out),
    }
}
