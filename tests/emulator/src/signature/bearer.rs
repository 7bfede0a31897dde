//! Bedrock API keys. A long-term key is a secret to look up; a short-term one is a presigned request in base64, which
//! is signed again here and compared.

use std::time::SystemTime;

use base64::Engine;
use base64::engine::general_purpose::STANDARD;

use super::Caller;
use super::Payload;
use super::check_standing;
use super::presigned::Presigned;
use crate::credentials::API_KEY;
use crate::credentials::EXPIRED_API_KEY;
use crate::errors::ServiceError;

const SHORT_TERM_PREFIX: &str = "bedrock-api-key-";
const HOST: &str = "bedrock.amazonaws.com";
/// Added to the query after it was signed.
const VERSION: &str = "&Version=1";
const EXPIRES_SECONDS_MAX: u64 = 43_200;
/// Of long-term keys, which do not say where they belong.
const DEFAULT_REGION: &str = "us-east-1";

pub(super) fn verify(key: &str, now: Option<SystemTime>) -> Result<Caller, ServiceError> {
    match key.strip_prefix(SHORT_TERM_PREFIX) {
        Some(encoded) => verify_short_term(encoded, now),
        None if key == API_KEY => Ok(Caller::with_api_key(DEFAULT_REGION)),
        None if key == EXPIRED_API_KEY => Err(denied("Bearer Token has expired")),
        None => Err(invalid_key()),
    }
}

fn verify_short_term(encoded: &str, now: Option<SystemTime>) -> Result<Caller, ServiceError> {
    let presigned = decode(encoded).ok_or_else(invalid_key)?;
    let url = format!("https://{HOST}/?{}", presigned.others);
    let valid = presigned.check("POST", &url, vec![("host", HOST)], Payload::Bytes(b""))?.ok_or_else(invalid_key)?;
    if now.is_some_and(|now| now >= valid.until) {
        return Err(denied("Bearer Token has expired"));
    }
    check_standing(valid.account.standing)?;
    Ok(Caller::with_api_key(&presigned.scope.region))
}

/// The presigned request in a short-term key.
fn decode(encoded: &str) -> Option<Presigned> {
    let url = String::from_utf8(STANDARD.decode(encoded).ok()?).ok()?;
    let query = url.strip_prefix(HOST)?.trim_start_matches('/').strip_prefix('?')?;
    let presigned = Presigned::parse(query.strip_suffix(VERSION)?)?;
    let is_key = presigned.signed_headers == ["host"] && presigned.expires_seconds <= EXPIRES_SECONDS_MAX;
    is_key.then_some(presigned)
}

fn invalid_key() -> ServiceError {
    denied("Authentication failed: Please make sure your API Key is valid.")
}

fn denied(message: &str) -> ServiceError {
    ServiceError::new(403, "AccessDeniedException", message)
}
