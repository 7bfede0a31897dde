//! The boundary in a headless browser. The tests themselves are in `tests/wasm/`.
#![cfg(target_arch = "wasm32")]
#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    clippy::indexing_slicing,
    clippy::arithmetic_side_effects,
    reason = "tests"
)]

mod wasm;

wasm_bindgen_test::wasm_bindgen_test_configure!(run_in_browser);
