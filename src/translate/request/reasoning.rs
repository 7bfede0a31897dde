//! How hard a model thinks: `reasoning_effort` in the words of each maker, and Claude's own `thinking`.

use super::Draft;
use super::bedrock_members;
use super::replay;
use super::sampling;
use crate::json::Value;
use crate::models::Capability;
use crate::models::Family;

/// How the model was asked to think, as far as that bears on other parameters.
#[derive(Clone, Copy, Default)]
pub(super) struct Thinking {
    /// Whether Claude was asked to think, or Nova to think hard, which excludes other parameters.
    pub(super) is_on: bool,
    /// How many tokens of the reply Claude's thoughts may take; 0 without such a limit.
    pub(super) budget: u32,
}

impl Thinking {
    const ON: Self = Self { is_on: true, budget: 0 };
}

/// Writes the reasoning that the caller wants.
pub(super) fn write_reasoning(draft: &mut Draft<'_>) -> Thinking {
    let own = bedrock_members::param(draft, "additionalModelRequestFields").get("thinking");
    let own = Thinking { is_on: !own.is_null() && !is_of_type(own, "disabled"), budget: 0 };
    let thinking = draft.param("thinking");
    let effort = draft.param("reasoning_effort");
    if !effort.is_null() && !EFFORTS.iter().any(|(name, _)| *name == effort.word()) {
        let word = effort.word();
        draft.refuse("`reasoning_effort`: `{}` is not one of none, minimal, low, medium, high, xhigh, max.", &[word]);
        return own;
    }
    if !thinking.is_null() {
        if draft.model.family() == Family::Claude || draft.model.can(Capability::Reasoning).is_none() {
            return write_thinking(draft, thinking, effort, own);
        }
        draft.warnings.lost("`thinking` has no effect: it is Claude's. Use `reasoning_effort`.", &[]);
    }
    if effort.is_null() {
        return own;
    }
    write_effort(draft, effort.word(), own)
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

fn write_effort(draft: &mut Draft<'_>, effort: &str, own: Thinking) -> Thinking {
    let is_none = effort == "none";
    let id = draft.model.id;
    match (draft.model.family(), draft.model.can(Capability::Reasoning)) {
        _ if id.is_empty() => draft.warnings.lost(
            "`reasoning_effort` has no effect: the ARN does not say which \
             model it stands for. Say it by `baseModel` of `models.capabilities`.",
            &[],
        ),
        (_, Some(false)) if is_none => {}
        (_, Some(false)) => draft.warnings.lost("`reasoning_effort` has no effect: the model does not reason.", &[]),
        (Family::Claude, _) if is_none && draft.model.lacks(Capability::ThinkingOff) => {
            draft.warnings.lost("`reasoning_effort`: the model cannot be told not to think.", &[]);
        }
        (Family::Claude, _) if is_none => {
            if let Some(out) = draft.additional("thinking") {
                out.open('{').key("type").string("disabled").close('}');
            }
        }
        (Family::Claude, _) if draft.model.can(Capability::AdaptiveThinking) == Some(true) => {
            return write_adaptive(draft, effort);
        }
        (Family::Claude, _) => return write_budget(draft, effort, own),
        (Family::Gpt, _) => {
            let effort = nearest(draft, gpts_levels(id), effort);
            if let Some(out) = draft.additional("reasoning") {
                out.open('{').key("effort").string(effort).close('}');
            }
        }
        (Family::Nova, _) if id.starts_with("amazon.nova-2") => return write_novas(draft, effort),
        (Family::DeepSeek, _) if id.starts_with("deepseek.r1") => {
            draft.warnings.lost("`reasoning_effort` has no effect: the model decides by itself.", &[]);
        }
        (Family::GptOss, _) => {
            let effort = nearest(draft, "low medium high", effort);
            write_level(draft, "reasoning_effort", effort);
        }
        (Family::Kimi, _) => {
            let effort = nearest(draft, "low high max", effort);
            write_level(draft, "reasoning_effort", effort);
        }
        // It thinks only when it is asked to.
        (Family::Other, _) if id.starts_with("qwen.qwen3") && is_none => {}
        (Family::Other, _) if id.starts_with("qwen.qwen3") => {
            let effort = nearest(draft, "low high", effort);
            write_level(draft, "reasoning_config", effort);
        }
        (Family::DeepSeek, _) | (_, None) => write_level(draft, "reasoning_effort", effort),
        _ => draft.warnings.lost("`reasoning_effort` has no effect: the model decides by itself.", &[]),
    }
    own
}

/// anomalyco/opencode#48195 and stdapi-ai/stdapi.ai#283 ran them on Converse.
fn gpts_levels(id: &str) -> &'static str {
    match id {
        _ if id.starts_with("openai.gpt-6-astra") => "low medium high xhigh max",
        "openai.gpt-5.4" | "openai.gpt-5.5" => "none low medium high xhigh",
        _ => "none low medium high xhigh max",
    }
}

