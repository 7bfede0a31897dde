//! Schemas that no grammar is made of, in formats and in strict tools.

use serde_json::Value;
use serde_json::json;

use super::tests_of_families::GPT_OSS;
use super::tests_of_families::SONNET_4_5;
use super::tests_of_families::asks;
use super::tests_of_families::strict_tool;
use super::tests_of_families::tools;

const QWEN: &str = "qwen.qwen3-32b-v1:0";

fn text_format(schema: &Value) -> Value {
    let named = json!({"name": "a", "schema": schema.to_string()});
    json!({"outputConfig": {"textFormat": {"type": "json_schema", "structure": {"jsonSchema": named}}}})
}

fn closed(properties: &Value) -> Value {
    json!({"type": "object", "properties": properties, "additionalProperties": false})
}

fn with_definitions(mut schema: Value, name: &str, definitions: &Value) -> Value {
    schema[name] = definitions.clone();
    schema
}

fn list_of(reference: &str) -> Value {
    json!({"type": "array", "items": {"$ref": reference}})
}

/// Schemas that contain themselves, with the circle.
fn circles() -> Vec<(Value, &'static str)> {
    let tree = closed(&json!({"children": list_of("#/$defs/Node")}));
    let a = closed(&json!({"b": {"anyOf": [{"$ref": "#/definitions/B"}, {"type": "null"}]}}));
    let b = closed(&json!({"c": {"allOf": [{"$ref": "#/definitions/C"}]}}));
    let c = closed(&json!({"a": {"$ref": "#/definitions/A"}}));
    let name = json!({"a b/c": closed(&json!({"again": {"$ref": "#/$defs/a%20b~1c"}}))});
    vec![
        (closed(&json!({"children": list_of("#")})), "# -> #"),
        (with_definitions(json!({"$ref": "#/$defs/Node"}), "$defs", &json!({"Node": tree})), "Node -> Node"),
        (with_definitions(closed(&json!({})), "$defs", &json!({"Node": tree})), "Node -> Node"),
        (
            with_definitions(
                closed(&json!({"a": {"$ref": "#/definitions/A"}})),
                "definitions",
                &json!({"A": a, "B": b, "C": c}),
            ),
            "A -> B -> C -> A",
        ),
        (closed(&json!({"a": closed(&json!({"b": {"$ref": "#/properties/a"}}))})), "a -> a"),
        (with_definitions(closed(&json!({})), "$defs", &json!({"A": {"$ref": "#/$defs/A"}})), "A -> A"),
        (with_definitions(closed(&json!({})), "$defs", &name), "a%20b~1c -> a%20b~1c"),
    ]
}

fn outside() -> Vec<(Value, &'static str)> {
    ["https://example.com/a.json", "other.json#/$defs/A", "Node", ""]
        .map(|reference| (closed(&json!({"a": list_of(reference)})), reference))
        .to_vec()
}

/// Every schema with what is said of it.
fn refused() -> Vec<(Value, String)> {
    let circles = circles().into_iter().map(|(schema, circle)| {
        let words = "Self-referencing or mutually-referencing definitions are not supported.";
        (schema, format!("Circular reference detected in schema definitions: {circle}. {words}"))
    });
    let outside = outside()
        .into_iter()
        .map(|(schema, reference)| (schema, format!("External schema references are not supported: '{reference}'")));
    circles.chain(outside).collect()
}

/// Schemas that refer to much and never back.
fn passing() -> Vec<Value> {
    let mut ladder = json!({"D40": closed(&json!({}))});
    for step in 0..40 {
        let next = format!("#/$defs/D{}", step + 1);
        ladder[format!("D{step}")] = closed(&json!({"a": {"$ref": next}, "b": list_of(&next)}));
    }
    let address = json!({"Address": closed(&json!({"street": {"type": "string"}}))});
    let twice = json!({"home": {"$ref": "#/$defs/Address"}, "work": {"$ref": "#/$defs/Address"}});
    vec![
        with_definitions(closed(&twice), "$defs", &address),
        with_definitions(json!({"$ref": "#/$defs/D0"}), "$defs", &ladder),
        closed(&json!({"a": closed(&json!({"$ref": {"type": "string", "description": "#"}}))})),
        closed(&json!({"a": {"enum": [{"$ref": "#"}], "description": "$ref"}})),
        closed(&json!({"a": {"$ref": "#/$defs/Missing"}})),
    ]
}

