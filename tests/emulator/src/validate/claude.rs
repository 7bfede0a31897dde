//! What Claude refuses, in Anthropic's words, which reach the caller through Bedrock.

use serde_json::Value;

use super::betas;
use super::by_model;
use super::content;
use super::fields::present;
use super::fields::tools;
use super::messages;
use super::sharing;
use super::thinking;
use super::thoughts;
use super::turns::role;
use crate::errors::ServiceError;
use crate::family::Family;
use crate::family::Refusal;

/// The members of Anthropic's Messages API that Converse has no field for.
const OWN_FIELDS: [&str; 20] = [
    "anthropic_beta",
    "anthropic_version",
    "container",
    "context_management",
    "inference_geo",
    "max_tokens",
    "mcp_servers",
    "metadata",
    "output_config",
    "output_format",
    "reasoning_config",
    "service_tier",
    "speed",
    "stop_sequences",
    "temperature",
    "thinking",
    "tool_choice",
    "tools",
    "top_k",
    "top_p",
];

pub(super) fn check(family: &Family, request: &Value) -> Result<(), ServiceError> {
    check_sources(request)?;
    check_own_fields(request)?;
    let names = own(request, "/anthropic_beta").and_then(Value::as_array).into_iter().flatten();
    betas::check(family, names.filter_map(Value::as_str))?;
    check_parameters(family, request)?;
    check_system_turns(family, request)?;
    sharing::check_for_claude(request)?;
    check_thoughts(family, request)
}

pub(super) fn check_parameters(family: &Family, request: &Value) -> Result<(), ServiceError> {
    check_sampling(family, request)?;
    check_tools(family, request)?;
    check_output(family, request)
}

pub(super) fn check_thoughts(family: &Family, request: &Value) -> Result<(), ServiceError> {
    thinking::check(family, request)?;
    thoughts::check(request)?;
    check_last_turn(family, request)
}

fn own<'a>(request: &'a Value, pointer: &str) -> Option<&'a Value> {
    present(request, &format!("/additionalModelRequestFields{pointer}"))
}

/// Recorded by pydantic-ai. A document of Amazon S3 in a tool's result passes, and Claude sees nothing of it.
fn check_sources(request: &Value) -> Result<(), ServiceError> {
    for (index, message) in messages(request) {
        for (position, block) in content(message) {
            if present(block, "/document/source/s3Location").is_some() {
                return by_model(&format!("messages.{index}.content.{position}.document.source.type: Field required"));
            }
        }
    }
    Ok(())
}

fn check_own_fields(request: &Value) -> Result<(), ServiceError> {
    let fields = own(request, "").and_then(Value::as_object);
    match fields.and_then(|fields| fields.keys().find(|name| !OWN_FIELDS.contains(&name.as_str()))) {
        Some(name) => by_model(&format!("{name}: Extra inputs are not permitted")),
        None => Ok(()),
    }
}

/// Anthropic's documents let the default values pass, and some have seen them refused all the same; here any is.
fn check_sampling(family: &Family, request: &Value) -> Result<(), ServiceError> {
    let config = |member: &str| present(request, &format!("/inferenceConfig/{member}"));
    let temperature = config("temperature").or_else(|| own(request, "/temperature"));
    let top_p = config("topP").or_else(|| own(request, "/top_p"));
    for (name, value) in [("temperature", temperature), ("top_p", top_p), ("top_k", own(request, "/top_k"))] {
        if family.refuses(Refusal::Sampling) && value.is_some() {
            return by_model(&format!("`{name}` is deprecated for this model."));
        }
    }
    if family.refuses(Refusal::TemperatureWithTopP) && temperature.is_some() && top_p.is_some() {
        return by_model("`temperature` and `top_p` cannot both be specified for this model. Please use only one.");
    }
    Ok(())
}

fn check_tools(family: &Family, request: &Value) -> Result<(), ServiceError> {
    let own_choice = own(request, "/tool_choice");
    if let Some(choice) = own_choice
        && choice.get("type").is_none()
        && present(request, "/toolConfig/toolChoice").is_none()
    {
        return by_model("missing field `type`");
    }
    let kind = own_choice.and_then(|choice| choice.get("type")?.as_str());
    if family.refuses(Refusal::ForcedToolUse) && (forces_tools(request) || matches!(kind, Some("any" | "tool"))) {
        return by_model("tool_choice: type \"tool\" and \"any\" are not supported for this model.");
    }
    check_schemas(request)?;
    let strict = tools(request).position(|tool| present(tool, "/toolSpec/strict").is_some());
    match strict.filter(|_| family.refuses(Refusal::StrictByModel)) {
        Some(index) => by_model(&format!("tools.{index}.custom.strict: Extra inputs are not permitted")),
        None => Ok(()),
    }
}

