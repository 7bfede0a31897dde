//! The known facts of models: their aliases, the inference profiles that give access to them, their inputs and
//! abilities. The catalogue is data; a model that is not in it is trusted, never refused.

mod capability;
mod id;
mod known;
mod profile;
mod rules;

use self::capability::CapabilitySet;

pub use self::capability::Capability;
pub use self::id::Name;
pub use self::known::Known;
pub use self::profile::InferenceProfile;

/// A model, as far as it is known.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Model<'a> {
    /// The id without the prefix of a profile: `anthropic.claude-sonnet-5`. Empty for an ARN that names no model.
    pub id: &'a str,
    row: Option<Row>,
    /// The capabilities that the caller has told of.
    told: CapabilitySet,
    /// Those of them that it has.
    can: CapabilitySet,
}

/// Who made a model: requests and rules differ by that.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Family {
    /// `anthropic.`
    Claude,
    /// `amazon.nova`
    Nova,
    /// `openai.gpt-oss`
    GptOss,
    /// `openai.`, of the others
    Gpt,
    /// `xai.`
    Grok,
    /// `deepseek.`
    DeepSeek,
    /// `mistral.`
    Mistral,
    /// `meta.`
    Llama,
    /// `cohere.`
    Cohere,
    /// `moonshotai.` and `moonshot.`
    Kimi,
    /// Another maker, or an unknown one.
    Other,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
struct Row {
    kind: &'static str,
    prefixes: &'static str,
    capabilities: &'static str,
}

impl<'a> Model<'a> {
    /// The model behind an id, an inference profile's id, or an ARN.
    pub fn of(model_id: &'a str) -> Self {
        let id = id::base(model_id);
        Self { id, row: row(id), told: CapabilitySet::default(), can: CapabilitySet::default() }
    }

    /// The same model without this capability.
    #[must_use]
    pub fn without(mut self, capability: Capability) -> Self {
        self.told.add(capability);
        self.can.remove(capability);
        self
    }

    /// The same model with the facts that a caller knows.
    fn with(self, told: CapabilitySet, can: CapabilitySet) -> Self {
        Self { told, can, ..self }
    }

    /// Who made it.
    pub fn family(&self) -> Family {
        let begins = |prefix: &&(&str, Family)| self.id.starts_with(prefix.0);
        FAMILIES.iter().find(begins).map_or(Family::Other, |(_, family)| *family)
    }

    /// Whether it can do that; `None` if nobody knows.
    pub fn can(&self, capability: Capability) -> Option<bool> {
        if self.told.has(capability) {
            return Some(self.can.has(capability));
        }
        rules::can(self, capability, self.listed(capability))
    }

    /// Whether it is known that it cannot do that.
    pub fn lacks(&self, capability: Capability) -> bool {
        self.can(capability) == Some(false)
    }

    /// Whether it can do that, by the catalogue.
    fn listed(&self, capability: Capability) -> Option<bool> {
        let (_, letter) = LETTERS.iter().find(|(of, _)| *of == capability)?;
        self.row.map(|row| row.capabilities.as_bytes().contains(letter))
    }

    /// Whether it is in the catalogue.
    pub fn is_listed(&self) -> bool {
        self.row.is_some()
    }

    /// The prefixes of its inference profiles: `us,eu,global`.
    pub fn profile_prefixes(&self) -> &'static str {
        self.row.map_or("", |row| row.prefixes)
    }

    /// Whether it is available through an inference profile only.
    pub fn needs_profile(&self) -> bool {
        self.row.is_some_and(|row| row.kind.ends_with('!'))
    }
}

/// Every model of the catalogue by its id, in alphabetical order.
pub fn ids() -> impl Iterator<Item = &'static str> {
    lines().map(|line| line.split(' ').next().unwrap_or_default())
}

