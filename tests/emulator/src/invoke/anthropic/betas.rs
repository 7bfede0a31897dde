//! `anthropic_version` and `anthropic_beta`: what Bedrock looks at before the rest of a body.

use std::sync::LazyLock;

use serde::Deserialize;
use serde_json::Value;

use super::place::Checked;
use super::place::Place;
use crate::errors::ServiceError;
use crate::family::Family;
use crate::family::Refusal;

static BETAS: LazyLock<Vec<Beta>> =
    LazyLock::new(|| DATA.lines().filter_map(|line| serde_json::from_str(line).ok()).collect());
/// What Bedrock takes, each line with who found it out. All others are refused.
const DATA: &str = include_str!("../../../data/betas.jsonl");
/// The one that AWS documents.
const VERSION: &str = "bedrock-2023-05-31";
/// Anthropic's newest, which its clients send by themselves.
const LATE_VERSION: &str = "2026-10-21";

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

/// The absence is in the words of a live probe that a project keeps; a wrong value is reported by boto/boto3#4218. That
/// models after Opus 4.6 take Anthropic's newest version is documented on Anthropic's pages about Bedrock.
pub(super) fn check_version(family: &Family, root: &Place<'_>) -> Checked {
    let version = root.required("anthropic_version")?.text()?;
    if version == VERSION || version == LATE_VERSION && !family.refuses(Refusal::LateVersion) {
        return Ok(());
    }
    Err(ServiceError::validation(format!("Invalid API version: {version}")))
}

/// The complaint does not say which one is wrong.
pub(super) fn check(family: &Family, root: &Place<'_>) -> Checked {
    let Some(betas) = root.member("anthropic_beta") else { return Ok(()) };
    for beta in betas.items()? {
        let name = beta.text()?;
        let takes = |line: &Beta| {
            line.betas.iter().any(|known| known == name)
                && !line.refused_by.iter().any(|model| family.name().starts_with(model.as_str()))
        };
        if !BETAS.iter().any(takes) {
            return Err(ServiceError::validation("invalid beta flag"));
        }
    }
    Ok(())
}

/// Whether a request asks for a beta.
pub(super) fn has(body: &Value, beta: &str) -> bool {
    let betas = body.get("anthropic_beta").and_then(Value::as_array);
    betas.into_iter().flatten().any(|name| name == beta)
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
