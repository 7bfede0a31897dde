//! When Claude thinks, and what must come back of its thoughts.

use serde_json::Value;
use serde_json::json;

use super::tests_of_families::GPT_OSS;
use super::tests_of_families::OPUS_5_5;
use super::tests_of_families::SONNET_4_5;
use super::tests_of_families::SONNET_5;
use super::tests_of_families::asks;
use super::tests_of_families::differ;
use super::tests_of_families::forced;
use super::tests_of_families::own;
use super::tests_of_families::tools;
use crate::reply::Random;
use crate::thoughts;

#[test]
fn thinking_of_each_claude() {
    let thinking = |kind: &str| own(json!({"thinking": {"type": kind, "budget_tokens": 2000}}));
    let complaint = "\"thinking.type.enabled\" is not supported for this model. Use \"thinking.type.adaptive\"";
    differ(SONNET_5, SONNET_4_5, thinking("enabled"), complaint);
    differ(
        OPUS_5_5,
        SONNET_5,
        own(json!({"thinking": {"type": "disabled"}})),
        "\"thinking.type.disabled\" is not supported",
    );
    differ(
        SONNET_4_5,
        SONNET_5,
        own(json!({"thinking": {"type": "adaptive"}})),
        "adaptive thinking is not supported on this model",
    );
    let effort = |effort: &str| own(json!({"output_config": {"effort": effort}}));
    differ(SONNET_4_5, SONNET_5, effort("low"), "This model does not support the effort parameter.");
    // LiteLLM's table has it as less than `xhigh`, SuperAgent#1142 and langchain-aws send it.
    for taker in [SONNET_5, "us.anthropic.claude-opus-5", "us.anthropic.claude-opus-4-7", "us.anthropic.claude-fable-5"]
    {
        assert!(asks(taker, effort("max")).is_ok(), "{taker}");
    }
    let opus_4_5 = "us.anthropic.claude-opus-4-5-20251101-v1:0";
    differ(opus_4_5, "us.anthropic.claude-opus-4-7", effort("xhigh"), "Input should be 'low', 'medium' or 'high'");
    for older in ["us.anthropic.claude-opus-4-6-v1", "us.anthropic.claude-sonnet-4-6"] {
        let complaint = "This model does not support effort level 'xhigh'. Supported levels: high, low, max, medium.";
        differ(older, SONNET_5, effort("xhigh"), complaint);
        assert!(asks(older, effort("max")).is_ok());
    }
    let mut both = forced(json!({"any": {}}));
    both["additionalModelRequestFields"] = json!({"thinking": {"type": "adaptive"}});
    let (forbidden, allowed) = ("us.anthropic.claude-opus-4-7", "us.anthropic.claude-opus-4-8");
    differ(forbidden, allowed, both, "Thinking may not be enabled when tool_choice forces tool use.");
}

#[test]
fn thoughts_come_back_as_they_were() {
    let mut random = Random::new(1);
    let signature = thoughts::sign("Hm.", &mut random);
    let thought = |text: &str, signature: Value| json!({"reasoningContent": {"reasoningText": {"text": text, "signature": signature}}});
    let call = json!({"toolUse": {"toolUseId": "a", "name": "look", "input": {}}});
    let replay = |blocks: Value, thinking: Value| {
        json!({"toolConfig": tools(json!({})), "additionalModelRequestFields": {"thinking": thinking}, "messages": [
            {"role": "user", "content": [{"text": "hi"}]},
            {"role": "assistant", "content": blocks},
            {"role": "user", "content": [{"toolResult": {"toolUseId": "a", "content": [{"text": "x"}]}}]},
        ]})
    };
    let good = thought("Hm.", json!(signature));
    let data = thoughts::redact(&mut random);
    let (none, on) = (json!(null), json!({"type": "enabled", "budget_tokens": 2000}));
    assert!(asks(SONNET_4_5, replay(json!([good, call]), on.clone())).is_ok());
    assert!(
        asks(SONNET_4_5, replay(json!([{"reasoningContent": {"redactedContent": data}}, call]), on.clone())).is_ok()
    );
    for (blocks, thinking, complaint) in [
        (
            json!([thought("Hm!", json!(signature)), call]),
            &none,
            "messages.1.content.0: Invalid `signature` in `thinking` block",
        ),
        (json!([thought("Hm.", json!("AAAA")), call]), &none, "Invalid `signature` in `thinking` block"),
        (json!([thought("Hm.", json!("")), call]), &none, "messages.1.content.0.thinking.signature: Field required"),
        (
            json!([{"reasoningContent": {"redactedContent": "AAAA"}}, call]),
            &none,
            "Invalid `data` in `redacted_thinking` block",
        ),
        (
            json!([{"text": "Let me see."}, good, call]),
            &none,
            "messages.1.content.1: `thinking` or `redacted_thinking` blocks in the latest",
        ),
        (
            json!([call]),
            &on,
            "messages.1.content.0.type: Expected `thinking` or `redacted_thinking`, but found `tool_use`.",
        ),
        (json!([{"text": "Let me see."}, call]), &on, "but found `text`."),
    ] {
        let error = asks(SONNET_4_5, replay(blocks, thinking.clone())).expect_err(complaint);
        assert!(error.message.contains(complaint), "{error:?}");
    }
    let error = asks(GPT_OSS, replay(json!([good, call]), none)).unwrap_err();
    assert!(error.message.contains("doesn't support the reasoningContent.reasoningText.signature field"), "{error:?}");
}

#[test]
fn betas_are_those_that_bedrock_knows() {
    let beta = |beta: &str| own(json!({"anthropic_beta": ["context-1m-2025-08-07", beta]}));
    let complaint = "The model returned the following errors: invalid beta flag";
    assert!(asks(SONNET_4_5, beta("interleaved-thinking-2025-05-14")).is_ok());
    assert_eq!(asks(SONNET_4_5, beta("files-api-2025-04-14")).unwrap_err().message, complaint);
    // The budget is then for all thoughts of a turn.
    let mut long = beta("interleaved-thinking-2025-05-14");
    long["inferenceConfig"] = json!({"maxTokens": 1_100});
    long["additionalModelRequestFields"]["thinking"] = json!({"type": "enabled", "budget_tokens": 2_000});
    assert!(asks(SONNET_4_5, long.clone()).is_ok());
    long["additionalModelRequestFields"]["anthropic_beta"] = json!([]);
    let complaint = asks(SONNET_4_5, long).unwrap_err().message;
    assert!(complaint.ends_with("`max_tokens` must be greater than `thinking.budget_tokens`."), "{complaint}");
}
