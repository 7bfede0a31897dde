//! Chats that a model refuses for something that it does not take: they are asked again without it, and what lasts is
//! remembered. Streams of models that give tools whole, and files from the web.

use bedrock_wasm::error::Kind;
use bedrock_wasm::io::FailureKind;
use bedrock_wasm::openai::Answer;
use bedrock_wasm::openai::OpenAi;
use bedrock_wasm::openai::Options;
use bedrock_wasm::openai::Output;
use serde_json::Value;
use serde_json::json;

use crate::support::script::Answer as Reply;
use crate::support::script::broken;
use crate::support::script::failure;
use crate::support::script::not_on_demand;
use crate::support::script::openai;
use crate::support::script::refused;
use crate::support::script::reply;
use crate::support::script::retries;
use crate::support::script::said;
use crate::support::script::throttled;
use crate::support::world::REASON;
use crate::support::world::World;
use crate::support::world::now;

const EXCHANGE: &str = "exchange POST bedrock-runtime.us-east-1/model/acme.a/converse within 600000 by AKID at 120000";

fn refusal(words: &str) -> Reply {
    refused(400, "ValidationException", words)
}

fn request(extra: &Value) -> String {
    let mut request = json!({"model": "acme.a", "messages": [{"role": "user", "content": "Hi"}]});
    request.as_object_mut().unwrap().extend(extra.as_object().unwrap().clone());
    request.to_string()
}

fn chat(openai: &OpenAi, world: &World, extra: &Value) -> Result<Answer, bedrock_wasm::error::Error> {
    now(openai.chat(world, &request(extra), &Options::default()))
}

fn payloads(world: &World) -> Vec<Value> {
    world.sent().iter().map(|sent| serde_json::from_str(&sent.payload).unwrap()).collect()
}

#[test]
fn what_a_model_refuses_is_left_out_and_remembered() {
    let openai = openai();
    let world = World::new([
        refusal("This model doesn't support the temperature field. Remove temperature and try again."),
        refusal("This model doesn't support the stopSequences field."),
        said("Hello"),
        said("Hello"),
    ]);
    let extra = json!({"temperature": 0.5, "stop": ["END"], "max_tokens": 9});
    let answer = chat(&openai, &world, &extra).unwrap();
    assert_eq!(
        world.effects(),
        [
            "0 payload",
            "0 keys within 600000",
            "0 hash",
            "0 tell request 1 Converse acme.a",
            &format!("0 {EXCHANGE}"),
            "100 tell response 1 400 in 100",
            "100 body Text",
            "100 payload",
            "100 hash",
            "100 tell request 1 Converse acme.a",
            &format!("100 {EXCHANGE}"),
            "200 tell response 1 400 in 100",
            "200 body Text",
            "200 payload",
            "200 hash",
            "200 tell request 1 Converse acme.a",
            &format!("200 {EXCHANGE}"),
            "300 tell response 1 200 in 100",
            "300 body Text",
            "300 tell warning unsupported_param",
            "300 tell warning unsupported_param",
        ]
    );
    assert_eq!(answer.warnings.len(), 2);
    chat(&openai, &world, &extra).unwrap();
    let sent: Vec<_> = payloads(&world).iter().map(|payload| payload["inferenceConfig"].clone()).collect();
    let without = json!({"maxTokens": 9});
    assert_eq!(sent[0], json!({"maxTokens": 9, "temperature": 0.5, "stopSequences": ["END"]}));
    assert_eq!(sent[1], json!({"maxTokens": 9, "stopSequences": ["END"]}));
    assert_eq!(sent[2..], [without.clone(), without]);
}

#[test]
fn what_is_refused_through_a_profile_is_left_out_too() {
    let openai = openai();
    let refused = refusal("This model doesn't support the temperature field.");
    let world = World::new([not_on_demand(), refused, not_on_demand(), said("Hello"), said("Hello")]);
    let extra = json!({"temperature": 0.5});
    chat(&openai, &world, &extra).unwrap();
    chat(&openai, &world, &extra).unwrap();
    let ways: Vec<_> = world.sent().into_iter().map(|sent| (sent.url.contains("/us."), sent.payload)).collect();
    let ways: Vec<_> = ways.iter().map(|(is_us, payload)| (*is_us, payload.contains("temperature"))).collect();
    assert_eq!(ways, [(false, true), (true, true), (false, false), (true, false), (true, false)]);
}

