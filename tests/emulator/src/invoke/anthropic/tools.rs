//! The tools of a request, and which of them Claude may or must call.

use serde_json::Value;

use super::betas;
use super::blocks;
use super::place::Checked;
use super::place::Place;
use crate::errors::ServiceError;
use crate::family::Family;
use crate::family::Refusal;

/// Recorded: Sonnet 4 by pydantic-ai (CountTokens), Sonnet 4.6 behind GitHub Copilot (2026-07).
const TAGS: [&str; 5] =
    ["bash_20250124", "custom", "text_editor_20250124", "text_editor_20250429", "text_editor_20250728"];
const LATER_TAGS: [&str; 5] = [
    "memory_20250818",
    "tool_search_tool_bm25",
    "tool_search_tool_bm25_20251119",
    "tool_search_tool_regex",
    "tool_search_tool_regex_20251119",
];
/// AWS's documents. That the beta of January 2025 brings no `computer_20250124` to Claude 4.6 is reported by
/// xiehust/anthropic_api_converter.
const TAGS_OF_BETAS: [(&str, &[&str]); 3] = [
    ("computer-use-2024-10-22", &["bash_20241022", "computer_20241022", "text_editor_20241022"]),
    ("computer-use-2025-01-24", &["computer_20250124"]),
    ("computer-use-2025-11-24", &["computer_20251124"]),
];
const NAME_CHARS_MAX: usize = 128;

/// Anthropic runs some tools itself, and not on Bedrock.
pub(super) fn check(family: &Family, body: &Value, root: &Place<'_>) -> Checked {
    let Some(tools) = root.member("tools") else { return check_choice(root, &[]) };
    let known = tags(family, body);
    let mut names = Vec::new();
    for tool in tools.items()? {
        tool.object()?;
        let tag = tool.member("type").map_or(Ok("custom"), |tag| tag.text())?;
        if !known.contains(&tag) {
            return tool.unknown_tag(tag, &known);
        }
        let tool = tool.as_variant(tag);
        names.push(tool.required("name")?.name("_-", Some(NAME_CHARS_MAX))?);
        blocks::check_cache_control(&tool)?;
        if tag == "custom" {
            check_custom(family, body, &tool)?;
        }
    }
    let count = names.len();
    let mut different = names.clone();
    different.sort_unstable();
    different.dedup();
    if different.len() < count {
        return Err(ServiceError::validation("tools: Tool names must be unique."));
    }
    check_choice(root, &names)
}

fn tags(family: &Family, body: &Value) -> Vec<&'static str> {
    let mut tags = TAGS.to_vec();
    if !family.refuses(Refusal::LaterTools) {
        tags.extend(LATER_TAGS);
    }
    for (beta, more) in TAGS_OF_BETAS {
        let takes = beta != "computer-use-2025-01-24" || !family.refuses(Refusal::OldComputerUse);
        if takes && betas::has(body, beta) {
            tags.extend(more);
        }
    }
    tags.sort_unstable();
    tags
}

fn check_custom(family: &Family, body: &Value, tool: &Place<'_>) -> Checked {
    let schema = tool.required("input_schema")?;
    schema.object()?;
    schema.required("type")?.choice(&["object"])?;
    for name in ["strict", "defer_loading", "eager_input_streaming"] {
        tool.member(name).map_or(Ok(()), |flag| flag.boolean())?;
    }
    let mut known = vec!["type", "name", "description", "input_schema", "cache_control", "strict"];
    known.extend((!family.refuses(Refusal::LaterTools)).then_some("defer_loading"));
    known.extend(betas::has(body, "tool-examples-2025-10-29").then_some("input_examples"));
    known.extend((!family.refuses(Refusal::EagerInputStreaming)).then_some("eager_input_streaming"));
    tool.only(&known)
}

fn check_choice(root: &Place<'_>, names: &[&str]) -> Checked {
    let Some(choice) = root.member("tool_choice") else { return Ok(()) };
    let tag = choice.tag(&["any", "auto", "none", "tool"])?;
    let choice = choice.as_variant(tag);
    let known: &[&str] = match tag {
        "tool" => &["type", "name", "disable_parallel_tool_use"],
        "none" => &["type"],
        _ => &["type", "disable_parallel_tool_use"],
    };
    choice.only(known)?;
    choice.member("disable_parallel_tool_use").map_or(Ok(()), |flag| flag.boolean())?;
    if names.is_empty() && tag != "none" {
        return Err(ServiceError::validation("tool_choice: tool_choice may only be specified while providing tools"));
    }
    if tag == "tool" {
        let name = choice.required("name")?.text()?;
        if !names.contains(&name) {
            return Err(ServiceError::validation(format!("Tool '{name}' not found in provided tools")));
        }
    }
    Ok(())
}
