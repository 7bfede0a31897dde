//! The playground, built and driven by clicks and keys in Chromium and Firefox.

use super::Tally;
use super::steps::EMULATOR_URL;
use super::steps::named_files;
use super::steps::test_files;
use crate::Result;
use crate::build;
use crate::emulator::Emulator;
use crate::playground;
use crate::process;
use crate::setup;
use crate::workspace;

/// `tests/playground`. Files that are named run on a package that was not optimised, so that a change is soon tried.
pub(super) fn www(tally: &mut Tally, names: &[String]) -> Result<()> {
    let folder = workspace::root().join("tests").join("playground");
    let files = if names.is_empty() { test_files(&folder)? } else { named_files(&folder, names)? };
    setup::js_tests()?;
    setup::browsers()?;
    let mut node = process::command("node");
    if names.is_empty() {
        build::package()?;
        playground::build(&workspace::package())?;
    } else {
        playground::build(&build::quick_package()?)?;
        node.env("PLAYGROUND_QUICK", "1");
    }
    let emulator = Emulator::start()?;
    // One file at a time: two browsers at once are slow enough on a small machine.
    node.args(["--test", "--test-reporter=spec", "--test-concurrency=1"]).args(files);
    node.current_dir(folder).env(EMULATOR_URL, emulator.url());
    tally.count("node --test", &mut node);
    Ok(())
}
