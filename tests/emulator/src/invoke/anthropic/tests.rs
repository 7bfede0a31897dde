//! What Bedrock refuses of Anthropic's Messages, in the words of Anthropic.

use std::borrow::Borrow;

use serde_json::Value;
use serde_json::json;

use crate::invoke::read;

pub(super) const HAIKU_4_5: &str = "us.anthropic.claude-haiku-4-5-20251001-v1:0";
pub(super) const SONNET_4_6: &str = "us.anthropic.claude-sonnet-4-6";
pub(super) const OPUS_4_8: &str = "us.anthropic.claude-opus-4-8";

pub(super) fn body(more: &Value) -> Value {
    let mut body = json!({
        "anthropic_version": "bedrock-2023-05-31", "max_tokens": 2_000, "messages": [{ "role": "user", "content": "Hi" }],
    });
    body.as_object_mut().unwrap().extend(more.as_object().unwrap().clone());
    body
}

pub(super) fn answer(model: &str, body: &Value) -> Result<(), String> {
    read(model, body.to_string().as_bytes()).map(|_| ()).map_err(|error| error.message)
}

#[track_caller]
pub(super) fn takes(model: &str, more: impl Borrow<Value>) {
    assert_eq!(answer(model, &body(more.borrow())), Ok(()), "{model}");
}

#[track_caller]
pub(super) fn refuses(model: &str, more: impl Borrow<Value>, complaint: &str) {
    assert_eq!(answer(model, &body(more.borrow())), Err(complaint.to_owned()), "{model}");
}

fn without(name: &str) -> Value {
    let mut body = body(&json!({}));
    body.as_object_mut().unwrap().remove(name);
    body
}

#[test]
fn three_members_are_required() {
    for name in ["anthropic_version", "max_tokens", "messages"] {
        assert_eq!(answer(HAIKU_4_5, &without(name)), Err(format!("{name}: Field required")));
    }
    refuses(HAIKU_4_5, json!({ "max_tokens": 0 }), "max_tokens: Input should be greater than or equal to 1");
    refuses(HAIKU_4_5, json!({ "max_tokens": "9" }), "max_tokens: Input should be a valid integer");
    refuses(HAIKU_4_5, json!({ "messages": "Hi" }), "messages: Input should be a valid list");
    refuses(HAIKU_4_5, json!({ "messages": [] }), "messages: at least one message is required");
}

/// Recorded with this limit behind GitHub Copilot.
#[test]
fn nobody_writes_without_end() {
    let complaint = "The maximum tokens you requested exceeds the model limit of 128000";
    refuses(SONNET_4_6, json!({ "max_tokens": 200_000 }), complaint);
    takes(SONNET_4_6, json!({ "max_tokens": 128_000 }));
    takes("arn:aws:bedrock:us-east-1:1:application-inference-profile/anthropic.x", json!({ "max_tokens": 200_000 }));
}

#[test]
fn a_version_is_one_that_the_model_knows() {
    for (model, version, known) in [
        (SONNET_4_6, "bedrock-2023-05-31", true),
        (OPUS_4_8, "2026-10-21", true),
        (SONNET_4_6, "2026-10-21", false),
        (OPUS_4_8, "2023-06-01", false),
    ] {
        let asked = json!({ "anthropic_version": version });
        if known {
            takes(model, asked);
        } else {
            refuses(model, asked, &format!("Invalid API version: {version}"));
        }
    }
}

#[test]
fn betas_are_those_that_bedrock_knows_and_the_model_has() {
    for (model, beta, known) in [
        (SONNET_4_6, "interleaved-thinking-2025-05-14", true),
        (SONNET_4_6, "claude-code-20250219", true),
        (OPUS_4_8, "claude-code-20250219", false),
        (SONNET_4_6, "thinking-binding-controls-2026-08-01", true),
        (HAIKU_4_5, "thinking-binding-controls-2026-08-01", false),
        (SONNET_4_6, "dangerous-tool-use-2026-09-03", true),
        (HAIKU_4_5, "dangerous-tool-use-2026-09-03", false),
        (SONNET_4_6, "advanced-tool-use-2025-11-20", false),
        (SONNET_4_6, "files-api-2025-04-14", false),
        (SONNET_4_6, "extended-cache-ttl-2025-04-11", false),
        (SONNET_4_6, "made-up-2026-01-01", false),
    ] {
        // The first one is never the one to blame.
        let asked = json!({ "anthropic_beta": ["context-1m-2025-08-07", beta] });
        if known {
            takes(model, asked);
        } else {
            refuses(model, asked, "invalid beta flag");
        }
    }
    refuses(SONNET_4_6, json!({ "anthropic_beta": "a" }), "anthropic_beta: Input should be a valid list");
    refuses(SONNET_4_6, json!({ "anthropic_beta": [1] }), "anthropic_beta.0: Input should be a valid string");
}

