//! The shapes of replies, as recordings have them.

use bytes::Bytes;
use serde_json::Value;
use serde_json::json;

use super::Message;
use super::conversation_with;
use super::events;
use super::output;
use crate::family::Family;
use crate::reply::compose;

const CLAUDE: &str = "us.anthropic.claude-sonnet-4-5-20250929-v1:0";

fn message(model: &str, request: &Value) -> Message {
    let family = Family::of(model);
    let conversation = conversation_with(&family, request);
    Message::new(&family, request, &conversation, compose(&conversation))
}

fn asks(text: &str) -> Value {
    let spec = json!({"name": "weather", "inputSchema": {"json": {"type": "object", "properties": {"city": {"type": "string"}},
                                                                "required": ["city"]}}});
    json!({"messages": [{"role": "user", "content": [{"text": text}]}], "toolConfig": {"tools": [{"toolSpec": spec}]}})
}

fn whole(model: &str, request: &Value) -> Value {
    serde_json::from_slice(&output(request, &message(model, request))).unwrap()
}

/// The payloads of a stream, without frames.
fn streamed(model: &str, request: &Value) -> Vec<Value> {
    let payload = |frame: &Bytes| {
        let headers = u32::from_be_bytes(frame[4..8].try_into().unwrap()) as usize;
        serde_json::from_slice(&frame[12 + headers..frame.len() - 4]).unwrap()
    };
    events(request, &message(model, request)).iter().map(payload).collect()
}

#[test]
fn a_malformed_call_breaks_off() {
    let request = asks("weather in Oslo emulator:stop=malformed_tool_use");
    let events = streamed(CLAUDE, &request);
    let start = events.iter().position(|event| event.pointer("/start/toolUse").is_some()).unwrap();
    let input = events[start + 1]["delta"]["toolUse"]["input"].as_str().unwrap();
    assert!(!input.is_empty() && serde_json::from_str::<Value>(input).is_err(), "{input}");
    assert_eq!(events[start + 2]["stopReason"], "malformed_tool_use");
    let whole = whole(CLAUDE, &request);
    assert_eq!(whole["stopReason"], "malformed_tool_use");
    assert!(!whole.to_string().contains("toolUse"), "{whole}");
}

#[test]
fn usage_has_the_members_that_recordings_have() {
    let request = asks("hi");
    let old = "us.anthropic.claude-3-haiku-20240307-v1:0";
    let usage = |model: &str| whole(model, &request)["usage"].clone();
    let counts = ["cacheReadInputTokens", "cacheReadInputTokenCount"];
    let writes = ["cacheWriteInputTokens", "cacheWriteInputTokenCount"];
    for (model, reads, has_writes) in [
        (CLAUDE, true, true),
        ("us.anthropic.claude-sonnet-4-6", true, true),
        ("us.anthropic.claude-sonnet-5", true, false),
        (old, false, false),
        ("us.amazon.nova-lite-v1:0", false, false),
        ("qwen.qwen3-32b-v1:0", false, false),
    ] {
        let usage = usage(model);
        assert_eq!(usage["serverToolUsage"], json!({}), "{model}");
        assert!(counts.iter().all(|name| usage.get(name).is_some_and(|count| count == 0) == reads), "{model}: {usage}");
        assert!(
            writes.iter().all(|name| usage.get(name).is_some_and(|count| count == 0) == has_writes),
            "{model}: {usage}"
        );
    }
    for model in [CLAUDE, "us.anthropic.claude-sonnet-5"] {
        let usage = streamed(model, &request).last().unwrap()["usage"].clone();
        assert_eq!(usage["serverToolUsage"], json!({}));
        assert!(counts.iter().chain(&writes).all(|name| usage.get(name).is_none()), "{usage}");
    }
    // With a cache point Nova has all of them.
    let mut message = message("us.amazon.nova-lite-v1:0", &request);
    message.usage["cacheReadInputTokens"] = json!(7);
    message.usage["cacheWriteInputTokens"] = json!(0);
    let body: Value = serde_json::from_slice(&output(&request, &message)).unwrap();
    assert_eq!(
        (&body["usage"]["cacheReadInputTokenCount"], &body["usage"]["cacheWriteInputTokenCount"]),
        (&json!(7), &json!(0))
    );
}

