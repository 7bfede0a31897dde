//! In what the models differ: what each refuses in Converse, how it thinks, what it caches. The facts are data
//! (`data/families.jsonl`, each line with who found it out, and the catalogue's `lacks`); what follows from a fact, and
//! the words of a refusal, are in `validate`. A model that no line names is trusted, as is everything behind an ARN
//! that does not name its model.

mod refusal;

use std::sync::LazyLock;

use serde::Deserialize;

use crate::catalogue;
use crate::catalogue::Model;
use crate::model;

pub(crate) use refusal::Refusal;

static FACTS: LazyLock<Vec<Fact>> =
    LazyLock::new(|| DATA.lines().filter_map(|line| serde_json::from_str(line).ok()).collect());
const DATA: &str = include_str!("../data/families.jsonl");
/// Anthropic's documents, for models of which nothing else is known.
const CACHE_TOKENS_MIN: u64 = 1_024;

#[derive(Debug, Deserialize)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
struct Fact {
    /// Beginnings of ids, without a profile's prefix; `$` at the end means the whole id.
    models: Vec<String>,
    #[serde(default)]
    refuses: Vec<Refusal>,
    /// Exceptions to what a line before refuses.
    #[serde(default)]
    allows: Vec<Refusal>,
    thinks: Option<Thinks>,
    #[serde(default)]
    hides_thoughts: bool,
    #[serde(default)]
    calls_silently: bool,
    #[serde(default)]
    types_calls: bool,
    #[serde(default)]
    late_replies: bool,
    #[serde(default)]
    explains_stops: bool,
    output_tokens_max: Option<u64>,
    #[serde(default)]
    thinks_in_text: bool,
    cache_tokens_min: Option<u64>,
    #[expect(dead_code, reason = "for readers of the data")]
    source: String,
}

/// How a model shows its thoughts.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "camelCase")]
pub(crate) enum Thinks {
    /// When asked, signed.
    Claude,
    AlwaysClaude,
    /// When asked, without saying what.
    Nova,
    /// When `reasoning_config` is a level.
    Qwen,
    Unsigned,
    AlwaysUnsigned,
    Never,
}

/// What is known of one model.
#[derive(Debug)]
pub(crate) struct Family {
    name: String,
    refusals: Vec<Refusal>,
    pub(crate) thinks: Thinks,
    /// Thoughts come without their text unless the request asks for it.
    pub(crate) hides_thoughts: bool,
    /// Says nothing in a turn that calls tools.
    pub(crate) calls_silently: bool,
    /// A call says of which type it is.
    pub(crate) types_calls: bool,
    /// Replies in the shape of 2026: nothing is said of cache writes where there are none, and more of other things.
    pub(crate) late_replies: bool,
    /// InvokeModel says why a reply ended, and repeats at the end of a stream what went in.
    pub(crate) explains_stops: bool,
    /// What `max_tokens` may be at most, where that is known.
    pub(crate) output_tokens_max: Option<u64>,
    /// With tools, answers begin with `<thinking>`.
    pub(crate) thinks_in_text: bool,
    pub(crate) cache_tokens_min: u64,
}

impl Family {
    pub(crate) fn of(model_id: &str) -> Family {
        let name = model::without_profile(model_id);
        let mut family = Family {
            name: name.to_owned(),
            refusals: catalogue::find(name).map(refusals).unwrap_or_default(),
            thinks: Thinks::Claude,
            hides_thoughts: false,
            calls_silently: false,
            types_calls: false,
            late_replies: false,
            explains_stops: false,
            output_tokens_max: None,
            thinks_in_text: false,
            cache_tokens_min: CACHE_TOKENS_MIN,
        };
        for fact in FACTS.iter().filter(|fact| fact.models.iter().any(|model| names(model, name))) {
            family.refusals.extend(&fact.refuses);
            family.refusals.retain(|refusal| !fact.allows.contains(refusal));
            // Whoever signs nothing and is said to think nowhere does not think.
            if fact.refuses.contains(&Refusal::Signature) {
                family.thinks = Thinks::Never;
            }
            family.thinks = fact.thinks.unwrap_or(family.thinks);
            family.hides_thoughts |= fact.hides_thoughts;
            family.calls_silently |= fact.calls_silently;
            family.types_calls |= fact.types_calls;
            family.late_replies |= fact.late_replies;
            family.explains_stops |= fact.explains_stops;
            family.output_tokens_max = fact.output_tokens_max.or(family.output_tokens_max);
            family.thinks_in_text |= fact.thinks_in_text;
            family.cache_tokens_min = fact.cache_tokens_min.unwrap_or(family.cache_tokens_min);
        }
        family
    }

