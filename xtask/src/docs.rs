//! `cargo xtask docs`: the guide, the package's reference and the crate's documentation as one site of static files.
//! `docs/.vitepress/build.mjs` does the work; this sees to it that all it needs is there.

use std::path::PathBuf;
use std::process::Command;

use crate::Result;
use crate::Stop;
use crate::build;
use crate::process;
use crate::serve::Server;
use crate::setup;
use crate::workspace;

/// `cargo xtask docs [--serve] [--port N]`
pub(crate) fn main(arguments: &[String]) -> std::result::Result<(), Stop> {
    let options = parse(arguments)?;
    build::package()?;
    process::run_aside(&mut site(&workspace::package())?)?;
    eprintln!("docs: {} is ready for any static host; DOCS_BASE=/path/ builds it for a folder of one", out().display());
    if options.serve {
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
    let mut doc = process::command("cargo");
    doc.args(["doc", "--quiet", "--no-deps", "-p", "bedrock-wasm"]).env("RUSTDOCFLAGS", "-Dwarnings");
    process::run_aside(&mut doc)?;
    let mut node = process::command("node");
    node.arg(docs.join(".vitepress/build.mjs")).arg(package);
    node.arg(workspace::target().join("doc")).arg(workspace::target());
    Ok(node)
}

/// Where the site is built.
fn out() -> PathBuf {
    workspace::target().join("docs-site")
}

struct Options {
    serve: bool,
    /// 0 takes a free one.
    port: u16,
}

fn parse(arguments: &[String]) -> std::result::Result<Options, Stop> {
    let mut options = Options { serve: false, port: 0 };
    let mut rest = arguments.iter();
    while let Some(argument) = rest.next() {
        match argument.as_str() {
            "--serve" => options.serve = true,
            "--port" => {
                let port = rest.next().and_then(|port| port.parse().ok());
                options.port = port.ok_or_else(|| Stop::usage("--port wants a number up to 65535".to_owned()))?;
            }
            unknown => {
                return Err(Stop::usage(format!("docs has no option `{unknown}`; it has --serve and --port N")));
            }
        }
    }
    Ok(options)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn words(line: &str) -> Vec<String> {
        line.split_whitespace().map(str::to_owned).collect()
    }

    #[test]
    fn options_are_read() {
        let options = parse(&words("--serve --port 8080")).ok().unwrap();
        assert!(options.serve);
        assert_eq!(options.port, 8080);
    }

    #[test]
    fn unknown_options_are_refused() {
        for line in ["serve", "--port", "--port x"] {
            assert!(matches!(parse(&words(line)), Err(Stop::Usage(_))), "{line}");
        }
    }
}
