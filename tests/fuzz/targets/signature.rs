//! Requests of any kind, signed: the signature is the one of AWS's own signer, `aws_sigv4::http_request::sign`, with a
//! fresh signer and with one that has signed something else before.
#![no_main]

use std::borrow::Cow;
use std::time::Duration;
use std::time::SystemTime;

use arbitrary::Arbitrary;
use arbitrary::Unstructured;
use aws_sigv4::http_request::SignableBody;
use aws_sigv4::http_request::SignableRequest;
use aws_sigv4::http_request::SigningSettings;
use aws_sigv4::http_request::UriPathNormalizationMode;
use aws_sigv4::sign::v4;
use bedrock_fuzz::fixtures;
use bedrock_wasm::credentials::Credentials;
use bedrock_wasm::credentials::CredentialsInput;
use bedrock_wasm::http::Request;
use bedrock_wasm::http::percent_encode;
use bedrock_wasm::sign::Scope;
use bedrock_wasm::sign::Signer;
use bedrock_wasm::sign::sha256_hex;

bedrock_fuzz::bytes_target!(check, seeds: seeds);

fn check(bytes: &[u8]) {
    let mut input = Unstructured::new(bytes);
    let mut signer = Signer::default();
    // Two or three with one signer: it keeps its key as long as date, region, service and secret stay.
    for _ in 0..3 {
        let Ok(call) = Call::arbitrary(&mut input) else { return };
        let Some(request) = call.request() else { return };
        let Some(credentials) = call.credentials() else { return };
        let (expected_headers, expected) = call.oracle(&request);
        for signer in [&mut signer, &mut Signer::default()] {
            let scope = Scope { region: call.region(), service: call.service() };
            let now_ms = call.now_ms() as f64;
            let signed = signer.sign(request.clone(), &sha256_hex(call.body), &credentials, scope, now_ms);
            let header = |name: &str| signed.headers.iter().find(|(known, _)| known == name).map(|(_, value)| &**value);
            assert_eq!(header("authorization"), Some(&*expected), "{request:?}");
            for (name, value) in &expected_headers {
                assert_eq!(header(name), Some(&**value), "{name}");
            }
        }
        if input.is_empty() {
            return;
        }
    }
}

/// A request as an input has it: the texts of its parts, and bytes that choose.
#[derive(Arbitrary, Debug)]
struct Call<'a> {
    choices: u8,
    port: u16,
    path: Vec<&'a str>,
    query: Vec<(&'a str, &'a str)>,
    headers: Vec<(&'a str, &'a str)>,
    body: &'a [u8],
    secret: &'a str,
    token: Option<&'a str>,
    time_s: u32,
}

