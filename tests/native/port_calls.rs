//! Whole calls through a world of their own, every effect in its order: what each kind of operation asks of the world,
//! and what becomes of replies that are not as they should be.

use bedrock_wasm::call::Reply;
use bedrock_wasm::config::CallOptions;
use bedrock_wasm::config::ClientOptions;
use bedrock_wasm::error::Error;
use bedrock_wasm::error::Kind;
use bedrock_wasm::io::FailureKind;
use bedrock_wasm::io::Keys;
use bedrock_wasm::io::Want;
use bedrock_wasm::sign::sha256_hex;

use crate::support::script::Answer;
use crate::support::script::api_key;
use crate::support::script::broken;
use crate::support::script::client;
use crate::support::script::client_with;
use crate::support::script::failed;
use crate::support::script::good;
use crate::support::script::job;
use crate::support::script::job_with;
use crate::support::script::refused;
use crate::support::script::reply;
use crate::support::script::retries;
use crate::support::script::throttled;
use crate::support::script::unavailable;
use crate::support::world::World;
use crate::support::world::now;

fn call(world: &World, operation: &str, options: &CallOptions) -> Result<Reply, Error> {
    let client = client();
    now(client.call(world, &job_with(&client, operation, options)))
}

fn outcome(operation: &str, answer: Answer) -> Error {
    call(&World::new([answer]), operation, &retries(0)).unwrap_err()
}

#[test]
fn a_call_asks_for_keys_hashes_sends_and_reads() {
    let world = World::new([good().header("x-amzn-requestid", "r-1").body_after(5)]).sending("{\"a\":1}");
    let reply = call(&world, "Converse", &CallOptions::default()).unwrap();
    assert_eq!((reply.head.status, reply.head.request_id(), &*reply.text), (200, Some("r-1"), ""));
    assert!(reply.signed.is_none());
    assert_eq!(
        world.effects(),
        [
            "0 keys within 600000",
            "0 hash",
            "0 tell request 1 Converse m",
            "0 exchange POST bedrock-runtime.us-east-1/model/m/converse within 600000 by AKID at 120000",
            "100 tell response 1 200 in 100",
            "100 body Json",
        ]
    );
    let [sent] = &world.sent()[..] else { panic!("one request") };
    assert_eq!(sent.payload, "{\"a\":1}");
    // The hash that was signed is the payload's: what AWS's rule makes of it is in signing_suite.rs.
    let header = |name: &str| sent.request.headers.iter().find(|(header, _)| header == name).map(|(_, value)| &**value);
    assert_eq!(header("content-type"), Some("application/json"));
    assert!(
        header("authorization").unwrap().starts_with("AWS4-HMAC-SHA256 Credential=AKID/20261122/us-east-1/bedrock/")
    );
    assert!(header("x-amz-content-sha256").is_none_or(|hash| hash == sha256_hex(b"{\"a\":1}")));
}

#[test]
fn each_kind_of_reply_is_read_in_its_own_way() {
    let stream = |kind| good().header("content-type", kind);
    let eventstream = "application/vnd.amazon.eventstream";
    // (operation, answer, what is asked of the body, the text for the core)
    for (operation, answer, want, text) in [
        ("Converse", good(), Some("body Json"), ""),
        ("InvokeModel", reply(200, "bytes"), Some("body Bytes"), ""),
        ("AssumeRole", reply(200, "<AccessKeyId>A</AccessKeyId>"), Some("body Text"), "<AccessKeyId>A</AccessKeyId>"),
        ("ConverseStream", stream(eventstream), None, ""),
        ("InvokeModelWithResponseStream", stream("Application/Vnd.Amazon.EventStream; a=b"), None, ""),
    ] {
        let world = World::new([answer]);
        let reply = call(&world, operation, &CallOptions::default()).unwrap();
        assert_eq!(reply.text, text, "{operation}");
        assert_eq!(reply.signed.is_some(), want.is_none(), "{operation}");
        assert_eq!(world.effects_of(&["body"]), Vec::from_iter(want), "{operation}");
    }
}

#[test]
fn a_reply_that_the_core_reads_is_text() {
    let client = client();
    for (want, asked) in [(Want::Text, "body Text"), (Want::Outline, "body Outline")] {
        let world = World::new([reply(200, "[1]")]);
        let reply = now(client.call(&world, &job(&client, "Converse").wanting(want))).unwrap();
        assert_eq!(reply.text, "[1]");
        assert_eq!(world.effects_of(&["body"]), [asked]);
    }
}

