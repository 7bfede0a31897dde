//! The shapes of Claude's replies in InvokeModel, as recordings have them.

use std::borrow::Borrow;

use serde_json::Value;
use serde_json::json;

use super::Messages;
use super::Written;
use super::tests::HAIKU_4_5;
use super::tests::OPUS_4_8;
use super::tests::SONNET_4_6;
use super::tests::body;
use crate::converse::Message;
use crate::converse::conversation_with;
use crate::family::Family;
use crate::invoke::Request;
use crate::invoke::read;
use crate::reply::compose;

const PDF: &str = "JVBERi0xLjQK";

fn messages(model: &str, more: &Value) -> Box<Messages> {
    let Ok(Request::Messages(messages)) = read(model, body(more).to_string().as_bytes()) else { panic!("refused") };
    messages
}

fn written<'a>(model: &'a str, messages: &'a Messages) -> Written<'a> {
    let family = Family::of(model);
    let conversation = conversation_with(&family, &messages.request);
    let message = Message::new(&family, &messages.request, &conversation, compose(&conversation));
    Written::new(model, messages, message)
}

pub(super) fn whole(model: &str, more: impl Borrow<Value>) -> Value {
    written(model, &messages(model, more.borrow())).output()
}

pub(super) fn streamed(model: &str, more: impl Borrow<Value>) -> Vec<Value> {
    written(model, &messages(model, more.borrow())).chunks()
}

fn asks(text: &str) -> Value {
    json!({ "messages": [{ "role": "user", "content": text }] })
}

pub(super) fn names(value: &Value) -> Vec<&str> {
    let mut names: Vec<&str> = value.as_object().unwrap().keys().map(String::as_str).collect();
    names.sort_unstable();
    names
}

fn weather() -> Value {
    let schema = json!({ "type": "object", "properties": { "city": { "type": "string" } }, "required": ["city"] });
    json!({
        "messages": [{ "role": "user", "content": "What is the weather in Paris?" }],
        "tools": [{ "name": "get_weather", "input_schema": schema }],
    })
}

fn tool_uses(content: &Value) -> Vec<&Value> {
    content.as_array().unwrap().iter().filter(|block| block["type"] == "tool_use").collect()
}

#[test]
fn ids_are_spelled_as_bedrock_spells_them() {
    for (model, length) in [(HAIKU_4_5, 33), (SONNET_4_6, 33), (OPUS_4_8, 61)] {
        let id = whole(model, asks("Hi"))["id"].as_str().unwrap().to_owned();
        assert!(id.starts_with("msg_bdrk_") && id.len() == length, "{id}");
    }
    let called = whole(SONNET_4_6, weather());
    let id = tool_uses(&called["content"])[0]["id"].as_str().unwrap().to_owned();
    assert!(id.starts_with("toolu_bdrk_01") && id.len() == 35, "{id}");
}

/// Recorded: Sonnet 4.6 behind GitHub Copilot. Only what can think counts thoughts.
#[test]
fn a_reply_has_the_members_of_its_generation() {
    let plain = whole(SONNET_4_6, asks("Hi"));
    let members = ["content", "id", "model", "role", "stop_details", "stop_reason", "stop_sequence", "type", "usage"];
    assert_eq!(names(&plain), members);
    let mut counts = vec![
        "cache_creation",
        "cache_creation_input_tokens",
        "cache_read_input_tokens",
        "input_tokens",
        "output_tokens",
    ];
    assert_eq!(names(&plain["usage"]), counts);
    let mut thinks = asks("Hi");
    thinks["thinking"] = json!({ "type": "enabled", "budget_tokens": 1_024 });
    counts.push("output_tokens_details");
    assert_eq!(names(&whole(SONNET_4_6, thinks)["usage"]), counts);
}

/// Recorded in this order; of Claude 3 by Arize-ai/openinference and traceloop/openllmetry.
#[test]
fn a_stream_has_the_events_of_its_generation() {
    for (model, ends) in [
        ("anthropic.claude-3-sonnet-20240229-v1:0", vec!["output_tokens"]),
        (SONNET_4_6, vec!["cache_creation_input_tokens", "cache_read_input_tokens", "input_tokens", "output_tokens"]),
    ] {
        let events = streamed(model, asks("Hi"));
        let mut kinds: Vec<&str> = events.iter().map(|event| event["type"].as_str().unwrap()).collect();
        kinds.dedup();
        let expected = [
            "message_start",
            "content_block_start",
            "content_block_delta",
            "content_block_stop",
            "message_delta",
            "message_stop",
        ];
        assert_eq!(kinds, expected, "{model}");
        let end = &events[events.len() - 2];
        assert_eq!(names(&end["usage"]), ends, "{model}");
        let explains = model == SONNET_4_6;
        assert_eq!(events[0]["message"].get("stop_details").is_some(), explains, "{model}");
        assert_eq!(end["delta"].get("stop_details").is_some(), explains, "{model}");
        assert_eq!(end["usage"]["output_tokens"], whole(model, asks("Hi"))["usage"]["output_tokens"]);
    }
}

