//! What sets models apart beyond the catalogue: versions of Claude from each other, and what models of other makers
//! refuse.
//!
//! From the capability table of LiteLLM 1.109.1 (MIT), whose authors tried it on Bedrock, and from what others report;
//! `tests/emulator/data/families.jsonl` names a source for each fact. A newer Claude than all these is taken for one of
//! the newest: what they refuse is harmless to leave out.

use super::Ability;
use super::Family;
use super::Model;

/// Whether the rules let the model do that; `None` if they say nothing. `listed` is what the catalogue says.
pub(super) fn can(model: &Model<'_>, ability: Ability, listed: Option<bool>) -> Option<bool> {
    let letters = letters(model.id);
    let has = |letter: u8| letters.is_some_and(|letters| letters.as_bytes().contains(&letter));
    let refused = |letter: u8| has(letter).then_some(false);
    let is_claude = model.family() == Family::Claude;
    let has_schemas = model.listed(Ability::StructuredOutput) == Some(true);
    match ability {
        Ability::Tools if has(b't') => Some(false),
        Ability::ToolChoice if has(b'f') => Some(false),
        Ability::ToolChoice if has(b'n') => Some(true),
        Ability::StructuredOutput if has(b'j') => Some(false),
        Ability::Sampling => refused(b's'),
        Ability::Temperature => refused(b'k'),
        Ability::TemperatureWithTopP => refused(b'1'),
        Ability::StopSequences => refused(b'q'),
        Ability::SystemPrompt => refused(b'y'),
        Ability::Prefill => refused(b'p'),
        Ability::NamedToolChoice => refused(b'n'),
        Ability::StreamedTools => refused(b'w'),
        // Of Claude those that have structured output, and not all of them; of the others those that are known to.
        Ability::StrictTools if has(b'c') => Some(true),
        Ability::StrictTools => Some(is_claude && has_schemas && !has(b'x')),
        Ability::AdaptiveThinking => letters.filter(|_| is_claude).map(|_| has(b'a')),
        // The versions that refuse to be told how to draw their words refuse to be told how long to think.
        Ability::ThinkingBudget => refused(b's').filter(|_| is_claude),
        Ability::ToolChoiceWhileThinking => letters.filter(|_| is_claude).map(|_| has(b'z')),
        Ability::ThinkingOff => refused(b'o'),
        Ability::XhighEffort => refused(b'h'),
        Ability::MaxEffort => refused(b'e'),
        Ability::ToolResultStatus => refused(b'u'),
        // From Claude 4.5 on: the ones that have structured output, too.
        Ability::HourLongCache if is_claude && model.is_listed() => Some(has_schemas),
        Ability::HourLongCache => Some(is_claude),
        Ability::SignedThoughts if is_claude => Some(true),
        Ability::SignedThoughts => (model.family() != Family::Other || model.is_listed()).then_some(false),
        _ => listed,
    }
}

/// What is special about a model.
fn letters(id: &str) -> Option<&'static str> {
    let row = |table: &'static [(&'static str, &'static str)], name: &str| {
        table.iter().find(|(start, _)| name.starts_with(start)).map(|(_, letters)| *letters)
    };
    match id.strip_prefix("anthropic.claude-") {
        Some(name) => row(&CLAUDE, name),
        None => row(&OTHERS, id),
    }
}

/// What the name begins with after `anthropic.claude-`, the first that fits; and a letter for each quirk: `a`daptive
/// thinking, `z` forced tool use while it thinks, `o` always thinks, `s`ampling and thinking budgets refused, `1` of
/// temperature and top_p, `f`orced tool use refused, `p`refill refused, `x` strict tools refused, `e`ffort `max`
/// refused, effort x`h`igh refused, `j`SON schemas refused, no `t`ools.
const CLAUDE: [(&str, &str); 24] = [
    ("3", ""),
    ("v", "t"),
    ("instant", "t"),
    ("opus-4-1", "1"),
    ("opus-4-5", "1"),
    ("sonnet-4-5", "1"),
    ("haiku-4-5", "1"),
    ("opus-4-6", "a1ph"),
    ("sonnet-4-6", "a1ph"),
    ("opus-4-7", "aspxej"),
    ("opus-4-8", "azspxej"),
    ("opus-4", ""),
    ("sonnet-4", "x"),
    ("opus-5-5", "aosfpxj"),
    ("opus-5", "azspj"),
    ("sonnet-5-5", "aosfpxe"),
    ("sonnet-5", "azspxej"),
    ("haiku-5", "azspxe"),
    ("fable-5-1", "aosfpexj"),
    ("fable-5", "azospej"),
    ("mythos-preview", "of"),
    ("mythos-5-1", "aosfpe"),
    ("mythos-5", "azospe"),
    ("", "aospe"),
];

/// The same for models of other makers, by what the whole id begins with: `s`ampling refused, `k` temperature refused,
/// stop se`q`uences refused, `y` system prompts refused, a `n`amed tool cannot be forced, no tools in streams but in
/// `w`hole replies, stri`c`t tools taken, the stat`u`s of a tool's result refused, no `t`ools.
const OTHERS: [(&str, &str); 24] = [
    ("amazon.titan-t", "yt"),
    ("ai21.j2", "yt"),
    ("ai21.jamba", "n"),
    ("cohere.command-text", "yt"),
    ("cohere.command-light", "yt"),
    ("deepseek.r1", "t"),
    ("deepseek.v3", "qn"),
    ("google.gemma-3", "q"),
    ("meta.llama", "w"),
    ("minimax.", "q"),
    ("mistral.mistral-7b", "yt"),
    ("mistral.mistral-large-24", "n"),
    ("mistral.mixtral", "yt"),
    ("moonshotai.kimi", "kqc"),
    ("moonshot.kimi", "kqc"),
    ("openai.gpt-oss", "q"),
    ("openai.", "sq"),
    ("qwen.qwen3", "qc"),
    ("qwen.", "q"),
    ("writer.palmyra", "wu"),
    ("xai.grok", "sq"),
    ("zai.glm-4", "nc"),
    ("zai.glm-5.", "c"),
    ("zai.glm-5", "nc"),
];
