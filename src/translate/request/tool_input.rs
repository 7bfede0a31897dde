//! The input of a tool call in the history, of the arguments that a model once wrote. OpenAI's may be any text, cut off
//! or not JSON at all, and are sent back as they are; Bedrock wants an object. What it would refuse would end the
//! conversation, so it goes out otherwise, and the result of the call keeps its partner.

use super::Draft;
use super::warnings::Place;
use crate::json;
use crate::json::Value;
use crate::json::Writer;

/// Writes the arguments of the call that the caller knows by `id`.
pub(super) fn write_tool_input(draft: &mut Draft<'_>, id: &str, arguments: &Value<'_>, at: Place, out: &mut Writer) {
    let text = arguments.str().unwrap_or_default();
    let parsed = if matches!(arguments, Value::String(_)) { json::parse(&text) } else { None };
    let input = parsed.as_ref().unwrap_or(arguments);
    let place = at.name();
    match input {
        Value::Object(_) if has_nameless(input) => {
            draft.warnings.changed(&[
                &place,
                ".tool_calls: members without a name are left out of the `arguments` of the call `",
                id,
                "`: Bedrock refuses them.",
            ]);
            write_named(input, out);
        }
        Value::Object(_) if parsed.is_some() => {
            out.raw(text.trim_ascii());
        }
        Value::Object(_) => {
            out.value(input);
        }
        Value::Null | Value::String(_) if text.trim_ascii().is_empty() => {
            out.raw("{}");
        }
        _ => {
            draft.warnings.changed(&[
                &place,
                ".tool_calls: the `arguments` of the call `",
                id,
                "` are no JSON object; they are sent as the text of a member `arguments`. The reply they are from may have \
                 been cut off.",
            ]);
            out.open('{').key("arguments");
            match arguments {
                Value::String(text) => out.text(*text),
                other => out.value(other),
            };
            out.close('}');
        }
    }
}

fn has_nameless(value: &Value<'_>) -> bool {
    value.members().iter().any(|(name, value)| name.is("") || has_nameless(value))
        || value.items().iter().any(has_nameless)
}

/// Writes a value without the members that have no name.
fn write_named(value: &Value<'_>, out: &mut Writer) {
    match value {
        Value::Object(members) => {
            out.open('{');
            for (name, value) in members.iter().filter(|(name, _)| !name.is("")) {
                write_named(value, out.key(name.escaped()));
            }
            out.close('}');
        }
        Value::Array(items) => {
            out.open('[');
            for item in items {
                write_named(item, out);
            }
            out.close(']');
        }
        other => {
            out.value(other);
        }
    }
}
