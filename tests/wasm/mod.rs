//! Tests of the boundary from Rust, in the runtime's own JavaScript. What users hold is tested on the packed package,
//! in `tests/js/`.

mod calls;
mod decoder;
#[cfg(feature = "emulator-tests")]
mod emulator;
mod failures;
mod package;
mod support;
