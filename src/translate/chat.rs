//! The facts of a chat's request by which its reply is read.

use crate::models::Family;
use crate::models::Model;
use crate::translate::Face;
use crate::translate::SentNames;

/// A chat completion under way.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Chat {
    /// The model as the caller named it, which the reply repeats.
    pub model: String,
    /// Whether a stream ends with a chunk of token counts: `stream_options.include_usage`.
    pub includes_usage: bool,
    /// Names that had to be changed for Bedrock.
    pub names: SentNames,
    /// How a reply in JSON was asked for.
    pub structured_output: StructuredOutput,
    /// Whether the counts of a stream have the tokens of the cache within the input's.
    pub counts_gross: bool,
    /// Whether the text may begin with thoughts in tags.
    pub thinks_aloud: bool,
    /// Of a request of Responses, which has a response in the place of a completion.
    pub face: Option<Face>,
}

/// How a reply in JSON is asked for, best first.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum StructuredOutput {
    /// Not at all.
    #[default]
    None,
    /// By Bedrock's own `outputConfig.textFormat`.
    OutputConfig,
    /// By a tool whose input is the reply.
    Tool,
    /// By words in the system prompt.
    Prompt,
}

/// Something of a request that has no effect.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Warning {
    /// For programs: `unsupported_param`.
    pub code: &'static str,
    /// For people: what was left out, and what to do about it.
    pub message: String,
}

/// Whether the streams of a model have the tokens of the cache, read and written, within `inputTokens`, where Bedrock's
/// documentation has them beside it. `totalTokens` then has them twice.
///
/// Measured twice on GPT-5.6: <https://github.com/earendil-works/pi/issues/8752>, and
/// <https://github.com/maximhq/bifrost/pull/6942>, where the same prompt had 4,995 tokens in a stream, 4,993 of them
/// written, and 2 in a whole reply: that counts as documented. Claude does in both. OpenAI's other models are in doubt,
/// since nobody has published figures of them; and Bedrock may mend it any day, so counts that cannot be gross, since
/// the cache has more, are taken for net.
pub(super) fn counts_gross(model: &Model<'_>, is_whole: bool) -> bool {
    !is_whole && model.family() == Family::Gpt
}

impl Chat {
    /// The name of the tool that stands for a reply in JSON.
    pub const JSON_TOOL: &'static str = "json_response";

    /// The caller's name of a tool.
    pub fn tool_name<'a>(&'a self, sent: &'a str) -> &'a str {
        self.names.name("", sent).unwrap_or(sent)
    }
}
