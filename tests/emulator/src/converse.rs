//! Converse and ConverseStream: from a checked request to a conversation, and from a reply to the message that the
//! model's family makes of it (`message`), as JSON or in events (`output`).

mod citations;
mod instructions;
mod message;
mod output;
mod received;
mod system_tools;
mod triggers;

use serde_json::Value;
use serde_json::json;

use crate::family::Family;
use crate::family::Thinks;
use crate::json;
use crate::reply::Block;
use crate::reply::Conversation;
use crate::reply::Tool;
use crate::reply::ToolChoice;
use crate::reply::ToolResult;
use crate::reply::Turn;
use crate::reply::Usage;
use crate::reply::count;
use crate::reply::hash;

pub(crate) use message::Message;
pub(crate) use message::Piece;
pub(crate) use output::events;
pub(crate) use output::output;
#[cfg(test)]
pub(crate) use triggers::REDACT;

/// What an image, a document or another blob counts as input.
const TOKENS_PER_BLOB: u64 = 1_200;
const TOKENS_PER_TURN: u64 = 3;

/// The same for a model of a certain family.
pub(crate) fn conversation_with(family: &Family, request: &Value) -> Conversation {
    let conversation = conversation(request);
    let text = &conversation.last_text;
    Conversation {
        thinking: thinks(family, request),
        every_tool: triggers::has(text, triggers::EVERY_TOOL),
        calls_silently: family.calls_silently,
        thinks_in_text: family.thinks_in_text && !conversation.tools.is_empty(),
        ..conversation
    }
}

/// What the reply depends on, from a request that has been checked.
pub(crate) fn conversation(request: &Value) -> Conversation {
    let turns: Vec<Turn> = system(request).into_iter().chain(list(request, "messages").map(turn)).collect();
    let users = || list(request, "messages").filter(|message| message.get("role").is_some_and(|role| role == "user"));
    let last_user = users().last();
    let blocks = || last_user.into_iter().flat_map(|message| list(message, "content"));
    let earlier = users().count().saturating_sub(1);
    // The limits are not in the seed: with fewer tokens the same text just ends earlier.
    let seed = json!({ "messages": request.get("messages"), "system": request.get("system"), "tools": request.get("toolConfig") });
    let config = |member: &str| request.get("inferenceConfig").and_then(|config| config.get(member));
    Conversation {
        seed: hash(json::sorted(seed).as_bytes()),
        last_text: last_user.map(text_in).unwrap_or_default(),
        earlier_texts: users().take(earlier).map(text_in).collect(),
        received: last_user.map(received::of_message).unwrap_or_default(),
        tool_results: blocks().filter_map(|block| Some(tool_result(request, block.get("toolResult")?))).collect(),
        tools: list(request.get("toolConfig").unwrap_or(&Value::Null), "tools").filter_map(tool).collect(),
        tool_choice: tool_choice(request),
        single_call: has_single_calls(request),
        max_tokens: config("maxTokens").and_then(Value::as_u64),
        stop_sequences: strings(config("stopSequences")),
        every_tool: false,
        calls_silently: false,
        thinks_in_text: false,
        thinking: wants_thinking(request),
        text_schema: instructions::schema(request),
        input_tokens: input_tokens(request),
        sentences_min: 0,
        turns,
    }
}

pub(crate) fn content_block(block: &Block) -> Value {
    match block {
        Block::Text(text) => json!({ "text": text }),
        Block::Reasoning { text, signature } => {
            json!({ "reasoningContent": { "reasoningText": { "text": text, "signature": signature } } })
        }
        Block::ToolUse { id, name, input } => json!({ "toolUse": { "toolUseId": id, "name": name, "input": input } }),
    }
}

pub(crate) fn usage(usage: Usage) -> Value {
    json!({
        "inputTokens": usage.input_tokens,
        "outputTokens": usage.output_tokens,
        "totalTokens": usage.total_tokens(),
    })
}

fn system(request: &Value) -> Option<Turn> {
    let text = list(request, "system").filter_map(text_of).collect::<Vec<_>>().join("\n");
    (!text.is_empty()).then_some(Turn { role: "system", text })
}

fn turn(message: &Value) -> Turn {
    let role = match message.get("role").and_then(Value::as_str) {
        Some("assistant") => "assistant",
        Some("system") => "system",
        _ => "user",
    };
    let part = |block: &Value| {
        let called = |tool_use: &Value| format!("[called {} with {}]", tool_use["name"], tool_use["input"]);
        let answered = |result: &Value| format!("[the tool answered: {}]", result_text(result));
        let text = text_of(block).map(str::to_owned);
        text.or_else(|| block.get("toolUse").map(called)).or_else(|| block.get("toolResult").map(answered))
    };
    let text = list(message, "content").filter_map(part).collect::<Vec<_>>().join("\n");
    Turn { role, text }
}

fn text_of(block: &Value) -> Option<&str> {
    block.get("text").or_else(|| block.pointer("/guardContent/text/text"))?.as_str()
}

fn text_in(message: &Value) -> String {
    list(message, "content").filter_map(text_of).collect::<Vec<_>>().join("\n")
}