/// Reported of Converse by trycua/cua#3303, NousResearch/hermes-agent#19739 and others, and for names by
/// aws-solutions-library-samples/accelerated-intelligent-document-processing-on-aws#709: both look at the root only.
fn check_schemas(request: &Value) -> Result<(), ServiceError> {
    for (index, tool) in tools(request).filter(|tool| present(tool, "/toolSpec").is_some()).enumerate() {
        let schema = |member: &str| present(tool, &format!("/toolSpec/inputSchema/json{member}"));
        let place = format!("tools.{index}.custom.input_schema");
        if ["/oneOf", "/allOf", "/anyOf"].iter().any(|union| schema(union).is_some()) {
            return by_model(&format!(
                "{place}: input_schema does not support oneOf, allOf, or anyOf at the top level"
            ));
        }
        let mut names = schema("/properties").and_then(Value::as_object).into_iter().flat_map(|members| members.keys());
        if !names.all(|name| is_property_name(name)) {
            return by_model(&format!(
                "{place}.properties: Property keys should match pattern '^[a-zA-Z0-9_.-]{{1,64}}$'"
            ));
        }
    }
    Ok(())
}

fn is_property_name(name: &str) -> bool {
    (1..=64).contains(&name.len())
        && name.bytes().all(|byte| byte.is_ascii_alphanumeric() || matches!(byte, b'_' | b'.' | b'-'))
}

pub(super) fn forces_tools(request: &Value) -> bool {
    ["any", "tool"].iter().any(|kind| present(request, &format!("/toolConfig/toolChoice/{kind}")).is_some())
}

fn check_output(family: &Family, request: &Value) -> Result<(), ServiceError> {
    let by_fields = present(request, "/outputConfig/textFormat");
    if family.refuses(Refusal::TextFormat) && by_fields.or_else(|| own(request, "/output_config/format")).is_some() {
        return by_model("output_config.format: Extra inputs are not permitted");
    }
    let effort = present(request, "/outputConfig/effort").or_else(|| own(request, "/output_config/effort"));
    let Some(effort) = effort else { return Ok(()) };
    if family.refuses(Refusal::Effort) {
        return by_model("This model does not support the effort parameter.");
    }
    let mut known = vec!["low", "medium", "high"];
    known.extend((!family.refuses(Refusal::EffortXhigh)).then_some("xhigh"));
    known.extend((!family.refuses(Refusal::EffortMax)).then_some("max"));
    if effort.as_str().is_some_and(|effort| known.contains(&effort)) {
        return Ok(());
    }
    if let Some(level @ ("xhigh" | "max")) = effort.as_str()
        && known.contains(&"max")
    {
        known.sort_unstable();
        return by_model(&format!(
            "This model does not support effort level '{level}'. Supported levels: {}.",
            known.join(", ")
        ));
    }
    let last = known.pop().unwrap_or_default();
    by_model(&format!("output_config.effort: Input should be '{}' or '{last}'", known.join("', '")))
}

fn check_system_turns(family: &Family, request: &Value) -> Result<(), ServiceError> {
    match messages(request).find(|(_, message)| role(message) == Some("system")) {
        Some((index, _)) if family.refuses(Refusal::SystemTurns) => {
            by_model(&format!("messages.{index}: role 'system' is not supported on this model"))
        }
        _ => Ok(()),
    }
}

/// Older models continue a last turn of the assistant; what cannot be continued is refused.
fn check_last_turn(family: &Family, request: &Value) -> Result<(), ServiceError> {
    let Some((_, last)) = messages(request).last().filter(|(_, last)| role(last) == Some("assistant")) else {
        return Ok(());
    };
    if family.refuses(Refusal::Prefill) {
        return by_model(
            "This model does not support assistant message prefill. The conversation must end with a user message.",
        );
    }
    let text = content(last).last().and_then(|(_, block)| block.get("text")?.as_str());
    if text.is_some_and(|text| text.ends_with(char::is_whitespace)) {
        return by_model("messages: final assistant content cannot end with trailing whitespace");
    }
    Ok(())
}
