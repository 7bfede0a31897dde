//! OpenAI's Responses: a second face of the translation of chats. The request becomes a chat's, in JSON, so that all
//! that a chat can do is done by the same code; and of the reply, which is read as a chat's, items and events are
//! written in the places of a message and chunks.
//!
//! Nothing is stored on Bedrock: a reply's items, sent back as they came, are the conversation.
//!
//! <https://platform.openai.com/docs/api-reference/responses>

mod annotations;
mod echo;
mod end;
mod events;
mod input;
mod items;
mod message;
mod tools;
mod whole;

use super::Warning;
use super::fate;
use super::fate::Fates;
use super::warnings::UnsupportedParams;
use super::warnings::Warnings;
use super::warnings::Words;
use crate::error::Error;
use crate::json::Value;
use crate::json::Writer;
use crate::search::is_among;

pub use self::echo::Face;
pub(super) use self::end::End;
pub(super) use self::events::Events;
pub use self::whole::Form;
pub use self::whole::response;

/// A request of Responses as a chat's.
#[derive(Debug)]
pub struct Asked {
    /// The request of a chat, in JSON.
    pub chat: String,
    /// The names of its parts in the caller's words.
    pub words: Words,
    /// The facts by which its reply is written.
    pub face: Face,
    /// Warnings about parts without effect.
    pub warnings: Vec<Warning>,
}

/// Makes a chat's request of one of Responses.
///
/// # Errors
/// [`Kind::Input`](crate::error::Kind::Input), with the name of the parameter, if it asks for something that Bedrock
/// does not have.
pub fn asked(request: &Value<'_>, unsupported_params: UnsupportedParams) -> Result<Asked, Error> {
    let mut warnings = Warnings::new(unsupported_params, Words::Responses(Vec::new()));
    let mut chat = Writer::default();
    chat.open('{');
    for (name, value) in request.members() {
        let word = &*name.unescaped();
        let is_left = value.is_null() || is_among(word, READ);
        if !is_left && fate::judge(&mut warnings, FATES, word, value).is_none() {
            chat.member(*name).value(value);
        }
    }
    write_text(request.get("text"), &mut warnings, &mut chat);
    write_reasoning(request.get("reasoning"), &mut warnings, &mut chat);
    copy(request, "max_output_tokens=max_completion_tokens", &mut chat);
    check_include(request.get("include"), &mut warnings);
    let customs = tools::write_tools(request, &mut warnings, &mut chat);
    let items = input::write_messages(request, &mut warnings, &mut chat);
    chat.close('}');
    let face = Face { id: String::new(), echo: echo::echo(request), customs };
    Ok(Asked { chat: chat.finish(), words: Words::Responses(items), face, warnings: warnings.finish()? })
}

/// Those that are read by name. Each stream counts its tokens.
const READ: &str = "include input instructions max_output_tokens reasoning stream_options text tool_choice tools";

/// Those that have another fate than in a chat, and a chat's that have other names here.
const FATES: Fates = "\
background||!Bedrock keeps no responses: pass `stream`.
context_management||Bedrock shortens no conversation.
conversation||!Bedrock stores no conversations: send all items in `input`.
function_call||it is `tool_choice` here.
functions||they are `tools` here.
max_completion_tokens||it is `max_output_tokens` here.
max_tokens||it is `max_output_tokens` here.
max_tool_calls||it counts calls of OpenAI's tools.
messages||!it is a chat's; send `input`.
previous_response_id||!Bedrock stores no responses: send all items in `input`.
prompt||!Bedrock has none of OpenAI's: send `instructions`.
reasoning_effort||it is `reasoning.effort` here.
response_format||it is `text.format` here.
store||Bedrock stores no responses: send all items in `input`.
top_logprobs|0|!Converse gives no log probabilities; leave it out.
truncation|disabled|Bedrock refuses a conversation that is too long.
verbosity|medium|Converse has no such parameter.
web_search_options||it is a tool of the type `web_search` here.";

/// Copies members that are there, each by its name, or as `name=other`.
fn copy(from: &Value<'_>, names: &str, to: &mut Writer) {
    for name in names.split(' ') {
        let (name, other) = name.split_once('=').unwrap_or((name, name));
        let value = from.get(name);
        if !value.is_null() {
            to.key(other).value(value);
        }
    }
}

fn write_text(text: &Value<'_>, warnings: &mut Warnings, chat: &mut Writer) {
    let format = text.get("format");
    if format.get("type").says("json_schema") {
        chat.key("response_format").open('{').key("type").string("json_schema");
        chat.key("json_schema").value(format).close('}');
    } else {
        copy(text, "format=response_format", chat);
    }
    warn_of_members(text, "text", "format", "medium", warnings);
}

fn write_reasoning(reasoning: &Value<'_>, warnings: &mut Warnings, chat: &mut Writer) {
    copy(reasoning, "effort=reasoning_effort", chat);
    // What a model thinks is told in any case.
    warn_of_members(reasoning, "reasoning", "effort summary generate_summary", "auto", warnings);
}

/// Warns of the members of a parameter that are not `used`, unless they ask for nothing.
fn warn_of_members(value: &Value<'_>, of: &str, used: &str, neutral: &str, warnings: &mut Warnings) {
    for (name, value) in value.members() {
        let name = &*name.unescaped();
        if !is_among(name, used) && !value.is_null() && !value.says(neutral) {
            warnings.lost("`{}.{}` has no effect: Converse has no such parameter.", &[of, name]);
        }
    }
}

fn check_include(include: &Value<'_>, warnings: &mut Warnings) {
    for wish in include.items() {
        if !wish.says("reasoning.encrypted_content") {
            warnings.lost("`include`: there is nothing of `{}` in a reply of Bedrock's.", &[&wish.said()]);
        }
    }
}
