//! The crate and `pkg-template/` become `pkg/`, the npm package.
//!
//! ```text
//! cargo ─> bedrock_wasm.wasm ─wasm-bindgen─> bindings.js, bindings_bg.wasm ─wasm-opt─> bedrock.wasm ─┐
//!                                                     pkg-template/*.js ─package.mjs─> pkg/ <────────┘
//! ```

mod kept;
mod quick;

use std::fs;
use std::path::Path;
use std::path::PathBuf;

use crate::Result;
use crate::process;
use crate::setup;
use crate::workspace;

pub(crate) use quick::quick_package;

/// Builds `pkg/`.
pub(crate) fn package() -> Result<()> {
    let npm = setup::build_tools()?;
    let staging = workspace::target().join("package");
    workspace::fresh_folder(&staging)?;
    for (module, name) in [(Module::Native, "native"), (Module::OpenAi, "openai")] {
        let folder = staging.join(module.folder());
        let mut inputs = kept::Inputs::new();
        inputs.add_crate()?;
        kept::folder(name, &inputs, &folder, |folder| bindings(folder, module))?;
        let compiled = folder.join("bindings_bg.wasm");
        let mut inputs = kept::Inputs::new();
        inputs.add_file(&compiled)?;
        kept::folder(&format!("{name}-optimized"), &inputs, &folder, |folder| {
            optimize(&npm, &compiled, &folder.join("bedrock.wasm"), Names::Dropped)
        })?;
    }
    bundle(&npm, &staging, &workspace::package())?;
    eprintln!("build: pkg/ is ready");
    Ok(())
}

/// The crate is compiled twice: most pages never say a word in OpenAI's vocabulary, and should not pay for it.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(crate) enum Module {
    /// Bedrock's own operations.
    Native,
    /// These and OpenAI's.
    OpenAi,
}

impl Module {
    /// Where its files are, below the folder of them all.
    fn folder(self) -> &'static str {
        if self == Self::Native { "" } else { "openai" }
    }

    fn features(self) -> &'static [&'static str] {
        if self == Self::Native { &["--no-default-features"] } else { &[] }
    }
}

/// Compiles the crate and writes wasm-bindgen's output into a folder.
pub(crate) fn bindings(folder: &Path, module: Module) -> Result<()> {
    let toolchain = setup::wasm_toolchain()?;
    setup::wasm_bindgen()?;
    let target = "wasm32-unknown-unknown";
    let mut cargo = toolchain.cargo();
    cargo.args(["build", "--release", "--target", target, "-p", "bedrock-wasm"]).args(module.features());
    process::run_aside(cargo.arg("--config").arg(without_local_paths(target)))?;
    let wasm = workspace::target().join(target).join("release").join("bedrock_wasm.wasm");
    bindgen(folder, &wasm)
}

/// Writes wasm-bindgen's output for what cargo has compiled into a folder.
fn bindgen(folder: &Path, wasm: &Path) -> Result<()> {
    let mut bindgen = process::command(workspace::tool("wasm-bindgen"));
    // The default path would be a URL beside the script; where the wasm is, is for the entry files to say.
    bindgen.args(["--target", "web", "--omit-default-module-path", "--no-typescript", "--out-name", "bindings"]);
    // What pkg-template/engine/load.js replaces an instance with that has trapped.
    bindgen.arg("--experimental-reset-state-function");
    process::run_aside(bindgen.arg("--out-dir").arg(folder).arg(wasm))
}

/// Cargo configuration, added to that of `.cargo/config.toml`, which shortens the source paths in panic messages: whose
/// home directory a release was built in is nobody's business, and costs bytes.
fn without_local_paths(target: &str) -> String {
    let home = std::env::var_os("CARGO_HOME").map(PathBuf::from);
    let home = home.or_else(|| Some(std::env::home_dir()?.join(".cargo"))).unwrap_or_default();
    let registries = fs::read_dir(home.join("registry").join("src")).into_iter().flatten();
    let folders = registries.filter_map(|entry| Some(entry.ok()?.path())).chain([workspace::root()]);
    // Single quotes: in TOML, nothing in them is special.
    let flags: Vec<String> = folders.map(|folder| format!("'--remap-path-prefix={}/='", folder.display())).collect();
    format!("target.{target}.rustflags=[{}]", flags.join(", "))
}

/// Whether the optimised wasm says what its functions are called.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(crate) enum Names {
    Kept,
    Dropped,
}

/// `wasm-opt -Oz` until nothing changes any more. Not `--all-features`: that emits types which Node 20 and 24 refuse.
/// Functions are not put into their only callers: that saves bytes before compression and costs 2 % after it.
pub(crate) fn optimize(npm: &Path, from: &Path, to: &Path, names: Names) -> Result<()> {
    let mut command = process::command("node");
    command.arg(npm.join("node_modules/binaryen/bin/wasm-opt")).args([
        "-Oz",
        "--converge",
        "--one-caller-inline-max-function-size=0",
        "--always-inline-max-function-size=1",
    ]);
    if names == Names::Kept {
        command.arg("-g");
    }
    process::run_aside(command.arg(from).arg("-o").arg(to))
}

/// Runs one of `xtask/npm`'s scripts, which find their tools in `npm`.
pub(crate) fn script(npm: &Path, name: &str) -> std::process::Command {
    let mut command = process::command("node");
    command.arg(workspace::root().join("xtask").join("npm").join(name));
    command.env("XTASK_NPM", npm);
    command
}

fn bundle(npm: &Path, staging: &Path, package: &Path) -> Result<()> {
    let root = workspace::root();
    let mut command = script(npm, "package.mjs");
    command.arg(&root).arg(staging).arg(package).arg(workspace::VERSION);
    process::run_aside(&mut command)
}
