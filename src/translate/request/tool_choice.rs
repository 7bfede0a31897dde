//! The tools that a model has to use, or must not use.

use std::borrow::Cow;

use super::Draft;
use super::format::Format;
use super::reasoning::Thinking;
use crate::json::Value;
use crate::json::Writer;
use crate::models::Capability;
use crate::models::Family;

/// The caller's rule for the use of tools.
pub(super) enum Choice<'a> {
    Auto,
    None,
    Any,
    /// The tool of this name, as the caller knows it.
    Tool(Cow<'a, str>),
}

/// Reads `tool_choice`, or `function_call` of old; and the tools that may be used, if not all.
pub(super) fn choice<'a>(draft: &mut Draft<'a>) -> (Choice<'a>, Option<&'a [Value<'a>]>) {
    let mut choice = draft.param("tool_choice");
    if choice.is_null() {
        choice = draft.param("function_call");
    }
    let kind = choice.get("type").word();
    let mut allowed = None;
    if kind == "allowed_tools" {
        let nested = choice.get("allowed_tools");
        let holder = if nested.is_null() { choice } else { nested };
        allowed = Some(holder.get("tools").items());
        choice = holder.get("mode");
    }
    let word = choice.word();
    let function = if kind == "function" { choice.get("function") } else { choice };
    let name = function.get("name").str().or_else(|| choice.get("name").str());
    let choice = match (word, name) {
        ("auto", _) => Choice::Auto,
        ("none", _) => Choice::None,
        ("required" | "any", _) => Choice::Any,
        (_, Some(name)) if kind.is_empty() || kind == "function" => Choice::Tool(name),
        _ if choice.is_null() => Choice::Auto,
        _ => {
            draft.refuse("`tool_choice` is not one of auto, none, required, a function or allowed_tools.", &[]);
            Choice::Auto
        }
    };
    (choice, allowed)
}

/// Keeps the model from using the tools that the history makes us send.
pub(super) fn forbid(draft: &mut Draft<'_>) {
    if draft.model.family() != Family::Claude {
        return draft.warnings.lost(
            "`tool_choice: none` has no effect: Bedrock wants the tools that `messages` \
             calls, and the model may use them.",
            &[],
        );
    }
    if let Some(out) = draft.additional("tool_choice") {
        out.open('{').key("type").string("none").close('}');
    }
}

/// Writes `toolChoice` if a tool has to be used: `Some(None)` any of them, `Some(name)` this one.
pub(super) fn write_choice(
    draft: &mut Draft<'_>,
    format: &Format<'_>,
    thinking: Thinking,
    sent: Option<Option<String>>,
    config: &mut Writer,
) -> bool {
    let Some(name) = sent else { return false };
    let why = match () {
        () if thinking.is_on && draft.model.lacks(Capability::ToolChoiceWhileThinking) => {
            "the model cannot be made to use a tool while it thinks."
        }
        () if draft.model.lacks(Capability::ToolChoice) => "the model cannot be made to use a tool.",
        () => "",
    };
    if !why.is_empty() {
        // The caller does not know that a tool stands for the schema.
        if format.tool_schema().is_none() {
            draft.warnings.lost("`tool_choice` has no effect: {}", &[why]);
        }
        return false;
    }
    config.key("toolChoice").open('{');
    match name {
        None => config.key("any").open('{').close('}'),
        Some(name) => config.key("tool").open('{').key("name").string(&name).close('}'),
    };
    config.close('}');
    true
}

/// `parallel_tool_calls: false`, which only Claude understands. Its `type` and Converse's `toolChoice` exclude each
/// other.
pub(super) fn write_parallel(draft: &mut Draft<'_>, is_forced: bool) {
    if draft.param("parallel_tool_calls").bool() != Some(false) {
        return;
    }
    if draft.model.family() != Family::Claude {
        return draft.warnings.lost("`parallel_tool_calls` has no effect: only Claude can be kept from it.", &[]);
    }
    if let Some(out) = draft.additional("tool_choice") {
        out.open('{');
        if !is_forced {
            out.key("type").string("auto");
        }
        out.key("disable_parallel_tool_use").raw("true").close('}');
    }
}
