//! Cohere's Command and Command R, each with a shape of its own; recorded by opentelemetry-python-contrib, and in
//! <https://docs.aws.amazon.com/bedrock/latest/userguide/model-parameters-cohere-command.html>. Their streams are one
//! chunk here, since nobody has published any.

use serde_json::Value;
use serde_json::json;

use super::prompt;
use super::required_text;
use super::text;
use crate::converse::list;
use crate::converse::strings;
use crate::errors::ServiceError;
use crate::reply::Conversation;
use crate::reply::Reply;
use crate::reply::StopReason;

pub(super) fn conversation(body: &Value, member: &str) -> Result<Conversation, ServiceError> {
    Ok(Conversation {
        max_tokens: body.get("max_tokens").and_then(Value::as_u64),
        stop_sequences: strings(body.get("stop_sequences")),
        ..prompt(required_text(body, member)?)
    })
}

pub(super) fn command(body: &Value, reply: &Reply) -> Value {
    let generation = json!({ "id": id(reply, 1), "text": text(reply), "finish_reason": reason(reply) });
    json!({ "id": id(reply, 0), "generations": [generation], "prompt": body["prompt"] })
}

/// The whole conversation comes back.
pub(super) fn command_r(body: &Value, reply: &Reply) -> Value {
    let said = text(reply);
    let turns = [json!({ "role": "USER", "message": body["message"] }), json!({ "role": "CHATBOT", "message": said })];
    let history: Vec<Value> = list(body, "chat_history").cloned().chain(turns).collect();
    json!({
        "response_id": id(reply, 0),
        "text": said,
        "generation_id": id(reply, 1),
        "chat_history": history,
        "finish_reason": reason(reply),
    })
}

fn reason(reply: &Reply) -> &'static str {
    match reply.stop_reason {
        StopReason::MaxTokens => "MAX_TOKENS",
        StopReason::StopSequence => "STOP_SEQUENCE",
        _ => "COMPLETE",
    }
}

fn id(reply: &Reply, number: u64) -> String {
    let seed = reply.seed.wrapping_add(number);
    let [a, b, c, d, e, f, g, h] = seed.to_be_bytes();
    format!("{a:02x}{b:02x}{c:02x}{d:02x}-{e:02x}{f:02x}-4{g:02x}0-8{h:02x}0-{:012x}", seed & 0xffff_ffff_ffff)
}
