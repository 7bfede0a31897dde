//! Mistral's older models, which complete one prompt: <https://docs.aws.amazon.com/bedrock/latest/userguide/model-parameters-mistral-text-completion.html>

use serde_json::Value;
use serde_json::json;

use super::only_known;
use super::prompt;
use super::required_text;
use super::text;
use crate::converse::strings;
use crate::errors::ServiceError;
use crate::reply::Conversation;
use crate::reply::Random;
use crate::reply::Reply;
use crate::reply::StopReason;
use crate::reply::deltas;

pub(super) fn conversation(body: &Value) -> Result<Conversation, ServiceError> {
    only_known(body, "#", &["prompt", "max_tokens", "stop", "temperature", "top_p", "top_k"])?;
    let raw = required_text(body, "prompt")?;
    // What stands between the last pair of markers, or the whole prompt.
    let turn = raw.rsplit_once("[INST]").map_or(raw, |(_, turn)| turn.split("[/INST]").next().unwrap_or(turn).trim());
    Ok(Conversation {
        max_tokens: body.get("max_tokens").and_then(Value::as_u64),
        stop_sequences: strings(body.get("stop")),
        ..prompt(turn)
    })
}

pub(super) fn output(reply: &Reply) -> Value {
    piece(&text(reply), Some(reason(reply)))
}

pub(super) fn chunks(reply: &Reply) -> Vec<Value> {
    let texts = deltas(&text(reply), &mut Random::new(reply.seed));
    let pieces = texts.iter().map(|text| piece(text, None));
    pieces.chain([piece("", Some(reason(reply)))]).collect()
}

fn piece(text: &str, reason: Option<&str>) -> Value {
    json!({ "outputs": [{ "text": text, "stop_reason": reason }] })
}

fn reason(reply: &Reply) -> &'static str {
    if reply.stop_reason == StopReason::MaxTokens { "length" } else { "stop" }
}
