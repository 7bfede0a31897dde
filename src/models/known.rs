//! A caller's knowledge of models beyond the catalogue: the model behind an ARN, the abilities of a model.

use super::Capability;
use super::Model;
use super::Name;
use super::capability::CapabilitySet;

/// The option `models`: names of the caller's own, and the abilities of their models.
#[derive(Clone, Debug, Default)]
pub struct Known {
    /// Names, and the models they stand for.
    pub aliases: Vec<(String, String)>,
    capabilities: Vec<KnownModel>,
}

/// The known facts of one model.
#[derive(Clone, Debug, Default)]
struct KnownModel {
    /// As the caller calls the model: an alias, an id or an ARN.
    name: String,
    base_model: Option<String>,
    told: CapabilitySet,
    can: CapabilitySet,
}

impl Known {
    /// These names, without abilities of models yet.
    pub fn new(aliases: Vec<(String, String)>) -> Self {
        Self { aliases, capabilities: Vec::new() }
    }

    /// The model that a name stands for. `asked` is the name as the request has it.
    pub fn model<'a>(&'a self, name: &'a Name, asked: &str) -> Model<'a> {
        let asked = asked.strip_prefix("bedrock/").unwrap_or(asked);
        let model = Model::of(&name.model_id);
        let is_meant = |known: &&KnownModel| [asked, &name.model_id, model.id].contains(&known.name.as_str());
        let Some(known) = self.capabilities.iter().find(is_meant) else { return model };
        let base = known.base_model.as_deref().map_or(model, Model::of);
        base.with(known.told, known.can)
    }

    /// Adds a model, without known facts yet.
    pub fn add(&mut self, name: &str) {
        let name = name.strip_prefix("bedrock/").unwrap_or(name).to_owned();
        self.capabilities.push(KnownModel { name, ..KnownModel::default() });
    }

    /// Makes the facts of `base`, an alias or an id, count for the model that was added last, too.
    pub fn set_base(&mut self, base: &str) {
        let base = Name::parse(base, &self.aliases).model_id;
        if let Some(last) = self.capabilities.last_mut() {
            last.base_model = Some(base);
        }
    }

    /// Whether the model that was added last can do that.
    pub fn set(&mut self, capability: Capability, can: bool) {
        if let Some(last) = self.capabilities.last_mut() {
            last.told.add(capability);
            if can {
                last.can.add(capability);
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::models::Family;

    const ARN: &str = "arn:aws:bedrock:us-east-1:123456789012:application-inference-profile/otnfa2ysixqd";

    fn known(name: &str, base_model: Option<&str>, capabilities: &[(&str, bool)]) -> Known {
        let mut known = Known::default();
        known.add(name);
        if let Some(base) = base_model {
            known.set_base(base);
        }
        for (name, can) in capabilities {
            known.set(Capability::named(name).unwrap(), *can);
        }
        known
    }

    #[test]
    fn an_arn_has_the_family_and_abilities_of_its_base_model() {
        for base in ["claude-sonnet-5", "us.anthropic.claude-sonnet-5", "bedrock/anthropic.claude-sonnet-5"] {
            let known = known(ARN, Some(base), &[]);
            let name = Name::parse(ARN, &[]);
            let model = known.model(&name, ARN);
            assert_eq!((model.id, model.family()), ("anthropic.claude-sonnet-5", Family::Claude));
            assert_eq!(model.can(Capability::Sampling), Some(false));
            assert_eq!(model.can(Capability::PromptCaching), Some(true));
        }
    }

    #[test]
    fn what_the_caller_says_counts_more_than_the_catalogue() {
        let told = [("tools", false), ("video", true), ("sampling", true)];
        let known = known("claude-sonnet-5", None, &told);
        for asked in ["claude-sonnet-5", "bedrock/claude-sonnet-5"] {
            let name = Name::parse(asked, &[]);
            let model = known.model(&name, asked);
            assert_eq!(model.can(Capability::Tools), Some(false));
            assert_eq!(model.can(Capability::Video), Some(true));
            assert_eq!(model.can(Capability::Sampling), Some(true));
            assert_eq!(model.can(Capability::Prefill), Some(false), "nothing was said of it");
        }
        let other = Name::parse("claude-haiku-4-5", &[]);
        assert_eq!(known.model(&other, "claude-haiku-4-5").can(Capability::Tools), Some(true));
    }

    #[test]
    fn a_model_is_meant_by_its_profiles_too() {
        let known = known("acme.rocket-v1:0", None, &[("reasoning", false)]);
        let name = Name::parse("us.acme.rocket-v1:0", &[]);
        assert_eq!(known.model(&name, "us.acme.rocket-v1:0").can(Capability::Reasoning), Some(false));
    }
}
