//! The project's own source text: which files there are, and Rust with its strings or comments taken out.

use std::fs;
use std::path::Path;
use std::path::PathBuf;

/// A file of the project.
pub(crate) struct Source {
    /// From the root of the project: `src/sign.rs`.
    pub(crate) path: String,
    pub(crate) text: String,
}

impl Source {
    /// The code alone: what is in strings and comments is gone, lines and columns of the rest stay.
    pub(crate) fn code(&self) -> String {
        strip(&self.text, true)
    }

    /// Without the contents of strings.
    pub(crate) fn without_strings(&self) -> String {
        strip(&self.text, false)
    }

    pub(crate) fn is_rust(&self) -> bool {
        self.path.ends_with(".rs")
    }
}

/// The files under `folder` whose name ends so, in a stable order. What is in `node_modules` and
/// `target` others made.
pub(crate) fn files(folder: &str, extension: &str) -> Vec<Source> {
    let root = Path::new(env!("CARGO_MANIFEST_DIR"));
    let mut found = Vec::new();
    collect(&root.join(folder), extension, &mut found);
    found.sort();
    let source = |path: PathBuf| Source {
        path: path.strip_prefix(root).unwrap().to_str().unwrap().replace('\\', "/"),
        text: fs::read_to_string(&path).unwrap(),
    };
    found.into_iter().map(source).collect()
}

fn collect(folder: &Path, extension: &str, found: &mut Vec<PathBuf>) {
    for entry in fs::read_dir(folder).unwrap_or_else(|error| panic!("{}: {error}", folder.display())) {
        let path = entry.unwrap().path();
        if path.ends_with("node_modules") || path.ends_with("target") {
            continue;
        }
        if path.is_dir() {
            collect(&path, extension, found);
        } else if path.extension().is_some_and(|existing| existing == extension) {
            found.push(path);
        }
    }
}

/// Takes out what is inside of string and character literals, and comments too if asked.
fn strip(text: &str, comments_too: bool) -> String {
    let mut code = String::with_capacity(text.len());
    let mut rest = text;
    while let Some(next) = rest.chars().next() {
        let length = if rest.starts_with("//") {
            let length = rest.find('\n').unwrap_or(rest.len());
            if !comments_too {
                code.push_str(&rest[..length]);
            }
            length
        } else if let Some(length) = literal(rest, code.chars().last()) {
            code.push_str("\"\"");
            code.extend(rest[..length].chars().filter(|character| *character == '\n'));
            length
        } else {
            code.push(next);
            next.len_utf8()
        };
        rest = &rest[length..];
    }
    code
}

/// The length of the string or character literal that `rest` begins with.
fn literal(rest: &str, before: Option<char>) -> Option<usize> {
    if before.is_some_and(|character| character.is_alphanumeric() || character == '_') && !rest.starts_with('"') {
        return None;
    }
    let raw = rest.trim_start_matches('b').strip_prefix('r').filter(|after| after.starts_with(['"', '#']));
    if let Some(after) = raw {
        let hashes = after.len() - after.trim_start_matches('#').len();
        let inside = after.trim_start_matches('#').strip_prefix('"')?;
        let end = format!("\"{}", "#".repeat(hashes));
        let length = inside.find(&end)? + end.len();
        return Some(rest.len() - inside.len() + length);
    }
    if let Some(inside) = rest.strip_prefix('"') {
        let mut escaped = false;
        let end = inside.find(|character| {
            let is_end = character == '"' && !escaped;
            escaped = character == '\\' && !escaped;
            is_end
        })?;
        return Some(end + 2);
    }
    // `b'"'` is a byte, and no string begins in it.
    let quoted = rest.strip_prefix('b').filter(|after| after.starts_with('\'')).unwrap_or(rest);
    let inside = quoted.strip_prefix('\'')?;
    let length = match inside.strip_prefix('\\') {
        // An escaped character: the escape is never the closing quote.
        Some(escape) => 1 + escape.char_indices().nth(1)?.0 + escape[escape.char_indices().nth(1)?.0..].find('\'')?,
        None => inside.chars().next()?.len_utf8(),
    };
    // Anything else with one quote is a lifetime.
    inside[length..].starts_with('\'').then_some(rest.len() - quoted.len() + length + 2)
}
