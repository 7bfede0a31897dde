//! The input of a tool call in the history, from the arguments that a model once wrote. OpenAI's may be any text, cut
//! off or not JSON at all, and are sent back as they are; Bedrock wants an object. A refusal would end the
//! conversation, so other arguments go out in another form, and the result of the call keeps its partner.

use super::Draft;
use super::warnings::Place;
use crate::json;
use crate::json::Text;
use crate::json::Value;
use crate::json::Writer;

/// A call of the history.
pub(super) struct Call<'a> {
    /// As the caller has it.
    pub(super) id: &'a str,
    /// The tool's name as it is sent.
    pub(super) tool: &'a str,
    pub(super) arguments: &'a Value<'a>,
}

/// Writes the arguments of a call.
pub(super) fn write_tool_input(draft: &mut Draft<'_>, call: &Call<'_>, at: Place, out: &mut Writer) {
    let Call { id, arguments, .. } = *call;
    let text = arguments.said();
    let (parsed, is_too_deep) = if matches!(arguments, Value::String(_)) { json::read(&text) } else { (None, false) };
    if is_too_deep {
        draft.refuse(
            "{}.tool_calls: the `arguments` of the call `{}` are nested more than 512 deep. Pass flatter ones.",
            &[&draft.warnings.name(at), id],
        );
    }
    let input = parsed.as_ref().unwrap_or(arguments);
    let is_nameless = matches!(input, Value::Object(_)) && has_nameless(input);
    if is_nameless {
        draft.warnings.changed(
            "{}.tool_calls: members without a name are left out of the `arguments` of the call `{}`: Bedrock refuses \
             them.",
            &[&draft.warnings.name(at), id],
        );
    }
    let is_renamed = |(name, _): &(Text<'_>, _)| sent_name(draft, call.tool, *name).is_some();
    match input {
        Value::Object(members) if is_nameless || members.iter().any(is_renamed) => {
            write_renamed(draft, call.tool, members, out);
        }
        Value::Object(_) if parsed.is_some() => {
            out.raw(text.trim_ascii());
        }
        Value::Object(_) => {
            out.value(input);
        }
        _ if input.is_null() || input.text().is_some_and(Text::is_blank) => {
            out.raw("{}");
        }
        _ => {
            draft.warnings.changed(
                "{}.tool_calls: the `arguments` of the call `{}` are no JSON object; they are \
                 sent as the text of a member `arguments`. The reply they are from may have been cut off.",
                &[&draft.warnings.name(at), id],
            );
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

/// Writes an object without the members that have no name, and those at its top by the names that are sent.
fn write_renamed(draft: &Draft<'_>, tool: &str, members: &[(Text<'_>, Value<'_>)], out: &mut Writer) {
    out.open('{');
    for (name, value) in members.iter().filter(|(name, _)| !name.is("")) {
        write_named(value, out.key(sent_name(draft, tool, *name).unwrap_or(name.escaped())));
    }
    out.close('}');
}

fn sent_name<'a>(draft: &'a Draft<'_>, tool: &str, name: Text<'_>) -> Option<&'a str> {
    if draft.names.pairs.is_empty() { None } else { draft.names.sent_property(tool, &name.unescaped()) }
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
