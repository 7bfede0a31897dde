//! The compiler for wasm32-unknown-unknown: the active toolchain with its wasm target, or Debian's.
//!
//! `xtask/wasm-toolchain.sh` decides and installs, and prints `export NAME=VALUE` lines. They apply to wasm builds
//! only; everything native keeps to rust-toolchain.toml.

use std::process::Command;

use crate::Result;
use crate::process;
use crate::workspace;

/// The environment in which cargo builds for wasm.
pub(crate) struct WasmToolchain {
    variables: Vec<(String, String)>,
}

impl WasmToolchain {
    /// A cargo that builds for wasm.
    pub(crate) fn cargo(&self) -> Command {
        self.command("cargo")
    }

    /// The same environment as lines for a shell.
    pub(crate) fn exports(&self) -> String {
        let line = |(name, value): &(String, String)| format!("export {name}={}\n", quoted(value));
        // Last, as in `command`: the project's own tools come first on the path.
        let tools = format!("export PATH={}:\"$PATH\"\n", quoted(&workspace::tools().join("bin").to_string_lossy()));
        self.variables.iter().map(line).chain([tools]).collect()
    }

    /// A program that itself calls such a cargo.
    pub(crate) fn command(&self, program: &str) -> Command {
        let mut command = process::command(program);
        for (name, value) in &self.variables {
            command.env(name, value);
        }
        // The script may have put Debian's cargo first; the project's own tools still come before it.
        process::put_first_on_path(&mut command, &workspace::tools().join("bin"));
        command
    }
}

/// The toolchain that `WASM_TOOLCHAIN` (auto, rustup or debian) asks for.
pub(crate) fn wasm_toolchain() -> Result<WasmToolchain> {
    let script = workspace::root().join("xtask").join("wasm-toolchain.sh");
    let exports = process::output(process::command("bash").arg(script)).map_err(|error| {
        format!(
            "setup: wasm target: {error}\n  \
             Try `rustup target add wasm32-unknown-unknown`, or WASM_TOOLCHAIN=debian on Debian as root or with sudo."
        )
    })?;
    let toolchain = WasmToolchain { variables: parse_exports(&exports)? };
    let version = process::output(toolchain.command("rustc").arg("--version"))?;
    super::Step { what: &format!("wasm target of {version}"), remedy: "" }.say("ok");
    Ok(toolchain)
}

fn quoted(value: &str) -> String {
    format!("'{}'", value.replace('\'', "'\\''"))
}

/// Reads `export NAME=VALUE` lines.
fn parse_exports(script: &str) -> Result<Vec<(String, String)>> {
    let lines = script.lines().filter(|line| !line.trim().is_empty());
    lines
        .map(|line| {
            let assignment = line.strip_prefix("export ").and_then(|rest| rest.split_once('='));
            assignment
                .map(|(name, value)| (name.to_owned(), value.to_owned()))
                .ok_or_else(|| format!("wasm-toolchain.sh printed `{line}`, which is not `export NAME=VALUE`"))
        })
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn exports_become_variables() {
        let variables = parse_exports("export RUSTUP_TOOLCHAIN=debian-web\n").unwrap();
        assert_eq!(variables, [("RUSTUP_TOOLCHAIN".to_owned(), "debian-web".to_owned())]);
        assert_eq!(parse_exports("").unwrap(), []);
    }

    #[test]
    fn exports_are_printed_so_that_a_shell_reads_them() {
        let toolchain = WasmToolchain { variables: vec![("NAME".to_owned(), "it's here".to_owned())] };
        let exports = toolchain.exports();
        assert!(exports.starts_with("export NAME='it'\\''s here'\nexport PATH='"), "{exports}");
        assert!(exports.ends_with("/tools/bin':\"$PATH\"\n"), "{exports}");
    }

    #[test]
    fn anything_else_is_refused() {
        assert!(parse_exports("echo hello").is_err());
    }
}
