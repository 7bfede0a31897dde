//! Schemas of tools: alternatives at the top, references, and names of properties.

use serde_json::Value;
use serde_json::json;

use crate::support::translated::CLAUDE;
use crate::support::translated::LLAMA;
use crate::support::translated::NOVA;
use crate::support::translated::body;
use crate::support::translated::sent;
use crate::support::translated::tool;
use crate::support::translated::warnings;

/// The schema that a model is given, and the warnings.
fn given(model: &str, parameters: Value) -> (Value, String) {
    let converse = sent(model, tool(parameters));
    let schema = body(&converse)["toolConfig"]["tools"][0]["toolSpec"]["inputSchema"]["json"].clone();
    (schema, warnings(&converse).join(" "))
}

fn merged(tool: &str) -> String {
    format!(
        "`tools`: the schema of `{tool}` has `anyOf`, `oneOf` or `allOf` at its top, which the model does not take: they \
         are merged, so check what comes of it."
    )
}

#[test]
fn alternatives_at_the_top_are_merged_for_claude_and_nova() {
    let object = |properties: Value, required: Value| json!({ "properties": properties, "required": required });
    let (a, b) = (json!({ "type": "string" }), json!({ "type": "number" }));
    let cases = [
        // Either is enough, so neither is required.
        (
            json!({ "type": "object", "properties": { "a": a, "b": b }, "anyOf": [{ "required": ["a"] }, { "required": ["b"] }] }),
            json!({ "type": "object", "properties": { "a": a, "b": b } }),
        ),
        // Of all, everything is required.
        (
            json!({ "allOf": [object(json!({ "a": a }), json!(["a"])), object(json!({ "b": b }), json!(["b"]))] }),
            json!({ "type": "object", "properties": { "a": a, "b": b }, "required": ["a", "b"] }),
        ),
        // A property that each of them has, with what each of them has for it.
        (
            json!({ "type": "object", "oneOf": [
                object(json!({ "kind": { "const": "x" }, "a": a }), json!(["kind", "a"])),
                object(json!({ "kind": { "const": "y" }, "b": b }), json!(["kind"])),
            ] }),
            json!({ "type": "object", "required": ["kind"], "properties": {
                "kind": { "anyOf": [{ "const": "x" }, { "const": "y" }] }, "a": a, "b": b } }),
        ),
        // Alternatives within alternatives, and a definition.
        (
            json!({ "anyOf": [{ "$ref": "#/$defs/d" }, { "allOf": [object(json!({ "b": b }), json!(["b"]))] }],
                "$defs": { "d": object(json!({ "a": a }), json!([])) } }),
            json!({ "type": "object", "properties": { "a": a, "b": b }, "$defs": { "d": object(json!({ "a": a }), json!([])) } }),
        ),
    ];
    for (parameters, schema) in cases {
        for claude in [CLAUDE, "us.anthropic.claude-opus-5", "anthropic.claude-3-haiku-20240307-v1:0"] {
            assert_eq!(given(claude, parameters.clone()), (schema.clone(), merged("f")), "{claude}");
        }
        let mut of_nova = schema.clone();
        of_nova.as_object_mut().unwrap().remove("$defs");
        for nova in [NOVA, "us.amazon.nova-2-lite-v1:0"] {
            assert_eq!(given(nova, parameters.clone()), (of_nova.clone(), merged("f")), "{nova}");
        }
        // Others take it as it is.
        for other in [LLAMA, "openai.gpt-oss-120b-1:0", "acme.rocket"] {
            let mut as_it_is = parameters.clone();
            as_it_is["type"] = "object".into();
            assert_eq!(given(other, parameters.clone()), (as_it_is, String::new()), "{other}");
        }
    }
}

#[test]
fn a_reference_at_the_top_is_followed() {
    let parameters = json!({ "$ref": "#/definitions/Args", "definitions": { "Args": {
        "type": "object", "properties": { "a": { "type": "string" } }, "required": ["a"] } } });
    for model in [CLAUDE, NOVA] {
        let (schema, _) = given(model, parameters.clone());
        assert_eq!(schema["properties"], json!({ "a": { "type": "string" } }), "{model}");
        assert_eq!((&schema["required"], &schema["$ref"]), (&json!(["a"]), &Value::Null), "{model}");
    }
    // Round in circles, and into nothing.
    for parameters in [json!({ "$ref": "#" }), json!({ "anyOf": [{ "$ref": "#" }] }), json!({ "$ref": "#/$defs/none" })]
    {
        for model in [CLAUDE, NOVA] {
            assert!(given(model, parameters.clone()).0["properties"].as_object().is_none_or(serde_json::Map::is_empty));
        }
    }
}

