//! Facts that people reported of single models, each met once: see `data/families.jsonl` for where.

use serde_json::Value;
use serde_json::json;

use super::tests_of_families::GPT_OSS;
use super::tests_of_families::SONNET_4_5;
use super::tests_of_families::SONNET_5;
use super::tests_of_families::asks;
use super::tests_of_families::differ;
use super::tests_of_families::own;
use super::tests_of_families::strict_tool;
use super::tests_of_families::tools;

const WRITER: &str = "us.writer.palmyra-x5-v1:0";

fn format() -> Value {
    let schema = r#"{"type":"object","properties":{},"additionalProperties":false}"#;
    json!({"outputConfig": {"textFormat": {"type": "json_schema", "structure": {"jsonSchema": {"name": "a", "schema": schema}}}}})
}

#[test]
fn schemas_are_not_for_every_new_claude() {
    for model in
        [SONNET_5, "us.anthropic.claude-opus-4-8", "us.anthropic.claude-opus-4-7", "us.anthropic.claude-opus-5"]
    {
        differ(model, SONNET_4_5, format(), "output_config.format: Extra inputs are not permitted");
    }
    // Nobody has reported that one.
    assert!(asks("us.anthropic.claude-sonnet-5-5", format()).is_ok());
}

#[test]
fn strict_tools_by_model() {
    let strict = || json!({"toolConfig": tools(strict_tool(json!({"type": "object", "additionalProperties": false})))});
    for model in ["us.anthropic.claude-opus-5-5", "us.anthropic.claude-fable-5-1"] {
        differ(model, "us.anthropic.claude-opus-5", strict(), "tools.0.custom.strict: Extra inputs are not permitted");
    }
    let takers = ["us.anthropic.claude-fable-5", "qwen.qwen3-32b-v1:0", "zai.glm-5", "moonshotai.kimi-k2.5"];
    for model in takers {
        assert_eq!(asks(model, strict()).map(|_| ()), Ok(()), "{model}");
    }
}

#[test]
fn writer_is_not_told_that_a_tool_failed() {
    let result = |extra: Value| {
        let mut result = json!({"toolUseId": "a", "content": [{"text": "boom"}]});
        result.as_object_mut().unwrap().extend(extra.as_object().unwrap().clone());
        json!({"toolConfig": tools(json!({})), "messages": [
            {"role": "user", "content": [{"text": "hi"}]},
            {"role": "assistant", "content": [{"toolUse": {"toolUseId": "a", "name": "look", "input": {}}}]},
            {"role": "user", "content": [{"toolResult": result}]},
        ]})
    };
    let complaint = "This model doesn't support the status field. Remove status and try again.";
    for status in ["error", "success"] {
        differ(WRITER, SONNET_4_5, result(json!({"status": status})), complaint);
    }
    assert!(asks(WRITER, result(json!({}))).is_ok());
}

#[test]
fn gpt_oss_has_three_efforts() {
    for level in ["none", "minimal", "xhigh", "max"] {
        let complaint = format!("Invalid value: '{level}'. Supported values are: 'low', 'medium', and 'high'.");
        differ(GPT_OSS, "deepseek.v3-v1:0", own(json!({"reasoning_effort": level})), &complaint);
    }
    for level in ["low", "medium", "high"] {
        assert!(asks(GPT_OSS, own(json!({"reasoning_effort": level}))).is_ok());
    }
}
