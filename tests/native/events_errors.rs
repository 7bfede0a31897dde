//! Streams that break: exceptions and errors as frames, frames that are no events, ends that come too soon. What came
//! before the break is never lost.

use bedrock_wasm::bedrock::event::RowKind;
use bedrock_wasm::bedrock::operation::Stream;
use bedrock_wasm::error::Error;
use bedrock_wasm::error::Kind;
use bedrock_wasm::pipeline::EventReader;

use crate::support;

#[test]
fn each_modelled_exception_has_its_class_and_status() {
    for (name, code, status, class) in [
        ("internalServerException", "InternalServerException", 500, "InternalServerError"),
        ("modelStreamErrorException", "ModelStreamErrorException", 424, "InternalServerError"),
        ("modelTimeoutException", "ModelTimeoutException", 408, "APIConnectionTimeoutError"),
        ("serviceUnavailableException", "ServiceUnavailableException", 503, "InternalServerError"),
        ("throttlingException", "ThrottlingException", 429, "RateLimitError"),
        ("validationException", "ValidationException", 400, "BadRequestError"),
    ] {
        let payload = r#"{"message":"What went wrong.","originalStatusCode":500}"#;
        let error = break_of(&exception(name, payload));
        assert_eq!(error.kind(), Kind::Service, "{name}");
        assert_eq!((error.code(), error.status(), error.class()), (Some(code), Some(status), class), "{name}");
        assert!(error.message().starts_with("What went wrong."), "{name}: {error}");
        assert_eq!(error.reply().unwrap().body, payload, "{name}");
    }
}

