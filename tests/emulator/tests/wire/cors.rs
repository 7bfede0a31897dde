//! A browser on another origin is let in, and reads no more than Bedrock lets it read.

use bytes::Bytes;
use http_body_util::Full;
use hyper::Request;
use serde_json::json;

use crate::client::Answer;
use crate::client::CONVERSE;
use crate::client::Local;

fn preflight(local: &Local, path: &str) -> Request<Full<Bytes>> {
    Request::options(path)
        .header("host", &local.host)
        .header("origin", "http://localhost:8080")
        .header("access-control-request-method", "POST")
        .header("access-control-request-headers", "authorization,content-type,x-amz-date")
        .body(Full::default())
        .unwrap()
}

#[tokio::test]
async fn a_preflight_allows_what_it_is_asked_and_is_logged() {
    let local = Local::start().await;
    let session = local.session(json!({ "faults": [{ "kind": "throttle" }] })).await;
    let request = preflight(&local, &(session.prefix.clone() + CONVERSE));
    let answer = Answer::of(local.send(request).await.unwrap()).await;
    assert_eq!(answer.status, 200);
    assert_eq!(answer.header("access-control-allow-origin"), "*");
    assert_eq!(answer.header("access-control-allow-methods"), "POST");
    assert_eq!(answer.header("access-control-allow-headers"), "authorization,content-type,x-amz-date");
    assert_eq!(answer.header("access-control-max-age"), "172800");
    let log = session.log().await;
    assert_eq!(log["requests"][0]["preflight"], true);
    assert_eq!(
        log["requests"][0]["headers"]["access-control-request-headers"],
        "authorization,content-type,x-amz-date"
    );
    assert_eq!(log["faultsLeft"], 1, "a preflight takes no fault");
}

#[tokio::test]
async fn answers_and_errors_carry_the_headers_of_coral() {
    let local = Local::start().await;
    let session = local.session(json!({ "faults": [{ "kind": "status", "status": 500 }] })).await;
    for status in [500, 200] {
        let answer = session.converse().await;
        assert_eq!(answer.status, status);
        assert_eq!(answer.header("access-control-allow-origin"), "*");
        assert_eq!(
            answer.header("access-control-expose-headers"),
            "x-amzn-RequestId,x-amzn-ErrorType,x-amzn-ErrorMessage,Date"
        );
    }
}

#[tokio::test]
async fn a_service_without_cors_can_be_had() {
    let local = Local::start().await;
    let session = local.session(json!({ "cors": false })).await;
    let request = preflight(&local, &(session.prefix.clone() + CONVERSE));
    let answer = Answer::of(local.send(request).await.unwrap()).await;
    assert_eq!(answer.status, 403);
    for answer in [answer, session.converse().await] {
        assert!(!answer.headers.keys().any(|name| name.as_str().starts_with("access-control-")));
    }
}

#[tokio::test]
async fn pages_may_use_the_control_interface() {
    let local = Local::start().await;
    let answer = Answer::of(local.send(preflight(&local, "/_emulator/sessions")).await.unwrap()).await;
    assert_eq!((answer.status, answer.header("access-control-allow-origin")), (204, "*"));
}
