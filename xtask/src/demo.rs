//! One streamed reply in the terminal, through the package in Node, then the playground in a browser. Both talk to the
//! emulator, so nobody needs an AWS account to see it work.

use crate::Result;
use crate::Stop;
use crate::build;
use crate::emulator::Emulator;
use crate::playground;
use crate::process;
use crate::serve::Options;
use crate::serve::Server;
use crate::workspace;

/// `cargo xtask demo [--once] [--port N]`
pub(crate) fn main(arguments: &[String]) -> std::result::Result<(), Stop> {
    let options = Options::parse("demo", "--once", arguments)?;
    build::package()?;
    // About the pace of a fast model, slow enough to watch.
    let emulator = Emulator::start_with(&["--token-ms", "40"])?;
    print_one_reply(&emulator)?;
    if !options.has_flag {
        serve_playground(&emulator, options.port)?;
    }
    Ok(())
}

fn print_one_reply(emulator: &Emulator) -> Result<()> {
    let mut node = process::command("node");
    process::run(node.arg("www/demo.mjs").env("BEDROCK_ENDPOINT", emulator.url()))
}

/// Serves until Ctrl-C, which ends us and with us the emulator.
fn serve_playground(emulator: &Emulator, port: u16) -> Result<()> {
    let folder = playground::build(&workspace::package())?;
    let headers = playground::headers(&folder)?;
    let server = Server::bind(port, vec![("/", folder)])?.with_headers(&headers);
    println!("\nplayground: {}/?endpoint={}", server.url(), emulator.url());
    println!("Ctrl-C ends it.");
    server.run()
}
