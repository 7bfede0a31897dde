//! `cargo xtask bench`: the package's cost beside that of its peers. `tests/js/bench/`, where the packages are,
//! measures, reports and decides whether a check passes; this makes sure that all of them are there.

use crate::Stop;
use crate::build;
use crate::process;
use crate::setup;
use crate::test;
use crate::workspace;

/// `cargo xtask bench [--check] [--quick] [--render] [--only NAME…]`
pub(crate) fn main(arguments: &[String]) -> std::result::Result<(), Stop> {
    understood(arguments)?;
    setup::js_tests()?;
    setup::browsers()?;
    if !arguments.iter().any(|argument| argument == "--render") {
        build::package()?;
        test::install_tarball()?;
    }
    let root = workspace::root();
    let mut node = process::command("node");
    node.arg(root.join("tests/js/bench/main.mjs")).arg(root.join("docs")).args(arguments);
    let status = process::status(&mut node)?;
    // The program has reported the worse figures, or its failure.
    if status.success() { Ok(()) } else { Err(Stop::Exit(1)) }
}

/// Refuses arguments that the program would misunderstand, before minutes go by.
fn understood(arguments: &[String]) -> std::result::Result<(), Stop> {
    let mut names = arguments.iter();
    for argument in names.by_ref() {
        match argument.as_str() {
            "--check" | "--quick" | "--render" => {}
            "--only" => break,
            unknown => {
                let options = "--check, --quick, --render and --only NAME…";
                return Err(Stop::usage(format!("bench has no `{unknown}`; it has {options}")));
            }
        }
    }
    let is_only = arguments.iter().any(|argument| argument == "--only");
    let names: Vec<_> = names.collect();
    match names.iter().find(|name| name.starts_with("--")) {
        Some(option) => Err(Stop::usage(format!("`{option}` comes before --only, which takes all words after it"))),
        None if is_only && names.is_empty() => Err(Stop::usage("--only needs the names of figures".to_owned())),
        None => Ok(()),
    }
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
        for line in ["", "--check", "--render", "--quick --only decode calls/own-stub", "--check --only decode"] {
            assert!(is_understood(line), "{line}");
        }
    }

    #[test]
    fn anything_else_is_refused() {
        for line in ["decode", "--chekc", "--only", "--only decode --check"] {
            assert!(!is_understood(line), "{line}");
        }
    }
}
