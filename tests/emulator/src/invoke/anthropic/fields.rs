//! The members of a request. Anthropic's validator looks at those it knows in their order and at the others last:
//! recorded of `mcp_servers` and `container`, beside which the tools are refused first.

use serde_json::Value;

use super::betas;
use super::blocks;
use super::edits;
use super::place::Checked;
use super::place::Place;
use super::tools;
use super::turns;
use crate::errors::ServiceError;
use crate::family::Family;
use crate::family::Refusal;

/// What Bedrock takes: AWS's documents, litellm's list, and for `user_profile_id` the client of Bedrock by Anthropic.
const KNOWN: [&str; 15] = [
    "anthropic_version",
    "anthropic_beta",
    "max_tokens",
    "messages",
    "system",
    "stop_sequences",
    "temperature",
    "top_p",
    "top_k",
    "tools",
    "tool_choice",
    "thinking",
    "metadata",
    "output_config",
    "output_format",
];
const USER_ID_CHARS_MAX: usize = 256;

pub(super) fn check(family: &Family, body: &Value) -> Checked {
    let root = Place::root(body);
    betas::check_version(family, &root)?;
    betas::check(family, &root)?;
    check_max_tokens(family, &root)?;
    turns::check(family, &root)?;
    check_system(&root)?;
    check_sampling(&root)?;
    tools::check(family, body, &root)?;
    check_thinking(&root)?;
    check_output(&root)?;
    check_metadata(&root)?;
    let mut known = KNOWN.to_vec();
    known.extend(edits::check(body, &root)?.then_some("context_management"));
    known.extend(betas::has(body, "dangerous-tool-use-2026-09-03").then_some("safeguards"));
    known.extend((!family.refuses(Refusal::UserProfiles)).then_some("user_profile_id"));
    root.only(&known)
}

/// Recorded for Sonnet 4.6 behind GitHub Copilot (2026-07); the limits are litellm's.
fn check_max_tokens(family: &Family, root: &Place<'_>) -> Checked {
    let max_tokens = root.required("max_tokens")?;
    max_tokens.integer(1)?;
    match family.output_tokens_max {
        Some(limit) if max_tokens.value.as_u64() > Some(limit) => Err(ServiceError::validation(format!(
            "The maximum tokens you requested exceeds the model limit of {limit}"
        ))),
        _ => Ok(()),
    }
}

fn check_system(root: &Place<'_>) -> Checked {
    let Some(system) = root.member("system") else { return Ok(()) };
    if let Some(text) = system.value.as_str() {
        return if text.is_empty() { Ok(()) } else { turns::check_blank(text, "system") };
    }
    for block in system.items()? {
        block.object()?;
        block.required("type")?.choice(&["text"])?;
        let text = block.required("text")?.text()?;
        blocks::check_cache_control(&block)?;
        block.only(&["type", "text", "cache_control", "citations"])?;
        turns::check_blank(text, "system")?;
    }
    Ok(())
}

fn check_sampling(root: &Place<'_>) -> Checked {
    for name in ["temperature", "top_p"] {
        root.member(name).map_or(Ok(()), |share| share.share())?;
    }
    root.member("top_k").map_or(Ok(()), |count| count.integer(0))?;
    let Some(sequences) = root.member("stop_sequences") else { return Ok(()) };
    for sequence in sequences.items()? {
        if sequence.text()?.trim().is_empty() {
            return sequences.complaint("each stop sequence must contain non-whitespace");
        }
    }
    Ok(())
}

/// Only the shape: what a model takes of it is the same in Converse.
fn check_thinking(root: &Place<'_>) -> Checked {
    let Some(thinking) = root.member("thinking") else { return Ok(()) };
    let tag = thinking.tag(&["adaptive", "between_tools", "disabled", "enabled"])?;
    let thinking = thinking.as_variant(tag);
    if tag == "enabled" {
        let budget = thinking.required("budget_tokens")?;
        budget.integer(0)?;
    }
    thinking.member("display").map_or(Ok(()), |display| display.choice(&["omitted", "summarized", "updates"]))?;
    let known: &[&str] = match tag {
        "enabled" => &["type", "budget_tokens", "display", "block_binding"],
        _ => &["type", "display", "block_binding"],
    };
    thinking.only(known)
}

/// That `output_format` is refused is reported by xiehust/anthropic_api_converter, the words are Anthropic's own.
fn check_output(root: &Place<'_>) -> Checked {
    if let Some(format) = root.member("output_format") {
        return format.complaint("This field is deprecated. Use 'output_config.format' instead.");
    }
    let Some(config) = root.member("output_config") else { return Ok(()) };
    config.object()?;
    if let Some(format) = config.member("format") {
        let format = format.as_variant(format.tag(&["json_schema"])?);
        format.required("schema")?.object()?;
        format.only(&["type", "schema"])?;
    }
    config.only(&["effort", "format"])
}

fn check_metadata(root: &Place<'_>) -> Checked {
    let Some(metadata) = root.member("metadata") else { return Ok(()) };
    metadata.object()?;
    if let Some(id) = metadata.member("user_id")
        && id.text()?.chars().count() > USER_ID_CHARS_MAX
    {
        return id.complaint(&format!("String should have at most {USER_ID_CHARS_MAX} characters"));
    }
    metadata.only(&["user_id"])
}
