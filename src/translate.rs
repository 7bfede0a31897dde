//! Between OpenAI's vocabulary and AWS's. Pure: text in, text out, and what was lost on the way as warnings.

mod chat;
mod embeddings;
mod fence;
mod handover;
mod images;
mod listing;
mod refusal;
mod reply;
mod request;
mod response;
mod stream;

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
pub use self::request::Options;
pub use self::request::UnsupportedParams;
pub use self::request::addresses;
pub use self::request::request;
pub use self::response::completion;
pub use self::stream::Chunks;
