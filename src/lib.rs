//! Amazon Bedrock from browsers, Node, Deno, Bun and edge workers.
//!
//! One call, left to right:
//!
//! ```text
//! JS object ─text, bytes─> pipeline::prepare ─> http::Request ─sign─> Io::exchange (fetch) ─> Head + bytes
//!           ─eventstream─> Frame ─> rows ─text─> object literals in `for await`
//! ```
//!
//! `call` makes one call over the port, `trait Io`: all that a call needs of the world. So the deciding code is
//! sequential and runs natively under `cargo test`, in a world of its own. `wasm` is the only module that knows
//! JavaScript, and exists on `wasm32` alone. Retries wrap from *sign*, for a fresh date, to the first event; nothing
//! is retried after that was handed out. `eventstream` is a crate of its own, in the folder of that name:
//! the one path that is compiled for speed.
//!
//! With the features `chat` and `more` there is OpenAI's vocabulary too: `openai` decides which calls a request takes,
//! `translate` turns requests into Bedrock's and replies back, as text, and knows from `models` what each model takes.
//!
//! `tests/native/tidy.rs` says which module may import which.
#![cfg_attr(test, allow(clippy::unwrap_used, clippy::expect_used, clippy::panic))]

pub mod attempts;
pub mod bedrock;
pub mod call;
pub mod clock;
pub mod config;
pub mod credentials;
pub mod endpoint;
pub mod error;
pub mod http;
pub mod io;
#[cfg(feature = "openai")]
pub mod json;
#[cfg(feature = "openai")]
pub mod models;
#[cfg(feature = "openai")]
pub mod openai;
pub mod pipeline;
pub mod retry;
mod search;
pub mod secrets;
pub mod sign;
#[cfg(feature = "openai")]
pub mod translate;

pub use bedrock_eventstream as eventstream;

#[cfg(target_arch = "wasm32")]
pub mod wasm;
