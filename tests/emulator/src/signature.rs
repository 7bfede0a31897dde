//! Who signed this request? The signature is computed again by AWS's own signer, `aws_sigv4::http_request::sign`, from
//! what arrived: the method, the raw path and query, the headers named in `SignedHeaders` and the body. Nothing the
//! client claims is taken over.
//!
//! A signature comes in the `authorization` header, or in the query of a presigned URL (`presigned`); an API key takes
//! its place (`bearer`). The events of a streamed request each have one of their own (`events`).
//!
//! The settings are those of every AWS service but S3, and of all its SDKs: the path, as it stands on the wire, is
//! encoded once more, and dot segments are resolved. The signer must not add or leave out headers by itself, so its
//! list of excluded headers is cleared and the session token is passed as the plain header it is.

mod authorization;
mod bearer;
mod clock;
mod events;
mod http2;
mod presigned;

use std::time::SystemTime;

use aws_credential_types::Credentials;
use aws_sigv4::http_request::SignableBody;
use aws_sigv4::http_request::SignableRequest;
use aws_sigv4::http_request::SigningSettings;
use aws_sigv4::http_request::sign;
use aws_sigv4::sign::v4;
use axum::http::HeaderMap;
use sha2::Digest;
use sha2::Sha256;

use crate::credentials::Account;
use crate::credentials::Standing;
use crate::errors::ServiceError;

use authorization::Authorization;
use authorization::Scope;
use clock::check_clock;

pub(crate) use events::EventChain;

/// The pseudo header that stands for `host` in HTTP/2.
const AUTHORITY: &str = ":authority";
/// The hash of a payload that is signed event by event.
const SIGNED_EVENTS: &str = "STREAMING-AWS4-HMAC-SHA256-EVENTS";

/// A request as it arrived, before anything was decoded.
#[derive(Debug, Clone, Copy)]
pub struct Received<'a> {
    /// The HTTP method.
    pub method: &'a str,
    /// Path and query exactly as on the wire.
    pub target: &'a str,
    /// The authority of an HTTP/2 request, which has no `Host` header.
    pub authority: Option<&'a str>,
    /// All headers.
    pub headers: &'a HeaderMap,
    /// What the signature covers beside that.
    pub payload: Payload<'a>,
}

/// The part of a request that its signature covers by a hash.
#[derive(Debug, Clone, Copy)]
pub enum Payload<'a> {
    /// The whole body.
    Bytes(&'a [u8]),
    /// Events that are signed one by one as they come; the hash is a name for that.
    Events,
}

impl Payload<'_> {
    fn hash(self) -> String {
        match self {
            Payload::Bytes(body) => hex(&Sha256::digest(body)),
            Payload::Events => SIGNED_EVENTS.to_owned(),
        }
    }
}

/// Whoever sent a request whose signature or API key is right.
#[derive(Debug, Clone)]
pub struct Caller {
    region: String,
    signed: Option<Signed>,
}

/// What the signatures of events go on from.
#[derive(Debug, Clone)]
struct Signed {
    account: &'static Account,
    signature: String,
}

impl Caller {
    /// The Region of the credential scope. A long-term API key says none and counts as one of `us-east-1`.
    pub(crate) fn region(&self) -> &str {
        &self.region
    }

    /// An API key in the place of a signature.
    pub(crate) fn has_api_key(&self) -> bool {
        self.signed.is_none()
    }

    fn signed(account: &'static Account, scope: &Scope, signature: String) -> Caller {
        Caller { region: scope.region.clone(), signed: Some(Signed { account, signature }) }
    }

    fn with_api_key(region: &str) -> Caller {
        Caller { region: region.to_owned(), signed: None }
    }
}

/// Checks the signature or API key of a request against the service's clock.
///
/// # Errors
/// AWS's refusal, in AWS's order: no or unreadable authorization, unknown key or token, wrong scope, wrong date, wrong
/// signature, and only for a right signature the state of the account (expired, no access). `now` as `None` leaves the
/// clock out of it.
pub fn verify(request: &Received<'_>, now: Option<SystemTime>) -> Result<Caller, ServiceError> {
    let Some(value) = header(request.headers, "authorization") else {
        if let Some(presigned) =
            request.target.split_once('?').and_then(|(_, query)| presigned::Presigned::parse(query))
        {
            return presigned.verify(request, now);
        }
        return Err(ServiceError::framework(
            403,
            "MissingAuthenticationTokenException",
            "Missing Authentication Token",
        ));
    };
    if let Some(key) = value.strip_prefix("Bearer ") {
        return bearer::verify(key, now);
    }
    let date = header(request.headers, "x-amz-date");
    let authorization = Authorization::parse(&value, date.as_deref())?;
    let account = Account::of(&authorization.access_key_id).ok_or_else(unknown_token)?;
    if !account.accepts_token(header(request.headers, "x-amz-security-token").as_deref()) {
        return Err(unknown_token());
    }
    authorization.check_signed_headers(request.headers)?;
    let date = date.unwrap_or_default();
    authorization.scope.check(&date)?;
    let time = check_clock(&date, now)?;
    check_payload_hash(request)?;
    if recompute(request, &authorization, account, time)? != authorization.signature {
        return Err(mismatch());
    }
    check_standing(account.standing)?;
    Ok(Caller::signed(account, &authorization.scope, authorization.signature))
}

