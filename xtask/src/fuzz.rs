//! `cargo xtask fuzz`: builds the targets of `tests/fuzz`, runs each for a while, and says how far it got.
//!
//! The targets are cargo-fuzz's, but it wants a nightly compiler, which not every machine can get. libFuzzer only
//! needs the compiler to count edges and comparisons, and the stable one takes the same flags. This lacks only
//! AddressSanitizer, and every crate of the package's own forbids `unsafe`.

mod report;

use std::collections::VecDeque;
use std::fs;
use std::fs::File;
use std::path::Path;
use std::path::PathBuf;
use std::process::Command;
use std::sync::Mutex;
use std::sync::PoisonError;
use std::thread;

use crate::Result;
use crate::Stop;
use crate::process;
use crate::setup;
use crate::test::Tally;
use crate::workspace;

use report::Figures;

/// `cargo xtask fuzz [--seconds N] [--jobs N] [--seed N] [TARGET…]`
pub(crate) fn main(arguments: &[String]) -> std::result::Result<(), Stop> {
    let all = targets()?;
    let options = parse(arguments, &all).map_err(Stop::usage)?;
    let programs = build(&options.targets)?;
    let mut figures = run_all(&options, &programs);
    figures.sort_by(|one, other| one.name.cmp(&other.name));
    workspace::write(&folder().join("figures.json"), &report::json(options.seconds, &figures))?;
    print!("{}", report::table(&figures));
    let mut tally = Tally::default();
    for Figures { name, failure, .. } in figures {
        tally.record(&name, failure.map_or(Ok(()), Err));
    }
    tally.conclude()
}

struct Options {
    targets: Vec<String>,
    seconds: u32,
    jobs: usize,
    /// Of the same seed, a run tries the same inputs in the same order.
    seed: Option<u32>,
}

fn parse(arguments: &[String], all: &[String]) -> Result<Options> {
    let mut options = Options { targets: Vec::new(), seconds: SECONDS_DEFAULT, jobs: 0, seed: None };
    let mut rest = arguments.iter();
    while let Some(argument) = rest.next() {
        let mut number = || rest.next().and_then(|number| number.parse().ok()).filter(|number| *number > 0);
        match argument.as_str() {
            "--seconds" => options.seconds = number().ok_or("--seconds wants a whole number: of each target")?,
            "--jobs" => options.jobs = number().ok_or("--jobs wants a whole number: of targets at a time")? as usize,
            "--seed" => options.seed = Some(number().ok_or("--seed wants a whole number")?),
            name if all.iter().any(|target| target == name) => options.targets.push(name.to_owned()),
            unknown => return Err(format!("there is no target `{unknown}` to fuzz; there are {}", all.join(", "))),
        }
    }
    if options.targets.is_empty() {
        options.targets = all.to_vec();
    }
    if options.jobs == 0 {
        options.jobs = thread::available_parallelism().map_or(1, usize::from);
    }
    Ok(options)
}

/// For each push; a quarter of an hour, `--seconds 900`, before a release.
const SECONDS_DEFAULT: u32 = 60;

/// The names of the files in `tests/fuzz/targets`.
fn targets() -> Result<Vec<String>> {
    let folder = workspace::root().join("tests/fuzz/targets");
    let entries = fs::read_dir(&folder).map_err(|error| format!("cannot list {}: {error}", folder.display()))?;
    let stem = |path: PathBuf| path.file_stem().map(|stem| stem.to_string_lossy().into_owned());
    let mut names: Vec<_> = entries.filter_map(|entry| stem(entry.ok()?.path())).collect();
    names.sort();
    Ok(names)
}

/// The folder of everything that a run writes: `seeds`, `corpus`, `crashes` and `logs` of each target.
fn folder() -> PathBuf {
    workspace::target().join("fuzz")
}

/// The targets' programs, in the order of their names here.
fn build(names: &[String]) -> Result<Vec<(String, PathBuf)>> {
    setup::cpp_compiler()?;
    let host = setup::host()?;
    let mut cargo = process::command("cargo");
    cargo.args(["build", "--quiet", "--release", "--manifest-path", MANIFEST, "--target", &host]);
    cargo.args(names.iter().flat_map(|name| ["--bin", name]));
    cargo.env("CARGO_TARGET_DIR", folder().join("build")).env("CARGO_ENCODED_RUSTFLAGS", FLAGS.join("\u{1f}"));
    process::run_aside(&mut cargo)?;
    let program = |name: &String| {
        let file = format!("{name}{}", std::env::consts::EXE_SUFFIX);
        (name.clone(), folder().join("build").join(&host).join("release").join(file))
    };
    Ok(names.iter().map(program).collect())
}

const MANIFEST: &str = "tests/fuzz/Cargo.toml";

