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
