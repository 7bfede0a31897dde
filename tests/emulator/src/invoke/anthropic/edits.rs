//! `context_management`: what is taken out of a conversation before Claude reads it.

use serde_json::Value;
use serde_json::json;

use super::betas;
use super::place::Checked;
use super::place::Place;
use crate::converse::tokens_in;

/// Each edit with its beta: AWS's documents, and litellm, which lets no other edit through.
const EDITS: [(&str, &str); 2] =
    [("clear_tool_uses_20250919", "context-management-2025-06-27"), ("compact_20260112", "compact-2026-01-12")];
/// Anthropic's documents.
const TRIGGER_TOKENS: u64 = 100_000;
const KEPT_RESULTS: u64 = 3;
const CLEARED: &str = "[Old tool result content cleared]";

/// Whether a request may have edits at all; without a beta nobody knows the member. Reported by
/// anthropics/claude-code#49548 and, for the beta that is missing, by Wei-Shaw/sub2api#2726.
pub(super) fn check(body: &Value, root: &Place<'_>) -> Checked<bool> {
    if !EDITS.iter().any(|(_, beta)| betas::has(body, beta)) {
        return Ok(false);
    }
    let Some(management) = root.member("context_management") else { return Ok(true) };
    management.object()?;
    let edits = management.member("edits").map_or(Ok(Vec::new()), |edits| edits.items())?;
    for edit in edits {
        edit.object()?;
        let kind = edit.required("type")?.text()?;
        if !EDITS.iter().any(|(known, beta)| *known == kind && betas::has(body, beta)) {
            return root.extra("context_management");
        }
    }
    management.only(&["edits"])?;
    Ok(true)
}

/// Applies the edits: the body as Claude reads it, and what a reply says of them. Recorded for old results of tools
/// behind GitHub Copilot (Sonnet 4.6, 2026-07). Nothing is summarized here, however long it is.
pub(super) fn apply(body: &mut Value) -> Option<Value> {
    let edits = body.get("context_management")?.get("edits")?.as_array()?.clone();
    let applied = edits.iter().filter(|edit| edit["type"] == "clear_tool_uses_20250919");
    let applied: Vec<Value> = applied.filter_map(|edit| clear_results(body, edit)).collect();
    Some(json!({ "applied_edits": applied }))
}

/// Whether a conversation that grows too long would be summarized.
pub(super) fn compacts(body: &Value) -> bool {
    let edits = body.pointer("/context_management/edits").and_then(Value::as_array);
    edits.into_iter().flatten().any(|edit| edit["type"] == "compact_20260112")
}

fn clear_results(body: &mut Value, edit: &Value) -> Option<Value> {
    let number = |pointer: &str| edit.pointer(pointer).and_then(Value::as_u64);
    let results = body["messages"].as_array_mut()?.iter_mut();
    let results = results.filter_map(|message| message["content"].as_array_mut()).flatten();
    let mut results: Vec<&mut Value> = results.filter(|block| block["type"] == "tool_result").collect();
    let count = u64::try_from(results.len()).unwrap_or(u64::MAX);
    let keep = number("/keep/value").unwrap_or(KEPT_RESULTS);
    let is_due = if edit.pointer("/trigger/type").is_some_and(|kind| kind == "tool_uses") {
        count > number("/trigger/value").unwrap_or_default()
    } else {
        let tokens = results.iter().map(|block| tokens_in(&block["content"])).fold(0, u64::saturating_add);
        tokens > number("/trigger/value").unwrap_or(TRIGGER_TOKENS)
    };
    let old = count.saturating_sub(keep);
    if !is_due || old == 0 {
        return None;
    }
    let mut cleared = 0_u64;
    for block in results.iter_mut().take(usize::try_from(old).unwrap_or(usize::MAX)) {
        cleared = cleared.saturating_add(tokens_in(&block["content"]));
        block["content"] = json!(CLEARED);
    }
    let cleared = cleared.saturating_sub(old.saturating_mul(tokens_in(&json!(CLEARED))));
    Some(json!({ "type": edit["type"], "cleared_tool_uses": old, "cleared_input_tokens": cleared }))
}
