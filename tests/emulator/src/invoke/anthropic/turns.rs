//! Who speaks when, and which calls of tools are answered.

use serde_json::Value;

use super::blocks;
use super::place::Checked;
use super::place::Place;
use crate::errors::ServiceError;
use crate::family::Family;
use crate::family::Refusal;

/// Turns of one role may follow each other: Anthropic's documents join them. That Claude's first turn may be its own is
/// recorded of Converse.
pub(super) fn check(family: &Family, root: &Place<'_>) -> Checked {
    let messages = root.required("messages")?.items()?;
    if messages.is_empty() {
        return refused("messages: at least one message is required");
    }
    let last = messages.len().saturating_sub(1);
    for (index, message) in messages.iter().enumerate() {
        message.object()?;
        check_role(family, message)?;
        let role = message.value.get("role").and_then(Value::as_str).unwrap_or_default();
        let content = message.required("content")?;
        let blocks = if content.value.is_string() { Vec::new() } else { content.items()? };
        for block in &blocks {
            blocks::check(family, block, role)?;
        }
        message.only(&["role", "content"])?;
        check_text(message, &content, &blocks, role == "assistant" && index == last)?;
    }
    check_calls(&messages)
}

fn refused(complaint: &str) -> Checked {
    Err(ServiceError::validation(complaint))
}

/// The words for `system` are recorded (Sonnet 4.6 behind GitHub Copilot, 2026-07).
fn check_role(family: &Family, message: &Place<'_>) -> Checked {
    let role = message.required("role")?;
    if role.value != "system" {
        return role.choice(&["user", "assistant"]);
    }
    if family.refuses(Refusal::SystemTurns) {
        return refused(
            "messages: Unexpected role \"system\". The Messages API accepts a top-level `system` parameter, not \"system\" as an input \
             message role.",
        );
    }
    Ok(())
}

/// Recorded of Bedrock: konveyor/kai#645 (nothing at all), anomalyco/opencode#15715 (no text). The words for white
/// space are Anthropic's own.
fn check_text(message: &Place<'_>, content: &Place<'_>, blocks: &[Place<'_>], is_last_of_claude: bool) -> Checked {
    let is_empty = content.value.as_str().map_or(blocks.is_empty(), str::is_empty);
    if is_empty && !is_last_of_claude {
        return message
            .complaint("all messages must have non-empty content except for the optional final assistant message");
    }
    let blocks =
        blocks.iter().filter(|block| block.value["type"] == "text").filter_map(|block| block.value["text"].as_str());
    for text in blocks.chain(content.value.as_str().filter(|text| !text.is_empty())) {
        check_blank(text, "messages")?;
    }
    Ok(())
}

pub(super) fn check_blank(text: &str, place: &str) -> Checked {
    if text.is_empty() {
        return refused(&format!("{place}: text content blocks must be non-empty"));
    }
    if text.trim().is_empty() {
        return refused(&format!("{place}: text content blocks must contain non-whitespace text"));
    }
    Ok(())
}

/// The words and the places are in many reports of Claude Code, such as anthropics/claude-code#8210 and #18947.
fn check_calls(messages: &[Place<'_>]) -> Checked {
    let turns: Vec<(&Place<'_>, Vec<&Value>)> = messages
        .iter()
        .filter(|message| message.value["role"] != "system")
        .map(|message| (message, message.value["content"].as_array().into_iter().flatten().collect()))
        .collect();
    let mut seen: Vec<&str> = Vec::new();
    for (position, (message, blocks)) in turns.iter().enumerate() {
        let calls: Vec<&str> = ids(blocks, "tool_use", "id").collect();
        if calls.iter().any(|id| seen.contains(id)) {
            return refused("messages: `tool_use` ids must be unique");
        }
        seen.extend(&calls);
        let next = turns.get(position.saturating_add(1)).map(|(_, blocks)| blocks.as_slice()).unwrap_or_default();
        // What stands behind other blocks answers nothing.
        let leading: Vec<&Value> = next.iter().copied().take_while(|block| block["type"] == "tool_result").collect();
        let answered: Vec<&str> = ids(&leading, "tool_result", "tool_use_id").collect();
        let lost: Vec<&str> = calls.iter().copied().filter(|id| !answered.contains(id)).collect();
        if !lost.is_empty() {
            return message.complaint(&format!(
                "`tool_use` ids were found without `tool_result` blocks immediately after: {}. Each `tool_use` block must have a \
                 corresponding `tool_result` block in the next message.",
                lost.join(", ")
            ));
        }
        let before = position.checked_sub(1).and_then(|before| turns.get(before));
        let called: Vec<&str> = before.map(|(_, blocks)| ids(blocks, "tool_use", "id").collect()).unwrap_or_default();
        check_results(message, blocks, &called)?;
    }
    Ok(())
}

fn check_results(message: &Place<'_>, blocks: &[&Value], called: &[&str]) -> Checked {
    let mut answered: Vec<&str> = Vec::new();
    for (position, block) in blocks.iter().enumerate().filter(|(_, block)| block["type"] == "tool_result") {
        let id = block["tool_use_id"].as_str().unwrap_or_default();
        let place = Place { value: block, path: format!("{}.content.{position}", message.path) };
        if !called.contains(&id) {
            return place.complaint(&format!(
                "unexpected `tool_use_id` found in `tool_result` blocks: {id}. Each `tool_result` block must have a corresponding \
                 `tool_use` block in the previous message."
            ));
        }
        if answered.contains(&id) {
            return place.complaint(&format!(
                "each tool_use must have a single result. Found multiple `tool_result` blocks with id: {id}"
            ));
        }
        answered.push(id);
    }
    Ok(())
}

fn ids<'a>(blocks: &[&'a Value], kind: &'static str, member: &'static str) -> impl Iterator<Item = &'a str> {
    let of_kind = blocks.iter().copied().filter(move |block| block["type"] == kind);
    of_kind.filter_map(move |block| block[member].as_str()).collect::<Vec<_>>().into_iter()
}
