//! `inferenceConfig`: how long the reply may be, how it is drawn, and where it stops.

use super::Draft;
use super::reasoning::Thinking;
use crate::json::Value;
use crate::models::Capability;
use crate::models::Family;
use crate::search::split_first;

/// Writes all of it.
pub(super) fn write_sampling(draft: &mut Draft<'_>, thinking: Thinking) {
    if let Some(tokens) = max_tokens(draft) {
        let least = least_tokens(draft);
        if tokens < least {
            draft.warnings.changed("`max_tokens`: the model wants at least 16, which is what is sent.", &[]);
        }
        if thinking.is_on && draft.model.family() == Family::Nova {
            draft.warnings.lost("`max_tokens` has no effect: Nova does not accept it at its highest effort.", &[]);
        } else {
            draft.inference.key("maxTokens").number(tokens.max(least));
        }
    }
    if thinking.budget > 0 && max_tokens(draft).is_none() {
        // Bedrock's default may be less than the thoughts alone.
        draft.inference.key("maxTokens").number(thinking.budget.saturating_add(REPLY_TOKENS));
    }
    write_temperature(draft, thinking);
    write_top_p(draft, thinking);
    write_top_k(draft, thinking);
    write_stop(draft);
}

/// The tokens for the reply after Claude's thoughts, where the caller does not say.
const REPLY_TOKENS: u32 = 4096;

/// The most tokens of the reply, its reasoning included. Without it Bedrock's default counts, the model's own maximum.
pub(super) fn max_tokens(draft: &mut Draft<'_>) -> Option<u32> {
    let names = ["max_completion_tokens", "max_tokens"];
    let name = names.into_iter().find(|name| !draft.param(name).is_null())?;
    let tokens = draft.param(name).u32().filter(|tokens| *tokens > 0);
    if tokens.is_none() {
        draft.refuse(&["`", name, "` is not a whole number above 0."].concat(), &[]);
    }
    tokens
}

fn least_tokens(draft: &Draft<'_>) -> u32 {
    let is_kimi_3 = draft.model.id.starts_with("moonshotai.kimi-k3");
    if is_kimi_3 || matches!(draft.model.family(), Family::Gpt | Family::Grok) { 16 } else { 1 }
}

fn write_temperature(draft: &mut Draft<'_>, thinking: Thinking) {
    let Some(temperature) = number(draft, "temperature") else { return };
    if is_refused(draft, thinking, "temperature", temperature == "1") {
        return;
    }
    let is_too_hot = exceeds_one(temperature);
    if is_too_hot {
        draft.warnings.changed("`temperature` ends at 1 on Bedrock; 1 is sent.", &[]);
    }
    draft.inference.key("temperature").raw(if is_too_hot { "1" } else { temperature });
}

fn write_top_p(draft: &mut Draft<'_>, thinking: Thinking) {
    let Some(top_p) = number(draft, "top_p") else { return };
    if is_refused(draft, thinking, "top_p", false) {
        return;
    }
    if draft.model.lacks(Capability::TemperatureWithTopP) && !draft.param("temperature").is_null() {
        return draft.warnings.lost("`top_p` has no effect: the model takes `temperature` or `top_p`, not both.", &[]);
    }
    draft.inference.key("topP").raw(top_p);
}

/// Not OpenAI's, but every other maker's.
fn write_top_k(draft: &mut Draft<'_>, thinking: Thinking) {
    let Some(top_k) = number(draft, "top_k") else { return };
    match draft.model.family() {
        Family::Claude => {
            if !is_refused(draft, thinking, "top_k", false)
                && let Some(out) = draft.additional("top_k")
            {
                out.raw(top_k);
            }
        }
        Family::Nova => {
            if !is_refused(draft, thinking, "top_k", false)
                && let Some(out) = draft.additional("inferenceConfig")
            {
                out.open('{').key("topK").raw(top_k).close('}');
            }
        }
        _ => {
            draft.warnings.lost(
                "`top_k` has no effect: only Claude and Nova are known to accept it. Try `additionalModelRequestFields`.",
                &[],
            );
        }
    }
}

/// Whether the model, or its thinking, excludes the parameter. `is_harmless`: its value asks for the default.
fn is_refused(draft: &mut Draft<'_>, thinking: Thinking, name: &str, is_harmless: bool) -> bool {
    let why = match () {
        () if draft.model.lacks(Capability::Sampling) => "the model decides by itself.",
        () if name == "temperature" && draft.model.lacks(Capability::Temperature) => "the model decides by itself.",
        () if thinking.is_on => "the model decides by itself while it thinks.",
        () => return false,
    };
    if !is_harmless {
        draft.warnings.lost("`{}` has no effect: {}", &[name, why]);
    }
    true
}

fn write_stop(draft: &mut Draft<'_>) {
    let stop = draft.param("stop");
    let one = std::slice::from_ref(stop);
    let sequences = match stop {
        Value::Null => return,
        Value::String(_) => one,
        Value::Array(sequences) => sequences,
        _ => return draft.refuse("`stop` is neither text nor a list of texts.", &[]),
    };
    let mut texts = Vec::new();
    for sequence in sequences {
        match sequence.text() {
            Some(text) => texts.push(text),
            None => draft.refuse("`stop` has something in it that is not text.", &[]),
        }
    }
    let family = draft.model.family();
    let count = texts.len();
    texts.retain(|text| if family == Family::Claude { !text.is_blank() } else { !text.is("") });
    if texts.len() < count {
        draft.warnings.lost("`stop`: a sequence without a letter has no effect; Bedrock refuses it.", &[]);
    }
    if texts.is_empty() {
        return;
    }
    if draft.model.lacks(Capability::StopSequences) {
        return draft
            .warnings
            .lost("`stop` has no effect: the model does not accept stop sequences. Cut the reply yourself.", &[]);
    }
    draft.inference.key("stopSequences").open('[');
    for text in texts {
        draft.inference.text(text);
    }
    draft.inference.close(']');
}

fn number<'a>(draft: &mut Draft<'a>, name: &str) -> Option<&'a str> {
    match draft.param(name) {
        Value::Null => None,
        Value::Number(number) => Some(number),
        _ => {
            draft.refuse("`{}` is not a number.", &[name]);
            None
        }
    }
}

/// Whether a number, written as JavaScript writes numbers, is above 1. Reading it as a float would cost 15 KB.
fn exceeds_one(number: &str) -> bool {
    if let Some((_, exponent)) = split_first(number, "e").or_else(|| split_first(number, "E")) {
        return !number.starts_with('-') && !exponent.starts_with('-');
    }
    let (whole, fraction) = number.split_once('.').unwrap_or((number, ""));
    match whole.trim_start_matches('0') {
        "" => false,
        "1" => fraction.bytes().any(|digit| digit != b'0'),
        _ => !number.starts_with('-'),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn numbers_are_compared_as_text() {
        for (number, exceeds) in [
            ("0", false),
            ("1", false),
            ("1.0", false),
            ("1.01", true),
            ("2", true),
            ("10", true),
            ("0.7", false),
            ("-1.5", false),
            ("1e-7", false),
            ("1e21", true),
        ] {
            assert_eq!(exceeds_one(number), exceeds, "{number}");
        }
    }
}
