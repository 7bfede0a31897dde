//! The signer against AWS's signing test suite: canonical request, string to sign and signature as AWS published them.
//!
//! The suite's paths are raw and encoded once; Bedrock's are encoded on the wire and encoded once more for the
//! signature. So the signer gets the suite's paths decoded. The two `double-` cases are of Bedrock's kind already.

use bedrock_wasm::credentials::Credentials;
use bedrock_wasm::credentials::CredentialsInput;
use bedrock_wasm::http::Request;
use bedrock_wasm::sign::Scope;
use bedrock_wasm::sign::Signer;
use bedrock_wasm::sign::canonical_request;
use bedrock_wasm::sign::sha256_hex;
use serde_json::Value;

use crate::support;

const SUITE: &str = "sigv4/aws-signing-test-suite";

#[test]
fn the_suite_has_all_its_cases() {
    assert_eq!(
        support::fixture_names(SUITE),
        [
            "double-encode-path",
            "double-url-encode",
            "get-header-value-order",
            "get-header-value-trim",
            "get-space-normalized",
            "get-unreserved",
            "get-utf8",
            "get-vanilla",
            "get-vanilla-query-order-key-case",
            "get-vanilla-with-session-token",
            "post-vanilla",
            "post-x-www-form-urlencoded",
        ]
    );
}

#[test]
fn canonical_requests_are_the_published_ones() {
    for case in cases() {
        let expected = case.file("header-canonical-request.txt").unwrap();
        let date = line_value(&expected, "x-amz-date").unwrap();
        let (canonical, _) = canonical_request(&case.signed_at(&date), &case.payload_hash());
        assert_eq!(canonical, expected, "{}", case.name);
    }
}

#[test]
fn strings_to_sign_are_the_published_ones() {
    let mut compared = 0;
    for case in cases() {
        let Some(expected) = case.file("header-string-to-sign.txt") else { continue };
        let date = expected.lines().nth(1).unwrap();
        let (canonical, _) = canonical_request(&case.signed_at(date), &case.payload_hash());
        let Authorization { scope, .. } = case.authorization();
        let hash = sha256_hex(canonical.as_bytes());
        assert_eq!(format!("AWS4-HMAC-SHA256\n{date}\n{scope}\n{hash}"), expected.trim_end(), "{}", case.name);
        compared += 1;
    }
    assert_eq!(compared, 11, "all but double-encode-path have one");
}

#[test]
fn authorizations_are_the_published_ones() {
    for case in cases() {
        let signed = case.file("header-signed-request.txt").unwrap();
        let request = case.signed_at(&line_value(&signed, "x-amz-date").unwrap());
        let authorization = header(&request, "authorization");
        assert_eq!(authorization, case.authorization().value, "{}", case.name);
        if let Some(signature) = case.file("header-signature.txt") {
            assert!(authorization.ends_with(&format!("Signature={signature}")), "{}", case.name);
        }
    }
}

struct Case {
    name: String,
    context: Option<Value>,
}

/// What the published signed request says about itself.
struct Authorization {
    value: String,
    access_key_id: String,
    /// `20150830/us-east-1/service/aws4_request`
    scope: String,
}

fn cases() -> Vec<Case> {
    let case = |name: String| {
        let path = format!("{SUITE}/{name}/context.json");
        let context = support::fixture_path(&path).exists().then(|| support::fixture_json(&path));
        Case { name, context }
    };
    support::fixture_names(SUITE).into_iter().map(case).collect()
}

impl Case {
    fn file(&self, name: &str) -> Option<String> {
        let path = format!("{SUITE}/{}/{name}", self.name);
        support::fixture_path(&path).exists().then(|| support::fixture_text(&path))
    }

    fn signed_at(&self, timestamp: &str) -> Request {
        let Authorization { scope, .. } = self.authorization();
        let [date, region, service, _] = scope.split('/').collect::<Vec<_>>().try_into().unwrap();
        if let Some(context) = &self.context {
            assert_eq!((context["region"].as_str(), context["service"].as_str()), (Some(region), Some(service)));
            assert!(timestamp.starts_with(date));
        }
        let scope = Scope { region, service };
        Signer::default().sign(
            self.request(),
            &self.payload_hash(),
            &self.credentials(),
            scope,
            support::millis(timestamp),
        )
    }

