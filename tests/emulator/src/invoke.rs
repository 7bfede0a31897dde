//! InvokeModel and InvokeModelWithResponseStream: bodies in the shape of the model's maker. Each family reads its own
//! requests, writes its own replies and cuts its own stream chunks; members are in the order the family writes them.

mod anthropic;
mod cohere;
mod embedding;
mod image;
mod llama;
mod mistral;
mod nova;
mod other;
mod schema;
mod titan;

use base64::Engine;
use base64::engine::general_purpose::STANDARD;
use bytes::Bytes;
use serde_json::Value;
use serde_json::json;

use crate::errors::ServiceError;
use crate::json;
use crate::model::Family;
use crate::reply::Conversation;
use crate::reply::Random;
use crate::reply::Reply;
use crate::reply::Usage;
use crate::stream::event;

pub(crate) use anthropic::Messages;
pub(crate) use anthropic::Written;

/// A request of one of the families, read and checked.
pub(crate) enum Request {
    /// Claude's Messages: the reply is still to be made, as Converse makes it.
    Messages(Box<Messages>),
    /// A model that writes: the reply is still to be made.
    Text { family: Family, body: Value, conversation: Box<Conversation> },
    /// A model that computes: here is the answer.
    Done { body: Value, usage: Usage },
}

impl Request {
    /// What the request counts as input.
    pub(crate) fn input_tokens(&self) -> u64 {
        match self {
            Request::Messages(messages) => messages.input_tokens(),
            Request::Text { conversation, .. } => conversation.input_tokens,
            Request::Done { usage, .. } => usage.input_tokens,
        }
    }
}

/// Reads a request body.
///
/// # Errors
/// 400 `ValidationException` when it is not JSON or not what the family takes.
pub(crate) fn read(model_id: &str, body: &[u8]) -> Result<Request, ServiceError> {
    let family = Family::of(model_id);
    let body = json::parse(body).map_err(|_| match json::half_character(body) {
        Some(half) if family == Family::Anthropic => ServiceError::validation(json::no_low_surrogate(&half)),
        _ => malformed(None),
    })?;
    if !body.is_object() {
        return Err(malformed(Some("#: expected type: JSONObject, found: another")));
    }
    let conversation = match family {
        Family::Anthropic => return Ok(Request::Messages(Box::new(anthropic::read(model_id, body)?))),
        Family::Nova => nova::conversation(model_id, &body)?,
        Family::TitanText => titan::conversation(&body)?,
        Family::Llama => llama::conversation(&body)?,
        Family::Mistral => mistral::conversation(&body)?,
        Family::Command => cohere::conversation(&body, "prompt")?,
        Family::CommandR => cohere::conversation(&body, "message")?,
        Family::Other if embedding::is_behind(model_id, &body) => {
            let (body, usage) = embedding::answer("amazon.titan-embed-text-v2:0", &body)?;
            return Ok(Request::Done { body, usage });
        }
        Family::Other => other::conversation(&body),
        Family::Embedding => {
            let (body, usage) = embedding::answer(model_id, &body)?;
            return Ok(Request::Done { body, usage });
        }
        Family::Image => {
            let usage = Usage { input_tokens: 0, output_tokens: 0 };
            return Ok(Request::Done { body: image::answer(model_id, &body)?, usage });
        }
    };
    Ok(Request::Text { family, body, conversation: Box::new(conversation) })
}

/// The reply as the family's InvokeModel body.
pub(crate) fn output(family: Family, model_id: &str, body: &Value, reply: &Reply) -> Value {
    match family {
        Family::Nova => nova::output(reply),
        Family::TitanText => titan::output(reply),
        Family::Llama => llama::output(reply),
        Family::Mistral => mistral::output(reply),
        Family::Command => cohere::command(body, reply),
        Family::CommandR => cohere::command_r(body, reply),
        _ => other::output(model_id, body, reply),
    }
}

