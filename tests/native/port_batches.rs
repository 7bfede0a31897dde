//! Embeddings and images through whole calls: eight of them at a time, replies in the order of the inputs, and an end
//! to all with the first that fails.

use bedrock_wasm::error::Kind;
use bedrock_wasm::openai::OpenAi;
use bedrock_wasm::openai::Options;
use bedrock_wasm::openai::Output;
use serde_json::Value;
use serde_json::json;

use crate::support::script::Answer;
use crate::support::script::not_on_demand;
use crate::support::script::openai;
use crate::support::script::refused;
use crate::support::script::reply;
use crate::support::script::retries;
use crate::support::script::throttled;
use crate::support::world::Sent;
use crate::support::world::World;
use crate::support::world::now;
use crate::support::world::poll;

const TITAN: &str = "amazon.titan-embed-text-v2:0";

/// A request for embeddings of `1`, `2` and so on.
fn inputs(count: u32) -> String {
    json!({"model": TITAN, "input": (1..=count).map(|number| number.to_string()).collect::<Vec<_>>()}).to_string()
}

/// The embedding of a number is the number.
fn embedding(sent: &Sent) -> Answer {
    let sent: Value = serde_json::from_str(&sent.payload).unwrap();
    let number: u32 = sent["inputText"].as_str().unwrap().parse().unwrap();
    reply(200, &json!({"embedding": [number], "inputTextTokenCount": number}).to_string())
}

fn embed(openai: &OpenAi, world: &World, count: u32) -> Value {
    let answer = now(openai.embeddings(world, &inputs(count), &Options::default())).unwrap();
    json_of(&answer.output)
}

fn json_of(output: &Output) -> Value {
    let (Output::Whole(json) | Output::InBase64(json)) = output else { panic!("JSON") };
    serde_json::from_str(json).unwrap()
}

fn numbers(output: &Value) -> Vec<u64> {
    output["data"].as_array().unwrap().iter().map(|item| item["embedding"][0].as_u64().unwrap()).collect()
}

/// A client that has its keys.
fn with_keys() -> OpenAi {
    let openai = openai();
    embed(&openai, &World::serving(embedding), 1);
    openai
}

#[test]
fn each_input_is_a_call_on_a_line_of_its_own() {
    let world = World::serving(embedding);
    let output = embed(&openai(), &world, 2);
    assert_eq!(numbers(&output), [1, 2]);
    assert_eq!(output["usage"]["total_tokens"], 3);
    let exchange = |ms: u32, line: u32| {
        let path = "bedrock-runtime.us-east-1/model/amazon.titan-embed-text-v2%3A0/invoke";
        format!("{ms} [{line}] exchange POST {path} within 600000 by AKID at 120000")
    };
    assert_eq!(
        world.effects(),
        [
            "0 [1] payload",
            "0 [1] keys within 600000",
            "0 [1] hash",
            "0 [1] tell request 1 InvokeModel amazon.titan-embed-text-v2:0",
            &exchange(0, 1),
            "100 [1] tell response 1 200 in 100",
            "100 [1] body Outline",
            "100 [2] payload",
            "100 [2] hash",
            "100 [2] tell request 1 InvokeModel amazon.titan-embed-text-v2:0",
            &exchange(100, 2),
            "200 [2] tell response 1 200 in 100",
            "200 [2] body Outline",
        ]
    );
}

#[test]
fn eight_calls_are_under_way_at_a_time_and_the_next_eight_wait_for_all_of_them() {
    let openai = with_keys();
    let world = World::serving(embedding).holding_from(0);
    let (request, options) = (inputs(20), Options::default());
    let mut future = Box::pin(openai.embeddings(&world, &request, &options));
    let (mut waves, mut released) = (Vec::new(), 0);
    let answer = loop {
        if let Some(answer) = poll(future.as_mut()) {
            break answer.unwrap();
        }
        waves.push(world.effects_of(&["["]).iter().filter(|effect| effect.ends_with(" hash")).count());
        // Every second ask is answered first, and each by itself.
        assert!(world.asks() > released, "the call waits for something");
        let asked = world.asks();
        let (odd, even): (Vec<_>, Vec<_>) = (released..asked).partition(|ask| ask % 2 == 1);
        let last = even.last().copied();
        for ask in odd.into_iter().chain(even) {
            world.release(ask);
            if Some(ask) != last {
                assert!(poll(future.as_mut()).is_none());
            }
        }
        released = asked;
    };
    assert_eq!(waves.into_iter().filter(|count| *count > 0).collect::<Vec<_>>(), [8, 8, 4]);
    assert_eq!(numbers(&json_of(&answer.output)), Vec::from_iter(1..=20));
    let payloads: Vec<_> = world.sent().into_iter().map(|sent| sent.payload).collect();
    assert!(!payloads[..8].is_sorted(), "the replies came in another order: {payloads:?}");
}

