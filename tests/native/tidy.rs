//! The rules of the house, on the source itself: which module may import which, who may name which crate, how long
//! files, functions and lines are. Each finding says where and what to do; each rule is tried on text that breaks it.

use crate::support::source::Source;
use crate::support::source::files;

#[test]
fn imports_run_one_way() {
    check(&files("src", "rs"), imports);
    assert_eq!(found("src/sign.rs", "use crate::http::Request;\nuse crate::pipeline;", imports), [2]);
    assert_eq!(found("src/bedrock/event.rs", "fn f() {\n    crate::wasm::hash::f()\n}", imports), [2]);
    assert_eq!(found("src/bedrock/event.rs", "use super::super::config;", imports), [1]);
    assert_eq!(found("src/http.rs", "use super::error::Error;", imports), [1]);
    assert_eq!(found("src/new.rs", "use crate::error::Error;", imports), [1]);
    assert_eq!(
        found("src/retry.rs", "use super::*;\n/// [`crate::wasm`]\nconst A: &str = \"crate::wasm\";", imports),
        []
    );
    assert_eq!(found("src/http.rs", "#[cfg(test)]\nmod tests {\n    use crate::sign;\n}", imports), []);
}

#[test]
fn crates_are_named_where_they_belong() {
    check(&files("src", "rs"), crates);
    assert_eq!(found("src/pipeline.rs", "use aws_sigv4::sign::v4;", crates), [1]);
    assert_eq!(found("src/pipeline.rs", "use std::fmt;\nfn f(value: &JsValue) {}", crates), [2]);
    assert_eq!(found("src/http.rs", "let a = js_sys::Array::new();", crates), [1]);
    assert_eq!(found("src/sign.rs", "use aws_sigv4::sign::v4;\n//! `JsValue`", crates), []);
    assert_eq!(found("src/wasm/call.rs", "use wasm_bindgen::JsValue;", crates), []);
}

#[test]
fn the_eventstream_depends_on_nothing() {
    let manifest = std::fs::read_to_string("eventstream/Cargo.toml").unwrap();
    assert!(
        !manifest.lines().any(|line| line.ends_with("dependencies]") && line != "[dev-dependencies]"),
        "{manifest}"
    );
}

#[test]
fn files_are_short() {
    check(&all(), file_length);
    assert_eq!(found("src/a.rs", &"\n".repeat(301), file_length), [301]);
    assert_eq!(found("src/a.rs", &"\n".repeat(300), file_length), []);
}

#[test]
fn functions_are_short() {
    check(&all(), function_length);
    let of_lines = |lines: usize| {
        format!("//! A.\npub fn a(b: [u8; 2]) -> u8 {{{}}}\nfn c();", "\n    {}".repeat(lines - 2) + "\n")
    };
    assert_eq!(found("src/a.rs", &of_lines(71), function_length), [2]);
    assert_eq!(found("src/a.rs", &of_lines(70), function_length), []);
    let braces = format!("fn a() {{\n    let b = ['{{', '\\''];\n}}\n{}", "\n".repeat(80));
    assert_eq!(found("src/a.rs", &braces, function_length), []);
}

#[test]
fn lines_are_short() {
    check(&all(), line_length);
    let long = "x".repeat(121);
    assert_eq!(found("src/a.rs", &format!("\n{long}"), line_length), [2]);
    assert_eq!(found("src/a.rs", &format!("// {long}"), line_length), [1]);
    assert_eq!(found("src/a.rs", &format!("    \"{long}\",\n// https://{long}\n{}", &long[1..]), line_length), []);
}

#[test]
fn every_module_says_what_it_is() {
    check(&all(), opening);
    assert_eq!(found("src/a.rs", "use std::fmt;\n", opening), [1]);
    assert_eq!(found("src/a.rs", "//! What it is.\n", opening), []);
}

#[test]
fn nothing_is_left_undone() {
    check(&all(), undone);
    assert_eq!(found("src/a.rs", "fn a() {\n    todo!()\n}", undone), [2]);
    assert_eq!(found("src/a.rs", "fn a() {\n    unimplemented!(\"later\")\n}", undone), [2]);
    assert_eq!(found("tests/a.rs", "#[test]\n#[ignore]\nfn a() {}", undone), [2]);
    assert_eq!(found("tests/a.rs", "#[ignore = \"needs a network\"]\n// todo!()", undone), []);
}

