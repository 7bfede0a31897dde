//! `anthropic_version` and `anthropic_beta`: what Bedrock looks at before the rest of a body.

use serde_json::Value;

use super::place::Checked;
use super::place::Place;
use crate::errors::ServiceError;
use crate::family::Family;
use crate::family::Refusal;
use crate::validate;

/// The one that AWS documents.
const VERSION: &str = "bedrock-2023-05-31";
/// Anthropic's newest, which its clients send by themselves.
const LATE_VERSION: &str = "2026-10-21";

/// The absence is in the words of a live probe that a project keeps; a wrong value is reported by boto/boto3#4218. That
/// models after Opus 4.6 take Anthropic's newest version is documented on Anthropic's pages about Bedrock.
pub(super) fn check_version(family: &Family, root: &Place<'_>) -> Checked {
    let version = root.required("anthropic_version")?.text()?;
    if version == VERSION || version == LATE_VERSION && !family.refuses(Refusal::LateVersion) {
        return Ok(());
    }
    Err(ServiceError::validation(format!("Invalid API version: {version}")))
}

pub(super) fn check(family: &Family, root: &Place<'_>) -> Checked {
    let Some(betas) = root.member("anthropic_beta") else { return Ok(()) };
    let names = betas.items()?.iter().map(Place::text).collect::<Checked<Vec<_>>>()?;
    validate::betas(family, names)
}

/// Whether a request asks for a beta.
pub(super) fn has(body: &Value, beta: &str) -> bool {
    let betas = body.get("anthropic_beta").and_then(Value::as_array);
    betas.into_iter().flatten().any(|name| name == beta)
}
