//! Claude's rules for extended thinking.

use serde_json::Value;

use super::by_model;
use super::claude::forces_tools;
use super::fields::present;
use crate::errors::ServiceError;
use crate::family::Family;
use crate::family::Refusal;

const BUDGET_TOKENS_MIN: u64 = 1024;
/// The oldest spelling is Bedrock's own.
const NAMES: [&str; 2] = ["thinking", "reasoning_config"];

pub(super) fn check(family: &Family, request: &Value) -> Result<(), ServiceError> {
    let Some(thinking) = asked(request) else { return Ok(()) };
    let kind = thinking.get("type").and_then(Value::as_str).unwrap_or_default();
    if family.refuses(Refusal::Thinking) {
        return by_model("thinking: Extra inputs are not permitted");
    }
    if family.refuses(Refusal::ThinkingAdaptive) && kind == "adaptive" {
        return by_model("adaptive thinking is not supported on this model");
    }
    for (refusal, refused) in [(Refusal::ThinkingEnabled, "enabled"), (Refusal::ThinkingDisabled, "disabled")] {
        if family.refuses(refusal) && kind == refused {
            return by_model(&format!(
                "\"thinking.type.{kind}\" is not supported for this model. Use \"thinking.type.adaptive\" and \"output_config.effort\" \
                 to control thinking behavior."
            ));
        }
    }
    if kind == "enabled" {
        check_budget(request, thinking)?;
    }
    let on = kind == "enabled" || kind == "adaptive";
    if on && family.refuses(Refusal::ThinkingWithForcedToolUse) && forces_tools(request) {
        return by_model("Thinking may not be enabled when tool_choice forces tool use.");
    }
    Ok(())
}

fn check_budget(request: &Value, thinking: &Value) -> Result<(), ServiceError> {
    let budget = thinking.get("budget_tokens").and_then(Value::as_u64);
    let config = |member: &str| present(request, &format!("/inferenceConfig/{member}"));
    let max_tokens = config("maxTokens").and_then(Value::as_u64);
    if budget.is_none_or(|budget| budget < BUDGET_TOKENS_MIN) {
        return by_model("thinking.enabled.budget_tokens: Input should be greater than or equal to 1024");
    }
    if max_tokens.is_some() && max_tokens <= budget && !interleaves(request) {
        return by_model("`max_tokens` must be greater than `thinking.budget_tokens`.");
    }
    if config("temperature").and_then(Value::as_f64).is_some_and(|temperature| temperature < 1.0) {
        return by_model("`temperature` may only be set to 1 when thinking is enabled.");
    }
    if config("topP").and_then(Value::as_f64).is_some_and(|top_p| top_p < 0.95) {
        return by_model("`top_p` must be greater than or equal to 0.95 or unset when thinking is enabled.");
    }
    if present(request, "/additionalModelRequestFields/top_k").is_some() {
        return by_model("`top_k` must be unset when thinking is enabled.");
    }
    Ok(())
}

/// Anthropic's documents: the budget is then for all thoughts of a turn, between the calls of tools as well.
fn interleaves(request: &Value) -> bool {
    let betas = present(request, "/additionalModelRequestFields/anthropic_beta").and_then(Value::as_array);
    betas.into_iter().flatten().any(|beta| beta == "interleaved-thinking-2025-05-14")
}

/// The request's configuration of thinking, whatever it says.
pub(super) fn asked(request: &Value) -> Option<&Value> {
    NAMES.iter().find_map(|name| present(request, &format!("/additionalModelRequestFields/{name}")))
}
