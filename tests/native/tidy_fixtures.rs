//! Each file under `tests/fixtures` is there for a test: some test's source says its name, or the path of the folder
//! that it walks. A file that no source names came by accident, or was left behind by a test that has gone.

use std::fs;
use std::path::Path;

use crate::support::fixture_path;
use crate::support::source::Source;
use crate::support::source::files;

#[test]
fn a_test_names_every_fixture() {
    let mut paths = Vec::new();
    collect(&fixture_path(""), "", &mut paths);
    assert!(paths.len() > 400, "{} fixtures: some were lost", paths.len());
    let sources: Vec<_> =
        [("tests", "rs"), ("tests/js", "mjs"), ("tests/python", "py")].iter().flat_map(|(f, e)| files(f, e)).collect();
    let unnamed = unnamed(&paths, &sources);
    let remedy = "name them in a test, or remove them; tests/fixtures/README.md says where each is from";
    assert!(unnamed.is_empty(), "no test names these fixtures: {remedy}\n{}", unnamed.join("\n"));
}

#[test]
fn a_fixture_is_named_by_its_name_or_by_its_folder() {
    let finds = |path: &str, text: &str| {
        let source = Source { path: "tests/a.rs".to_owned(), text: text.to_owned() };
        unnamed(&[path.to_owned()], &[source]) == [path]
    };
    assert!(!finds("sigv4/keys.json", "fixture(\"sigv4/keys.json\")"));
    assert!(!finds("sigv4/keys.json", "path.join(FIXTURES, 'keys.json')"));
    assert!(!finds("sigv4/keys.json", "for name in [\"keys\"] { fixture(&format!(\"sigv4/{name}.json\")) }"));
    assert!(!finds("openai/request/a.json", "fixture_names(\"openai/request\")"));
    assert!(!finds("openai/request/a.json", "new URL(\"../fixtures/openai/request/\", import.meta.url)"));
    assert!(finds("sigv4/keys.json", "fixture(\"sigv4/other-keys.json\")"));
    assert!(finds("sigv4/keys.json", "fixture(\"sigv4/keys.json.old\")"));
    assert!(finds("sigv4/keys.json", "the keys are in a fixture"));
    assert!(finds("openai/request/a.json", "fixture_names(\"request\"); fixture_names(\"openai\")"));
    assert!(finds("node-config/home/.npm/_logs/debug-0.log", "path.join(FIXTURES, \"home\")"));
}

/// The files that no source names.
fn unnamed<'a>(paths: &'a [String], sources: &[Source]) -> Vec<&'a str> {
    let is_named = |path: &str| sources.iter().any(|source| names(&source.text, path));
    paths.iter().map(String::as_str).filter(|path| !is_named(path)).collect()
}

/// Whether a text has the file's name, or in quotes its name without the ending, or in quotes the path of its folder.
fn names(text: &str, path: &str) -> bool {
    let (folder, name) = path.rsplit_once('/').unwrap_or(("", path));
    let stem = name.rsplit_once('.').map_or(name, |(stem, _)| stem);
    let begins = |before: &str| before.ends_with(['"', '\'', '`', '/']);
    let ends = |after: &str| after.starts_with(['"', '\'', '`']) || after.starts_with("/\"");
    let has = |word: &str| {
        !word.is_empty()
            && text.match_indices(word).any(|(at, _)| begins(&text[..at]) && ends(&text[at + word.len()..]))
    };
    has(name) || has(stem) || has(folder)
}

fn collect(folder: &Path, path: &str, paths: &mut Vec<String>) {
    for entry in fs::read_dir(folder).unwrap() {
        let entry = entry.unwrap();
        let name = entry.file_name().into_string().unwrap();
        let within = if path.is_empty() { name.clone() } else { format!("{path}/{name}") };
        if entry.file_type().unwrap().is_dir() {
            collect(&entry.path(), &within, paths);
        } else if name != "README.md" {
            paths.push(within);
        }
    }
}
