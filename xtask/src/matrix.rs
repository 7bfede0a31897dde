//! `cargo xtask matrix`: the packed package in the runtimes, bundlers and frameworks that people use. The apps and the
//! rows are in `tests/packaging/`; this makes sure that the tarball, the local Bedrock and the browsers are there.

use std::path::PathBuf;

use crate::Result;
use crate::Stop;
use crate::build;
use crate::emulator::Emulator;
use crate::process;
use crate::setup;
use crate::test;
use crate::test::Tally;
use crate::workspace;

/// `cargo xtask matrix [--quick] [NAME…]`
pub(crate) fn main(arguments: &[String]) -> std::result::Result<(), Stop> {
    let is_quick = is_quick(arguments)?;
    let names = if is_quick { &[] } else { arguments };
    let mut tally = Tally::default();
    run(&mut tally, is_quick, names)?;
    if !is_quick && names.is_empty() {
        report()?;
    }
    tally.conclude()
}

/// Whether only the quick rows are wanted. Refuses arguments that the rows would misunderstand.
fn is_quick(arguments: &[String]) -> std::result::Result<bool, Stop> {
    match arguments {
        [option] if option == "--quick" => Ok(true),
        names => match names.iter().find(|name| name.starts_with('-')) {
            Some(_) => Err(Stop::usage(format!("matrix takes --quick or names, not `{}`", names.join(" ")))),
            None => Ok(false),
        },
    }
}

/// The rows of these names or groups; without any, all of them, or the quick ones.
pub(crate) fn run(tally: &mut Tally, is_quick: bool, names: &[String]) -> Result<()> {
    setup::js_tests()?;
    setup::browsers()?;
    setup::webkit()?;
    build::package()?;
    let tarball = test::pack()?;
    let emulator = Emulator::start()?;
    let mut node = process::command("node");
    node.args(["--test", "--test-reporter=spec", "--test-concurrency=1"]);
    node.arg(workspace::root().join("tests/packaging/main.test.mjs"));
    node.env(test::EMULATOR_URL, emulator.url()).env("MATRIX_FOLDER", folder()).env("MATRIX_TARBALL", tarball);
    node.env("MATRIX_NAMES", names.join(" ")).env("MATRIX_QUICK", if is_quick { "1" } else { "" });
    tally.count("node --test tests/packaging", &mut node);
    Ok(())
}

/// Writes `docs/matrix.md` from the results of the last run.
fn report() -> Result<()> {
    let root = workspace::root();
    let mut node = process::command("node");
    node.arg(root.join("tests/packaging/report.mjs")).arg(folder().join("results"));
    process::run_aside(node.arg(root.join("docs/matrix.md")))
}

/// Where apps and tools are installed, and results told.
fn folder() -> PathBuf {
    workspace::target().join("matrix")
}

#[cfg(test)]
mod tests {
    use super::*;

    fn understood(line: &str) -> Option<bool> {
        let arguments: Vec<String> = line.split_whitespace().map(str::to_owned).collect();
        is_quick(&arguments).ok()
    }

    #[test]
    fn options_and_names_are_understood() {
        assert_eq!(understood(""), Some(false));
        assert_eq!(understood("--quick"), Some(true));
        assert_eq!(understood("node-20 bundlers"), Some(false));
    }

    #[test]
    fn anything_else_is_refused() {
        for line in ["--qiuck", "--quick vite", "vite --quick", "-q"] {
            assert_eq!(understood(line), None, "{line}");
        }
    }
}
