//! `bedrock-emulator [--host IP] [--port N] [--token-ms N] [--upstream URL [--upstream-model NAME]]
//! [--s3 FOLDER] [--exit-with-stdin]`: the local Bedrock as a program. Its first line of output is `listening on http://127.0.0.1:PORT`.

use std::io;
use std::io::Read;
use std::io::Write;
use std::net::IpAddr;
use std::path::PathBuf;
use std::process::ExitCode;

use bedrock_emulator::Emulator;
use bedrock_emulator::Options;
use bedrock_emulator::upstream::Upstream;
use tokio::sync::oneshot;

const USAGE: &str =
    "usage: bedrock-emulator [--host IP] [--port N] [--token-ms N] [--upstream URL [--upstream-model NAME]]
                        [--s3 FOLDER] [--exit-with-stdin]

  --host IP              address to listen on; by default 127.0.0.1, in a container 0.0.0.0
  --port N               port; by default any free one
  --token-ms N           milliseconds between two stream events; by default 0
  --upstream URL         an OpenAI-compatible server (http://…) that writes the replies
  --upstream-model NAME  the model to ask there; by default the Bedrock model id of the request
  --s3 FOLDER            where jobs of batch inference find s3://bucket/key: in FOLDER/bucket/key
  --exit-with-stdin      stop when standard input ends, so that the emulator does not outlive who started it";

#[tokio::main]
async fn main() -> ExitCode {
    let arguments = match Arguments::parse(std::env::args().skip(1)) {
        Ok(arguments) => arguments,
        Err(complaint) => {
            eprintln!("{complaint}\n{USAGE}");
            return ExitCode::from(2);
        }
    };
    match run(arguments).await {
        Ok(()) => ExitCode::SUCCESS,
        Err(error) => {
            eprintln!("bedrock-emulator: {error}");
            ExitCode::FAILURE
        }
    }
}

async fn run(arguments: Arguments) -> io::Result<()> {
    let upstream = match &arguments.upstream {
        Some(url) => Some(Upstream::new(url, arguments.upstream_model)?),
        None => None,
    };
    let options = Options {
        host: arguments.host,
        port: arguments.port,
        token_ms: arguments.token_ms,
        upstream,
        s3: arguments.s3,
    };
    let emulator = Emulator::start(options).await?;
    let mut output = io::stdout();
    writeln!(output, "listening on {}", emulator.url())?;
    output.flush()?;
    if !arguments.exit_with_stdin {
        return emulator.run().await;
    }
    tokio::select! {
        result = emulator.run() => result,
        _ = end_of_stdin() => Ok(()),
    }
}

/// A thread of its own, since reading standard input cannot be cancelled.
fn end_of_stdin() -> oneshot::Receiver<()> {
    let (sender, receiver) = oneshot::channel();
    std::thread::spawn(move || {
        let mut buffer = [0; 1024];
        while matches!(io::stdin().read(&mut buffer), Ok(1..)) {}
        // Nobody listens any more only when the program is about to end anyway.
        let _ = sender.send(());
    });
    receiver
}

#[derive(Default)]
struct Arguments {
    host: Option<IpAddr>,
    port: u16,
    token_ms: u64,
    upstream: Option<String>,
    upstream_model: Option<String>,
    s3: Option<PathBuf>,
    exit_with_stdin: bool,
}

impl Arguments {
    fn parse(mut arguments: impl Iterator<Item = String>) -> Result<Arguments, String> {
        let mut parsed = Arguments::default();
        while let Some(name) = arguments.next() {
            let mut value = || arguments.next().ok_or_else(|| format!("{name} needs a value"));
            match name.as_str() {
                "--host" => parsed.host = Some(address(&name, &value()?)?),
                "--port" => parsed.port = number(&name, &value()?)?,
                "--token-ms" => parsed.token_ms = number(&name, &value()?)?,
                "--upstream" => parsed.upstream = Some(value()?),
                "--upstream-model" => parsed.upstream_model = Some(value()?),
                "--s3" => parsed.s3 = Some(value()?.into()),
                "--exit-with-stdin" => parsed.exit_with_stdin = true,
                _ => return Err(format!("unknown argument {name}")),
            }
        }
        Ok(parsed)
    }
}

fn number<T: std::str::FromStr>(name: &str, value: &str) -> Result<T, String> {
    value.parse().map_err(|_| format!("{name} must be a number in range, not {value}"))
}

fn address(name: &str, value: &str) -> Result<IpAddr, String> {
    value.parse().map_err(|_| format!("{name} must be an IP address, not {value}"))
}
