//! Golden files of requests in OpenAI's shape, and what walks them.

use bedrock_wasm::error::Error;
use bedrock_wasm::translate::Warning;
use serde_json::Value;

use super::fixture_json;
use super::fixture_names;

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

/// What is wrong with the outcome, if something is: it fails as the file's `error` says, or has no `difference`.
pub(crate) fn compare<T: std::fmt::Debug>(
    name: &str,
    golden: &Value,
    outcome: Result<T, Error>,
    difference: fn(&str, &Value, &T) -> Option<String>,
) -> Option<String> {
    match (outcome, golden["error"].as_str()) {
        (Err(error), Some(expected)) if error.message().contains(expected) => None,
        (Err(error), expected) => Some(format!("{name}: {error}\n  instead of: {expected:?}")),
        (Ok(plan), Some(expected)) => Some(format!("{name}: {plan:?}\n  instead of an error: {expected}")),
        (Ok(plan), None) => difference(name, golden, &plan),
    }
}

/// What is wrong with the warnings, if something is: there are as many as the file has, each with the file's text.
pub(crate) fn compare_warnings(name: &str, golden: &Value, warnings: &[Warning]) -> Option<String> {
    let warnings: Vec<_> = warnings.iter().map(|warning| warning.message.as_str()).collect();
    let expected: Vec<_> = golden["warnings"].as_array().unwrap().iter().map(|text| text.as_str().unwrap()).collect();
    let as_expected =
        warnings.len() == expected.len() && warnings.iter().zip(&expected).all(|(got, text)| got.contains(text));
    (!as_expected).then(|| format!("{name}: warns {warnings:?}\n  instead of: {expected:?}"))
}
