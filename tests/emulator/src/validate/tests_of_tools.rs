//! Schemas of tools, and text that is cut in the middle of a character.

use serde_json::Value;
use serde_json::json;

use super::converse;
use super::tests_of_families::GPT;
use super::tests_of_families::LLAMA;
use super::tests_of_families::NOVA;
use super::tests_of_families::OPUS_5_5;
use super::tests_of_families::SONNET_4_5;
use super::tests_of_families::SONNET_5;
use super::tests_of_families::asks;
use super::tests_of_families::differ;
use crate::invoke;

fn with_schemas(schemas: &[Value]) -> Value {
    let mut tools: Vec<Value> = vec![json!({"toolSpec": {"name": "a", "inputSchema": {"json": {"type": "object"}}}})];
    tools.push(json!({"cachePoint": {"type": "default"}}));
    tools.extend(schemas.iter().map(|schema| json!({"toolSpec": {"name": "b", "inputSchema": {"json": schema}}})));
    json!({"toolConfig": {"tools": tools}})
}

fn schema(member: &str, value: &Value) -> Value {
    json!({"type": "object", "properties": {"a": {}}, member: value})
}

/// The same without a cache point, which not all families take.
fn plain(mut request: Value) -> Value {
    request["toolConfig"]["tools"].as_array_mut().unwrap().retain(|tool| tool.get("cachePoint").is_none());
    request
}

#[test]
fn claude_takes_no_union_at_the_root_of_a_schema() {
    for union in ["anyOf", "oneOf", "allOf"] {
        let complaint = "The model returned the following errors: tools.1.custom.input_schema: input_schema does not support oneOf, allOf, \
                         or anyOf at the top level";
        let request = with_schemas(&[schema(union, &json!([{"required": ["a"]}]))]);
        for model in [SONNET_4_5, SONNET_5, OPUS_5_5] {
            assert_eq!(asks(model, request.clone()).unwrap_err().message, complaint, "{model}");
            differ(model, GPT, plain(request.clone()), complaint);
        }
        let deeper = with_schemas(&[schema("properties", &json!({"a": {union: [{"type": "string"}]}}))]);
        assert_eq!(asks(SONNET_5, deeper).map(|_| ()), Ok(()), "{union}");
    }
}

#[test]
fn claude_takes_only_some_names_of_members_at_the_root() {
    let complaint = "The model returned the following errors: tools.1.custom.input_schema.properties: Property keys should match \
                     pattern '^[a-zA-Z0-9_.-]{1,64}$'";
    for name in ["filter[id]", "Account Number", "größe", "$top", "", &"x".repeat(65)] {
        let request = plain(with_schemas(&[schema("properties", &json!({"good": {}, name: {"type": "string"}}))]));
        differ(SONNET_4_5, NOVA, request.clone(), complaint);
        differ(SONNET_5, LLAMA, request, complaint);
    }
    let deeper = json!({"a": {"type": "object", "properties": {"filter[id]": {}}}, "a.b-c_9": {}});
    assert_eq!(asks(SONNET_5, with_schemas(&[schema("properties", &deeper)])).map(|_| ()), Ok(()));
}

#[test]
fn half_a_character_is_no_json() {
    for text in [r"a\ud83d b", r"\ude00", r"\ud83d", r"\ud83d\u0041"] {
        let body = format!(r#"{{"messages":[{{"role":"user","content":[{{"text":"{text}"}}]}}]}}"#);
        let complaint = |model: &str| converse(model, body.as_bytes()).unwrap_err().message;
        let claude = "The model returned the following errors: The request body is not valid JSON: no low surrogate in string: line 1 column ";
        assert!(complaint(SONNET_5).starts_with(claude), "{}", complaint(SONNET_5));
        for model in ["minimax.minimax-m2.5", NOVA] {
            assert!(complaint(model).contains("Invalid 'messages': "), "{}", complaint(model));
            assert!(
                complaint(model).contains(" in hex escape")
                    || complaint(model).contains("unexpected end of hex escape")
            );
        }
        let error = invoke::read(SONNET_5, body.as_bytes()).map(|_| ()).unwrap_err();
        assert!(error.message.starts_with("The request body is not valid JSON: no low surrogate"), "{error:?}");
    }
    let whole = br#"{"messages":[{"role":"user","content":[{"text":"\ud83d\ude00"}]}]}"#;
    assert!(converse(SONNET_5, whole).is_ok());
}
