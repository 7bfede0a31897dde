//! Thoughts that are not where they belong, or not spelt as elsewhere. Each kind has the case that was reported and
//! further ones of it.

#![expect(clippy::needless_pass_by_value, reason = "values made by json! on the spot read better without &")]

use bedrock_wasm::models::Model;
use bedrock_wasm::translate;
use bedrock_wasm::translate::Chat;
use bedrock_wasm::translate::TranslationOptions;
use bedrock_wasm::translate::completion;
use serde_json::Value;
use serde_json::json;

use crate::support;
use crate::support::chunks::CREATED_S;
use crate::support::chunks::ID;
use crate::support::chunks::added_up;
use crate::support::chunks::added_up_like;
use crate::support::chunks::chunks_of;
use crate::support::replies::chat;
use crate::support::replies::frames;
use crate::support::replies::streamed;

const ALOUD: &str = "<thinking> I should call it. </thinking>\nHere it is.";

/// The message of a reply of these blocks, whole; and what the chunks add up to, cut into pieces of `size` characters.
fn messages(blocks: &[Value], chat: &Chat, size: usize) -> (Value, Value) {
    let output = json!({ "output": { "message": { "content": blocks } }, "stopReason": "end_turn" });
    let whole = completion(&output.to_string(), chat, ID, CREATED_S, &mut Vec::new()).unwrap();
    let whole: Value = serde_json::from_str(&whole).unwrap();
    let mut events = vec![("messageStart", json!({ "role": "assistant" }))];
    for (index, block) in blocks.iter().enumerate() {
        let delta = |delta: Value| ("contentBlockDelta", json!({ "contentBlockIndex": index, "delta": delta }));
        let cited = &block["citationsContent"];
        let text = block["text"].as_str().or(cited["content"][0]["text"].as_str()).unwrap_or_default();
        let characters: Vec<char> = text.chars().collect();
        events.extend(characters.chunks(size).map(|piece| delta(json!({ "text": String::from_iter(piece) }))));
        events.extend(cited["citations"].as_array().into_iter().flatten().map(|one| delta(json!({ "citation": one }))));
        if !block["toolUse"].is_null() {
            let tool = json!({ "toolUseId": block["toolUse"]["toolUseId"], "name": block["toolUse"]["name"] });
            let start = json!({ "contentBlockIndex": index, "start": { "toolUse": tool } });
            events.push(("contentBlockStart", start));
            events.push(delta(json!({ "toolUse": { "input": block["toolUse"]["input"].to_string() } })));
        }
        events.push(("contentBlockStop", json!({ "contentBlockIndex": index })));
    }
    events.push(("messageStop", json!({ "stopReason": "end_turn" })));
    let sum = added_up_like(&whole, &chunks_of(&[&frames(&events)], chat));
    (whole["choices"][0]["message"].clone(), sum["choices"][0]["message"].clone())
}

/// Asserts what the content and the reasoning of such a reply are, whole and however a stream is cut.
fn assert_said(blocks: &[Value], chat: &Chat, content: Value, reasoning: Value) {
    for size in [1, 2, 9, 1000] {
        let (whole, sum) = messages(blocks, chat, size);
        assert_eq!([&whole["content"], &whole["reasoning_content"]], [&content, &reasoning], "{}", chat.model);
        assert_eq!(sum, whole, "{} in pieces of {size}", chat.model);
    }
}

fn tools() -> Value {
    json!({ "tools": [{ "type": "function", "function": { "name": "f", "parameters": { "type": "object" } } }] })
}

#[test]
fn nova_1_thinks_aloud_where_it_has_tools() {
    let text = [json!({ "text": ALOUD })];
    let call = json!({ "toolUse": { "toolUseId": "t", "name": "f", "input": { "x": 1 } } });
    for model in [
        "amazon.nova-lite-v1:0",
        "us.amazon.nova-micro-v1:0",
        "apac.amazon.nova-pro-v1:0",
        "us.amazon.nova-premier-v1:0",
    ] {
        let aloud = chat(model, tools());
        assert_said(&text, &aloud, json!("Here it is."), json!(" I should call it. "));
        let before_call = [json!({ "text": "<thinking>A.</thinking>\n\n" }), call.clone()];
        assert_said(&before_call, &aloud, Value::Null, json!("A."));
        let twice = [json!({ "text": "<thinking>A.</thinking><thinking> B.</thinking> C" }), json!({ "text": " D" })];
        assert_said(&twice, &aloud, json!("C D"), json!("A. B."));
        let unclosed = [json!({ "text": "<thinking>A" }), call.clone()];
        assert_said(&unclosed, &aloud, json!("<thinking>A"), Value::Null);
        let inside = [json!({ "text": "It is <thinking>A</thinking>." })];
        assert_said(&inside, &aloud, json!("It is <thinking>A</thinking>."), Value::Null);
        // Nobody asked for tools: somebody asked for the tags.
        assert_said(&text, &chat(model, json!({})), json!(ALOUD), Value::Null);
    }
    // A history with calls has tools in play, and a schema that goes by a tool.
    let call = json!({ "id": "t", "type": "function", "function": { "name": "f", "arguments": "{}" } });
    let history = json!({ "messages": [
        { "role": "user", "content": "x" }, { "role": "assistant", "tool_calls": [call] },
        { "role": "tool", "tool_call_id": "t", "content": "y" },
    ] });
    assert_said(&text, &chat("amazon.nova-lite-v1:0", history), json!("Here it is."), json!(" I should call it. "));
    let schema = json!({ "response_format": { "type": "json_object" }, "tools": tools()["tools"] });
    assert_said(&text, &chat("amazon.nova-pro-v1:0", schema), json!("Here it is."), json!(" I should call it. "));
    for model in ["amazon.nova-2-lite-v1:0", "us.anthropic.claude-haiku-4-5-20251001-v1:0", "acme.rocket-v1:0"] {
        assert_said(&text, &chat(model, tools()), json!(ALOUD), Value::Null);
    }
}

