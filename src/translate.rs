//! Between OpenAI's vocabulary and AWS's. Pure: text in, text out, and losses on the way as warnings.

use crate::error::Error;
use crate::json;
use crate::json::Value;

mod blob;
mod chat;
mod chat_json;
mod code_fence;
mod embeddings;
mod fate;
mod images;
mod index;
mod listing;
mod refusal;
mod reply;
mod request;
mod resource;
mod response;
mod responses;
mod sent_names;
mod stream;
mod thinking_tags;
mod warnings;

pub use self::chat::Chat;
pub use self::chat::StructuredOutput;
pub use self::chat::Warning;
pub use self::embeddings::Codec;
pub use self::embeddings::Embeddings;
pub use self::embeddings::embeddings;
pub use self::images::ImageCodec;
pub use self::images::Images;
pub use self::images::images;
pub use self::listing::listed;
pub use self::listing::listing;
pub use self::listing::offline_listed;
pub use self::listing::offline_listing;
pub use self::refusal::Again;
pub use self::refusal::again;
pub use self::request::Converse;
pub use self::request::TranslationOptions;
pub use self::request::addresses;
pub use self::request::request;
pub use self::response::completion;
pub use self::responses::Asked;
pub use self::responses::Face;
pub use self::responses::Form;
pub use self::responses::asked;
pub use self::responses::response;
pub use self::sent_names::SentNames;
pub use self::stream::Chunks;
pub use self::warnings::UnsupportedParams;
pub use self::warnings::Words;

/// Reads a request of OpenAI's: JSON, once for all that look at it.
///
/// # Errors
/// [`Kind::Input`](crate::error::Kind::Input) if it is not a JSON object, or too deep.
pub fn parse(request: &str) -> Result<Value<'_>, Error> {
    match json::parse(request) {
        Some(request @ Value::Object(_)) => Ok(request),
        Some(_) => Err(Error::input("The request is not a JSON object.")),
        None => Err(Error::input("The request is not JSON, or is nested more than 512 deep. Pass a flatter one.")),
    }
}

/// Reads a reply of Bedrock's.
fn parse_reply(reply: &str) -> Result<Value<'_>, Error> {
    json::parse(reply).ok_or_else(|| Error::protocol("The reply is not JSON, or nested more than 512 deep."))
}
