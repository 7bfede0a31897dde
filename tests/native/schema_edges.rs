//! Schemas at the edges of what merging and closing them may do.

use serde_json::Value;
use serde_json::json;

use crate::support::translated::CLAUDE;
use crate::support::translated::NOVA;
use crate::support::translated::body;
use crate::support::translated::sent;
use crate::support::translated::sent_with;
use crate::support::translated::tool;
use crate::support::translated::warnings;

/// The schema that is sent for a tool with these parameters.
fn schema_for(model: &str, parameters: Value) -> Value {
    body(&sent(model, tool(parameters)))["toolConfig"]["tools"][0]["toolSpec"]["inputSchema"]["json"].take()
}

/// The names of its properties that Nova is told to give.
fn required(parameters: Value) -> Vec<String> {
    let schema = schema_for(NOVA, parameters);
    schema["required"].as_array().into_iter().flatten().map(|name| name.as_str().unwrap().to_owned()).collect()
}

fn wants(names: &[&str]) -> Value {
    json!({ "properties": { "a": { "type": "string" }, "b": { "type": "string" } }, "required": names })
}

#[test]
fn nova_gets_properties_once_be_there_some_or_none() {
    for properties in [json!({}), json!({ "a": { "type": "string" } })] {
        let converse = sent(NOVA, tool(json!({ "type": "object", "properties": properties })));
        assert_eq!(converse.body.matches(r#""properties""#).count(), 1, "{}", converse.body);
    }
}

#[test]
fn five_hundred_alternatives_are_merged() {
    let merged = |count: usize| {
        let alternatives: Vec<_> =
            (0..count).map(|number| json!({ "properties": { format!("p{number}"): { "type": "string" } } })).collect();
        schema_for(NOVA, json!({ "allOf": alternatives }))["properties"].as_object().unwrap().len()
    };
    assert_eq!([merged(499), merged(500), merged(501)], [499, 500, 500]);
}

#[test]
fn a_schema_that_is_its_own_alternative_is_read_once() {
    let circle = json!({
        "anyOf": [{ "$ref": "#/$defs/d" }, { "properties": { "a": { "type": "string" } } }],
        "$defs": { "d": { "properties": { "b": { "type": "string" } }, "anyOf": [{ "$ref": "#/$defs/d" }] } },
    });
    assert_eq!(schema_for(NOVA, circle)["properties"].as_object().unwrap().len(), 2);
}

#[test]
fn a_property_of_two_alternatives_has_each_of_its_schemas_once() {
    let (text, number) = (json!({ "type": "string" }), json!({ "type": "number" }));
    let merged = |schemas: &[&Value]| {
        let alternatives: Vec<_> = schemas.iter().map(|schema| json!({ "properties": { "a": schema } })).collect();
        schema_for(NOVA, json!({ "anyOf": alternatives }))["properties"]["a"].take()
    };
    assert_eq!(merged(&[&text, &text]), text);
    assert_eq!(merged(&[&text, &number]), json!({ "anyOf": [text, number] }));
    assert_eq!(merged(&[&text, &number, &text]), json!({ "anyOf": [text, number] }));
}

#[test]
fn a_property_is_required_that_every_alternative_wants() {
    for (alternatives, expected) in [
        (vec![wants(&["a"]), wants(&["a"])], vec!["a"]),
        (vec![wants(&["a"]), wants(&["b"])], vec![]),
        // One that names it twice is no more than one.
        (vec![wants(&["a", "a"]), wants(&["b"])], vec![]),
        (vec![wants(&["b"]), wants(&["a", "a"])], vec![]),
        (vec![wants(&["a", "b"]), wants(&["b", "a"]), wants(&["b"])], vec!["b"]),
    ] {
        assert_eq!(required(json!({ "anyOf": alternatives })), expected, "{alternatives:?}");
    }
    assert_eq!(required(json!({ "allOf": [wants(&["a"]), wants(&["b"])] })), ["a", "b"]);
}

/// A strict schema of a reply with a property of this schema: what is sent for that, and how many warnings there are.
fn strict(property: &Value) -> (Value, usize) {
    let schema = json!({
        "type": "object", "properties": { "a": property }, "required": ["a"], "additionalProperties": false,
    });
    let format = json!({ "name": "f", "strict": true, "schema": schema });
    let converse = sent(CLAUDE, json!({ "response_format": { "type": "json_schema", "json_schema": format } }));
    let structure = body(&converse)["outputConfig"]["textFormat"]["structure"]["jsonSchema"]["schema"].take();
    let sent: Value = serde_json::from_str(structure.as_str().unwrap()).unwrap();
    (sent["properties"]["a"].clone(), warnings(&converse).len())
}

#[test]
fn an_array_may_have_to_have_an_item_but_not_two() {
    let array = |least: u32| json!({ "type": "array", "items": { "type": "string" }, "minItems": least });
    assert_eq!(strict(&array(0)), (array(0), 0));
    assert_eq!(strict(&array(1)), (array(1), 0));
    let told = json!({ "description": "{minItems: 2}", "type": "array", "items": { "type": "string" } });
    assert_eq!(strict(&array(2)), (told, 1));
}

#[test]
fn limits_are_told_in_words_with_a_warning_however_many_there_are() {
    let limited = json!({ "type": "number", "minimum": 1 });
    let told = json!({ "description": "{minimum: 1}", "type": "number" });
    for count in 1..4 {
        let (sent, lost) = strict(&json!({ "anyOf": vec![limited.clone(); count] }));
        assert_eq!(sent, json!({ "anyOf": vec![told.clone(); count] }));
        assert_eq!(lost, 1, "{count} alternatives");
        let members: Value = (0..count).map(|number| (format!("m{number}"), limited.clone())).collect();
        let (_, lost) = strict(&json!({ "type": "object", "properties": members }));
        assert_eq!(lost, 1, "{count} properties");
    }
    assert_eq!(strict(&json!({ "anyOf": [{ "type": "number" }, { "type": "string" }] })).1, 0);
}

#[test]
fn nova_gets_definitions_in_the_places_of_references_in_arrays_too() {
    let text = json!({ "type": "string" });
    let parameters = json!({
        "type": "object",
        "properties": { "a": { "anyOf": [{ "$ref": "#/$defs/d" }, { "type": "null" }] } },
        "$defs": { "d": text },
    });
    assert_eq!(schema_for(NOVA, parameters)["properties"]["a"], json!({ "anyOf": [text, { "type": "null" }] }));
}

#[test]
fn words_may_look_like_a_pattern_that_bedrock_refuses() {
    for words in ["Ends in \\b", "(?=ahead)", "group \\1"] {
        let schema = json!({ "type": "string", "title": words, "description": words });
        assert_eq!(strict(&schema), (schema.clone(), 0));
        let (sent, lost) = strict(&json!({ "type": "string", "pattern": words }));
        assert_eq!((sent["pattern"].is_null(), lost), (true, 1), "{words}");
    }
}

#[test]
fn the_least_number_of_tokens_is_sent_as_it_is() {
    for (tokens, is_warned) in [(15, true), (16, false), (17, false)] {
        let converse = sent("openai.gpt-5.4", json!({ "max_tokens": tokens }));
        let sent = body(&converse)["inferenceConfig"]["maxTokens"].as_u64().unwrap();
        assert_eq!((sent, warnings(&converse).len()), (tokens.max(16), usize::from(is_warned)));
    }
}

#[test]
fn a_tool_is_chosen_by_its_name_if_it_is_a_function() {
    let chosen = |choice: &Value| {
        let mut request = tool(json!({ "type": "object" }));
        request["tool_choice"] = choice.clone();
        sent_with(CLAUDE, request, None).map(|converse| body(&converse)["toolConfig"]["toolChoice"].take())
    };
    let by_name = Ok(json!({ "tool": { "name": "f" } }));
    assert_eq!(chosen(&json!({ "type": "function", "function": { "name": "f" } })), by_name);
    assert_eq!(chosen(&json!({ "type": "function", "name": "f" })), by_name);
    assert_eq!(chosen(&json!({ "name": "f" })), by_name);
    for kind in ["custom", "web_search", "tool"] {
        let refusal = chosen(&json!({ "type": kind, "name": "f" })).unwrap_err();
        assert!(refusal.contains("is not one of auto"), "{kind}: {refusal}");
    }
}
