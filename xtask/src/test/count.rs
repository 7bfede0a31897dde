//! Reads test counts from the runners' output: cargo test and wasm-bindgen-test, `node --test`, Python's unittest.

/// How many tests passed and failed. Skipped ones are neither.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(crate) struct Counts {
    pub(crate) passed: u64,
    pub(crate) failed: u64,
}

impl Counts {
    pub(crate) fn add(&mut self, other: Counts) {
        self.passed += other.passed;
        self.failed += other.failed;
    }

    /// Adds what a line of output reports; most lines report nothing.
    pub(crate) fn read(&mut self, line: &str) {
        let line = without_colours(line);
        let line = line.trim();
        if let Some(result) = line.strip_prefix("test result: ") {
            self.passed += number_before(result, "passed");
            self.failed += number_before(result, "failed");
        } else if let Some(rest) = line.strip_prefix("Ran ") {
            self.passed += leading_number(rest);
        } else if let Some(problems) = line.strip_prefix("FAILED (").or_else(|| line.strip_prefix("OK (")) {
            self.read_unittest_problems(problems);
        } else if let Some(summary) = line.strip_prefix("# ").or_else(|| line.strip_prefix("ℹ ")) {
            self.read_node_summary(summary);
        }
    }

    /// `failures=1, errors=2, skipped=3)`: of those it has run, some did not pass.
    fn read_unittest_problems(&mut self, problems: &str) {
        for (name, number) in problems.trim_end_matches(')').split(", ").filter_map(|problem| problem.split_once('=')) {
            let number = leading_number(number);
            match name {
                "failures" | "errors" | "unexpected successes" => {
                    self.passed = self.passed.saturating_sub(number);
                    self.failed += number;
                }
                "skipped" => self.passed = self.passed.saturating_sub(number),
                _ => {}
            }
        }
    }

    /// `pass 3`, `fail 1`, `cancelled 1`
    fn read_node_summary(&mut self, summary: &str) {
        match summary.split_once(' ') {
            Some(("pass", number)) => self.passed += leading_number(number),
            Some(("fail" | "cancelled", number)) => self.failed += leading_number(number),
            _ => {}
        }
    }
}

/// 3 in `ok. 3 passed; 0 failed`
fn number_before(text: &str, word: &str) -> u64 {
    let words: Vec<&str> = text.split_whitespace().map(|word| word.trim_end_matches([';', '.'])).collect();
    let pairs = words.iter().zip(words.iter().skip(1));
    pairs.filter(|(_, after)| **after == word).find_map(|(number, _)| number.parse().ok()).unwrap_or(0)
}

fn leading_number(text: &str) -> u64 {
    let digits: String = text.chars().take_while(char::is_ascii_digit).collect();
    digits.parse().unwrap_or(0)
}

/// Without terminal escapes such as `\x1b[34m`.
fn without_colours(line: &str) -> String {
    let mut parts = line.split("\x1b[");
    let mut plain = parts.next().unwrap_or_default().to_owned();
    for part in parts {
        plain.push_str(part.split_once('m').map_or("", |(_, text)| text));
    }
    plain
}

#[cfg(test)]
mod tests {
    use super::*;

    fn counts(output: &str) -> (u64, u64) {
        let mut counts = Counts::default();
        output.lines().for_each(|line| counts.read(line));
        (counts.passed, counts.failed)
    }

    #[test]
    fn cargo_test_and_wasm_bindgen_test() {
        let output = "test a ... ok\ntest result: ok. 12 passed; 0 failed; 1 ignored; 0 measured; 0 filtered out; finished in 0.1s\n\
                      test result: FAILED. 2 passed; 1 failed; 0 ignored; 0 measured\n";
        assert_eq!(counts(output), (14, 1));
    }

    #[test]
    fn node_test() {
        assert_eq!(counts("# tests 5\n# suites 0\n# pass 3\n# fail 1\n# cancelled 1\n# skipped 0\n"), (3, 2));
        assert_eq!(counts("\x1b[34mℹ pass 7\x1b[39m\n\x1b[34mℹ fail 0\x1b[39m\n"), (7, 0));
    }

    #[test]
    fn python_unittest() {
        assert_eq!(counts("Ran 4 tests in 0.100s\n\nOK\n"), (4, 0));
        assert_eq!(counts("Ran 9 tests in 0.1s\n\nFAILED (failures=1, errors=2, skipped=3)\n"), (3, 3));
        assert_eq!(counts("Ran 2 tests in 0.1s\n\nOK (skipped=2)\n"), (0, 0));
    }

    #[test]
    fn other_lines_count_nothing() {
        assert_eq!(counts("passed 3\n# Subtest: pass 9 lives\nrunning 4 tests\n"), (0, 0));
    }
}
