//! The wasm tests run in the package's own JavaScript, and load the modules that they name.

use std::collections::BTreeSet;
use std::fs;
use std::path::Path;
use std::path::PathBuf;

#[test]
fn the_wasm_tests_name_every_module_that_a_client_is_made_of() {
    let root = Path::new(env!("CARGO_MANIFEST_DIR"));
    let mut found = BTreeSet::new();
    collect(&root.join("pkg-template/engine/core.js"), &mut found);
    let source = fs::read_to_string(root.join("tests/wasm/package.rs")).unwrap();
    let is_named = |path: &PathBuf| {
        let within = path.strip_prefix(root.join("pkg-template")).unwrap().to_string_lossy().replace('\\', "/");
        source.contains(&format!("\"{within}\""))
    };
    let missing: Vec<_> = found.iter().filter(|path| !is_named(path)).collect();
    assert!(missing.is_empty(), "tests/wasm/package.rs does not name {missing:?}");
    assert!(found.len() > 5, "{found:?}");
}

/// The module, and all that it imports.
fn collect(module: &Path, found: &mut BTreeSet<PathBuf>) {
    if !found.insert(module.to_owned()) {
        return;
    }
    let text = fs::read_to_string(module).unwrap();
    for line in text.lines().filter(|line| line.starts_with("import ")) {
        let from = line.split('"').nth(1).unwrap();
        let imported = module.parent().unwrap().join(from);
        collect(&fs::canonicalize(imported).unwrap(), found);
    }
}
