//! The signer against AWS's own, `aws_sigv4::http_request::sign`, on random requests: the whole `authorization` value
//! must be the same, with a fresh signer and with one that has a cached key from something else.

use std::borrow::Cow;
use std::time::Duration;
use std::time::SystemTime;

use aws_sigv4::http_request::SignableBody;
use aws_sigv4::http_request::SignableRequest;
use aws_sigv4::http_request::SigningSettings;
use aws_sigv4::http_request::UriPathNormalizationMode;
use aws_sigv4::sign::v4;
use bedrock_wasm::credentials::Credentials;
use bedrock_wasm::credentials::CredentialsInput;
use bedrock_wasm::http::Request;
use bedrock_wasm::http::percent_encode;
use bedrock_wasm::sign::Scope;
use bedrock_wasm::sign::Signer;
use bedrock_wasm::sign::sha256_hex;
use proptest::prelude::*;

#[derive(Clone, Debug)]
struct Call {
    request: Request,
    body: Vec<u8>,
    keys: Keys,
    region: String,
    service: String,
    now_ms: u64,
}

#[derive(Clone, Debug)]
struct Keys {
    id: String,
    secret: String,
    token: Option<String>,
}

proptest! {
    #[test]
    fn random_requests_are_signed_as_aws_signs_them(call in call()) {
        prop_assert_eq!(ours(&mut Signer::default(), &call), oracle(&call));
    }

    /// Days, regions, services and secrets from small pools, so that each changes and comes back.
    #[test]
    fn a_signer_used_again_and_again_signs_as_a_fresh_one(
        calls in prop::collection::vec((call(), 0..2u64, 0..2usize, 0..2usize, 0..2usize), 2..12),
    ) {
        let mut signer = Signer::default();
        for (mut call, day, region, service, secret) in calls {
            call.now_ms = day * DAY_MS + call.now_ms % DAY_MS;
            call.region = ["us-east-1", "eu-west-1"][region].to_owned();
            call.service = ["bedrock", "sts"][service].to_owned();
            call.keys.secret = ["one-secret", "another-secret"][secret].to_owned();
            prop_assert_eq!(ours(&mut signer, &call), oracle(&call));
        }
    }
}

#[test]
fn the_cached_key_follows_date_region_service_and_secret() {
    let first = Call {
        request: Request {
            method: "POST",
            origin: "https://bedrock-runtime.us-east-1.amazonaws.com".into(),
            path: "/model/a%3A0/converse".into(),
            headers: vec![("content-type".into(), "application/json".into())],
            ..Request::default()
        },
        body: b"{}".to_vec(),
        keys: Keys { id: "AKIDEXAMPLE".into(), secret: "a-secret".into(), token: None },
        region: "us-east-1".into(),
        service: "bedrock".into(),
        now_ms: 1_795_000_000_000,
    };
    let others = [
        Call { now_ms: first.now_ms + DAY_MS, ..first.clone() },
        Call { region: "us-east-2".into(), ..first.clone() },
        Call { service: "sts".into(), ..first.clone() },
        Call { keys: Keys { secret: "b-secret".into(), ..first.keys.clone() }, ..first.clone() },
    ];
    for other in others {
        let mut signer = Signer::default();
        for call in [&first, &other, &first] {
            assert_eq!(ours(&mut signer, call), oracle(call));
        }
        assert_ne!(oracle(&first), oracle(&other));
    }
}

#[test]
fn what_proxies_and_browsers_change_is_left_out() {
    for name in UNSIGNED_HEADERS.iter().copied().chain(["proxy-connection", "sec-fetch-mode"]) {
        let mut request =
            Request { method: "GET", origin: "https://example.com".into(), path: "/".into(), ..Request::default() };
        request.headers.push((name.to_owned(), "value".to_owned()));
        let (_, signed_headers) = bedrock_wasm::sign::canonical_request(&request, "");
        assert_eq!(signed_headers, "host", "{name} was signed");
    }
}

fn ours(signer: &mut Signer, call: &Call) -> String {
    let Keys { id, secret, token } = call.keys.clone();
    let input = CredentialsInput {
        access_key_id: Some(id),
        secret_access_key: Some(secret),
        session_token: token,
        expires_at_ms: None,
    };
    let scope = Scope { region: &call.region, service: &call.service };
    let hash = sha256_hex(&call.body);
    let credentials = Credentials::new(input).unwrap();
    let signed = signer.sign(call.request.clone(), &hash, &credentials, scope, call.now_ms as f64);
    signed.headers.iter().find(|(name, _)| name == "authorization").unwrap().1.clone()
}