fn write_level(draft: &mut Draft<'_>, field: &str, level: &str) {
    if let Some(out) = draft.additional(field) {
        out.string(level);
    }
}

/// The model's level that is nearest to an effort, the higher of two. Warns where it means something else.
fn nearest(draft: &mut Draft<'_>, levels: &'static str, effort: &str) -> &'static str {
    let rank = |level: &str| EFFORTS.iter().position(|(name, _)| *name == level).unwrap_or_default();
    let (mut nearest, mut least) = ("", usize::MAX);
    for level in levels.split(' ') {
        let distance = rank(level).abs_diff(rank(effort));
        if distance <= least {
            (nearest, least) = (level, distance);
        }
    }
    if nearest != effort && effort != "minimal" {
        draft.warnings.changed(
            "`reasoning_effort`: the model has no level `{}`; the nearest one, `{}`, is sent.",
            &[effort, nearest],
        );
    }
    nearest
}

/// Claude thinks as long as it finds right, by an effort.
fn write_adaptive(draft: &mut Draft<'_>, effort: &str) -> Thinking {
    if let Some(out) = draft.additional("thinking") {
        // Newer models keep their thoughts to themselves unless asked.
        out.open('{').key("type").string("adaptive").key("display").string("summarized").close('}');
    }
    write_claudes_effort(draft, effort);
    Thinking::ON
}

fn write_claudes_effort(draft: &mut Draft<'_>, effort: &str) {
    let levels = match (draft.model.lacks(Capability::XhighEffort), draft.model.lacks(Capability::MaxEffort)) {
        (false, false) => "low medium high xhigh max",
        (false, true) => "low medium high xhigh",
        (true, false) => "low medium high max",
        (true, true) => "low medium high",
    };
    let effort = nearest(draft, levels, effort);
    if let Some(out) = draft.additional("output_config") {
        out.open('{').key("effort").string(effort).close('}');
    }
}

/// A budget for Claude's thoughts, less than there is for the whole reply.
fn write_budget(draft: &mut Draft<'_>, effort: &str, own: Thinking) -> Thinking {
    let budget = EFFORTS.iter().find(|(name, _)| *name == effort).map_or(BUDGET_MIN, |(_, tokens)| *tokens);
    let most = sampling::max_tokens(draft).map_or(u32::MAX, |tokens| tokens.saturating_sub(1));
    if most < BUDGET_MIN {
        draft.warnings.lost("`reasoning_effort` has no effect: thinking takes a `max_tokens` above 1024.", &[]);
        return own;
    }
    if replay::is_missing(draft) {
        draft.warnings.lost(&["`reasoning_effort` has no effect: ", MISSING].concat(), &[]);
        return own;
    }
    let budget = budget.min(most);
    if let Some(out) = draft.additional("thinking") {
        out.open('{').key("type").string("enabled").key("budget_tokens").number(budget).close('}');
    }
    Thinking { is_on: true, budget }
}

const MISSING: &str = "what the model thought before its tool calls is not in `messages`, and it would refuse to think \
                       on. Send `thinking_blocks` of its reply back.";

