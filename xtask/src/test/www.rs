//! The playground, built and driven by clicks and keys in Chromium and Firefox.

use std::process::Command;

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
    run(tally, node.args(OPTIONS).args(files).current_dir(folder))
}

/// Retakes the pictures of the docs in Chromium.
pub(super) fn screenshots(tally: &mut Tally) -> Result<()> {
    let folder = workspace::root().join("tests").join("playground");
    setup::js_tests()?;
    setup::browsers()?;
    build::package()?;
    playground::build(&workspace::package())?;
    let mut node = process::command("node");
    node.env("PLAYGROUND_BROWSER", "Chromium").env("SCREENSHOTS", "docs/playground");
    run(tally, node.args(OPTIONS).arg("screenshots.test.mjs").current_dir(folder))
}

/// One file at a time: two browsers at once are slow enough on a small machine.
const OPTIONS: [&str; 3] = ["--test", "--test-reporter=spec", "--test-concurrency=1"];

fn run(tally: &mut Tally, node: &mut Command) -> Result<()> {
    let emulator = Emulator::start()?;
    tally.count("node --test", node.env(EMULATOR_URL, emulator.url()));
    Ok(())
}
