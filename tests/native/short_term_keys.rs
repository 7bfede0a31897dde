//! Short-term Bedrock API keys against those that AWS's own generators for JavaScript and Python make: see
//! `fixtures/README.md`.

use bedrock_wasm::credentials::Credentials;
use bedrock_wasm::credentials::CredentialsInput;
use bedrock_wasm::sign::Signer;
use serde_json::Value;

use crate::support;

#[test]
fn keys_are_those_of_awss_generators() {
    let vectors = support::fixture_json("sigv4/short-term-keys.json").as_array().unwrap().clone();
    // One signer for all: the key it keeps must not leak from one region or day into another.
    let mut signer = Signer::default();
    for vector in &vectors {
        let text = |value: &Value| value.as_str().map(str::to_owned);
        let credentials = Credentials::new(CredentialsInput {
            access_key_id: text(&vector["credentials"]["accessKeyId"]),
            secret_access_key: text(&vector["credentials"]["secretAccessKey"]),
            session_token: text(&vector["credentials"]["sessionToken"]),
            expires_at_ms: None,
        })
        .unwrap();
        let region = vector["region"].as_str().unwrap();
        let expires_in_s = u32::try_from(vector["expiresIn"].as_u64().unwrap()).unwrap();
        let now_ms = support::millis(vector["date"].as_str().unwrap());
        let key = signer.short_term_key(&credentials, region, expires_in_s, now_ms);
        assert_eq!(key, vector["url"].as_str().unwrap(), "{region}");
    }
    assert_eq!(vectors.len(), 4);
}
