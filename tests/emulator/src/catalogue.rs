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
