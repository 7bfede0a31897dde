//! Meta's Llama: one prompt with its own turn markers, one text.

use serde_json::Value;
use serde_json::json;

use super::only_known;
use super::prompt;
use super::required_text;
use super::text;
use crate::errors::ServiceError;
use crate::reply::Conversation;
use crate::reply::Random;
use crate::reply::Reply;
use crate::reply::StopReason;
use crate::reply::count;
use crate::reply::deltas;

pub(super) fn conversation(body: &Value) -> Result<Conversation, ServiceError> {
    only_known(body, "#", &["prompt", "max_gen_len", "temperature", "top_p", "images"])?;
    let raw = required_text(body, "prompt")?;
    let max_tokens = body.get("max_gen_len").and_then(Value::as_u64);
    Ok(Conversation { max_tokens, ..prompt(last_user_turn(raw)) })
}

pub(super) fn output(reply: &Reply) -> Value {
    json!({
        "generation": text(reply),
        "prompt_token_count": reply.usage.input_tokens,
        "generation_token_count": reply.usage.output_tokens,
        "stop_reason": reason(reply),
    })
}

pub(super) fn chunks(reply: &Reply) -> Vec<Value> {
    let texts = deltas(&text(reply), &mut Random::new(reply.seed));
    let mut so_far = 0_u64;
    let mut chunks: Vec<Value> = Vec::new();
    for (index, text) in texts.iter().enumerate() {
        so_far = so_far.saturating_add(count(text));
        let prompt_tokens = (index == 0).then_some(reply.usage.input_tokens);
        chunks.push(chunk(text, prompt_tokens, so_far, None));
    }
    chunks.push(chunk("", None, so_far, Some(reason(reply))));
    chunks
}

fn chunk(text: &str, prompt_tokens: Option<u64>, tokens: u64, reason: Option<&str>) -> Value {
    json!({
        "generation": text,
        "prompt_token_count": prompt_tokens,
        "generation_token_count": tokens,
        "stop_reason": reason,
    })
}

fn reason(reply: &Reply) -> &'static str {
    if reply.stop_reason == StopReason::MaxTokens { "length" } else { "stop" }
}

/// What stands between the last user header and its end marker, in Llama 3's and Llama 4's spelling, or the whole
/// prompt.
fn last_user_turn(prompt: &str) -> &str {
    for (header, end) in
        [("<|start_header_id|>user<|end_header_id|>", "<|eot_id|>"), ("<|header_start|>user<|header_end|>", "<|eot|>")]
    {
        if let Some((_, turn)) = prompt.rsplit_once(header) {
            return turn.split(end).next().unwrap_or(turn).trim();
        }
    }
    prompt
}
