//! `cargo xtask …`: every task of this project, on a machine that has Rust and Node.
//!
//! Each command asks [`setup`] for just the tools it needs, so there is no set-up to remember. Progress goes to
//! standard error; standard output carries only what a command was asked for.

mod bench;
mod build;
mod chaos;
mod demo;
mod docs;
mod emulator;
mod fuzz;
mod javascript;
mod matrix;
mod miri;
mod mutants;
mod playground;
mod process;
mod reproduce;
mod sbom;
mod serve;
mod setup;
mod size;
mod test;
mod wasm_crates;
mod workspace;

use std::process::ExitCode;

/// A failure and its remedy, as one text for the terminal: failures are only shown, not handled.
pub(crate) type Result<T> = std::result::Result<T, String>;

const HELP: &str = "\
usage: cargo xtask COMMAND

  setup [PIECE…]        installs what is missing: wasm node npm lint bindgen deny wasm-pack geckodriver browsers
                        webkit js docs playground python (default: all)
  build                 the crate and pkg-template/ -> pkg/, the npm package
  size [--by-crate] [--check]
                        what a page loads and what npm packs, in bytes; --check fails above a goal
  bench [--check] [--quick] [--render] [--only NAME…]
                        the package beside its peers -> docs/benchmarks.md; --check fails where a ratio got much worse
  chaos [--short] [--seed N] [--only NAME…]
                        the package against servers that break off, lie and stall; --short takes two minutes
  matrix [--quick] [NAME…]
                        the packed package in runtimes, bundlers, frameworks and browsers -> docs/matrix.md, if all
                        of them run; --quick is the part that `test` runs, a name one of the rows or their groups
  emulator [ARG…]       a Bedrock on this machine (cargo xtask emulator --help)
  demo [--once] [--port N]
                        one streamed reply in the terminal, then the playground; --once stops after the reply
  docs [--serve] [--port N]
                        the guide and the references -> target/docs-site/, a site of static files
  screenshots           pictures of the playground -> docs/playground/
  playground            www/ over the built package -> target/playground, static files for any host
  test [STEP [NAME…]]…  lint native wasm-node wasm-chromium wasm-firefox package matrix docs www python demo
                        (default: all); with names, only those tests; of package and www only those files, on a
                        package that is soon built
  sbom                  what is inside of the npm package, in CycloneDX's format -> target/sbom/
  reproduce             builds each wasm twice, in folders of other names, and compares them
  mutants [PART|FILE…]  changes the code in one place at a time, and tells what no test notices; parts: eventstream
                        sign secrets retry call openai request (default: all, which takes hours)
  fuzz [--seconds N] [--jobs N] [TARGET…]
                        the targets of tests/fuzz, a minute each (default: all, as many at a time as there are cores)
  miri                  the core's tests in Miri, which a nightly compiler has
  format                writes all Rust and JavaScript anew, as `test lint` wants it
  env                   sets up wasm-pack and what it needs, and prints the shell's variables for it:
                        eval \"$(cargo xtask env)\" && wasm-pack test --headless --chrome
  help                  this text

WASM_TOOLCHAIN=auto|rustup|debian says where the compiler for wasm comes from (see xtask/wasm-toolchain.sh).";

fn main() -> ExitCode {
    let arguments: Vec<String> = std::env::args().skip(1).collect();
    let (command, rest) = match arguments.split_first() {
        Some((command, rest)) => (command.as_str(), rest),
        None => ("help", [].as_slice()),
    };
    let result = match command {
        "setup" => setup::main(rest),
        "build" => no_arguments(rest).and_then(|()| Ok(build::package()?)),
        "size" => size::main(rest),
        "bench" => bench::main(rest),
        "chaos" => chaos::main(rest),
        "matrix" => matrix::main(rest),
        "emulator" => emulator::main(rest),
        "demo" => demo::main(rest),
        "docs" => docs::main(rest),
        "playground" => no_arguments(rest).and_then(|()| Ok(playground::main()?)),
        "screenshots" => no_arguments(rest).and_then(|()| test::screenshots()),
        "env" => no_arguments(rest).and_then(|()| Ok(setup::print_environment()?)),
        "sbom" => no_arguments(rest).and_then(|()| Ok(sbom::main()?)),
        "reproduce" => no_arguments(rest).and_then(|()| Ok(reproduce::main()?)),
        "mutants" => mutants::main(rest),
        "fuzz" => fuzz::main(rest),
        "miri" => no_arguments(rest).and_then(|()| miri::main()),
        "format" => no_arguments(rest).and_then(|()| Ok(javascript::format()?)),
        "test" => test::main(rest),
        "help" | "--help" | "-h" => {
            println!("{HELP}");
            Ok(())
        }
        unknown => Err(Stop::usage(format!("there is no command `{unknown}`"))),
    };
    match result {
        Ok(()) => ExitCode::SUCCESS,
        Err(stop) => stop.report(),
    }
}

/// Why a command ended early.
pub(crate) enum Stop {
    /// The command line asks for something that does not exist: exit code 2, after the list of what does.
    Usage(String),
    /// The work failed: exit code 1.
    Failed(String),
    /// A program run in our place ended like this, and has already said why.
    Exit(u8),
}

impl Stop {
    pub(crate) fn usage(message: String) -> Stop {
        Stop::Usage(message)
    }

    fn report(self) -> ExitCode {
        match self {
            Stop::Usage(message) => {
                eprintln!("xtask: {message}\n\n{HELP}");
                ExitCode::from(2)
            }
            Stop::Failed(message) => {
                eprintln!("xtask: {message}");
                ExitCode::FAILURE
            }
            Stop::Exit(code) => ExitCode::from(code),
        }
    }
}

impl From<String> for Stop {
    fn from(message: String) -> Stop {
        Stop::Failed(message)
    }
}

/// Refuses arguments for a command that has none.
fn no_arguments(rest: &[String]) -> std::result::Result<(), Stop> {
    match rest.first() {
        Some(unknown) => Err(Stop::usage(format!("`{unknown}`: this command takes no arguments"))),
        None => Ok(()),
    }
}
