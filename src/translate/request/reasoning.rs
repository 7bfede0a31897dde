//! How hard a model thinks: `reasoning_effort` in the words of each maker, and Claude's own `thinking`.

use super::Draft;
use super::native;
use super::notes::refusal;
use super::replay;
use super::sampling;
use crate::error::Error;
use crate::json::Value;
use crate::models::Ability;
use crate::models::Family;

/// Writes it, and notes whether the model thinks in a way that excludes other parameters.
pub(super) fn write(draft: &mut Draft<'_>) -> Result<(), Error> {
    let own = native::param(draft, "additionalModelRequestFields").get("thinking");
    draft.thinks = !own.is_null() && !is_of_type(own, "disabled");
    let thinking = draft.param("thinking");
    let effort = draft.param("reasoning_effort");
    if !thinking.is_null() {
        if draft.model.family() == Family::Claude || draft.model.can(Ability::Reasoning).is_none() {
            return write_thinking(draft, thinking, effort);
        }
        draft.notes.lost(&["`thinking` has no effect: it is Claude's. Use `reasoning_effort`."])?;
    }
    if effort.is_null() {
        return Ok(());
    }
    let effort = effort.word();
    if !EFFORTS.iter().any(|(name, _)| *name == effort) {
        return Err(refusal(&[
            "`reasoning_effort`: `",
            effort,
            "` is none of none, minimal, low, medium, high, xhigh, max.",
        ]));
    }
    write_effort(draft, effort)
}

/// The efforts, and the tokens they stand for where a model wants to have them counted.
const EFFORTS: [(&str, u32); 7] = [
    ("none", 0),
    ("minimal", BUDGET_MIN),
    ("low", BUDGET_MIN),
    ("medium", 2048),
    ("high", 4096),
    ("xhigh", 8192),
    ("max", 16384),
];

/// Claude's least.
const BUDGET_MIN: u32 = 1024;

fn write_effort(draft: &mut Draft<'_>, effort: &str) -> Result<(), Error> {
    let is_none = effort == "none";
    let id = draft.model.id;
    match (draft.model.family(), draft.model.can(Ability::Reasoning)) {
        (_, Some(false)) if is_none => Ok(()),
        (_, Some(false)) => draft.notes.lost(&["`reasoning_effort` has no effect: the model does not reason."]),
        (Family::Claude, _) if is_none && draft.model.lacks(Ability::ThinkingOff) => {
            draft.notes.lost(&["`reasoning_effort`: the model cannot be told not to think."])
        }
        (Family::Claude, _) if is_none => {
            if let Some(out) = draft.additional("thinking") {
                out.open('{').key("type").string("disabled").close('}');
            }
            Ok(())
        }
        (Family::Claude, _) if draft.model.can(Ability::AdaptiveThinking) == Some(true) => {
            if let Some(out) = draft.additional("thinking") {
                // Newer models keep their thoughts to themselves unless asked.
                out.open('{').key("type").string("adaptive").key("display").string("summarized").close('}');
            }
            write_claudes_effort(draft, effort);
            Ok(())
        }
        (Family::Claude, _) => write_budget(draft, effort),
        (Family::Gpt, _) => {
            if let Some(out) = draft.additional("reasoning") {
                out.open('{').key("effort").string(effort).close('}');
            }
            Ok(())
        }
        (Family::Nova, _) if id.starts_with("amazon.nova-2") => write_novas(draft, effort),
        (Family::DeepSeek, _) if id.starts_with("deepseek.r1") => {
            draft.notes.lost(&["`reasoning_effort` has no effect: the model decides by itself."])
        }
        (Family::GptOss | Family::DeepSeek, _) | (_, None) => {
            if let Some(out) = draft.additional("reasoning_effort") {
                out.string(effort);
            }
            Ok(())
        }
        _ => draft.notes.lost(&["`reasoning_effort` has no effect: the model decides by itself."]),
    }
}

fn write_claudes_effort(draft: &mut Draft<'_>, effort: &str) {
    draft.thinks = true;
    let refuses_max = draft.model.lacks(Ability::MaxEffort);
    let effort = match effort {
        "minimal" => "low",
        "max" if refuses_max => "xhigh",
        effort => effort,
    };
    if let Some(out) = draft.additional("output_config") {
        out.open('{').key("effort").string(effort).close('}');
    }
}

