//! A stream that Bedrock refuses behind a good head, before its first event, is a refusal like any other.

use bedrock_wasm::error::Error;
use bedrock_wasm::error::Kind;
use bedrock_wasm::openai::Options;
use bedrock_wasm::openai::Output;

use crate::support;
use crate::support::chats::request;
use crate::support::script::Answer;
use crate::support::script::broken;
use crate::support::script::client;
use crate::support::script::job;
use crate::support::script::job_with;
use crate::support::script::openai;
use crate::support::script::refused;
use crate::support::script::reply;
use crate::support::script::retries;
use crate::support::script::said;
use crate::support::world::World;
use crate::support::world::now;

const EVENTSTREAM: &str = "application/vnd.amazon.eventstream";
/// Where a piece of a body ends.
const END: &str = "\u{100}";

fn frame(headers: &[(&str, &str)], payload: &str) -> String {
    support::frame(headers, payload.as_bytes()).into_iter().map(char::from).collect()
}

fn exception(name: &str) -> String {
    frame(&[(":message-type", "exception"), (":exception-type", name)], r#"{"message":"No."}"#)
}

fn start() -> String {
    let headers = [(":message-type", "event"), (":event-type", "messageStart"), (":content-type", "application/json")];
    frame(&headers, r#"{"role":"assistant"}"#)
}

fn chunk() -> String {
    let headers = [(":message-type", "event"), (":event-type", "chunk"), (":content-type", "application/json")];
    frame(&headers, r#"{"bytes":"e30="}"#)
}

fn stream(body: &str) -> Answer {
    reply(200, body).header("content-type", EVENTSTREAM).header("x-amzn-requestid", "r-1")
}

/// What a stream of Bedrock's own came to, and how often it was asked for.
fn call(operation: &str, bodies: &[String]) -> (Result<(), Error>, usize) {
    let client = client();
    let world = World::new(bodies.iter().map(|body| stream(body)).collect::<Vec<_>>());
    let outcome = now(client.call(&world, &job(&client, operation))).map(drop);
    (outcome, world.sent().len())
}

#[test]
fn an_exception_before_any_event_is_retried_like_a_refused_head() {
    for (operation, first) in [("ConverseStream", start()), ("InvokeModelWithResponseStream", chunk())] {
        for name in ["throttlingException", "serviceUnavailableException", "internalServerException"] {
            let (outcome, sent) = call(operation, &[exception(name), exception(name), first.clone()]);
            assert_eq!((outcome, sent), (Ok(()), 3), "{operation} {name}");
            let (outcome, sent) = call(operation, &vec![exception(name); 3]);
            let error = outcome.unwrap_err();
            assert_eq!((error.kind(), sent), (Kind::Service, 3));
            let reply = error.reply().unwrap();
            assert_eq!((reply.request_id.as_deref(), reply.headers.len()), (Some("r-1"), 2));
        }
        // What no retry mends is an error of the call.
        for name in ["validationException", "modelStreamErrorException", "modelTimeoutException"] {
            let (outcome, sent) = call(operation, &[exception(name)]);
            assert_eq!((outcome.unwrap_err().kind(), sent), (Kind::Service, 1), "{name}");
        }
    }
    let error_frame = frame(&[(":message-type", "error"), (":error-code", "ThrottlingException")], "");
    assert_eq!(call("ConverseStream", &[error_frame, start()]), (Ok(()), 2));
}

#[test]
fn nothing_that_the_caller_has_seen_is_repeated() {
    let refused = exception("throttlingException");
    for body in [start() + &refused, start() + END + &refused, chunk() + &refused] {
        assert_eq!(call("ConverseStream", &[body]), (Ok(()), 1));
    }
    // What is wrong with the bytes, the reader of the stream says.
    for body in ["", "no frames at all", &refused[..40], &refused.replace("No.", "Yes")] {
        assert_eq!(call("ConverseStream", &[body.to_owned()]), (Ok(()), 1), "{body}");
    }
}

#[test]
fn a_connection_that_breaks_before_the_first_event_is_tried_again() {
    let client = client();
    let world = World::new([stream("").unreadable(broken()), stream(&start())]);
    assert!(now(client.call(&world, &job(&client, "ConverseStream"))).is_ok());
    assert_eq!(world.sent().len(), 2);
    let world = World::serving(|_| stream("").unreadable(broken()));
    let error = now(client.call(&world, &job(&client, "ConverseStream"))).unwrap_err();
    assert_eq!((error.kind(), error.retries(), error.cause()), (Kind::Connection, 2, 4));
}

#[test]
fn a_frame_may_come_in_any_pieces() {
    let whole = exception("throttlingException");
    for at in 1..whole.len() {
        let Some((head, rest)) = whole.split_at_checked(at) else { continue };
        assert_eq!(call("ConverseStream", &[[head, rest].join(END), start()]), (Ok(()), 2), "{at}");
    }
    let letters: Vec<_> = whole.chars().map(String::from).collect();
    assert_eq!(call("ConverseStream", &[letters.join(END), start()]), (Ok(()), 2));
}

#[test]
fn retries_wait_are_told_and_cost_as_those_of_a_head_do() {
    let client = client();
    let world = World::new([stream(&exception("throttlingException")), stream(&start())]);
    now(client.call(&world, &job(&client, "ConverseStream"))).unwrap();
    let effects = world.effects_of(&["tell", "sleep", "piece"]);
    let told = [
        "tell request 1 ConverseStream m",
        "tell response 1 200 in 100",
        "piece within 300000",
        "tell retry 1 RateLimitError in 1000",
        "sleep 1000",
        "tell request 2 ConverseStream m",
        "tell response 2 200 in 100",
        "piece within 300000",
    ];
    assert_eq!(effects, told);
    // None is wanted.
    let world = World::new([stream(&exception("throttlingException"))]);
    now(client.call(&world, &job_with(&client, "ConverseStream", &retries(0)))).unwrap_err();
    // Nothing comes within streamIdleTimeout: that is told, and tried again, for nothing was handed out.
    let silent = stream(&start()).body_after(300_001);
    let world = World::new([silent.clone(), silent.clone(), silent]);
    let error = now(client.call(&world, &job(&client, "ConverseStream"))).unwrap_err();
    assert!(error.message().starts_with("No piece of the stream arrived within streamIdleTimeout."), "{error}");
    let world = World::new([stream(&start()).body_after(500)]).aborted_at(200);
    let error = now(client.call(&world, &job(&client, "ConverseStream"))).unwrap_err();
    assert_eq!((error.kind(), error.cause()), (Kind::Abort, support::world::REASON));
}

#[test]
fn a_stream_both_ways_waits_for_nothing() {
    let client = client();
    let world = World::new([stream(&exception("throttlingException"))]);
    now(client.call(&world, &job(&client, "InvokeModelWithBidirectionalStream"))).unwrap();
    assert_eq!(world.effects_of(&["piece"]), [""; 0]);
}

#[test]
fn a_streamed_chat_does_what_a_refused_one_does() {
    let ask = |model: &str| request(model).replace("\"messages\"", r#""stream":true,"messages""#);
    let chat = |answers: &[Answer], options: &Options| {
        let world = World::new(answers.to_vec());
        let answer = now(openai().chat(&world, &ask("acme.a"), options));
        (answer, world.sent())
    };
    let (answer, sent) = chat(&[stream(&exception("throttlingException")), stream(&start())], &Options::default());
    assert!(matches!(answer.unwrap().output, Output::Stream { .. }));
    assert_eq!(sent.len(), 2);
    // Another model takes its place, and the long context is called by its name.
    let fallbacks = Options { fallback_models: vec!["acme.b".into()], call: retries(0), ..Options::default() };
    let (answer, sent) = chat(&[stream(&exception("serviceUnavailableException")), stream(&start())], &fallbacks);
    assert_eq!(answer.unwrap().warnings[0].code, "fallback_model");
    assert!(sent[1].url.contains("/acme.b/"));
    let headers = [(":message-type", "exception"), (":exception-type", "validationException")];
    let too_long = frame(&headers, r#"{"message":"prompt is too long: 2 tokens > 1 maximum"}"#);
    let (answer, _) = chat(&[stream(&too_long)], &Options::default());
    assert_eq!(answer.unwrap_err().code(), Some("context_length_exceeded"));
    // What the model refuses is asked for in another way.
    let refusal = frame(&headers, r#"{"message":"This model doesn't support tool use in streaming mode."}"#);
    let tools = ask("acme.a").replace(
        "\"messages\"",
        r#""tools":[{"type":"function","function":{"name":"f","parameters":{"type":"object"}}}],"messages""#,
    );
    let world = World::new([stream(&refusal), said("Hello")]);
    assert!(now(openai().chat(&world, &tools, &Options::default())).is_ok());
    // A refused head is as before.
    let (answer, _) = chat(&[refused(400, "ValidationException", "No.")], &Options::default());
    assert_eq!(answer.unwrap_err().status(), Some(400));
}
