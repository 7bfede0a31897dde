//! What some models take and others do not, as the data names it.

use serde::Deserialize;

/// Something that a model does not take.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "camelCase")]
pub(crate) enum Refusal {
    /// Temperature, top-p and top-k, in Claude's words.
    Sampling,
    TemperatureWithTopP,
    Temperature,
    TopP,
    StopSequences,
    FewMaxTokens,
    Tools,
    ToolsInStreams,
    ToolChoiceAny,
    ToolChoiceTool,
    /// Both, in Claude's words.
    ForcedToolUse,
    Strict,
    StrictByModel,
    /// Tool use ids that are not nine letters and digits.
    LongToolUseIds,
    /// Those that Bedrock makes itself.
    OwnToolUseIds,
    System,
    SystemTurns,
    Prefill,
    /// An assistant's turn before the user's first.
    LeadingAssistantTurn,
    TextFormat,
    Images,
    ImagesInToolResults,
    Documents,
    DocumentsInToolResults,
    /// Images of Amazon S3, anywhere.
    ImagesOfS3,
    Video,
    Audio,
    /// 403.
    Caching,
    CachePointField,
    CachePointsBesideTools,
    CacheTtl,
    /// Not refused aloud: an hour becomes five minutes.
    LongCacheTtl,
    Signature,
    Thinking,
    ThinkingEnabled,
    ThinkingDisabled,
    ThinkingAdaptive,
    ThinkingWithForcedToolUse,
    Effort,
    EffortXhigh,
    EffortMax,
    ReasoningEffortField,
    /// Any other way to ask for reasoning than `reasoning`, in OpenAI's words.
    OtherReasoningFields,
    /// The level `minimal` of `reasoning.effort`, and `none`.
    EffortMinimal,
    EffortNone,
    /// Other levels than low, medium and high.
    ReasoningEffortLevels,
    ReasoningConfig,
    /// Other values of `reasoning_config` than low and high.
    ReasoningConfigLevels,
    ToolResultStatus,
    /// A turn with a tool's result holds results only.
    BlocksBesideToolResults,
    /// A turn with a tool's call holds calls only.
    BlocksBesideToolUses,
    /// InvokeModel of Claude: Anthropic's API version of October 2026.
    LateVersion,
    /// InvokeModel of Claude: the tools that came with Claude 4.5, which are memory and searches for tools.
    LaterTools,
    /// InvokeModel of Claude: `computer_20250124`.
    OldComputerUse,
    EagerInputStreaming,
    UserProfiles,
}