fn recompute(
    request: &Received<'_>,
    authorization: &Authorization,
    account: &Account,
    time: SystemTime,
) -> Result<String, ServiceError> {
    let scope = &authorization.scope;
    let host = header(request.headers, "host").or(request.authority.map(str::to_owned)).ok_or_else(mismatch)?;
    let uri = format!("http://{host}{}", request.target);
    let mut headers = Vec::new();
    for name in authorization.signed_headers.iter().filter(|name| *name != AUTHORITY) {
        for value in request.headers.get_all(name) {
            headers.push((name.as_str(), value.to_str().map_err(|_| mismatch())?));
        }
    }
    let mut settings = SigningSettings::default();
    settings.excluded_headers = None;
    let by_host = signature(request.method, &uri, headers.clone(), request.payload, account, scope, time, settings)?;
    if !authorization.signs(AUTHORITY) {
        return Ok(by_host);
    }
    let by_hand = |name| http2::signature(request, &headers, (name, &host), account, scope, time);
    if by_hand("host") == by_host { Ok(by_hand(AUTHORITY)) } else { Err(mismatch()) }
}

#[expect(clippy::too_many_arguments, reason = "the signer's own arguments, once, behind two callers")]
fn signature<'a>(
    method: &'a str,
    uri: &'a str,
    headers: Vec<(&'a str, &'a str)>,
    payload: Payload<'a>,
    account: &Account,
    scope: &Scope,
    time: SystemTime,
    settings: SigningSettings,
) -> Result<String, ServiceError> {
    let identity = Credentials::from_keys(account.access_key_id, account.secret_access_key, None).into();
    let params = v4::SigningParams::builder()
        .identity(&identity)
        .region(&scope.region)
        .name(&scope.service)
        .time(time)
        .settings(settings)
        .build()
        .map_err(|_| mismatch())?
        .into();
    let body = match payload {
        Payload::Bytes(bytes) => SignableBody::Bytes(bytes),
        Payload::Events => SignableBody::Precomputed(payload.hash()),
    };
    let signable = SignableRequest::new(method, uri, headers.into_iter(), body);
    let output = sign(signable.map_err(|_| mismatch())?, &params).map_err(|_| mismatch())?;
    Ok(output.into_parts().1)
}

/// Bedrock does not ask for `x-amz-content-sha256`; a client that sends it must send the truth.
fn check_payload_hash(request: &Received<'_>) -> Result<(), ServiceError> {
    match header(request.headers, "x-amz-content-sha256") {
        Some(claimed) if claimed != request.payload.hash() => Err(mismatch()),
        _ => Ok(()),
    }
}

fn check_standing(standing: Standing) -> Result<(), ServiceError> {
    match standing {
        Standing::Good => Ok(()),
        Standing::Expired => Err(expired_token()),
        Standing::Denied => Err(ServiceError::new(
            403,
            "AccessDeniedException",
            "You don't have access to the model with the specified model ID.",
        )),
    }
}

fn expired_token() -> ServiceError {
    ServiceError::framework(403, "ExpiredTokenException", "The security token included in the request is expired")
}

fn unknown_token() -> ServiceError {
    ServiceError::framework(
        403,
        "UnrecognizedClientException",
        "The security token included in the request is invalid.",
    )
}

fn mismatch() -> ServiceError {
    refused(
        "The request signature we calculated does not match the signature you provided. Check your AWS Secret Access Key and \
         signing method. Consult the service documentation for details.",
    )
}

fn refused(message: impl Into<String>) -> ServiceError {
    ServiceError::framework(403, "InvalidSignatureException", message)
}

fn header(headers: &HeaderMap, name: &str) -> Option<String> {
    headers.get(name).map(|value| String::from_utf8_lossy(value.as_bytes()).into_owned())
}

pub(crate) fn hex(bytes: &[u8]) -> String {
    bytes.iter().map(|byte| format!("{byte:02x}")).collect()
}
