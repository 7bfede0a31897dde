//! A message as the JSON of Converse and as the events of ConverseStream.

use bytes::Bytes;
use serde_json::Map;
use serde_json::Value;
use serde_json::json;

use super::message::CALL_TYPE;
use super::message::Message;
use super::message::Piece;
use super::strings;
use crate::json;
use crate::reply::Random;
use crate::reply::deltas;
use crate::stream::event;

/// The body of a Converse answer.
pub(crate) fn output(request: &Value, message: &Message) -> Vec<u8> {
    let content: Vec<Value> = message.pieces.iter().filter_map(Piece::content_block).collect();
    let mut body = json!({
        "output": { "message": { "role": "assistant", "content": content } },
        "stopReason": message.stop_reason.as_str(),
        "usage": whole_usage(message),
        "metrics": { "latencyMs": message.latency_ms },
    });
    extend(&mut body, echoed_settings(request));
    extend(&mut body, additional_response_fields(request, message));
    extend(&mut body, trace(message));
    json::sorted(body).into_bytes()
}

/// The events of a ConverseStream answer. Only tool uses and their results are announced, other blocks are not, and
/// `metadata` comes after `messageStop`.
pub(crate) fn events(request: &Value, message: &Message) -> Vec<Bytes> {
    let mut random = Random::new(message.seed);
    let mut pieces = message.pieces.clone();
    if message.opens_empty && matches!(pieces.first(), Some(Piece::Thought { .. })) {
        pieces.insert(0, Piece::Text(String::new()));
    }
    let blocks = pieces.iter().enumerate().map(|(index, piece)| block_events(index, piece, message, &mut random));
    let blocks: Vec<Vec<(&str, Value)>> = blocks.collect();
    let blocks = if message.interleaved { interleaved(blocks) } else { blocks.into_iter().flatten().collect() };
    let mut events = vec![event("messageStart", json!({ "role": "assistant" }), &mut random)];
    events.extend(blocks.into_iter().map(|(name, payload)| event(name, payload, &mut random)));
    let mut stop = json!({ "stopReason": message.stop_reason.as_str() });
    extend(&mut stop, additional_response_fields(request, message));
    events.push(event("messageStop", stop, &mut random));
    let mut metadata = json!({ "usage": streamed_usage(message), "metrics": { "latencyMs": message.latency_ms } });
    extend(&mut metadata, echoed_settings(request));
    extend(&mut metadata, trace(message));
    events.push(event("metadata", metadata, &mut random));
    events
}

/// All events of a block, by name.
fn block_events(index: usize, piece: &Piece, message: &Message, random: &mut Random) -> Vec<(&'static str, Value)> {
    let start = match piece {
        Piece::ToolUse { id, name, typed: true, .. } => {
            Some(json!({ "toolUse": { "toolUseId": id, "name": name, "type": CALL_TYPE } }))
        }
        Piece::ToolUse { id, name, .. } | Piece::HalfToolUse { id, name, .. } => {
            Some(json!({ "toolUse": { "toolUseId": id, "name": name } }))
        }
        Piece::ServerToolUse { id, name, .. } => {
            Some(json!({ "toolUse": { "toolUseId": id, "name": name, "type": "server_tool_use" } }))
        }
        Piece::ServerToolResult { id, kind, .. } => {
            Some(json!({ "toolResult": { "toolUseId": id, "type": kind, "status": "success" } }))
        }
        _ => None,
    };
    let start = start.map(|start| ("contentBlockStart", json!({ "contentBlockIndex": index, "start": start })));
    let delta = |delta: Value| ("contentBlockDelta", json!({ "contentBlockIndex": index, "delta": delta }));
    let deltas = block_deltas(piece, message, random).into_iter().map(delta);
    // What breaks off has no end.
    let ends = !matches!(piece, Piece::HalfToolUse { .. });
    let stop = ends.then(|| ("contentBlockStop", json!({ "contentBlockIndex": index })));
    start.into_iter().chain(deltas).chain(stop).collect()
}

