//! Images and documents: the bytes are base64, are what they say they are, and come with text.

use base64::Engine;
use base64::engine::general_purpose::STANDARD;
use serde_json::Value;

use super::by_model;
use super::content;
use super::messages;
use crate::errors::ServiceError;
use crate::model::Family;

pub(super) fn check(model_id: &str, request: &Value) -> Result<(), ServiceError> {
    for (index, message) in messages(request) {
        let mut documents: Vec<&str> = Vec::new();
        for (position, block) in content(message) {
            check_block(model_id, block, &format!("messages.{index}.content.{position}"))?;
            documents.extend(block.get("document").and_then(|document| document.get("name")?.as_str()));
            for part in block.pointer("/toolResult/content").and_then(Value::as_array).into_iter().flatten() {
                check_block(model_id, part, &format!("messages.{index}.content.{position}.toolResult.content"))?;
            }
        }
        if !documents.is_empty() && !content(message).any(|(_, block)| block.get("text").is_some()) {
            return Err(ServiceError::validation("A text block must be included when using documents."));
        }
        let total = documents.len();
        documents.sort_unstable();
        documents.dedup();
        if documents.len() < total {
            return Err(ServiceError::validation(
                "The model returned the following errors: Cannot have duplicate document names in a message.",
            ));
        }
    }
    Ok(())
}

fn check_block(model_id: &str, block: &Value, place: &str) -> Result<(), ServiceError> {
    for kind in ["document", "video", "audio"] {
        bytes(block.pointer(&format!("/{kind}/source/bytes")))?;
    }
    bytes(block.pointer("/reasoningContent/redactedContent"))?;
    let Some(image) = block.get("image") else { return Ok(()) };
    let Some(bytes) = bytes(image.pointer("/source/bytes"))? else { return Ok(()) };
    let declared = image.get("format").and_then(Value::as_str).unwrap_or_default();
    match actual_format(&bytes) {
        Some(actual) if actual == declared => Ok(()),
        Some(_) if Family::of(model_id) != Family::Anthropic => {
            by_model("The provided image does not match the specified image format.")
        }
        _ => image_of_claude(&format!("{place}.image.source.base64"), declared, &bytes),
    }
}

/// An image is what it says it is; `path` names its source in Anthropic's words.
pub(crate) fn image_of_claude(path: &str, declared: &str, bytes: &[u8]) -> Result<(), ServiceError> {
    match actual_format(bytes) {
        Some(actual) if actual == declared => Ok(()),
        Some(actual) => by_model(&format!(
            "{path}: The image was specified using the image/{declared} media type, but the image appears to be a image/{actual} image"
        )),
        None => by_model(&format!("{path}.data: Could not process image")),
    }
}

fn bytes(value: Option<&Value>) -> Result<Option<Vec<u8>>, ServiceError> {
    let Some(text) = value.and_then(Value::as_str) else { return Ok(None) };
    let decoded = STANDARD.decode(text);
    decoded.map(Some).map_err(|error| ServiceError::serialization(format!("Invalid base64 in a blob member: {error}")))
}

fn actual_format(bytes: &[u8]) -> Option<&'static str> {
    let is_webp = bytes.starts_with(b"RIFF") && bytes.get(8..12) == Some(b"WEBP");
    match bytes {
        [0x89, b'P', b'N', b'G', ..] => Some("png"),
        [0xff, 0xd8, 0xff, ..] => Some("jpeg"),
        [b'G', b'I', b'F', b'8', ..] => Some("gif"),
        _ if is_webp => Some("webp"),
        _ => None,
    }
}
