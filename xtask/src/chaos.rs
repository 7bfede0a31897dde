//! `cargo xtask chaos`: the package against servers that break whatever can be broken. The servers and the scenarios
//! are in `tests/js/chaos/`; this makes sure that the package is there as users install it.

use crate::Stop;
use crate::build;
use crate::process;
use crate::setup;
use crate::test;
use crate::workspace;

/// `cargo xtask chaos [--short] [--seed N] [--only NAME…]`
pub(crate) fn main(arguments: &[String]) -> std::result::Result<(), Stop> {
    understood(arguments)?;
    setup::js_tests()?;
    setup::browsers()?;
    build::package()?;
    test::install_tarball()?;
    let mut node = process::command("node");
    node.arg(workspace::root().join("tests/js/chaos/main.mjs")).arg(workspace::target().join("chaos.json"));
    let status = process::status(node.args(arguments))?;
    // The program has reported the failed scenarios.
    if status.success() { Ok(()) } else { Err(Stop::Exit(1)) }
}

/// Refuses arguments that the program would misunderstand, before minutes go by.
fn understood(arguments: &[String]) -> std::result::Result<(), Stop> {
    let mut words = arguments.iter();
    while let Some(word) = words.next() {
        match word.as_str() {
            "--short" => {}
            "--seed" if words.next().is_some_and(|seed| seed.parse::<u32>().is_ok()) => {}
            "--seed" => return Err(Stop::usage("--seed needs a whole number".to_owned())),
            "--only" if words.next().is_some() => return Ok(()),
            "--only" => return Err(Stop::usage("--only needs the names of scenarios".to_owned())),
            unknown => {
                let options = "--short, --seed N and --only NAME…";
                return Err(Stop::usage(format!("chaos has no `{unknown}`; it has {options}")));
            }
        }
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn is_understood(line: &str) -> bool {
        let arguments: Vec<String> = line.split_whitespace().map(str::to_owned).collect();
        understood(&arguments).is_ok()
    }

    #[test]
    fn options_are_understood() {
        for line in ["", "--short", "--seed 7", "--short --seed 7 --only cuts races"] {
            assert!(is_understood(line), "{line}");
        }
    }

    #[test]
    fn anything_else_is_refused() {
        for line in ["cuts", "--shrot", "--seed", "--seed soon", "--seed -1", "--only"] {
            assert!(!is_understood(line), "{line}");
        }
    }
}
