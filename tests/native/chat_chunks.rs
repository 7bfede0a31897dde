//! Streams of Converse in OpenAI's shape: real ones against golden files, and each thing that can happen by itself.

use bedrock_wasm::error::Kind;
use bedrock_wasm::translate::Chat;
use bedrock_wasm::translate::StructuredOutput;
use serde_json::Value;
use serde_json::json;

use crate::support;
use crate::support::chunks::added_up;
use crate::support::chunks::chunks_and_end;
use crate::support::chunks::chunks_of;

const STOP: (&str, &str) = ("messageStop", r#"{"stopReason":"end_turn"}"#);
const CALL: (&str, &str) =
    ("contentBlockStart", r#"{"contentBlockIndex":3,"start":{"toolUse":{"toolUseId":"tooluse_1","name":"get_time"}}}"#);

/// `BLESS=1` writes the files anew: look at the difference before it is committed.
#[test]
fn real_streams_are_as_in_the_golden_files() {
    let chat = Chat { model: "bedrock/any".into(), includes_usage: true, ..Chat::default() };
    let mut count = 0;
    for (name, stream) in support::recorded_streams().into_iter().filter(|(name, _)| !name.contains("invoke_model")) {
        let chunks = chunks_of(&[&stream], &chat);
        let path = format!("openai/stream/{}", name.replace(".bin", ".json"));
        if std::env::var_os("BLESS").is_some() {
            let lines: Vec<String> = chunks.iter().map(ToString::to_string).collect();
            std::fs::write(support::fixture_path(&path), format!("[\n{}\n]\n", lines.join(",\n"))).unwrap();
        }
        assert_eq!(Value::from(chunks), support::fixture_json(&path), "{name}");
        count += 1;
    }
    assert_eq!(count, support::fixture_names("openai/stream").len());
}

#[test]
fn a_real_stream_is_the_same_wherever_it_is_cut() {
    let (_, stream) = support::recorded_streams().remove(0);
    let whole = chunks_of(&[&stream], &Chat::default());
    for cut in 0..=stream.len() {
        assert_eq!(chunks_of(&[&stream[..cut], &stream[cut..]], &Chat::default()), whole, "{cut}");
    }
}

#[test]
fn the_role_comes_first_even_without_its_event() {
    let delta = r#"{"contentBlockIndex":0,"delta":{"text":"Hi"}}"#;
    for event in [delta, r#"{"delta":{"text":"Hi"},"contentBlockIndex":0}"#] {
        let deltas = deltas(&[("contentBlockDelta", event), STOP], &Chat::default());
        let role = json!({ "role": "assistant", "content": "", "refusal": null });
        assert_eq!(deltas, [role, json!({ "content": "Hi" }), json!({})]);
    }
}

#[test]
fn empty_pieces_are_no_chunks() {
    let deltas = deltas(
        &[
            ("contentBlockDelta", r#"{"contentBlockIndex":0,"delta":{"text":""}}"#),
            ("contentBlockDelta", r#"{"contentBlockIndex":1,"delta":{"reasoningContent":{"text":""}}}"#),
            STOP,
        ],
        &Chat::default(),
    );
    assert_eq!(deltas.len(), 2);
}

#[test]
fn a_call_without_input_has_an_empty_object_once() {
    let stop = ("contentBlockStop", r#"{"contentBlockIndex":3}"#);
    let empty = ("contentBlockDelta", r#"{"contentBlockIndex":3,"delta":{"toolUse":{"input":""}}}"#);
    // The last one has no end: the end of the message is one too.
    for events in [vec![CALL, stop, STOP], vec![CALL, empty, stop, STOP], vec![CALL, STOP]] {
        let chunks = chunks_of(&[&stream(&events)], &Chat::default());
        let call = &added_up(&chunks)["choices"][0]["message"]["tool_calls"][0];
        assert_eq!(call["function"], json!({ "name": "get_time", "arguments": "{}" }));
        assert_eq!(chunks.last().unwrap()["choices"][0]["finish_reason"], "tool_calls");
    }
}

#[test]
fn interleaved_calls_are_kept_apart_and_counted_from_zero() {
    let start = |block: u32, name: &str| {
        let tool = json!({ "toolUseId": format!("tooluse_{name}"), "name": name });
        json!({ "contentBlockIndex": block, "start": { "toolUse": tool } }).to_string()
    };
    let input = |block: u32, piece: &str| {
        json!({ "contentBlockIndex": block, "delta": { "toolUse": { "input": piece } } }).to_string()
    };
    let (first, second) = (start(1, "first"), start(2, "second"));
    let inputs = [input(2, "{\"b\":"), input(1, "{\"a\":"), input(2, "2}"), input(1, "1}")];
    let mut events = vec![
        ("contentBlockDelta", r#"{"contentBlockIndex":0,"delta":{"text":"Both:"}}"#),
        ("contentBlockStart", first.as_str()),
        ("contentBlockStart", second.as_str()),
    ];
    events.extend(inputs.iter().map(|input| ("contentBlockDelta", input.as_str())));
    events.push(("messageStop", r#"{"stopReason":"tool_use"}"#));
    let deltas = deltas(&events, &Chat::default());
    assert_eq!(deltas[1], json!({ "content": "Both:" }));
    let pieces: Vec<_> = deltas[2..8]
        .iter()
        .map(|delta| &delta["tool_calls"][0])
        .map(|call| (call["index"].as_u64().unwrap(), call["function"]["arguments"].as_str().unwrap()))
        .collect();
    assert_eq!(pieces, [(0, ""), (1, ""), (1, "{\"b\":"), (0, "{\"a\":"), (1, "2}"), (0, "1}")]);
}

#[test]
fn names_that_were_changed_are_changed_back() {
    let chat = Chat { names: vec![("get_time".into(), "get.time/é".into())].into(), ..Chat::default() };
    let deltas = deltas(&[CALL, STOP], &chat);
    assert_eq!(deltas[1]["tool_calls"][0]["function"], json!({ "name": "get.time/é", "arguments": "" }));
}

#[test]
fn reasoning_is_replayable_at_the_end() {
    let reasoning =
        |value: Value| json!({ "contentBlockIndex": 0, "delta": { "reasoningContent": value } }).to_string();
    let pieces = [
        reasoning(json!({ "text": "Let me \"think\"\n" })),
        reasoning(json!({ "signature": "EqQB" })),
        reasoning(json!({ "signature": "x==" })),
        reasoning(json!({ "redactedContent": "c2VjcmV0" })),
    ];
    let mut events: Vec<_> = pieces.iter().map(|piece| ("contentBlockDelta", piece.as_str())).collect();
    events.push(STOP);
    let deltas = deltas(&events, &Chat::default());
    assert_eq!(deltas[1], json!({ "reasoning_content": "Let me \"think\"\n" }));
    let blocks = json!([
        { "type": "thinking", "thinking": "Let me \"think\"\n", "signature": "EqQBx==" },
        { "type": "redacted_thinking", "data": "secret" },
    ]);
    assert_eq!(deltas[2..], [json!({ "thinking_blocks": blocks }), json!({})]);
}

#[test]
fn the_json_tool_is_the_content_as_it_comes() {
    let chat = Chat { structured_output: StructuredOutput::Tool, ..Chat::default() };
    let json_tool = r#"{"contentBlockIndex":1,"start":{"toolUse":{"toolUseId":"t","name":"json_response"}}}"#;
    let events = [
        ("contentBlockDelta", r#"{"contentBlockIndex":0,"delta":{"text":"Here it is:"}}"#),
        ("contentBlockStart", json_tool),
        ("contentBlockDelta", r#"{"contentBlockIndex":1,"delta":{"toolUse":{"input":"{\"a\":"}}}"#),
        ("contentBlockDelta", r#"{"contentBlockIndex":1,"delta":{"toolUse":{"input":"1}"}}}"#),
        ("messageStop", r#"{"stopReason":"tool_use"}"#),
    ];
    let chunks = chunks_of(&[&stream(&events)], &chat);
    let contents: Vec<_> = chunks.iter().filter_map(|chunk| chunk["choices"][0]["delta"]["content"].as_str()).collect();
    assert_eq!(contents, ["", "{\"a\":", "1}"]);
    let last = chunks.last().unwrap();
    assert_eq!(last["choices"][0]["finish_reason"], "stop");
    assert_eq!(
        last["_bedrock"],
        json!({ "stopReason": "tool_use", "structuredOutput": "tool", "text": "Here it is:" })
    );
}

#[test]
fn text_is_the_reply_where_the_json_tool_is_not_called() {
    let chat = Chat { structured_output: StructuredOutput::Tool, ..Chat::default() };
    let events = [("contentBlockDelta", r#"{"contentBlockIndex":0,"delta":{"text":"I \"can't\"."}}"#), STOP];
    let completion = added_up(&chunks_of(&[&stream(&events)], &chat));
    assert_eq!(completion["choices"][0]["message"]["content"], "I \"can't\".");
    assert_eq!(completion["_bedrock"], json!({ "stopReason": "end_turn", "structuredOutput": "tool" }));
}

#[test]
fn what_runs_on_the_server_is_no_call_and_is_not_lost() {
    let start = r#"{"contentBlockIndex":0,"start":{"toolUse":{"toolUseId":"t","name":"nova_grounding","type":"server_tool_use"}},"p":"ab"}"#;
    let events = [
        ("contentBlockStart", start),
        ("contentBlockDelta", r#"{"contentBlockIndex":0,"delta":{"toolUse":{"input":"{\"q\":1}"}}}"#),
        ("contentBlockStop", r#"{"contentBlockIndex":0}"#),
        ("contentBlockDelta", r#"{"contentBlockIndex":1,"delta":{"toolResult":[{"text":"found"}]}}"#),
        ("eventOfNextYear", r#"{"a":1}"#),
        STOP,
    ];
    let chunks = chunks_of(&[&stream(&events)], &Chat::default());
    assert_eq!(chunks.last().unwrap()["choices"][0]["finish_reason"], "stop");
    let passed: Vec<_> = chunks[1..chunks.len() - 1].iter().map(|chunk| chunk["_bedrock"].clone()).collect();
    let tool = json!({ "toolUseId": "t", "name": "nova_grounding", "type": "server_tool_use" });
    let delta =
        |index: u32, delta: Value| json!({ "contentBlockDelta": { "contentBlockIndex": index, "delta": delta } });
    let expected = [
        json!({ "contentBlockStart": { "contentBlockIndex": 0, "start": { "toolUse": tool } } }),
        delta(0, json!({ "toolUse": { "input": "{\"q\":1}" } })),
        delta(1, json!({ "toolResult": [{ "text": "found" }] })),
        json!({ "eventOfNextYear": { "a": 1 } }),
    ];
    assert_eq!(passed, expected);
}

#[test]
fn counts_are_a_chunk_only_when_asked_for_and_a_guardrails_findings_always() {
    let metadata = r#"{"usage":{"inputTokens":3,"outputTokens":2,"totalTokens":5},"trace":{"guardrail":{}}}"#;
    let events = [STOP, ("metadata", metadata)];
    let chunks = chunks_of(&[&stream(&events)], &Chat::default());
    let last = chunks.last().unwrap();
    assert_eq!([&last["usage"], &last["choices"][0]["delta"]], [&Value::Null, &json!({})]);
    assert_eq!(last["_bedrock"], json!({ "trace": { "guardrail": {} } }));
    let chunks = chunks_of(&[&stream(&events)], &Chat { includes_usage: true, ..Chat::default() });
    let last = chunks.last().unwrap();
    assert_eq!(last["choices"], json!([]));
    assert_eq!(last["usage"], json!({ "prompt_tokens": 3, "completion_tokens": 2, "total_tokens": 5 }));
    assert!(chunks[..chunks.len() - 1].iter().all(|chunk| chunk["usage"] == Value::Null));
}

#[test]
fn counts_stay_when_a_later_event_has_none() {
    let counts = r#"{"usage":{"inputTokens":3,"outputTokens":4,"totalTokens":7},"metrics":{"latencyMs":1}}"#;
    for later in [r#"{"metrics":{"latencyMs":9}}"#, r#"{"usage":null,"metrics":{"latencyMs":9}}"#, "{}"] {
        let events = [STOP, ("metadata", counts), ("metadata", later)];
        let chunks = chunks_of(&[&stream(&events)], &Chat { includes_usage: true, ..Chat::default() });
        let usage = &chunks.last().unwrap()["usage"];
        assert_eq!((&usage["prompt_tokens"], &usage["total_tokens"]), (&json!(3), &json!(7)), "{later}");
    }
    let newer = r#"{"usage":{"inputTokens":5,"outputTokens":6,"totalTokens":11}}"#;
    let events = [STOP, ("metadata", counts), ("metadata", newer)];
    let chunks = chunks_of(&[&stream(&events)], &Chat { includes_usage: true, ..Chat::default() });
    assert_eq!(chunks.last().unwrap()["usage"]["total_tokens"], 11);
}

#[test]
fn half_a_surrogate_pair_is_handed_to_javascript_as_it_is() {
    let delta = |half: &str| format!(r#"{{"contentBlockIndex":0,"delta":{{"text":"{half}"}}}}"#);
    let halves = [delta("\\ud83e"), delta("\\udd80")];
    let events: Vec<_> = halves.iter().map(|event| ("contentBlockDelta", event.as_str())).collect();
    let mut reader = bedrock_wasm::pipeline::EventReader::new(bedrock_wasm::bedrock::operation::Stream::Converse);
    reader.translate(Chat::default());
    let stream = stream(&events);
    reader.room(stream.len()).copy_from_slice(&stream);
    reader.filled(stream.len());
    for half in ["\"content\":\"\\ud83e\"", "\"content\":\"\\udd80\""] {
        assert!(reader.batch().text().contains(half), "{}", reader.batch().text());
    }
}

#[test]
fn a_stream_that_breaks_is_an_error_after_its_chunks() {
    let delta = ("contentBlockDelta", r#"{"contentBlockIndex":0,"delta":{"text":"Hel"}}"#);
    let (chunks, error) = chunks_and_end(&[&stream(&[delta])], &Chat::default());
    assert_eq!((chunks.len(), error.unwrap().kind()), (2, Kind::Connection));

    let mut bytes = stream(&[delta]);
    let headers = [(":exception-type", "throttlingException"), (":message-type", "exception")];
    bytes.extend(support::frame(&headers, r#"{"message":"Too many tokens"}"#));
    let (chunks, error) = chunks_and_end(&[&bytes], &Chat::default());
    assert_eq!((chunks.len(), error.unwrap().class()), (2, "RateLimitError"));

    let (chunks, error) = chunks_and_end(&[&stream(&[delta, ("contentBlockStop", "{\"a\"")])], &Chat::default());
    let error = error.unwrap();
    assert_eq!((chunks.len(), error.kind()), (2, Kind::Protocol));
    assert_eq!(
        error.message(),
        "The stream has a contentBlockStop event that is not JSON, or nested more than 512 deep."
    );
}

/// The deltas of a stream that has no other choices.
fn deltas(events: &[(&str, &str)], chat: &Chat) -> Vec<Value> {
    chunks_of(&[&stream(events)], chat).into_iter().map(|mut chunk| chunk["choices"][0]["delta"].take()).collect()
}

fn stream(events: &[(&str, &str)]) -> Vec<u8> {
    events.iter().flat_map(|(name, payload)| support::event_frame(name, *payload)).collect()
}
