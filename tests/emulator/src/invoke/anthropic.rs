//! Claude's Messages API, as Bedrock takes it: `anthropic_version` in the body, no `model`, no `stream`.

use serde_json::Value;
use serde_json::json;

use super::malformed;
use super::required;
use crate::converse;
use crate::converse::list;
use crate::errors::ServiceError;
use crate::family::Family;
use crate::reply::Block;
use crate::reply::Conversation;
use crate::reply::Random;
use crate::reply::Reply;
use crate::reply::deltas;
use crate::validate;

const TOOL_TAGS: [&str; 5] =
    ["bash_20250124", "custom", "text_editor_20250124", "text_editor_20250429", "text_editor_20250728"];

/// Reads a request by writing it as a Converse request: the turns obey the same rules and the reply depends on the
/// same things.
pub(super) fn conversation(model_id: &str, body: &Value) -> Result<Conversation, ServiceError> {
    required(body, "anthropic_version")?;
    for name in ["model", "stream"] {
        if body.get(name).is_some() {
            return Err(ServiceError::validation(format!("{name}: Extra inputs are not permitted")));
        }
    }
    for name in ["max_tokens", "messages"] {
        if body.get(name).is_none() {
            return Err(ServiceError::validation(format!("{name}: Field required")));
        }
    }
    check_tools(body)?;
    let messages: Vec<Value> = list(body, "messages").map(message).collect();
    let mut request = json!({
        "messages": messages,
        "inferenceConfig": { "maxTokens": body["max_tokens"], "stopSequences": body.get("stop_sequences") },
        "additionalModelRequestFields": { "thinking": body.get("thinking") },
    });
    let tools: Vec<Value> = list(body, "tools").map(tool).collect();
    if !tools.is_empty() {
        request["toolConfig"] = json!({ "tools": tools, "toolChoice": tool_choice(body) });
    }
    match body.get("system") {
        Some(Value::String(text)) => request["system"] = json!([{ "text": text }]),
        Some(Value::Array(blocks)) => {
            request["system"] = blocks.iter().map(|block| json!({ "text": block["text"] })).collect()
        }
        _ => {}
    }
    let checked = validate::converse(model_id, request.to_string().as_bytes());
    Ok(converse::conversation(&checked.map_err(in_anthropics_words)?))
}

pub(super) fn output(model_id: &str, reply: &Reply) -> Value {
    let mut body = json!({
        "model": model_name(model_id),
        "id": message_id(reply),
        "type": "message",
        "role": "assistant",
        "content": reply.blocks.iter().map(block).collect::<Vec<_>>(),
        "stop_reason": reply.stop_reason.as_str(),
        "stop_sequence": reply.stop_sequence,
    });
    let family = Family::of(model_id);
    if family.late_replies {
        body["stop_details"] = Value::Null;
    }
    body["usage"] = usage(&family, reply, reply.usage.output_tokens);
    body
}

/// Recorded: Claude 2 and 3 count two things, Haiku 4.5 the cache as well, Opus 4.8 more. What `message_start` counts
/// is recorded of the old ones only; Anthropic documents the rest. Nothing is cached here, since `cache_control` is
/// not read.
fn usage(family: &Family, reply: &Reply, output_tokens: u64) -> Value {
    let mut usage = json!({ "input_tokens": reply.usage.input_tokens });
    if family.caches() {
        usage["cache_creation_input_tokens"] = json!(0);
        usage["cache_read_input_tokens"] = json!(0);
        usage["cache_creation"] = json!({ "ephemeral_5m_input_tokens": 0, "ephemeral_1h_input_tokens": 0 });
    }
    usage["output_tokens"] = json!(output_tokens);
    if family.late_replies {
        let thoughts = reply.blocks.iter().filter(|block| matches!(block, Block::Reasoning { .. }));
        let thinking_tokens: u64 = thoughts.map(Block::tokens).sum();
        usage["output_tokens_details"] = json!({ "thinking_tokens": thinking_tokens });
        usage["service_tier"] = json!("standard");
    }
    usage
}

/// Anthropic's server-sent events, one a chunk.
pub(super) fn chunks(model_id: &str, reply: &Reply) -> Vec<Value> {
    let mut random = Random::new(reply.seed);
    let message = json!({
        "id": message_id(reply), "type": "message", "role": "assistant", "model": model_name(model_id), "content": [],
        "stop_reason": null, "stop_sequence": null,
        "usage": usage(&Family::of(model_id), reply, 1),
    });
    let mut chunks = vec![json!({ "type": "message_start", "message": message })];
    for (index, block) in reply.blocks.iter().enumerate() {
        let (start, deltas) = block_chunks(block, &mut random);
        chunks.push(json!({ "type": "content_block_start", "index": index, "content_block": start }));
        chunks.extend(
            deltas.into_iter().map(|delta| json!({ "type": "content_block_delta", "index": index, "delta": delta })),
        );
        chunks.push(json!({ "type": "content_block_stop", "index": index }));
    }
    let delta = json!({ "stop_reason": reply.stop_reason.as_str(), "stop_sequence": reply.stop_sequence });
    let usage = json!({ "output_tokens": reply.usage.output_tokens });
    chunks.push(json!({ "type": "message_delta", "delta": delta, "usage": usage }));
    chunks.push(json!({ "type": "message_stop" }));
    chunks
}

