//! `cargo xtask miri`: the core's own tests in Miri, which finds undefined behaviour. Every crate of ours forbids
//! `unsafe`, so this checks the dependencies, as far as these tests run them.

use crate::Stop;
use crate::process;
use crate::setup;
use crate::test::Tally;

/// `cargo xtask miri`
pub(crate) fn main() -> std::result::Result<(), Stop> {
    setup::miri()?;
    let mut tally = Tally::default();
    for package in ["bedrock-eventstream", "bedrock-wasm"] {
        let mut miri = process::command("rustup");
        miri.args(["run", "nightly", "cargo", "miri", "test", "-p", package, "--lib", "--"]).args(SLOW);
        // Miri is some thousand times slower than a processor: a few random inputs do, as tests without it try many.
        miri.env("PROPTEST_CASES", "4").env("MIRIFLAGS", "-Zmiri-disable-isolation");
        tally.count(&format!("miri of {package}"), &mut miri);
    }
    tally.conclude()
}

/// Each takes minutes to hours there: tests of every byte at every place, of long texts, and of models, which are
/// looked up in the whole catalogue.
const SLOW: [&str; 8] = [
    "--skip",
    "words::tests::each_",
    "--skip",
    "takes_time_by_its_length",
    "--skip",
    "keeps_256_kib_of_text",
    "--skip",
    "models::",
];
