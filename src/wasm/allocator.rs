//! The allocator of the wasm.
//!
//! The standard library's, dlmalloc, is 2 KB more for each visitor of each page.

use talc::wasm::WasmDynamicTalc;
use talc::wasm::new_wasm_dynamic_allocator;

/// Grows its one heap by the missing bytes, and fills freed ones first.
#[global_allocator]
static ALLOCATOR: WasmDynamicTalc = new_wasm_dynamic_allocator();
