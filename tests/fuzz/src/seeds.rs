//! What each target begins with, which only the target itself knows how to write.

use std::fs;
use std::path::Path;

/// Writes a target's seeds and ends, if that is all that was asked of it: `cargo xtask fuzz` asks with this variable,
/// whose value is the folder.
///
/// # Panics
/// If they cannot be written.
pub fn write_if_asked(seeds: fn() -> Vec<Vec<u8>>) {
    let Some(folder) = std::env::var_os("FUZZ_SEEDS") else { return };
    let folder = Path::new(&folder);
    fs::create_dir_all(folder).unwrap();
    for (number, seed) in seeds().iter().enumerate() {
        fs::write(folder.join(format!("seed-{number:04}")), seed).unwrap();
    }
    std::process::exit(0);
}

/// An input of a `json_target`.
pub fn with_choices(choices: [u8; 4], text: &str) -> Vec<u8> {
    [&choices[..], text.as_bytes()].concat()
}