/// A budget for Claude's thoughts, less than there is for the whole reply.
fn write_budget(draft: &mut Draft<'_>, effort: &str) -> Result<(), Error> {
    let budget = EFFORTS.iter().find(|(name, _)| *name == effort).map_or(BUDGET_MIN, |(_, tokens)| *tokens);
    let most = sampling::max_tokens(draft)?.map_or(u32::MAX, |tokens| tokens.saturating_sub(1));
    if most < BUDGET_MIN {
        return draft.notes.lost(&["`reasoning_effort` has no effect: thinking takes a `max_tokens` above 1024."]);
    }
    if replay::is_missing(draft) {
        return draft.notes.lost(&["`reasoning_effort` has no effect: ", MISSING]);
    }
    draft.thinks = true;
    draft.thinking_budget = budget.min(most);
    let budget = draft.thinking_budget.to_string();
    if let Some(out) = draft.additional("thinking") {
        out.open('{').key("type").string("enabled").key("budget_tokens").raw(&budget).close('}');
    }
    Ok(())
}

const MISSING: &str = "what the model thought before its tool calls is not in `messages`, and it would refuse to think \
                       on. Send `thinking_blocks` of its reply back.";

/// <https://docs.aws.amazon.com/nova/latest/nova2-userguide/extended-thinking.html>
fn write_novas(draft: &mut Draft<'_>, effort: &str) -> Result<(), Error> {
    let effort = match effort {
        "minimal" => "low",
        "xhigh" | "max" => "high",
        effort => effort,
    };
    // At its highest effort Nova takes no limits.
    draft.thinks = effort == "high";
    if let Some(out) = draft.additional("reasoningConfig") {
        if effort == "none" {
            out.open('{').key("type").string("disabled").close('}');
        } else {
            out.open('{').key("type").string("enabled").key("maxReasoningEffort").string(effort).close('}');
        }
    }
    Ok(())
}

/// Claude's `thinking` as it is, but for a budget that Bedrock would refuse; beside it an effort may stand.
fn write_thinking(draft: &mut Draft<'_>, thinking: &Value<'_>, effort: &Value<'_>) -> Result<(), Error> {
    if is_of_type(thinking, "enabled") && replay::is_missing(draft) {
        return draft.notes.lost(&["`thinking` has no effect: ", MISSING]);
    }
    draft.thinks |= !is_of_type(thinking, "disabled");
    let effort = effort.word();
    if !is_of_type(thinking, "enabled") {
        if let Some(out) = draft.additional("thinking") {
            out.value(thinking);
        }
        if draft.thinks && EFFORTS.iter().any(|(name, tokens)| *name == effort && *tokens > 0) {
            write_claudes_effort(draft, effort);
        }
        return Ok(());
    }
    let asked = thinking.get("budget_tokens").u32();
    let asked = asked.ok_or_else(|| refusal(&["`thinking.budget_tokens` is not a whole number."]))?;
    let most = sampling::max_tokens(draft)?.map_or(u32::MAX, |tokens| tokens.saturating_sub(1));
    if most < BUDGET_MIN {
        return Err(refusal(&[
            "`thinking` takes a `max_tokens` above 1024, which has to hold the thoughts and the reply.",
        ]));
    }
    let budget = asked.clamp(BUDGET_MIN, most);
    if budget != asked {
        draft.notes.changed(&[
            "`thinking.budget_tokens` is at least 1024 and less than `max_tokens`: ",
            &budget.to_string(),
            " is sent.",
        ]);
    }
    draft.thinking_budget = budget;
    if let Some(out) = draft.additional("thinking") {
        out.open('{').key("budget_tokens").raw(&budget.to_string());
        for (name, value) in thinking.members().iter().filter(|(name, _)| !name.is("budget_tokens")) {
            out.key(name.escaped()).value(value);
        }
        out.close('}');
    }
    Ok(())
}

fn is_of_type(thinking: &Value<'_>, kind: &str) -> bool {
    thinking.get("type").word() == kind
}
