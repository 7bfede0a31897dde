//! `cargo xtask playground`: www/ as static files for any host, in `target/playground`.

use std::path::Path;
use std::path::PathBuf;

use crate::Result;
use crate::build;
use crate::process;
use crate::setup;
use crate::workspace;

/// `cargo xtask playground`
pub(crate) fn main() -> Result<()> {
    build::package()?;
    let folder = build(&workspace::package())?;
    println!("{}", folder.display());
    Ok(())
}

/// Builds it over a built package. Returns its folder.
pub(crate) fn build(package: &Path) -> Result<PathBuf> {
    setup::playground()?;
    let www = workspace::root().join("www");
    let mut vite = process::command("node");
    vite.arg(www.join("node_modules/vite/bin/vite.js")).args(["build", "--logLevel", "warn"]).current_dir(&www);
    process::run_aside(vite.env("PLAYGROUND_PACKAGE", package))?;
    Ok(workspace::target().join("playground"))
}

/// The headers that the build wants its files sent with: those of `_headers`, as static hosts read it.
pub(crate) fn headers(folder: &Path) -> Result<Vec<String>> {
    let text = workspace::read(&folder.join("_headers"))?;
    Ok(text.lines().filter_map(|line| line.strip_prefix("  ")).map(str::to_owned).collect())
}