/// Whether an id begins with a maker that is known.
fn has_family(id: &str) -> bool {
    Model { id, row: None, told: CapabilitySet::default(), can: CapabilitySet::default() }.family() != Family::Other
}

/// Whether the catalogue has a model of this id.
fn is_in_catalogue(id: &str) -> bool {
    row(id).is_some()
}

/// Takes apart only the line that is meant: every chat looks its model up.
fn row(id: &str) -> Option<Row> {
    lines().find_map(|line| line.strip_prefix(id)?.strip_prefix(' ')).map(|columns| {
        let mut columns = columns.split(' ');
        let mut column = || columns.next().unwrap_or_default();
        Row { kind: column(), prefixes: column(), capabilities: column() }
    })
}

/// One line is `id kind prefixes capabilities`; see `xtask/npm/catalogue.mjs`.
fn lines() -> impl Iterator<Item = &'static str> {
    CATALOGUE.split('\n').filter(|line| !line.is_empty() && !line.starts_with('#'))
}

const CATALOGUE: &str = include_str!("models/catalogue.txt");

const LETTERS: [(Capability, u8); 9] = [
    (Capability::Tools, b't'),
    (Capability::ToolChoice, b'c'),
    (Capability::Reasoning, b'r'),
    (Capability::StructuredOutput, b's'),
    (Capability::PromptCaching, b'p'),
    (Capability::Images, b'i'),
    (Capability::Documents, b'd'),
    (Capability::Video, b'v'),
    (Capability::Audio, b'a'),
];

const FAMILIES: [(&str, Family); 11] = [
    ("anthropic.", Family::Claude),
    ("amazon.nova", Family::Nova),
    ("openai.gpt-oss", Family::GptOss),
    ("openai.", Family::Gpt),
    ("xai.", Family::Grok),
    ("deepseek.", Family::DeepSeek),
    ("mistral.", Family::Mistral),
    ("meta.", Family::Llama),
    ("cohere.", Family::Cohere),
    ("moonshotai.", Family::Kimi),
    ("moonshot.", Family::Kimi),
];

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_model_is_known_under_each_of_its_names() {
        for id in [
            "anthropic.claude-sonnet-5",
            "us.anthropic.claude-sonnet-5",
            "us-gov.anthropic.claude-sonnet-5",
            "arn:aws:bedrock:us-east-1::foundation-model/anthropic.claude-sonnet-5",
            "arn:aws:bedrock:us-east-1:123456789012:inference-profile/eu.anthropic.claude-sonnet-5",
        ] {
            let model = Model::of(id);
            assert_eq!(model.id, "anthropic.claude-sonnet-5", "{id}");
            assert_eq!((model.family(), model.needs_profile()), (Family::Claude, true));
            assert_eq!(model.can(Capability::Reasoning), Some(true));
            assert_eq!(model.can(Capability::Video), Some(false));
            assert!(model.profile_prefixes().contains("global"));
        }
    }

    #[test]
    fn a_model_that_nobody_knows_is_trusted() {
        let application = "arn:aws:bedrock:us-east-1:123456789012:application-inference-profile/otnfa2ysixqd";
        for id in ["acme.rocket-v1:0", application] {
            let model = Model::of(id);
            assert_eq!((model.family(), model.can(Capability::Tools)), (Family::Other, None));
            assert!(!model.needs_profile() && model.profile_prefixes().is_empty());
        }
        assert_eq!(Model::of("anthropic.claude-nova-9").family(), Family::Claude);
    }

    #[test]
    fn the_catalogue_is_in_order_and_has_every_column() {
        assert!(ids().count() > 150 && ids().is_sorted());
        for id in ids() {
            let row = row(id).unwrap();
            assert!(id.contains('.') && row.kind.starts_with(['c', 'e', 'i', 'r', 's', 'v']), "{id}");
            assert!(row.capabilities.bytes().all(|letter| LETTERS.iter().any(|(_, known)| *known == letter)), "{id}");
        }
    }
}
