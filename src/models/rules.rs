//! The differences of models beyond the catalogue: between versions of Claude, and those of other makers' models.
//!
//! `tests/emulator/data/families.jsonl` has the same facts for the local Bedrock, spelled by who refuses what. A newer
//! Claude than all of these is taken for one of the newest: leaving out the parts that those refuse does no harm.

use super::Capability;
use super::Family;
use super::Model;
use super::capability::CapabilitySet;

/// Whether the rules let the model do that; `None` if they say nothing. `listed` is the catalogue's answer.
pub(super) fn can(model: &Model<'_>, capability: Capability, listed: Option<bool>) -> Option<bool> {
    let facts = facts(model.id);
    if CapabilitySet((facts >> 64) as u64).has(capability) {
        return Some(false);
    }
    if CapabilitySet(facts as u64).has(capability) {
        return Some(true);
    }
    let is_claude = model.family() == Family::Claude;
    let has_schemas = model.listed(Capability::StructuredOutput) == Some(true);
    match capability {
        // Claude models that have structured output, and other models that are known to.
        Capability::StrictTools => Some(is_claude && has_schemas),
        Capability::AdaptiveThinking | Capability::ToolChoiceWhileThinking => is_claude.then_some(false),
        // From Claude 4.5 on: the ones that have structured output, too.
        Capability::HourLongCache if is_claude && model.is_listed() => Some(has_schemas),
        Capability::HourLongCache => Some(is_claude),
        Capability::SignedThoughts if is_claude => Some(true),
        Capability::SignedThoughts => (model.family() != Family::Other || model.is_listed()).then_some(false),
        Capability::ImagesInToolResult | Capability::DocumentsInToolResult | Capability::AssistantFirst => {
            Some(is_claude)
        }
        _ => listed,
    }
}

fn facts(id: &str) -> Facts {
    let row = |table: &'static [(&'static str, Facts)], name: &str| {
        table.iter().find(|(start, _)| name.starts_with(start)).map_or(0, |(_, facts)| *facts)
    };
    match id.strip_prefix("anthropic.claude-") {
        Some(name) => row(&CLAUDE, name),
        None => row(&OTHERS, id),
    }
}

/// A model's abilities, in the low half, and the abilities that it lacks, in the high half.
type Facts = u128;

const fn has(capability: Capability) -> Facts {
    capability.bit() as Facts
}

const fn lacks(capability: Capability) -> Facts {
    has(capability) << 64
}

