//! Cross-region inference: the inference profile through which a model is called from a region.
//!
//! <https://docs.aws.amazon.com/bedrock/latest/userguide/inference-profiles-support.html>

use super::Model;
use super::Name;

/// Which inference profile a caller wants.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub enum InferenceProfile {
    /// The one of the region, where the model needs or has one.
    #[default]
    Auto,
    /// None: ids go out as they are.
    Never,
    /// The one of this prefix: `us`, `eu`, `global`.
    Prefix(String),
}

impl InferenceProfile {
    /// Reads the option `inferenceProfile`: `auto`, `never` or a prefix.
    pub fn parse(text: &str) -> Self {
        match text {
            "auto" => Self::Auto,
            "never" => Self::Never,
            prefix => Self::Prefix(prefix.to_owned()),
        }
    }

    /// The ids to try from `region`, in order: the next one is for when Bedrock says that the one before is not
    /// available on demand. ARNs and ids of profiles stay as they are, and so do ids at first; for an alias this
    /// package chooses the profile.
    pub fn ids(&self, name: &Name, region: &str) -> Vec<String> {
        let model = Model::of(&name.model_id);
        let is_bare = model.id == name.model_id;
        let bare = name.model_id.clone();
        match self {
            _ if !is_bare => vec![bare],
            Self::Never => vec![bare],
            Self::Prefix(prefix) => vec![[prefix, ".", &bare].concat()],
            Self::Auto => {
                let mut ids = candidates(&model, region);
                let at = if name.is_alias && model.needs_profile() { ids.len() } else { 0 };
                ids.insert(at, bare);
                ids
            }
        }
    }
}

/// The ids to call a model under from `region`, best first, without the bare one. For a model that is not in the
/// catalogue: those that its geography would have, and the global one.
fn candidates(model: &Model<'_>, region: &str) -> Vec<String> {
    let known = model.profile_prefixes();
    let geography = GEOGRAPHIES.iter().find(|(start, _)| region.starts_with(start));
    let mut ids = Vec::new();
    for prefix in geography.map_or("global", |(_, prefixes)| prefixes).split(',') {
        if known.is_empty() || known.split(',').any(|known| known == prefix) {
            ids.push([prefix, ".", model.id].concat());
        }
    }
    ids
}

/// The beginnings of regions, and the prefixes of the profiles that may be called from there.
const GEOGRAPHIES: [(&str, &str); 10] = [
    ("us-gov-", "us-gov,global"),
    ("us-", "us,global"),
    ("eu-", "eu,global"),
    ("ca-", "ca,us,global"),
    ("ap-northeast-1", "jp,apac,global"),
    ("ap-northeast-3", "jp,apac,global"),
    ("ap-southeast-2", "au,apac,global"),
    ("ap-southeast-4", "au,apac,global"),
    ("ap-south-", "in,apac,global"),
    ("ap-", "apac,global"),
];

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_alias_goes_to_the_regions_profile_and_an_id_goes_out_as_it_is() {
        let ids = |wanted: &str, name| InferenceProfile::parse(wanted).ids(&Name::parse(name, &[]), "eu-west-1");
        let (bare, eu, global) =
            ("anthropic.claude-sonnet-5", "eu.anthropic.claude-sonnet-5", "global.anthropic.claude-sonnet-5");
        assert_eq!(ids("auto", "claude-sonnet-5"), [eu, global, bare]);
        assert_eq!(ids("auto", bare), [bare, eu, global]);
        assert_eq!(ids("auto", "bedrock/nova-micro")[0], "amazon.nova-micro-v1:0");
        assert_eq!(ids("auto", eu), [eu]);
        assert_eq!(ids("global", "claude-sonnet-5"), [global]);
        assert_eq!(ids("global", eu), [eu]);
        assert_eq!(ids("never", "claude-sonnet-5"), [bare]);
        let arn = "arn:aws:bedrock:us-east-1:123456789012:application-inference-profile/otnfa2ysixqd";
        assert_eq!(ids("global", arn), [arn]);
    }

    #[test]
    fn the_regions_own_profile_comes_first_and_the_global_one_last() {
        let of = |id: &'static str, region| candidates(&Model::of(id), region);
        let sonnet = "anthropic.claude-sonnet-5";
        assert_eq!(of(sonnet, "us-west-2"), ["us.anthropic.claude-sonnet-5", "global.anthropic.claude-sonnet-5"]);
        assert_eq!(of(sonnet, "us-gov-west-1")[0], "us-gov.anthropic.claude-sonnet-5");
        assert_eq!(
            of(sonnet, "ap-northeast-1")[..2],
            ["jp.anthropic.claude-sonnet-5", "apac.anthropic.claude-sonnet-5"]
        );
        assert_eq!(of(sonnet, "sa-east-1"), ["global.anthropic.claude-sonnet-5"]);
        assert_eq!(of("amazon.nova-premier-v1:0", "eu-west-1"), [""; 0]);
        assert_eq!(of("acme.rocket-v1", "eu-west-1"), ["eu.acme.rocket-v1", "global.acme.rocket-v1"]);
    }
}