#[test]
fn an_exception_that_nobody_knows_yet_keeps_its_name_and_words() {
    let error = break_of(&exception("quotaOfTheFutureException", r#"{"Message":"No more."}"#));
    assert_eq!((error.code(), error.status()), (Some("QuotaOfTheFutureException"), Some(500)));
    assert_eq!(error.message(), "No more.");
}

#[test]
fn an_exception_without_words_still_says_something() {
    for payload in [&b""[..], b"{}", b"not JSON", b"[1]", b"{\"message\":1}", b"\xff\xfe"] {
        let frame =
            support::frame(&[(":message-type", "exception"), (":exception-type", "validationException")], payload);
        let error = break_of(&frame);
        assert_eq!(error.code(), Some("ValidationException"), "{payload:?}");
        assert_eq!(error.message(), "Bedrock broke off the stream without saying why.", "{payload:?}");
    }
}

#[test]
fn an_exception_without_a_name_is_an_error_all_the_same() {
    for headers in [&[(":message-type", "exception")][..], &[(":message-type", "exception"), (":exception-type", "")]] {
        let error = break_of(&support::frame(headers, r#"{"message":"Why."}"#));
        assert_eq!((error.kind(), error.status(), error.message()), (Kind::Service, Some(500), "Why."));
    }
}

#[test]
fn errors_outside_the_model_come_in_headers() {
    let headers =
        [(":message-type", "error"), (":error-code", "InternalFailure"), (":error-message", "An internal error.")];
    let error = break_of(&support::frame(&headers, ""));
    assert_eq!((error.kind(), error.class()), (Kind::Service, "InternalServerError"));
    assert_eq!(
        (error.code(), error.status(), error.message()),
        (Some("InternalFailure"), Some(500), "An internal error.")
    );
    for empty in ["", " "] {
        let headers = [(":message-type", "error"), (":error-code", "InternalFailure"), (":error-message", empty)];
        let error = break_of(&support::frame(&headers, ""));
        assert_eq!(error.message(), "Bedrock broke off the stream without saying why.", "{empty:?}");
    }
}

#[test]
fn a_frame_that_is_no_event_breaks_the_protocol() {
    for (frame, words) in [
        (support::frame(&[(":message-type", "event")], "{}"), "without :event-type"),
        (support::frame(&[], "{}"), "without :event-type"),
        (
            support::frame(&[(":message-type", "question"), (":event-type", "a")], "{}"),
            "unknown :message-type \"question\"",
        ),
        (support::event_frame("metadata", b"{\"a\":\"\xff\"}".to_vec()), "metadata event that is not UTF-8"),
        (b"HTTP/1.1 502 Bad Gateway".to_vec(), "a wrong prelude checksum"),
    ] {
        let error = break_of(&frame);
        assert_eq!((error.kind(), error.class()), (Kind::Protocol, "APIError"), "{error}");
        assert!(error.message().contains(words), "{error}");
    }
}

#[test]
fn events_before_an_error_in_the_same_chunk_are_kept() {
    let exception = exception("modelStreamErrorException", r#"{"message":"The model broke off."}"#);
    for break_off in [&exception[..], b"garbage garbage", &support::frame(&[], "{}")] {
        let mut reader = EventReader::new(Stream::Converse);
        feed(
            &mut reader,
            &[&support::event_frame("messageStart", "{}"), &text_event("Hel"), break_off, &text_event("lo")],
        );
        assert!(reader.has_error());
        assert_eq!(reader.batch().text(), "messageStart{}Hel");
        assert_eq!(reader.batch().rows, [RowKind::Json as u32, 12, 14, RowKind::Text as u32, 0, 17]);
        assert!(reader.take_error().is_some());
        assert!(!reader.has_error(), "an error is handed out once");
    }
}

#[test]
fn a_broken_chunk_takes_nothing_from_the_one_before() {
    let mut reader = EventReader::new(Stream::Converse);
    feed(&mut reader, &[&text_event("Hel")]);
    assert_eq!(reader.batch().text(), "Hel");
    feed(&mut reader, &[b"garbage garbage"]);
    assert!(reader.batch().rows.is_empty() && reader.batch().text().is_empty());
    assert_eq!(reader.take_error().unwrap().kind(), Kind::Protocol);
}

#[test]
fn a_conversation_is_whole_with_its_message_stop_and_not_before() {
    let start = support::event_frame("messageStart", r#"{"role":"assistant"}"#);
    let stop = support::event_frame("messageStop", r#"{"stopReason":"end_turn"}"#);
    let mut reader = EventReader::new(Stream::Converse);
    for _ in 0..2 {
        feed(&mut reader, &[&start]);
        let error = reader.finish().unwrap_err();
        assert_eq!((error.kind(), error.class()), (Kind::Connection, "APIConnectionError"));
        assert!(error.message().contains("before its messageStop"), "{error}");
    }
    feed(&mut reader, &[&stop]);
    assert_eq!(reader.finish(), Ok(()));
    feed(&mut reader, &[&support::event_frame("metadata", "{}")]);
    assert_eq!(reader.finish(), Ok(()), "metadata comes after messageStop");
}

#[test]
fn a_models_own_stream_has_no_last_event() {
    let mut reader = EventReader::new(Stream::Model);
    assert_eq!(reader.finish(), Ok(()));
    feed(&mut reader, &[&support::event_frame("chunk", r#"{"bytes":"e30="}"#)]);
    assert_eq!(reader.finish(), Ok(()));
}

#[test]
fn an_end_inside_a_frame_is_a_broken_connection_for_every_stream() {
    let frame = support::event_frame("messageStop", "{}");
    for stream in [Stream::Converse, Stream::Model] {
        let mut reader = EventReader::new(stream);
        feed(&mut reader, &[&frame, &frame[..frame.len() - 1]]);
        let error = reader.finish().unwrap_err();
        assert_eq!(error.kind(), Kind::Connection);
        assert!(error.message().contains("an end inside a frame"), "{error}");
    }
}

fn exception(name: &str, payload: &str) -> Vec<u8> {
    let headers = [(":exception-type", name), (":content-type", "application/json"), (":message-type", "exception")];
    support::frame(&headers, payload)
}

fn text_event(text: &str) -> Vec<u8> {
    let payload = format!(r#"{{"contentBlockIndex":0,"delta":{{"text":"{text}"}},"p":"abc"}}"#);
    support::event_frame("contentBlockDelta", payload)
}

/// The error of a stream that is just this frame.
fn break_of(frame: &[u8]) -> Error {
    let mut reader = EventReader::new(Stream::Converse);
    feed(&mut reader, &[frame]);
    assert!(reader.batch().rows.is_empty());
    reader.take_error().unwrap()
}

fn feed(reader: &mut EventReader, frames: &[&[u8]]) {
    let chunk = frames.concat();
    reader.room(chunk.len()).copy_from_slice(&chunk);
    reader.filled(chunk.len());
}
