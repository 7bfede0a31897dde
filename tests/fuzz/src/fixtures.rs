//! The recordings, vectors and golden files of the tests: what fuzzing begins with.

use std::fs;
use std::path::PathBuf;

use serde_json::Value;

/// The files of a folder of `tests/fixtures`, in a stable order.
///
/// # Panics
/// If there are none: a target without seeds finds little.
pub fn folder(path: &str) -> Vec<Vec<u8>> {
    let folder = root().join(path);
    let entries = fs::read_dir(&folder).unwrap_or_else(|error| panic!("{}: {error}", folder.display()));
    let mut files: Vec<_> = entries.map(|entry| entry.unwrap().path()).filter(|path| path.is_file()).collect();
    files.sort();
    assert!(!files.is_empty(), "{} is empty", folder.display());
    files.iter().map(|file| fs::read(file).unwrap()).collect()
}

/// The files of a folder that are JSON.
///
/// # Panics
/// As [`folder`].
pub fn json_folder(path: &str) -> Vec<Value> {
    folder(path).iter().filter_map(|file| serde_json::from_slice(file).ok()).collect()
}

/// One file.
///
/// # Panics
/// If it is not there, or no JSON.
pub fn json_file(path: &str) -> Value {
    let file = root().join(path);
    let text = fs::read(&file).unwrap_or_else(|error| panic!("{}: {error}", file.display()));
    serde_json::from_slice(&text).unwrap()
}

fn root() -> PathBuf {
    PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("../fixtures")
}
