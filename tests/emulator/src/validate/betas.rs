//! The betas of Anthropic that Bedrock takes: data, each line with who found it out. All others are refused.

use std::sync::LazyLock;

use serde::Deserialize;

use super::by_model;
use crate::errors::ServiceError;
use crate::family::Family;

static BETAS: LazyLock<Vec<Beta>> =
    LazyLock::new(|| DATA.lines().filter_map(|line| serde_json::from_str(line).ok()).collect());
const DATA: &str = include_str!("../../data/betas.jsonl");

#[derive(Debug, Deserialize)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
struct Beta {
    betas: Vec<String>,
    /// Beginnings of ids, without a profile's prefix.
    #[serde(default)]
    refused_by: Vec<String>,
    #[expect(dead_code, reason = "for readers of the data")]
    source: String,
}

/// The complaint does not say which one is wrong. Reported of InvokeModel by many (BerriAI/litellm#19875), of Converse
/// by cline/cline#5568.
pub(crate) fn check<'a>(family: &Family, betas: impl IntoIterator<Item = &'a str>) -> Result<(), ServiceError> {
    let takes = |name: &str, line: &Beta| {
        line.betas.iter().any(|known| known == name)
            && !line.refused_by.iter().any(|model| family.name().starts_with(model.as_str()))
    };
    if betas.into_iter().all(|name| BETAS.iter().any(|line| takes(name, line))) {
        return Ok(());
    }
    by_model("invalid beta flag")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_line_can_be_read_and_no_beta_stands_twice() {
        assert_eq!(BETAS.len(), DATA.lines().count());
        let mut names: Vec<&String> = BETAS.iter().flat_map(|line| &line.betas).collect();
        let count = names.len();
        names.sort();
        names.dedup();
        assert_eq!(names.len(), count);
    }
}
