//! The boundary: the only place that says `JsValue`. It converts; the core decides, and the JavaScript in
//! `pkg-template/engine/` performs.
//!
//! | here | there | crosses |
//! |---|---|---|
//! | [`engine`] | `core.js` | a call: one text in, one text or error out |
//! | `io` | `io.js` | the requests of a call to the world |
//! | `text` | `text.js` | how options, heads and replies are written |
//! | `object` | `errors.js`, `observer.js` | errors and events of hooks, as objects |
//! | [`decoder`] | `decoders.js` | a stream's chunks in, rows out |

mod allocator;
#[cfg(feature = "chat")]
pub mod chat;
pub mod decoder;
pub mod engine;
mod io;
#[cfg(feature = "more")]
pub mod more;
mod object;
#[cfg(feature = "openai")]
mod openai;
pub mod run;
mod slots;
mod text;

pub use decoder::EventDecoder;
pub use engine::stream_error;
#[cfg(feature = "more")]
pub use more::EventEncoder;
