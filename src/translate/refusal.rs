//! A model that refuses what the catalogue thinks it takes: the request is translated once more, for a model that
//! lacks this ability, and what lasts is remembered.

use super::Converse;
use super::TranslationOptions;
use super::request;
use crate::error::Error;
use crate::json::Value;
use crate::models::Ability;
use crate::models::Model;
use crate::search::says;

/// Another way to ask for the same.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Again {
    /// What the model refused.
    pub ability: Ability,
    /// Whether it will refuse that of every request: else it was this one's schema that was too much.
    pub is_lasting: bool,
    /// The request without it.
    pub converse: Converse,
}

/// What to send instead of `sent`, which failed with `error`; nothing if there is no other way.
pub fn again(
    error: &Error,
    asked: &Value<'_>,
    model: &Model<'_>,
    options: &TranslationOptions,
    sent: &Converse,
) -> Option<Again> {
    if error.status() != Some(400) {
        return None;
    }
    let refused = REFUSALS.iter().filter(|(words, ..)| says(error.message(), words));
    refused.into_iter().find_map(|(_, ability, is_lasting)| {
        let converse = request(asked, &model.without(*ability), options).ok()?;
        (converse.body != sent.body || converse.is_whole != sent.is_whole).then_some(Again {
            ability: *ability,
            is_lasting: *is_lasting,
            converse,
        })
    })
}

/// What is said, what is refused by that, and whether for good. Of several that fit, the first that changes the request
/// counts.
///
/// Claude's wordings are those that LiteLLM 1.110.2 (MIT) looks for, and Anthropic's own; "doesn't support the … field"
/// is Bedrock's.
const REFUSALS: [(&str, Ability, bool); 24] = [
    ("output_config.format: Extra", Ability::StructuredOutput, true),
    ("outputConfig", Ability::StructuredOutput, true),
    ("output_config.format", Ability::StructuredOutput, false),
    ("Schema is too complex", Ability::StructuredOutput, false),
    ("ompiled grammar", Ability::StructuredOutput, false),
    ("Grammar compilation", Ability::StructuredOutput, false),
    ("toolSpec.strict", Ability::StrictTools, true),
    (".custom.strict", Ability::StrictTools, true),
    ("Too many strict tools", Ability::StrictTools, false),
    ("Schemas contains too", Ability::StrictTools, false),
    ("ompiled grammar", Ability::StrictTools, false),
    ("Grammar compilation", Ability::StrictTools, false),
    ("`temperature` and `top_p` cannot both", Ability::TemperatureWithTopP, true),
    ("assistant message prefill", Ability::Prefill, true),
    ("tool use in streaming", Ability::StreamedTools, true),
    ("support system messages", Ability::SystemPrompt, true),
    ("support the temperature field", Ability::Temperature, true),
    ("`temperature` is deprecated", Ability::Sampling, true),
    ("support the topP field", Ability::Sampling, true),
    ("support the stopSequences field", Ability::StopSequences, true),
    ("toolChoice.tool field", Ability::NamedToolChoice, true),
    ("toolChoice.any field", Ability::ToolChoice, true),
    ("support the strict field", Ability::StrictTools, true),
    ("reasoningText.signature field", Ability::SignedThoughts, true),
];
