//! How far a target got, from libFuzzer's output.

use std::fmt::Write;

/// The facts of one run.
#[derive(Debug, Default, PartialEq)]
pub(super) struct Figures {
    pub(super) name: String,
    pub(super) executions: u64,
    pub(super) per_second: u64,
    /// Edges of the program that were taken.
    pub(super) edges: u64,
    /// Edges with the number of times each was taken, and comparisons: libFuzzer's "features".
    pub(super) features: u64,
    /// Inputs that each do something that no other does.
    pub(super) corpus: u64,
    pub(super) peak_mb: u64,
    pub(super) crashes: usize,
    /// The message of a failed check.
    pub(super) panic: Option<String>,
    /// Why the run has failed, if it has.
    pub(super) failure: Option<String>,
}

/// In characters: an assertion may quote a whole input.
const PANIC_LENGTH_MAX: usize = 500;

impl Figures {
    /// Reads a log.
    pub(super) fn of(name: &str, log: &str) -> Self {
        let mut figures = Self { name: name.to_owned(), ..Self::default() };
        let mut lines = log.lines();
        while let Some(line) = lines.next() {
            if let Some(statistic) = line.strip_prefix("stat::") {
                figures.read_statistic(statistic);
            } else if line.starts_with('#') && line.contains(" cov: ") {
                figures.edges = number_after(line, "cov:");
                figures.features = number_after(line, "ft:");
                figures.corpus = number_after(line, "corp:");
            } else if figures.panic.is_none()
                && let Some((_, place)) = line.split_once("panicked at ")
            {
                let said: Vec<&str> = lines.by_ref().take_while(|line| !line.starts_with("stack backtrace")).collect();
                let said = said.join("\n  ");
                let shown: String = said.chars().take(PANIC_LENGTH_MAX).collect();
                figures.panic = Some(format!("{place} {shown}"));
            }
        }
        figures
    }

    fn read_statistic(&mut self, statistic: &str) {
        let (name, number) = statistic.split_once(':').unwrap_or_default();
        let number = number.trim().parse().unwrap_or_default();
        match name {
            "number_of_executed_units" => self.executions = number,
            "average_exec_per_sec" => self.per_second = number,
            "peak_rss_mb" => self.peak_mb = number,
            _ => {}
        }
    }
}

/// `corp: 561/213Kb` has 561.
fn number_after(line: &str, name: &str) -> u64 {
    let (_, after) = line.split_once(name).unwrap_or_default();
    let digits: String = after.trim_start().chars().take_while(char::is_ascii_digit).collect();
    digits.parse().unwrap_or_default()
}

const HEAD: [&str; 8] = ["target", "executions", "a second", "edges", "features", "corpus", "peak MB", "crashes"];

pub(super) fn table(figures: &[Figures]) -> String {
    let mut table = String::new();
    let _ = writeln!(table, "{}", columns(&HEAD.map(str::to_owned)));
    for figures in figures {
        let _ = writeln!(table, "{}", line(figures));
    }
    table
}

pub(super) fn line(figures: &Figures) -> String {
    let Figures { name, executions, per_second, edges, features, corpus, peak_mb, crashes, .. } = figures;
    let numbers = [*executions, *per_second, *edges, *features, *corpus, *peak_mb, *crashes as u64];
    let mut cells = vec![name.clone()];
    cells.extend(numbers.iter().map(u64::to_string));
    columns(&cells)
}

fn columns(cells: &[String]) -> String {
    let mut line = String::new();
    for (position, cell) in cells.iter().enumerate() {
        let _ = if position == 0 { write!(line, "{cell:<16}") } else { write!(line, " {cell:>10}") };
    }
    line
}

/// For `docs/reliability.md`.
pub(super) fn json(seconds: u32, figures: &[Figures]) -> String {
    let mut json = format!("{{\"seconds\":{seconds},\"targets\":[");
    for (position, figures) in figures.iter().enumerate() {
        let Figures { name, executions, per_second, edges, features, corpus, peak_mb, crashes, .. } = figures;
        let comma = if position == 0 { "" } else { "," };
        let _ = write!(
            json,
            "{comma}\n{{\"name\":\"{name}\",\"executions\":{executions},\"perSecond\":{per_second},\"edges\":{edges},\
             \"features\":{features},\"corpus\":{corpus},\"peakMb\":{peak_mb},\"crashes\":{crashes}}}"
        );
    }
    json + "\n]}\n"
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_run_that_ends_well_is_read() {
        let log = "#2\tINITED cov: 8 ft: 8 corp: 1/1b\n#103217\tDONE   cov: 1735 ft: 6389 corp: 561/213Kb lim: 3893\n\
                   stat::number_of_executed_units: 103217\nstat::average_exec_per_sec:     3329\nstat::peak_rss_mb:  31\n";
        let figures = Figures::of("json", log);
        assert_eq!((figures.executions, figures.per_second, figures.peak_mb), (103_217, 3329, 31));
        assert_eq!((figures.edges, figures.features, figures.corpus), (1735, 6389, 561));
        assert_eq!(figures.panic, None);
        assert_eq!(json(60, &[figures]).matches("\"executions\":103217,\"perSecond\":3329").count(), 1);
    }

    #[test]
    fn a_check_that_failed_is_told_with_its_words() {
        let log =
            "thread '<unnamed>' (1) panicked at targets/json.rs:61:27:\n1 instead of 2\nin `a`\nstack backtrace:\n";
        let panic = Figures::of("json", log).panic;
        assert_eq!(panic.as_deref(), Some("targets/json.rs:61:27: 1 instead of 2\n  in `a`"));
    }
}