#[test]
fn members_that_nobody_knows_are_extra() {
    for name in [
        "model",
        "stream",
        "container",
        "mcp_servers",
        "service_tier",
        "inference_geo",
        "betas",
        "speed",
        "fallbacks",
        "cache_control",
        "context_management",
        "safeguards",
        "made_up",
    ] {
        refuses(SONNET_4_6, json!({ name: "a" }), &format!("{name}: Extra inputs are not permitted"));
    }
    takes(SONNET_4_6, json!({ "anthropic_beta": ["dangerous-tool-use-2026-09-03"], "safeguards": [] }));
    refuses(SONNET_4_6, json!({ "user_profile_id": "a" }), "user_profile_id: Extra inputs are not permitted");
    takes(OPUS_4_8, json!({ "user_profile_id": "a" }));
    refuses(
        SONNET_4_6,
        json!({ "output_format": {} }),
        "output_format: This field is deprecated. Use 'output_config.format' instead.",
    );
    refuses(SONNET_4_6, json!({ "metadata": { "name": "a" } }), "metadata.name: Extra inputs are not permitted");
    let long = json!({ "metadata": { "user_id": "x".repeat(257) } });
    refuses(SONNET_4_6, long, "metadata.user_id: String should have at most 256 characters");
    takes(SONNET_4_6, json!({ "metadata": { "user_id": "a" } }));
}

#[test]
fn settings_are_numbers_in_their_range() {
    for (more, complaint) in [
        (json!({ "temperature": 1.1 }), "temperature: Input should be less than or equal to 1"),
        (json!({ "temperature": -0.1 }), "temperature: Input should be greater than or equal to 0"),
        (json!({ "top_p": "0.5" }), "top_p: Input should be a valid number"),
        (json!({ "top_k": -1 }), "top_k: Input should be greater than or equal to 0"),
        (json!({ "top_k": 1.5 }), "top_k: Input should be a valid integer"),
        (json!({ "stop_sequences": [" "] }), "stop_sequences: each stop sequence must contain non-whitespace"),
        (json!({ "stop_sequences": [1] }), "stop_sequences.0: Input should be a valid string"),
        (
            json!({ "temperature": 0.5, "top_p": 0.5 }),
            "`temperature` and `top_p` cannot both be specified for this model. Please use only one.",
        ),
    ] {
        refuses(SONNET_4_6, more, complaint);
    }
    takes(SONNET_4_6, json!({ "temperature": 0, "top_k": 10, "stop_sequences": ["STOP"] }));
    refuses(OPUS_4_8, json!({ "temperature": 1 }), "`temperature` is deprecated for this model.");
    refuses(OPUS_4_8, json!({ "top_k": 1 }), "`top_k` is deprecated for this model.");
}

#[test]
fn a_system_prompt_is_text() {
    for (system, complaint) in [
        (json!(7), "system: Input should be a valid list"),
        (json!([{ "type": "image" }]), "system.0.type: Input should be 'text'"),
        (json!([{ "type": "text" }]), "system.0.text: Field required"),
        (json!([{ "type": "text", "text": "" }]), "system: text content blocks must be non-empty"),
        (json!([{ "type": "text", "text": "a", "name": "b" }]), "system.0.name: Extra inputs are not permitted"),
        (
            json!([{ "type": "text", "text": "a", "cache_control": { "type": "ephemeral", "scope": "global" } }]),
            "system.0.cache_control.ephemeral.scope: Extra inputs are not permitted",
        ),
    ] {
        refuses(SONNET_4_6, json!({ "system": system }), complaint);
    }
    takes(SONNET_4_6, json!({ "system": "Be brief." }));
    takes(SONNET_4_6, json!({ "system": [{ "type": "text", "text": "Be brief.", "cache_control": null }] }));
}

