//! Claude's rules for extended thinking, which reach the caller through Bedrock.

use serde_json::Value;

use crate::errors::ServiceError;
use crate::model::Family;

const BUDGET_TOKENS_MIN: u64 = 1024;

pub(super) fn check(model_id: &str, request: &Value) -> Result<(), ServiceError> {
    let thinking = request.pointer("/additionalModelRequestFields/thinking");
    let enabled = thinking.is_some_and(|thinking| thinking.get("type").is_some_and(|kind| kind == "enabled"));
    if !enabled || Family::of(model_id) != Family::Anthropic {
        return Ok(());
    }
    let budget = thinking.and_then(|thinking| thinking.get("budget_tokens")?.as_u64());
    let config = |member: &str| request.get("inferenceConfig").and_then(|config| config.get(member));
    let max_tokens = config("maxTokens").and_then(Value::as_u64);
    if budget.is_none_or(|budget| budget < BUDGET_TOKENS_MIN) {
        return refuse("thinking.enabled.budget_tokens: Input should be greater than or equal to 1024");
    }
    if max_tokens.is_some() && max_tokens <= budget {
        return refuse("`max_tokens` must be greater than `thinking.budget_tokens`.");
    }
    if config("temperature").and_then(Value::as_f64).is_some_and(|temperature| temperature < 1.0) {
        return refuse("`temperature` may only be set to 1 when thinking is enabled.");
    }
    let choice = request.pointer("/toolConfig/toolChoice");
    if choice.is_some_and(|choice| choice.get("any").is_some() || choice.get("tool").is_some()) {
        return refuse("Thinking may not be enabled when tool_choice forces tool use.");
    }
    Ok(())
}

fn refuse(complaint: &str) -> Result<(), ServiceError> {
    Err(ServiceError::validation(format!("The model returned the following errors: {complaint}")))
}
