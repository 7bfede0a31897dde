//! Streams of Converse as events of a response: real ones against golden files, and each thing that can happen by
//! itself.

use bedrock_wasm::error::Kind;
use bedrock_wasm::translate::Chat;
use serde_json::Value;
use serde_json::json;

use crate::support;
use crate::support::events::added_up;
use crate::support::events::events_and_end;
use crate::support::events::events_of_stream;
use crate::support::events::of_responses;
use crate::support::replies::frames;

const FOLDER: &str = "openai/responses/stream";

fn chat() -> Chat {
    of_responses(Chat { model: "bedrock/any".into(), ..Chat::default() }, &["patch"])
}

fn text(block: u32, text: &str) -> (&'static str, Value) {
    ("contentBlockDelta", json!({ "contentBlockIndex": block, "delta": { "text": text } }))
}

fn call(block: u32, name: &str) -> (&'static str, Value) {
    let tool = json!({ "toolUseId": format!("t{block}"), "name": name });
    ("contentBlockStart", json!({ "contentBlockIndex": block, "start": { "toolUse": tool } }))
}

fn input(block: u32, piece: &str) -> (&'static str, Value) {
    ("contentBlockDelta", json!({ "contentBlockIndex": block, "delta": { "toolUse": { "input": piece } } }))
}

fn ended(block: u32) -> (&'static str, Value) {
    ("contentBlockStop", json!({ "contentBlockIndex": block }))
}

fn stop(reason: &str) -> (&'static str, Value) {
    ("messageStop", json!({ "stopReason": reason }))
}

fn events(frames_of: &[(&str, Value)]) -> Vec<Value> {
    events_of_stream(&[&frames(frames_of)], &chat())
}

fn kinds(events: &[Value]) -> Vec<&str> {
    events.iter().map(|event| event["type"].as_str().unwrap().strip_prefix("response.").unwrap()).collect()
}

/// `BLESS=1` writes the files anew: look at the difference before it is committed.
#[test]
fn real_streams_are_as_in_the_golden_files() {
    let mut count = 0;
    for (name, stream) in support::recorded_streams().into_iter().filter(|(name, _)| !name.contains("invoke_model")) {
        let events = events_of_stream(&[&stream], &chat());
        let path = format!("{FOLDER}/{}", name.replace(".bin", ".json"));
        if std::env::var_os("BLESS").is_some() {
            let lines: Vec<String> = events.iter().map(ToString::to_string).collect();
            std::fs::write(support::fixture_path(&path), format!("[\n{}\n]\n", lines.join(",\n"))).unwrap();
        }
        assert_eq!(added_up(&events)["output"], events.last().unwrap()["response"]["output"], "{name}");
        assert_eq!(Value::from(events), support::fixture_json(&path), "{name}");
        count += 1;
    }
    assert_eq!(count, support::fixture_names("openai/responses/stream").len());
}

#[test]
fn a_real_stream_is_the_same_wherever_it_is_cut() {
    let (_, stream) = support::recorded_streams().remove(0);
    let whole = events_of_stream(&[&stream], &chat());
    for cut in 0..=stream.len() {
        assert_eq!(events_of_stream(&[&stream[..cut], &stream[cut..]], &chat()), whole, "{cut}");
    }
}

#[test]
fn the_grammar_of_a_text_is_openais() {
    let metadata = ("metadata", json!({ "usage": { "inputTokens": 3, "outputTokens": 2, "totalTokens": 5 } }));
    let events = events(&[text(0, "Hi"), text(0, " there"), ended(0), stop("end_turn"), metadata]);
    let expected = [
        "created",
        "in_progress",
        "output_item.added",
        "content_part.added",
        "output_text.delta",
        "output_text.delta",
        "output_text.done",
        "content_part.done",
        "output_item.done",
        "completed",
    ];
    assert_eq!(kinds(&events), expected);
    assert_eq!(events[6]["text"], "Hi there");
    assert_eq!(events[9]["response"]["output_text"], "Hi there");
}

