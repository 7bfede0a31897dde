//! What a tool's result may hold beside text and JSON.

use serde_json::Value;

use super::by_model;
use super::content;
use super::fields::VIDEO_OF_CLAUDE;
use super::fields::no_documents;
use super::fields::present;
use super::fields::unsupported_of_users;
use super::messages;
use crate::errors::ServiceError;
use crate::family::Family;
use crate::family::Refusal;

/// Nova reads texts there: csv and txt are reported, that md and html go the same way is a guess.
const NOVAS_DOCUMENTS: [&str; 4] = ["csv", "txt", "md", "html"];

pub(super) fn check(family: &Family, request: &Value) -> Result<(), ServiceError> {
    for (index, message) in messages(request) {
        for (position, block) in content(message) {
            let parts = block.pointer("/toolResult/content").and_then(Value::as_array).into_iter().flatten();
            for part in parts {
                check_part(family, part, &format!("#/messages/{index}/content/{position}"))?;
            }
        }
    }
    Ok(())
}

/// The complaints are about the turn that the result came in, and Nova's about the whole result.
fn check_part(family: &Family, part: &Value, place: &str) -> Result<(), ServiceError> {
    let has = |kind: &str| present(part, &format!("/{kind}"));
    let sees = !family.refuses(Refusal::Images) && !family.refuses(Refusal::ImagesInToolResults);
    if has("image").is_some() && !sees {
        return unsupported_of_users("image");
    }
    if has("video").is_some() && family.is_claude() {
        return Err(ServiceError::validation(VIDEO_OF_CLAUDE));
    }
    if has("video").is_some() && !family.is_nova() && family.refuses(Refusal::Video) {
        return unsupported_of_users("video");
    }
    let Some(document) = has("document") else {
        return if has("video").is_some() && family.is_nova() { extraneous_result(place) } else { Ok(()) };
    };
    if family.refuses(Refusal::Documents) || family.refuses(Refusal::DocumentsInToolResults) {
        return no_documents();
    }
    let format = document.get("format").and_then(Value::as_str).unwrap_or_default();
    if family.is_nova() && !NOVAS_DOCUMENTS.contains(&format) { extraneous_result(place) } else { Ok(()) }
}

fn extraneous_result(place: &str) -> Result<(), ServiceError> {
    by_model(&format!(
        "Malformed input request: {place}: extraneous key [toolResult] is not permitted, please reformat your input and try again."
    ))
}