    fn request(&self) -> Request {
        let text = self.file("request.txt").unwrap();
        let mut lines = text.split_once("\n\n").map_or(text.as_str(), |(head, _)| head).lines();
        let (request_line, _) = lines.next().unwrap().rsplit_once(" HTTP/1.1").unwrap();
        let (method, target) = request_line.split_once(' ').unwrap();
        let (path, query) = target.split_once('?').unwrap_or((target, ""));
        let mut request = Request {
            method: if method == "GET" { "GET" } else { "POST" },
            path: if self.context.is_some() { percent_decode(path) } else { path.to_owned() },
            query: query.split('&').filter_map(|pair| pair.split_once('=')).map(owned).collect(),
            ..Request::default()
        };
        for line in lines.filter(|line| !line.is_empty()) {
            let (name, value) = line.split_once(':').unwrap();
            match name.to_ascii_lowercase() {
                name if name == "host" => request.origin = format!("https://{value}"),
                name => request.headers.push((name, value.to_owned())),
            }
        }
        if self.context.as_ref().is_some_and(|context| context["sign_body"] == true) {
            request.set_header("x-amz-content-sha256", self.payload_hash());
        }
        request
    }

    fn payload_hash(&self) -> String {
        let text = self.file("request.txt").unwrap();
        sha256_hex(text.split_once("\n\n").map_or("", |(_, body)| body).as_bytes())
    }

    fn credentials(&self) -> Credentials {
        let Authorization { access_key_id, .. } = self.authorization();
        let secret = match access_key_id.as_str() {
            "AKIDEXAMPLE" => "wJalrXUtnFEMI/K7MDENG+bPxRfiCYEXAMPLEKEY",
            // As in smithy-rs, whose case this is: `Credentials::for_tests()`.
            "ANOTREAL" => "notrealrnrELgWzOk3IfjzDKtFBhDby",
            other => panic!("the secret of {other} is not known"),
        };
        let of_context = |member: &str| Some(self.context.as_ref()?["credentials"][member].as_str()?.to_owned());
        assert!(of_context("secret_access_key").is_none_or(|other| other == secret));
        let input = CredentialsInput {
            access_key_id: Some(access_key_id),
            secret_access_key: Some(secret.to_owned()),
            session_token: of_context("token"),
            expires_at_ms: None,
        };
        Credentials::new(input).unwrap()
    }

    fn authorization(&self) -> Authorization {
        let value = line_value(&self.file("header-signed-request.txt").unwrap(), "authorization").unwrap();
        let credential = value.strip_prefix("AWS4-HMAC-SHA256 Credential=").unwrap();
        let (access_key_id, scope) = credential.split_once(',').unwrap().0.split_once('/').unwrap();
        Authorization { access_key_id: access_key_id.to_owned(), scope: scope.to_owned(), value }
    }
}

/// The value of the header `name` in a published request.
fn line_value(text: &str, name: &str) -> Option<String> {
    text.lines()
        .filter_map(|line| line.split_once(':'))
        .find_map(|(existing, value)| existing.eq_ignore_ascii_case(name).then(|| value.trim().to_owned()))
}

fn header(request: &Request, name: &str) -> String {
    request.headers.iter().find(|(existing, _)| existing == name).unwrap().1.clone()
}

fn owned((name, value): (&str, &str)) -> (String, String) {
    (name.to_owned(), value.to_owned())
}

fn percent_decode(path: &str) -> String {
    let mut parts = path.split('%');
    let mut bytes = parts.next().unwrap().as_bytes().to_vec();
    for part in parts {
        bytes.extend(support::from_hex(&part[..2]));
        bytes.extend(&part.as_bytes()[2..]);
    }
    String::from_utf8(bytes).unwrap()
}
