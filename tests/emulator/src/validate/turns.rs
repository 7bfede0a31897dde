//! Who may speak when: alternating roles, no blank text, each tool call answered in the next turn.

use serde_json::Value;

use super::content;
use super::messages;
use crate::errors::ServiceError;
use crate::family::Family;
use crate::family::Refusal;

pub(super) fn check(family: &Family, request: &Value) -> Result<(), ServiceError> {
    check_alternation(family, request)?;
    check_content(family, request)?;
    check_tool_pairs(request)?;
    check_tool_config_present(request)
}

fn check_alternation(family: &Family, request: &Value) -> Result<(), ServiceError> {
    let roles: Vec<&str> =
        messages(request).filter_map(|(_, message)| role(message)).filter(|role| *role != "system").collect();
    if roles.first().is_none_or(|role| *role != "user" && family.refuses(Refusal::LeadingAssistantTurn)) {
        return Err(ServiceError::validation(
            "A conversation must start with a user message. Try again with a conversation that starts with a user message.",
        ));
    }
    if roles.iter().zip(roles.iter().skip(1)).any(|(one, next)| one == next) {
        return Err(ServiceError::validation(
            "A conversation must alternate between user and assistant roles. Make sure the conversation alternates between user and \
             assistant roles and try again.",
        ));
    }
    Ok(())
}

fn check_content(family: &Family, request: &Value) -> Result<(), ServiceError> {
    for (index, message) in messages(request) {
        if content(message).next().is_none() {
            return Err(ServiceError::validation(format!(
                "The content field in the Message object at messages.{index} is empty. Add a ContentBlock object to the content field \
                 and try again."
            )));
        }
        let texts = || content(message).filter_map(|(position, block)| Some((position, block.get("text")?.as_str()?)));
        // Recorded: a line break between texts passes with Claude. Whether one passes alone, nobody has published.
        let spares = family.is_claude() && texts().any(|(_, text)| !text.trim().is_empty());
        for (position, text) in texts() {
            if text.trim().is_empty() && (text.is_empty() || !spares) {
                return Err(ServiceError::validation(format!(
                    "The text field in the ContentBlock object at messages.{index}.content.{position} is blank. Add text to the text \
                     field, and try again."
                )));
            }
        }
    }
    Ok(())
}

fn check_tool_pairs(request: &Value) -> Result<(), ServiceError> {
    let mut called: Vec<&str> = Vec::new();
    for (index, message) in messages(request) {
        // A tool of the service's own is called and answered within the assistant's turn.
        let answered = if role(message) == Some("assistant") { Vec::new() } else { ids(message, "toolResult") };
        if answered.len() > called.len() {
            return Err(ServiceError::validation(format!(
                "The number of toolResult blocks at messages.{index}.content exceeds the number of toolUse blocks of previous turn."
            )));
        }
        let unanswered: Vec<&str> = called.iter().copied().filter(|id| !answered.contains(id)).collect();
        if !unanswered.is_empty() {
            return Err(ServiceError::validation(format!(
                "Expected toolResult blocks at messages.{index}.content for the following Ids: {}",
                unanswered.join(", ")
            )));
        }
        called = if role(message) == Some("assistant") { ids(message, "toolUse") } else { Vec::new() };
    }
    if called.is_empty() {
        return Ok(());
    }
    let next = messages(request).count();
    Err(ServiceError::validation(format!(
        "Expected toolResult blocks at messages.{next}.content for the following Ids: {}",
        called.join(", ")
    )))
}

fn check_tool_config_present(request: &Value) -> Result<(), ServiceError> {
    let uses_tools = messages(request).any(|(_, message)| {
        content(message).any(|(_, block)| block.get("toolUse").is_some() || block.get("toolResult").is_some())
    });
    if uses_tools && request.get("toolConfig").is_none_or(Value::is_null) {
        return Err(ServiceError::validation(
            "The toolConfig field must be defined when using toolUse and toolResult content blocks.",
        ));
    }
    Ok(())
}

pub(super) fn role(message: &Value) -> Option<&str> {
    message.get("role").and_then(Value::as_str)
}

fn ids<'a>(message: &'a Value, kind: &str) -> Vec<&'a str> {
    let uses = content(message).filter_map(|(_, block)| block.get(kind));
    let asked = uses.filter(|tool| tool.get("type").is_none_or(|kind| kind != "server_tool_use"));
    asked.filter_map(|tool| tool.get("toolUseId")?.as_str()).collect()
}
