//! What may share a turn.
#![expect(clippy::needless_pass_by_value, reason = "values made by json! on the spot read better without &")]

use serde_json::Value;
use serde_json::json;

use super::tests_of_families::LLAMA;
use super::tests_of_families::NOVA;
use super::tests_of_families::PNG;
use super::tests_of_families::SONNET_4_5;
use super::tests_of_families::asks;
use super::tests_of_families::differ;
use super::tests_of_families::tools;
use crate::converse::conversation_with;
use crate::family::Family;
use crate::reply::Block;
use crate::reply::compose;

const ID: &str = "abcdefgh9";
pub(super) const LLAMA_4: &str = "us.meta.llama4-maverick-17b-instruct-v1:0";
pub(super) const PIXTRAL: &str = "us.mistral.pixtral-large-2502-v1:0";
pub(super) const WRITER: &str = "us.writer.palmyra-x5-v1:0";
pub(super) const QWEN: &str = "qwen.qwen3-32b-v1:0";

pub(super) fn result(content: Value) -> Value {
    json!({"toolResult": {"toolUseId": ID, "content": content}})
}

/// A turn that calls and one that answers.
pub(super) fn turns(calling: Value, answering: Value) -> Value {
    json!({"toolConfig": tools(json!({})), "messages": [
        {"role": "user", "content": [{"text": "hi"}]},
        {"role": "assistant", "content": calling},
        {"role": "user", "content": answering},
    ]})
}

pub(super) fn call() -> Value {
    json!({"toolUse": {"toolUseId": ID, "name": "look", "input": {}}})
}

pub(super) fn document(format: &str) -> Value {
    json!({"document": {"name": format, "format": format, "source": {"bytes": "aGk="}}})
}

fn rain() -> Value {
    result(json!([{"text": "rain"}]))
}

#[test]
fn a_result_is_alone_in_its_turn_for_some_families() {
    let complaint =
        "messages.2.content: Conversation blocks and tool result blocks cannot be provided in the same turn.";
    let text = json!({"text": "Thanks."});
    for model in [LLAMA, LLAMA_4, "us.meta.llama3-1-8b-instruct-v1:0"] {
        differ(model, NOVA, turns(json!([call()]), json!([rain(), text])), complaint);
        differ(model, QWEN, turns(json!([call()]), json!([text, rain()])), complaint);
    }
    let image = json!({"image": {"format": "png", "source": {"bytes": PNG}}});
    for (model, beside) in [
        (LLAMA_4, json!([rain(), image])),
        (PIXTRAL, json!([rain(), image])),
        (WRITER, json!([rain(), text, document("pdf")])),
        ("mistral.mistral-large-3-675b-instruct", json!([text, document("txt"), rain()])),
        ("mistral.magistral-small-2509", json!([rain(), text])),
        ("mistral.ministral-3-8b-instruct", json!([rain(), {"guardContent": {"text": {"text": "a"}}}])),
    ] {
        differ(model, NOVA, turns(json!([call()]), beside), complaint);
    }
    for model in [LLAMA_4, PIXTRAL, WRITER, SONNET_4_5, "zai.glm-5", "moonshotai.kimi-k2.5"] {
        assert!(asks(model, turns(json!([call()]), json!([rain()]))).is_ok(), "{model}");
    }
    for model in ["zai.glm-5", "moonshotai.kimi-k2.5"] {
        assert!(asks(model, turns(json!([call()]), json!([rain(), text]))).is_ok(), "{model}");
    }
}

#[test]
fn text_beside_a_call() {
    let complaint = "messages.1.content: Conversation blocks and tool use blocks cannot be provided in the same turn.";
    let request = turns(json!([{"text": "Let me see."}, call()]), json!([rain()]));
    for model in ["us.meta.llama3-2-90b-instruct-v1:0", "mistral.mistral-large-2402-v1:0"] {
        differ(model, SONNET_4_5, request.clone(), complaint);
        differ(model, LLAMA_4, request.clone(), complaint);
        assert!(asks(model, turns(json!([call()]), json!([rain()]))).is_ok(), "{model}");
    }
    let mut later = request;
    let more = later["messages"].as_array().unwrap().clone();
    later["messages"] =
        json!([more[0], {"role": "assistant", "content": [{"text": "Yes?"}]}, more[0], more[1], more[2]]);
    let error = asks("us.meta.llama3-2-90b-instruct-v1:0", later).unwrap_err();
    assert!(error.message.starts_with("messages.3.content: Conversation blocks"), "{error:?}");
}

#[test]
fn who_takes_no_text_beside_a_call_says_none() {
    let mut request = json!({"messages": [{"role": "user", "content": [{"text": "look at Oslo"}]}]});
    request["toolConfig"] = tools(json!({}));
    let says = |model: &str| {
        let reply = compose(&conversation_with(&Family::of(model), &request));
        assert!(reply.blocks.iter().any(|block| matches!(block, Block::ToolUse { .. })), "{model}");
        reply.blocks.iter().any(|block| matches!(block, Block::Text(_)))
    };
    for model in ["us.meta.llama3-2-90b-instruct-v1:0", "mistral.mistral-large-2402-v1:0", LLAMA_4, PIXTRAL] {
        assert!(!says(model), "{model}");
    }
    assert!(says(SONNET_4_5) && says(NOVA));
}

#[test]
fn claude_finds_results_at_the_head_of_a_turn_only() {
    let complaint = "The model returned the following errors: messages.2: `tool_use` ids were found without `tool_result` blocks \
                     immediately after: abcdefgh9. Each `tool_use` block must have a corresponding `tool_result` block in the next \
                     message.";
    let text = json!({"text": "Thanks."});
    for beside in [
        json!([text, rain()]),
        json!([rain(), text, document("csv")]),
        json!([rain(), text, document("docx")]),
        json!([rain(), document("pdf"), text, document("txt")]),
    ] {
        differ(SONNET_4_5, NOVA, turns(json!([call()]), beside), complaint);
    }
    let image = json!({"image": {"format": "png", "source": {"bytes": PNG}}});
    for beside in [json!([rain(), text]), json!([rain(), image]), json!([rain(), text, document("pdf")])] {
        assert_eq!(asks(SONNET_4_5, turns(json!([call()]), beside)).map(|_| ()), Ok(()));
    }
    // Two results with a cache point between them are one run; text between them ends it.
    let other = |id: &str| json!({"toolUse": {"toolUseId": id, "name": "look", "input": {}}});
    let answer = |id: &str| json!({"toolResult": {"toolUseId": id, "content": [{"text": "sun"}]}});
    let calling = json!([other("one"), other("two")]);
    let point = json!({"cachePoint": {"type": "default"}});
    assert!(asks(SONNET_4_5, turns(calling.clone(), json!([answer("one"), point, answer("two")]))).is_ok());
    let error = asks(SONNET_4_5, turns(calling, json!([answer("one"), text, answer("two")]))).unwrap_err();
    assert!(error.message.contains("immediately after: two. Each"), "{error:?}");
}
