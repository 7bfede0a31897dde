//! Requests in OpenAI's shape at the edges: at a limit and one beyond it, and in the rarer ways of saying a thing.

use serde_json::Value;
use serde_json::json;

use crate::support::translated::CLAUDE;
use crate::support::translated::NOVA;
use crate::support::translated::body;
use crate::support::translated::sent;
use crate::support::translated::sent_with;
use crate::support::translated::tool;
use crate::support::translated::turns;
use crate::support::translated::warnings;

#[test]
fn metadata_has_sixteen_pairs() {
    let metadata = |pairs: usize| {
        let pairs = (0..pairs).map(|number| (format!("k{number}"), json!("v")));
        json!({ "metadata": Value::Object(pairs.collect()) })
    };
    let sixteen = body(&sent(NOVA, metadata(16)));
    assert_eq!(sixteen["requestMetadata"].as_object().unwrap().len(), 16);
    let refusal = sent_with(NOVA, metadata(17), None).err().unwrap();
    assert!(refusal.contains("more than the 16 pairs"), "{refusal}");
}

#[test]
fn ten_paths_of_the_callers_leave_no_place_for_that_of_thoughts() {
    let asked = |paths: usize| {
        let own: Vec<_> = (0..paths).map(|number| format!("/p{number}")).collect();
        let request = json!({
            "thinking": { "type": "enabled", "budget_tokens": 2000 },
            "max_tokens": 4000,
            "additionalModelResponseFieldPaths": own,
        });
        body(&sent(CLAUDE, request))["additionalModelResponseFieldPaths"].as_array().unwrap().len()
    };
    assert_eq!([asked(0), asked(9), asked(10)], [1, 10, 10]);
}

#[test]
fn a_part_of_the_assistants_may_be_a_plain_text() {
    let messages = json!([
        { "role": "user", "content": "x" },
        { "role": "assistant", "content": ["a", { "type": "text", "text": "b" }] },
        { "role": "user", "content": "y" },
    ]);
    let sent = body(&sent(CLAUDE, json!({ "messages": messages })));
    assert_eq!(sent["messages"][1]["content"], json!([{ "text": "a" }, { "text": "b" }]));
}

#[test]
fn an_assistants_mark_is_behind_its_words_or_its_calls() {
    let marked = |model: &str, calls: Value| {
        let assistant = json!({
            "role": "assistant", "content": "a", "tool_calls": calls, "cache_control": { "type": "ephemeral" }
        });
        let mut request = tool(json!({ "type": "object" }));
        let answers = calls.as_array().into_iter().flatten();
        let answers = answers.map(|_| json!({ "role": "tool", "tool_call_id": "c1", "content": "z" }));
        let mut messages = vec![json!({ "role": "user", "content": "x" }), assistant];
        messages.extend(answers);
        messages.push(json!({ "role": "user", "content": "y" }));
        request["messages"] = messages.into();
        let converse = sent(model, request);
        (turns(&converse), warnings(&converse).len())
    };
    let call = json!([{ "id": "c1", "type": "function", "function": { "name": "f", "arguments": "{}" } }]);
    for (model, calls, turn, warnings) in [
        (CLAUDE, Value::Null, "text cachePoint | user: text", 0),
        (NOVA, Value::Null, "text cachePoint | user: text", 0),
        (CLAUDE, call.clone(), "text toolUse cachePoint | user: toolResult text", 0),
        (NOVA, call, "text toolUse | user: toolResult text", 1),
    ] {
        assert_eq!(marked(model, calls.clone()), (format!("user: text | assistant: {turn}"), warnings), "{calls}");
    }
}

#[test]
fn a_schema_has_five_hundred_definitions_and_as_many_references_and_a_depth() {
    let objection = |properties: Value, definitions: Vec<Value>| {
        let definitions = definitions.into_iter().enumerate().map(|(number, schema)| (format!("d{number}"), schema));
        let definitions = Value::Object(definitions.collect());
        let mut request = tool(json!({ "type": "object", "properties": properties, "$defs": definitions }));
        request["tools"][0]["function"]["strict"] = true.into();
        warnings(&sent(CLAUDE, request)).concat().split(": ").last().unwrap().to_owned()
    };
    let (text, reference) =
        (json!({ "type": "string" }), |number: usize| json!({ "$ref": format!("#/$defs/d{number}") }));
    let many = "it has more than 500 definitions or references.";
    let definitions = |count: usize| objection(json!({}), vec![text.clone(); count]);
    assert_eq!([definitions(500).as_str(), &definitions(501)], ["", many]);
    let references = |count: usize| {
        let properties = (0..count).map(|number| (format!("p{number}"), reference(0)));
        objection(Value::Object(properties.collect()), vec![text.clone()])
    };
    assert_eq!([references(500).as_str(), &references(501)], ["", many]);
    let chain = |links: usize| {
        let definitions = (1..=links).map(reference).chain([text.clone()]);
        objection(json!({}), definitions.collect())
    };
    assert_eq!(
        [chain(200).as_str(), &chain(201)],
        ["", "it refers to itself, to another document, or more than 200 deep."]
    );
}

/// How many of the properties Nova is told nothing of but that they are objects, and how many warnings there are.
fn cut_for_nova(properties: Vec<Value>, definitions: Vec<Value>) -> (usize, usize) {
    let named = |prefix: &str, schemas: Vec<Value>| {
        let named = schemas.into_iter().enumerate().map(|(number, schema)| (format!("{prefix}{number}"), schema));
        Value::Object(named.collect())
    };
    let (properties, definitions) = (named("p", properties), named("d", definitions));
    let converse = sent(NOVA, tool(json!({ "type": "object", "properties": properties, "$defs": definitions })));
    let sent = body(&converse)["toolConfig"]["tools"][0]["toolSpec"]["inputSchema"]["json"]["properties"].take();
    (sent.as_object().unwrap().values().filter(|sent| sent["type"] == "object").count(), warnings(&converse).len())
}

#[test]
fn for_nova_references_are_spelled_out_up_to_a_limit() {
    let (text, reference) =
        (json!({ "type": "string" }), |number: usize| json!({ "$ref": format!("#/$defs/d{number}") }));
    let count = |count: usize| cut_for_nova(vec![reference(0); count], vec![text.clone()]);
    assert_eq!([count(500), count(501)], [(0, 0), (1, 1)]);
    let chain =
        |links: usize| cut_for_nova(vec![reference(0)], (1..=links).map(reference).chain([text.clone()]).collect());
    assert_eq!([chain(198), chain(199)], [(0, 0), (1, 1)]);
    let long = json!({ "type": "string", "description": "x".repeat(10_000) });
    let bytes = |count: usize| cut_for_nova(vec![reference(0); count], vec![long.clone()]);
    assert_eq!([bytes(19), bytes(25)], [(0, 0), (5, 1)]);
}
