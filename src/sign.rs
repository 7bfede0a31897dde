//! SigV4: a [`Request`] plus [`Credentials`] and a time becomes a signed request. The only file that names `aws-sigv4`.
//!
//! The canonical request is ours and the key derivation and signature are the crate's. Its `http_request::sign` would
//! do both, at 33 KB of brotli and twice the time, and cannot keep the derived key; it is the oracle in
//! `tests/native/sign_differential.rs` instead.
//!
//! <https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_sigv-create-signed-request.html>

mod canonical;
mod event;
mod presign;

use std::fmt;
use std::time::Duration;
use std::time::SystemTime;

use aws_sigv4::sign::v4;
use sha2::Digest;
use sha2::Sha256;
use time::UtcDateTime;
use zeroize::Zeroizing;

pub use self::canonical::canonical_request;
pub use self::event::EventSigner;
use crate::credentials::ApiKey;
use crate::credentials::Credentials;
use crate::http::Request;
use crate::http::hex_digit;

/// Where a signature holds.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Scope<'a> {
    /// `us-east-1`
    pub region: &'a str,
    /// `bedrock`, also for the hosts that begin with `bedrock-runtime`.
    pub service: &'a str,
}

/// Signs requests, and keeps the last derived key: it holds for a day, a region and a secret, and costs five HMACs.
#[derive(Default)]
pub struct Signer {
    derived: Option<DerivedKey>,
}

struct DerivedKey {
    date: String,
    region: String,
    service: String,
    secret: Zeroizing<String>,
    key: Zeroizing<Vec<u8>>,
}

impl Signer {
    /// Adds `x-amz-date`, `x-amz-security-token` and `authorization` to the request.
    ///
    /// `payload_hash` is [`sha256_hex`] of the very bytes that will be sent. `now_ms` is milliseconds since 1970; each
    /// attempt needs a fresh one, since AWS refuses signatures older than five minutes.
    pub fn sign(
        &mut self,
        mut request: Request,
        payload_hash: &str,
        credentials: &Credentials,
        scope: Scope<'_>,
        now_ms: f64,
    ) -> Request {
        let moment = Moment::new(now_ms, scope);
        request.set_header("x-amz-date", &*moment.timestamp);
        if let Some(token) = credentials.session_token() {
            request.set_header("x-amz-security-token", token);
        }
        let (canonical, signed_headers) = canonical_request(&request, payload_hash);
        let signature = self.signature(&canonical, &moment, scope, credentials);
        request.set_header(
            "authorization",
            format!(
                "{ALGORITHM} Credential={}/{}, SignedHeaders={signed_headers}, Signature={signature}",
                credentials.access_key_id(),
                moment.credential_scope
            ),
        );
        request
    }

    fn signature(&mut self, canonical: &str, moment: &Moment, scope: Scope<'_>, credentials: &Credentials) -> String {
        let hash = sha256_hex(canonical.as_bytes());
        self.sign_string(&moment.string_to_sign(ALGORITHM, &hash), moment, scope, credentials)
    }

    fn sign_string(&mut self, text: &str, moment: &Moment, scope: Scope<'_>, credentials: &Credentials) -> String {
        let key = self.signing_key(moment, scope, credentials.secret_access_key());
        v4::calculate_signature(key, text.as_bytes())
    }

    fn signing_key(&mut self, moment: &Moment, scope: Scope<'_>, secret: &str) -> &[u8] {
        let date = moment.date();
        let fits = self.derived.as_ref().is_some_and(|derived| {
            derived.date == date
                && derived.region == scope.region
                && derived.service == scope.service
                && derived.secret.as_str() == secret
        });
        if !fits {
            self.derived = None;
        }
        &self
            .derived
            .get_or_insert_with(|| DerivedKey {
                date: date.to_owned(),
                region: scope.region.to_owned(),
                service: scope.service.to_owned(),
                secret: Zeroizing::new(secret.to_owned()),
                key: Zeroizing::new(
                    v4::generate_signing_key(secret, moment.time, scope.region, scope.service).as_ref().to_vec(),
                ),
            })
            .key
    }
}

/// The time of a signature, in the spellings that it needs.
struct Moment {
    time: SystemTime,
    timestamp: String,
    credential_scope: String,
}

impl Moment {
    fn new(now_ms: f64, scope: Scope<'_>) -> Self {
        let time = system_time(now_ms);
        let mut moment = Self { time, timestamp: timestamp(time), credential_scope: String::new() };
        moment.credential_scope = format!("{}/{}/{}/aws4_request", moment.date(), scope.region, scope.service);
        moment
    }

    fn date(&self) -> &str {
        self.timestamp.get(..8).unwrap_or_default()
    }

    fn string_to_sign(&self, algorithm: &str, hashes: &str) -> String {
        format!("{algorithm}\n{}\n{}\n{hashes}", self.timestamp, self.credential_scope)
    }
}

impl fmt::Debug for Signer {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Signer(******)")
    }
}

/// Adds an API key to a request, which then needs no signature.
pub fn authorize(mut request: Request, key: &ApiKey) -> Request {
    request.set_header("authorization", format!("Bearer {}", key.as_str()));
    request
}

/// Lower-case hex of SHA-256.
pub fn sha256_hex(bytes: &[u8]) -> String {
    hex(&Sha256::digest(bytes))
}

/// Lower-case hex.
pub fn hex(bytes: &[u8]) -> String {
    let mut hex = String::new();
    for byte in bytes {
        for nibble in [byte >> 4, byte & 15] {
            hex.push(hex_digit(nibble.into()));
        }
    }
    hex
}

fn system_time(now_ms: f64) -> SystemTime {
    // A float saturates on its way to an integer: a clock before 1970 counts as 1970.
    SystemTime::UNIX_EPOCH.checked_add(Duration::from_millis(now_ms as u64)).unwrap_or(SystemTime::UNIX_EPOCH)
}

/// `20261122T214305Z`
fn timestamp(time: SystemTime) -> String {
    let seconds = time.duration_since(SystemTime::UNIX_EPOCH).unwrap_or_default().as_secs();
    let utc = i64::try_from(seconds).ok().and_then(|seconds| UtcDateTime::from_unix_timestamp(seconds).ok());
    let utc = utc.unwrap_or(UtcDateTime::UNIX_EPOCH);
    format!(
        "{:04}{:02}{:02}T{:02}{:02}{:02}Z",
        utc.year(),
        u8::from(utc.month()),
        utc.day(),
        utc.hour(),
        utc.minute(),
        utc.second()
    )
}

const ALGORITHM: &str = "AWS4-HMAC-SHA256";
