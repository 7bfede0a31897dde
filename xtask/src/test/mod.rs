//! `cargo xtask test`: every check, step by step. A failed step does not stop the next.
//!
//! The last line is `N passed, N failed`, with nothing else on it.

mod count;
mod docs;
mod steps;
mod www;

use std::process::Command;
use std::process::ExitStatus;
use std::time::Instant;

use crate::Result;
use crate::Stop;
use crate::process;

use count::Counts;
pub(crate) use steps::EMULATOR_URL;
pub(crate) use steps::install_tarball;
pub(crate) use steps::pack;

/// Name on the command line, and the function that runs it.
type Step = (&'static str, Run);

#[derive(Clone, Copy)]
enum Run {
    Whole(fn(&mut Tally) -> Result<()>),
    /// A step that runs only some of its tests when it is given their names.
    Some(fn(&mut Tally, &[String]) -> Result<()>),
}

const STEPS: &[Step] = &[
    ("lint", Run::Whole(steps::lint)),
    ("native", Run::Some(steps::native)),
    ("wasm-node", Run::Some(steps::wasm_node)),
    ("wasm-chromium", Run::Some(steps::wasm_chromium)),
    ("wasm-firefox", Run::Some(steps::wasm_firefox)),
    ("package", Run::Some(steps::package)),
    ("matrix", Run::Some(steps::matrix)),
    ("docs", Run::Whole(docs::docs)),
    ("www", Run::Some(www::www)),
    ("python", Run::Some(steps::python)),
    ("demo", Run::Whole(steps::demo)),
];

/// `cargo xtask test [STEP [NAME…]]…`
pub(crate) fn main(arguments: &[String]) -> std::result::Result<(), Stop> {
    let wanted = wanted(arguments).map_err(Stop::usage)?;
    let mut total = Tally::default();
    for ((name, run), names) in wanted {
        let tally = run_step(name, run, names);
        total.counts.add(tally.counts);
        total.failures.extend(tally.failures.into_iter().map(|failure| format!("{name}: {failure}")));
    }
    total.conclude()
}

/// `cargo xtask screenshots`
pub(crate) fn screenshots() -> std::result::Result<(), Stop> {
    let mut tally = Tally::default();
    www::screenshots(&mut tally)?;
    tally.conclude()
}

/// The steps to run and the names given to each: any other word belongs to the step before it.
fn wanted(arguments: &[String]) -> Result<Vec<(Step, &[String])>> {
    if arguments.is_empty() {
        return Ok(STEPS.iter().map(|step| (*step, [].as_slice())).collect());
    }
    let mut wanted = Vec::new();
    let mut rest = arguments;
    while let Some((name, after)) = rest.split_first() {
        let step = STEPS.iter().find(|(step, _)| step == name);
        let step = step.ok_or_else(|| format!("there is no step `{name}` to test"))?;
        let is_step = |word: &String| STEPS.iter().any(|(step, _)| step == word);
        let (names, next) = after.split_at(after.iter().position(is_step).unwrap_or(after.len()));
        if let (Run::Whole(_), Some(unknown)) = (step.1, names.first()) {
            return Err(format!("there is no step `{unknown}` to test, and `{name}` takes no names of tests"));
        }
        wanted.push((*step, names));
        rest = next;
    }
    Ok(wanted)
}

fn run_step(name: &str, run: Run, names: &[String]) -> Tally {
    println!("== {name}");
    let started = Instant::now();
    let mut tally = Tally::default();
    let result = match run {
        Run::Whole(run) => run(&mut tally),
        Run::Some(run) => run(&mut tally, names),
    };
    if let Err(error) = result {
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

/// The results of a step so far.
#[derive(Default)]
pub(crate) struct Tally {
    counts: Counts,
    failures: Vec<String>,
}

impl Tally {
    /// Prints the failures, and the counts as the last line.
    pub(crate) fn conclude(self) -> std::result::Result<(), Stop> {
        for failure in &self.failures {
            println!("FAILED {failure}");
        }
        let Counts { passed, failed } = self.counts;
        println!("{passed} passed, {failed} failed");
        if failed == 0 { Ok(()) } else { Err(Stop::Exit(1)) }
    }

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

    /// A runner's report and its exit status must agree.
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
        assert_eq!(run_step("empty", Run::Whole(|_| Ok(())), &[]).counts, Counts { passed: 0, failed: 1 });
    }

    #[test]
    fn a_step_that_cannot_start_has_failed() {
        let tally = run_step("broken", Run::Whole(|_| Err("no browser".to_owned())), &[]);
        assert_eq!(tally.failures, ["no browser"]);
    }

    fn named(arguments: &str) -> Result<Vec<(&'static str, Vec<String>)>> {
        let arguments: Vec<String> = arguments.split_whitespace().map(str::to_owned).collect();
        let wanted = wanted(&arguments)?;
        Ok(wanted.into_iter().map(|((name, _), names)| (name, names.to_vec())).collect())
    }

    #[test]
    fn names_belong_to_the_step_before_them() {
        let names = |names: &[&str]| names.iter().map(|name| (*name).to_owned()).collect::<Vec<_>>();
        let expected =
            vec![("lint", names(&[])), ("native", names(&["attempts", "json"])), ("package", names(&["chat"]))];
        assert_eq!(named("lint native attempts json package chat"), Ok(expected));
        assert_eq!(named("").unwrap().len(), STEPS.len());
    }

    #[test]
    fn what_is_neither_a_step_nor_a_name_is_refused() {
        assert!(named("nativ").unwrap_err().contains("no step `nativ`"));
        assert!(named("lint nativ").unwrap_err().contains("no step `nativ`"));
    }
}