#[test]
fn alternatives_below_the_top_stay() {
    let property = json!({ "anyOf": [{ "type": "string" }, { "type": "null" }] });
    let parameters = json!({ "type": "object", "properties": { "a": property, "anyOf": { "type": "string" } } });
    for model in [CLAUDE, NOVA, LLAMA] {
        assert_eq!(given(model, parameters.clone()), (parameters.clone(), String::new()), "{model}");
    }
}

#[test]
fn names_of_properties_are_what_claude_takes() {
    let long = "x".repeat(70);
    let any = json!({ "type": "string" });
    let parameters = json!({ "type": "object", "required": ["$filter", "ok.a-b_c"], "properties": {
        "$filter": any, "_filter": any, "gr\u{f6}\u{df}e": any, "ok.a-b_c": any, "a b": any, long.as_str(): any, "": any,
        "deep": { "type": "object", "properties": { "$filter": any } } } });
    let call = json!({ "id": "c1", "type": "function", "function": { "name": "f", "arguments":
        "{\"$filter\":1,\"a b\":{\"a b\":2},\"deep\":{\"$filter\":3},\"other one\":4}" } });
    let mut request = tool(parameters.clone());
    request["messages"] = json!([
        { "role": "user", "content": "x" },
        { "role": "assistant", "content": null, "tool_calls": [call] },
        { "role": "tool", "tool_call_id": "c1", "content": "r" },
    ]);
    let converse = sent(CLAUDE, request);
    let schema = &body(&converse)["toolConfig"]["tools"][0]["toolSpec"]["inputSchema"]["json"];
    let mut names: Vec<&str> = schema["properties"].as_object().unwrap().keys().map(String::as_str).collect();
    names.sort_unstable();
    assert_eq!(names, ["_2", "_filter", "_filter_2", "a_b", "deep", "gr__e", "ok.a-b_c", &"x".repeat(64)]);
    assert_eq!(schema["required"], json!(["_filter_2", "ok.a-b_c"]));
    assert_eq!(schema["properties"]["deep"], parameters["properties"]["deep"]);
    // What the model is reminded of has the same names.
    let input = &body(&converse)["messages"][1]["content"][0]["toolUse"]["input"];
    assert_eq!(*input, json!({ "_filter_2": 1, "a_b": { "a b": 2 }, "deep": { "$filter": 3 }, "other one": 4 }));
    let known = |sent: &str| converse.chat.names.name("f.", sent);
    assert_eq!(known("_filter_2"), Some("$filter"));
    assert_eq!((known("gr__e"), known("_2")), (Some("gr\u{f6}\u{df}e"), Some("")));
    assert_eq!((known("_filter"), converse.chat.names.name("g.", "a_b")), (None, None));
    // Others take any name.
    for other in [NOVA, LLAMA, "openai.gpt-oss-120b-1:0"] {
        assert_eq!(given(other, parameters.clone()).0["properties"], parameters["properties"], "{other}");
    }
}

#[test]
fn references_lead_anywhere_in_their_document() {
    let args = json!({ "properties": { "a": { "type": "string" } }, "required": ["a"] });
    for (reference, holder) in [
        ("#/components/schemas/Args", json!({ "components": { "schemas": { "Args": args } } })),
        ("#/$defs/a~1b~0c", json!({ "$defs": { "a/b~c": args } })),
    ] {
        let mut parameters = holder;
        parameters["$ref"] = reference.into();
        for model in [CLAUDE, NOVA] {
            let (schema, _) = given(model, parameters.clone());
            assert_eq!((&schema["properties"], &schema["required"]), (&args["properties"], &json!(["a"])), "{model}");
        }
    }
    // Alternatives that all refer to the whole take no time.
    let many: Vec<Value> = (0..2000).map(|_| json!({ "$ref": "#" })).collect();
    let properties = json!({ "a": { "type": "string" }, "b": { "type": "string" } });
    assert_eq!(given(CLAUDE, json!({ "properties": properties, "anyOf": many })).0["properties"], properties);
}
