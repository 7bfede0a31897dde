//! The software bill of materials: the contents of the npm package, from the lock files, in CycloneDX's format.

use std::path::PathBuf;

use crate::Result;
use crate::build;
use crate::process;
use crate::setup;
use crate::workspace;

/// Writes it, and prints where.
pub(crate) fn main() -> Result<()> {
    let npm = setup::build_tools()?;
    let says = process::output(setup::wasm_toolchain()?.command("rustc").arg("--version"))?;
    let compiler =
        says.split_whitespace().nth(1).ok_or_else(|| format!("rustc says `{says}`, which has no version"))?;
    let mut script = build::script(&npm, "sbom.mjs");
    script.arg(workspace::root()).arg(file()).args([workspace::VERSION, compiler]);
    process::run_aside(&mut script)?;
    println!("{}", file().display());
    Ok(())
}

fn file() -> PathBuf {
    workspace::target().join("sbom").join("bedrock-wasm.cdx.json")
}