#[test]
fn thoughts_are_asked_for_within_limits() {
    let thinking = |thinking: Value| json!({ "thinking": thinking });
    let enabled = |budget: u64| thinking(json!({ "type": "enabled", "budget_tokens": budget }));
    for (model, more, complaint) in [
        (HAIKU_4_5, enabled(1_023), "thinking.enabled.budget_tokens: Input should be greater than or equal to 1024"),
        (HAIKU_4_5, enabled(2_000), "`max_tokens` must be greater than `thinking.budget_tokens`."),
        (HAIKU_4_5, thinking(json!({ "type": "enabled" })), "thinking.enabled.budget_tokens: Field required"),
        (HAIKU_4_5, thinking(json!({ "type": "adaptive" })), "adaptive thinking is not supported on this model"),
        (
            HAIKU_4_5,
            thinking(json!({ "type": "on" })),
            "thinking: Input tag 'on' found using 'type' does not match any of the expected tags: 'adaptive', 'between_tools', \
             'disabled', 'enabled'",
        ),
        (
            OPUS_4_8,
            enabled(1_024),
            "\"thinking.type.enabled\" is not supported for this model. Use \"thinking.type.adaptive\" and \"output_config.effort\" \
             to control thinking behavior.",
        ),
    ] {
        refuses(model, more, complaint);
    }
    let mut warm = enabled(1_024);
    warm["temperature"] = json!(0.5);
    refuses(HAIKU_4_5, warm, "`temperature` may only be set to 1 when thinking is enabled.");
    let mut picky = enabled(1_024);
    picky["top_k"] = json!(5);
    refuses(HAIKU_4_5, picky, "`top_k` must be unset when thinking is enabled.");
    let mut interleaved = enabled(9_000);
    interleaved["anthropic_beta"] = json!(["interleaved-thinking-2025-05-14"]);
    takes(HAIKU_4_5, interleaved);
    takes(OPUS_4_8, thinking(json!({ "type": "adaptive", "display": "summarized" })));
}

#[test]
fn an_answer_is_configured_as_the_model_can() {
    let format = |schema: Value| json!({ "output_config": { "format": { "type": "json_schema", "schema": schema } } });
    let closed =
        json!({ "type": "object", "properties": { "a": { "type": "string" } }, "additionalProperties": false });
    takes(SONNET_4_6, format(closed.clone()));
    refuses(OPUS_4_8, format(closed), "output_config.format: Extra inputs are not permitted");
    refuses(
        SONNET_4_6,
        format(json!({ "type": "object", "properties": {} })),
        "output_config.format.schema: For 'object' type, 'additionalProperties' must be explicitly set to false",
    );
    let effort = |effort: &str| json!({ "output_config": { "effort": effort } });
    takes(SONNET_4_6, effort("max"));
    refuses(HAIKU_4_5, effort("low"), "This model does not support the effort parameter.");
    refuses(
        SONNET_4_6,
        effort("xhigh"),
        "This model does not support effort level 'xhigh'. Supported levels: high, low, max, medium.",
    );
    let unknown = json!({ "output_config": { "tone": "warm" } });
    refuses(SONNET_4_6, unknown, "output_config.tone: Extra inputs are not permitted");
}

#[test]
fn edits_of_the_context_come_with_their_beta() {
    let edits = |beta: &str, edit: &str| json!({ "anthropic_beta": [beta], "context_management": { "edits": [{ "type": edit }] } });
    takes(SONNET_4_6, edits("context-management-2025-06-27", "clear_tool_uses_20250919"));
    takes(SONNET_4_6, edits("compact-2026-01-12", "compact_20260112"));
    for (beta, edit) in [
        ("context-management-2025-06-27", "compact_20260112"),
        ("context-management-2025-06-27", "clear_thinking_20251015"),
        ("context-1m-2025-08-07", "clear_tool_uses_20250919"),
    ] {
        refuses(SONNET_4_6, edits(beta, edit), "context_management: Extra inputs are not permitted");
    }
}
