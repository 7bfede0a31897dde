//! Each fault does what it says, and the next request goes well.

use std::io;
use std::time::Duration;
use std::time::Instant;

use base64::Engine;
use base64::engine::general_purpose::STANDARD;
use http_body_util::BodyExt;
use serde_json::Value;
use serde_json::json;

use crate::client::Answer;
use crate::client::CONVERSE;
use crate::client::Call;
use crate::client::Local;
use crate::client::frame_header;
use crate::client::payload;
use crate::client::within;

/// The answer with the fault to a stream; the one after it must be a whole stream.
async fn streamed(fault: Value) -> Answer {
    let local = Local::start().await;
    let session = local.session(json!({ "faults": [fault] })).await;
    let answer = session.stream().await;
    let (frames, rest) = session.stream().await.frames().unwrap();
    assert_eq!((frame_header(frames.last().unwrap(), ":event-type").as_str(), rest), ("metadata", 0));
    answer
}

async fn whole(fault: Value) -> Answer {
    let local = Local::start().await;
    let session = local.session(json!({ "faults": [fault] })).await;
    let answer = session.converse().await;
    assert_eq!(session.converse().await.status, 200);
    answer
}

#[tokio::test]
async fn throttling_says_when_to_come_back() {
    let answer = whole(json!({ "kind": "throttle", "retryAfter": 3, "retryAfterMs": 250 })).await;
    assert_eq!((answer.status, answer.error()), (429, "ThrottlingException"));
    assert_eq!((answer.header("retry-after"), answer.header("x-amz-retry-after")), ("3", "250"));
    assert!(answer.message().contains("Too many requests"));
}

#[tokio::test]
async fn a_status_comes_with_json_html_or_nothing() {
    let answer = whole(json!({ "kind": "status", "status": 424, "code": "ModelErrorException" })).await;
    assert_eq!((answer.status, answer.error()), (424, "ModelErrorException"));
    assert_eq!(answer.json()["originalStatusCode"], 500);
    assert_eq!(answer.header("x-amzn-requestid").len(), 36);
    let page = whole(json!({ "kind": "status", "status": 503, "html": true })).await;
    assert_eq!((page.status, page.error(), page.header("content-type")), (503, "", "text/html"));
    assert!(page.body.starts_with(b"<html>"));
    let empty = whole(json!({ "kind": "status", "status": 500, "empty": true })).await;
    assert_eq!((empty.status, empty.error(), empty.body.len()), (500, "", 0));
}

#[tokio::test]
async fn exceptions_come_as_frames_and_end_the_stream() {
    let answer =
        streamed(json!({ "kind": "exception", "name": "modelStreamErrorException", "after": 3, "message": "m" })).await;
    let (frames, rest) = answer.frames().unwrap();
    assert_eq!((answer.status, frames.len(), rest, answer.broken), (200, 4, 0, None));
    let last = frames.last().unwrap();
    let names: Vec<&str> = last.headers().iter().map(|header| header.name().as_str()).collect();
    assert_eq!(names, [":exception-type", ":content-type", ":message-type"]);
    assert_eq!(frame_header(last, ":exception-type"), "modelStreamErrorException");
    assert_eq!(frame_header(last, ":message-type"), "exception");
    assert_eq!(payload(last), json!({ "message": "m", "originalMessage": "m", "originalStatusCode": 500 }));
}

#[tokio::test]
async fn unmodelled_errors_come_in_headers() {
    let answer = streamed(json!({ "kind": "errorFrame", "code": "InternalFailure", "message": "boom" })).await;
    let (frames, _) = answer.frames().unwrap();
    assert_eq!(frames.len(), 1);
    assert_eq!(frame_header(&frames[0], ":message-type"), "error");
    assert_eq!(frame_header(&frames[0], ":error-code"), "InternalFailure");
    assert_eq!(frame_header(&frames[0], ":error-message"), "boom");
    assert!(frames[0].payload().is_empty());
}

#[tokio::test]
async fn streams_end_too_early_at_a_frame_or_inside_one() {
    let early = streamed(json!({ "kind": "endEarly", "after": 5 })).await;
    let (frames, rest) = early.frames().unwrap();
    assert_eq!((frames.len(), rest, early.broken), (5, 0, None));
    let truncated = streamed(json!({ "kind": "truncate", "after": 5 })).await;
    let (frames, rest) = truncated.frames().unwrap();
    assert_eq!((frames.len(), truncated.broken), (5, None));
    assert!(rest > 16, "{rest}");
}

#[tokio::test]
async fn a_reset_is_a_reset() {
    let answer = streamed(json!({ "kind": "reset", "after": 5 })).await;
    let (frames, rest) = answer.frames().unwrap();
    assert_eq!(frames.len(), 5);
    assert!(rest > 0);
    assert_eq!(answer.broken, Some(io::ErrorKind::ConnectionReset));
}

#[tokio::test]
async fn a_checksum_can_be_wrong() {
    for part in ["prelude", "message"] {
        let answer = streamed(json!({ "kind": "badCrc", "part": part, "after": 2 })).await;
        let error = answer.frames().expect_err("a wrong checksum");
        assert!(error.to_lowercase().contains(part), "{error}");
        assert!(answer.body.len() > 1_000, "the stream goes on behind it");
    }
}

