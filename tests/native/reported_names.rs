//! Names that Bedrock does not take, properties of tools and documents, come back as the caller wrote them, whole and
//! streamed; and a reply in words where a tool could not be forced.

#![expect(clippy::needless_pass_by_value, reason = "values made by json! on the spot read better without &")]

use bedrock_wasm::translate::Chat;
use bedrock_wasm::translate::completion;
use serde_json::Value;
use serde_json::json;

use crate::support::chunks::CREATED_S;
use crate::support::chunks::ID;
use crate::support::chunks::added_up;
use crate::support::chunks::chunks_of;
use crate::support::replies::chat;
use crate::support::replies::frames;

const CLAUDE: &str = "us.anthropic.claude-sonnet-4-5-20250929-v1:0";
const LLAMA: &str = "us.meta.llama4-maverick-17b-instruct-v1:0";

fn whole(content: Value, chat: &Chat) -> Value {
    let output =
        json!({ "output": { "message": { "role": "assistant", "content": content } }, "stopReason": "end_turn" });
    let reply = completion(&output.to_string(), chat, ID, CREATED_S, &mut Vec::new()).unwrap();
    serde_json::from_str::<Value>(&reply).unwrap()
}

/// A stream of one call, its input in pieces of so many characters.
fn streamed_call(name: &str, input: &str, size: usize, chat: &Chat) -> Value {
    let start = json!({ "contentBlockIndex": 0, "start": { "toolUse": { "toolUseId": "t", "name": name } } });
    let mut events = vec![("messageStart", json!({ "role": "assistant" })), ("contentBlockStart", start)];
    let letters: Vec<char> = input.chars().collect();
    for piece in letters.chunks(size) {
        let piece: String = piece.iter().collect();
        events
            .push(("contentBlockDelta", json!({ "contentBlockIndex": 0, "delta": { "toolUse": { "input": piece } } })));
    }
    events.push(("contentBlockStop", json!({ "contentBlockIndex": 0 })));
    events.push(("messageStop", json!({ "stopReason": "tool_use" })));
    let bytes = frames(&events);
    added_up(&chunks_of(&[&bytes], chat))["choices"][0]["message"].clone()
}

fn arguments(message: &Value) -> Value {
    serde_json::from_str(message["tool_calls"][0]["function"]["arguments"].as_str().unwrap()).unwrap()
}

fn tools(name: &str) -> Value {
    let text = json!({ "type": "string" });
    let parameters = json!({ "type": "object", "properties": {
        "$filter": text, "_filter": text, "gr\u{f6}\u{df}e \"x\"": text, "deep": { "type": "object" } } });
    json!({ "tools": [{ "type": "function", "function": { "name": name, "parameters": parameters } }] })
}

#[test]
fn properties_have_the_callers_names_in_the_reply() {
    for (name, as_sent) in [("find", "find"), ("files.find", "files_find")] {
        for model in [CLAUDE, "us.anthropic.claude-opus-5", "anthropic.claude-3-haiku-20240307-v1:0"] {
            let chat = chat(model, tools(name));
            let input = json!({ "_filter_2": "a", "_filter": "b", "gr__e__x_": "\u{1f980}\"\\\n", "deep": { "_filter_2": 1 }, "more": 2 });
            let known = json!({ "$filter": "a", "_filter": "b", "gr\u{f6}\u{df}e \"x\"": "\u{1f980}\"\\\n", "deep": { "_filter_2": 1 }, "more": 2 });
            let block = json!([{ "toolUse": { "toolUseId": "t", "name": as_sent, "input": input } }]);
            let message = &whole(block, &chat)["choices"][0]["message"];
            assert_eq!(
                (arguments(message), &message["tool_calls"][0]["function"]["name"]),
                (known.clone(), &json!(name))
            );
            for size in [1, 3, 1000] {
                let message = streamed_call(as_sent, &input.to_string(), size, &chat);
                assert_eq!(arguments(&message), known, "{model} {size}");
            }
            // Cut off it is what it is, and empty it is an object.
            let cut = streamed_call(as_sent, "{\"_filter_2\":\"a", 4, &chat);
            assert_eq!(cut["tool_calls"][0]["function"]["arguments"], "{\"_filter_2\":\"a");
            assert_eq!(arguments(&streamed_call(as_sent, "", 1, &chat)), json!({}));
        }
    }
    // Other tools, and other models, go piece by piece as ever.
    let chat = chat(LLAMA, tools("find"));
    assert_eq!(arguments(&streamed_call("find", "{\"$filter\":1}", 2, &chat)), json!({ "$filter": 1 }));
}