#[test]
fn a_throttled_call_waits_as_long_as_it_is_asked_to_and_signs_anew() {
    let world = World::new([throttled().after(10).header("retry-after", "2"), good()]);
    assert!(call(&world, "Converse", &CallOptions::default()).is_ok());
    assert_eq!(
        world.effects(),
        [
            "0 keys within 600000",
            "0 hash",
            "0 tell request 1 Converse m",
            "0 exchange POST bedrock-runtime.us-east-1/model/m/converse within 600000 by AKID at 120000",
            "10 tell response 1 429 in 10",
            "10 body Text",
            "10 tell retry 1 RateLimitError in 2000",
            "10 sleep 2000",
            "2010 tell request 2 Converse m",
            "2010 exchange POST bedrock-runtime.us-east-1/model/m/converse within 600000 by AKID at 120002",
            "2110 tell response 2 200 in 100",
            "2110 body Json",
        ]
    );
}

#[test]
fn what_fails_for_a_moment_is_sent_again_and_the_last_error_counts() {
    let world = World::new([unavailable(), failed(broken()), throttled()]);
    let error = call(&world, "Converse", &CallOptions::default()).unwrap_err();
    assert_eq!((error.class(), error.status()), ("RateLimitError", Some(429)));
    assert_eq!(
        world.effects_of(&["exchange", "body", "sleep", "tell re"]),
        [
            "tell request 1 Converse m",
            "exchange POST bedrock-runtime.us-east-1/model/m/converse within 600000 by AKID at 120000",
            "tell response 1 503 in 100",
            "body Text",
            "tell retry 1 InternalServerError in 50",
            "sleep 50",
            "tell request 2 Converse m",
            "exchange POST bedrock-runtime.us-east-1/model/m/converse within 600000 by AKID at 120000",
            "tell retry 2 APIConnectionError in 100",
            "sleep 100",
            "tell request 3 Converse m",
            "exchange POST bedrock-runtime.us-east-1/model/m/converse within 600000 by AKID at 120000",
            "tell response 3 429 in 100",
            "body Text",
        ]
    );
}

#[test]
fn an_api_key_goes_along_without_a_hash_and_is_asked_for_before_each_attempt() {
    let mut count = 0;
    let world = World::new([unavailable(), good()]).with_keys(move |_| {
        count += 1;
        (0, Ok(api_key(&format!("KEY{count}"))))
    });
    call(&world, "Converse", &CallOptions::default()).unwrap();
    assert_eq!(
        world.effects_of(&["keys", "hash", "exchange"]),
        [
            "keys within 600000",
            "exchange POST bedrock-runtime.us-east-1/model/m/converse within 600000 by KEY1",
            "keys within 600000",
            "exchange POST bedrock-runtime.us-east-1/model/m/converse within 600000 by KEY2",
        ]
    );
}

#[test]
fn an_operation_without_authorization_asks_for_no_keys() {
    let world = World::new([good()]);
    call(&world, "GetId", &CallOptions::default()).unwrap();
    assert_eq!(
        world.effects(),
        [
            "0 tell request 1 GetId",
            "0 exchange POST cognito-identity.us-east-1/ within 600000 by nobody",
            "100 tell response 1 200 in 100",
            "100 body Json",
        ]
    );
}

#[test]
fn a_stream_that_goes_both_ways_is_presigned_and_takes_no_headers() {
    let headers = Some(vec![("x-team".to_owned(), "search".to_owned())]);
    let client = client_with(ClientOptions { default_headers: headers, ..ClientOptions::default() });
    let answer = reply(200, "").header("content-type", "application/vnd.amazon.eventstream");
    let world = World::new([answer]);
    let reply = now(client.call(&world, &job(&client, "InvokeModelWithBidirectionalStream"))).unwrap();
    let (request, credentials) = reply.signed.unwrap();
    assert!(request.headers.is_empty());
    assert_eq!(credentials.access_key_id(), "AKID");
    let host = "bedrock-runtime.us-east-1";
    let path = "/model/m/invoke-with-bidirectional-stream-websocket";
    assert_eq!(
        world.effects(),
        [
            "0 tell warning unsent_headers",
            "0 keys within 600000",
            "0 hash",
            "0 tell request 1 InvokeModelWithBidirectionalStream m",
            &format!("0 exchange GET {host}{path} within 600000 by AKID in the query at 120000"),
            "100 tell response 1 200 in 100",
        ]
    );
    assert!(request.url().contains("X-Amz-Expires=60&"), "{}", request.url());
}

