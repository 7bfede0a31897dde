//! Bedrock API keys. A long-term key is a secret to look up; a short-term one is a presigned request in base64, which
//! is signed again here and compared.

use std::time::Duration;
use std::time::SystemTime;

use aws_sigv4::http_request::SignatureLocation;
use aws_sigv4::http_request::SigningSettings;
use base64::Engine;
use base64::engine::general_purpose::STANDARD;
use percent_encoding::percent_decode_str;

use super::authorization::Scope;
use super::check_standing;
use super::mismatch;
use super::parse_date;
use super::signature;
use super::unknown_token;
use crate::credentials::API_KEY;
use crate::credentials::Account;
use crate::credentials::EXPIRED_API_KEY;
use crate::errors::ServiceError;

const SHORT_TERM_PREFIX: &str = "bedrock-api-key-";
const HOST: &str = "bedrock.amazonaws.com";
const EXPIRES_SECONDS_MAX: u64 = 43_200;

pub(super) fn verify(key: &str, now: Option<SystemTime>) -> Result<(), ServiceError> {
    match key.strip_prefix(SHORT_TERM_PREFIX) {
        Some(encoded) => verify_short_term(encoded, now),
        None if key == API_KEY => Ok(()),
        None if key == EXPIRED_API_KEY => Err(denied("Bearer Token has expired")),
        None => Err(invalid_key()),
    }
}

fn verify_short_term(encoded: &str, now: Option<SystemTime>) -> Result<(), ServiceError> {
    let presigned = Presigned::parse(encoded).ok_or_else(invalid_key)?;
    let account = Account::of(&presigned.access_key_id).ok_or_else(unknown_token)?;
    if !account.accepts_token(presigned.token.as_deref()) {
        return Err(unknown_token());
    }
    presigned.scope.check(&presigned.date)?;
    let time = parse_date(&presigned.date).ok_or_else(mismatch)?;
    let expires = Duration::from_secs(presigned.expires_seconds);
    let uri = format!("https://{HOST}/?{}", presigned.signed_query());
    let mut settings = SigningSettings::default();
    settings.signature_location = SignatureLocation::QueryParams;
    settings.expires_in = Some(expires);
    let expected = signature("POST", &uri, vec![("host", HOST)], b"", account, &presigned.scope, time, settings)?;
    if expected != presigned.signature {
        return Err(invalid_key());
    }
    let end = time.checked_add(expires).ok_or_else(mismatch)?;
    if now.is_some_and(|now| now >= end) {
        return Err(denied("Bearer Token has expired"));
    }
    check_standing(account.standing)
}

fn invalid_key() -> ServiceError {
    denied("Authentication failed: Please make sure your API Key is valid.")
}

fn denied(message: &str) -> ServiceError {
    ServiceError::new(403, "AccessDeniedException", message)
}

/// What a short-term key says, decoded.
struct Presigned {
    access_key_id: String,
    scope: Scope,
    date: String,
    expires_seconds: u64,
    token: Option<String>,
    signature: String,
    action: String,
}

impl Presigned {
    fn parse(encoded: &str) -> Option<Presigned> {
        let url = String::from_utf8(STANDARD.decode(encoded).ok()?).ok()?;
        let query = url.strip_prefix(HOST)?.trim_start_matches('/').strip_prefix('?')?;
        let parameter = |name: &str| {
            let (_, value) = query.split('&').filter_map(|pair| pair.split_once('=')).find(|(key, _)| *key == name)?;
            Some(percent_decode_str(value).decode_utf8_lossy().into_owned())
        };
        if parameter("X-Amz-SignedHeaders")? != "host" || parameter("Version")? != "1" {
            return None;
        }
        let (access_key_id, scope) = Scope::parse(&parameter("X-Amz-Credential")?)?;
        let expires_seconds = parameter("X-Amz-Expires")?.parse().ok()?;
        (expires_seconds <= EXPIRES_SECONDS_MAX).then_some(())?;
        Some(Presigned {
            access_key_id,
            scope,
            date: parameter("X-Amz-Date")?,
            expires_seconds,
            token: parameter("X-Amz-Security-Token"),
            signature: parameter("X-Amz-Signature")?,
            action: parameter("Action")?,
        })
    }

    /// The parameters the signer does not add by itself. It would add the token only for credentials that carry one, so
    /// the token is given here, like any other parameter.
    fn signed_query(&self) -> String {
        let encode =
            |text: &str| percent_encoding::utf8_percent_encode(text, percent_encoding::NON_ALPHANUMERIC).to_string();
        let mut query = format!("Action={}", encode(&self.action));
        if let Some(token) = &self.token {
            query += &format!("&X-Amz-Security-Token={}", encode(token));
        }
        query
    }
}