#[test]
fn a_response_without_counts_ends_all_the_same() {
    let events = events(&[text(0, "Hi"), stop("end_turn")]);
    let last = events.last().unwrap();
    assert_eq!((&last["type"], &last["response"]["usage"]), (&json!("response.completed"), &Value::Null));
    assert_eq!(events.iter().filter(|event| event["type"] == "response.completed").count(), 1);
}

#[test]
fn counts_come_once() {
    let counts = ("metadata", json!({ "usage": { "inputTokens": 3, "outputTokens": 2, "totalTokens": 5 } }));
    let later = ("metadata", json!({ "metrics": { "latencyMs": 1 } }));
    let events = events(&[text(0, "Hi"), stop("end_turn"), counts, later]);
    assert_eq!(events.last().unwrap()["response"]["usage"]["total_tokens"], 5);
    assert_eq!(events.iter().filter(|event| event["type"] == "response.completed").count(), 1);
}

#[test]
fn counts_before_the_end_and_text_behind_it_spoil_nothing() {
    let counts = ("metadata", json!({ "usage": { "inputTokens": 3, "outputTokens": 2, "totalTokens": 5 } }));
    let events = events(&[text(0, "Hi"), counts, text(0, "!"), stop("end_turn"), text(1, "late"), call(2, "f")]);
    let completed: Vec<_> = events.iter().filter(|event| event["type"] == "response.completed").collect();
    assert_eq!(completed.len(), 1);
    let response = &completed[0]["response"];
    assert_eq!((&response["output_text"], &response["usage"]["total_tokens"]), (&json!("Hi!"), &json!(5)));
    // Without counts it ends behind what is late, of which nothing is whole.
    let events = self::events(&[text(0, "Hi"), stop("end_turn"), call(2, "f")]);
    assert_eq!(events.last().unwrap()["response"]["output"].as_array().unwrap().len(), 1);
}

#[test]
fn interleaved_calls_are_kept_apart() {
    let pieces = [
        input(2, "{\"b\":"),
        input(1, "{\"a\":"),
        input(2, "2}"),
        input(1, "1}"),
        ended(2),
        ended(1),
        stop("tool_use"),
    ];
    let events = events(&[&[text(0, "Both:"), call(1, "first"), call(2, "second")][..], &pieces].concat());
    let output = &events.last().unwrap()["response"]["output"];
    let arguments: Vec<_> = output.as_array().unwrap()[1..].iter().map(|item| item["arguments"].as_str()).collect();
    assert_eq!(arguments, [Some("{\"a\":1}"), Some("{\"b\":2}")]);
    assert_eq!(&added_up(&events)["output"], output);
}

#[test]
fn a_call_without_input_has_an_empty_object() {
    for frames in [vec![call(0, "f"), ended(0), stop("tool_use")], vec![call(0, "f"), stop("tool_use")]] {
        let events = events(&frames);
        assert_eq!(events.last().unwrap()["response"]["output"][0]["arguments"], "{}");
    }
}

#[test]
fn a_custom_tool_gets_its_text_even_where_it_was_cut_off() {
    let whole = events(&[call(0, "patch"), input(0, "{\"inp"), input(0, "ut\":\"a\\n\\u00e9\"}"), stop("tool_use")]);
    let item = &whole.last().unwrap()["response"]["output"][0];
    assert_eq!((&item["type"], &item["input"]), (&json!("custom_tool_call"), &json!("a\né")));
    assert!(kinds(&whole).contains(&"custom_tool_call_input.delta"));
    let cut = events(&[call(0, "patch"), input(0, "{\"input\":\"a"), stop("max_tokens")]);
    let item = &cut.last().unwrap()["response"]["output"][0];
    assert_eq!((&item["status"], &item["input"]), (&json!("incomplete"), &json!("{\"input\":\"a")));
}

