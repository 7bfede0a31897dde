//! The boundary: the only place that says `JsValue`. It converts; the core decides, and the JavaScript in
//! `pkg-template/engine/` performs.
//!
//! | here | there | crosses |
//! |---|---|---|
//! | [`engine`] | `core.js` | a call: one text in, one text or error out |
//! | `io` | `io.js` | what a call asks of the world |
//! | `text` | `text.js` | how options, heads and replies are written |
//! | `object` | `errors.js`, `observer.js` | errors and events of hooks, as objects |
//! | [`decoder`] | `decoders.js` | a stream's chunks in, rows out |

mod allocator;
mod decoder;
pub mod engine;
mod io;
mod object;
#[cfg(feature = "openai")]
pub mod openai;
mod run;
mod text;

pub use decoder::EventDecoder;
pub use engine::Client;
pub use engine::stream_error;
pub use run::EventEncoder;
