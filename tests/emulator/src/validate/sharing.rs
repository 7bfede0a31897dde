//! What may share a turn with a tool's call and with its result.

use serde_json::Value;

use super::by_model;
use super::content;
use super::fields::present;
use super::messages;
use crate::errors::ServiceError;
use crate::family::Family;
use crate::family::Refusal;

/// What Bedrock calls conversation blocks: neither calls, results and thoughts nor cache points.
const CONVERSATION: [&str; 8] =
    ["text", "image", "document", "video", "audio", "guardContent", "searchResult", "citationsContent"];
/// Some families take nothing beside a tool's result, or nothing beside a call.
const RULES: [(Refusal, &str, &str); 2] = [
    (Refusal::BlocksBesideToolResults, "/toolResult", "tool result"),
    (Refusal::BlocksBesideToolUses, "/toolUse", "tool use"),
];

pub(super) fn check(family: &Family, request: &Value) -> Result<(), ServiceError> {
    for (index, message) in messages(request) {
        let is_mixed = content(message).any(|(_, block)| CONVERSATION.iter().any(|kind| block.get(*kind).is_some()));
        let broken = |(refusal, kind, _): &&(Refusal, &str, &str)| family.refuses(*refusal) && has(message, kind);
        if let Some((_, _, name)) = RULES.iter().find(broken).filter(|_| is_mixed) {
            return Err(ServiceError::validation(format!(
                "messages.{index}.content: Conversation blocks and {name} blocks cannot be provided in the same turn."
            )));
        }
    }
    Ok(())
}

/// Claude looks for results in the leading run of a turn only, and finds none beside a document that is no PDF: Bedrock
/// makes several blocks of one, and puts them first.
pub(super) fn check_for_claude(request: &Value) -> Result<(), ServiceError> {
    for (index, message) in messages(request).filter(|(_, message)| has(message, "/toolResult")) {
        let blocks = content(message).map(|(_, block)| block).filter(|block| present(block, "/cachePoint").is_none());
        let mut documents = content(message).filter_map(|(_, block)| present(block, "/document"));
        let hides = documents.any(|document| document.get("format").is_none_or(|format| format != "pdf"));
        let behind = blocks.skip_while(|block| !hides && present(block, "/toolResult").is_some());
        let lost: Vec<&str> = behind.filter_map(|block| block.pointer("/toolResult/toolUseId")?.as_str()).collect();
        if !lost.is_empty() {
            return by_model(&format!(
                "messages.{index}: `tool_use` ids were found without `tool_result` blocks immediately after: {}. Each `tool_use` block \
                 must have a corresponding `tool_result` block in the next message.",
                lost.join(", ")
            ));
        }
    }
    Ok(())
}

fn has(message: &Value, kind: &str) -> bool {
    content(message).any(|(_, block)| present(block, kind).is_some())
}