fn block_deltas(piece: &Piece, message: &Message, random: &mut Random) -> Vec<Value> {
    match piece {
        // A model that says nothing still opens its block.
        Piece::Text(text) if text.is_empty() => vec![json!({ "text": "" })],
        Piece::Text(text) => deltas(text, random).into_iter().map(|text| json!({ "text": text })).collect(),
        Piece::Thought { text, signature } => {
            let texts = deltas(text, random).into_iter().map(|text| json!({ "reasoningContent": { "text": text } }));
            let signature = signature.iter().map(|signature| json!({ "reasoningContent": { "signature": signature } }));
            texts.chain(signature).collect()
        }
        Piece::Redacted(data) => vec![json!({ "reasoningContent": { "redactedContent": data } })],
        Piece::ToolUse { input, .. } => {
            let written = if input.as_object().is_some_and(Map::is_empty) { String::new() } else { input.to_string() };
            let opening = message.opens_calls_empty.then(String::new);
            let fragments = opening.into_iter().chain(deltas(&written, random));
            fragments.map(|input| json!({ "toolUse": { "input": input } })).collect()
        }
        Piece::HalfToolUse { input, .. } => vec![json!({ "toolUse": { "input": input } })],
        Piece::Cited { text, citations } => {
            let texts = deltas(text, random).into_iter().map(|text| json!({ "text": text }));
            texts.chain(citations.iter().map(|citation| json!({ "citation": citation }))).collect()
        }
        Piece::ServerToolUse { input, .. } => vec![json!({ "toolUse": { "input": input.to_string() } })],
        Piece::ServerToolResult { json, .. } => vec![json!({ "toolResult": [{ "json": json }] })],
    }
}

/// One event of each call in turn; what is not a call keeps its place before them.
fn interleaved(blocks: Vec<Vec<(&str, Value)>>) -> Vec<(&str, Value)> {
    let is_call = |block: &Vec<(&str, Value)>| block.first().is_some_and(|(name, _)| *name == "contentBlockStart");
    let (calls, others): (Vec<_>, Vec<_>) = blocks.into_iter().partition(is_call);
    let mut events: Vec<(&str, Value)> = others.into_iter().flatten().collect();
    let mut calls: Vec<_> = calls.into_iter().map(Vec::into_iter).collect();
    while !calls.is_empty() {
        calls.retain_mut(|call| call.next().map(|event| events.push(event)).is_some());
    }
    events
}

/// Recorded: `serverToolUsage` is in nearly all replies since 2025. A whole one has each count of the cache under two
/// names, Claude's also without a cache point; streams have one name, and nothing without a cache point.
fn whole_usage(message: &Message) -> Value {
    let mut usage = streamed_usage(message);
    for (name, second, counts) in [
        ("cacheReadInputTokens", "cacheReadInputTokenCount", true),
        ("cacheWriteInputTokens", "cacheWriteInputTokenCount", message.counts_writes),
    ] {
        let count = usage.get(name).cloned().or_else(|| (message.counts_cache && counts).then(|| json!(0)));
        if let Some(count) = count {
            usage[second] = count.clone();
            usage[name] = count;
        }
    }
    usage
}

fn streamed_usage(message: &Message) -> Value {
    let mut usage = message.usage.clone();
    usage["serverToolUsage"] = json!({});
    usage
}

fn echoed_settings(request: &Value) -> Map<String, Value> {
    let names = ["performanceConfig", "serviceTier"];
    names.iter().filter_map(|name| Some(((*name).to_owned(), request.get(*name)?.clone()))).collect()
}

fn trace(message: &Message) -> Map<String, Value> {
    message.trace.iter().map(|trace| ("trace".to_owned(), trace.clone())).collect()
}

/// `additionalModelResponseFieldPaths` asks for members of the model's own answer, of which this much is known. A
/// stream ends with an object of its own, where they stand under `delta`.
fn additional_response_fields(request: &Value, message: &Message) -> Map<String, Value> {
    let body = json!({
        "stop_sequence": message.stop_sequence,
        "delta": { "stop_sequence": message.stop_sequence },
        "usage": { "output_tokens_details": { "thinking_tokens": message.thinking_tokens } },
    });
    let mut fields = Map::new();
    for path in strings(request.get("additionalModelResponseFieldPaths")) {
        let Some(found) = body.pointer(&path) else { continue };
        let names = path.split('/').skip(1).collect::<Vec<_>>();
        let nested = names.iter().rev().fold(found.clone(), |inner, name| json!({ *name: inner }));
        fields.extend(nested.as_object().cloned().unwrap_or_default());
    }
    let fields = (!fields.is_empty()).then(|| ("additionalModelResponseFields".to_owned(), Value::Object(fields)));
    fields.into_iter().collect()
}

fn extend(body: &mut Value, members: Map<String, Value>) {
    if let Some(body) = body.as_object_mut() {
        body.extend(members);
    }
}
