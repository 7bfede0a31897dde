//! The package for development: the same files, but the wasm as cargo leaves it, large and soon ready.

use std::path::Path;
use std::path::PathBuf;

use super::Module;
use super::bindgen;
use super::bundle;
use super::kept;
use super::without_local_paths;
use crate::Result;
use crate::process;
use crate::setup;
use crate::workspace;

/// Builds the package and says where it is: not in `pkg/`, since nobody should publish it.
pub(crate) fn quick_package() -> Result<PathBuf> {
    let npm = setup::build_tools()?;
    let folder = workspace::target().join("quick");
    let staging = folder.join("staging");
    workspace::fresh_folder(&staging)?;
    for module in Module::ALL {
        let name = format!("quick-{}", module.name());
        let mut inputs = kept::Inputs::new();
        inputs.add_crate()?;
        kept::folder(&name, &inputs, &staging.join(module.folder()), |folder| compile(folder, module))?;
    }
    let package = folder.join("pkg");
    bundle(&npm, &staging, &package)?;
    Ok(package)
}

fn compile(folder: &Path, module: Module) -> Result<()> {
    setup::wasm_bindgen()?;
    let target = "wasm32-unknown-unknown";
    let toolchain = setup::wasm_toolchain()?;
    let mut cargo = toolchain.cargo();
    cargo.args(["build", "--profile", "quick", "--target", target, "-p", "bedrock-wasm"]).args(module.features());
    process::run_aside(cargo.arg("--config").arg(without_local_paths(&toolchain, target, &workspace::root())?))?;
    bindgen(folder, &workspace::target().join(target).join("quick").join("bedrock_wasm.wasm"))?;
    let copied = std::fs::copy(folder.join("bindings_bg.wasm"), folder.join("bedrock.wasm"));
    copied.map(drop).map_err(|error| format!("cannot copy the wasm in {}: {error}", folder.display()))
}
