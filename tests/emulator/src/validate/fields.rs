//! What Converse knows that a model does not take, before it asks the model: "This model doesn't support the … field."

use serde_json::Value;

use super::content;
use super::messages;
use crate::errors::ServiceError;
use crate::family::Family;
use crate::family::Refusal;

/// Where a field stands, and what it is called.
const FIELDS: [(Refusal, &str, &str); 5] = [
    (Refusal::Temperature, "/inferenceConfig/temperature", "temperature"),
    (Refusal::TopP, "/inferenceConfig/topP", "topP"),
    (Refusal::StopSequences, "/inferenceConfig/stopSequences/0", "stopSequences"),
    (Refusal::ToolChoiceAny, "/toolConfig/toolChoice/any", "toolConfig.toolChoice.any"),
    (Refusal::ToolChoiceTool, "/toolConfig/toolChoice/tool", "toolConfig.toolChoice.tool"),
];
/// What a message may hold beside text.
const MEDIA: [(Refusal, &str); 3] = [(Refusal::Images, "image"), (Refusal::Video, "video"), (Refusal::Audio, "audio")];

/// Recorded by pydantic-ai, in a turn and in a tool's result.
pub(super) const VIDEO_OF_CLAUDE: &str =
    "This model doesn't support the video content block that you provided. Update the content block and try again.";

pub(super) fn check(family: &Family, request: &Value) -> Result<(), ServiceError> {
    if family.refuses(Refusal::Tools) && present(request, "/toolConfig").is_some() {
        return Err(ServiceError::validation("This model doesn't support tool use."));
    }
    if family.refuses(Refusal::System) && present(request, "/system/0").is_some() {
        return Err(ServiceError::validation(
            "This model doesn't support system messages. Try again without a system message or use a model that supports system \
             messages.",
        ));
    }
    for (refusal, pointer, name) in FIELDS {
        if family.refuses(refusal) && present(request, pointer).is_some() {
            return unsupported(name);
        }
    }
    if family.refuses(Refusal::Strict) && tools(request).any(|tool| present(tool, "/toolSpec/strict").is_some()) {
        return unsupported("strict");
    }
    if family.refuses(Refusal::TextFormat)
        && !family.is_claude()
        && present(request, "/outputConfig/textFormat").is_some()
    {
        return unsupported("outputConfig");
    }
    check_blocks(family, request)?;
    check_conflicts(family, request)
}

/// ConverseStream only.
pub(super) fn check_stream(family: &Family, request: &Value) -> Result<(), ServiceError> {
    if family.refuses(Refusal::ToolsInStreams) && present(request, "/toolConfig").is_some() {
        return Err(ServiceError::validation("This model doesn't support tool use in streaming mode."));
    }
    Ok(())
}

fn check_blocks(family: &Family, request: &Value) -> Result<(), ServiceError> {
    let blocks = || messages(request).flat_map(|(_, message)| content(message)).map(|(_, block)| block);
    for (refusal, kind) in MEDIA {
        if family.refuses(refusal) && blocks().any(|block| present(block, &format!("/{kind}")).is_some()) {
            let words = (kind == "video" && family.is_claude()).then_some(VIDEO_OF_CLAUDE);
            return words.map_or_else(|| unsupported_of_users(kind), |words| Err(ServiceError::validation(words)));
        }
    }
    let in_results = || blocks().filter_map(|block| block.pointer("/toolResult/content")?.as_array()).flatten();
    let of_s3 = |block: &Value| present(block, "/image/source/s3Location").is_some();
    if family.refuses(Refusal::ImagesOfS3) && (blocks().any(of_s3) || in_results().any(of_s3)) {
        return unsupported("s3Uri");
    }
    if family.refuses(Refusal::ToolResultStatus) && blocks().any(|block| present(block, "/toolResult/status").is_some())
    {
        return unsupported("status");
    }
    if family.refuses(Refusal::Documents) && blocks().any(|block| present(block, "/document").is_some()) {
        return no_documents();
    }
    let signature = "/reasoningContent/reasoningText/signature";
    if family.refuses(Refusal::Signature) && blocks().any(|block| present(block, signature).is_some()) {
        return unsupported("reasoningContent.reasoningText.signature");
    }
    Ok(())
}

/// The model's own fields may not say again what Converse's say.
fn check_conflicts(family: &Family, request: &Value) -> Result<(), ServiceError> {
    let own = |name: &str| present(request, &format!("/additionalModelRequestFields/{name}"));
    let conflict = |name: &str, field: &str| {
        Err(ServiceError::validation(format!(
            "The additional field {name} conflicts with the existing field {field}. Remove {name} and try again."
        )))
    };
    if own("tool_choice/type").is_some()
        && let Some(kind) = ["auto", "any", "tool"]
            .into_iter()
            .find(|kind| present(request, &format!("/toolConfig/toolChoice/{kind}")).is_some())
    {
        return conflict("tool_choice/type", &format!("toolConfig.toolChoice.{kind}"));
    }
    for (name, config) in [
        ("max_tokens", "maxTokens"),
        ("temperature", "temperature"),
        ("top_p", "topP"),
        ("stop_sequences", "stopSequences"),
    ] {
        let field = format!("inferenceConfig.{config}");
        if family.is_claude()
            && own(name).is_some()
            && present(request, &format!("/inferenceConfig/{config}")).is_some()
        {
            return conflict(name, &field);
        }
    }
    Ok(())
}

pub(super) fn unsupported(field: &str) -> Result<(), ServiceError> {
    Err(ServiceError::validation(format!(
        "This model doesn't support the {field} field. Remove {field} and try again."
    )))
}

pub(super) fn unsupported_of_users(kind: &str) -> Result<(), ServiceError> {
    Err(ServiceError::validation(format!(
        "This model doesn't support the {kind} field for user messages. Remove {kind} and try again."
    )))
}

pub(super) fn no_documents() -> Result<(), ServiceError> {
    Err(ServiceError::validation(
        "This model doesn't support documents. Try again without a document or use a model that supports documents.",
    ))
}

pub(super) fn tools(request: &Value) -> impl Iterator<Item = &Value> {
    request.pointer("/toolConfig/tools").and_then(Value::as_array).into_iter().flatten()
}

/// A value that is there and not `null`.
pub(super) fn present<'a>(value: &'a Value, pointer: &str) -> Option<&'a Value> {
    value.pointer(pointer).filter(|found| !found.is_null())
}
