//! How reasoning is asked for, by those that have words of their own for it.

use serde_json::json;

use super::tests_of_families::GPT;
use super::tests_of_families::GPT_OSS;
use super::tests_of_families::GROK;
use super::tests_of_families::asks;
use super::tests_of_families::differ;
use super::tests_of_families::own;
use super::tests_of_turns::QWEN;
use crate::converse::conversation_with;
use crate::family::Family;
use crate::invoke;
use crate::reply::Block;
use crate::reply::compose;

#[test]
fn gpt_complains_in_json() {
    for field in ["thinking", "reasoning_effort", "reasoningEffort", "reasoningConfig"] {
        let complaint = format!(
            "The model returned the following errors: {{\"error\":{{\"code\":\"unknown_parameter\",\"message\":\"Unknown parameter: \
             '{field}'.\",\"param\":\"{field}\",\"type\":\"invalid_request_error\"}}}}"
        );
        for model in [GPT, "us.openai.gpt-5.6-terra", "openai.gpt-5.4"] {
            assert_eq!(asks(model, own(json!({ field: "low" }))).unwrap_err().message, complaint, "{model}");
        }
        differ(GPT, GPT_OSS, own(json!({ field: "low" })), &complaint);
    }
    let few = json!({"inferenceConfig": {"maxTokens": 8}});
    let start = "The model returned the following errors: {\"error\":{\"code\":\"integer_below_min_value\",";
    differ(GPT, GPT_OSS, few.clone(), start);
    assert!(asks(GROK, few).unwrap_err().message.contains("errors: Invalid 'max_output_tokens'"));
}

#[test]
fn gpt_knows_no_minimal_effort() {
    let effort = |level: &str| own(json!({"reasoning": {"effort": level}}));
    for model in [GPT, "us.openai.gpt-5.6-luna", "us.openai.gpt-6-astra"] {
        differ(
            model,
            "openai.gpt-5.4",
            effort("minimal"),
            "Unsupported value: 'minimal' is not supported with the 'gpt-",
        );
        for level in ["low", "medium", "high", "xhigh", "max"] {
            assert_eq!(asks(model, effort(level)).map(|_| ()), Ok(()), "{model}: {level}");
        }
    }
    differ(
        "us.openai.gpt-6-astra",
        GPT,
        effort("none"),
        "Supported values are: 'low', 'medium', 'high', 'xhigh', and 'max'.",
    );
}

#[test]
fn qwen_thinks_when_its_own_field_says_so() {
    let thinks = |fields| {
        let mut request = own(fields);
        request["messages"] = json!([{"role": "user", "content": [{"text": "hi"}]}]);
        assert!(asks(QWEN, request.clone()).is_ok(), "{request}");
        let reply = compose(&conversation_with(&Family::of(QWEN), &request));
        reply.blocks.iter().any(|block| matches!(block, Block::Reasoning { .. }))
    };
    assert!(thinks(json!({"reasoning_config": "high"})) && thinks(json!({"reasoning_config": "low"})));
    assert!(!thinks(json!({})) && !thinks(json!({"reasoning_effort": "high"})));
    for value in [json!("medium"), json!("none"), json!("max"), json!({"type": "enabled"})] {
        let request = own(json!({ "reasoning_config": value }));
        differ(QWEN, "zai.glm-5", request, "Supported values are: 'low' and 'high'.");
    }
}

/// CountTokens and InvokeModel read the same body.
#[test]
fn claude_has_no_tools_of_anthropics_servers() {
    let asked = |tool: serde_json::Value, beta: bool| {
        let mut body = json!({"anthropic_version": "bedrock-2023-05-31", "max_tokens": 9, "tools": [tool],
            "messages": [{"role": "user", "content": "hi"}]});
        if beta {
            body["anthropic_beta"] = json!(["computer-use-2025-01-24"]);
        }
        invoke::read("anthropic.claude-sonnet-4-20250514-v1:0", body.to_string().as_bytes()).map(|_| ())
    };
    for tag in ["web_search_20250305", "code_execution_20250522", "web_fetch_20250910"] {
        let complaint = format!(
            "tools.0: Input tag '{tag}' found using 'type' does not match any of the expected tags: 'bash_20250124', 'custom', \
             'text_editor_20250124', 'text_editor_20250429', 'text_editor_20250728'"
        );
        assert_eq!(asked(json!({"type": tag, "name": "a"}), false).unwrap_err().message, complaint);
    }
    assert_eq!(asked(json!({"type": "bash_20250124", "name": "bash"}), false), Ok(()));
    assert_eq!(asked(json!({"type": "computer_20250124", "name": "computer"}), true), Ok(()));
    let own = json!({"name": "a", "input_schema": {"type": "object"}});
    assert_eq!(asked(own.clone(), false), Ok(()));
    assert!(asked(json!({"name": "a", "input_schema": {"type": "string"}}), false).is_err());
}
