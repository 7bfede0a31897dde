//! Presigned requests: the signature travels in the query, for requests that cannot have headers of their own.
//!
//! <https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_sigv-authentication-methods.html>

use super::ALGORITHM;
use super::Moment;
use super::Scope;
use super::Signer;
use super::canonical::canonical_query;
use super::canonical::canonical_request;
use super::sha256_hex;
use crate::credentials::Credentials;
use crate::http::Request;

impl Signer {
    /// Adds the signature to the query of a request without headers and body.
    ///
    /// Good for `expires_in_s` seconds. The URL holds the session token: anyone who has it can send the request until
    /// then.
    pub fn presign(
        &mut self,
        request: Request,
        credentials: &Credentials,
        scope: Scope<'_>,
        expires_in_s: u32,
        now_ms: f64,
    ) -> Request {
        let moment = Moment::new(now_ms, scope);
        let credential = format!("{}/{}", credentials.access_key_id(), moment.credential_scope);
        let expires = expires_in_s.to_string();
        let mut request = Request { headers: Vec::new(), ..request };
        for (name, value) in [
            ("X-Amz-Algorithm", ALGORITHM),
            ("X-Amz-Credential", &credential),
            ("X-Amz-Date", &moment.timestamp),
            ("X-Amz-Expires", &expires),
            ("X-Amz-SignedHeaders", "host"),
        ] {
            request.query.push((name.to_owned(), value.to_owned()));
        }
        if let Some(token) = credentials.session_token() {
            request.query.push(("X-Amz-Security-Token".to_owned(), token.to_owned()));
        }
        let (canonical, _) = canonical_request(&request, &sha256_hex(&[]));
        let signature = self.signature(&canonical, &moment, scope, credentials);
        request.query.push((SIGNATURE.to_owned(), signature));
        request
    }

    /// Makes a short-term Bedrock API key, which is a presigned request: all of it but the base64 at the end.
    ///
    /// Good for `expires_in_s` seconds, in this region only.
    /// <https://docs.aws.amazon.com/bedrock/latest/userguide/api-keys-how.html>
    pub fn short_term_key(
        &mut self,
        credentials: &Credentials,
        region: &str,
        expires_in_s: u32,
        now_ms: f64,
    ) -> String {
        let request = Request {
            method: "POST",
            origin: "https://bedrock.amazonaws.com".to_owned(),
            path: "/".to_owned(),
            query: vec![("Action".to_owned(), "CallWithBearerToken".to_owned())],
            ..Request::default()
        };
        let scope = Scope { region, service: "bedrock" };
        let request = self.presign(request, credentials, scope, expires_in_s, now_ms);
        format!("{}/?{}&Version=1", request.host(), canonical_query(&request.query))
    }
}

/// The last parameter of a presigned request.
pub(super) const SIGNATURE: &str = "X-Amz-Signature";