/// The reply as the frames of a response stream; the last chunk carries Bedrock's own metrics.
pub(crate) fn events(family: Family, model_id: &str, body: &Value, reply: &Reply) -> Vec<Bytes> {
    let mut chunks = match family {
        Family::Nova => nova::chunks(reply),
        Family::TitanText => titan::chunks(reply),
        Family::Llama => llama::chunks(reply),
        Family::Mistral => mistral::chunks(reply),
        _ => vec![output(family, model_id, body, reply)],
    };
    let mut metrics = metrics((reply.usage.input_tokens, reply.usage.output_tokens), reply.latency_ms);
    if family == Family::Nova {
        metrics["cacheReadInputTokenCount"] = json!(0);
        metrics["cacheWriteInputTokenCount"] = json!(0);
    }
    frames(&mut chunks, metrics, reply.seed)
}

/// The same for Claude's Messages. Recordings without a cache count none.
pub(crate) fn messages_events(written: &Written<'_>) -> Vec<Bytes> {
    let message = written.message();
    let count = |name: &str| message.usage[name].as_u64().unwrap_or_default();
    let mut metrics = metrics((count("inputTokens"), count("outputTokens")), message.latency_ms);
    for (name, counted) in [
        ("cacheReadInputTokenCount", count("cacheReadInputTokens")),
        ("cacheWriteInputTokenCount", count("cacheWriteInputTokens")),
    ] {
        if counted > 0 {
            metrics[name] = json!(counted);
        }
    }
    frames(&mut written.chunks(), metrics, message.seed)
}

fn metrics((input, output): (u64, u64), latency_ms: u64) -> Value {
    json!({
        "inputTokenCount": input,
        "outputTokenCount": output,
        "invocationLatency": latency_ms,
        "firstByteLatency": latency_ms.div_euclid(2),
    })
}

fn frames(chunks: &mut [Value], metrics: Value, seed: u64) -> Vec<Bytes> {
    if let Some(last) = chunks.last_mut().and_then(Value::as_object_mut) {
        last.insert("amazon-bedrock-invocationMetrics".to_owned(), metrics);
    }
    let mut random = Random::new(seed);
    chunks
        .iter()
        .map(|chunk| event("chunk", json!({ "bytes": STANDARD.encode(chunk.to_string()) }), &mut random))
        .collect()
}

/// Bedrock's complaint about a body; `reason` is what its schema validator found.
fn malformed(reason: Option<&str>) -> ServiceError {
    let reason = reason.map(|reason| format!(": {reason}")).unwrap_or_default();
    ServiceError::validation(format!("Malformed input request{reason}, please reformat your input and try again."))
}

/// Refuses members the family does not know.
fn only_known(body: &Value, place: &str, known: &[&str]) -> Result<(), ServiceError> {
    let unknown = body.as_object().and_then(|members| members.keys().find(|name| !known.contains(&name.as_str())));
    match unknown {
        Some(name) => Err(malformed(Some(&format!("{place}: extraneous key [{name}] is not permitted")))),
        None => Ok(()),
    }
}

fn required<'a>(body: &'a Value, name: &str) -> Result<&'a Value, ServiceError> {
    body.get(name).ok_or_else(|| malformed(Some(&format!("#: required key [{name}] not found"))))
}

fn required_text<'a>(body: &'a Value, name: &str) -> Result<&'a str, ServiceError> {
    let found = required(body, name)?.as_str();
    found.ok_or_else(|| malformed(Some(&format!("#/{name}: expected type: String, found: another"))))
}

/// The text of all text blocks, for families that have nothing else.
fn text(reply: &Reply) -> String {
    use crate::reply::Block;
    let texts =
        reply.blocks.iter().filter_map(|block| if let Block::Text(text) = block { Some(text.as_str()) } else { None });
    texts.collect()
}

/// A conversation that consists of one prompt.
fn prompt(text: &str) -> Conversation {
    use crate::reply::Turn;
    use crate::reply::count;
    use crate::reply::hash;
    Conversation {
        seed: hash(text.as_bytes()),
        last_text: text.to_owned(),
        input_tokens: count(text),
        turns: vec![Turn { role: "user", text: text.to_owned() }],
        ..Conversation::default()
    }
}

#[cfg(test)]
mod tests;
