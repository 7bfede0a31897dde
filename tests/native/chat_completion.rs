//! Whole outputs of Converse in OpenAI's shape.

use bedrock_wasm::error::Kind;
use bedrock_wasm::translate::Chat;
use bedrock_wasm::translate::Face;
use bedrock_wasm::translate::StructuredOutput;
use bedrock_wasm::translate::completion;
use serde_json::Value;
use serde_json::json;

use crate::support;

/// Each file holds an output of Converse, what the chat was, and the completion.
#[test]
fn outputs_are_as_in_the_golden_files() {
    let names = support::fixture_names("openai/completion");
    assert!(names.len() >= 5);
    for name in names {
        let case = support::fixture_json(&format!("openai/completion/{name}"));
        let chat = Chat::from_json(&case["chat"].to_string());
        let completion =
            completion(&case["output"].to_string(), &chat, "7d2b0a4e", 1_790_000_000, &mut Vec::new()).unwrap();
        assert_eq!(serde_json::from_str::<Value>(&completion).unwrap(), case["completion"], "{name}");
    }
}

#[test]
fn finish_reasons_are_openais() {
    let table = [
        ("end_turn", "stop", "tool_calls"),
        ("stop_sequence", "stop", "tool_calls"),
        ("tool_use", "stop", "tool_calls"),
        ("max_tokens", "length", "length"),
        ("model_context_window_exceeded", "length", "length"),
        ("content_filtered", "content_filter", "content_filter"),
        ("guardrail_intervened", "content_filter", "content_filter"),
        ("refusal", "content_filter", "content_filter"),
        ("malformed_model_output", "stop", "stop"),
        ("malformed_tool_use", "stop", "stop"),
        ("pause_turn", "stop", "tool_calls"),
        ("a_reason_of_next_year", "stop", "tool_calls"),
    ];
    let call = json!({ "toolUse": { "toolUseId": "t", "name": "f", "input": {} } });
    for (reason, without_calls, with_calls) in table {
        for (content, expected) in [(json!([]), without_calls), (json!([call]), with_calls)] {
            let output = json!({ "output": { "message": { "content": content } }, "stopReason": reason });
            let completion = translated(&output, &Chat::default());
            assert_eq!(completion["choices"][0]["finish_reason"], expected, "{reason}");
            assert_eq!(completion["_bedrock"]["stopReason"], reason);
        }
    }
}

#[test]
fn content_is_null_only_beside_calls() {
    let content = |blocks: Value| {
        let output = json!({ "output": { "message": { "content": blocks } }, "stopReason": "end_turn" });
        translated(&output, &Chat::default())["choices"][0]["message"]["content"].clone()
    };
    let call = json!({ "toolUse": { "toolUseId": "t", "name": "f", "input": { "a": 1 } } });
    assert_eq!(content(json!([])), "");
    assert_eq!(content(json!([{ "text": "" }, call])), Value::Null);
    assert_eq!(content(json!([{ "text": "a" }, call, { "text": "b" }])), "ab");
}

#[test]
fn halves_of_a_surrogate_pair_stay_as_they_are() {
    let output = r#"{"output":{"message":{"content":[{"text":"\ud83e"},{"text":"\udd80 \ud800"}]}}}"#;
    let completion = completion(output, &Chat::default(), "id", 1, &mut Vec::new()).unwrap();
    assert!(completion.contains(r#""content":"\ud83e\udd80 \ud800""#), "{completion}");
}

#[test]
fn what_is_no_output_is_an_error() {
    for output in ["", "{", "[]", "{\"message\":\"x\"}", "{\"output\":{}}"] {
        let error = completion(output, &Chat::default(), "id", 1, &mut Vec::new()).unwrap_err();
        assert_eq!(error.kind(), Kind::Protocol, "{output}");
    }
}

#[test]
fn a_chat_survives_as_text() {
    let ways =
        [StructuredOutput::None, StructuredOutput::OutputConfig, StructuredOutput::Tool, StructuredOutput::Prompt];
    for structured_output in ways {
        let chat = Chat {
            model: "bedrock/\u{1}\"é".into(),
            includes_usage: structured_output == StructuredOutput::Tool,
            names: vec![("a_b".into(), "a.b".into()), ("c".into(), "\"\\".into())].into(),
            structured_output,
            counts_gross: structured_output == StructuredOutput::Prompt,
            thinks_aloud: structured_output == StructuredOutput::None,
            face: (structured_output == StructuredOutput::OutputConfig).then(|| Face {
                id: "id-\"1\"".into(),
                echo: String::new(),
                customs: vec!["a \"b\"".into()],
            }),
        };
        let text = chat.to_json("id-\"1\"", 42);
        assert_eq!(Chat::from_json(&text), chat);
        let read: Value = serde_json::from_str(&text).unwrap();
        assert_eq!([&read["id"], &read["created"]], [&json!("id-\"1\""), &json!(42)]);
    }
    assert_eq!(Chat::from_json("no JSON"), Chat::default());
}

fn translated(output: &Value, chat: &Chat) -> Value {
    serde_json::from_str(&completion(&output.to_string(), chat, "id", 1, &mut Vec::new()).unwrap()).unwrap()
}