    pub(crate) fn refuses(&self, refusal: Refusal) -> bool {
        self.refusals.contains(&refusal)
    }

    pub(crate) fn is_claude(&self) -> bool {
        self.name.starts_with("anthropic.")
    }

    pub(crate) fn is_nova(&self) -> bool {
        self.name.starts_with("amazon.nova-")
    }

    pub(crate) fn is_llama(&self) -> bool {
        self.name.starts_with("meta.llama")
    }

    /// OpenAI's own models, which it serves behind Bedrock.
    pub(crate) fn is_gpt(&self) -> bool {
        self.name.starts_with("openai.gpt-") && !self.is_gpt_oss()
    }

    pub(crate) fn is_gpt_oss(&self) -> bool {
        self.name.starts_with("openai.gpt-oss")
    }

    pub(crate) fn name(&self) -> &str {
        &self.name
    }

    /// Counts what it caches and says so in every answer.
    pub(crate) fn caches(&self) -> bool {
        (self.is_claude() || self.is_nova() || self.is_gpt()) && !self.refuses(Refusal::Caching)
    }
}

/// What the catalogue knows of a model that chats.
fn refusals(model: &Model) -> Vec<Refusal> {
    let inputs = [("IMAGE", Refusal::Images), ("VIDEO", Refusal::Video), ("SPEECH", Refusal::Audio)];
    let lacks = |name: &str| model.lacks.iter().any(|lacked| lacked == name);
    let mut refusals: Vec<Refusal> = inputs
        .into_iter()
        .filter(|(input, _)| !model.input.iter().any(|known| known == input))
        .map(|(_, it)| it)
        .collect();
    for (name, refused) in [
        ("tools", [Refusal::Tools].as_slice()),
        ("toolChoice", &[Refusal::ToolChoiceAny, Refusal::ToolChoiceTool]),
        ("textFormat", &[Refusal::TextFormat]),
        ("caching", &[Refusal::Caching]),
    ] {
        if lacks(name) {
            refusals.extend(refused);
        }
    }
    refusals
}

fn names(pattern: &str, name: &str) -> bool {
    match pattern.strip_suffix('$') {
        Some(whole) => name == whole,
        None => name.starts_with(pattern),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_line_is_a_fact_about_a_model_that_exists() {
        assert_eq!(FACTS.len(), DATA.lines().count());
        let retired = [
            "titan-t",
            "command-",
            "ai21.j2",
            "llama2",
            "claude-v",
            "claude-instant",
            "claude-3",
            "mistral-large-24",
            "mistral-small-24",
            "llama3-2-90b",
        ];
        for fact in FACTS.iter() {
            for pattern in &fact.models {
                let known = catalogue::models().any(|model| names(pattern, &model.id));
                assert!(
                    known || retired.iter().any(|name| pattern.contains(name)) || pattern.contains("4-2025"),
                    "{pattern}"
                );
            }
        }
    }

    #[test]
    fn a_fact_holds_through_profiles_and_arns_and_not_for_the_unknown() {
        for id in [
            "us.anthropic.claude-opus-5-5",
            "arn:aws:bedrock:us-east-1:123456789012:inference-profile/global.anthropic.claude-opus-5-5",
            "arn:aws:bedrock:us-east-1::foundation-model/anthropic.claude-opus-5-5",
        ] {
            assert!(Family::of(id).refuses(Refusal::ForcedToolUse), "{id}");
        }
        for id in [
            "arn:aws:bedrock:us-east-1:123456789012:application-inference-profile/otnfa2ysixqd",
            "acme.model-of-tomorrow-v1:0",
        ] {
            assert_eq!(Family::of(id).refusals, [], "{id}");
        }
        assert!(!Family::of("us.anthropic.claude-opus-5").refuses(Refusal::ForcedToolUse));
        assert!(!Family::of("zai.glm-5.3").refuses(Refusal::ToolChoiceTool));
        assert!(Family::of("amazon.nova-micro-v1:0").refuses(Refusal::Images));
        assert!(!Family::of("amazon.nova-lite-v1:0").refuses(Refusal::ImagesInToolResults));
    }
}
