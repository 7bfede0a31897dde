//! What the other makers' models refuse, in their words.

use serde_json::Value;
use serde_json::json;

use super::by_model;
use super::content;
use super::fields::present;
use super::messages;
use crate::errors::ServiceError;
use crate::family::Family;
use crate::family::Refusal;
use crate::json;

const MAX_TOKENS_MIN: u64 = 16;
const MISTRAL_ID_CHARS: usize = 9;
const OTHER_REASONING_FIELDS: [&str; 4] = ["reasoning_effort", "reasoningEffort", "reasoningConfig", "thinking"];
const NOVAS_FIELDS: [&str; 2] = ["inferenceConfig", "reasoningConfig"];
const NOVAS_EFFORTS: [&str; 3] = ["low", "medium", "high"];

pub(super) fn check(family: &Family, request: &Value) -> Result<(), ServiceError> {
    let max_tokens = present(request, "/inferenceConfig/maxTokens").and_then(Value::as_u64);
    if let Some(max_tokens) = max_tokens.filter(|max| family.refuses(Refusal::FewMaxTokens) && *max < MAX_TOKENS_MIN) {
        let complaint = format!(
            "Invalid 'max_output_tokens': integer below minimum value. Expected a value >= 16, but got {max_tokens} instead."
        );
        return if family.is_gpt() {
            by_openai("integer_below_min_value", &complaint, "max_output_tokens")
        } else {
            by_model(&complaint)
        };
    }
    if family.refuses(Refusal::LongToolUseIds) {
        check_ids(family, request)?;
    }
    let own = present(request, "/additionalModelRequestFields");
    if family.refuses(Refusal::ReasoningEffortField) && own.is_some_and(|own| own.get("reasoning_effort").is_some()) {
        return by_model("Unknown parameter: 'reasoning_effort'.");
    }
    check_reasoning_of_gpt(family, own)?;
    let level =
        own.and_then(|own| own.get("reasoning_config")).filter(|_| family.refuses(Refusal::ReasoningConfigLevels));
    if let Some(level) = level.filter(|level| !["low", "high"].iter().any(|known| level == known)) {
        return by_model(&format!("Invalid value: {level}. Supported values are: 'low' and 'high'."));
    }
    // That it is refused is reported; these words are OpenAI's own for such a value.
    let level = own.and_then(|own| own.get("reasoning_effort")?.as_str());
    if let Some(level) = level.filter(|level| !["low", "medium", "high"].contains(level))
        && family.refuses(Refusal::ReasoningEffortLevels)
    {
        return by_model(&format!("Invalid value: '{level}'. Supported values are: 'low', 'medium', and 'high'."));
    }
    if family.is_nova() {
        return check_nova(family, request, own);
    }
    let extraneous = own.and_then(Value::as_object).and_then(|own| own.keys().next()).filter(|_| family.is_llama());
    match extraneous {
        Some(name) => malformed(&format!("extraneous key [{name}] is not permitted")),
        None => Ok(()),
    }
}

fn check_reasoning_of_gpt(family: &Family, own: Option<&Value>) -> Result<(), ServiceError> {
    let Some(own) = own else { return Ok(()) };
    let field = OTHER_REASONING_FIELDS.iter().find(|field| own.get(**field).is_some());
    if let Some(field) = field.filter(|_| family.refuses(Refusal::OtherReasoningFields)) {
        return by_openai("unknown_parameter", &format!("Unknown parameter: '{field}'."), field);
    }
    let effort = own.pointer("/reasoning/effort").and_then(Value::as_str).unwrap_or_default();
    let refused = |refusal: Refusal, level: &str| family.refuses(refusal) && effort == level;
    if !refused(Refusal::EffortMinimal, "minimal") && !refused(Refusal::EffortNone, "none") {
        return Ok(());
    }
    let none = if family.refuses(Refusal::EffortNone) { "" } else { "'none', " };
    let model = family.name().trim_start_matches("openai.");
    let complaint = format!(
        "Unsupported value: '{effort}' is not supported with the '{model}' model. Supported values are: {none}'low', 'medium', 'high', \
         'xhigh', and 'max'."
    );
    by_openai("unsupported_value", &complaint, "reasoning.effort")
}

/// Bedrock hands on OpenAI's error as it is: JSON behind its own words.
fn by_openai(code: &str, message: &str, param: &str) -> Result<(), ServiceError> {
    let error = json!({ "code": code, "message": message, "param": param, "type": "invalid_request_error" });
    by_model(&json::sorted(json!({ "error": error })))
}

fn check_ids(family: &Family, request: &Value) -> Result<(), ServiceError> {
    for (_, block) in messages(request).flat_map(|(_, message)| content(message)) {
        let id = ["/toolUse/toolUseId", "/toolResult/toolUseId"].iter().find_map(|id| present(block, id)?.as_str());
        let fits = |id: &str| id.len() == MISTRAL_ID_CHARS && id.bytes().all(|byte| byte.is_ascii_alphanumeric());
        let passes = |id: &str| fits(id) || is_bedrocks_own(id) && !family.refuses(Refusal::OwnToolUseIds);
        if let Some(id) = id.filter(|id| !passes(id)) {
            return by_model(&format!("Tool call id was {id} but must be a-z, A-Z, 0-9, with a length of 9."));
        }
    }
    Ok(())
}

/// `tooluse_` and 22 characters of base64.
fn is_bedrocks_own(id: &str) -> bool {
    id.strip_prefix("tooluse_").is_some_and(|rest| {
        rest.len() == 22 && rest.bytes().all(|byte| byte.is_ascii_alphanumeric() || matches!(byte, b'-' | b'_'))
    })
}

fn check_nova(family: &Family, request: &Value, own: Option<&Value>) -> Result<(), ServiceError> {
    let keys = own.and_then(Value::as_object).into_iter().flat_map(|own| own.keys());
    if let Some(name) = keys.into_iter().find(|name| !NOVAS_FIELDS.contains(&name.as_str())) {
        return malformed(&format!("#: extraneous key [{name}] is not permitted"));
    }
    let Some(reasoning) = own.and_then(|own| present(own, "/reasoningConfig")) else { return Ok(()) };
    let on = reasoning.get("type").is_some_and(|kind| kind == "enabled");
    let effort = reasoning.get("maxReasoningEffort").and_then(Value::as_str);
    if family.refuses(Refusal::ReasoningConfig) || on && effort.is_none_or(|effort| !NOVAS_EFFORTS.contains(&effort)) {
        return malformed("the provided reasoning config value is invalid");
    }
    let limits = ["maxTokens", "temperature", "topP"];
    let limit = limits.iter().find(|limit| present(request, &format!("/inferenceConfig/{limit}")).is_some());
    match limit.filter(|_| on && effort == Some("high")) {
        Some(limit) => malformed(&format!("{limit} must be unset when maxReasoningEffort is high")),
        None => Ok(()),
    }
}

fn malformed(reason: &str) -> Result<(), ServiceError> {
    by_model(&format!("Malformed input request: {reason}, please reformat your input and try again."))
}
