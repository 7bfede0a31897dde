//! The project's paths, and the facts in its manifests.

use std::fs;
use std::path::Path;
use std::path::PathBuf;

use crate::Result;

/// Version of the crate and of the npm package: all members of the workspace share it.
pub(crate) const VERSION: &str = env!("CARGO_PKG_VERSION");

/// The repository's root.
pub(crate) fn root() -> PathBuf {
    let xtask = Path::new(env!("CARGO_MANIFEST_DIR"));
    xtask.parent().unwrap_or(xtask).to_path_buf()
}

/// Everything generated but `pkg/` and `node_modules/` goes here: `target/`, or `CARGO_TARGET_DIR`.
pub(crate) fn target() -> PathBuf {
    match std::env::var_os("CARGO_TARGET_DIR") {
        Some(directory) => std::path::absolute(&directory).unwrap_or_else(|_| PathBuf::from(directory)),
        None => root().join("target"),
    }
}

/// Root of the tools that `cargo install` builds for this project, out of the way of the user's own.
pub(crate) fn tools() -> PathBuf {
    target().join("tools")
}

/// One of those tools.
pub(crate) fn tool(name: &str) -> PathBuf {
    tools().join("bin").join(format!("{name}{}", std::env::consts::EXE_SUFFIX))
}

/// The npm package, as `npm publish` would take it.
pub(crate) fn package() -> PathBuf {
    root().join("pkg")
}

/// The version of wasm-bindgen that the root manifest pins. The command-line tool must be exactly this one: the part
/// of the wasm file that it reads changes from release to release.
pub(crate) fn wasm_bindgen_version() -> Result<String> {
    let manifest = read(&root().join("Cargo.toml"))?;
    pinned(&manifest, "wasm-bindgen").ok_or_else(|| "Cargo.toml: no line like `wasm-bindgen = \"=0.2.1\"`".to_owned())
}

/// A text file, or an error that names it.
pub(crate) fn read(path: &Path) -> Result<String> {
    fs::read_to_string(path).map_err(|error| format!("cannot read {}: {error}", path.display()))
}

/// Writes a file, making its folder first.
pub(crate) fn write(path: &Path, contents: &str) -> Result<()> {
    if let Some(folder) = path.parent() {
        make_folder(folder)?;
    }
    fs::write(path, contents).map_err(|error| format!("cannot write {}: {error}", path.display()))
}

/// Makes a folder and those above it; content with one that is there.
pub(crate) fn make_folder(path: &Path) -> Result<()> {
    fs::create_dir_all(path).map_err(|error| format!("cannot make {}: {error}", path.display()))
}

/// Makes an empty folder, whatever was there before.
pub(crate) fn fresh_folder(path: &Path) -> Result<()> {
    if path.exists() {
        fs::remove_dir_all(path).map_err(|error| format!("cannot empty {}: {error}", path.display()))?;
    }
    make_folder(path)
}

/// Copies all that is in a folder, and makes the other one if necessary.
pub(crate) fn copy_folder(from: &Path, to: &Path) -> Result<()> {
    make_folder(to)?;
    let failed = |error| format!("cannot copy {}: {error}", from.display());
    for entry in fs::read_dir(from).map_err(failed)? {
        let path = entry.map_err(failed)?.path();
        let copy = to.join(path.file_name().unwrap_or_default());
        if path.is_dir() { copy_folder(&path, &copy)? } else { fs::copy(&path, &copy).map(drop).map_err(failed)? }
    }
    Ok(())
}

/// The `=x.y.z` of one dependency in a manifest.
fn pinned(manifest: &str, dependency: &str) -> Option<String> {
    let requirement = manifest
        .lines()
        .filter_map(|line| line.split_once('='))
        .find(|(name, _)| name.trim() == dependency)
        .map(|(_, requirement)| requirement)?;
    let (_, version) = requirement.split_once("\"=")?;
    let (version, _) = version.split_once('"')?;
    Some(version.to_owned())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn pinned_version_is_read_from_both_ways_of_writing_a_dependency() {
        let manifest = "wasm-bindgen-futures = \"0.4\"\nwasm-bindgen = \"=0.2.130\"\n";
        assert_eq!(pinned(manifest, "wasm-bindgen").as_deref(), Some("0.2.130"));
        let manifest = "wasm-bindgen = { version = \"=0.2.131\", features = [\"std\"] }\n";
        assert_eq!(pinned(manifest, "wasm-bindgen").as_deref(), Some("0.2.131"));
    }

    #[test]
    fn a_version_that_is_not_pinned_is_not_taken() {
        assert_eq!(pinned("wasm-bindgen = \"0.2.130\"\n", "wasm-bindgen"), None);
    }

    #[test]
    fn the_root_manifest_pins_wasm_bindgen() {
        assert!(wasm_bindgen_version().unwrap().starts_with("0.2."));
    }
}