impl Call<'_> {
    /// Nothing, where fetch or the options refuse a part of it.
    fn request(&self) -> Option<Request> {
        let scheme = if self.choices & 1 == 0 { "https" } else { "http" };
        let port = match self.port % 4 {
            0 => String::new(),
            1 => ":443".to_owned(),
            2 => ":80".to_owned(),
            _ => format!(":{}", self.port),
        };
        let host =
            ["a.example", "[::1]", "bedrock-runtime.us-east-1.amazonaws.com"][usize::from(self.choices >> 1) % 3];
        let mut path = String::new();
        for segment in &self.path {
            path.push('/');
            percent_encode(segment, if self.choices & 8 == 0 { "" } else { "@:!$&'()*+,;=" }, &mut path);
        }
        if path.is_empty() {
            path.push('/');
        }
        let owned = |pairs: &[(&str, &str)]| {
            pairs.iter().map(|(name, value)| ((*name).to_owned(), (*value).to_owned())).collect()
        };
        let mut request = Request {
            method: if self.choices & 16 == 0 { "POST" } else { "GET" },
            origin: format!("{scheme}://{host}{port}"),
            path,
            query: owned(&self.query),
            ..Request::default()
        };
        for (name, value) in &self.headers {
            let is_name = !name.is_empty()
                && name.bytes().all(|byte| byte.is_ascii_lowercase() || byte.is_ascii_digit() || byte == b'-');
            if !is_name || is_unsigned(name) || !value.bytes().all(|byte| (0x20..0x7f).contains(&byte)) {
                return None;
            }
            request.set_header(name, *value);
        }
        // AWS's signer wants an address that the `http` crate takes.
        request.url().parse::<http::Uri>().is_ok().then_some(request)
    }

    fn credentials(&self) -> Option<Credentials> {
        let input = CredentialsInput {
            access_key_id: Some(ACCESS_KEY_ID.to_owned()),
            secret_access_key: Some(self.secret.to_owned()),
            session_token: self.token.map(str::to_owned),
            expires_at_ms: None,
        };
        Credentials::new(input).ok()
    }

    fn region(&self) -> &'static str {
        ["us-east-1", "eu-west-1"][usize::from(self.choices >> 5) % 2]
    }

    fn service(&self) -> &'static str {
        ["bedrock", "sts"][usize::from(self.choices >> 6) % 2]
    }

    fn now_ms(&self) -> u64 {
        u64::from(self.time_s) * 1000
    }

    /// The headers that AWS's signer adds, and among them the signature.
    fn oracle(&self, request: &Request) -> (Vec<(String, String)>, String) {
        let token = self.token.filter(|token| !token.is_empty()).map(str::to_owned);
        let identity = aws_credential_types::Credentials::new(ACCESS_KEY_ID, self.secret, token, None, "fuzz").into();
        let mut settings = SigningSettings::default();
        // Bedrock's paths have no dot segments; both signers must take empty ones as they are.
        settings.uri_path_normalization_mode = UriPathNormalizationMode::Disabled;
        settings.excluded_headers = Some(UNSIGNED_HEADERS.into_iter().map(Cow::Borrowed).collect());
        let parameters = v4::SigningParams::builder()
            .identity(&identity)
            .region(self.region())
            .name(self.service())
            .time(SystemTime::UNIX_EPOCH + Duration::from_millis(self.now_ms()))
            .settings(settings)
            .build()
            .expect("all of them are there")
            .into();
        let headers = request.headers.iter().map(|(name, value)| (name.as_str(), value.as_str()));
        let signable = SignableRequest::new(request.method, request.url(), headers, SignableBody::Bytes(self.body));
        let signed = aws_sigv4::http_request::sign(signable.expect("a request"), &parameters).expect("a signature");
        let (instructions, _) = signed.into_parts();
        let added: Vec<_> = instructions.headers().map(|(name, value)| (name.to_owned(), value.to_owned())).collect();
        let authorization = added.iter().find(|(name, _)| name == "authorization").expect("a signature").1.clone();
        (added, authorization)
    }
}

fn is_unsigned(name: &str) -> bool {
    UNSIGNED_HEADERS.contains(&name)
        || name.starts_with("proxy-")
        || name.starts_with("sec-")
        || ["host", "x-amz-date", "x-amz-security-token"].contains(&name)
}

const ACCESS_KEY_ID: &str = "AKIDEXAMPLE";

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

/// Bytes in which the parts of requests are found: AWS's published ones, and texts with what has to be encoded.
fn seeds() -> Vec<Vec<u8>> {
    let mut seeds: Vec<Vec<u8>> = fixtures::folder("sigv4")
        .into_iter()
        .map(|mut file| {
            file.truncate(600);
            file
        })
        .collect();
    for text in [
        "model/us.amazon.nova-lite-v1:0/converse?a=b c&é=%2F;x-amz-target: 1  2 ",
        "////....~~~~++++    &&&&====",
        "0123456789abcdef",
    ] {
        seeds.extend((0..4).map(|rotation| {
            let mut bytes = text.as_bytes().repeat(4);
            bytes.rotate_left(rotation * 7);
            bytes.extend([1, 0, 1, 1, 5, 3, 9]);
            bytes
        }));
    }
    seeds
}
