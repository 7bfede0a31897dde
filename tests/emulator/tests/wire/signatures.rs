//! What was signed is what arrives, or it is refused.

use std::time::Duration;

use bedrock_emulator::credentials;
use bytes::Bytes;
use http_body_util::Full;
use hyper::Request;
use hyper::header::HeaderValue;
use serde_json::json;

use crate::client::Answer;
use crate::client::CONVERSE;
use crate::client::Call;
use crate::client::Local;
use crate::client::question;

async fn refused(local: &Local, call: &Call) -> (u16, String, String) {
    let answer = local.call(call).await;
    (answer.status, answer.error().to_owned(), answer.message())
}

async fn tampered(local: &Local, change: impl FnOnce(&mut Request<Full<Bytes>>)) -> (u16, String) {
    let mut request = Call::new(CONVERSE).request(&local.host);
    change(&mut request);
    let answer = Answer::of(local.send(request).await.unwrap()).await;
    (answer.status, answer.error().to_owned())
}

#[tokio::test]
async fn an_untouched_request_passes_with_and_without_its_token() {
    let local = Local::start().await;
    for token in [None, Some(credentials::SESSION_TOKEN)] {
        let answer = local.call(&Call { token, ..Call::new(CONVERSE) }).await;
        assert_eq!(answer.status, 200, "{}", answer.message());
    }
}

#[tokio::test]
async fn a_change_after_signing_is_refused() {
    let local = Local::start().await;
    let invalid = (403, "InvalidSignatureException".to_owned());
    let body = question().replace("blue", "pink");
    assert_eq!(tampered(&local, |request| *request.body_mut() = Full::new(Bytes::from(body))).await, invalid);
    let path = CONVERSE.replace("micro", "lite");
    assert_eq!(tampered(&local, |request| *request.uri_mut() = path.parse().unwrap()).await, invalid);
    let unescaped = CONVERSE.replace("%3A", ":");
    assert_eq!(tampered(&local, |request| *request.uri_mut() = unescaped.parse().unwrap()).await, invalid);
    for (name, value) in [
        ("content-type", "text/plain"),
        ("host", "bedrock-runtime.us-east-1.amazonaws.com"),
        ("x-amz-security-token", credentials::SESSION_TOKEN),
        ("x-amz-content-sha256", "UNSIGNED-PAYLOAD"),
    ] {
        let changed = tampered(&local, |request| {
            request.headers_mut().insert(name, HeaderValue::from_static(value));
        });
        assert_eq!(changed.await, invalid, "{name}");
    }
    let added = |request: &mut Request<Full<Bytes>>| {
        request.headers_mut().insert("user-agent", HeaderValue::from_static("not signed"));
    };
    assert_eq!(tampered(&local, added).await.0, 200, "headers that are not signed may change");
}

#[tokio::test]
async fn the_date_is_signed_and_close_to_the_services_clock() {
    let local = Local::start().await;
    let minutes = |count: u64| Duration::from_secs(60 * count);
    let now = Call::new(CONVERSE);
    let (status, name, message) = refused(&local, &Call { time: now.time - minutes(6), ..now.clone() }).await;
    assert_eq!((status, name.as_str()), (403, "InvalidSignatureException"));
    assert!(message.starts_with("Signature expired: "), "{message}");
    let (_, _, message) = refused(&local, &Call { time: now.time + minutes(6), ..now.clone() }).await;
    assert!(message.starts_with("Signature not yet current: "), "{message}");
    assert_eq!(local.call(&Call { time: now.time - minutes(4), ..now.clone() }).await.status, 200);

    let ahead = local.session(json!({ "clockSkewSeconds": 3_600 })).await;
    let path = ahead.prefix.clone() + CONVERSE;
    assert!(refused(&local, &Call::new(&path)).await.2.starts_with("Signature expired: "));
    assert_eq!(local.call(&Call { time: now.time + minutes(60), ..Call::new(&path) }).await.status, 200);
    let careless = local.session(json!({ "ignoreClock": true })).await;
    let path = careless.prefix.clone() + CONVERSE;
    assert_eq!(local.call(&Call { time: now.time - minutes(60 * 24 * 400), ..Call::new(&path) }).await.status, 200);
}

