//! A whole reply: the output of Converse becomes OpenAI's chat completion, text to text. It is read as the stream that
//! it could have been, as for Responses, so that both have the same rules; and of the items, a message is written.
//!
//! `_bedrock` holds everything that OpenAI has no words for, in Bedrock's: everything of the output but its message,
//! and the parts of the message that have no other place.

use super::Chat;
use super::Chunks;
use super::Warning;
use super::reply;
use crate::bedrock::event::Batch;
use crate::error::Error;
use crate::json::Writer;

/// The JSON of a `ChatCompletion`.
///
/// `output` is the JSON of Converse's output, `id` the request's, `created_s` the seconds since 1970. `warnings` gets
/// the faults of the reply.
///
/// # Errors
/// [`crate::error::Kind::Protocol`] if `output` is not an output of Converse.
pub fn completion(
    output: &str,
    chat: &Chat,
    id: &str,
    created_s: u32,
    warnings: &mut Vec<Warning>,
) -> Result<String, Error> {
    let output = super::parse_reply(output)?;
    let mut chunks = Chunks::of_whole(chat);
    chunks.add_whole(&output, &mut Batch::default(), warnings)?;
    let mut writer = Writer::default();
    writer.open('{').key("id").string(id).raw(r#""object":"chat.completion","created":"#).number(created_s);
    writer.key("model").string(&chat.model).raw(r#""choices":[{"index":0,"message":"#);
    let has_calls = chunks.write_message(&mut writer);
    writer.raw(r#""logprobs":null,"finish_reason":"#);
    let stop_reason = output.get("stopReason").said();
    writer.string(reply::finish_reason(&stop_reason, has_calls)).close_all("}]").key("usage");
    reply::write_usage(&mut writer, output.get("usage"), reply::reasoning_tokens(&output), false);
    reply::write_service_tier(&mut writer, &output);
    writer.key("_bedrock").open('{').raw(chunks.bedrock()).close_all("}}");
    Ok(writer.finish())
}
