//! The whole way from a call to a signed request against requests that two other libraries signed,
//! `@smithy/signature-v4` and `aws4fetch`: URL, canonical request, every header.

use std::collections::BTreeMap;

use bedrock_wasm::bedrock::operation::OPERATIONS;
use bedrock_wasm::bedrock::operation::Operation;
use bedrock_wasm::config::CallOptions;
use bedrock_wasm::config::ClientOptions;
use bedrock_wasm::config::Config;
use bedrock_wasm::credentials::Credentials;
use bedrock_wasm::credentials::CredentialsInput;
use bedrock_wasm::http::Request;
use bedrock_wasm::pipeline::prepare;
use bedrock_wasm::sign::Scope;
use bedrock_wasm::sign::Signer;
use bedrock_wasm::sign::canonical_request;
use bedrock_wasm::sign::sha256_hex;
use serde_json::Value;

use crate::support;

#[test]
fn each_vector_is_built_and_signed_alike() {
    let vectors = support::fixture_json("sigv4/bedrock-requests.json");
    let vectors = vectors.as_array().unwrap();
    assert_eq!(vectors.len(), 12);
    // One signer for all: its cached key must not outlive what it was derived from.
    let mut signer = Signer::default();
    for (number, vector) in vectors.iter().enumerate() {
        let request = signed(vector, &mut signer);
        assert_eq!(request.method, text(vector, "method"), "vector {number}");
        assert_eq!(request.url(), text(vector, "url"), "vector {number}");
        let (canonical, _) = canonical_request(&request, &payload_hash(vector));
        assert_eq!(canonical, text(vector, "canonicalRequest"), "vector {number}");
        assert_eq!(headers_with_host(&request), expected_headers(vector), "vector {number}");
    }
}

fn signed(vector: &Value, signer: &mut Signer) -> Request {
    let region = text(vector, "region");
    let options = ClientOptions { region: Some(region.to_owned()), ..ClientOptions::default() };
    let config = Config::parse(&options, &CallOptions::default()).unwrap();
    let members = [("modelId", text(vector, "modelId").to_owned())];
    let mut request = prepare(operation(vector), &members, &config, &config.call).unwrap();
    // The JavaScript libraries send it, Bedrock does not ask for it.
    request.set_header("x-amz-content-sha256", payload_hash(vector));
    let scope = Scope { region, service: "bedrock" };
    let now_ms = support::millis(text(vector, "date"));
    signer.sign(request, &payload_hash(vector), &credentials(vector), scope, now_ms)
}

fn operation(vector: &Value) -> &'static Operation {
    let path = format!("/model/{{modelId}}/{}", text(vector, "op"));
    OPERATIONS.iter().find(|operation| operation.path == path).unwrap()
}

fn credentials(vector: &Value) -> Credentials {
    let member = |name: &str| vector["credentials"][name].as_str().map(str::to_owned);
    let input = CredentialsInput {
        access_key_id: member("accessKeyId"),
        secret_access_key: member("secretAccessKey"),
        session_token: member("sessionToken"),
        expires_at_ms: None,
    };
    Credentials::new(input).unwrap()
}

fn payload_hash(vector: &Value) -> String {
    sha256_hex(text(vector, "body").as_bytes())
}

fn expected_headers(vector: &Value) -> BTreeMap<String, String> {
    let headers = vector["headers"].as_object().unwrap();
    headers.iter().map(|(name, value)| (name.clone(), value.as_str().unwrap().to_owned())).collect()
}

fn headers_with_host(request: &Request) -> BTreeMap<String, String> {
    let host = ("host".to_owned(), request.host().to_owned());
    request.headers.iter().cloned().chain([host]).collect()
}

fn text<'a>(value: &'a Value, member: &str) -> &'a str {
    value[member].as_str().unwrap()
}
