//! The `Authorization` header of Signature Version 4, taken apart.
//! <https://docs.aws.amazon.com/IAM/latest/UserGuide/create-signed-request.html>

use axum::http::HeaderMap;
use base64::Engine;
use base64::engine::general_purpose::STANDARD;
use sha2::Digest;
use sha2::Sha256;

use super::AUTHORITY;
use super::refused;
use crate::errors::ServiceError;

const ALGORITHM: &str = "AWS4-HMAC-SHA256";
/// The name of all of Bedrock's services in a credential scope.
pub(super) const SERVICE: &str = "bedrock";
const TERMINATOR: &str = "aws4_request";

pub(super) struct Authorization {
    pub(super) access_key_id: String,
    pub(super) scope: Scope,
    pub(super) signed_headers: Vec<String>,
    pub(super) signature: String,
}

pub(super) struct Scope {
    date: String,
    pub(super) region: String,
    pub(super) service: String,
    terminator: String,
}

impl Authorization {
    pub(super) fn parse(value: &str, date: Option<&str>) -> Result<Authorization, ServiceError> {
        let rest = value.strip_prefix(ALGORITHM).unwrap_or_default();
        let parameter = |name: &str| {
            rest.split(',').find_map(|part| part.trim().strip_prefix(name)?.strip_prefix('=')).unwrap_or_default()
        };
        let (credential, signature) = (parameter("Credential"), parameter("Signature"));
        let signed_headers = parameter("SignedHeaders");
        let mut missing = String::new();
        for (name, value) in [("Credential", credential), ("Signature", signature), ("SignedHeaders", signed_headers)] {
            if value.is_empty() {
                missing += &format!("Authorization header requires '{name}' parameter. ");
            }
        }
        if date.is_none() {
            missing += "Authorization header requires existence of either a 'X-Amz-Date' or a 'Date' header. ";
        }
        if !missing.is_empty() {
            return Err(incomplete(value, &missing));
        }
        let (access_key_id, scope) = Scope::parse(credential).ok_or_else(|| {
            let complaint = format!(
                "Credential must have exactly 5 slash-delimited elements, e.g. keyid/date/region/service/term, got '{credential}' "
            );
            incomplete(value, &complaint)
        })?;
        Ok(Authorization {
            access_key_id,
            scope,
            signed_headers: signed_headers.split(';').map(str::to_owned).collect(),
            signature: signature.to_owned(),
        })
    }

    pub(super) fn signs(&self, name: &str) -> bool {
        self.signed_headers.iter().any(|header| header == name)
    }

    /// The headers that say where, when and as whom must be covered by the signature.
    pub(super) fn check_signed_headers(&self, headers: &HeaderMap) -> Result<(), ServiceError> {
        if !self.signs("host") && !self.signs(AUTHORITY) {
            return Err(refused("'Host' or ':authority' must be a 'SignedHeader' in the AWS Authorization."));
        }
        for name in ["x-amz-date", "x-amz-security-token", "x-amz-content-sha256"] {
            if headers.contains_key(name) && !self.signs(name) {
                return Err(refused(format!("'{name}' must be a 'SignedHeader' in the AWS Authorization.")));
            }
        }
        if self.signs("authorization") {
            return Err(refused("'authorization' must not be a 'SignedHeader' in the AWS Authorization."));
        }
        Ok(())
    }
}

impl Scope {
    /// The access key id and the scope of `AKIDEXAMPLE/20261122/us-east-1/bedrock/aws4_request`.
    pub(super) fn parse(credential: &str) -> Option<(String, Scope)> {
        let parts: Vec<&str> = credential.split('/').collect();
        let [key, date, region, service, terminator] = parts.as_slice() else { return None };
        let scope = Scope {
            date: (*date).to_owned(),
            region: (*region).to_owned(),
            service: (*service).to_owned(),
            terminator: (*terminator).to_owned(),
        };
        Some(((*key).to_owned(), scope))
    }

    pub(super) fn text(&self) -> String {
        [self.date.as_str(), &self.region, &self.service, &self.terminator].join("/")
    }

    /// `date` is the value of `x-amz-date`.
    pub(super) fn check(&self, date: &str) -> Result<(), ServiceError> {
        let mut complaints = String::new();
        if self.region.is_empty() || !self.region.bytes().all(|b| b.is_ascii_alphanumeric() || b == b'-') {
            complaints += "Credential should be scoped to a valid region. ";
        }
        if self.service != SERVICE {
            complaints += &format!("Credential should be scoped to correct service: '{SERVICE}'. ");
        }
        if self.terminator != TERMINATOR {
            complaints += &format!(
                "Credential should be scoped with a valid terminator: '{TERMINATOR}', not '{}'. ",
                self.terminator
            );
        }
        let day = date.split('T').next().unwrap_or_default();
        if self.date != day {
            complaints += &format!(
                "Date in Credential scope does not match YYYYMMDD from ISO-8601 version of date from HTTP: '{}' != '{day}', from \
                 '{date}'. ",
                self.date
            );
        }
        if complaints.is_empty() { Ok(()) } else { Err(refused(complaints)) }
    }
}

/// AWS repeats the header as a hash, since a client may have put a secret in it.
fn incomplete(authorization: &str, complaint: &str) -> ServiceError {
    let hash = STANDARD.encode(Sha256::digest(authorization.as_bytes()));
    let message = format!("{complaint}(Hashed with SHA-256 and encoded with Base64) Authorization={hash}");
    ServiceError::framework(400, "IncompleteSignatureException", message)
}