// Of LiteLLM's capability table (1.109.1 of 2026-11, MIT), whose authors tried it on Bedrock:
// `supports_adaptive_thinking`,
const ADAPTIVE_THINKING: Facts = has(Capability::AdaptiveThinking);
// `thinking_always_on`,
const NO_THINKING_OFF: Facts = lacks(Capability::ThinkingOff);
// `supports_sampling_params`; promptfoo#10307, earendil-works/pi#7081. These refuse to be told how long to think, too.
const NO_SAMPLING: Facts = lacks(Capability::Sampling) | lacks(Capability::ThinkingBudget);
const NO_SAMPLING_PARAMS: Facts = lacks(Capability::Sampling);
// `supports_assistant_prefill`,
const NO_PREFILL: Facts = lacks(Capability::Prefill);
// `supports_forced_tool_use`; run-llama/llama_index#23207, vercel/ai#21364,
const NO_TOOL_CHOICE: Facts = lacks(Capability::ToolChoice);
// `bedrock_converse_supports_strict_tools`; lobehub/lobehub#19876 (2026-09-23), pydantic/pydantic-ai#6318,
const NO_STRICT_TOOLS: Facts = lacks(Capability::StrictTools);
const STRICT_TOOLS: Facts = has(Capability::StrictTools);
// `bedrock_output_config_effort_ceiling`, where `max` is less than `xhigh`; SuperAgent#1142 (2026-09-18),
const NO_XHIGH_EFFORT: Facts = lacks(Capability::XhighEffort);
// `supports_function_calling`.
const NO_TOOLS: Facts = lacks(Capability::Tools);
/// BerriAI/litellm#15070, aws-samples/bedrock-access-gateway#191
const NO_TEMPERATURE_WITH_TOP_P: Facts = lacks(Capability::TemperatureWithTopP);
/// AWS's reference of ToolChoice: Claude 3 has it.
const TOOL_CHOICE: Facts = has(Capability::ToolChoice);
/// langchain-ai/langchain-aws#1141: from Opus 4.8 on.
const TOOL_CHOICE_WHILE_THINKING: Facts = has(Capability::ToolChoiceWhileThinking);
/// presenton/presenton#939 (2026-09-18), anthropics/anthropic-sdk-python#1759, vercel/ai#14773
const NO_STRUCTURED_OUTPUT: Facts = lacks(Capability::StructuredOutput);
/// Moonshot's own note of 2026-09-22.
const NO_TEMPERATURE: Facts = lacks(Capability::Temperature);
/// LiteLLM (2026-10-09), langgenius/dify-official-plugins#1767, crewAIInc/crewAI#3317
const NO_STOP_SEQUENCES: Facts = lacks(Capability::StopSequences);
/// danny-avila/LibreChat#6456, Mintplex-Labs/anything-llm#2486
const NO_SYSTEM_PROMPT: Facts = lacks(Capability::SystemPrompt);
/// langchain-aws 1.9.1 `supports_tool_choice_values`
const NO_NAMED_TOOL_CHOICE: Facts = has(Capability::ToolChoice) | lacks(Capability::NamedToolChoice);
/// earendil-works/pi#3739, langchain-ai/langchain-aws#466
const NO_STREAMED_TOOLS: Facts = lacks(Capability::StreamedTools);
/// strands-agents/harness-sdk#393, #686
const NO_TOOL_RESULT_STATUS: Facts = lacks(Capability::ToolResultStatus);
/// pydantic/pydantic-ai#6098, #6318 (recorded), strands-agents/harness-sdk#1223, langchain-ai/langchain-aws#141
const TOOL_RESULT_ALONE: Facts = lacks(Capability::ContentBesideToolResult);
/// langchain-ai/langchain-aws#1118, quarkiverse/quarkus-langchain4j#1983
const TOOL_USE_ALONE: Facts = lacks(Capability::TextBesideToolUse);
/// Recorded (pydantic-ai); anomalyco/opencode#49443
const IMAGES_IN_TOOL_RESULT: Facts = has(Capability::ImagesInToolResult);
/// Recorded (pydantic-ai); pydantic/pydantic-ai#6254, #6318
const DOCUMENTS_IN_TOOL_RESULT: Facts = has(Capability::DocumentsInToolResult);
/// pydantic/pydantic-ai#6255, #6318
const ASSISTANT_FIRST: Facts = has(Capability::AssistantFirst);

/// From Opus 4.7 on; their further differences stand beside it.
const CLAUDE_5: Facts = ADAPTIVE_THINKING | NO_SAMPLING | NO_PREFILL;
const CLAUDE_5_5: Facts = CLAUDE_5 | NO_THINKING_OFF | NO_TOOL_CHOICE;

/// The beginning of the name after `anthropic.claude-`. The first one that fits counts.
const CLAUDE: [(&str, Facts); 24] = [
    ("3", TOOL_CHOICE),
    ("v", NO_TOOLS),
    ("instant", NO_TOOLS),
    ("opus-4-1", NO_TEMPERATURE_WITH_TOP_P),
    ("opus-4-5", NO_TEMPERATURE_WITH_TOP_P),
    ("sonnet-4-5", NO_TEMPERATURE_WITH_TOP_P),
    ("haiku-4-5", NO_TEMPERATURE_WITH_TOP_P),
    ("opus-4-6", ADAPTIVE_THINKING | NO_TEMPERATURE_WITH_TOP_P | NO_PREFILL | NO_XHIGH_EFFORT),
    ("sonnet-4-6", ADAPTIVE_THINKING | NO_TEMPERATURE_WITH_TOP_P | NO_PREFILL | NO_XHIGH_EFFORT),
    ("opus-4-7", CLAUDE_5 | NO_STRICT_TOOLS | NO_STRUCTURED_OUTPUT),
    ("opus-4-8", CLAUDE_5 | TOOL_CHOICE_WHILE_THINKING | NO_STRICT_TOOLS | NO_STRUCTURED_OUTPUT),
    ("opus-4", 0),
    ("sonnet-4", NO_STRICT_TOOLS),
    ("opus-5-5", CLAUDE_5_5 | NO_STRICT_TOOLS | NO_STRUCTURED_OUTPUT),
    ("opus-5", CLAUDE_5 | TOOL_CHOICE_WHILE_THINKING | NO_STRUCTURED_OUTPUT),
    ("sonnet-5-5", CLAUDE_5_5 | NO_STRICT_TOOLS),
    ("sonnet-5", CLAUDE_5 | TOOL_CHOICE_WHILE_THINKING | NO_STRICT_TOOLS | NO_STRUCTURED_OUTPUT),
    ("haiku-5", CLAUDE_5 | TOOL_CHOICE_WHILE_THINKING | NO_STRICT_TOOLS),
    ("fable-5-1", CLAUDE_5_5 | NO_STRICT_TOOLS | NO_STRUCTURED_OUTPUT),
    ("fable-5", CLAUDE_5 | TOOL_CHOICE_WHILE_THINKING | NO_THINKING_OFF | NO_STRUCTURED_OUTPUT),
    ("mythos-preview", NO_THINKING_OFF | NO_TOOL_CHOICE),
    ("mythos-5-1", CLAUDE_5_5),
    ("mythos-5", CLAUDE_5 | TOOL_CHOICE_WHILE_THINKING | NO_THINKING_OFF),
    ("", CLAUDE_5 | NO_THINKING_OFF),
];

