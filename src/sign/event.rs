//! Signatures of the events that a client sends: each signs the signature before it, the first that of the request.
//!
//! <https://docs.aws.amazon.com/transcribe/latest/dg/streaming-http2.html> has the string that is signed.

use std::fmt;

use super::Moment;
use super::Scope;
use super::Signer;
use super::presign::SIGNATURE;
use super::sha256_hex;
use crate::credentials::Credentials;
use crate::http::Request;

/// Signs the events of one stream, in their order. It keeps the credentials that the request was signed with.
pub struct EventSigner {
    signer: Signer,
    credentials: Credentials,
    region: String,
    service: String,
    prior_signature: String,
}

impl EventSigner {
    /// Begins with the signature of `request`, which was presigned with the same credentials for the same scope.
    pub fn new(request: &Request, credentials: &Credentials, scope: Scope<'_>) -> Self {
        let signature = request.query.iter().find(|(name, _)| name == SIGNATURE);
        Self {
            signer: Signer::default(),
            credentials: credentials.clone(),
            region: scope.region.to_owned(),
            service: scope.service.to_owned(),
            prior_signature: signature.map(|(_, value)| value.clone()).unwrap_or_default(),
        }
    }

    /// The signature of an event that has these encoded headers and this payload.
    pub fn sign(&mut self, headers: &[u8], payload: &[u8], now_ms: f64) -> Vec<u8> {
        let scope = Scope { region: &self.region, service: &self.service };
        let moment = Moment::new(now_ms, scope);
        let hashes = format!("{}\n{}\n{}", self.prior_signature, sha256_hex(headers), sha256_hex(payload));
        let string_to_sign = moment.string_to_sign(ALGORITHM, &hashes);
        self.prior_signature = self.signer.sign_string(&string_to_sign, &moment, scope, &self.credentials);
        from_hex(&self.prior_signature)
    }
}

impl fmt::Debug for EventSigner {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("EventSigner(******)")
    }
}

/// The bytes of lower-case hex.
fn from_hex(hex: &str) -> Vec<u8> {
    let nibble = |digit: u8| digit.saturating_sub(if digit.is_ascii_digit() { b'0' } else { b'a' - 10 });
    let (pairs, _) = hex.as_bytes().as_chunks();
    pairs.iter().map(|[high, low]| (nibble(*high) << 4) | nibble(*low)).collect()
}

const ALGORITHM: &str = "AWS4-HMAC-SHA256-PAYLOAD";
