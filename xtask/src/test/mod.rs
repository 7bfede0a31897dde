//! `cargo xtask test`: every check there is, step by step. A failed step does not stop the next.
//!
//! The last line is `N passed, N failed`, with nothing else on it.

mod count;
mod steps;

use std::process::Command;
use std::process::ExitStatus;
use std::time::Instant;

use crate::Result;
use crate::Stop;
use crate::process;

use count::Counts;
pub(crate) use steps::install_tarball;

/// Name on the command line, and what runs it.
type Step = (&'static str, fn(&mut Tally) -> Result<()>);

const STEPS: &[Step] = &[
    ("lint", steps::lint),
    ("native", steps::native),
    ("wasm-node", steps::wasm_node),
    ("wasm-chromium", steps::wasm_chromium),
    ("wasm-firefox", steps::wasm_firefox),
    ("package", steps::package),
    ("python", steps::python),
    ("demo", steps::demo),
];

/// `cargo xtask test [STEP…]`
pub(crate) fn main(names: &[String]) -> std::result::Result<(), Stop> {
    if let Some(unknown) = names.iter().find(|name| !STEPS.iter().any(|(step, _)| step == name)) {
        return Err(Stop::usage(format!("there is no step `{unknown}` to test")));
    }
    let mut total = Counts::default();
    let mut failures = Vec::new();
    for (name, run) in STEPS.iter().filter(|(name, _)| names.is_empty() || names.iter().any(|wanted| wanted == name)) {
        let tally = run_step(name, *run);
        total.add(tally.counts);
        failures.extend(tally.failures.into_iter().map(|failure| format!("{name}: {failure}")));
    }
    for failure in &failures {
        println!("FAILED {failure}");
    }
    println!("{} passed, {} failed", total.passed, total.failed);
    if total.failed == 0 { Ok(()) } else { Err(Stop::Exit(1)) }
}

fn run_step(name: &str, run: fn(&mut Tally) -> Result<()>) -> Tally {
    println!("== {name}");
    let started = Instant::now();
    let mut tally = Tally::default();
    if let Err(error) = run(&mut tally) {
        eprintln!("{error}");
        tally.fail(error);
    }
    if tally.counts == Counts::default() {
        tally.fail("ran no tests".to_owned());
    }
    let Counts { passed, failed } = tally.counts;
    println!("== {name}: {passed} passed, {failed} failed, {:.1} s", started.elapsed().as_secs_f64());
    tally
}

/// What a step has run so far.
#[derive(Default)]
pub(crate) struct Tally {
    counts: Counts,
    failures: Vec<String>,
}

impl Tally {
    /// Runs a command that is one test: it passes or fails as a whole.
    pub(crate) fn check(&mut self, what: &str, command: &mut Command) {
        match process::status(command) {
            Ok(status) if status.success() => self.counts.passed += 1,
            Ok(status) => self.fail(format!("{what} ({status})")),
            Err(error) => self.fail(error),
        }
    }

    /// Runs a test runner and counts the tests that it reports.
    pub(crate) fn count(&mut self, what: &str, command: &mut Command) {
        let mut counts = Counts::default();
        let status = process::watch(command, |line| counts.read(line));
        self.judge(what, status, counts);
    }

    /// What a runner reports and how it ended must agree.
    fn judge(&mut self, what: &str, status: Result<ExitStatus>, counts: Counts) {
        let Counts { passed, failed } = counts;
        self.counts.add(counts);
        match status {
            Ok(status) if status.success() && failed == 0 && passed == 0 => self.fail(format!("{what}: ran no tests")),
            Ok(status) if status.success() && failed == 0 => {}
            Ok(_) if failed > 0 => self.failures.push(format!("{what}: {failed} of {} tests", passed + failed)),
            // It stopped before or beside its tests: a compile error, a crash, a browser that did not start.
            Ok(status) => self.fail(format!("{what} ({status})")),
            Err(error) => self.fail(error),
        }
    }

    /// Counts one test by hand.
    pub(crate) fn record(&mut self, what: &str, result: Result<()>) {
        match result {
            Ok(()) => self.counts.passed += 1,
            Err(error) => self.fail(format!("{what}: {error}")),
        }
    }

    fn fail(&mut self, failure: String) {
        self.counts.failed += 1;
        self.failures.push(failure);
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn judged(exit_code: i32, passed: u64, failed: u64) -> (u64, u64) {
        let mut tally = Tally::default();
        let status = process::status(process::command("sh").args(["-c", &format!("exit {exit_code}")]));
        tally.judge("a runner", status, Counts { passed, failed });
        assert_eq!(tally.failures.is_empty(), tally.counts.failed == 0);
        (tally.counts.passed, tally.counts.failed)
    }

    #[test]
    fn reported_tests_are_counted() {
        assert_eq!(judged(0, 3, 0), (3, 0));
        assert_eq!(judged(101, 3, 2), (3, 2));
    }

    #[test]
    fn a_runner_that_crashes_or_runs_nothing_has_failed() {
        assert_eq!(judged(1, 3, 0), (3, 1));
        assert_eq!(judged(0, 0, 0), (0, 1));
        assert_eq!(judged(1, 0, 0), (0, 1));
    }

    #[test]
    fn a_runner_that_reports_failures_has_failed_even_if_it_ends_well() {
        assert_eq!(judged(0, 3, 1), (3, 1));
    }

    #[test]
    fn a_step_without_tests_has_failed() {
        assert_eq!(run_step("empty", |_| Ok(())).counts, Counts { passed: 0, failed: 1 });
    }

    #[test]
    fn a_step_that_cannot_start_has_failed() {
        let tally = run_step("broken", |_| Err("no browser".to_owned()));
        assert_eq!(tally.failures, ["no browser"]);
    }
}
