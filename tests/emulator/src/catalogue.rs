//! The models that the control plane lists, and which of them need an inference profile: data, read once.

use std::sync::LazyLock;

use serde::Deserialize;

static MODELS: LazyLock<Vec<Model>> =
    LazyLock::new(|| DATA.lines().filter_map(|line| serde_json::from_str(line).ok()).collect());
/// Made by `data/foundation-models.mjs`.
const DATA: &str = include_str!("../data/foundation-models.jsonl");

/// One line of the data.
#[derive(Debug, Deserialize)]
#[serde(rename_all = "camelCase", deny_unknown_fields, default)]
#[derive(Default)]
pub(crate) struct Model {
    pub(crate) id: String,
    pub(crate) name: String,
    pub(crate) provider: String,
    /// Input modalities, as AWS names them.
    pub(crate) input: Vec<String>,
    pub(crate) output: Vec<String>,
    pub(crate) streaming: bool,
    pub(crate) customizations: Vec<String>,
    /// The prefixes of its inference profiles, such as `us`.
    pub(crate) profiles: Vec<String>,
    /// Not to be had under its bare id.
    pub(crate) profile_only: bool,
    /// Takes StartAsyncInvoke.
    pub(crate) r#async: bool,
    /// `2026-11-22`.
    pub(crate) start_of_life: Option<String>,
    pub(crate) end_of_life: Option<String>,
    /// What a model that chats cannot do: `tools`, `toolChoice`, `textFormat`, `caching`.
    pub(crate) lacks: Vec<String>,
    /// Past the end of its life: known, but not listed.
    retired: bool,
}

/// Models that exist and that the data's sources have no more.
const UNLISTED: [&str; 5] = [
    "amazon.nova-2-omni-v1:0",
    "amazon.nova-canvas-v1:0",
    "amazon.nova-sonic-v1:0",
    "amazon.titan-image-generator-v2:0",
    "deepseek.v3.1",
];

/// The models that are listed, in the order of their ids.
pub(crate) fn models() -> impl Iterator<Item = &'static Model> {
    MODELS.iter().filter(|model| !model.retired)
}

/// The model of a bare id, if it is listed.
pub(crate) fn find(id: &str) -> Option<&'static Model> {
    models().find(|model| model.id == id)
}

/// Past the end of its life.
pub(crate) fn is_retired(id: &str) -> bool {
    MODELS.iter().any(|model| model.retired && model.id == id)
}

/// Whether there may be such a model: a maker that nobody knows has any.
pub(crate) fn may_exist(id: &str) -> bool {
    let is = |known: &str| id.strip_prefix(known).is_some_and(|rest| rest.is_empty() || is_context(rest));
    let Some((maker, _)) = id.split_once('.') else { return false };
    let has_maker = |known: &str| known.split_once('.').is_some_and(|(other, _)| other == maker);
    !MODELS.iter().any(|model| has_maker(&model.id))
        || MODELS.iter().any(|model| is(&model.id))
        || UNLISTED.iter().any(|id| is(id))
}

/// Whether that is a model, listed or retired.
pub(crate) fn knows(id: &str) -> bool {
    MODELS.iter().any(|model| model.id == id)
}

/// The length of the context at the end of a provisioned model's id, such as `:300k`.
fn is_context(rest: &str) -> bool {
    let digits = rest.strip_prefix(':').and_then(|rest| rest.strip_suffix('k'));
    digits.is_some_and(|digits| !digits.is_empty() && digits.bytes().all(|byte| byte.is_ascii_digit()))
}

pub(crate) fn is_profile_only(id: &str) -> bool {
    MODELS.iter().any(|model| model.profile_only && model.id == id)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_line_is_a_model_and_says_what_the_control_plane_needs() {
        assert_eq!(MODELS.len(), DATA.lines().count());
        assert!(models().count() > 100);
        for model in models() {
            assert!(!model.name.is_empty() && !model.provider.is_empty(), "{}", model.id);
            assert!(!model.input.is_empty() && !model.output.is_empty(), "{}", model.id);
            assert!(!model.profile_only || !model.profiles.is_empty(), "{} is not to be had at all", model.id);
        }
        assert!(MODELS.windows(2).all(|pair| pair[0].id < pair[1].id), "sorted, without a second of any");
    }

    #[test]
    fn a_retired_model_still_needs_a_profile() {
        assert!(find("anthropic.claude-3-7-sonnet-20250219-v1:0").is_none());
        assert!(is_profile_only("anthropic.claude-3-7-sonnet-20250219-v1:0"));
        assert!(!is_profile_only("amazon.nova-lite-v1:0"));
    }
}