#[test]
fn a_reply_in_json_by_a_tool_has_the_callers_names() {
    let schema = json!({ "type": "object", "properties": {
        "$id": { "type": "string" }, "map": { "type": "object", "additionalProperties": {} } } });
    let format = json!({ "type": "json_schema", "json_schema": { "name": "n", "schema": schema } });
    let chat = chat(CLAUDE, json!({ "response_format": format }));
    let block =
        json!([{ "toolUse": { "toolUseId": "t", "name": "json_response", "input": { "_id": "1", "map": {} } } }]);
    let content = whole(block, &chat)["choices"][0]["message"]["content"].clone();
    assert_eq!(content, "{\"$id\":\"1\",\"map\":{}}");
    assert_eq!(streamed_call("json_response", "{\"_id\":\"1\",\"map\":{}}", 2, &chat)["content"], content);
}

fn files(names: &[&str]) -> Value {
    let file = |name: &&str| json!({ "type": "file", "file": { "filename": name, "file_data": "JVBERi0x" } });
    let mut content: Vec<Value> = names.iter().map(file).collect();
    content.push(json!({ "type": "text", "text": "Compare." }));
    json!({ "messages": [{ "role": "user", "content": content }] })
}

#[test]
fn cited_documents_have_the_callers_names() {
    let chat = chat(CLAUDE, files(&["company_policy.pdf", "r\u{e9}sum\u{e9}.pdf", "a.pdf", "a.pdf", "plain"]));
    let titles = [
        ("company_policy", "company_policy.pdf"),
        ("r sum", "r\u{e9}sum\u{e9}.pdf"),
        ("a (2)", "a.pdf"),
        ("plain", "plain"),
        ("somebody else's", "somebody else's"),
    ];
    for (sent, known) in titles {
        let place = json!({ "documentChar": { "documentIndex": 0, "start": 0, "end": 3 } });
        let citation = json!({ "title": sent, "location": place, "sourceContent": [{ "text": sent }] });
        let block = json!([{ "citationsContent": { "content": [{ "text": "So." }], "citations": [citation] } }]);
        let cited = whole(block, &chat)["_bedrock"]["citations"][0].clone();
        assert_eq!((&cited["title"], &cited["sourceContent"][0]["text"]), (&json!(known), &json!(sent)), "{cited}");
        let bytes = frames(&[
            ("messageStart", json!({ "role": "assistant" })),
            ("contentBlockDelta", json!({ "contentBlockIndex": 0, "delta": { "text": "So." } })),
            ("contentBlockDelta", json!({ "contentBlockIndex": 0, "delta": { "citation": citation } })),
            ("messageStop", json!({ "stopReason": "end_turn" })),
        ]);
        assert_eq!(added_up(&chunks_of(&[&bytes], &chat))["_bedrock"]["citations"][0], cited);
    }
}

#[test]
fn a_model_that_answers_in_words_where_a_tool_was_meant_loses_its_fence() {
    let schema = json!({ "type": "object", "properties": { "a": { "type": "number" } } });
    let format = json!({ "type": "json_schema", "json_schema": { "name": "n", "schema": schema } });
    let chat = chat(LLAMA, json!({ "response_format": format }));
    for text in ["```json\n{\"a\":1}\n```", "{\"a\":1}", "```\n{\"a\":1}\n```\n"] {
        let content = whole(json!([{ "text": text }]), &chat)["choices"][0]["message"]["content"].clone();
        assert_eq!(serde_json::from_str::<Value>(content.as_str().unwrap()).unwrap(), json!({ "a": 1 }), "{text}");
        let mut events = vec![("messageStart", json!({ "role": "assistant" }))];
        for letter in text.chars() {
            events.push(("contentBlockDelta", json!({ "contentBlockIndex": 0, "delta": { "text": letter } })));
        }
        events.push(("messageStop", json!({ "stopReason": "end_turn" })));
        let streamed = added_up(&chunks_of(&[&frames(&events)], &chat));
        assert_eq!(streamed["choices"][0]["message"]["content"], content, "{text}");
    }
}
