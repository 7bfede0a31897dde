//! Converse and ConverseStream: from a checked request to a conversation, and from a reply to the answer's JSON or its
//! events.

use bytes::Bytes;
use serde_json::Map;
use serde_json::Value;
use serde_json::json;

use crate::json;
use crate::reply::Block;
use crate::reply::Conversation;
use crate::reply::Random;
use crate::reply::Reply;
use crate::reply::Tool;
use crate::reply::ToolChoice;
use crate::reply::Turn;
use crate::reply::Usage;
use crate::reply::count;
use crate::reply::deltas;
use crate::reply::hash;
use crate::stream::event;

/// What an image, a document or another blob counts as input.
const TOKENS_PER_BLOB: u64 = 1_200;
const TOKENS_PER_TURN: u64 = 3;

/// What the reply depends on, from a request that has been checked.
pub(crate) fn conversation(request: &Value) -> Conversation {
    let turns: Vec<Turn> = system(request).into_iter().chain(list(request, "messages").map(turn)).collect();
    let last_user =
        list(request, "messages").filter(|message| message.get("role").is_some_and(|role| role == "user")).last();
    let blocks = || last_user.into_iter().flat_map(|message| list(message, "content"));
    // The limits are not in the seed: with fewer tokens the same text just ends earlier.
    let seed = json!({ "messages": request.get("messages"), "system": request.get("system"), "tools": request.get("toolConfig") });
    let config = |member: &str| request.get("inferenceConfig").and_then(|config| config.get(member));
    Conversation {
        seed: hash(json::sorted(seed).as_bytes()),
        last_text: blocks().filter_map(text_of).collect::<Vec<_>>().join("\n"),
        tool_results: blocks().filter_map(|block| Some(result_text(block.get("toolResult")?))).collect(),
        tools: list(request.get("toolConfig").unwrap_or(&Value::Null), "tools").filter_map(tool).collect(),
        tool_choice: tool_choice(request),
        max_tokens: config("maxTokens").and_then(Value::as_u64),
        stop_sequences: strings(config("stopSequences")),
        thinking: wants_thinking(request),
        text_schema: text_schema(request),
        input_tokens: input_tokens(request),
        sentences_min: 0,
        turns,
    }
}

/// The body of a Converse answer.
pub(crate) fn output(request: &Value, reply: &Reply) -> Vec<u8> {
    let content: Vec<Value> = reply.blocks.iter().map(content_block).collect();
    let mut body = json!({
        "output": { "message": { "role": "assistant", "content": content } },
        "stopReason": reply.stop_reason.as_str(),
        "usage": usage(reply.usage),
        "metrics": { "latencyMs": reply.latency_ms },
    });
    extend(&mut body, echoed_settings(request));
    extend(&mut body, additional_response_fields(request, reply));
    json::sorted(body).into_bytes()
}

/// The events of a ConverseStream answer. Text and reasoning blocks are not announced, only tool uses are, and
/// `metadata` comes after `messageStop`.
pub(crate) fn events(request: &Value, reply: &Reply) -> Vec<Bytes> {
    let mut random = Random::new(reply.seed);
    let mut events = vec![event("messageStart", json!({ "role": "assistant" }), &mut random)];
    for (index, block) in reply.blocks.iter().enumerate() {
        if let Block::ToolUse { id, name, .. } = block {
            let start = json!({ "toolUse": { "toolUseId": id, "name": name } });
            let start = json!({ "contentBlockIndex": index, "start": start });
            events.push(event("contentBlockStart", start, &mut random));
        }
        for delta in block_deltas(block, &mut random) {
            let delta = json!({ "contentBlockIndex": index, "delta": delta });
            events.push(event("contentBlockDelta", delta, &mut random));
        }
        events.push(event("contentBlockStop", json!({ "contentBlockIndex": index }), &mut random));
    }
    let mut stop = json!({ "stopReason": reply.stop_reason.as_str() });
    extend(&mut stop, additional_response_fields(request, reply));
    events.push(event("messageStop", stop, &mut random));
    let mut metadata = json!({ "usage": usage(reply.usage), "metrics": { "latencyMs": reply.latency_ms } });
    extend(&mut metadata, echoed_settings(request));
    events.push(event("metadata", metadata, &mut random));
    events
}

fn block_deltas(block: &Block, random: &mut Random) -> Vec<Value> {
    match block {
        // A model that says nothing still opens its block.
        Block::Text(text) if text.is_empty() => vec![json!({ "text": "" })],
        Block::Text(text) => deltas(text, random).into_iter().map(|text| json!({ "text": text })).collect(),
        Block::Reasoning { text, signature } => {
            let texts = deltas(text, random).into_iter().map(|text| json!({ "reasoningContent": { "text": text } }));
            texts.chain([json!({ "reasoningContent": { "signature": signature } })]).collect()
        }
        // Claude's first fragment is empty.
        Block::ToolUse { input, .. } => {
            let fragments = [String::new()].into_iter().chain(deltas(&input.to_string(), random));
            fragments.map(|input| json!({ "toolUse": { "input": input } })).collect()
        }
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

fn echoed_settings(request: &Value) -> Map<String, Value> {
    let names = ["performanceConfig", "serviceTier"];
    names.iter().filter_map(|name| Some(((*name).to_owned(), request.get(*name)?.clone()))).collect()
}

/// `additionalModelResponseFieldPaths` asks for members of the model's own answer; `/stop_sequence` is the one people
/// ask for.
fn additional_response_fields(request: &Value, reply: &Reply) -> Map<String, Value> {
    let paths = strings(request.get("additionalModelResponseFieldPaths"));
    let mut fields = Map::new();
    if paths.iter().any(|path| path == "/stop_sequence") {
        let sequence = reply.stop_sequence.clone();
        fields.insert("additionalModelResponseFields".to_owned(), json!({ "stop_sequence": sequence }));
    }
    fields
}

fn extend(body: &mut Value, members: Map<String, Value>) {
    if let Some(body) = body.as_object_mut() {
        body.extend(members);
    }
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

fn tool_choice(request: &Value) -> ToolChoice {
    let choice = request.pointer("/toolConfig/toolChoice");
    if let Some(name) = choice.and_then(|choice| choice.pointer("/tool/name")?.as_str()) {
        return ToolChoice::Tool(name.to_owned());
    }
    if choice.is_some_and(|choice| choice.get("any").is_some()) { ToolChoice::Any } else { ToolChoice::Auto }
}

/// Claude's `thinking`, its older spelling `reasoning_config`, and Nova's `reasoningConfig`.
fn wants_thinking(request: &Value) -> bool {
    let Some(fields) = request.get("additionalModelRequestFields") else { return false };
    ["thinking", "reasoning_config", "reasoningConfig"].iter().any(|name| {
        let kind = fields.get(name).and_then(|config| config.get("type"));
        kind.is_some_and(|kind| kind == "enabled" || kind == "adaptive")
    })
}

/// The schema is a string of JSON inside the JSON.
fn text_schema(request: &Value) -> Option<Value> {
    let schema = request.pointer("/outputConfig/textFormat/structure/jsonSchema/schema")?;
    serde_json::from_str(schema.as_str()?).ok()
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
            .map(|(name, value)| if name == "bytes" || name == "data" { TOKENS_PER_BLOB } else { tokens_in(value) })
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