/// Real replies of Nova with tools: the recordings of OpenTelemetry's tests.
#[test]
fn recorded_thoughts_come_off() {
    let said = [
        (" The User has asked for the current weather in two different cities: ", ""),
        (" I have received the weather information for both cities. ", "The current weather in Seattle is 50 degrees"),
    ];
    let recordings = support::recorded_streams().into_iter().filter(|(name, _)| name.contains("tool_call"));
    let recordings: Vec<_> = recordings.collect();
    assert_eq!(recordings.len(), said.len());
    for ((name, stream), (thoughts, content)) in recordings.iter().zip(said) {
        let message = |chat: &Chat| added_up(&chunks_of(&[stream], chat))["choices"][0]["message"].clone();
        let message_of_tools = message(&chat("amazon.nova-micro-v1:0", tools()));
        let content_now = message_of_tools["content"].as_str().unwrap();
        let thoughts_now = message_of_tools["reasoning_content"].as_str().unwrap();
        assert!(content_now.starts_with(content) && content_now.is_empty() == content.is_empty(), "{name}");
        assert!(thoughts_now.starts_with(thoughts) && !thoughts_now.contains('<'), "{name}");
        // Nothing is lost but the tags and the line breaks behind them.
        let before = message(&chat("amazon.nova-micro-v1:0", json!({})))["content"].clone();
        let tagged = format!("<thinking>{thoughts_now}</thinking>");
        assert_eq!(before.as_str().unwrap().strip_prefix(&tagged).unwrap().trim_start(), content_now, "{name}");
    }
}

#[test]
fn citations_keep_their_place_behind_thoughts() {
    let location = json!({ "web": { "url": "https://example.org" } });
    let cited = json!({ "citationsContent": {
        "content": [{ "text": "It rains." }], "citations": [{ "title": "A", "location": location }],
    } });
    let blocks = [json!({ "text": "<thinking>Hm \u{1f980}</thinking>\nSo: " }), cited];
    let aloud = chat("us.amazon.nova-premier-v1:0", tools());
    assert_said(&blocks, &aloud, json!("So: It rains."), json!("Hm \u{1f980}"));
    let (whole, _) = messages(&blocks, &aloud, 3);
    let at = &whole["annotations"][0]["url_citation"];
    assert_eq!([&at["start_index"], &at["end_index"]], [4, 13]);
}

/// Bedrock's blob, and Anthropic's `data`.
const REDACTED: [(&str, &str); 6] = [
    // The text of a blob is base64 of its own: of bytes that are no text.
    ("RW13S0FoZ0JFZ3kzdmEzcHppeC9MYWZQc240PQ==", "EmwKAhgBEgy3va3pzix/LafPsn4="),
    ("RXVZQg==", "EuYB"),
    ("Z0FBQUFBPT0=", "gAAAAA=="),
    ("InNvIg==", "\"so\""),
    // Bytes that are no text, and what is no base64.
    ("AAEC/w==", "data:;base64,AAEC/w=="),
    ("?", "data:;base64,?"),
];

#[test]
fn redacted_thoughts_are_spelt_as_anthropic_spells_them() {
    let sent_back = |member: &str, block: Value| {
        let said = json!({ "type": "text", "text": "Hello." });
        let reply = json!({ "role": "assistant", "content": [said], member: [block, said] });
        let request = json!({ "model": "m", "messages": [
            { "role": "user", "content": "Hi" }, reply, { "role": "user", "content": "Why?" },
        ] });
        let (text, model) = (request.to_string(), Model::of("us.anthropic.claude-sonnet-4-5-20250929-v1:0"));
        let request = translate::parse(&text).unwrap();
        let sent = translate::request(&request, &model, &TranslationOptions::default()).unwrap();
        let sent: Value = serde_json::from_str(&sent.body).unwrap();
        sent["messages"][1]["content"][0]["reasoningContent"]["redactedContent"].clone()
    };
    for (blob, data) in REDACTED {
        let block = json!({ "type": "redacted_thinking", "data": data });
        let output = json!({ "output": { "message": { "content": [
            { "reasoningContent": { "redactedContent": blob } }, { "text": "Hello." },
        ] } }, "stopReason": "end_turn" });
        let reply = completion(&output.to_string(), &Chat::default(), ID, CREATED_S, &mut Vec::new()).unwrap();
        let reply: Value = serde_json::from_str(&reply).unwrap();
        assert_eq!(reply["choices"][0]["message"]["thinking_blocks"], json!([block]));
        let sum = added_up(&chunks_of(&[&streamed(&output)], &Chat::default()));
        assert_eq!(sum["choices"], reply["choices"], "{blob}");

        assert_eq!(sent_back("thinking_blocks", block.clone()), blob);
        assert_eq!(sent_back("content", block), blob);
        assert_eq!(sent_back("reasoning_details", json!({ "type": "reasoning.encrypted", "data": data })), blob);
        if !data.starts_with("data:") {
            let of_old = json!({ "type": "redacted_thinking", "data": blob });
            assert_eq!(sent_back("thinking_blocks", of_old), blob, "as it was told before");
        }
    }
}
