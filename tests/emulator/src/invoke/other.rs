//! Families the emulator does not know: any JSON is taken, and the answer repeats it beside a text.

use serde_json::Value;
use serde_json::json;

use super::prompt;
use super::text;
use crate::converse::list;
use crate::reply::Conversation;
use crate::reply::Reply;

pub(super) fn conversation(body: &Value) -> Conversation {
    let named = ["prompt", "inputText", "message", "query"].iter().find_map(|name| body.get(name)?.as_str());
    let last_message = list(body, "messages").last().and_then(|message| message.get("content")?.as_str());
    prompt(named.or(last_message).unwrap_or_default())
}

pub(super) fn output(model_id: &str, body: &Value, reply: &Reply) -> Value {
    json!({ "model": model_id, "input": body, "output": { "text": text(reply), "stop_reason": reply.stop_reason.as_str() } })
}