#[test]
fn a_signature_that_no_api_key_can_stand_for_is_not_tried() {
    for operation in ["InvokeModelWithBidirectionalStream", "Rerank"] {
        let world = World::new([]).with_keys(|_| (0, Ok::<Keys, _>(api_key("KEY"))));
        let error = call(&world, operation, &CallOptions::default()).unwrap_err();
        assert_eq!(error.kind(), Kind::Credentials);
        assert!(error.message().starts_with("Bedrock does not accept an API key for this."), "{error}");
        assert_eq!(world.effects(), ["0 keys within 600000"]);
    }
}

#[test]
fn a_refusal_whose_body_cannot_be_read_is_told_by_its_status() {
    for kind in [broken(), FailureKind::TimedOut, FailureKind::NotJson("x".into()), FailureKind::Input("x".into())] {
        let error = outcome("Converse", refused(400, "ValidationException", "unread").unreadable(kind));
        assert_eq!((error.kind(), error.code()), (Kind::Service, Some("ValidationException")));
        assert_eq!(error.message(), "Bedrock answered 400 and nothing else.");
    }
    let error = outcome("Converse", throttled().unreadable(FailureKind::Aborted));
    assert_eq!((error.kind(), error.cause()), (Kind::Abort, 4));
}

#[test]
fn a_good_reply_that_is_not_json_is_shown_unless_it_may_hold_credentials() {
    let shown = outcome("Converse", reply(200, "<html>secret"));
    assert_eq!((shown.kind(), shown.cause()), (Kind::Protocol, 5));
    assert!(shown.message().ends_with("It begins: <html>secret"), "{shown}");
    for operation in ["GetId", "GetCredentialsForIdentity", "GetContainerCredentials"] {
        let endpoints = vec![(None, "http://127.0.0.1:1338/creds".to_owned())];
        let client = client_with(ClientOptions { endpoints, ..ClientOptions::default() });
        let world = World::new([reply(200, "<html>secret")]);
        let hidden = now(client.call(&world, &job(&client, operation))).unwrap_err();
        assert_eq!((hidden.kind(), hidden.cause()), (Kind::Protocol, 0), "{operation}");
        assert!(!format!("{hidden:?}").contains("secret"), "{hidden:?}");
    }
}

#[test]
fn a_reply_that_is_no_stream_or_leads_elsewhere_is_refused() {
    let page = outcome("ConverseStream", reply(200, "<p>").header("content-type", "text/html"));
    assert_eq!(page.kind(), Kind::Protocol);
    assert!(page.message().starts_with("The reply is text/html, not the stream"), "{page}");
    for status in [0, 307] {
        let elsewhere = outcome("Converse", reply(status, ""));
        assert!(elsewhere.message().starts_with("The endpoint redirects"), "{elsewhere}");
    }
}

#[test]
fn what_the_world_could_not_do_is_the_callers_error() {
    // (what happened, kind and class, how the sentence begins)
    let connection = |name: &str, message: &str| FailureKind::Connection(name.into(), message.into());
    for (kind, expected, words) in [
        (connection("TypeError", "DNS"), (Kind::Connection, "APIConnectionError"), "Could not reach https://bedrock-"),
        (connection("", ""), (Kind::Connection, "APIConnectionError"), "Could not reach https://bedrock-runtime"),
        (connection("AbortError", "x"), (Kind::Abort, "APIUserAbortError"), "fetch aborted the request by itself."),
        (FailureKind::TimedOut, (Kind::Timeout, "APIConnectionTimeoutError"), "No answer within 600000 ms."),
        (FailureKind::Aborted, (Kind::Abort, "APIUserAbortError"), "The request was aborted by its signal."),
        (FailureKind::Input("No fetch.".into()), (Kind::Input, "BedrockError"), "No fetch."),
        (FailureKind::Keys("No role.".into()), (Kind::Credentials, "AuthenticationError"), "No role."),
        (FailureKind::NoKeys, (Kind::Credentials, "AuthenticationError"), "No credentials. Pass temporary ones"),
    ] {
        let error = outcome("Converse", failed(kind.clone()));
        assert_eq!((error.kind(), error.class()), expected, "{kind:?}");
        assert!(error.message().starts_with(words), "{error}");
        assert_eq!(error.cause(), 3, "{kind:?}");
    }
}

#[test]
fn advice_about_the_network_follows_only_what_fetch_says() {
    let message = |name: &str, said: &str| {
        outcome("Converse", failed(FailureKind::Connection(name.into(), said.into()))).message().to_owned()
    };
    let fetch = message("TypeError", "The socket closed.");
    assert!(fetch.contains("amazonaws.com: The socket closed. Check the network"), "{fetch}");
    let socket = message("WebSocketError", "It closed with 1006.");
    assert!(socket.ends_with("amazonaws.com: It closed with 1006."), "{socket}");
}