#[test]
fn a_format_refers_neither_to_itself_nor_outside() {
    for (schema, complaint) in refused() {
        for model in [SONNET_4_5, GPT_OSS, QWEN] {
            let error = asks(model, text_format(&schema)).expect_err(&complaint);
            let expected = format!("The model returned the following errors: output_config.format.schema: {complaint}");
            assert_eq!(error.message, expected, "{model}: {schema}");
        }
    }
    for schema in passing() {
        assert_eq!(asks(SONNET_4_5, text_format(&schema)).map(|_| ()), Ok(()), "{schema}");
    }
    // The circle is named before anything else.
    let mut both = circles().remove(1).0;
    both["oneOf"] = json!([]);
    assert!(asks(SONNET_4_5, text_format(&both)).unwrap_err().message.contains("Circular"));
}

fn with_tool(mut extra: Value, points: usize) -> Value {
    let mut config = tools(json!({}));
    let list = config["tools"].as_array_mut().unwrap();
    for _ in 0..points {
        list.push(json!({"cachePoint": {"type": "default"}}));
    }
    extra["name"] = json!("strict");
    list.push(tools(extra)["tools"][0].clone());
    json!({ "toolConfig": config })
}

#[test]
fn strict_tools_have_the_rules_of_formats() {
    let with = |property: Value| closed(&json!({"a": property}));
    let unclosed = "For 'object' type, 'additionalProperties' must be explicitly set to false";
    let both = "For 'integer' type, properties maximum, minimum are not supported";
    let mut cases: Vec<(Value, String)> = [
        (json!({"type": "object"}), unclosed),
        (json!({"type": "object", "properties": {}, "additionalProperties": true}), unclosed),
        (with(json!({"type": "array", "items": {"type": "object", "properties": {}}})), unclosed),
        (with(json!({"type": "integer", "minimum": 1, "maximum": 2})), both),
        (with(json!({"type": "array", "maxItems": 3})), "For 'array' type, property 'maxItems' is not supported"),
        (with(json!({"oneOf": []})), "Schema type 'oneOf' is not supported"),
        (with(json!({"not": {}})), "Schema type 'not' is not supported"),
        (with(json!({"if": {}})), "Schema type 'if' is not supported"),
        (
            with(json!({"type": "object", "additionalProperties": false, "patternProperties": {}})),
            "For 'object' type, property 'patternProperties' is not supported",
        ),
    ]
    .map(|(schema, complaint)| (schema, complaint.to_owned()))
    .to_vec();
    // What has no type is no schema of a tool's input.
    cases.extend(refused().into_iter().filter(|(schema, _)| schema["type"] == "object"));
    for (schema, complaint) in cases {
        let strict = strict_tool(schema.clone());
        let told = |model: &str, points: usize| asks(model, with_tool(strict.clone(), points)).unwrap_err().message;
        let claude = format!("The model returned the following errors: tools.1.custom: {complaint}");
        for points in [0, 1] {
            assert_eq!(told(SONNET_4_5, points), claude);
            assert_eq!(told("us.anthropic.claude-opus-5", points), claude);
        }
        let bedrock = format!("The value at toolConfig.tools.1.toolSpec.inputSchema.json is invalid: {complaint}");
        for model in [QWEN, "zai.glm-5", "moonshotai.kimi-k2.5"] {
            assert_eq!(told(model, 0), bedrock, "{model}");
        }
        for strict in [json!(false), json!(null)] {
            let lenient = json!({"strict": strict, "inputSchema": {"json": schema}});
            assert_eq!(asks(SONNET_4_5, with_tool(lenient, 0)).map(|_| ()), Ok(()), "{schema}");
        }
    }
}

#[test]
fn good_schemas_of_strict_tools_pass_and_refusals_come_first() {
    for schema in passing().into_iter().filter(|schema| schema["type"] == "object") {
        for model in [SONNET_4_5, QWEN] {
            assert_eq!(asks(model, with_tool(strict_tool(schema.clone()), 0)).map(|_| ()), Ok(()), "{schema}");
        }
    }
    for (model, complaint) in [
        ("us.anthropic.claude-sonnet-5", "tools.1.custom.strict: Extra inputs are not permitted"),
        (GPT_OSS, "This model doesn't support the strict field."),
    ] {
        let error = asks(model, with_tool(strict_tool(json!({"type": "object"})), 0)).unwrap_err();
        assert!(error.message.contains(complaint), "{error:?}");
    }
}
