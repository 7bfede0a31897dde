//! Every parameter of `chat.completions.create` and of this package, and what becomes of those that Bedrock has not.

use super::Draft;
use crate::json::Value;

/// Warns about what has no effect and refuses what cannot be done. Of parameters that are not known, the first group.
pub(super) fn check(draft: &mut Draft<'_>) {
    for (name, value) in draft.request.members() {
        if value.is_null() {
            continue;
        }
        let known = PARAMS.iter().find(|(known, _)| name.is(known)).map(|(_, fate)| fate);
        match known {
            Some(Fate::Used) => {}
            Some(Fate::Lost(_, neutral) | Fate::Refused(_, neutral)) if is_neutral(value, neutral) => {}
            Some(Fate::Lost(why, _)) => draft.warnings.lost(&["`", &name.unescaped(), "` has no effect: ", why]),
            Some(Fate::Refused(why, _)) => return draft.refuse(&["`", &name.unescaped(), "`: ", why]),
            None => draft.warnings.lost(&[
                "`",
                &name.unescaped(),
                "` is not known and was left out. What a model takes beyond OpenAI's parameters goes into \
                 `additionalModelRequestFields`.",
            ]),
        }
    }
}

/// What becomes of a parameter: why, and the value that asks for nothing.
enum Fate {
    Used,
    /// Left out, with a warning.
    Lost(&'static str, &'static str),
    /// Its loss would change what the reply means.
    Refused(&'static str, &'static str),
}

fn is_neutral(value: &Value<'_>, neutral: &str) -> bool {
    match value {
        Value::Bool(value) => !value,
        Value::Number(number) => *number == neutral,
        Value::Array(items) => items.iter().all(|item| item.text().is_some_and(|text| text.is(neutral))),
        Value::Object(members) => members.is_empty(),
        Value::String(text) => text.is(neutral),
        Value::Null => true,
    }
}

const NO_COUNTERPART: &str = "Converse has no such parameter.";

const PARAMS: [(&str, Fate); 49] = [
    ("audio", Fate::Refused("Converse answers in text only; leave it out.", "")),
    ("additionalModelRequestFields", Fate::Used),
    ("additionalModelResponseFieldPaths", Fate::Used),
    ("bedrock", Fate::Used),
    ("fallback_models", Fate::Used),
    ("frequency_penalty", Fate::Lost(NO_COUNTERPART, "0")),
    ("function_call", Fate::Used),
    ("functions", Fate::Used),
    ("guardrailConfig", Fate::Used),
    ("guardrail_config", Fate::Used),
    ("logit_bias", Fate::Lost(NO_COUNTERPART, "")),
    ("logprobs", Fate::Refused("Converse gives no log probabilities; leave it out.", "")),
    ("max_completion_tokens", Fate::Used),
    ("max_tokens", Fate::Used),
    ("messages", Fate::Used),
    ("metadata", Fate::Used),
    ("modalities", Fate::Refused("Converse answers in text only; leave it out.", "text")),
    ("model", Fate::Used),
    ("moderation", Fate::Refused("Bedrock moderates by guardrails; pass `guardrailConfig`.", "")),
    ("n", Fate::Refused("Converse gives one choice; call it `n` times.", "1")),
    ("parallel_tool_calls", Fate::Used),
    ("performanceConfig", Fate::Used),
    ("prediction", Fate::Lost(NO_COUNTERPART, "")),
    ("presence_penalty", Fate::Lost(NO_COUNTERPART, "0")),
    ("promptVariables", Fate::Used),
    ("prompt_cache_key", Fate::Used),
    ("prompt_cache_options", Fate::Used),
    ("prompt_cache_retention", Fate::Used),
    ("reasoning_effort", Fate::Used),
    ("requestMetadata", Fate::Used),
    ("response_format", Fate::Used),
    ("safety_identifier", Fate::Lost("put it into `metadata`, which goes into Bedrock's invocation log.", "")),
    ("seed", Fate::Lost(NO_COUNTERPART, "")),
    ("serviceTier", Fate::Used),
    ("service_tier", Fate::Used),
    ("stop", Fate::Used),
    ("store", Fate::Lost("Bedrock stores no completions.", "")),
    ("stream", Fate::Used),
    ("stream_options", Fate::Used),
    ("temperature", Fate::Used),
    ("thinking", Fate::Used),
    ("tool_choice", Fate::Used),
    ("tools", Fate::Used),
    ("top_k", Fate::Used),
    ("top_logprobs", Fate::Refused("Converse gives no log probabilities; leave it out.", "0")),
    ("top_p", Fate::Used),
    ("user", Fate::Lost("put it into `metadata`, which goes into Bedrock's invocation log.", "")),
    ("verbosity", Fate::Lost(NO_COUNTERPART, "medium")),
    ("web_search_options", Fate::Used),
];
