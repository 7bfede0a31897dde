//! The emulator over real TCP connections. The client here signs with the very function the emulator verifies with, so
//! these tests show that changes are noticed, not that signatures are right; `tests/vectors.rs`, `tests/js` and
//! `tests/python` show that.
#![expect(
    clippy::unwrap_used,
    clippy::expect_used,
    reason = "all of this is test code, also outside the test functions"
)]

mod client;
mod cors;
mod depth;
mod faults;
mod models;
mod sessions;
mod signatures;
