//! Who signed this request? The signature is computed again by AWS's own signer, `aws_sigv4::http_request::sign`, from
//! what arrived: the method, the raw path and query, the headers named in `SignedHeaders` and the body. Nothing the
//! client claims is taken over.
//!
//! The settings are those of every AWS service but S3, and of all its SDKs: the path, as it stands on the wire, is
//! encoded once more, and dot segments are resolved. The signer must not add or leave out headers by itself, so its
//! list of excluded headers is cleared and the session token is passed as the plain header it is.

mod authorization;
mod bearer;
mod http2;

use std::time::Duration;
use std::time::SystemTime;

use aws_credential_types::Credentials;
use aws_sigv4::http_request::SignableBody;
use aws_sigv4::http_request::SignableRequest;
use aws_sigv4::http_request::SigningSettings;
use aws_sigv4::http_request::sign;
use aws_sigv4::sign::v4;
use aws_smithy_types::DateTime;
use aws_smithy_types::date_time::Format;
use axum::http::HeaderMap;
use sha2::Digest;
use sha2::Sha256;

use crate::credentials::Account;
use crate::credentials::Standing;
use crate::errors::ServiceError;

use authorization::Authorization;
use authorization::Scope;

/// The pseudo header that stands for `host` in HTTP/2.
const AUTHORITY: &str = ":authority";
/// How far the client's clock may be off.
const CLOCK_TOLERANCE: Duration = Duration::from_secs(5 * 60);

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
    /// The whole body.
    pub body: &'a [u8],
}

/// Checks the signature or API key of a request against the service's clock.
///
/// # Errors
/// AWS's refusal, in AWS's order: no or unreadable authorization, unknown key or token, wrong scope, wrong date, wrong
/// signature, and only for a right signature the state of the account (expired, no access). `now` as `None` leaves the
/// clock out of it.
pub fn verify(request: &Received<'_>, now: Option<SystemTime>) -> Result<(), ServiceError> {
    let Some(value) = header(request.headers, "authorization") else {
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
    check_standing(account.standing)
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
    let by_host = signature(request.method, &uri, headers.clone(), request.body, account, scope, time, settings)?;
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
    body: &'a [u8],
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
    let signable = SignableRequest::new(method, uri, headers.into_iter(), SignableBody::Bytes(body));
    let output = sign(signable.map_err(|_| mismatch())?, &params).map_err(|_| mismatch())?;
    Ok(output.into_parts().1)
}

/// Bedrock does not ask for `x-amz-content-sha256`; a client that sends it must send the truth.
fn check_payload_hash(request: &Received<'_>) -> Result<(), ServiceError> {
    match header(request.headers, "x-amz-content-sha256") {
        Some(claimed) if claimed != hex(&Sha256::digest(request.body)) => Err(mismatch()),
        _ => Ok(()),
    }
}

fn check_clock(date: &str, now: Option<SystemTime>) -> Result<SystemTime, ServiceError> {
    let time = parse_date(date).ok_or_else(|| {
        ServiceError::framework(
            400,
            "IncompleteSignatureException",
            format!("Date must be in ISO-8601 'basic format'. Got '{date}'. See http://en.wikipedia.org/wiki/ISO_8601"),
        )
    })?;
    let Some(now) = now else { return Ok(time) };
    let earliest = now.checked_sub(CLOCK_TOLERANCE).unwrap_or(SystemTime::UNIX_EPOCH);
    let latest = now.checked_add(CLOCK_TOLERANCE).unwrap_or(now);
    if time < earliest {
        return Err(refused(format!(
            "Signature expired: {date} is now earlier than {} ({} - 5 min.)",
            format_date(earliest),
            format_date(now)
        )));
    }
    if time > latest {
        return Err(refused(format!(
            "Signature not yet current: {date} is still later than {} ({} + 5 min.)",
            format_date(latest),
            format_date(now)
        )));
    }
    Ok(time)
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

/// `20261122T214305Z`, the only form `x-amz-date` may have.
fn parse_date(date: &str) -> Option<SystemTime> {
    let (day, time) = date.strip_suffix('Z')?.split_once('T')?;
    let digits = |text: &str, count: usize| text.len() == count && text.bytes().all(|byte| byte.is_ascii_digit());
    if !digits(day, 8) || !digits(time, 6) {
        return None;
    }
    let extended = format!(
        "{}-{}-{}T{}:{}:{}Z",
        day.get(..4)?,
        day.get(4..6)?,
        day.get(6..)?,
        time.get(..2)?,
        time.get(2..4)?,
        time.get(4..)?
    );
    SystemTime::try_from(DateTime::from_str(&extended, Format::DateTime).ok()?).ok()
}

fn format_date(time: SystemTime) -> String {
    let whole_seconds = DateTime::from_secs(DateTime::from(time).secs());
    whole_seconds.fmt(Format::DateTime).unwrap_or_default().replace(['-', ':'], "")
}

fn header(headers: &HeaderMap, name: &str) -> Option<String> {
    headers.get(name).map(|value| String::from_utf8_lossy(value.as_bytes()).into_owned())
}

pub(crate) fn hex(bytes: &[u8]) -> String {
    bytes.iter().map(|byte| format!("{byte:02x}")).collect()
}
