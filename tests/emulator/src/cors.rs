//! Cross-origin headers as AWS's web framework (Coral) sends them: anything may be asked for, and only four response
//! headers can be read. That the `x-amzn-bedrock-*` headers are not among them is on purpose: pages cannot read them
//! from Bedrock either.

use axum::http::HeaderMap;
use axum::http::HeaderName;
use axum::http::HeaderValue;
use axum::http::Method;

const EXPOSED: &str = "x-amzn-RequestId,x-amzn-ErrorType,x-amzn-ErrorMessage,Date";
const MAX_AGE_SECONDS: &str = "172800";

pub(crate) fn is_preflight(method: &Method, headers: &HeaderMap) -> bool {
    method == Method::OPTIONS && headers.contains_key("origin") && headers.contains_key("access-control-request-method")
}

/// The answer to a preflight: what was asked for is allowed.
pub(crate) fn preflight_headers(request: &HeaderMap) -> HeaderMap {
    let mut headers = response_headers();
    let echoes = [
        ("access-control-request-method", "access-control-allow-methods"),
        ("access-control-request-headers", "access-control-allow-headers"),
    ];
    for (asked, allowed) in echoes {
        if let Some(value) = request.get(asked) {
            headers.insert(HeaderName::from_static(allowed), value.clone());
        }
    }
    headers.insert("access-control-max-age", HeaderValue::from_static(MAX_AGE_SECONDS));
    headers
}

/// What every answer carries.
pub(crate) fn response_headers() -> HeaderMap {
    let mut headers = HeaderMap::new();
    headers.insert("access-control-allow-origin", HeaderValue::from_static("*"));
    headers.insert("access-control-expose-headers", HeaderValue::from_static(EXPOSED));
    headers
}
