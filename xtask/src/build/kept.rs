//! Keeps the result of each build step under `target/kept`, with a hash of all its inputs. The step runs
//! again when the hash changes. A change of JavaScript alone compiles no Rust; cargo would compile it, since the crate
//! names modules that it imports.

use std::fs;
use std::hash::DefaultHasher;
use std::hash::Hash;
use std::hash::Hasher;
use std::path::Path;
use std::path::PathBuf;

use crate::Result;
use crate::process;
use crate::setup;
use crate::workspace;

/// A hash of a step's inputs.
pub(crate) struct Inputs(DefaultHasher);

impl Inputs {
    /// Every step depends on its code and its tools.
    pub(crate) fn new() -> Inputs {
        let mut inputs = Inputs(DefaultHasher::new());
        inputs.add(include_str!("../build.rs"));
        inputs.add(include_str!("quick.rs"));
        inputs.add(include_str!("../../npm/package-lock.json"));
        inputs
    }

    pub(crate) fn add(&mut self, part: impl Hash) {
        part.hash(&mut self.0);
    }

    pub(crate) fn add_file(&mut self, path: &Path) -> Result<()> {
        self.add(fs::read(path).map_err(|error| format!("cannot read {}: {error}", path.display()))?);
        Ok(())
    }

    /// All that the wasm is compiled from and by: sources, manifests, cargo's configuration, the compiler.
    pub(crate) fn add_crate(&mut self) -> Result<()> {
        let root = workspace::root();
        let manifest = workspace::read(&root.join("Cargo.toml"))?;
        for file in ["Cargo.toml", "Cargo.lock", ".cargo/config.toml"] {
            self.add_file(&root.join(file))?;
        }
        for folder in ["src"].into_iter().chain(paths(&manifest)) {
            self.add_folder(&root.join(folder))?;
        }
        for (name, value) in std::env::vars_os().filter(|(name, _)| is_of_cargo(&name.to_string_lossy())) {
            self.add((name, value));
        }
        let toolchain = setup::wasm_toolchain()?;
        self.add(process::output(toolchain.command("rustc").args(["--version", "--verbose"]))?);
        self.add(workspace::wasm_bindgen_version()?);
        Ok(())
    }

    fn add_folder(&mut self, folder: &Path) -> Result<()> {
        let entries = fs::read_dir(folder).map_err(|error| format!("cannot list {}: {error}", folder.display()))?;
        let mut paths: Vec<PathBuf> = entries.filter_map(|entry| Some(entry.ok()?.path())).collect();
        paths.sort();
        for path in paths.iter().filter(|path| !path.ends_with("target")) {
            self.add(path);
            if path.is_dir() { self.add_folder(path)? } else { self.add_file(path)? }
        }
        Ok(())
    }
}

/// Fills `folder` by `make`, or with the files that `make` put there for the same inputs before.
pub(crate) fn folder(name: &str, inputs: &Inputs, folder: &Path, make: impl FnOnce(&Path) -> Result<()>) -> Result<()> {
    let kept = workspace::target().join("kept");
    fill(&kept, name, inputs, folder, make)
}

/// One result of each name is kept. A folder without the file that says `inputs` was not finished.
fn fill(kept: &Path, name: &str, inputs: &Inputs, folder: &Path, make: impl FnOnce(&Path) -> Result<()>) -> Result<()> {
    let key = format!("{:016x}", inputs.0.finish());
    let (result, stamp) = (kept.join(name), kept.join(format!("{name}.inputs")));
    if workspace::read(&stamp).as_ref() == Ok(&key) {
        eprintln!("build: {name} … nothing has changed");
    } else {
        if stamp.exists() {
            fs::remove_file(&stamp).map_err(|error| format!("cannot remove {}: {error}", stamp.display()))?;
        }
        workspace::fresh_folder(&result)?;
        make(&result)?;
        workspace::write(&stamp, &key)?;
    }
    workspace::copy_folder(&result, folder)
}

/// The folders of the crates that a manifest names by their path.
fn paths(manifest: &str) -> impl Iterator<Item = &str> {
    manifest.split("path = \"").skip(1).filter_map(|rest| rest.split('"').next())
}

/// Whether a variable changes what cargo builds.
fn is_of_cargo(name: &str) -> bool {
    name.starts_with("CARGO_PROFILE_") || name.starts_with("CARGO_BUILD_") || name.ends_with("RUSTFLAGS")
}

#[cfg(test)]
mod tests {
    use super::*;

    fn inputs(text: &str) -> Inputs {
        let mut inputs = Inputs::new();
        inputs.add(text);
        inputs
    }

    #[test]
    fn a_step_runs_again_when_its_inputs_change_or_it_failed() {
        let folder = std::env::temp_dir().join(format!("xtask-kept-{}", std::process::id()));
        let (kept, out) = (folder.join("kept"), folder.join("out"));
        let mut runs = 0;
        let mut build = |text: &str, succeeds: bool| {
            let result = fill(&kept, "step", &inputs(text), &out, |to| {
                runs += 1;
                workspace::write(&to.join("inner/result"), text)?;
                if succeeds { Ok(()) } else { Err("it failed".to_owned()) }
            });
            (runs, result.and_then(|()| workspace::read(&out.join("inner/result"))))
        };
        assert_eq!(build("one", true), (1, Ok("one".to_owned())));
        assert_eq!(build("one", true), (1, Ok("one".to_owned())));
        assert_eq!(build("two", true), (2, Ok("two".to_owned())));
        assert_eq!(build("three", false), (3, Err("it failed".to_owned())));
        assert_eq!(build("two", true), (4, Ok("two".to_owned())));
        fs::remove_dir_all(&folder).unwrap();
    }

    #[test]
    fn a_step_whose_result_was_altered_outside_is_as_it_was() {
        let folder = std::env::temp_dir().join(format!("xtask-kept-altered-{}", std::process::id()));
        let (kept, out) = (folder.join("kept"), folder.join("out"));
        let build = || fill(&kept, "step", &inputs("one"), &out, |to| workspace::write(&to.join("result"), "one"));
        assert_eq!(build(), Ok(()));
        workspace::write(&out.join("result"), "patched").unwrap();
        assert_eq!(build(), Ok(()));
        assert_eq!(workspace::read(&out.join("result")).as_deref(), Ok("one"));
        fs::remove_dir_all(&folder).unwrap();
    }

    #[test]
    fn crates_beside_this_one_are_found_in_its_manifest() {
        let manifest = "[dependencies]\na = \"1\"\nb = { path = \"eventstream\", version = \"1\" }\n";
        assert_eq!(paths(manifest).collect::<Vec<_>>(), ["eventstream"]);
    }
}
