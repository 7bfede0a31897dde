//! `cargo xtask docs`: the guide, the package's reference and the crate's documentation as one site of static files.
//! `docs/.vitepress/build.mjs` does the work; this provides all that it needs.

use std::path::PathBuf;
use std::process::Command;

use crate::Result;
use crate::Stop;
use crate::build;
use crate::process;
use crate::serve::Options;
use crate::serve::Server;
use crate::setup;
use crate::workspace;

/// `cargo xtask docs [--serve] [--port N]`
pub(crate) fn main(arguments: &[String]) -> std::result::Result<(), Stop> {
    let options = Options::parse("docs", "--serve", arguments)?;
    build::package()?;
    process::run_aside(&mut site(&workspace::package())?)?;
    eprintln!("docs: {} is ready for any static host; DOCS_BASE=/path/ builds it for a folder of one", out().display());
    if options.has_flag {
        let server = Server::bind(options.port, vec![("/", out())])?;
        println!("documentation: {}/", server.url());
        println!("Ctrl-C ends it.");
        server.run()?;
    }
    Ok(())
}

/// The command that builds the site of a package's types.
pub(crate) fn site(package: &std::path::Path) -> Result<Command> {
    let docs = setup::docs()?;
    process::run_aside(&mut rustdoc())?;
    let mut node = process::command("node");
    node.arg(docs.join(".vitepress/build.mjs")).arg(package);
    node.arg(workspace::target().join("doc")).arg(workspace::target());
    Ok(node)
}

/// The command that writes the crate's documentation; warnings are errors.
pub(crate) fn rustdoc() -> Command {
    let mut doc = process::command("cargo");
    doc.args(["doc", "--quiet", "--no-deps", "-p", "bedrock-wasm"]).env("RUSTDOCFLAGS", "-Dwarnings");
    doc
}

/// Where the site is built.
pub(crate) fn out() -> PathBuf {
    workspace::target().join("docs-site")
}