/// The flags of cargo-fuzz. With the last, words that are compared stay calls of `memcmp`, which libFuzzer watches: it
/// learns the words from them.
const FLAGS: [&str; 9] = [
    "--cfg=fuzzing",
    "-Cpasses=sancov-module",
    "-Cllvm-args=-sanitizer-coverage-level=4",
    "-Cllvm-args=-sanitizer-coverage-inline-8bit-counters",
    "-Cllvm-args=-sanitizer-coverage-pc-table",
    "-Cllvm-args=-sanitizer-coverage-trace-compares",
    "-Cllvm-args=-simplifycfg-branch-fold-threshold=0",
    "-Cforce-frame-pointers",
    "-Cllvm-args=-max-loads-per-memcmp=0",
];

/// Some at a time, until all have run.
fn run_all(options: &Options, programs: &[(String, PathBuf)]) -> Vec<Figures> {
    let waiting = Mutex::new(programs.iter().collect::<VecDeque<_>>());
    let figures = Mutex::new(Vec::new());
    let work = || {
        loop {
            let next = waiting.lock().unwrap_or_else(PoisonError::into_inner).pop_front();
            let Some((name, program)) = next else { return };
            let ran = run(name, program, options)
                .unwrap_or_else(|error| Figures { failure: Some(error), ..Figures::of(name, "") });
            eprintln!("{}", report::line(&ran));
            figures.lock().unwrap_or_else(PoisonError::into_inner).push(ran);
        }
    };
    thread::scope(|scope| {
        for _ in 0..options.jobs {
            scope.spawn(work);
        }
    });
    figures.into_inner().unwrap_or_else(PoisonError::into_inner)
}

/// Runs one target, from its seeds and from what earlier runs have found.
fn run(name: &str, program: &Path, options: &Options) -> Result<Figures> {
    let of = |kind: &str| folder().join(kind).join(name);
    workspace::fresh_folder(&of("seeds"))?;
    workspace::fresh_folder(&of("crashes"))?;
    workspace::make_folder(&of("corpus"))?;
    workspace::make_folder(&folder().join("logs"))?;
    if !process::succeeds(process::command(program).env("FUZZ_SEEDS", of("seeds"))) {
        return Err(format!("cannot write its seeds. See why: FUZZ_SEEDS=seeds {}", program.display()));
    }
    let log = of("logs").with_extension("log");
    let file = File::create(&log).map_err(|error| format!("cannot write {}: {error}", log.display()))?;
    let mut fuzzer = process::command(program);
    fuzzer.args(LIMITS).arg(format!("-max_total_time={}", options.seconds));
    fuzzer.args(options.seed.map(|seed| format!("-seed={seed}")));
    fuzzer.arg(format!("-artifact_prefix={}/", of("crashes").display())).arg(of("corpus")).arg(of("seeds"));
    let status = run_into(&mut fuzzer, file)?;
    let said = fs::read(&log).map_err(|error| format!("cannot read {}: {error}", log.display()))?;
    let mut figures = Figures::of(name, &String::from_utf8_lossy(&said));
    figures.crashes = fs::read_dir(of("crashes")).map_or(0, |entries| entries.flatten().count());
    if !status.success() {
        let again = format!("{} {}/*", program.display(), of("crashes").display());
        let why = figures.panic.clone().unwrap_or_else(|| format!("{status}, see {}", log.display()));
        figures.failure = Some(format!("{why}\n  again: {again}"));
    } else if figures.executions == 0 {
        figures.failure = Some(format!("ran nothing, see {}", log.display()));
    }
    Ok(figures)
}

fn run_into(command: &mut Command, log: File) -> Result<std::process::ExitStatus> {
    let same = log.try_clone().map_err(|error| error.to_string())?;
    process::status(command.stdout(same).stderr(log))
}

/// An input of 4 KiB is longer than any single read step. A target that takes ten seconds or half a GiB of memory
/// for it has a fault.
const LIMITS: [&str; 4] = ["-max_len=4096", "-timeout=10", "-rss_limit_mb=512", "-print_final_stats=1"];

#[cfg(test)]
mod tests {
    use super::*;

    fn parsed(line: &str) -> Result<(Vec<String>, u32)> {
        let arguments: Vec<String> = line.split_whitespace().map(str::to_owned).collect();
        let all = ["frames".to_owned(), "json".to_owned()];
        parse(&arguments, &all).map(|options| (options.targets, options.seconds))
    }

    #[test]
    fn targets_and_options_are_understood() {
        assert_eq!(parsed(""), Ok((vec!["frames".to_owned(), "json".to_owned()], 60)));
        assert_eq!(parsed("json --seconds 900 --jobs 2"), Ok((vec!["json".to_owned()], 900)));
    }

    #[test]
    fn anything_else_is_refused() {
        for line in ["jsno", "--seed x", "--seconds", "--seconds 0", "--jobs two", "--second 3"] {
            assert!(parsed(line).is_err(), "{line}");
        }
    }

    #[test]
    fn each_file_is_a_target_of_the_manifest() {
        let manifest = workspace::read(&workspace::root().join(MANIFEST)).unwrap();
        let names = targets().unwrap();
        assert!(names.len() >= 6);
        assert_eq!(manifest.matches("[[bin]]").count(), names.len());
        assert!(names.iter().all(|name| manifest.contains(&format!("path = \"targets/{name}.rs\""))));
    }
}
