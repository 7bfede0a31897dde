//! What models can do and take, one by one: the columns of the catalogue, and what sets models apart beyond it.

/// What a model may be able to do, or a request to it may have.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Ability {
    /// Tools.
    Tools,
    /// Being made to use a tool, or a certain one.
    ToolChoice,
    /// Thinking before it answers.
    Reasoning,
    /// Answering by a JSON schema, without help.
    StructuredOutput,
    /// Prompt caching by cache points.
    PromptCaching,
    /// Images in the input.
    Images,
    /// PDF and office documents in the input.
    Documents,
    /// Video in the input.
    Video,
    /// Audio in the input.
    Audio,
    /// `temperature`, `top_p` and `top_k`.
    Sampling,
    /// `temperature` and `top_p` in one request.
    TemperatureWithTopP,
    /// Going on with a message of the assistant.
    Prefill,
    /// Holding itself to the schema of a tool.
    StrictTools,
    /// Deciding itself how long to think, by an effort: there are no budgets then.
    AdaptiveThinking,
    /// Being told not to think.
    ThinkingOff,
    /// The effort `max`.
    MaxEffort,
    /// A prompt cache that is kept for an hour.
    HourLongCache,
}

impl Ability {
    /// The ability that the option `models.capabilities` calls so.
    pub fn named(name: &str) -> Option<Self> {
        NAMES.iter().find(|(_, known)| *known == name).map(|(ability, _)| *ability)
    }

    fn bit(self) -> u32 {
        1u32.wrapping_shl(self as u32)
    }
}

/// A choice of abilities.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(super) struct Abilities(u32);

impl Abilities {
    pub(super) fn add(&mut self, ability: Ability) {
        self.0 |= ability.bit();
    }

    pub(super) fn remove(&mut self, ability: Ability) {
        self.0 &= !ability.bit();
    }

    pub(super) fn has(self, ability: Ability) -> bool {
        self.0 & ability.bit() != 0
    }
}

const NAMES: [(Ability, &str); 17] = [
    (Ability::Tools, "tools"),
    (Ability::ToolChoice, "toolChoice"),
    (Ability::Reasoning, "reasoning"),
    (Ability::StructuredOutput, "structuredOutput"),
    (Ability::PromptCaching, "promptCaching"),
    (Ability::Images, "images"),
    (Ability::Documents, "documents"),
    (Ability::Video, "video"),
    (Ability::Audio, "audio"),
    (Ability::Sampling, "sampling"),
    (Ability::TemperatureWithTopP, "temperatureWithTopP"),
    (Ability::Prefill, "prefill"),
    (Ability::StrictTools, "strictTools"),
    (Ability::AdaptiveThinking, "adaptiveThinking"),
    (Ability::ThinkingOff, "thinkingOff"),
    (Ability::MaxEffort, "maxEffort"),
    (Ability::HourLongCache, "hourLongCache"),
];
