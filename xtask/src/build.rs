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
use crate::setup::WasmToolchain;
use crate::workspace;

pub(crate) use quick::quick_package;

/// Builds `pkg/`.
pub(crate) fn package() -> Result<()> {
    let npm = setup::build_tools()?;
    let staging = workspace::target().join("package");
    workspace::fresh_folder(&staging)?;
    for module in Module::ALL {
        let name = module.name();
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

/// The crate is compiled three times, since few pages need all of it: each module has Bedrock's own operations.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(crate) enum Module {
    /// Nothing else.
    Native,
    /// Chats in OpenAI's shape.
    Chat,
    /// OpenAI's other resources, API keys and streams both ways.
    More,
}

impl Module {
    pub(crate) const ALL: [Self; 3] = [Self::Native, Self::Chat, Self::More];

    fn name(self) -> &'static str {
        match self {
            Self::Native => "native",
            Self::Chat => "chat",
            Self::More => "more",
        }
    }

    /// Where its files are, below the folder of them all.
    fn folder(self) -> &'static str {
        if self == Self::Native { "" } else { self.name() }
    }

    /// Its name in the package.
    pub(crate) fn file(self) -> String {
        if self == Self::Native { "bedrock.wasm".to_owned() } else { format!("bedrock-{}.wasm", self.name()) }
    }

    /// Cargo's arguments.
    pub(crate) fn features(self) -> &'static [&'static str] {
        match self {
            Self::Native => &["--no-default-features"],
            Self::Chat => &["--no-default-features", "--features", "chat"],
            Self::More => &["--no-default-features", "--features", "more"],
        }
    }
}

/// Compiles the crate and writes wasm-bindgen's output into a folder.
pub(crate) fn bindings(folder: &Path, module: Module) -> Result<()> {
    bindings_of(&workspace::root(), &workspace::target(), folder, module)
}

/// The same for the sources in `root`, compiled in `target`.
pub(crate) fn bindings_of(root: &Path, target: &Path, folder: &Path, module: Module) -> Result<()> {
    let toolchain = setup::wasm_toolchain()?;
    setup::wasm_bindgen()?;
    let triple = "wasm32-unknown-unknown";
    let mut cargo = toolchain.cargo();
    cargo.current_dir(root).env("CARGO_TARGET_DIR", target);
    cargo.args(["rustc", "--release", "--target", triple, "-p", "bedrock-wasm"]).args(module.features());
    cargo.args(WITH_SMALL_STD).env("RUSTC_BOOTSTRAP", "1");
    cargo.arg("--config").arg(format!("target.{triple}.rustflags={WITHOUT_PANICS}"));
    process::run_aside(cargo.arg("--config").arg(without_local_paths(&toolchain, triple, root)?).args(WITH_LTO))?;
    bindgen(folder, &target.join(triple).join("release").join("bedrock_wasm.wasm"))
}

/// Writes wasm-bindgen's output for what cargo has compiled into a folder.
fn bindgen(folder: &Path, wasm: &Path) -> Result<()> {
    let mut bindgen = process::command(workspace::tool("wasm-bindgen"));
    // The default path would be a URL beside the script; the entry files say where the wasm is.
    bindgen.args(["--target", "web", "--omit-default-module-path", "--no-typescript", "--out-name", "bindings"]);
    // pkg-template/engine/load.js calls this function to replace an instance that has trapped.
    bindgen.arg("--experimental-reset-state-function");
    process::run_aside(bindgen.arg("--out-dir").arg(folder).arg(wasm))
}

/// Makes `cargo rustc` apply `lto = "fat"`, a tenth of the wasm. Cargo silently drops it for a crate that is
/// also an `rlib`, as ours is for its tests, so only the `cdylib` is built. The flag after `--` is the guard: where
/// cargo drops LTO all the same, or a profile no longer asks for it, rustc finds no bitcode to optimise, and fails.
const WITH_LTO: [&str; 6] = ["--lib", "--crate-type", "cdylib", "--", "-C", "lto=fat"];

/// The standard library is compiled with the crate and like it: for size, and without the messages of panics, which
/// nobody sees in wasm. That is 2.7 KB of a native page and 3.4 KB of a chat's after brotli. These options and those of
/// [`WITHOUT_PANICS`] are not stable yet, which `RUSTC_BOOTSTRAP` allows; rust-toolchain.toml names a version that has
/// them.
const WITH_SMALL_STD: [&str; 3] = ["-Z", "build-std=std,panic_abort", "-Zbuild-std-features=optimize_for_size"];

/// A panic traps at once.
const WITHOUT_PANICS: &str = "['-Zunstable-options', '-Cpanic=immediate-abort']";

