//! A local Bedrock: a server on loopback that speaks the wire protocol of Amazon Bedrock's runtime, of Agents' Rerank
//! and of the control plane's lists, for tests and for work without a network. What it answers is made up, how it
//! answers is not: signatures are recomputed and checked, requests are held to Bedrock's rules, replies come as real
//! event stream frames, and every fault a client must survive can be ordered.
//!
//! ```text
//! bytes ─> server ─> bedrock ─> turn: signature, fault (head) ─> operation ─> answer ─> playback + fault (body)
//!             │                           └─ credentials             │ └─ validate, reply, converse | invoke, …
//!             │                                                      └─ duplex: both ways at once
//!             └─ control ─> session: options, faults, request log
//! ```
//!
//! Use it as a library ([`Emulator::start`]) or as the `bedrock-emulator` program. [`credentials`] lists the keys it
//! knows, [`session`] the options and the log of a session, [`fault`] what can be made to go wrong.

pub mod credentials;
pub mod fault;
pub mod session;
pub mod signature;
pub mod upstream;

mod answer;
mod arn;
mod bedrock;
mod catalogue;
mod connection;
mod control;
mod converse;
mod cors;
mod duplex;
mod errors;
mod exchange;
mod family;
mod invoke;
mod json;
mod model;
mod operation;
mod playback;
mod prompt_cache;
mod reply;
mod server;
mod shape;
mod stream;
mod thoughts;
mod turn;
mod validate;

pub use errors::ServiceError;
pub use server::Emulator;
pub use server::Options;

/// A signature of the local Bedrock's for a thought that it did not have, for histories that are made up.
pub fn signature_for(thought: &str) -> String {
    thoughts::sign(thought, &mut reply::Random::new(0))
}

/// A thought that the local Bedrock would not show, in base64.
pub fn redacted_thought() -> String {
    thoughts::redact(&mut reply::Random::new(0))
}

/// Checks the body of a Converse request, or of ConverseStream if it `streams`, without a server.
///
/// # Errors
/// What Bedrock would answer.
pub fn check_converse(model_id: &str, body: &str, streams: bool) -> Result<(), ServiceError> {
    let request = validate::converse(model_id, body.as_bytes())?;
    if streams { validate::stream(model_id, &request) } else { Ok(()) }
}