/// A line and what to do about it.
type Finding = (usize, String);

/// The module each file belongs to, and the modules it may import. `wasm` may import all and nothing imports `wasm`.
const IMPORTS: [(&str, &[&str]); 18] = [
    ("attempts", &["clock", "error", "http", "retry"]),
    ("bedrock", &["error", "eventstream", "http"]),
    ("call", &["attempts", "bedrock", "config", "credentials", "error", "http", "io", "pipeline", "sign"]),
    ("clock", &["http"]),
    ("config", &["endpoint", "error"]),
    ("credentials", &["error"]),
    ("endpoint", &["error"]),
    ("error", &[]),
    ("http", &[]),
    ("io", &["credentials", "error", "http"]),
    ("json", &[]),
    ("models", &[]),
    (
        "openai",
        &["bedrock", "call", "config", "error", "http", "io", "json", "models", "pipeline", "retry", "translate"],
    ),
    (
        "pipeline",
        &["bedrock", "config", "credentials", "endpoint", "error", "eventstream", "http", "retry", "sign", "translate"],
    ),
    ("retry", &["error", "http"]),
    ("sign", &["credentials", "http"]),
    ("translate", &["bedrock", "error", "eventstream", "json", "models"]),
    (
        "wasm",
        &[
            "attempts",
            "bedrock",
            "call",
            "config",
            "credentials",
            "error",
            "http",
            "io",
            "json",
            "models",
            "openai",
            "pipeline",
            "sign",
            "translate",
        ],
    ),
];

fn imports(source: &Source) -> Vec<Finding> {
    let within = source.path.strip_prefix("src/").unwrap();
    let module = within.split('/').next().unwrap().trim_end_matches(".rs");
    if module == "lib" {
        return Vec::new();
    }
    let Some((_, allowed)) = IMPORTS.iter().find(|(name, _)| *name == module) else {
        return vec![(1, format!("Say in tests/native/tidy.rs what the new module {module} may import."))];
    };
    let is_root_file = !within.contains('/');
    let mut findings = Vec::new();
    let code = source.code();
    for (number, line) in numbered(code.split("#[cfg(test)]\nmod ").next().unwrap()) {
        for path in line.split("crate::").skip(1) {
            let imported =
                path.split(|character: char| !character.is_alphanumeric() && character != '_').next().unwrap();
            if imported != module && !allowed.contains(&imported) {
                findings.push((
                    number,
                    format!("{module} must not import {imported}: pass the value in, or move the code."),
                ));
            }
        }
        let leaves = if is_root_file {
            line.replace("super::*", "").contains("super::")
        } else {
            line.contains("super::super::")
        };
        if leaves {
            findings
                .push((number, "Write crate:: instead of super:: to leave a module, so that it is checked.".into()));
        }
    }
    findings
}

fn crates(source: &Source) -> Vec<Finding> {
    let mut findings = Vec::new();
    for (number, line) in numbered(&source.code()) {
        if line.contains("aws_sigv4") && source.path != "src/sign.rs" {
            findings.push((number, "Only src/sign.rs names aws_sigv4: add what is missing there.".into()));
        }
        let of_javascript =
            ["JsValue", "js_sys", "web_sys", "wasm_bindgen", "gloo_"].iter().find(|name| line.contains(*name));
        if let Some(name) = of_javascript.filter(|_| !source.path.starts_with("src/wasm/")) {
            findings.push((number, format!("Only src/wasm knows JavaScript: move what needs {name} there.")));
        }
    }
    findings
}

fn file_length(source: &Source) -> Vec<Finding> {
    let lines = source.text.lines().count();
    let remedy =
        || format!("{lines} lines are more than {FILE_LINES_MAX}: give one of its concerns a file of its own.");
    if lines > FILE_LINES_MAX { vec![(lines, remedy())] } else { Vec::new() }
}

fn function_length(source: &Source) -> Vec<Finding> {
    let code = if source.is_rust() { source.code() } else { return Vec::new() };
    let lines: Vec<_> = code.lines().collect();
    let is_function = |line: &str| line.trim_start().starts_with("fn ") || line.contains(" fn ");
    let mut findings = Vec::new();
    for (number, _) in numbered(&code).filter(|(_, line)| is_function(line)) {
        let length = block_lines(&lines[number - 1..]);
        if length > FUNCTION_LINES_MAX {
            findings.push((
                number,
                format!("A function of {length} lines, more than {FUNCTION_LINES_MAX}: name its steps."),
            ));
        }
    }
    findings
}