#[tokio::test]
async fn keys_tokens_and_scope_are_told_apart() {
    let local = Local::start().await;
    let call = Call::new(CONVERSE);
    let expired = Call {
        key: credentials::EXPIRED_ACCESS_KEY_ID,
        secret: credentials::EXPIRED_SECRET_ACCESS_KEY,
        ..call.clone()
    };
    let denied =
        Call { key: credentials::DENIED_ACCESS_KEY_ID, secret: credentials::DENIED_SECRET_ACCESS_KEY, ..call.clone() };
    let cases = [
        (
            Call { secret: "wrong", ..call.clone() },
            "InvalidSignatureException",
            "does not match the signature you provided",
        ),
        (
            Call { key: "AKIDUNKNOWN", ..call.clone() },
            "UnrecognizedClientException",
            "The security token included in the request is invalid.",
        ),
        (Call { token: Some("other"), ..call.clone() }, "UnrecognizedClientException", "is invalid."),
        (
            Call { service: "bedrock-runtime", ..call.clone() },
            "InvalidSignatureException",
            "Credential should be scoped to correct service: 'bedrock'. ",
        ),
        (
            Call { token: Some("any"), ..expired.clone() },
            "ExpiredTokenException",
            "The security token included in the request is expired",
        ),
        (Call { secret: "wrong", ..expired }, "InvalidSignatureException", "does not match"),
        (denied, "AccessDeniedException", "You don't have access to the model with the specified model ID."),
    ];
    for (call, name, text) in cases {
        let (status, got, message) = refused(&local, &call).await;
        assert_eq!((status, got.as_str()), (403, name), "{message}");
        assert!(message.contains(text), "{message}");
    }
}

#[tokio::test]
async fn authorization_that_is_missing_or_incomplete_is_refused() {
    let local = Local::start().await;
    let strip = |request: &mut Request<Full<Bytes>>| {
        request.headers_mut().remove("authorization");
    };
    assert_eq!(tampered(&local, strip).await, (403, "MissingAuthenticationTokenException".to_owned()));
    for value in ["Basic dXNlcg==", "AWS4-HMAC-SHA256 Credential=AKIDEXAMPLE/x/y, SignedHeaders=host, Signature=0"] {
        let replace = |request: &mut Request<Full<Bytes>>| {
            request.headers_mut().insert("authorization", HeaderValue::from_static(value));
        };
        assert_eq!(tampered(&local, replace).await, (400, "IncompleteSignatureException".to_owned()));
    }
    let unsigned_host = |request: &mut Request<Full<Bytes>>| {
        let value = request.headers()["authorization"].to_str().unwrap().replace("content-type;host;", "content-type;");
        request.headers_mut().insert("authorization", HeaderValue::try_from(value).unwrap());
    };
    assert_eq!(tampered(&local, unsigned_host).await, (403, "InvalidSignatureException".to_owned()));
}

#[tokio::test]
async fn api_keys_are_looked_up() {
    let local = Local::start().await;
    for (key, expected) in [
        (credentials::API_KEY, (200, "")),
        (credentials::EXPIRED_API_KEY, (403, "AccessDeniedException")),
        ("ABSKunknown", (403, "AccessDeniedException")),
        ("bedrock-api-key-nonsense", (403, "AccessDeniedException")),
    ] {
        let with_key = |request: &mut Request<Full<Bytes>>| {
            request.headers_mut().clear();
            request.headers_mut().insert("host", HeaderValue::try_from(&local.host).unwrap());
            request.headers_mut().insert("authorization", HeaderValue::try_from(format!("Bearer {key}")).unwrap());
        };
        let (status, name) = tampered(&local, with_key).await;
        assert_eq!((status, name.as_str()), expected, "{key}");
    }
}