#[test]
fn what_only_this_request_had_too_much_of_is_not_remembered() {
    let openai = openai();
    let schema = json!({"type": "object", "properties": {"a": {"type": "string"}}, "required": ["a"]});
    let extra = json!({
        "model": "us.anthropic.claude-sonnet-4-5-20250929-v1:0",
        "response_format": {"type": "json_schema", "json_schema": {"name": "a", "schema": schema}},
    });
    let world = World::new([refusal("Schema is too complex for compilation"), said("{}"), said("{}")]);
    chat(&openai, &world, &extra).unwrap();
    chat(&openai, &world, &extra).unwrap();
    let is_native: Vec<_> = payloads(&world).iter().map(|sent| !sent["outputConfig"].is_null()).collect();
    assert_eq!(is_native, [true, false, true]);
}

#[test]
fn a_refusal_that_nothing_can_be_left_out_for_is_the_callers() {
    for refusal in [
        refusal("This model doesn't support the temperature field."),
        refusal("messages: at least one message is required"),
        refused(403, "AccessDeniedException", "support the temperature field"),
    ] {
        let world = World::new([refusal]);
        assert!(chat(&openai(), &world, &json!({})).is_err());
        assert_eq!(world.effects_of(&["payload"]).len(), 1);
    }
    // The same refusal twice ends it.
    let words = "This model doesn't support the temperature field.";
    let world = World::new([refusal(words), refusal(words)]);
    let error = chat(&openai(), &world, &json!({"temperature": 1})).unwrap_err();
    assert_eq!(error.status(), Some(400));
}

#[test]
fn a_stream_is_read_from_its_first_piece_on() {
    let world = World::new([reply(200, "").header("content-type", "application/vnd.amazon.eventstream")]);
    let answer = chat(&openai(), &world, &json!({"stream": true})).unwrap();
    let Output::Stream { chat, idle_timeout_ms, whole } = answer.output else { panic!("a stream") };
    assert_eq!((idle_timeout_ms, whole), (300_000, None));
    let chat: Value = serde_json::from_str(&chat).unwrap();
    assert_eq!((&chat["model"], &chat["created"]), (&"acme.a".into(), &1_795_348_800_u32.into()));
    assert_eq!(world.effects().last().unwrap(), "100 piece within 300000");
    assert!(world.last_sent().url.ends_with("/model/acme.a/converse-stream"));
}

#[test]
fn a_model_without_tools_in_streams_answers_whole_and_is_streamed_from_here() {
    let openai = openai();
    let tool = json!({"type": "function", "function": {"name": "f", "parameters": {"type": "object"}}});
    let extra = json!({"stream": true, "tools": [tool]});
    let world =
        World::new([refusal("This model doesn't support tool use in streaming mode."), said("Hello"), said("Hello")]);
    for _ in 0..2 {
        let answer = chat(&openai, &world, &extra).unwrap();
        let Output::Stream { whole: Some(whole), .. } = answer.output else { panic!("a whole reply") };
        let whole: Value = serde_json::from_str(&whole).unwrap();
        assert_eq!(whole["choices"][0]["message"]["content"], "Hello");
        assert_eq!(answer.warnings.len(), 1);
    }
    let ways: Vec<_> = world.sent().iter().map(|sent| sent.url.rsplit('/').next().unwrap().to_owned()).collect();
    assert_eq!(ways, ["converse-stream", "converse", "converse"]);
}

fn with_files() -> (Value, Options) {
    let image = |name: &str| json!({"type": "image_url", "image_url": {"url": format!("https://a.example/{name}")}});
    let messages = json!([{"role": "user", "content": [image("1.png"), image("2.png"), image("1.png")]}]);
    (json!({ "messages": messages }), Options { fetches_files: true, ..Options::default() })
}