/// Recorded: the first fragment of an input is empty, and one without members has no other.
#[test]
fn calls_come_in_fragments() {
    let fragments = |more: Value| -> Vec<String> {
        let events = streamed(SONNET_4_6, more);
        let deltas = events.iter().filter(|event| event["delta"]["type"] == "input_json_delta");
        deltas.map(|event| event["delta"]["partial_json"].as_str().unwrap().to_owned()).collect()
    };
    let parts = fragments(weather());
    assert_eq!(parts[0], "");
    let input: Value = serde_json::from_str(&parts.concat()).unwrap();
    assert_eq!(input, tool_uses(&whole(SONNET_4_6, weather())["content"])[0]["input"]);
    let mut bare = weather();
    bare["tools"][0]["input_schema"] = json!({ "type": "object" });
    bare["tool_choice"] = json!({ "type": "any" });
    assert_eq!(fragments(bare), [""]);
}

#[test]
fn thoughts_are_signed_or_taken_out() {
    let thinks = |text: &str, thinking: Value| {
        let mut asked = asks(text);
        asked["thinking"] = thinking;
        asked
    };
    let enabled = json!({ "type": "enabled", "budget_tokens": 1_024 });
    let kinds = |events: &[Value]| -> Vec<String> {
        let deltas = events.iter().filter_map(|event| event["delta"]["type"].as_str().map(str::to_owned));
        let mut kinds: Vec<String> = deltas.collect();
        kinds.dedup();
        kinds
    };
    let events = streamed(HAIKU_4_5, thinks("Hi", enabled.clone()));
    assert_eq!(events[1]["content_block"], json!({ "type": "thinking", "thinking": "", "signature": "" }));
    assert_eq!(kinds(&events), ["thinking_delta", "signature_delta", "text_delta"]);
    let redacted = thinks(crate::converse::REDACT, enabled);
    let block = whole(HAIKU_4_5, redacted.clone())["content"][0].clone();
    assert_eq!(names(&block), ["data", "type"]);
    assert_eq!(streamed(HAIKU_4_5, redacted)[1]["content_block"], block);
    let hidden = whole(OPUS_4_8, thinks("Hi", json!({ "type": "adaptive" })))["content"][0].clone();
    assert_eq!((&hidden["type"], &hidden["thinking"]), (&json!("thinking"), &json!("")));
    let shown = json!({ "type": "adaptive", "display": "summarized" });
    assert_ne!(whole(OPUS_4_8, thinks("Hi", shown))["content"][0]["thinking"], "");
}

/// Recorded: pages and results of searches, behind GitHub Copilot; the others after Anthropic's documents.
#[test]
fn citations_say_where_something_stands() {
    let cited = |block: Value| {
        let mut block = block;
        block["citations"] = json!({ "enabled": true });
        json!({ "messages": [{ "role": "user", "content": [block, { "type": "text", "text": "What does it say?" }] }] })
    };
    let document = |source: Value| cited(json!({ "type": "document", "source": source, "title": "Notes" }));
    let result = json!({ "type": "search_result", "source": "s", "title": "t", "content": [{ "type": "text", "text": "It rains." }] });
    let (page, text) = (
        json!({ "type": "base64", "media_type": "application/pdf", "data": PDF }),
        json!({ "type": "text", "media_type": "text/plain", "data": "It rains." }),
    );
    let chunks = json!({ "type": "content", "content": [{ "type": "text", "text": "It rains." }] });
    let of_document = |kind: &str, start: &str, end: &str| {
        let mut names = vec!["cited_text", "document_index", "document_title", end, start, "type"];
        names.sort_unstable();
        (kind.to_owned(), names.into_iter().map(str::to_owned).collect::<Vec<_>>())
    };
    let of_search =
        ["cited_text", "end_block_index", "search_result_index", "source", "start_block_index", "title", "type"];
    for (asked, (kind, members)) in [
        (document(page), of_document("page_location", "start_page_number", "end_page_number")),
        (document(text), of_document("char_location", "start_char_index", "end_char_index")),
        (document(chunks), of_document("content_block_location", "start_block_index", "end_block_index")),
        (cited(result), ("search_result_location".to_owned(), of_search.map(str::to_owned).to_vec())),
    ] {
        let body = whole(SONNET_4_6, asked.clone());
        let blocks = body["content"].as_array().unwrap();
        let citation = blocks.iter().find_map(|block| block["citations"].get(0)).unwrap();
        assert_eq!(
            (citation["type"].as_str().unwrap(), names(citation)),
            (kind.as_str(), members.iter().map(String::as_str).collect())
        );
        let events = streamed(SONNET_4_6, asked);
        let delta = events.iter().find(|event| event["delta"]["type"] == "citations_delta").unwrap();
        assert_eq!(delta["delta"]["citation"], *citation);
    }
}