/// A result, with the name of the tool that was called.
fn tool_result(request: &Value, result: &Value) -> ToolResult {
    let blocks = list(request, "messages").flat_map(|message| list(message, "content"));
    let mut calls = blocks.filter_map(|block| block.get("toolUse"));
    let call = calls.find(|call| call.get("toolUseId") == result.get("toolUseId"));
    let name = call.and_then(|call| call.get("name")?.as_str()).unwrap_or("tool");
    let failed = result.get("status").is_some_and(|status| status == "error");
    ToolResult { name: name.to_owned(), text: result_text(result), failed }
}

fn result_text(result: &Value) -> String {
    let parts = list(result, "content").filter_map(|part| match part.get("text").and_then(Value::as_str) {
        Some(text) => Some(text.to_owned()),
        None => part.get("json").map(Value::to_string),
    });
    parts.collect::<Vec<_>>().join(" ")
}

fn tool(tool: &Value) -> Option<Tool> {
    let spec = tool.get("toolSpec")?;
    Some(Tool {
        name: spec.get("name")?.as_str()?.to_owned(),
        description: spec.get("description").and_then(Value::as_str).unwrap_or_default().to_owned(),
        schema: spec.pointer("/inputSchema/json").cloned().unwrap_or_default(),
    })
}

/// Converse's choice, or Anthropic's own, which can say more.
fn tool_choice(request: &Value) -> ToolChoice {
    let choice = request.pointer("/toolConfig/toolChoice");
    let own = request.pointer("/additionalModelRequestFields/tool_choice");
    let named = choice.and_then(|choice| choice.pointer("/tool/name"));
    match own.and_then(|own| own.get("type")?.as_str()) {
        _ if named.is_some() => ToolChoice::Tool(named.and_then(Value::as_str).unwrap_or_default().to_owned()),
        _ if choice.is_some_and(|choice| choice.get("any").is_some()) => ToolChoice::Any,
        Some("any") => ToolChoice::Any,
        Some("none") => ToolChoice::None,
        Some("tool") => {
            let name = own.and_then(|own| own.get("name")?.as_str());
            ToolChoice::Tool(name.unwrap_or_default().to_owned())
        }
        _ => match instructions::tool(request) {
            Some(name) if own.is_none() && has_tool(request, &name) => ToolChoice::Tool(name),
            _ => ToolChoice::Auto,
        },
    }
}

fn has_tool(request: &Value, name: &str) -> bool {
    let mut tools = list(request.get("toolConfig").unwrap_or(&Value::Null), "tools").filter_map(tool);
    tools.any(|tool| tool.name == name)
}

/// Anthropic's word for it, and OpenAI's.
fn has_single_calls(request: &Value) -> bool {
    let own =
        |pointer: &str| request.pointer(&format!("/additionalModelRequestFields/{pointer}")).and_then(Value::as_bool);
    own("tool_choice/disable_parallel_tool_use") == Some(true) || own("parallel_tool_calls") == Some(false)
}

fn thinks(family: &Family, request: &Value) -> bool {
    let own =
        |pointer: &str| request.pointer(&format!("/additionalModelRequestFields/{pointer}")).and_then(Value::as_str);
    match family.thinks {
        Thinks::Claude | Thinks::Nova => wants_thinking(request),
        Thinks::AlwaysClaude => own("thinking/type") != Some("between_tools"),
        Thinks::Unsigned => wants_thinking(request) || own("reasoning_effort").is_some_and(|effort| effort != "none"),
        Thinks::Qwen => own("reasoning_config").is_some(),
        Thinks::AlwaysUnsigned => true,
        Thinks::Never => false,
    }
}

/// Claude's `thinking`, its older spelling `reasoning_config`, and Nova's `reasoningConfig`.
fn wants_thinking(request: &Value) -> bool {
    let Some(fields) = request.get("additionalModelRequestFields") else { return false };
    ["thinking", "reasoning_config", "reasoningConfig"].iter().any(|name| {
        let kind = fields.get(name).and_then(|config| config.get("type"));
        kind.is_some_and(|kind| kind == "enabled" || kind == "adaptive")
    })
}

fn input_tokens(request: &Value) -> u64 {
    let turns = list(request, "messages").count() as u64;
    let parts = ["messages", "system", "toolConfig"];
    let texts = parts.iter().filter_map(|part| request.get(*part)).map(tokens_in).fold(0, u64::saturating_add);
    texts.saturating_add(turns.saturating_mul(TOKENS_PER_TURN))
}

/// The tokens of all strings in a value; blobs count by the piece.
pub(crate) fn tokens_in(value: &Value) -> u64 {
    match value {
        Value::String(text) => count(text),
        Value::Array(items) => items.iter().map(tokens_in).fold(0, u64::saturating_add),
        Value::Object(members) => members
            .iter()
            .map(|(name, value)| match name.as_str() {
                "bytes" | "data" => TOKENS_PER_BLOB,
                "cachePoint" => 0,
                _ => tokens_in(value),
            })
            .fold(0, u64::saturating_add),
        _ => 0,
    }
}

pub(crate) fn list<'a>(value: &'a Value, member: &str) -> impl Iterator<Item = &'a Value> + use<'a> {
    value.get(member).and_then(Value::as_array).into_iter().flatten()
}

pub(crate) fn strings(value: Option<&Value>) -> Vec<String> {
    let items = value.and_then(Value::as_array).into_iter().flatten();
    items.filter_map(Value::as_str).map(str::to_owned).collect()
}

#[cfg(test)]
mod tests;