#[tokio::test]
async fn a_frame_fault_on_an_answer_without_frames_is_reported() {
    let answer = whole(json!({ "kind": "badCrc", "part": "message" })).await;
    assert_eq!((answer.status, answer.error()), (500, "EmulatorFault"));
    assert!(answer.message().contains("needs an operation that streams"));
}

#[tokio::test]
async fn answers_that_do_not_stream_break_too() {
    let reset = whole(json!({ "kind": "reset" })).await;
    assert_eq!(reset.broken, Some(io::ErrorKind::ConnectionReset));
    assert!(!reset.body.is_empty());
    let truncated = whole(json!({ "kind": "truncate" })).await;
    assert_eq!(truncated.broken, None);
    assert!(truncated.body.starts_with(b"{\"metrics\"") && !truncated.body.ends_with(b"}"));
}

#[tokio::test]
async fn something_else_than_a_stream_with_status_200() {
    let answer =
        streamed(json!({ "kind": "notEventstream", "contentType": "text/html", "body": "<html>Log in</html>" })).await;
    assert_eq!((answer.status, answer.header("content-type")), (200, "text/html"));
    assert_eq!(answer.body, "<html>Log in</html>");
}

#[tokio::test]
async fn raw_bytes_come_as_they_are_and_in_pieces() {
    let bytes: Vec<u8> = (0..=255).collect();
    let fault = json!({
        "kind": "raw", "status": 418, "headers": { "content-type": "application/octet-stream", "x-own": "1" },
        "bodyBase64": STANDARD.encode(&bytes), "chunkBytes": 100,
    });
    let local = Local::start().await;
    let session = local.session(json!({ "faults": [fault] })).await;
    let answer = session.stream().await;
    assert_eq!((answer.status, answer.header("x-own")), (418, "1"));
    assert_eq!(answer.body, bytes);
    assert_eq!(session.log().await["requests"][0]["events"]["total"], 3);
}

#[tokio::test]
async fn redirects_and_connections_closed_before_the_head() {
    let answer = whole(json!({ "kind": "redirect", "location": "https://example.com/" })).await;
    assert_eq!((answer.status, answer.header("location")), (307, "https://example.com/"));
    let local = Local::start().await;
    let session = local.session(json!({ "faults": [{ "kind": "closeBeforeHead" }] })).await;
    let request = Call::new(&(session.prefix.clone() + CONVERSE)).request(&local.host);
    let error = within(local.send(request)).await.expect_err("no head");
    assert!(error.is_incomplete_message(), "{error:?}");
    assert_eq!(session.converse().await.status, 200);
}

#[tokio::test]
async fn tokens_have_a_pace() {
    let local = Local::start().await;
    let session = local.session(json!({ "faults": [{ "kind": "slow", "tokenMs": 10 }] })).await;
    let started = Instant::now();
    let (frames, _) = session.stream().await.frames().unwrap();
    let least = Duration::from_millis(10) * u32::try_from(frames.len() - 1).unwrap();
    assert!(started.elapsed() >= least, "{:?} for {} events", started.elapsed(), frames.len());
}

#[tokio::test]
async fn a_gate_opens_when_released() {
    for kind in ["gate", "stall"] {
        let local = Local::start().await;
        let session = local.session(json!({ "faults": [{ "kind": kind, "after": 2 }] })).await;
        let mut body = session.open().await;
        let mut received = 0;
        while session.log().await["requests"][0]["events"]["sent"] != 2 || received == 0 {
            received += within(body.frame()).await.unwrap().unwrap().into_data().unwrap().len();
        }
        let log = session.log().await;
        assert_eq!((&log["open"], &log["requests"][0]["events"]["state"]), (&json!(1), &json!("open")));
        session.release().await;
        within(body.collect()).await.unwrap();
        assert_eq!(session.settled().await["state"], "done");
    }
}

#[tokio::test]
async fn a_client_that_leaves_is_noticed_while_nothing_is_sent() {
    let local = Local::start().await;
    for fault in [
        json!({ "kind": "stall", "after": 1 }),
        json!({ "kind": "gate" }),
        json!({ "kind": "slow", "tokenMs": 600_000 }),
    ] {
        let session = local.session(json!({ "faults": [fault] })).await;
        let body = session.open().await;
        assert_eq!(session.log().await["open"], 1);
        drop(body);
        assert_eq!(session.settled().await["state"], "aborted");
    }
    let session = local.session(json!({ "faults": [{ "kind": "hang" }] })).await;
    {
        let mut hanging = std::pin::pin!(session.open());
        tokio::select! {
            _ = &mut hanging => panic!("a hanging request must not be answered"),
            () = session.arrived() => {}
        }
        assert_eq!(local.control("GET", "state", "").await.1["open"], 1);
    }
    assert_eq!(session.settled().await["state"], "aborted");
    assert_eq!(local.control("GET", "state", "").await.1["open"], 0);
}