/// How many lines the first block of `lines` takes, with what stands before it; none if a semicolon comes first.
fn block_lines(lines: &[&str]) -> usize {
    let (mut braces, mut brackets) = (0, 0);
    for (position, line) in lines.iter().enumerate() {
        for character in line.chars() {
            match character {
                '(' | '[' => brackets += 1,
                ')' | ']' => brackets -= 1,
                '{' => braces += 1,
                '}' if braces == 1 => return position + 1,
                '}' => braces -= 1,
                ';' if braces == 0 && brackets == 0 => return 0,
                _ => {}
            }
        }
    }
    panic!("a block without an end: {}", lines[0]);
}

/// Strings are not broken, and neither are addresses and the rows of tables.
fn line_length(source: &Source) -> Vec<Finding> {
    let text = if source.is_rust() { source.without_strings() } else { return Vec::new() };
    let is_long = |line: &str| line.chars().count() > LINE_CHARACTERS_MAX;
    let can_be_broken =
        |line: &str| !(line.contains("://") || line.trim_start_matches(['/', '!', ' ']).starts_with('|'));
    numbered(&text)
        .filter(|(_, line)| is_long(line) && can_be_broken(line))
        .map(|(number, _)| (number, format!("Break the line at {LINE_CHARACTERS_MAX} characters, as rustfmt would.")))
        .collect()
}

fn opening(source: &Source) -> Vec<Finding> {
    let opens = if source.is_rust() { source.text.starts_with("//! ") } else { source.text.starts_with("//") };
    if opens { Vec::new() } else { vec![(1, "Begin with a comment that says what the file is for.".into())] }
}

fn undone(source: &Source) -> Vec<Finding> {
    if !source.is_rust() {
        return Vec::new();
    }
    numbered(&source.code())
        .filter_map(|(number, line)| {
            let macros = ["todo!", "unimplemented!"].iter().find(|name| line.contains(*name));
            let remedy = macros.map(|name| format!("Finish it: {name} is no answer."));
            let ignored =
                || line.contains("#[ignore]").then(|| "Write #[ignore = \"why\"], or make it run.".to_owned());
            Some((number, remedy.or_else(ignored)?))
        })
        .collect()
}

const FILE_LINES_MAX: usize = 300;
const FUNCTION_LINES_MAX: usize = 70;
const LINE_CHARACTERS_MAX: usize = 120;

/// The files that people read.
fn all() -> Vec<Source> {
    let folders = [
        ("src", "rs"),
        ("eventstream", "rs"),
        ("pkg-template", "js"),
        ("pkg-template", "ts"),
        ("xtask", "rs"),
        ("xtask", "mjs"),
        ("tests", "rs"),
    ];
    folders.into_iter().flat_map(|(folder, extension)| files(folder, extension)).collect()
}

fn check(sources: &[Source], rule: fn(&Source) -> Vec<Finding>) {
    assert!(!sources.is_empty());
    let findings = sources
        .iter()
        .flat_map(|source| rule(source).into_iter().map(|(line, remedy)| format!("{}:{line}: {remedy}", source.path)));
    let findings: Vec<_> = findings.collect();
    assert!(findings.is_empty(), "\n{}", findings.join("\n"));
}

/// The lines at which a rule finds something in this text.
fn found(path: &str, text: &str, rule: fn(&Source) -> Vec<Finding>) -> Lines {
    let source = Source { path: path.to_owned(), text: text.to_owned() };
    Lines(rule(&source).into_iter().map(|(line, _)| line).collect())
}

/// Compares with arrays of numbers and nothing else, so that `[]` has a type.
#[derive(Debug)]
struct Lines(Vec<usize>);

impl<const N: usize> PartialEq<[usize; N]> for Lines {
    fn eq(&self, expected: &[usize; N]) -> bool {
        self.0 == expected
    }
}

fn numbered(text: &str) -> impl Iterator<Item = (usize, &str)> {
    text.lines().enumerate().map(|(position, line)| (position + 1, line))
}
