//! The local Bedrock of `tests/emulator`: for people (`cargo xtask emulator`) and for the demo and the tests.

use std::io::BufRead;
use std::io::BufReader;
use std::path::PathBuf;
use std::process::Stdio;
use std::thread;

use crate::Result;
use crate::Stop;
use crate::process;
use crate::process::KillOnDrop;
use crate::workspace;

/// `cargo xtask emulator [ARG…]`: builds it and runs it in our place.
pub(crate) fn main(arguments: &[String]) -> std::result::Result<(), Stop> {
    let program = build()?;
    let mut command = process::command(program);
    command.args(arguments).stdin(Stdio::inherit());
    let status = process::status(&mut command)?;
    match status.code() {
        Some(0) => Ok(()),
        Some(code) => Err(Stop::Exit(u8::try_from(code).unwrap_or(1))),
        None => Err(Stop::Failed(format!("the emulator was ended ({status})"))),
    }
}

/// A running emulator. It ends when this is dropped, and also when we are killed: it watches its standard input.
pub(crate) struct Emulator {
    url: String,
    _process: KillOnDrop,
}

impl Emulator {
    /// Builds and starts one on a free port; returns when it listens.
    pub(crate) fn start() -> Result<Emulator> {
        Emulator::start_with(&[])
    }

    /// The same, with more arguments.
    pub(crate) fn start_with(arguments: &[&str]) -> Result<Emulator> {
        let mut command = process::command(build()?);
        command.args(["--port", "0", "--exit-with-stdin"]).args(arguments).stdin(Stdio::piped()).stdout(Stdio::piped());
        let child = command.spawn().map_err(|error| format!("cannot start the emulator: {error}"))?;
        // From here on every way out ends the process.
        let mut process = KillOnDrop(child);
        let stdout = process.0.stdout.take().ok_or("the emulator has no standard output")?;
        let mut lines = BufReader::new(stdout).lines().map_while(std::result::Result::ok);
        let first = lines.next().unwrap_or_default();
        let url = first
            .strip_prefix("listening on ")
            .ok_or_else(|| format!("the emulator began with `{first}`, not with its address"))?
            .to_owned();
        // All its other output must be read, or it would block on a full pipe one day.
        thread::spawn(move || lines.for_each(|line| eprintln!("emulator: {line}")));
        Ok(Emulator { url, _process: process })
    }

    /// Its address, `http://127.0.0.1:PORT`.
    pub(crate) fn url(&self) -> &str {
        &self.url
    }
}

fn build() -> Result<PathBuf> {
    process::run_aside(process::command("cargo").args(["build", "--quiet", "-p", "bedrock-emulator"]))?;
    let name = format!("bedrock-emulator{}", std::env::consts::EXE_SUFFIX);
    Ok(workspace::target().join("debug").join(name))
}