const COMPLETES_TEXT: Facts = NO_SYSTEM_PROMPT | NO_TOOLS;
const MISTRAL: Facts = TOOL_RESULT_ALONE | DOCUMENTS_IN_TOOL_RESULT;
const LLAMA: Facts = NO_STREAMED_TOOLS | TOOL_RESULT_ALONE | IMAGES_IN_TOOL_RESULT | DOCUMENTS_IN_TOOL_RESULT;
const WRITER: Facts = NO_STREAMED_TOOLS | NO_TOOL_RESULT_STATUS | TOOL_RESULT_ALONE | DOCUMENTS_IN_TOOL_RESULT;
const KIMI: Facts = NO_TEMPERATURE | NO_STOP_SEQUENCES | STRICT_TOOLS | ASSISTANT_FIRST;
const ZAI: Facts = STRICT_TOOLS | ASSISTANT_FIRST;

/// The same for models of other makers, by the beginning of the whole id.
const OTHERS: [(&str, Facts); 27] = [
    ("amazon.nova", IMAGES_IN_TOOL_RESULT),
    ("amazon.titan-t", COMPLETES_TEXT),
    ("ai21.j2", COMPLETES_TEXT),
    ("ai21.jamba", NO_NAMED_TOOL_CHOICE),
    ("cohere.command-text", COMPLETES_TEXT),
    ("cohere.command-light", COMPLETES_TEXT),
    ("deepseek.r1", NO_TOOLS),
    ("deepseek.v3", NO_STOP_SEQUENCES | NO_NAMED_TOOL_CHOICE),
    ("google.gemma-3", NO_STOP_SEQUENCES),
    ("meta.llama3-2", LLAMA | TOOL_USE_ALONE),
    ("meta.llama", LLAMA),
    ("minimax.", NO_STOP_SEQUENCES),
    ("mistral.mistral-7b", COMPLETES_TEXT),
    ("mistral.mistral-large-24", MISTRAL | NO_NAMED_TOOL_CHOICE | TOOL_USE_ALONE),
    ("mistral.mixtral", COMPLETES_TEXT),
    ("mistral.", MISTRAL),
    ("moonshotai.kimi", KIMI),
    ("moonshot.kimi", KIMI),
    ("openai.gpt-oss", NO_STOP_SEQUENCES),
    ("openai.", NO_SAMPLING_PARAMS | NO_STOP_SEQUENCES),
    ("qwen.qwen3", NO_STOP_SEQUENCES | STRICT_TOOLS | ASSISTANT_FIRST),
    ("qwen.", NO_STOP_SEQUENCES | ASSISTANT_FIRST),
    ("writer.palmyra", WRITER),
    ("xai.grok", NO_SAMPLING_PARAMS | NO_STOP_SEQUENCES),
    ("zai.glm-4", ZAI | NO_NAMED_TOOL_CHOICE),
    ("zai.glm-5.", ZAI),
    ("zai.glm-5", ZAI | NO_NAMED_TOOL_CHOICE),
];
