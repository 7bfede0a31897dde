//! Replies of Converse as responses: golden files, whole and streamed in pieces of any size.

use bedrock_wasm::error::Kind;
use bedrock_wasm::translate::Chat;
use bedrock_wasm::translate::Face;
use bedrock_wasm::translate::Form;
use bedrock_wasm::translate::response;
use serde_json::Value;

use crate::support;
use crate::support::events::added_up;
use crate::support::events::events_of_stream;
use crate::support::events::of_responses;
use crate::support::events::whole;
use crate::support::goldens::goldens;
use crate::support::replies::events;

const FOLDER: &str = "openai/responses/response";

fn chat_of(golden: &Value) -> Chat {
    let customs: Vec<&str> = golden["customs"].as_array().into_iter().flatten().filter_map(Value::as_str).collect();
    of_responses(Chat::from_json(&golden["chat"].to_string()), &customs)
}

/// Each file holds an output of Converse, what the chat was, and the response. `BLESS=1` writes the responses anew:
/// look at the difference before it is committed.
#[test]
fn outputs_are_as_in_the_golden_files() {
    for (name, mut golden) in goldens(FOLDER, 20) {
        let (response, _) = whole(&golden["output"], &chat_of(&golden));
        if std::env::var_os("BLESS").is_some() {
            golden["response"] = response.clone();
            let text = serde_json::to_string_pretty(&golden).unwrap();
            std::fs::write(support::fixture_path(&format!("{FOLDER}/{name}")), text + "\n").unwrap();
        }
        assert_eq!(response, golden["response"], "{name}");
    }
}

#[test]
fn golden_responses_streamed_add_up_to_themselves() {
    for (name, golden) in goldens(FOLDER, 20) {
        let chat = chat_of(&golden);
        let (response, of_whole) = whole(&golden["output"], &chat);
        check_events(&name, &of_whole, &response);
        // A stream tells of calls before it is known that they are malformed.
        if golden["output"]["stopReason"] == "malformed_tool_use" {
            continue;
        }
        for characters in [1, 3, usize::MAX] {
            let events = events(&golden["output"], characters);
            let stream: Vec<u8> =
                events.iter().flat_map(|(name, event)| support::event_frame(name, event.to_string())).collect();
            for size in [stream.len(), 100] {
                let pieces: Vec<&[u8]> = stream.chunks(size).collect();
                check_events(&name, &events_of_stream(&pieces, &chat), &response);
            }
        }
    }
}

/// Blocks that OpenAI has no words for are `_bedrock.content` in a whole reply, and `_bedrock.events` in a stream.
fn check_events(name: &str, events: &[Value], response: &Value) {
    let last = events.last().unwrap();
    let without_foreign = |response: &Value| {
        let mut response = response.clone();
        let bedrock = response["_bedrock"].as_object_mut().unwrap();
        let foreign = [bedrock.remove("content").is_some(), bedrock.remove("events").is_some()];
        (response, foreign[0] || foreign[1])
    };
    assert_eq!(without_foreign(&last["response"]), without_foreign(response), "{name}");
    assert_eq!(last["type"], format!("response.{}", response["status"].as_str().unwrap()), "{name}");
    assert_eq!(added_up(events)["output"], response["output"], "{name}");
    let kinds: Vec<_> = events[..2].iter().map(|event| event["type"].as_str().unwrap()).collect();
    assert_eq!(kinds, ["response.created", "response.in_progress"], "{name}");
}

#[test]
fn what_is_no_output_is_an_error() {
    let (chat, face) = (Chat::default(), Face::default());
    for output in ["", "{", "[]", "{\"message\":\"x\"}", "{\"output\":{}}"] {
        let error = response(output, &chat, &face, 1, Form::Whole, &mut Vec::new()).unwrap_err();
        assert_eq!(error.kind(), Kind::Protocol, "{output}");
    }
}

#[test]
fn the_model_that_failed_is_a_warning_too() {
    let golden = support::fixture_json(&format!("{FOLDER}/malformed.json"));
    let chat = chat_of(&golden);
    let mut warnings = Vec::new();
    let face = chat.face.as_ref().unwrap();
    response(&golden["output"].to_string(), &chat, face, 1, Form::Whole, &mut warnings).unwrap();
    assert_eq!(warnings.iter().map(|warning| warning.code).collect::<Vec<_>>(), ["malformed_reply"]);
}
