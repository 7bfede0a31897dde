//! Amazon Nova, schema `messages-v1`: Converse's messages with another spelling of the settings.

use serde_json::Value;
use serde_json::json;

use crate::converse;
use crate::errors::ServiceError;
use crate::reply::Block;
use crate::reply::Conversation;
use crate::reply::Random;
use crate::reply::Reply;
use crate::reply::deltas;
use crate::validate;

use super::only_known;
use super::required;

const KNOWN: [&str; 6] =
    ["schemaVersion", "system", "messages", "inferenceConfig", "toolConfig", "additionalModelRequestFields"];

pub(super) fn conversation(model_id: &str, body: &Value) -> Result<Conversation, ServiceError> {
    only_known(body, "#", &KNOWN)?;
    required(body, "messages")?;
    let mut request = body.clone();
    if let Some(config) = body.get("inferenceConfig") {
        let either = |one: &str, other: &str| config.get(one).or_else(|| config.get(other)).cloned();
        request["inferenceConfig"] = json!({
            "maxTokens": either("maxTokens", "max_new_tokens"),
            "temperature": config.get("temperature"),
            "topP": either("topP", "top_p"),
            "stopSequences": either("stopSequences", "stop_sequences"),
        });
    }
    let checked = validate::converse(model_id, request.to_string().as_bytes())?;
    Ok(converse::conversation(&checked))
}

pub(super) fn output(reply: &Reply) -> Value {
    let content: Vec<Value> = reply.blocks.iter().map(converse::content_block).collect();
    let mut usage = converse::usage(reply.usage);
    usage["cacheReadInputTokenCount"] = json!(0);
    usage["cacheWriteInputTokenCount"] = json!(0);
    json!({
        "output": { "message": { "content": content, "role": "assistant" } },
        "stopReason": reply.stop_reason.as_str(),
        "usage": usage,
    })
}

/// One content block for each delta, as Nova writes text: the index counts deltas.
pub(super) fn chunks(reply: &Reply) -> Vec<Value> {
    let mut random = Random::new(reply.seed);
    let mut chunks = vec![json!({ "messageStart": { "role": "assistant" } })];
    let mut index = 0_usize;
    let mut add = |start: Option<Value>, delta: Value| {
        if let Some(start) = start {
            chunks.push(json!({ "contentBlockStart": { "start": start, "contentBlockIndex": index } }));
        }
        chunks.push(json!({ "contentBlockDelta": { "delta": delta, "contentBlockIndex": index } }));
        chunks.push(json!({ "contentBlockStop": { "contentBlockIndex": index } }));
        index = index.saturating_add(1);
    };
    for block in &reply.blocks {
        match block {
            Block::Text(text) => {
                deltas(text, &mut random).into_iter().for_each(|text| add(None, json!({ "text": text })))
            }
            Block::Reasoning { text, .. } => add(None, json!({ "reasoningContent": { "text": text } })),
            Block::ToolUse { id, name, input } => {
                let start = json!({ "toolUse": { "toolUseId": id, "name": name } });
                add(Some(start), json!({ "toolUse": { "input": input.to_string() } }));
            }
        }
    }
    chunks.push(json!({ "messageStop": { "stopReason": reply.stop_reason.as_str() } }));
    let usage = json!({
        "inputTokens": reply.usage.input_tokens,
        "outputTokens": reply.usage.output_tokens,
        "cacheReadInputTokenCount": 0,
        "cacheWriteInputTokenCount": 0,
    });
    chunks.push(json!({ "metadata": { "usage": usage, "metrics": {}, "trace": {} } }));
    chunks
}
