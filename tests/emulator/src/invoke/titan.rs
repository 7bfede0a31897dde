//! Amazon Titan Text: one prompt, one text.

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
use crate::reply::count;
use crate::reply::deltas;

pub(super) fn conversation(body: &Value) -> Result<Conversation, ServiceError> {
    only_known(body, "#", &["inputText", "textGenerationConfig"])?;
    let config = body.get("textGenerationConfig").cloned().unwrap_or_default();
    only_known(&config, "#/textGenerationConfig", &["maxTokenCount", "stopSequences", "temperature", "topP"])?;
    Ok(Conversation {
        max_tokens: config.get("maxTokenCount").and_then(Value::as_u64),
        stop_sequences: strings(config.get("stopSequences")),
        ..prompt(required_text(body, "inputText")?)
    })
}

pub(super) fn output(reply: &Reply) -> Value {
    let result = json!({ "tokenCount": reply.usage.output_tokens, "outputText": text(reply), "completionReason": reason(reply) });
    json!({ "inputTextTokenCount": reply.usage.input_tokens, "results": [result] })
}

pub(super) fn chunks(reply: &Reply) -> Vec<Value> {
    // Titan sends long chunks: several deltas of other families in one.
    let deltas = deltas(&text(reply), &mut Random::new(reply.seed));
    let texts: Vec<String> = deltas.chunks(6).map(<[String]>::concat).collect();
    let mut so_far = 0_u64;
    let last = texts.len().saturating_sub(1);
    let chunk = |(index, text): (usize, &String)| {
        so_far = so_far.saturating_add(count(text));
        let ended = (index == last).then(|| reason(reply));
        json!({
            "outputText": text,
            "index": 0,
            "totalOutputTextTokenCount": so_far,
            "completionReason": ended,
            "inputTextTokenCount": (index == 0 || index == last).then_some(reply.usage.input_tokens),
        })
    };
    texts.iter().enumerate().map(chunk).collect()
}

fn reason(reply: &Reply) -> &'static str {
    match reply.stop_reason {
        StopReason::MaxTokens => "LENGTH",
        StopReason::StopSequence => "STOP_CRITERIA_MET",
        _ => "FINISH",
    }
}