#[test]
fn newer_claudes_say_of_which_type_a_call_is() {
    let request = asks("weather in Oslo");
    for (model, kind) in [
        (CLAUDE, json!("tool_use")),
        ("us.anthropic.claude-sonnet-5", json!("tool_use")),
        ("us.anthropic.claude-opus-4-8", json!("tool_use")),
        ("us.anthropic.claude-3-7-sonnet-20250219-v1:0", Value::Null),
        ("us.amazon.nova-2-lite-v1:0", Value::Null),
        ("us.meta.llama4-maverick-17b-instruct-v1:0", Value::Null),
    ] {
        let body = whole(model, &request);
        let content = body["output"]["message"]["content"].as_array().unwrap();
        let call = content.iter().find_map(|block| block.get("toolUse")).unwrap();
        assert_eq!(call["type"], kind, "{model}");
        let events = streamed(model, &request);
        let start = events.iter().find_map(|event| event.pointer("/start/toolUse")).unwrap();
        assert_eq!(start["type"], kind, "{model}");
    }
}

#[test]
fn nova_runs_its_interpreter_within_its_turn() {
    let mut request = asks("weather in Oslo");
    request["toolConfig"]["tools"]
        .as_array_mut()
        .unwrap()
        .push(json!({"systemTool": {"name": "nova_code_interpreter"}}));
    request["toolConfig"]["toolChoice"] = json!({"any": {}});
    let nova = "us.amazon.nova-2-lite-v1:0";
    let body = whole(nova, &request);
    let content = &body["output"]["message"]["content"];
    let id = &content[0]["toolUse"]["toolUseId"];
    assert_eq!(content[0]["toolUse"]["type"], "server_tool_use");
    assert_eq!(content[0]["toolUse"]["input"], json!({"snippet": "len(\"weather in Oslo\")"}));
    let result = json!({"toolUseId": id, "status": "success", "type": "nova_code_interpreter_result",
        "content": [{"json": {"stdOut": "15", "stdErr": "", "exitCode": 0, "isError": false}}]});
    assert_eq!(content[1]["toolResult"], result);
    assert_eq!(
        (&content[2]["toolUse"]["name"], &content[2]["toolUse"]["type"]),
        (&json!("weather"), &json!("tool_use"))
    );
    let events = streamed(nova, &request);
    assert_eq!(events[1]["start"]["toolUse"]["name"], "nova_code_interpreter");
    assert_eq!(events[2]["delta"]["toolUse"]["input"], "{\"snippet\":\"len(\\\"weather in Oslo\\\")\"}");
    assert_eq!(events[4]["start"]["toolResult"]["type"], "nova_code_interpreter_result");
    assert_eq!(events[5]["delta"]["toolResult"], result["content"]);
    assert_eq!(events[7]["start"]["toolUse"]["type"], "tool_use");
}

#[test]
fn nova_1_thinks_in_its_text_where_there_are_tools() {
    let first = |model: &str, request: &Value| {
        whole(model, request)["output"]["message"]["content"][0]["text"].as_str().unwrap_or_default().to_owned()
    };
    let nova = "us.amazon.nova-micro-v1:0";
    let before_a_call = first(nova, &asks("weather in Oslo"));
    assert!(before_a_call.starts_with("<thinking> ") && before_a_call.ends_with(" </thinking>\n"), "{before_a_call}");
    let answer = first(nova, &asks("hi"));
    assert!(answer.starts_with("<thinking> ") && !answer.ends_with("</thinking>\n"), "{answer}");
    let mut plain = asks("hi");
    plain.as_object_mut().unwrap().remove("toolConfig");
    assert!(!first(nova, &plain).contains("<thinking>"));
    assert!(!first("us.amazon.nova-2-lite-v1:0", &asks("hi")).contains("<thinking>"));
    let mut forced = asks("hi");
    forced["toolConfig"]["toolChoice"] = json!({"any": {}});
    assert_eq!(first(nova, &forced), "");
}
