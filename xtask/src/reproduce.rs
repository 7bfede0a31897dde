//! Two clean builds of each WebAssembly, from copies of the sources in folders of other names and other lengths: they
//! must be the same, byte for byte. Another compiler gives other bytes, so it is named with the hashes.

use std::fs;
use std::path::Path;
use std::path::PathBuf;

use crate::Result;
use crate::build;
use crate::build::Module;
use crate::build::Names;
use crate::process;
use crate::setup;
use crate::workspace;

/// Builds, prints a hash for each file, and fails where two builds differ.
pub(crate) fn main() -> Result<()> {
    let npm = setup::build_tools()?;
    let places = [workspace::target().join("reproduce"), std::env::temp_dir().join("bedrock-wasm, in another folder")];
    for place in &places {
        workspace::fresh_folder(place)?;
        copy_sources(place)?;
    }
    println!("{}", process::output(setup::wasm_toolchain()?.command("rustc").arg("--version"))?);
    let mut differing = Vec::new();
    for module in Module::ALL {
        let [first, second] = &places;
        let files = [build(&npm, first, module)?, build(&npm, second, module)?];
        let [first, second] = [hash(&files[0])?, hash(&files[1])?];
        println!("{first}  {}", module.file());
        if first != second {
            println!("{second}  {}, in {}", module.file(), files[1].display());
            differing.push(module.file());
        }
    }
    if !differing.is_empty() {
        return Err(format!("two builds differ: {}", differing.join(", ")));
    }
    for place in &places {
        fs::remove_dir_all(place).map_err(|error| format!("cannot remove {}: {error}", place.display()))?;
    }
    Ok(())
}

/// The files of the working tree that git knows, with their changes.
fn copy_sources(place: &Path) -> Result<()> {
    let root = workspace::root();
    for file in
        process::output(process::command("git").arg("ls-files"))?.lines().filter(|file| root.join(file).is_file())
    {
        let copy = place.join(file);
        workspace::make_folder(copy.parent().unwrap_or(place))?;
        fs::copy(root.join(file), copy).map_err(|error| format!("cannot copy {file}: {error}"))?;
    }
    Ok(())
}

/// Compiles and optimises as [`build::package`] does, with nothing that was kept.
fn build(npm: &Path, place: &Path, module: Module) -> Result<PathBuf> {
    let folder = place.join("built").join(module.file());
    build::bindings_of(place, &place.join("target"), &folder, module)?;
    let wasm = folder.join("bedrock.wasm");
    build::optimize(npm, &folder.join("bindings_bg.wasm"), &wasm, Names::Dropped)?;
    Ok(wasm)
}

/// SHA-256, in hex.
fn hash(file: &Path) -> Result<String> {
    const HASH: &str = "const bytes = require('fs').readFileSync(process.argv[1]);
        console.log(require('crypto').createHash('sha256').update(bytes).digest('hex'));";
    process::output(process::command("node").args(["--eval", HASH]).arg(file))
}