#[test]
fn the_first_failure_ends_the_others_and_drops_their_lines() {
    let openai = with_keys();
    let world = World::serving(|sent| match sent.payload.contains("\"3\"") {
        true => refused(400, "ValidationException", "no"),
        false => embedding(sent),
    });
    let (world, request, options) = (world.holding_from(0), inputs(20), Options::default());
    let mut future = Box::pin(openai.embeddings(&world, &request, &options));
    assert!(poll(future.as_mut()).is_none());
    (0..8).for_each(|hash| world.release(hash));
    assert!(poll(future.as_mut()).is_none());
    world.effects();
    // The exchange of the third, then its body.
    world.release(10);
    assert!(poll(future.as_mut()).is_none());
    world.release(16);
    let error = poll(future.as_mut()).unwrap().unwrap_err();
    assert_eq!((error.kind(), error.status()), (Kind::Service, Some(400)));
    drop(future);
    let mut effects = world.effects();
    assert_eq!(effects[..2], ["100 [3] tell response 1 400 in 100", "100 [3] body Text"]);
    let given_up = |line: u32| format!("100 [{line}] gave up exchange");
    effects.drain(..2);
    assert_eq!(effects, [1, 2, 4, 5, 6, 7, 8].map(given_up));
    assert_eq!(world.sent().len(), 1, "no further request");
}

#[test]
fn a_line_retries_by_itself() {
    let mut is_first = true;
    let world = World::serving(move |sent| match sent.payload.contains("\"2\"") && std::mem::take(&mut is_first) {
        true => throttled(),
        false => embedding(sent),
    });
    assert_eq!(numbers(&embed(&with_keys(), &world, 3)), [1, 2, 3]);
    assert_eq!(world.effects_of(&["[2] sleep", "[1] sleep", "[3] sleep"]), ["[2] sleep 1000"]);
}

#[test]
fn a_batch_goes_to_the_fallback_model_as_a_whole() {
    let world = World::serving(|sent| match sent.url.contains("text-v1") || sent.payload.contains("\"1\"") {
        true => embedding(sent),
        false => throttled(),
    });
    let fallback_models = vec!["amazon.titan-embed-text-v1".to_owned()];
    let options = Options { fallback_models, call: retries(0), ..Options::default() };
    let answer = now(openai().embeddings(&world, &inputs(2), &options)).unwrap();
    let output = json_of(&answer.output);
    assert_eq!((numbers(&output), &output["model"]), (vec![1, 2], &"amazon.titan-embed-text-v1".into()));
    assert_eq!(answer.warnings.len(), 1);
    // The warning is the caller's line's; lines 3 and 4 are the other model's.
    let told = world.effects_of(&["tell warning", "[3] payload", "[4] payload"]);
    assert_eq!(told, ["tell warning fallback_model because of RateLimitError", "[3] payload", "[4] payload"]);
}

#[test]
fn each_line_finds_the_profile_and_the_next_request_knows_it() {
    let openai = openai();
    let serve = |sent: &Sent| match sent.url.contains("/us.") {
        true => reply(200, r#"{"embeddings":{"float":[[7]]}}"#),
        false => not_on_demand(),
    };
    let request = json!({"model": "cohere.embed-v4:0", "input": ["7"]}).to_string();
    for expected in [2, 1] {
        let world = World::serving(serve);
        now(openai.embeddings(&world, &request, &Options::default())).unwrap();
        assert_eq!(world.sent().len(), expected);
    }
}

#[test]
fn tokens_are_counted_by_the_header_where_the_body_does_not() {
    let answer = reply(200, r#"{"embeddings":{"float":[[7],[8]]}}"#).header("x-amzn-bedrock-input-token-count", "12");
    let request = json!({"model": "cohere.embed-english-v3", "input": ["7", "8"], "encoding_format": "base64"});
    let world = World::new([answer.header("x-amzn-requestid", "r-1")]);
    let answer = now(openai().embeddings(&world, &request.to_string(), &Options::default())).unwrap();
    assert_eq!(answer.head.as_ref().unwrap().request_id(), Some("r-1"));
    assert!(matches!(answer.output, Output::InBase64(_)));
    let output = json_of(&answer.output);
    assert_eq!((numbers(&output), &output["usage"]["prompt_tokens"]), (vec![7, 8], &12.into()));
    assert_eq!(world.effects().last().unwrap(), "100 tell warning changed_request");
}

#[test]
fn images_that_take_a_call_each_are_made_eight_at_a_time() {
    let mut count = 0;
    let world = World::serving(move |_| {
        count += 1;
        reply(200, &json!({"images": [format!("image{count}")]}).to_string())
    });
    let request = json!({"model": "stability.stable-image-core-v1:1", "prompt": "A cat", "n": 10}).to_string();
    let answer = now(openai().images(&world, &request, &Options::default())).unwrap();
    let output = json_of(&answer.output);
    assert_eq!(output["created"], 1_795_348_801);
    let images: Vec<_> = output["data"].as_array().unwrap().iter().map(|item| item["b64_json"].clone()).collect();
    assert_eq!(images, (1..=10).map(|number| json!(format!("image{number}"))).collect::<Vec<_>>());
}

#[test]
fn images_that_are_withheld_are_told_of() {
    let request = json!({"model": "amazon.nova-canvas-v1:0", "prompt": "A cat"}).to_string();
    let world = World::new([reply(200, r#"{"images":["a"],"error":"One was blocked."}"#)]);
    let answer = now(openai().images(&world, &request, &Options::default())).unwrap();
    assert_eq!(answer.warnings[0].message, "Some images were withheld: One was blocked.");
    assert_eq!(world.effects().last().unwrap(), "100 tell warning content_filter");
    let world = World::new([reply(200, r#"{"images":[],"error":"All were blocked."}"#)]);
    let error = now(openai().images(&world, &request, &Options::default())).unwrap_err();
    assert_eq!((error.status(), error.code()), (Some(400), Some("moderation_blocked")));
}