fn oracle(call: &Call) -> String {
    let Keys { id, secret, token } = call.keys.clone();
    let identity = aws_credential_types::Credentials::new(id, secret, token, None, "test").into();
    let mut settings = SigningSettings::default();
    // Bedrock's paths have no dot segments; both signers must take empty ones as they are.
    settings.uri_path_normalization_mode = UriPathNormalizationMode::Disabled;
    settings.excluded_headers = Some(UNSIGNED_HEADERS.into_iter().map(Cow::Borrowed).collect());
    let parameters = v4::SigningParams::builder()
        .identity(&identity)
        .region(&call.region)
        .name(&call.service)
        .time(SystemTime::UNIX_EPOCH + Duration::from_millis(call.now_ms))
        .settings(settings)
        .build()
        .unwrap()
        .into();
    let Request { method, headers, .. } = &call.request;
    let headers = headers.iter().map(|(name, value)| (name.as_str(), value.as_str()));
    let request = SignableRequest::new(method, call.request.url(), headers, SignableBody::Bytes(&call.body)).unwrap();
    let (instructions, _) = aws_sigv4::http_request::sign(request, &parameters).unwrap().into_parts();
    instructions.headers().find(|(name, _)| *name == "authorization").unwrap().1.to_owned()
}

fn call() -> impl Strategy<Value = Call> {
    // Up to the year 2100.
    let rest = ("[a-z]{2}-[a-z]{4}-[0-9]", "[a-z]{1,10}", 0..4_102_444_800_000_u64);
    (request(), prop::collection::vec(any::<u8>(), 0..40), keys(), rest).prop_map(
        |(request, body, keys, (region, service, now_ms))| Call { request, body, keys, region, service, now_ms },
    )
}

fn request() -> impl Strategy<Value = Request> {
    let name = "[a-z][a-z0-9-]{0,12}".prop_filter("set or left out by signing", |name| {
        !UNSIGNED_HEADERS.contains(&name.as_str())
            && !name.starts_with("proxy-")
            && !name.starts_with("sec-")
            && !["host", "x-amz-date", "x-amz-security-token"].contains(&name.as_str())
    });
    let headers = prop::collection::vec((name, "[ -~]{0,20}| {0,3}[a-z]{0,3} {0,4}[a-z]{0,3}\t? {0,2}"), 0..5);
    let query = prop::collection::vec((any::<String>(), any::<String>()), 0..4);
    (prop::sample::select(vec!["GET", "POST"]), origin(), path(), query, headers).prop_map(
        |(method, origin, path, query, headers)| Request { method, origin, path, query, headers, signing_host: None },
    )
}

fn origin() -> impl Strategy<Value = String> {
    let host = prop_oneof!["[a-z][a-z0-9]{0,8}(-[a-z0-9]{1,4})?(\\.[a-z]{2,5}){0,2}", Just("[::1]".to_owned())];
    let port = prop_oneof![Just(None), Just(Some(80)), Just(Some(443)), (1..=u16::MAX).prop_map(Some)];
    (prop::sample::select(vec!["http", "https"]), host, port).prop_map(|(scheme, host, port)| {
        let port = port.map_or_else(String::new, |port| format!(":{port}"));
        format!("{scheme}://{host}{port}")
    })
}

/// Any text as a segment, and the characters that a path may carry as they are, encoded or not.
fn path() -> impl Strategy<Value = String> {
    let segment = (any::<String>(), prop::sample::select(vec!["", "@:!$&'()*+,;="])).prop_map(|(text, keep)| {
        let mut segment = String::new();
        percent_encode(&text, keep, &mut segment);
        segment
    });
    prop::collection::vec(segment, 1..5).prop_map(|segments| format!("/{}", segments.join("/")))
}

fn keys() -> impl Strategy<Value = Keys> {
    ("[A-Z0-9]{1,20}", "[!-~]{1,40}", prop::option::of("[!-~]{1,200}")).prop_map(|(id, secret, token)| Keys {
        id,
        secret,
        token,
    })
}

const DAY_MS: u64 = 24 * 60 * 60 * 1000;

/// What the AWS SDK for JavaScript never signs, but for `proxy-*` and `sec-*`.
const UNSIGNED_HEADERS: [&str; 15] = [
    "authorization",
    "cache-control",
    "connection",
    "expect",
    "from",
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
