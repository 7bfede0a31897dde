//! The blocks of a message, in the words of Anthropic's validator. A name of a variant is part of a path:
//! `messages.0.content.0.image.source`.

use super::place::Checked;
use super::place::Place;
use super::sources;
use crate::errors::ServiceError;
use crate::family::Family;
use crate::family::Refusal;

/// In alphabetical order, as in recorded complaints about tools; which they are on Bedrock is a guess.
const TAGS: [&str; 8] =
    ["document", "image", "redacted_thinking", "search_result", "text", "thinking", "tool_result", "tool_use"];
const LATER_TAGS: [&str; 10] = [
    "document",
    "image",
    "redacted_thinking",
    "search_result",
    "server_tool_use",
    "text",
    "thinking",
    "tool_result",
    "tool_search_tool_result",
    "tool_use",
];
const TAGS_IN_RESULTS: [&str; 5] = ["document", "image", "search_result", "text", "tool_reference"];
/// Who may say what; the others may stand in turns of both.
const OF_USERS: [&str; 4] = ["document", "image", "search_result", "tool_result"];
const OF_CLAUDE: [&str; 5] =
    ["redacted_thinking", "server_tool_use", "thinking", "tool_search_tool_result", "tool_use"];
const TOOL_NAME_CHARS_MAX: usize = 200;

/// `role` has been checked.
pub(super) fn check(family: &Family, block: &Place<'_>, role: &str) -> Checked {
    let tags: &[&str] = if family.refuses(Refusal::LaterTools) { &TAGS } else { &LATER_TAGS };
    let tag = block.tag(tags)?;
    // The words are those for tools' calls and results, which are well known.
    let owner =
        [(OF_USERS.as_slice(), "user"), (&OF_CLAUDE, "assistant")].into_iter().find(|(of, _)| of.contains(&tag));
    if let Some((_, owner)) = owner.filter(|(_, owner)| *owner != role) {
        let message = block.path.split(".content").next().unwrap_or_default();
        let article = if owner == "user" { "user" } else { "assistant" };
        return Err(ServiceError::validation(format!("{message}: `{tag}` blocks can only be in `{article}` messages")));
    }
    check_variant(&block.as_variant(tag), tag)
}

fn check_variant(block: &Place<'_>, tag: &str) -> Checked {
    check_cache_control(block)?;
    match tag {
        "text" => {
            block.required("text")?.text()?;
            block.only(&["type", "text", "cache_control", "citations"])
        }
        "image" => {
            sources::check_image(&block.required("source")?)?;
            block.only(&["type", "source", "cache_control"])
        }
        "document" => check_document(block),
        "search_result" => check_search_result(block),
        "tool_use" => {
            block.required("id")?.name("_-", None)?;
            block.required("name")?.name("_-", Some(TOOL_NAME_CHARS_MAX))?;
            block.required("input")?.object()?;
            block.only(&["type", "id", "name", "input", "cache_control", "caller"])
        }
        "tool_result" => check_tool_result(block),
        "thinking" => {
            block.required("thinking")?.text()?;
            block.required("signature")?.text()?;
            block.only(&["type", "thinking", "signature"])
        }
        "redacted_thinking" => {
            block.required("data")?.text()?;
            block.only(&["type", "data"])
        }
        "tool_reference" => block.required("tool_name")?.text().map(|_| ()),
        _ => Ok(()),
    }
}

fn check_document(block: &Place<'_>) -> Checked {
    sources::check_document(&block.required("source")?)?;
    for name in ["title", "context"] {
        block.member(name).map_or(Ok(""), |member| member.text())?;
    }
    check_citations(block)?;
    block.only(&["type", "source", "cache_control", "citations", "title", "context"])
}

fn check_search_result(block: &Place<'_>) -> Checked {
    for name in ["source", "title"] {
        block.required(name)?.text()?;
    }
    for part in block.required("content")?.items()? {
        part.object()?;
        part.required("type")?.choice(&["text"])?;
        part.required("text")?.text()?;
    }
    check_citations(block)?;
    block.only(&["type", "source", "title", "content", "cache_control", "citations"])
}

fn check_citations(block: &Place<'_>) -> Checked {
    let Some(citations) = block.member("citations") else { return Ok(()) };
    citations.object()?;
    citations.member("enabled").map_or(Ok(()), |enabled| enabled.boolean())?;
    citations.only(&["enabled"])
}

fn check_tool_result(block: &Place<'_>) -> Checked {
    block.required("tool_use_id")?.name("_-", None)?;
    block.member("is_error").map_or(Ok(()), |flag| flag.boolean())?;
    if let Some(content) = block.member("content").filter(|content| !content.value.is_string()) {
        for part in content.items()? {
            let tag = part.tag(&TAGS_IN_RESULTS)?;
            check_variant(&part.as_variant(tag), tag)?;
        }
    }
    block.only(&["type", "tool_use_id", "content", "is_error", "cache_control"])
}

/// That `scope` is no member is recorded.
pub(super) fn check_cache_control(holder: &Place<'_>) -> Checked {
    let Some(control) = holder.member("cache_control") else { return Ok(()) };
    let control = control.as_variant(control.tag(&["ephemeral"])?);
    control.member("ttl").map_or(Ok(()), |ttl| ttl.choice(&["5m", "1h"]))?;
    control.only(&["type", "ttl"])
}