#[test]
fn files_are_fetched_once_before_all_that_follows() {
    let (extra, mut options) = with_files();
    options.fallback_models = vec!["acme.b".to_owned()];
    options.call = retries(0);
    let data = |letter: &str| format!("data:image/png;base64,iVBORw0KGgo{letter}AAAA");
    let world = World::new([throttled(), said("Two")]).with_files(25, Ok(vec![data("1"), data("2")]));
    now(openai().chat(&world, &request(&extra), &options)).unwrap();
    let effects = world.effects();
    assert_eq!(effects[..2], ["0 files https://a.example/1.png https://a.example/2.png", "25 payload"]);
    assert_eq!(effects.iter().filter(|effect| effect.contains(" files ")).count(), 1);
    for payload in payloads(&world) {
        let blocks = payload["messages"][0]["content"].as_array().unwrap();
        let images: Vec<_> = blocks.iter().filter_map(|block| block["image"]["source"]["bytes"].as_str()).collect();
        assert_eq!(images, ["iVBORw0KGgo1AAAA", "iVBORw0KGgo2AAAA", "iVBORw0KGgo1AAAA"]);
    }
}

#[test]
fn files_that_do_not_come_are_told_of_and_nothing_is_sent() {
    let (extra, mut options) = with_files();
    for (kind, expected, words) in [
        (FailureKind::Input("a.example says 404.".into()), Kind::Input, "`fetchImages`: a.example says 404."),
        (broken(), Kind::Input, "`fetchImages`: fetch failed"),
        (FailureKind::TimedOut, Kind::Timeout, "`fetchImages`: the files did not arrive in time."),
        (FailureKind::Aborted, Kind::Abort, "The request was aborted by its signal."),
        (FailureKind::NoKeys, Kind::Input, "`fetchImages`: the files could not be fetched."),
    ] {
        let world = World::new([]).with_files(25, Err(failure(kind, 6)));
        let error = now(openai().chat(&world, &request(&extra), &options)).unwrap_err();
        assert_eq!((error.kind(), error.cause()), (expected, 6));
        assert_eq!(error.message(), words);
        assert_eq!(world.effects(), ["0 files https://a.example/1.png https://a.example/2.png"]);
    }
    // Their limit ends with them: an old one does not cut the hash short.
    options.call = retries(0);
    let image = "data:image/png;base64,iVBORw0KGgoAAAAA".to_owned();
    let in_time = World::new([said("")]).with_files(59_990, Ok(vec![image.clone(), image])).hashing_for(100);
    assert!(now(openai().chat(&in_time, &request(&extra), &options)).is_ok());
    let late = World::new([]).with_files(60_001, Ok(Vec::new()));
    assert_eq!(now(openai().chat(&late, &request(&extra), &options)).unwrap_err().kind(), Kind::Timeout);
    let aborted = World::new([]).with_files(25, Ok(Vec::new())).aborted_at(10);
    assert_eq!(now(openai().chat(&aborted, &request(&extra), &options)).unwrap_err().cause(), REASON);
}

#[test]
fn a_request_has_a_hundred_addresses_at_most() {
    let options = Options { fetches_files: true, call: retries(0), ..Options::default() };
    let image = "data:image/png;base64,iVBORw0KGgoAAAAA".to_owned();
    for count in [99, 100, 101, 102] {
        let content: Vec<_> = (0..count)
            .map(|number| json!({"type": "image_url", "image_url": {"url": format!("https://a.example/{number}.png")}}))
            .collect();
        let extra = json!({"messages": [{"role": "user", "content": content}]});
        let world = World::new([said("Hello")]).with_files(0, Ok(vec![image.clone(); count]));
        let outcome = now(openai().chat(&world, &request(&extra), &options));
        let refusal = outcome.err().map(|error| (error.kind(), error.message().contains("more than 100 addresses")));
        assert_eq!(refusal, (count > 100).then_some((Kind::Input, true)), "{count}");
    }
}

#[test]
fn nobody_is_asked_for_files_where_there_are_none() {
    let options = Options { fetches_files: true, ..Options::default() };
    let world = World::new([said("Hello")]);
    now(openai().chat(&world, &request(&json!({})), &options)).unwrap();
    assert_eq!(world.effects_of(&["files"]), [""; 0]);
}

#[test]
fn without_the_option_nobody_is_asked_for_files() {
    let (extra, _) = with_files();
    let world = World::new([]);
    let error = chat(&openai(), &world, &extra).unwrap_err();
    assert_eq!(error.kind(), Kind::Input);
    assert_eq!(world.effects(), [""; 0]);
}
