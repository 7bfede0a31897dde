//! HTTP/2 has no `Host` header; AWS's SDK for JavaScript signs the pseudo header `:authority` instead, by that name.
//! AWS's Rust signer cannot: it takes header names only. So the canonical request is written out here, and only trusted
//! after AWS's signer agreed with it about the same request with `host` in the place of `:authority`.
//! <https://docs.aws.amazon.com/IAM/latest/UserGuide/create-signed-request.html#create-canonical-request>

use std::time::SystemTime;

use aws_sigv4::sign::v4;
use percent_encoding::AsciiSet;
use percent_encoding::NON_ALPHANUMERIC;
use percent_encoding::percent_decode_str;
use percent_encoding::utf8_percent_encode;
use sha2::Digest;
use sha2::Sha256;

use super::Received;
use super::authorization::Scope;
use super::clock::format_date;
use super::hex;
use crate::credentials::Account;

const UNRESERVED: &AsciiSet = &NON_ALPHANUMERIC.remove(b'-').remove(b'.').remove(b'_').remove(b'~');
const PATH_UNRESERVED: &AsciiSet = &UNRESERVED.remove(b'/');

/// The signature of a request, if the pseudo header goes by `authority_name`. `headers` are the others that are signed.
pub(super) fn signature(
    request: &Received<'_>,
    headers: &[(&str, &str)],
    (authority_name, authority): (&str, &str),
    account: &Account,
    scope: &Scope,
    time: SystemTime,
) -> String {
    let mut lines: Vec<(&str, String)> =
        headers.iter().map(|(name, value)| (*name, value.split_whitespace().collect::<Vec<_>>().join(" "))).collect();
    lines.push((authority_name, authority.to_owned()));
    lines.sort();
    let names: Vec<&str> = lines.iter().map(|(name, _)| *name).collect();
    let (path, query) = request.target.split_once('?').unwrap_or((request.target, ""));
    let canonical = format!(
        "{}\n{}\n{}\n{}\n{}\n{}",
        request.method,
        utf8_percent_encode(path, PATH_UNRESERVED),
        canonical_query(query),
        lines.iter().map(|(name, value)| format!("{name}:{value}\n")).collect::<String>(),
        names.join(";"),
        request.payload.hash(),
    );
    let date = format_date(time);
    let hash = hex(&Sha256::digest(canonical.as_bytes()));
    let string_to_sign = format!("AWS4-HMAC-SHA256\n{date}\n{}\n{hash}", scope.text());
    let key = v4::generate_signing_key(account.secret_access_key, time, &scope.region, &scope.service);
    v4::calculate_signature(key, string_to_sign.as_bytes())
}

/// Names and values encoded anew, in the order of their encoded form.
fn canonical_query(query: &str) -> String {
    let encode = |text: &str| {
        let decoded = percent_decode_str(text).decode_utf8_lossy().into_owned();
        utf8_percent_encode(&decoded, UNRESERVED).to_string()
    };
    let mut pairs: Vec<String> = query
        .split('&')
        .filter(|pair| !pair.is_empty())
        .map(|pair| pair.split_once('=').unwrap_or((pair, "")))
        .map(|(name, value)| format!("{}={}", encode(name), encode(value)))
        .collect();
    pairs.sort();
    pairs.join("&")
}
