//! Answers in a form of Markdown's: tables, code, lists.

use super::data::REPLIES;
use super::data::Table;
use super::question::Question;
use super::question::hits;
use super::question::words;

/// The table of the question's subject, or the last one.
pub(super) fn table(question: &Question) -> String {
    let asked = words(&question.text);
    let fits = |table: &&Table| table.words.is_empty() || hits(&asked, &table.words) > 0;
    let Some(table) = REPLIES.tables.iter().find(fits) else { return String::new() };
    let mut lines: Vec<String> = table.rows.iter().map(|row| format!("| {} |", row.join(" | "))).collect();
    let columns = table.rows.first().map_or(0, Vec::len);
    lines.insert(lines.len().min(1), format!("|{}", " --- |".repeat(columns)));
    format!("Here is a table of {}:\n\n{}", table.title, lines.join("\n"))
}

/// A small program in the language that was named, or in the first one.
pub(super) fn code(question: &Question) -> String {
    let asked = words(&question.text);
    let named = REPLIES.code.iter().find(|code| hits(&asked, &code.words) > 0);
    let Some(code) = named.or(REPLIES.code.first()) else { return String::new() };
    format!("Here is a small example:\n\n```{}\n{}\n```\n\n{}", code.fence, code.lines.join("\n"), code.about)
}

/// A point a line.
pub(super) fn list(question: &Question) -> String {
    let points: Vec<String> = question.passage().iter().map(|sentence| format!("- {}", indented(sentence))).collect();
    points.join("\n")
}

/// The points in their order.
pub(super) fn steps(question: &Question) -> String {
    let numbered = (1..).zip(question.passage()).map(|(number, text)| format!("{number}. {}", indented(text)));
    numbered.collect::<Vec<_>>().join("\n")
}

/// A verse has lines of its own.
fn indented(text: &str) -> String {
    text.replace('\n', "\n   ")
}
