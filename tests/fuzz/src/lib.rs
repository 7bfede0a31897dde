//! What the fuzz targets share. Each target, in `targets/`, says what it feeds to which part of the package, what must
//! hold whatever it feeds, and which inputs it begins with; `cargo xtask fuzz` builds and runs them.
//!
//! A failed check is a panic, at which libFuzzer writes the input down and ends.

pub mod address;
pub mod chats;
pub mod fixtures;
pub mod frames;
pub mod json;
pub mod members;
pub mod memory;
pub mod mutate;
pub mod rows;
pub mod seeds;

// Under the names by which src/wasm/text.rs knows them.
pub use bedrock_wasm::bedrock;
pub use bedrock_wasm::call;
pub use bedrock_wasm::config;
pub use bedrock_wasm::credentials;
pub use bedrock_wasm::error;
pub use bedrock_wasm::http;
pub use bedrock_wasm::io;
pub use bedrock_wasm::secrets;

/// How options cross from JavaScript. The package has this source on wasm32 alone, though nothing in it is
/// WebAssembly's; so it is compiled here once more.
#[path = "../../../src/wasm"]
pub mod wasm {
    #[allow(dead_code, unreachable_pub, reason = "some of it only the package uses")]
    mod text;

    use crate::bedrock::operation::Operation;
    use crate::config::CallOptions;
    use crate::config::ClientOptions;
    use crate::io::Failure;
    use crate::io::Keys;

    /// A client's options, and those of a call that it may have.
    pub fn client(text: &str) -> (ClientOptions, CallOptions) {
        let read = text::client(text);
        (read.client, read.call)
    }

    /// The operation, options and members of a call.
    pub fn call(text: &str) -> (Option<&'static Operation>, CallOptions, Vec<(&'static str, String)>) {
        let read = text::call(text);
        (read.operation, read.options, read.members)
    }

    /// Access keys or an API key.
    ///
    /// # Errors
    /// A [`Failure`] that says what is wrong with them.
    pub fn keys(text: &str) -> Result<Keys, Failure> {
        text::keys(text)
    }

    /// The keys and the clock of the client before.
    pub fn learnt(text: &str) -> (Option<Keys>, f64) {
        text::learnt(text)
    }

    /// The head of a reply.
    pub fn head(text: &str) -> crate::http::Head {
        text::head(text)
    }

    /// An answer of the world.
    ///
    /// # Errors
    /// What went wrong in it.
    pub fn answer(text: &str) -> Result<&str, Failure> {
        text::answer(text)
    }

    /// Adds a field, as `pkg-template/engine/text.js` does.
    pub fn put(out: &mut String, name: &str, value: &str) {
        text::put(out, name, value);
    }
}

/// A target whose input is bytes of any kind.
#[macro_export]
macro_rules! bytes_target {
    ($check:path, seeds: $seeds:path) => {
        libfuzzer_sys::fuzz_target!(init: $crate::seeds::write_if_asked($seeds), |bytes: &[u8]| { $check(bytes) });
    };
}

/// A target whose input is four bytes of choices and a text.
#[macro_export]
macro_rules! text_target {
    ($check:path, seeds: $seeds:path) => {
        libfuzzer_sys::fuzz_target!(init: $crate::seeds::write_if_asked($seeds), |bytes: &[u8]| {
            let parts = bytes.split_first_chunk().map(|(choices, text)| (*choices, std::str::from_utf8(text)));
            if let Some((choices, Ok(text))) = parts {
                $check(choices, text);
            }
        });
    };
}

/// The same of a text of JSON, which is changed as a tree. The words are what names and values are taken from.
#[macro_export]
macro_rules! json_target {
    ($check:path, seeds: $seeds:path, words: $words:expr) => {
        $crate::text_target!($check, seeds: $seeds);
        libfuzzer_sys::fuzz_mutator!(|data: &mut [u8], size: usize, max_size: usize, seed: u32| {
            let mutated = $crate::mutate::mutate(data, size, max_size, seed, $words);
            mutated.unwrap_or_else(|| libfuzzer_sys::fuzzer_mutate(data, size, max_size))
        });
        libfuzzer_sys::fuzz_crossover!(|one: &[u8], other: &[u8], out: &mut [u8], seed: u32| {
            $crate::mutate::cross_over(one, other, out, seed)
        });
    };
}
