//! The shapes of messages and content blocks.

use serde_json::Value;

use super::content;
use super::messages;
use crate::errors::ServiceError;
use crate::json;
use crate::shape::Shape;

const ROLES: [&str; 3] = ["user", "assistant", "system"];
const IMAGE_FORMATS: [&str; 4] = ["png", "jpeg", "gif", "webp"];
const DOCUMENT_FORMATS: [&str; 9] = ["pdf", "csv", "doc", "docx", "xls", "xlsx", "html", "txt", "md"];
const VIDEO_FORMATS: [&str; 9] = ["mkv", "mov", "mp4", "webm", "flv", "mpeg", "mpg", "wmv", "three_gp"];
const AUDIO_FORMATS: [&str; 15] =
    ["mp3", "opus", "wav", "aac", "flac", "mp4", "ogg", "mkv", "mka", "x-aac", "m4a", "mpeg", "mpga", "pcm", "webm"];
/// The members of the ContentBlock union, of which a block sets exactly one.
const BLOCK_KINDS: [&str; 14] = [
    "text",
    "image",
    "document",
    "video",
    "audio",
    "toolUse",
    "toolResult",
    "guardContent",
    "cachePoint",
    "reasoningContent",
    "citationsContent",
    "searchResult",
    "toolAddition",
    "toolRemoval",
];
const TOOL_USE_ID_CHARS_MAX: usize = 64;

pub(super) fn check_shapes(request: &Value, shape: &mut Shape) -> Result<(), ServiceError> {
    json::list(request, "messages")?;
    for (index, message) in messages(request) {
        let path = format!("messages.{}.member", index.saturating_add(1));
        if !message.is_object() {
            return Err(ServiceError::serialization("Expected struct or null"));
        }
        if shape.required_string(message, "role", &path)?.is_some() {
            shape.one_of(message, "role", &path, &ROLES)?;
        }
        if json::list(message, "content")?.is_none() {
            shape.missing(&format!("{path}.content"));
        }
        for (position, block) in content(message) {
            let path = format!("{path}.content.{}.member", position.saturating_add(1));
            check_block(block, &path, &format!("messages.{index}.content.{position}"), shape)?;
        }
    }
    Ok(())
}

/// `path` names the block for the shape layer, `place` for the other one.
fn check_block(block: &Value, path: &str, place: &str, shape: &mut Shape) -> Result<(), ServiceError> {
    if !block.is_object() {
        return Err(ServiceError::serialization("Expected struct or null"));
    }
    let set = BLOCK_KINDS.iter().filter(|kind| block.get(**kind).is_some_and(|value| !value.is_null())).count();
    if set != 1 {
        let kinds = BLOCK_KINDS.join(", ");
        let complaint = if set == 0 { "must set" } else { "must set only" };
        return Err(ServiceError::validation(format!(
            "ContentBlock object at {place} {complaint} one of the following keys: {kinds}."
        )));
    }
    json::string(block, "text")?;
    for (kind, formats) in
        [("image", IMAGE_FORMATS.as_slice()), ("video", VIDEO_FORMATS.as_slice()), ("audio", AUDIO_FORMATS.as_slice())]
    {
        if let Some(media) = json::object(block, kind)? {
            let path = format!("{path}.{kind}");
            if shape.required_string(media, "format", &path)?.is_some() {
                shape.one_of(media, "format", &path, formats)?;
            }
            if json::object(media, "source")?.is_none() {
                shape.missing(&format!("{path}.source"));
            }
        }
    }
    if let Some(document) = json::object(block, "document")? {
        check_document(document, &format!("{path}.document"), shape)?;
    }
    if let Some(tool_use) = json::object(block, "toolUse")? {
        check_tool_use(tool_use, &format!("{path}.toolUse"), place, shape)?;
    }
    if let Some(result) = json::object(block, "toolResult")? {
        check_tool_result(result, &format!("{path}.toolResult"), place, shape)?;
    }
    if let Some(point) = json::object(block, "cachePoint")? {
        shape.one_of(point, "type", &format!("{path}.cachePoint"), &["default"])?;
        shape.one_of(point, "ttl", &format!("{path}.cachePoint"), &["5m", "1h"])?;
    }
    Ok(())
}

fn check_document(document: &Value, path: &str, shape: &mut Shape) -> Result<(), ServiceError> {
    shape.one_of(document, "format", path, &DOCUMENT_FORMATS)?;
    if json::object(document, "source")?.is_none() {
        shape.missing(&format!("{path}.source"));
    }
    let Some(name) = shape.required_string(document, "name", path)? else { return Ok(()) };
    // The message does not name it, but recordings have documents with `_` (langchain-aws, Claude Sonnet 5).
    let allowed = |c: char| c.is_alphanumeric() || c.is_whitespace() || "-()[]_".contains(c);
    let double_space = name.chars().zip(name.chars().skip(1)).any(|(a, b)| a.is_whitespace() && b.is_whitespace());
    if name.is_empty() || name.chars().count() > 200 {
        shape.fail(&format!("{path}.name"), "Member must have length between 1 and 200, inclusive");
    } else if double_space || !name.chars().all(allowed) {
        return Err(ServiceError::validation(
            "The document file name can only contain alphanumeric characters, whitespace characters, hyphens, parentheses, and square \
             brackets. The name can't contain more than one consecutive whitespace character.",
        ));
    }
    Ok(())
}

fn check_tool_use(tool_use: &Value, path: &str, place: &str, shape: &mut Shape) -> Result<(), ServiceError> {
    if let Some(id) = shape.required_string(tool_use, "toolUseId", path)? {
        shape.name(id, &format!("{path}.toolUseId"), "_.:-", TOOL_USE_ID_CHARS_MAX);
    }
    if let Some(name) = shape.required_string(tool_use, "name", path)? {
        shape.name(name, &format!("{path}.name"), "_-", 64);
    }
    match tool_use.get("input") {
        None => shape.missing(&format!("{path}.input")),
        Some(input @ Value::Object(_)) if !has_empty_name(input) => {}
        Some(_) => {
            return Err(ServiceError::validation(format!(
                "The format of the value at {place}.toolUse.input is invalid. Provide a json object for the field and try again."
            )));
        }
    }
    Ok(())
}

/// Reported by earendil-works/pi#7782 and anomalyco/opencode#46296, with the words for what is no object.
fn has_empty_name(value: &Value) -> bool {
    match value {
        Value::Object(members) => members.iter().any(|(name, value)| name.is_empty() || has_empty_name(value)),
        Value::Array(items) => items.iter().any(has_empty_name),
        _ => false,
    }
}

fn check_tool_result(result: &Value, path: &str, place: &str, shape: &mut Shape) -> Result<(), ServiceError> {
    if let Some(id) = shape.required_string(result, "toolUseId", path)? {
        shape.name(id, &format!("{path}.toolUseId"), "_.:-", TOOL_USE_ID_CHARS_MAX);
    }
    shape.one_of(result, "status", path, &["success", "error"])?;
    let Some(parts) = json::list(result, "content")? else {
        shape.missing(&format!("{path}.content"));
        return Ok(());
    };
    let failed = result.get("status").is_some_and(|status| status == "error");
    if failed && parts.is_empty() {
        return Err(ServiceError::validation(format!(
            "The content field at {place}.toolResult cannot be empty when status value is error."
        )));
    }
    Ok(())
}
