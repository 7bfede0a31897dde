//! Schemas that a model is held to, in replies and strict tools: maps, and what is beyond a grammar.

#![expect(clippy::needless_pass_by_value, reason = "values made by json! on the spot read better without &")]

use bedrock_wasm::translate::Converse;
use bedrock_wasm::translate::StructuredOutput;
use serde_json::Value;
use serde_json::json;

use crate::support::translated::CLAUDE;
use crate::support::translated::LLAMA;
use crate::support::translated::NOVA;
use crate::support::translated::body;
use crate::support::translated::sent;
use crate::support::translated::sent_with;
use crate::support::translated::tool;
use crate::support::translated::warnings;

fn format(schema: Value) -> Value {
    json!({ "response_format": { "type": "json_schema", "json_schema": { "name": "n", "schema": schema } } })
}

fn with_property(schema: Value) -> Value {
    json!({ "type": "object", "properties": { "a": schema }, "required": ["a"] })
}

/// Maps, spelled in different ways.
fn maps() -> Vec<Value> {
    let number = json!({ "type": "number" });
    vec![
        with_property(json!({ "type": "object", "additionalProperties": number })),
        with_property(json!({ "type": "object", "additionalProperties": {} })),
        with_property(json!({ "type": "object", "additionalProperties": true })),
        with_property(json!({ "type": "object", "patternProperties": { "^x": number } })),
        with_property(json!({ "type": ["object", "null"] })),
        with_property(json!({ "type": "array", "items": { "anyOf": [{ "type": "object" }, { "type": "null" }] } })),
        json!({ "type": "object", "additionalProperties": number }),
        with_property(json!({
            "type": "object", "properties": {}, "patternProperties": { "^x": {} }, "additionalProperties": false
        })),
        json!({ "$ref": "#/$defs/d", "$defs": { "d": with_property(json!({ "type": "object" })) } }),
    ]
}

/// What looks like a map and is none.
fn records() -> Vec<Value> {
    vec![
        with_property(json!({ "type": "object", "properties": {}, "additionalProperties": false })),
        with_property(json!({ "type": "object", "properties": { "additionalProperties": { "type": "string" } } })),
        with_property(json!({ "type": "object", "additionalProperties": false })),
        with_property(json!({ "enum": [{ "type": "object", "additionalProperties": {} }] })),
        json!({ "type": "object", "properties": { "a": { "type": "object", "anyOf": [{ "$ref": "#/$defs/d" }] } },
            "$defs": { "d": { "type": "string" } } }),
        with_property(json!({ "type": "array", "items": { "allOf": [{ "type": "string" }] } })),
        // Names that are a keyword elsewhere.
        json!({ "type": "object", "properties": { "a": { "$ref": "#/$defs/oneOf" }, "not": { "type": "string" } },
            "$defs": { "oneOf": { "type": "string" } } }),
    ]
}

/// Other schemas of which no grammar is made.
fn without_grammar() -> Vec<Value> {
    let text = json!({ "type": "string" });
    vec![
        with_property(json!({ "oneOf": [text, { "type": "null" }] })),
        with_property(json!({ "not": text })),
        with_property(json!({ "type": "array", "prefixItems": [text] })),
        with_property(json!({ "type": "array", "contains": text })),
        with_property(json!({ "if": text, "then": {}, "else": {} })),
        with_property(json!({ "type": "array", "items": { "$ref": "#" } })),
        with_property(json!({ "$ref": "https://example.com/schema.json" })),
        json!({ "type": "object", "properties": { "a": { "$ref": "#/$defs/tree" } }, "$defs": { "tree": {
            "type": "object", "properties": { "left": { "$ref": "#/$defs/tree" } } } } }),
    ]
}

#[test]
fn a_map_is_asked_for_in_a_way_that_keeps_it() {
    for model in [CLAUDE, "qwen.qwen3-32b-v1:0", "zai.glm-4.7-flash"] {
        for schema in without_grammar() {
            let converse = sent(model, format(schema.clone()));
            assert_eq!(converse.chat.structured_output, StructuredOutput::Tool, "{model} {schema}");
        }
        // At the top, too, where a tool may have an object without properties.
        for schema in [
            json!({ "type": "object" }),
            json!({ "type": "object", "additionalProperties": true }),
            json!({ "type": "object", "properties": { "b": { "type": "string" } }, "additionalProperties": true }),
        ] {
            let converse = sent(model, format(schema));
            assert_eq!(converse.chat.structured_output, StructuredOutput::Tool, "{model}");
        }
        for schema in maps() {
            let converse = sent(model, format(schema.clone()));
            assert_eq!(converse.chat.structured_output, StructuredOutput::Tool, "{model} {schema}");
            let json = &body(&converse)["toolConfig"]["tools"][0]["toolSpec"]["inputSchema"]["json"];
            let property = if model == CLAUDE { schema["$defs"]["d"]["properties"].get("a") } else { None };
            let property = property.or(schema["properties"].get("a"));
            assert_eq!(json["properties"].get("a"), property, "{model} {schema}");
        }
        for schema in records() {
            let converse = sent(model, format(schema.clone()));
            assert_eq!(converse.chat.structured_output, StructuredOutput::OutputConfig, "{model} {schema}");
        }
    }
}

