//! What signers must not do: show what they keep.

use bedrock_wasm::credentials::Credentials;
use bedrock_wasm::credentials::CredentialsInput;
use bedrock_wasm::http::Request;
use bedrock_wasm::sign::EventSigner;
use bedrock_wasm::sign::Scope;
use bedrock_wasm::sign::Signer;

#[test]
fn a_signer_says_what_it_is_and_nothing_that_it_keeps() {
    let input = CredentialsInput {
        access_key_id: Some("AKIDEXAMPLE".into()),
        secret_access_key: Some("a-secret".into()),
        session_token: Some("a-token".into()),
        expires_at_ms: None,
    };
    let credentials = Credentials::new(input).unwrap();
    let scope = Scope { region: "us-east-1", service: "bedrock" };
    let mut signer = Signer::default();
    let request = signer.presign(Request::default(), &credentials, scope, 60, 0.0);
    assert_eq!(format!("{signer:?}"), "Signer(******)");
    assert_eq!(format!("{:?}", EventSigner::new(&request, &credentials, scope)), "EventSigner(******)");
}