/// The recorded request, and what was said of it.
#[test]
fn old_results_of_tools_are_cleared() {
    let edit = json!({
        "type": "clear_tool_uses_20250919", "trigger": { "type": "input_tokens", "value": 1 }, "keep": { "type": "tool_uses", "value": 0 },
    });
    let asked = |edits: Value| {
        json!({
            "anthropic_beta": ["context-management-2025-06-27"],
            "context_management": { "edits": edits },
            "messages": [
                { "role": "user", "content": "Look up record 42." },
                { "role": "assistant", "content": [{ "type": "tool_use", "id": "toolu_1", "name": "lookup", "input": { "id": "42" } }] },
                { "role": "user", "content": [{ "type": "tool_result", "tool_use_id": "toolu_1", "content": "RECORD DATA ".repeat(600) }] },
            ],
        })
    };
    let cleared = whole(SONNET_4_6, asked(json!([edit])));
    let applied = &cleared["context_management"]["applied_edits"][0];
    assert_eq!(names(applied), ["cleared_input_tokens", "cleared_tool_uses", "type"]);
    let kept = whole(SONNET_4_6, asked(json!([{ "type": "clear_tool_uses_20250919" }])));
    assert_eq!(kept["context_management"], json!({ "applied_edits": [] }));
    let tokens = |body: &Value| body["usage"]["input_tokens"].as_u64().unwrap();
    assert_eq!(tokens(&kept) - tokens(&cleared), applied["cleared_input_tokens"].as_u64().unwrap());
    let events = streamed(SONNET_4_6, asked(json!([edit])));
    assert_eq!(events[events.len() - 2]["context_management"]["applied_edits"][0], *applied);
}

/// Recorded: a search, its result, and the call.
#[test]
fn tools_that_are_not_loaded_are_searched_for() {
    let mut asked = weather();
    asked["tools"][0]["defer_loading"] = json!(true);
    asked["tools"]
        .as_array_mut()
        .unwrap()
        .push(json!({ "type": "tool_search_tool_regex_20251119", "name": "tool_search_tool_regex" }));
    let body = whole(SONNET_4_6, asked.clone());
    let kinds: Vec<&str> =
        body["content"].as_array().unwrap().iter().map(|block| block["type"].as_str().unwrap()).collect();
    assert_eq!(kinds, ["text", "server_tool_use", "tool_search_tool_result", "tool_use"]);
    let (search, found) = (&body["content"][1], &body["content"][2]);
    assert!(search["id"].as_str().unwrap().starts_with("srvtoolu_bdrk_01"));
    assert_eq!((&search["id"], &search["input"]), (&found["tool_use_id"], &json!({ "pattern": "get_weather" })));
    let references = json!([{ "type": "tool_reference", "tool_name": "get_weather" }]);
    assert_eq!(found["content"], json!({ "type": "tool_search_tool_search_result", "tool_references": references }));
    assert_eq!(body["usage"]["server_tool_use"], json!({ "web_search_requests": 0 }));
    let mut next = asked.clone();
    let call = body["content"][3]["id"].clone();
    next["messages"].as_array_mut().unwrap().extend([
        json!({ "role": "assistant", "content": body["content"] }),
        json!({ "role": "user", "content": [{ "type": "tool_result", "tool_use_id": call, "content": "Rain." }] }),
    ]);
    assert_eq!(whole(SONNET_4_6, next)["stop_reason"], "end_turn");
}

#[test]
fn anthropics_own_tools_are_called_by_their_schemas() {
    for (tag, name, member) in [
        ("bash_20250124", "bash", "command"),
        ("memory_20250818", "memory", "path"),
        ("text_editor_20250728", "str_replace_based_edit_tool", "path"),
    ] {
        let body =
            whole(SONNET_4_6, json!({ "tools": [{ "type": tag, "name": name }], "tool_choice": { "type": "any" } }));
        assert!(tool_uses(&body["content"])[0]["input"].get(member).is_some(), "{body}");
    }
}
