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
    /// `temperature`.
    Temperature,
    /// `temperature` and `top_p` in one request.
    TemperatureWithTopP,
    /// Stop sequences.
    StopSequences,
    /// A system prompt.
    SystemPrompt,
    /// Going on with a message of the assistant.
    Prefill,
    /// Being made to use a certain tool.
    NamedToolChoice,
    /// Tools in a reply that is streamed.
    StreamedTools,
    /// Holding itself to the schema of a tool.
    StrictTools,
    /// Deciding itself how long to think, by an effort.
    AdaptiveThinking,
    /// Thinking within a budget.
    ThinkingBudget,
    /// Being made to use a tool while it thinks.
    ToolChoiceWhileThinking,
    /// Being told not to think.
    ThinkingOff,
    /// The effort `xhigh`.
    XhighEffort,
    /// The effort `max`.
    MaxEffort,
    /// A prompt cache that is kept for an hour.
    HourLongCache,
    /// Being shown again what it thought, with the signature that it came with.
    SignedThoughts,
    /// The result of a tool with the word that it failed.
    ToolResultStatus,
    /// Text, images or documents in one turn with the result of a tool.
    ContentBesideToolResult,
    /// Text in one turn with the call of a tool.
    TextBesideToolUse,
    /// Images inside the result of a tool.
    ImagesInToolResult,
    /// Documents inside the result of a tool.
    DocumentsInToolResult,
    /// A conversation that begins with the assistant.
    AssistantFirst,
}

impl Ability {
    /// The ability that the option `models.capabilities` calls so.
    pub fn named(name: &str) -> Option<Self> {
        NAMES.iter().find(|(_, known)| *known == name).map(|(ability, _)| *ability)
    }

    pub(super) const fn bit(self) -> u64 {
        1u64.wrapping_shl(self as u32)
    }
}

/// A choice of abilities.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(super) struct Abilities(pub(super) u64);

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

const NAMES: [(Ability, &str); 32] = [
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
    (Ability::Temperature, "temperature"),
    (Ability::TemperatureWithTopP, "temperatureWithTopP"),
    (Ability::StopSequences, "stopSequences"),
    (Ability::SystemPrompt, "systemPrompt"),
    (Ability::Prefill, "prefill"),
    (Ability::NamedToolChoice, "namedToolChoice"),
    (Ability::StreamedTools, "streamedTools"),
    (Ability::StrictTools, "strictTools"),
    (Ability::AdaptiveThinking, "adaptiveThinking"),
    (Ability::ThinkingBudget, "thinkingBudget"),
    (Ability::ToolChoiceWhileThinking, "toolChoiceWhileThinking"),
    (Ability::ThinkingOff, "thinkingOff"),
    (Ability::XhighEffort, "xhighEffort"),
    (Ability::MaxEffort, "maxEffort"),
    (Ability::HourLongCache, "hourLongCache"),
    (Ability::SignedThoughts, "signedThoughts"),
    (Ability::ToolResultStatus, "toolResultStatus"),
    (Ability::ContentBesideToolResult, "contentBesideToolResult"),
    (Ability::TextBesideToolUse, "textBesideToolUse"),
    (Ability::ImagesInToolResult, "imagesInToolResult"),
    (Ability::DocumentsInToolResult, "documentsInToolResult"),
    (Ability::AssistantFirst, "assistantFirst"),
];