#[test]
fn thoughts_are_sealed_in_one_item_a_block() {
    let thought = |block: u32, reasoning: Value| {
        ("contentBlockDelta", json!({ "contentBlockIndex": block, "delta": { "reasoningContent": reasoning } }))
    };
    let events = events(&[
        thought(0, json!({ "text": "Let me \"think\"\n" })),
        thought(0, json!({ "signature": "EqQB" })),
        thought(0, json!({ "signature": "x==" })),
        ended(0),
        thought(1, json!({ "redactedContent": "c2VjcmV0" })),
        ended(1),
        text(2, "So."),
        stop("end_turn"),
    ]);
    let output = events.last().unwrap()["response"]["output"].as_array().unwrap();
    let sealed = |item: &Value| serde_json::from_str::<Value>(item["encrypted_content"].as_str().unwrap()).unwrap();
    let block = json!({ "type": "thinking", "thinking": "Let me \"think\"\n", "signature": "EqQBx==" });
    assert_eq!(sealed(&output[0]), json!([block]));
    assert_eq!(output[0]["summary"], json!([{ "type": "summary_text", "text": "Let me \"think\"\n" }]));
    assert_eq!(sealed(&output[1]), json!([{ "type": "redacted_thinking", "data": "secret" }]));
    assert_eq!((&output[1]["summary"], output.len()), (&json!([]), 3));
    // Done before the next one begins.
    let kinds = kinds(&events);
    let places = |kind: &str| kinds.iter().enumerate().filter(|(_, other)| **other == kind).map(|(at, _)| at).collect();
    let (added, done): (Vec<usize>, Vec<usize>) = (places("output_item.added"), places("output_item.done"));
    assert!(done[0] < added[1] && done[1] < added[2], "{kinds:?}");
}

#[test]
fn what_openai_has_no_words_for_is_told_at_the_end() {
    let events = events(&[("eventOfNextYear", json!({ "a": 1, "p": "ab" })), text(0, "x"), stop("end_turn")]);
    let last = &events.last().unwrap()["response"];
    assert_eq!(last["_bedrock"], json!({ "stopReason": "end_turn", "events": [{ "eventOfNextYear": { "a": 1 } }] }));
}

#[test]
fn a_malformed_call_that_was_told_of_is_an_error() {
    let frames = frames(&[call(0, "f"), input(0, "{"), stop("malformed_tool_use")]);
    let (events, error) = events_and_end(&[&frames], &chat());
    assert_eq!((error.unwrap().kind(), events.last().unwrap()["response"].is_null()), (Kind::Protocol, true));
    let events = self::events(&[text(0, "x"), stop("malformed_model_output")]);
    let last = events.last().unwrap();
    assert_eq!(last["type"], "response.failed");
    assert_eq!(last["response"]["error"]["code"], "server_error");
}

#[test]
fn a_stream_that_breaks_is_an_error_after_its_events() {
    let (events, error) = events_and_end(&[&frames(&[text(0, "Hel")])], &chat());
    assert_eq!((kinds(&events).last(), error.unwrap().kind()), (Some(&"output_text.delta"), Kind::Connection));
    let mut bytes = frames(&[text(0, "Hel")]);
    let headers = [(":exception-type", "throttlingException"), (":message-type", "exception")];
    bytes.extend(support::frame(&headers, r#"{"message":"Too many tokens"}"#));
    let (events, error) = events_and_end(&[&bytes], &chat());
    assert_eq!((events.len(), error.unwrap().class()), (5, "RateLimitError"));
}

#[test]
fn half_a_surrogate_pair_is_handed_to_javascript_as_it_is() {
    let delta = |half: &str| format!(r#"{{"contentBlockIndex":0,"delta":{{"text":"{half}"}}}}"#);
    let mut reader = bedrock_wasm::pipeline::EventReader::new(bedrock_wasm::bedrock::operation::Stream::Converse);
    reader.translate(chat());
    let stream: Vec<u8> = [delta("\\ud83e"), delta("\\udd80")]
        .iter()
        .flat_map(|event| support::event_frame("contentBlockDelta", event.as_str()))
        .chain(support::event_frame("messageStop", r#"{"stopReason":"end_turn"}"#))
        .collect();
    reader.room(stream.len()).copy_from_slice(&stream);
    reader.filled(stream.len());
    for piece in ["\"delta\":\"\\ud83e\"", "\"delta\":\"\\udd80\"", "\"text\":\"\\ud83e\\udd80\""] {
        assert!(reader.batch().text().contains(piece), "{}", reader.batch().text());
    }
}