#[test]
fn a_strict_tool_has_no_map() {
    let strict = |schema: Value| {
        let mut request = tool(schema);
        request["tools"][0]["function"]["strict"] = true.into();
        request
    };
    let words = "`tools`: `strict` of `f` has no effect: it has a map, an object whose members have no fixed names.";
    let spec = |converse: &Converse| body(converse)["toolConfig"]["tools"][0]["toolSpec"].clone();
    for model in [CLAUDE, "qwen.qwen3-32b-v1:0", "zai.glm-5"] {
        for schema in maps() {
            let converse = sent(model, strict(schema.clone()));
            assert_eq!((&spec(&converse)["strict"], warnings(&converse)), (&Value::Null, vec![words]), "{schema}");
            assert_eq!(sent_with(model, strict(schema), Some("error")).unwrap_err(), words);
        }
        for schema in without_grammar() {
            let converse = sent(model, strict(schema.clone()));
            assert_eq!((&spec(&converse)["strict"], warnings(&converse).len()), (&Value::Null, 1), "{schema}");
        }
        for schema in records().into_iter().chain([json!({ "type": "object" })]) {
            let converse = sent(model, strict(schema.clone()));
            assert_eq!(spec(&converse)["strict"], true, "{schema}");
            assert_eq!(spec(&converse)["inputSchema"]["json"]["additionalProperties"], false);
        }
    }
}

#[test]
fn limits_that_no_grammar_holds_stand_in_descriptions() {
    let property = json!({ "type": "integer", "description": "In years.", "minimum": 0, "maximum": 120 });
    let kept = json!({ "type": "string", "minLength": 1, "maxLength": 9 });
    let list = json!({ "type": "array", "items": kept, "minItems": 2, "uniqueItems": true, "description": "" });
    let said = json!({ "type": "integer", "description": "In years.\n\n{minimum: 0, maximum: 120}" });
    let listed = json!({ "type": "array", "items": kept, "description": "{minItems: 2, uniqueItems: true}" });
    let schema = json!({ "type": "object", "properties": { "age": property, "name": kept, "list": list } });
    for model in [CLAUDE, "qwen.qwen3-32b-v1:0"] {
        let converse = sent(model, format(schema.clone()));
        let text = &body(&converse)["outputConfig"]["textFormat"]["structure"]["jsonSchema"]["schema"];
        let sent: Value = serde_json::from_str(text.as_str().unwrap()).unwrap();
        assert_eq!(sent["properties"], json!({ "age": said, "name": kept, "list": listed }), "{model}");
        assert!(warnings(&converse)[0].contains("they go into descriptions"), "{model}");
        // Strict tools have the same grammar.
        let mut request = tool(schema.clone());
        request["tools"][0]["function"]["strict"] = true.into();
        let strict = &body(&crate::support::translated::sent(model, request))["toolConfig"]["tools"][0]["toolSpec"];
        assert_eq!(strict["inputSchema"]["json"]["properties"], json!({ "age": said, "name": kept, "list": listed }));
    }
    // Lengths alone are no limits that are lost.
    let converse = sent(CLAUDE, format(with_property(kept)));
    assert_eq!(warnings(&converse), [""; 0]);
}

#[test]
fn a_tool_that_cannot_be_forced_is_helped_by_words() {
    let schema = with_property(json!({ "type": "string" }));
    let helped = |model: &str, extra: (&str, Value)| {
        let mut request = format(schema.clone());
        request[extra.0] = extra.1;
        let converse = sent(model, request);
        assert_eq!(converse.chat.structured_output, StructuredOutput::Tool, "{model}");
        body(&converse)["system"].to_string().contains("Answer by calling the tool `json_response`. If you cannot:")
    };
    for model in [LLAMA, "us.mistral.pixtral-large-2502-v1:0", "us.anthropic.claude-opus-5-5"] {
        assert!(helped(model, ("n", json!(1))), "{model}");
    }
    assert!(helped("us.anthropic.claude-3-7-sonnet-20250219-v1:0", ("reasoning_effort", json!("low"))));
    for model in [NOVA, "us.anthropic.claude-3-7-sonnet-20250219-v1:0", "us.anthropic.claude-opus-4-8"] {
        assert!(!helped(model, ("n", json!(1))), "{model}");
    }
}

#[test]
fn what_the_caller_says_of_a_reply_goes_along() {
    let format = json!({ "type": "json_schema", "json_schema": { "name": "n", "description": "Marks of pupils.",
        "schema": with_property(json!({ "type": "string" })) } });
    for (model, pointer) in [
        (CLAUDE, "/outputConfig/textFormat/structure/jsonSchema/description"),
        ("us.anthropic.claude-opus-4-8", "/toolConfig/tools/0/toolSpec/description"),
        ("us.deepseek.r1-v1:0", "/system/0/text"),
    ] {
        let body = body(&sent(model, json!({ "response_format": format })));
        assert!(body.pointer(pointer).unwrap().as_str().unwrap().contains("Marks of pupils."), "{model} {body}");
    }
}
