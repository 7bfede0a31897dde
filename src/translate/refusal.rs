//! A model's refusal that contradicts the catalogue: the request is translated once more, for a model that lacks this
//! capability, and a lasting refusal is remembered.

use super::Converse;
use super::TranslationOptions;
use super::request;
use crate::error::Error;
use crate::json::Value;
use crate::models::Capability;
use crate::models::Model;
use crate::search::says;

/// Another way to ask for the same.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Again {
    /// The capability that the model refused.
    pub capability: Capability,
    /// Whether it will refuse that in every request: else only this one's schema was too much.
    pub is_lasting: bool,
    /// The request without it.
    pub converse: Converse,
}

/// The request to send instead of `sent`, which failed with `error`; `None` if no other way is left.
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
    refused.into_iter().find_map(|(_, capability, is_lasting)| {
        let converse = request(asked, &model.without(*capability), options).ok()?;
        (converse.body != sent.body || converse.is_whole != sent.is_whole).then_some(Again {
            capability: *capability,
            is_lasting: *is_lasting,
            converse,
        })
    })
}

/// A wording, the capability that it refuses, and whether for good. Of several that fit, the first that changes the
/// request counts.
///
/// Claude's wordings are those that LiteLLM 1.110.2 (MIT) looks for, and Anthropic's own; "doesn't support the … field"
/// is Bedrock's.
const REFUSALS: [(&str, Capability, bool); 24] = [
    ("output_config.format: Extra", Capability::StructuredOutput, true),
    ("outputConfig", Capability::StructuredOutput, true),
    ("output_config.format", Capability::StructuredOutput, false),
    ("Schema is too complex", Capability::StructuredOutput, false),
    ("ompiled grammar", Capability::StructuredOutput, false),
    ("Grammar compilation", Capability::StructuredOutput, false),
    ("toolSpec.strict", Capability::StrictTools, true),
    (".custom.strict", Capability::StrictTools, true),
    ("Too many strict tools", Capability::StrictTools, false),
    ("Schemas contains too", Capability::StrictTools, false),
    ("ompiled grammar", Capability::StrictTools, false),
    ("Grammar compilation", Capability::StrictTools, false),
    ("`temperature` and `top_p` cannot both", Capability::TemperatureWithTopP, true),
    ("assistant message prefill", Capability::Prefill, true),
    ("tool use in streaming", Capability::StreamedTools, true),
    ("support system messages", Capability::SystemPrompt, true),
    ("support the temperature field", Capability::Temperature, true),
    ("`temperature` is deprecated", Capability::Sampling, true),
    ("support the topP field", Capability::Sampling, true),
    ("support the stopSequences field", Capability::StopSequences, true),
    ("toolChoice.tool field", Capability::NamedToolChoice, true),
    ("toolChoice.any field", Capability::ToolChoice, true),
    ("support the strict field", Capability::StrictTools, true),
    ("reasoningText.signature field", Capability::SignedThoughts, true),
];
