//! What sets models apart beyond the catalogue: versions of Claude from each other, and what models of other makers
//! refuse.
//!
//! From the capability table of LiteLLM 1.109.1 (MIT), whose authors tried it on Bedrock. A newer Claude than all these
//! is taken for one of the newest: what they refuse is harmless to leave out.

use super::Ability;
use super::Family;
use super::Model;

/// Whether the rules let the model do that; `None` if they say nothing. `listed` is what the catalogue says.
pub(super) fn can(model: &Model<'_>, ability: Ability, listed: Option<bool>) -> Option<bool> {
    let family = model.family();
    let letters = letters(model);
    let refuses = |letter: u8| letters.is_some_and(|letters| letters.as_bytes().contains(&letter));
    match ability {
        Ability::Sampling => (refuses(b's') || family == Family::Gpt).then_some(false),
        Ability::TemperatureWithTopP => refuses(b'1').then_some(false),
        Ability::ToolChoice if refuses(b'f') => Some(false),
        Ability::Prefill => refuses(b'p').then_some(false),
        Ability::StructuredOutput if refuses(b'j') => Some(false),
        // Claude alone, those that have structured output, and not all of them.
        Ability::StrictTools => Some(family == Family::Claude && has_schemas(model) && !refuses(b'x')),
        Ability::AdaptiveThinking => letters.map(|letters| letters.as_bytes().contains(&b'a')),
        Ability::ThinkingOff => refuses(b'o').then_some(false),
        Ability::MaxEffort => refuses(b'e').then_some(false),
        // From Claude 4.5 on: the ones that have structured output, too.
        Ability::HourLongCache if family == Family::Claude && model.is_listed() => Some(has_schemas(model)),
        Ability::HourLongCache => Some(family == Family::Claude),
        _ => listed,
    }
}

fn has_schemas(model: &Model<'_>) -> bool {
    model.listed(Ability::StructuredOutput) == Some(true)
}

/// What is special about a Claude. `CLAUDE` says what the letters are.
fn letters(model: &Model<'_>) -> Option<&'static str> {
    let name = model.id.strip_prefix("anthropic.claude-")?;
    CLAUDE.iter().find(|(start, _)| name.starts_with(start)).map(|(_, letters)| *letters)
}

/// What the name begins with after `anthropic.claude-`, the first that fits; and a letter for each quirk: `a`daptive
/// thinking, `o` always thinks, `s`ampling refused, `1` of temperature and top_p, `f`orced tool use refused, `p`refill
/// refused, `x` strict tools refused, `e`ffort `max` refused, `j`SON schemas refused.
const CLAUDE: [(&str, &str); 22] = [
    ("3", ""),
    ("v", ""),
    ("instant", ""),
    ("opus-4-1", "1"),
    ("opus-4-5", "1"),
    ("sonnet-4-5", "1"),
    ("haiku-4-5", "1"),
    ("opus-4-6", "a1p"),
    ("sonnet-4-6", "a1p"),
    ("opus-4-7", "aspxej"),
    ("opus-4-8", "aspxe"),
    ("opus-4", ""),
    ("sonnet-4", "x"),
    ("opus-5-5", "aosfpxj"),
    ("opus-5", "aspxj"),
    ("sonnet-5-5", "aosfpxe"),
    ("sonnet-5", "aspxe"),
    ("haiku-5", "aspxe"),
    ("fable-5", "aosfpej"),
    ("mythos-preview", "o"),
    ("mythos-5", "aospe"),
    ("", "aospe"),
];
