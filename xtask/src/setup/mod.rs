//! Set-up: each piece checks whether it is there, and installs itself if it is missing.
//!
//! Every command calls the pieces it needs. A piece that is ready costs some milliseconds and prints one line, once.

mod browsers;
mod native;
mod npm;
mod python;
mod toolchain;
mod tools;

use std::sync::Mutex;
use std::sync::PoisonError;
use std::time::Instant;

use crate::Result;
use crate::Stop;

pub(crate) use browsers::browsers;
pub(crate) use browsers::webkit;
pub(crate) use native::cpp_compiler;
pub(crate) use native::host;
pub(crate) use native::miri;
pub(crate) use npm::build_tools;
pub(crate) use npm::docs;
pub(crate) use npm::js_tests;
pub(crate) use npm::lint_tools;
pub(crate) use npm::next;
pub(crate) use npm::node;
pub(crate) use npm::npm;
pub(crate) use npm::playground;
pub(crate) use python::python;
pub(crate) use toolchain::WasmToolchain;
pub(crate) use toolchain::wasm_toolchain;
pub(crate) use tools::cargo_deny;
pub(crate) use tools::cargo_mutants;
pub(crate) use tools::geckodriver;
pub(crate) use tools::wasm_bindgen;
pub(crate) use tools::wasm_pack;

/// Name on the command line, and installer. Paths and environments that some pieces return are for the commands.
type Piece = (&'static str, fn() -> Result<()>);

const PIECES: &[Piece] = &[
    ("wasm", || wasm_toolchain().map(drop)),
    ("node", node),
    ("npm", || build_tools().map(drop)),
    ("lint", || lint_tools().map(drop)),
    ("bindgen", wasm_bindgen),
    ("deny", cargo_deny),
    ("wasm-pack", wasm_pack),
    ("geckodriver", geckodriver),
    ("browsers", browsers),
    ("webkit", webkit),
    ("js", js_tests),
    ("next", || next().map(drop)),
    ("docs", || docs().map(drop)),
    ("playground", playground),
    ("python", || python().map(drop)),
];

/// `cargo xtask setup [PIECE…]`
pub(crate) fn main(names: &[String]) -> std::result::Result<(), Stop> {
    if let Some(unknown) = names.iter().find(|name| !PIECES.iter().any(|(piece, _)| piece == name)) {
        return Err(Stop::usage(format!("there is nothing called `{unknown}` to set up")));
    }
    for (name, install) in PIECES {
        if names.is_empty() || names.iter().any(|wanted| wanted == name) {
            install()?;
        }
    }
    Ok(())
}

/// `cargo xtask env`: installs all that `wasm-pack test --headless --chrome` needs, and prints its variables.
pub(crate) fn print_environment() -> Result<()> {
    wasm_bindgen()?;
    wasm_pack()?;
    browsers()?;
    print!("{}", wasm_toolchain()?.exports());
    Ok(())
}

/// The name of a piece, and the remedy when it cannot be installed.
struct Step<'a> {
    what: &'a str,
    remedy: &'a str,
}

impl Step<'_> {
    /// Installs unless ready, and looks again afterwards: an installer that succeeds without result is a failure too.
    fn ensure(&self, ready: impl Fn() -> bool, install: impl FnOnce() -> Result<()>) -> Result<()> {
        if ready() {
            self.say("ok");
            return Ok(());
        }
        eprintln!("setup: {} … installing", self.what);
        let started = Instant::now();
        install().map_err(|error| self.failed(&error))?;
        if !ready() {
            return Err(self.failed("the installation went through, but what it should bring is not there"));
        }
        self.say(&format!("installed in {} s", started.elapsed().as_secs()));
        Ok(())
    }

    fn failed(&self, error: &str) -> String {
        format!("setup: {}: {error}\n  {}", self.what, self.remedy)
    }

    /// One line, once in a run: several steps of `test` ask for the same piece.
    fn say(&self, how: &str) {
        static SAID: Mutex<Vec<String>> = Mutex::new(Vec::new());
        let mut said = SAID.lock().unwrap_or_else(PoisonError::into_inner);
        if !said.iter().any(|what| what == self.what) {
            eprintln!("setup: {} … {how}", self.what);
            said.push(self.what.to_owned());
        }
    }
}

#[cfg(test)]
mod tests {
    use std::cell::Cell;

    use super::*;

    const STEP: Step<'_> = Step { what: "a thing", remedy: "do this by hand" };

    #[test]
    fn what_is_ready_is_not_installed_again() {
        assert_eq!(STEP.ensure(|| true, || Err("must not run".to_owned())), Ok(()));
    }

    #[test]
    fn what_is_missing_is_installed() {
        let there = Cell::new(false);
        let install = || {
            there.set(true);
            Ok(())
        };
        assert_eq!(STEP.ensure(|| there.get(), install), Ok(()));
    }

    #[test]
    fn a_failure_names_the_piece_and_the_remedy() {
        let error = STEP.ensure(|| false, || Err("no network".to_owned())).unwrap_err();
        assert!(error.contains("a thing: no network") && error.contains("do this by hand"), "{error}");
        assert!(STEP.ensure(|| false, || Ok(())).is_err(), "an installer without result must not pass");
    }
}
