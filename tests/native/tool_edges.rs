//! Calls of tools, their ids and their names, at the edges of what Bedrock and the makers of models take.

use serde_json::Value;
use serde_json::json;

use crate::support::translated::CLAUDE;
use crate::support::translated::LLAMA;
use crate::support::translated::NOVA;
use crate::support::translated::body;
use crate::support::translated::called;
use crate::support::translated::sent;
use crate::support::translated::warnings;

const MISTRAL: &str = "mistral.mistral-large-3-675b-instruct";

/// The ids that are sent for calls of these ids, each answered.
fn sent_ids(model: &str, ids: &[&str]) -> Vec<String> {
    let call = |id: &&str| json!({ "id": id, "type": "function", "function": { "name": "f", "arguments": "{}" } });
    let mut messages = vec![json!({ "role": "user", "content": "x" })];
    messages.push(json!({ "role": "assistant", "tool_calls": ids.iter().map(call).collect::<Vec<_>>() }));
    messages.extend(ids.iter().map(|id| json!({ "role": "tool", "tool_call_id": id, "content": "y" })));
    let converse = sent(model, json!({ "messages": messages, "tools": tools(&["f"]) }));
    let messages = body(&converse)["messages"].take();
    let ids_of = |turn: usize, kind: &str| -> Vec<String> {
        let blocks = messages[turn]["content"].as_array().unwrap().iter();
        blocks.map(|block| block[kind]["toolUseId"].as_str().unwrap().to_owned()).collect()
    };
    let sent = ids_of(1, "toolUse");
    assert_eq!(ids_of(2, "toolResult"), sent);
    sent
}

fn tools(names: &[&str]) -> Value {
    names.iter().map(|name| json!({ "type": "function", "function": { "name": name } })).collect()
}

#[test]
fn mistral_gets_nine_letters_and_digits() {
    // Its API: "Tool call id was … but must be a-z, A-Z, 0-9, with a length of 9."
    for id in ["aB3dE6gH9", "123456789"] {
        assert_eq!(sent_ids(MISTRAL, &[id]), [id]);
    }
    for id in ["", "a", "aB3dE6gH", "aB3dE6gH90", "call_1234", "aB3-E6gH9", "aB3dE6gHé"] {
        let sent = &sent_ids(MISTRAL, &[id])[0];
        assert!(sent.len() == 9 && sent.bytes().all(|byte| byte.is_ascii_alphanumeric()), "{id}: {sent}");
    }
}

#[test]
fn valid_names_of_tools_stay_beside_others_and_beside_a_reply_in_json() {
    let format = json!({ "type": "json_schema", "json_schema": { "name": "n", "schema": { "type": "object" } } });
    for format in [Value::Null, format] {
        let request = json!({ "tools": tools(&["files.find", "files_find"]), "response_format": format });
        let converse = sent(LLAMA, request);
        let config = body(&converse)["toolConfig"]["tools"].take();
        let names: Vec<_> = config.as_array().unwrap().iter().map(|tool| &tool["toolSpec"]["name"]).collect();
        assert_eq!(names[..2], ["files_find_2", "files_find"], "{format}");
    }
}

#[test]
fn a_reply_in_json_is_given_by_our_tool_where_no_other_may_be_used() {
    for model in ["anthropic.claude-3-haiku-20240307-v1:0", NOVA] {
        let mut request = called(json!("So."), json!("y"), json!("z"));
        request["tool_choice"] = json!("none");
        let schema = json!({ "type": "object", "properties": { "a": { "type": "string" } } });
        request["response_format"] = json!({ "type": "json_schema", "json_schema": { "name": "n", "schema": schema } });
        let converse = sent(model, request);
        let choice = body(&converse)["toolConfig"]["toolChoice"].take();
        assert_eq!((choice, warnings(&converse)), (json!({ "tool": { "name": "json_response" } }), vec![]), "{model}");
    }
}

#[test]
fn a_tool_has_the_name_of_ours_where_we_have_none() {
    for model in [CLAUDE, LLAMA] {
        let converse = sent(model, json!({ "tools": tools(&["json_response"]) }));
        assert_eq!(body(&converse)["toolConfig"]["tools"][0]["toolSpec"]["name"], "json_response");
    }
}
