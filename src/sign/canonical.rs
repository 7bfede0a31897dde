//! The canonical request: the one spelling of a request that both sides of a signature hash.
//!
//! <https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_sigv-create-signed-request.html#create-canonical-request>

use crate::http::Request;
use crate::http::percent_encode;

/// The canonical request and the list of signed headers.
///
/// The path is encoded once more than on the wire, as every AWS service but S3 does it: `%3A` becomes `%253A`.
pub fn canonical_request(request: &Request, payload_hash: &str) -> (String, String) {
    let host = ("host", request.host());
    let others = request.headers.iter().map(|(name, value)| (name.as_str(), value.as_str()));
    let headers = sorted(others.filter(|(name, _)| !is_unsigned(name)).chain([host]), |one, other| one.0 <= other.0);

    let mut canonical = format!("{}\n", request.method);
    percent_encode(&request.path, "/", &mut canonical);
    canonical.push('\n');
    canonical.push_str(&canonical_query(&request.query));
    canonical.push('\n');
    let mut signed_headers = String::new();
    let mut previous = "";
    for (name, value) in headers {
        if name == previous {
            canonical.push(',');
        } else {
            if !previous.is_empty() {
                canonical.push('\n');
                signed_headers.push(';');
            }
            canonical.push_str(name);
            canonical.push(':');
            signed_headers.push_str(name);
            previous = name;
        }
        push_canonical_value(value, &mut canonical);
    }
    canonical.push_str("\n\n");
    canonical.push_str(&signed_headers);
    canonical.push('\n');
    canonical.push_str(payload_hash);
    (canonical, signed_headers)
}

pub(super) fn canonical_query(query: &[(String, String)]) -> String {
    let encoded = |text: &str| {
        let mut out = String::with_capacity(text.len());
        percent_encode(text, "", &mut out);
        out
    };
    let pairs = sorted(query.iter().map(|(name, value)| (encoded(name), encoded(value))), |one, other| one <= other);
    let mut canonical = String::new();
    for (name, value) in &pairs {
        if !canonical.is_empty() {
            canonical.push('&');
        }
        canonical.push_str(name);
        canonical.push('=');
        canonical.push_str(value);
    }
    canonical
}

/// A stable sort of a handful of items; the standard one would bring 4 KB of code.
fn sorted<T>(items: impl Iterator<Item = T>, in_order: impl Fn(&T, &T) -> bool) -> Vec<T> {
    items.fold(Vec::new(), |mut sorted, item| {
        let at = sorted.partition_point(|before| in_order(before, &item));
        sorted.insert(at, item);
        sorted
    })
}

/// Trimmed, with runs of spaces made one.
fn push_canonical_value(value: &str, canonical: &mut String) {
    for (position, word) in value.split(' ').filter(|word| !word.is_empty()).enumerate() {
        if position > 0 {
            canonical.push(' ');
        }
        canonical.push_str(word);
    }
}

/// Headers that proxies and browsers add, change or drop on the way: the AWS SDKs leave them out of the signature.
fn is_unsigned(name: &str) -> bool {
    UNSIGNED_HEADERS.contains(&name) || name.starts_with("proxy-") || name.starts_with("sec-")
}

const UNSIGNED_HEADERS: [&str; 16] = [
    "authorization",
    "cache-control",
    "connection",
    "expect",
    "from",
    "host",
    "keep-alive",
    "max-forwards",
    "pragma",
    "referer",
    "te",
    "trailer",
    "transfer-encoding",
    "upgrade",
    "user-agent",
    "x-amzn-trace-id",
];
