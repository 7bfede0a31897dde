//! The abilities and inputs of models, one by one: the columns of the catalogue, and the differences beyond it.

/// An ability that a model may have, or a part that a request to it may have.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Capability {
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
    /// Being shown its earlier thoughts again, with the signature that came with them.
    SignedThoughts,
    /// The result of a tool with a status that says it failed.
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

impl Capability {
    /// The capability of this name in the option `models.capabilities`.
    pub fn named(name: &str) -> Option<Self> {
        NAMES.iter().find(|(_, known)| *known == name).map(|(capability, _)| *capability)
    }

    pub(super) const fn bit(self) -> u64 {
        1u64.wrapping_shl(self as u32)
    }
}

/// A set of capabilities.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(super) struct CapabilitySet(pub(super) u64);

impl CapabilitySet {
    pub(super) fn add(&mut self, capability: Capability) {
        self.0 |= capability.bit();
    }

    pub(super) fn remove(&mut self, capability: Capability) {
        self.0 &= !capability.bit();
    }

    pub(super) fn has(self, capability: Capability) -> bool {
        self.0 & capability.bit() != 0
    }
}

const NAMES: [(Capability, &str); 32] = [
    (Capability::Tools, "tools"),
    (Capability::ToolChoice, "toolChoice"),
    (Capability::Reasoning, "reasoning"),
    (Capability::StructuredOutput, "structuredOutput"),
    (Capability::PromptCaching, "promptCaching"),
    (Capability::Images, "images"),
    (Capability::Documents, "documents"),
    (Capability::Video, "video"),
    (Capability::Audio, "audio"),
    (Capability::Sampling, "sampling"),
    (Capability::Temperature, "temperature"),
    (Capability::TemperatureWithTopP, "temperatureWithTopP"),
    (Capability::StopSequences, "stopSequences"),
    (Capability::SystemPrompt, "systemPrompt"),
    (Capability::Prefill, "prefill"),
    (Capability::NamedToolChoice, "namedToolChoice"),
    (Capability::StreamedTools, "streamedTools"),
    (Capability::StrictTools, "strictTools"),
    (Capability::AdaptiveThinking, "adaptiveThinking"),
    (Capability::ThinkingBudget, "thinkingBudget"),
    (Capability::ToolChoiceWhileThinking, "toolChoiceWhileThinking"),
    (Capability::ThinkingOff, "thinkingOff"),
    (Capability::XhighEffort, "xhighEffort"),
    (Capability::MaxEffort, "maxEffort"),
    (Capability::HourLongCache, "hourLongCache"),
    (Capability::SignedThoughts, "signedThoughts"),
    (Capability::ToolResultStatus, "toolResultStatus"),
    (Capability::ContentBesideToolResult, "contentBesideToolResult"),
    (Capability::TextBesideToolUse, "textBesideToolUse"),
    (Capability::ImagesInToolResult, "imagesInToolResult"),
    (Capability::DocumentsInToolResult, "documentsInToolResult"),
    (Capability::AssistantFirst, "assistantFirst"),
];
