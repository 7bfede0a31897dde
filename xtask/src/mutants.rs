//! Mutation tests: the code is changed in one place at a time, and a test must notice. `.cargo/mutants.toml` says how.

use std::fs;
use std::path::Path;

use crate::Result;
use crate::Stop;
use crate::process;
use crate::setup;
use crate::workspace;

/// Where a mistake costs most: bytes from outside, signatures, secrets, retries, calls, and translated OpenAI requests.
const PARTS: [(&str, &[&str]); 7] = [
    ("eventstream", &["eventstream/src/**"]),
    ("sign", &["src/sign.rs", "src/sign/**"]),
    // What errors show of a reply, too.
    ("secrets", &["src/secrets.rs", "src/bedrock/error.rs"]),
    ("retry", &["src/retry.rs", "src/attempts.rs"]),
    ("call", &["src/call.rs", "src/call/**"]),
    ("openai", &["src/openai.rs", "src/openai/**"]),
    ("request", &["src/translate/request.rs", "src/translate/request/**"]),
];
/// The mutants that no test notices, and the reasons why none needs to.
const EXPLAINED: &str = "tests/mutants.md";

/// `cargo xtask mutants [PART|FILE…]`
pub(crate) fn main(names: &[String]) -> std::result::Result<(), Stop> {
    setup::cargo_mutants()?;
    let all = PARTS.map(|(part, _)| part.to_owned());
    let mut unexplained = Vec::new();
    for name in if names.is_empty() { all.as_slice() } else { names } {
        let part = PARTS.iter().find(|(part, _)| part == name);
        let globs = part.map_or(vec![name.as_str()], |(_, globs)| globs.to_vec());
        let out = workspace::target().join("mutated").join(name.replace('/', "-"));
        run(&globs, &out)?;
        let explained = workspace::read(&workspace::root().join(EXPLAINED))?;
        let missed = workspace::read(&out.join("mutants.out").join("missed.txt"))?;
        unexplained.extend(missed.lines().filter(|mutant| !is_explained(mutant, &explained)).map(str::to_owned));
    }
    if unexplained.is_empty() {
        return Ok(());
    }
    Err(format!("no test notices:\n{}\nWrite one, or explain it in {EXPLAINED}.", unexplained.join("\n")).into())
}

fn run(globs: &[&str], out: &Path) -> Result<()> {
    // cargo-mutants keeps an earlier run's results beside its own.
    if out.exists() {
        fs::remove_dir_all(out).map_err(|error| format!("cannot remove {}: {error}", out.display()))?;
    }
    workspace::make_folder(out)?;
    let mut mutants = process::command("cargo");
    mutants.args(["mutants", "--no-shuffle", "--output"]).arg(out);
    // Most tests of the event streams are in the crate that uses them.
    mutants.args(["--workspace", "--test-package", "bedrock-wasm", "--test-package", "bedrock-eventstream"]);
    // A mutant is noticed by any input; nobody needs the smallest, and none may be played again to the next mutant.
    mutants.env("PROPTEST_MAX_SHRINK_ITERS", "50").env("PROPTEST_DISABLE_FAILURE_PERSISTENCE", "1");
    mutants.args(globs.iter().flat_map(|glob| ["--file", glob]));
    match process::status(&mut mutants)?.code() {
        // All were noticed; some were not; some ran until they were stopped, which counts as noticed.
        Some(0 | 2 | 3) => Ok(()),
        _ => Err("cargo mutants failed: do the tests pass?".to_owned()),
    }
}

/// Whether the table has the mutant, which is `FILE:LINE:COLUMN: CHANGE`. Lines move.
fn is_explained(mutant: &str, table: &str) -> bool {
    let mut parts = mutant.splitn(4, ':');
    let (Some(file), Some(change)) = (parts.next(), parts.nth(2)) else { return false };
    table.lines().any(|row| {
        row.contains(&format!("`{file}`")) && row.contains(&format!("`{}`", change.trim().replace('|', "\\|")))
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_mutant_is_explained_by_its_file_and_change() {
        let table = "| `src/a.rs` | `replace a -> bool with true` | why |
| `src/b.rs` | `replace \\|\\| with && in b` | why |";
        assert!(is_explained("src/a.rs:3:5: replace a -> bool with true", table));
        assert!(is_explained("src/b.rs:3:5: replace || with && in b", table));
        assert!(!is_explained("src/b.rs:3:5: replace a -> bool with true", table));
        assert!(!is_explained("src/a.rs:3:5: replace a -> bool with false", table));
        assert!(!is_explained("", table));
    }
}
