//! Command-line tools from crates, built once into `target/tools`.
//!
//! Not `--locked`: their lock files name exact versions of small crates, and a registry mirror need not have each of
//! them. Hardly optimised, which halves the time to build them and costs some hundredths of a second when they run.

use crate::Result;
use crate::process;
use crate::workspace;

/// `wasm-bindgen` and `wasm-bindgen-test-runner`, of the version that Cargo.toml pins.
pub(crate) fn wasm_bindgen() -> Result<()> {
    let version = workspace::wasm_bindgen_version()?;
    // Without its default features it cannot fetch over TLS, which nothing here needs and which doubles the build.
    let options = ["--no-default-features", "--bin", "wasm-bindgen", "--bin", "wasm-bindgen-test-runner"];
    install("wasm-bindgen-cli", &version, &["wasm-bindgen", "wasm-bindgen-test-runner"], &options)
}

/// `wasm-pack`, because newcomers type `wasm-pack test`, so the tests run it too.
pub(crate) fn wasm_pack() -> Result<()> {
    install("wasm-pack", "0.15.1", &["wasm-pack"], &[])
}

/// `geckodriver`, between the tests and Firefox.
pub(crate) fn geckodriver() -> Result<()> {
    install("geckodriver", "0.37.1", &["geckodriver"], &[])
}

/// `cargo deny`: licences, banned crates, sources and known vulnerabilities of all that Cargo.lock has.
pub(crate) fn cargo_deny() -> Result<()> {
    install("cargo-deny", "0.20.2", &["cargo-deny"], &[])
}

/// `cargo mutants`: changes that no test notices.
pub(crate) fn cargo_mutants() -> Result<()> {
    install("cargo-mutants", "27.1.0", &["cargo-mutants"], &[])
}

fn install(package: &str, version: &str, programs: &[&str], options: &[&str]) -> Result<()> {
    let step = super::Step {
        what: &format!("{} {version}", programs.join(" and ")),
        remedy: &format!(
            "By hand: cargo install --root {} {package}@{version} {}",
            workspace::tools().display(),
            options.join(" ")
        ),
    };
    let ready = || programs.iter().all(|program| installed_version(program).as_deref() == Some(version));
    step.ensure(ready, || {
        let mut cargo = process::command("cargo");
        cargo.env("CARGO_PROFILE_RELEASE_OPT_LEVEL", "1").env("CARGO_PROFILE_RELEASE_DEBUG", "0");
        cargo.args(["install", "--quiet", "--force", "--root"]).arg(workspace::tools());
        // One folder for all tools: they share dependencies.
        cargo.arg("--target-dir").arg(workspace::target().join("tools-build"));
        cargo.arg(format!("{package}@{version}")).args(options);
        process::run_aside(&mut cargo)
    })
}

/// The output of `PROGRAM --version`: the stamp that cannot go stale.
fn installed_version(program: &str) -> Option<String> {
    let path = workspace::tool(program);
    if !path.is_file() {
        return None;
    }
    // A subcommand of cargo is called as cargo calls it.
    let says = process::output(process::command(path).args(program.strip_prefix("cargo-")).arg("--version")).ok()?;
    version_in(&says)
}

/// The second word of a line like `geckodriver 0.37.1 (…)`.
fn version_in(says: &str) -> Option<String> {
    says.split_whitespace().nth(1).map(str::to_owned)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn versions_are_read_from_what_the_tools_print() {
        assert_eq!(version_in("wasm-bindgen 0.2.130").as_deref(), Some("0.2.130"));
        assert_eq!(version_in("geckodriver 0.37.1 (abc 2026-01-01)\n\nThe source …").as_deref(), Some("0.37.1"));
        assert_eq!(version_in(""), None);
    }
}