/// <https://docs.aws.amazon.com/nova/latest/nova2-userguide/extended-thinking.html>
fn write_novas(draft: &mut Draft<'_>, effort: &str) -> Thinking {
    let effort = nearest(draft, "none low medium high", effort);
    if let Some(out) = draft.additional("reasoningConfig") {
        if effort == "none" {
            out.open('{').key("type").string("disabled").close('}');
        } else {
            out.open('{').key("type").string("enabled").key("maxReasoningEffort").string(effort).close('}');
        }
    }
    // At its highest effort Nova takes no limits.
    Thinking { is_on: effort == "high", budget: 0 }
}

/// Claude's `thinking` as it is, or the nearest one that the version takes; an effort may stand beside it.
fn write_thinking(draft: &mut Draft<'_>, thinking: &Value<'_>, effort: &Value<'_>, own: Thinking) -> Thinking {
    let effort =
        Some(effort.word()).filter(|effort| EFFORTS.iter().any(|(name, tokens)| name == effort && *tokens > 0));
    let asked = match thinking.get("type").word() {
        "disabled" if draft.model.lacks(Capability::ThinkingOff) => {
            draft.warnings.lost("`thinking`: the model cannot be told not to think.", &[]);
            return own;
        }
        "disabled" if draft.model.lacks(Capability::Reasoning) => return own,
        "disabled" => own,
        _ if draft.model.lacks(Capability::Reasoning) => {
            draft.warnings.lost("`thinking` has no effect: the model does not reason.", &[]);
            return own;
        }
        "enabled" if draft.model.lacks(Capability::ThinkingBudget) => {
            let budget = thinking.get("budget_tokens").u32().unwrap_or_default();
            let by_budget = EFFORTS.iter().rev().find(|(_, tokens)| *tokens <= budget);
            let effort = effort.unwrap_or(by_budget.map_or("low", |(name, _)| name));
            draft.warnings.changed(
                "`thinking.budget_tokens`: the model decides by itself how long it thinks; the effort `{}` is sent.",
                &[effort],
            );
            return write_adaptive(draft, effort);
        }
        "enabled" => {
            if effort.is_some() {
                draft.warnings.lost("`reasoning_effort` has no effect: `thinking` has a budget.", &[]);
            }
            return write_enabled(draft, thinking, own);
        }
        "adaptive" if draft.model.lacks(Capability::AdaptiveThinking) => {
            draft.warnings.changed("`thinking`: the model thinks within a budget only, which is what is sent.", &[]);
            return write_budget(draft, effort.unwrap_or("medium"), own);
        }
        _ => Thinking::ON,
    };
    if let Some(out) = draft.additional("thinking") {
        out.value(thinking);
    }
    if let Some(effort) = effort.filter(|_| asked.is_on) {
        write_claudes_effort(draft, effort);
    }
    asked
}

/// Thinking within the caller's budget, unless Bedrock would refuse that one.
fn write_enabled(draft: &mut Draft<'_>, thinking: &Value<'_>, own: Thinking) -> Thinking {
    if replay::is_missing(draft) {
        draft.warnings.lost(&["`thinking` has no effect: ", MISSING].concat(), &[]);
        return own;
    }
    let Some(asked) = thinking.get("budget_tokens").u32() else {
        draft.refuse("`thinking.budget_tokens` is not a whole number.", &[]);
        return own;
    };
    let most = sampling::max_tokens(draft).map_or(u32::MAX, |tokens| tokens.saturating_sub(1));
    if most < BUDGET_MIN {
        draft.refuse("`thinking` takes a `max_tokens` above 1024, which has to hold the thoughts and the reply.", &[]);
        return own;
    }
    let budget = asked.clamp(BUDGET_MIN, most);
    if budget != asked {
        draft.warnings.changed(
            "`thinking.budget_tokens` is at least 1024 and less than `max_tokens`: {} is sent.",
            &[&budget.to_string()],
        );
    }
    if let Some(out) = draft.additional("thinking") {
        out.open('{').key("budget_tokens").number(budget);
        for (name, value) in thinking.members().iter().filter(|(name, _)| !name.is("budget_tokens")) {
            out.key(name.escaped()).value(value);
        }
        out.close('}');
    }
    Thinking { is_on: true, budget }
}

fn is_of_type(thinking: &Value<'_>, kind: &str) -> bool {
    thinking.get("type").word() == kind
}
