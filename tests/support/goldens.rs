//! Golden files of requests in OpenAI's shape, and what walks them.

use serde_json::Value;

use super::support::fixture_json;
use super::support::fixture_names;

/// Every file of a folder, with its name. There are more than `least`.
pub(crate) fn goldens(folder: &str, least: usize) -> Vec<(String, Value)> {
    let names = fixture_names(folder);
    assert!(names.len() > least, "golden files were lost");
    names.into_iter().map(|name| (name.clone(), fixture_json(&format!("{folder}/{name}")))).collect()
}

/// Fails with all complaints of the files.
pub(crate) fn check_all(goldens: &[(String, Value)], check: fn(&str, &Value) -> Option<String>) {
    let complaints: Vec<_> = goldens.iter().filter_map(|(name, golden)| check(name, golden)).collect();
    assert!(complaints.is_empty(), "\n{}", complaints.join("\n\n"));
}

/// Fails if there is a parameter, of those parted by spaces, that no file's request has.
pub(crate) fn check_params(goldens: &[(String, Value)], params: &str) {
    for param in params.split_whitespace() {
        let is_used = |golden: &Value| golden["request"].get(param).is_some_and(|value| !value.is_null());
        assert!(goldens.iter().any(|(_, golden)| is_used(golden)), "{param} has no golden file");
    }
}
