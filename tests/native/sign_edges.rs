//! What signers must not do: show what they keep, or sign what is not sent.

use bedrock_wasm::credentials::Credentials;
use bedrock_wasm::credentials::CredentialsInput;
use bedrock_wasm::http::Request;
use bedrock_wasm::sign::EventSigner;
use bedrock_wasm::sign::Scope;
use bedrock_wasm::sign::Signer;

const SCOPE: Scope<'_> = Scope { region: "us-east-1", service: "bedrock" };

#[test]
fn a_signer_says_what_it_is_and_nothing_that_it_keeps() {
    let credentials = credentials();
    let mut signer = Signer::default();
    let request = signer.presign(Request::default(), &credentials, SCOPE, 60, 0.0);
    assert_eq!(format!("{signer:?}"), "Signer(******)");
    assert_eq!(format!("{:?}", EventSigner::new(&request, &credentials, SCOPE)), "EventSigner(******)");
}

#[test]
fn a_presigned_request_has_no_headers_since_its_url_is_all_that_travels() {
    let bare = Request { origin: "https://bedrock.amazonaws.com".into(), path: "/".into(), ..Request::default() };
    let with_headers = Request { headers: vec![("x-team".into(), "blue".into())], ..bare.clone() };
    let [bare, with_headers] =
        [bare, with_headers].map(|request| Signer::default().presign(request, &credentials(), SCOPE, 60, 0.0));
    assert_eq!((with_headers.headers, with_headers.query), (Vec::new(), bare.query));
}

fn credentials() -> Credentials {
    let input = CredentialsInput {
        access_key_id: Some("AKIDEXAMPLE".into()),
        secret_access_key: Some("a-secret".into()),
        session_token: Some("a-token".into()),
        expires_at_ms: None,
    };
    Credentials::new(input).unwrap()
}
