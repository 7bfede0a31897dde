//! One streamed reply in the terminal, through the package in Node, then the playground in a browser. Both talk to the
//! emulator, so nobody needs an AWS account to see it work.

use crate::Result;
use crate::Stop;
use crate::build;
use crate::emulator::Emulator;
use crate::playground;
use crate::process;
use crate::serve::Server;
use crate::workspace;

/// `cargo xtask demo [--once] [--port N]`
pub(crate) fn main(arguments: &[String]) -> std::result::Result<(), Stop> {
    let options = parse(arguments)?;
    build::package()?;
    // About the pace of a fast model, slow enough to watch.
    let emulator = Emulator::start_with(&["--token-ms", "40"])?;
    print_one_reply(&emulator)?;
    if !options.once {
        serve_playground(&emulator, options.port)?;
    }
    Ok(())
}

struct Options {
    once: bool,
    /// 0 takes a free one.
    port: u16,
}

fn parse(arguments: &[String]) -> std::result::Result<Options, Stop> {
    let mut options = Options { once: false, port: 0 };
    let mut rest = arguments.iter();
    while let Some(argument) = rest.next() {
        match argument.as_str() {
            "--once" => options.once = true,
            "--port" => {
                let port = rest.next().and_then(|port| port.parse().ok());
                options.port = port.ok_or_else(|| Stop::usage("--port wants a number up to 65535".to_owned()))?;
            }
            unknown => return Err(Stop::usage(format!("demo has no option `{unknown}`; it has --once and --port N"))),
        }
    }
    Ok(options)
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

#[cfg(test)]
mod tests {
    use super::*;

    fn words(line: &str) -> Vec<String> {
        line.split_whitespace().map(str::to_owned).collect()
    }

    #[test]
    fn options_are_read() {
        let options = parse(&words("--once --port 8080")).ok().unwrap();
        assert!(options.once);
        assert_eq!(options.port, 8080);
    }

    #[test]
    fn unknown_options_are_refused() {
        for line in ["--twice", "--port", "--port x", "--port 65536"] {
            assert!(matches!(parse(&words(line)), Err(Stop::Usage(_))), "{line}");
        }
    }
}