/// Cargo configuration, added to that of `.cargo/config.toml`, which shortens the source paths in panic messages: the
/// home directory of a release's builder is private, and costs bytes.
fn without_local_paths(toolchain: &WasmToolchain, target: &str, root: &Path) -> Result<String> {
    let home = std::env::var_os("CARGO_HOME").map(PathBuf::from);
    let home = home.or_else(|| Some(std::env::home_dir()?.join(".cargo"))).unwrap_or_default();
    let registries = fs::read_dir(home.join("registry").join("src")).into_iter().flatten();
    // With the sources of the standard library beside it, rustc names them by where they are.
    let sysroot = process::output(toolchain.command("rustc").args(["--print", "sysroot"]))?;
    let own = [root.to_path_buf(), PathBuf::from(sysroot.trim())];
    let folders = registries.filter_map(|entry| Some(entry.ok()?.path())).chain(own);
    // Single quotes: in TOML, nothing in them is special.
    let flags: Vec<String> = folders.map(|folder| format!("'--remap-path-prefix={}/='", folder.display())).collect();
    Ok(format!("target.{target}.rustflags=[{}]", flags.join(", ")))
}

/// Whether the optimised wasm says what its functions are called.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(crate) enum Names {
    Kept,
    Dropped,
}

/// `wasm-opt -Oz`, twice, after the control flow was rebuilt. Not `--all-features`: that emits types which Node 20 and
/// 24 refuse.
///
/// Only bytes after compression count, and some passes save bytes that compression would have saved better: functions
/// are not put into their only callers (2 %), zeros stay in the data (0.4 %), expressions that repeat stay too (0.3 %),
/// and locals are not all put into the expressions that use them (0.2 %).
/// The stack is below all data, so that nothing is at the lowest addresses: offsets may be folded into loads (0.5 %).
pub(crate) fn optimize(npm: &Path, from: &Path, to: &Path, names: Names) -> Result<()> {
    let mut command = process::command("node");
    command.arg(npm.join("node_modules/binaryen/bin/wasm-opt")).args([
        "--flatten",
        "--rereloop",
        "-Oz",
        "-Oz",
        "--one-caller-inline-max-function-size=0",
        "--always-inline-max-function-size=1",
        "--skip-pass=memory-packing",
        "--skip-pass=local-cse",
        "--skip-pass=simplify-locals",
        "--low-memory-unused",
        // For tools that come before this one.
        "--strip-producers",
        "--strip-target-features",
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

#[cfg(test)]
mod tests {
    use std::path::PathBuf;

    use super::*;

    /// A crate of both types like ours, which needs another, since LTO reads what is inside of that one.
    fn crates(name: &str, profile: &str) -> PathBuf {
        let folder = std::env::temp_dir().join(format!("xtask-lto-{}-{name}", std::process::id()));
        let write = |file: &str, text: &str| {
            let file = folder.join(file);
            fs::create_dir_all(file.parent().unwrap()).unwrap();
            fs::write(file, text).unwrap();
        };
        let package = |name: &str| format!("[package]\nname = \"{name}\"\nedition = \"2024\"\n");
        let types = "[lib]\ncrate-type = [\"cdylib\", \"rlib\"]\n[dependencies]\npart = { path = \"part\" }\n";
        write("Cargo.toml", &format!("{}{types}[workspace]\n[profile.release]\n{profile}", package("whole")));
        write("src/lib.rs", "#[unsafe(no_mangle)]\npub extern \"C\" fn answer() -> u32 { part::answer() }\n");
        write("part/Cargo.toml", &package("part"));
        write("part/src/lib.rs", "#[inline(never)]\npub fn answer() -> u32 { 42 }\n");
        folder
    }

    /// Builds such a crate in release mode.
    fn build(name: &str, profile: &str, arguments: &[&str]) -> bool {
        let folder = crates(name, profile);
        let mut cargo = process::command("cargo");
        cargo.args(["rustc", "--release", "--offline"]).args(arguments);
        let built = process::succeeds(cargo.current_dir(&folder).env("CARGO_TARGET_DIR", folder.join("target")));
        fs::remove_dir_all(&folder).unwrap();
        built
    }

    #[test]
    fn a_build_with_lto_succeeds() {
        assert!(build("applied", "lto = \"fat\"\n", &WITH_LTO));
    }

    #[test]
    fn a_build_fails_where_cargo_drops_lto_for_an_rlib() {
        let guard = WITH_LTO.iter().position(|argument| *argument == "--").unwrap();
        let arguments: Vec<&str> = ["--lib"].into_iter().chain(WITH_LTO[guard..].iter().copied()).collect();
        assert!(!build("dropped", "lto = \"fat\"\n", &arguments));
        // As it was before there was a guard.
        assert!(build("unguarded", "lto = \"fat\"\n", &["--lib"]));
    }

    #[test]
    fn a_build_fails_where_the_profile_asks_for_no_lto() {
        assert!(!build("unasked", "", &WITH_LTO));
    }
}
