//! The boundary: the only place that says `JsValue`. It converts, fetches, waits and aborts; what to send, to retry and
//! to report is decided in the core.

mod abort;
mod allocator;
mod auth;
mod call;
#[cfg(feature = "openai")]
mod chat;
mod client;
mod credentials;
mod decoder;
#[cfg(feature = "openai")]
mod download;
mod error;
mod fetch;
mod hash;
mod input;
#[cfg(feature = "openai")]
mod listing;
#[cfg(feature = "openai")]
mod models;
mod observe;
#[cfg(feature = "openai")]
mod openai;
mod options;
mod reply;
#[cfg(feature = "openai")]
mod resources;
mod sender;

pub use client::Client;
pub use decoder::EventDecoder;
pub use error::stream_error;
pub use sender::EventEncoder;