fn block_chunks(block: &Block, random: &mut Random) -> (Value, Vec<Value>) {
    match block {
        Block::Text(text) => {
            let deltas = deltas(text, random).into_iter().map(|text| json!({ "type": "text_delta", "text": text }));
            (json!({ "type": "text", "text": "" }), deltas.collect())
        }
        Block::Reasoning { text, signature } => {
            let deltas =
                deltas(text, random).into_iter().map(|text| json!({ "type": "thinking_delta", "thinking": text }));
            let signature = json!({ "type": "signature_delta", "signature": signature });
            (json!({ "type": "thinking", "thinking": "", "signature": "" }), deltas.chain([signature]).collect())
        }
        Block::ToolUse { id, name, input } => {
            let fragments = [String::new()].into_iter().chain(deltas(&input.to_string(), random));
            let deltas = fragments.map(|part| json!({ "type": "input_json_delta", "partial_json": part }));
            (json!({ "type": "tool_use", "id": id, "name": name, "input": {} }), deltas.collect())
        }
    }
}

fn block(block: &Block) -> Value {
    match block {
        Block::Text(text) => json!({ "type": "text", "text": text }),
        Block::Reasoning { text, signature } => json!({ "type": "thinking", "thinking": text, "signature": signature }),
        Block::ToolUse { id, name, input } => json!({ "type": "tool_use", "id": id, "name": name, "input": input }),
    }
}

fn message(message: &Value) -> Value {
    let content: Value = match message.get("content") {
        Some(Value::String(text)) => json!([{ "text": text }]),
        Some(Value::Array(blocks)) => blocks.iter().map(converse_block).collect(),
        other => other.cloned().unwrap_or_default(),
    };
    json!({ "role": message.get("role"), "content": content })
}

fn converse_block(block: &Value) -> Value {
    match block.get("type").and_then(Value::as_str) {
        Some("text") => json!({ "text": block["text"] }),
        Some("image") => {
            let media_type = block.pointer("/source/media_type").and_then(Value::as_str).unwrap_or_default();
            let format = media_type.trim_start_matches("image/");
            json!({ "image": { "format": format, "source": { "bytes": block.pointer("/source/data") } } })
        }
        Some("tool_use") => {
            json!({ "toolUse": { "toolUseId": block["id"], "name": block["name"], "input": block["input"] } })
        }
        Some("tool_result") => {
            let content: Value = match block.get("content") {
                Some(Value::String(text)) => json!([{ "text": text }]),
                Some(Value::Array(parts)) => parts.iter().map(converse_block).collect(),
                _ => json!([]),
            };
            json!({ "toolResult": { "toolUseId": block["tool_use_id"], "content": content } })
        }
        Some("thinking") => {
            let text = json!({ "text": block["thinking"], "signature": block["signature"] });
            json!({ "reasoningContent": { "reasoningText": text } })
        }
        Some("redacted_thinking") => json!({ "reasoningContent": { "redactedContent": block["data"] } }),
        // Documents and the like: nothing of them is in the reply but that they are there.
        _ => json!({ "searchResult": block }),
    }
}

/// What Anthropic runs itself is not to be had on Bedrock. Recorded of CountTokens by pydantic-ai; a beta adds tags.
fn check_tools(body: &Value) -> Result<(), ServiceError> {
    for (index, tool) in list(body, "tools").enumerate() {
        let tag = tool.get("type").and_then(Value::as_str).unwrap_or("custom");
        if !TOOL_TAGS.contains(&tag) && body.get("anthropic_beta").is_none() {
            let known = TOOL_TAGS.join("', '");
            return Err(ServiceError::validation(format!(
                "tools.{index}: Input tag '{tag}' found using 'type' does not match any of the expected tags: '{known}'"
            )));
        }
    }
    Ok(())
}

fn tool(tool: &Value) -> Value {
    // Anthropic knows the schemas of the tools that have a tag.
    let tagged = tool.get("type").is_some_and(|tag| tag != "custom");
    let schema = if tagged { json!({ "type": "object" }) } else { tool["input_schema"].clone() };
    let spec =
        json!({ "name": tool["name"], "description": tool.get("description"), "inputSchema": { "json": schema } });
    json!({ "toolSpec": spec })
}

fn tool_choice(body: &Value) -> Value {
    match body.pointer("/tool_choice/type").and_then(Value::as_str) {
        Some("any") => json!({ "any": {} }),
        Some("tool") => json!({ "tool": { "name": body.pointer("/tool_choice/name") } }),
        _ => json!({ "auto": {} }),
    }
}

/// The rules are the same, the service that complains is another one.
fn in_anthropics_words(error: ServiceError) -> ServiceError {
    if error.name == "SerializationException" { malformed(None) } else { error }
}

/// `claude-haiku-4-5-20251001`, without maker, profile and version.
fn model_name(model_id: &str) -> &str {
    let name = model_id.rsplit("anthropic.").next().unwrap_or(model_id);
    name.split("-v1").next().unwrap_or(name)
}

fn message_id(reply: &Reply) -> String {
    format!("msg_bdrk_01{:016x}", reply.seed)
}
