//! Thoughts that come back: unaltered, in their place, and there at all when a tool's result is what the model goes on
//! from.

use serde_json::Value;

use super::by_model;
use super::content;
use super::fields::present;
use super::messages;
use super::thinking;
use super::turns::role;
use crate::errors::ServiceError;
use crate::thoughts;

pub(super) fn check(request: &Value) -> Result<(), ServiceError> {
    for (index, message) in messages(request) {
        for (position, block) in content(message) {
            check_block(block, &format!("messages.{index}.content.{position}"))?;
        }
    }
    check_place(request)?;
    // With adaptive thinking a turn may go without.
    let enabled =
        thinking::asked(request).is_some_and(|thinking| thinking.get("type").is_some_and(|kind| kind == "enabled"));
    if enabled { check_tool_turn(request) } else { Ok(()) }
}

fn check_block(block: &Value, place: &str) -> Result<(), ServiceError> {
    if let Some(thought) = present(block, "/reasoningContent/reasoningText") {
        let member = |name: &str| thought.get(name).and_then(Value::as_str).unwrap_or_default();
        // An empty signature fails before anyone looks whether it is right.
        if member("signature").is_empty() {
            return by_model(&format!("{place}.thinking.signature: Field required"));
        }
        if !thoughts::is_signed(member("text"), member("signature")) {
            return by_model(&format!("{place}: Invalid `signature` in `thinking` block"));
        }
    }
    let data = present(block, "/reasoningContent/redactedContent").map(|data| data.as_str().unwrap_or_default());
    if data.is_some_and(|data| !thoughts::is_redacted(data)) {
        return by_model(&format!("{place}: Invalid `data` in `redacted_thinking` block"));
    }
    Ok(())
}

/// Thoughts come before what was said and done.
fn check_place(request: &Value) -> Result<(), ServiceError> {
    let Some((index, last)) = messages(request).filter(|(_, message)| role(message) == Some("assistant")).last() else {
        return Ok(());
    };
    let mut blocks = content(last).skip_while(|(_, block)| is_thought(block)).skip(1);
    match blocks.find(|(_, block)| is_thought(block)) {
        Some((position, _)) => by_model(&format!(
            "messages.{index}.content.{position}: `thinking` or `redacted_thinking` blocks in the latest assistant message cannot be \
             modified. These blocks must remain as they were in the original response."
        )),
        None => Ok(()),
    }
}

/// The turn that began the tool calls which are being answered begins with a thought.
fn check_tool_turn(request: &Value) -> Result<(), ServiceError> {
    let turns: Vec<(usize, &Value)> =
        messages(request).filter(|(_, message)| role(message) != Some("system")).collect();
    let mut first = None;
    for pair in turns.rchunks(2) {
        match pair {
            [calls, (_, results)] if content(results).any(|(_, block)| present(block, "/toolResult").is_some()) => {
                first = Some(*calls);
            }
            _ => break,
        }
    }
    let Some((index, message)) = first else { return Ok(()) };
    let Some((position, block)) = content(message).next().filter(|(_, block)| !is_thought(block)) else {
        return Ok(());
    };
    let found = if present(block, "/toolUse").is_some() { "tool_use" } else { "text" };
    by_model(&format!(
        "messages.{index}.content.{position}.type: Expected `thinking` or `redacted_thinking`, but found `{found}`. When `thinking` is \
         enabled, a final `assistant` message must start with a thinking block (preceeding the lastmost set of `tool_use` and \
         `tool_result` blocks). We recommend you include thinking blocks from previous turns. To avoid this requirement, disable \
         `thinking`. Please consult our documentation at https://docs.claude.com/en/docs/build-with-claude/extended-thinking"
    ))
}

fn is_thought(block: &Value) -> bool {
    present(block, "/reasoningContent").is_some()
}
