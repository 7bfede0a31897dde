//! What single models were reported to refuse: levels of effort, schemas, strict tools, the status of a tool's result.
//! `tests/emulator/data/families.jsonl` has the sources, and the local Bedrock refuses all of it.

#![expect(clippy::needless_pass_by_value, reason = "values made by json! on the spot read better without &")]

use bedrock_wasm::models::Model;
use bedrock_wasm::translate::StructuredOutput;
use serde_json::Value;
use serde_json::json;

use crate::support::translated::body;
use crate::support::translated::sent;
use crate::support::translated::sent_with;
use crate::support::translated::warnings;

const CLAUDE_4_5: &str = "us.anthropic.claude-sonnet-4-5-20250929-v1:0";

/// An effort becomes these fields, with a note of the level that is sent instead, if it is another one.
fn becomes(model: &str, effort: &str, fields: Value, instead: Option<&str>) {
    let converse = sent(model, json!({ "reasoning_effort": effort }));
    assert_eq!(body(&converse)["additionalModelRequestFields"], fields, "{model} {effort}");
    let note =
        |level| format!("`reasoning_effort`: the model has no level `{effort}`; the nearest one, `{level}`, is sent.");
    assert_eq!(warnings(&converse), Vec::from_iter(instead.map(note).as_deref()), "{model} {effort}");
}

#[test]
fn gpt_oss_is_asked_for_one_of_three_efforts() {
    for model in ["openai.gpt-oss-120b-1:0", "openai.gpt-oss-20b-1:0", "openai.gpt-oss-safeguard-20b"] {
        for (effort, level, instead) in [
            ("none", "low", Some("low")),
            // OpenAI's word for as little as there is.
            ("minimal", "low", None),
            ("low", "low", None),
            ("medium", "medium", None),
            ("high", "high", None),
            ("xhigh", "high", Some("high")),
            ("max", "high", Some("high")),
        ] {
            becomes(model, effort, json!({ "reasoning_effort": level }), instead);
        }
    }
}

#[test]
fn kimi_and_qwen_are_asked_in_their_own_words() {
    for (effort, level, instead) in [
        ("none", "low", Some("low")),
        ("low", "low", None),
        ("medium", "high", Some("high")),
        ("high", "high", None),
        ("xhigh", "max", Some("max")),
        ("max", "max", None),
    ] {
        becomes("moonshotai.kimi-k2.5", effort, json!({ "reasoning_effort": level }), instead);
        becomes("moonshot.kimi-k2-thinking", effort, json!({ "reasoning_effort": level }), instead);
    }
    for (effort, level, instead) in
        [("low", "low", None), ("medium", "high", Some("high")), ("high", "high", None), ("max", "high", Some("high"))]
    {
        becomes("qwen.qwen3-32b-v1:0", effort, json!({ "reasoning_config": level }), instead);
        becomes("qwen.qwen3-235b-a22b-2507-v1:0", effort, json!({ "reasoning_config": level }), instead);
    }
    becomes("qwen.qwen3-32b-v1:0", "none", Value::Null, None);
}

#[test]
fn claude_and_gpt_are_asked_for_the_nearest_level_that_they_have() {
    let claude = |effort: &str| json!({ "thinking": { "type": "adaptive", "display": "summarized" }, "output_config": { "effort": effort } });
    for older in ["us.anthropic.claude-opus-4-6-v1", "us.anthropic.claude-sonnet-4-6"] {
        becomes(older, "xhigh", claude("max"), Some("max"));
        becomes(older, "max", claude("max"), None);
        becomes(older, "high", claude("high"), None);
    }
    becomes("us.anthropic.claude-opus-4-7", "xhigh", claude("xhigh"), None);
    for newer in ["opus-5", "sonnet-5", "opus-4-7", "fable-5-1", "haiku-5-5"] {
        becomes(&format!("us.anthropic.claude-{newer}"), "max", claude("max"), None);
    }
    for (model, effort, level, instead) in [
        ("gpt-6-sol", "none", "none", None),
        ("gpt-6-sol", "minimal", "low", None),
        ("gpt-6-sol", "xhigh", "xhigh", None),
        ("gpt-5.6-luna", "max", "max", None),
        ("gpt-5.4", "max", "xhigh", Some("xhigh")),
        ("gpt-6-astra", "none", "low", Some("low")),
    ] {
        let model = format!("us.openai.{model}");
        becomes(&model, effort, json!({ "reasoning": { "effort": level } }), instead);
    }
    // A model that nobody knows gets OpenAI's word for it.
    becomes("acme.rocket-v1:0", "xhigh", json!({ "reasoning_effort": "xhigh" }), None);
}

#[test]
fn nothing_is_guessed_of_the_model_behind_an_arn() {
    for kind in [
        "application-inference-profile/otnfa2ysixqd",
        "provisioned-model/a1b2c3d4",
        "imported-model/x1",
        "prompt-router/p1",
    ] {
        let arn = format!("arn:aws:bedrock:us-east-1:123456789012:{kind}");
        for effort in ["none", "low", "max"] {
            let converse = sent(&arn, json!({ "reasoning_effort": effort }));
            assert_eq!(body(&converse)["additionalModelRequestFields"], Value::Null, "{arn}");
            let [warning] = warnings(&converse)[..] else { panic!("{:?}", warnings(&converse)) };
            assert!(warning.ends_with("Say it by `baseModel` of `models.capabilities`."), "{warning}");
        }
        assert!(
            sent_with(&arn, json!({ "reasoning_effort": "low" }), Some("error")).unwrap_err().contains("baseModel")
        );
        // Claude's own parameter is no guess.
        let thinking = json!({ "type": "enabled", "budget_tokens": 2000 });
        let converse = sent(&arn, json!({ "thinking": thinking }));
        assert_eq!(body(&converse)["additionalModelRequestFields"], json!({ "thinking": thinking }));
    }
}

#[test]
fn a_schema_goes_the_way_that_the_model_takes() {
    let schema = json!({ "type": "object", "properties": {}, "additionalProperties": false });
    let request =
        json!({ "response_format": { "type": "json_schema", "json_schema": { "name": "a", "schema": schema } } });
    for (model, way) in [
        ("us.anthropic.claude-opus-4-8", StructuredOutput::Tool),
        ("us.anthropic.claude-sonnet-5", StructuredOutput::Tool),
        ("us.anthropic.claude-opus-4-7", StructuredOutput::Tool),
        ("us.anthropic.claude-opus-5", StructuredOutput::Tool),
        ("us.anthropic.claude-sonnet-5-5", StructuredOutput::OutputConfig),
        ("us.anthropic.claude-sonnet-4-6", StructuredOutput::OutputConfig),
        ("qwen.qwen3-32b-v1:0", StructuredOutput::OutputConfig),
    ] {
        assert_eq!(sent(model, request.clone()).chat.structured_output, way, "{model}");
    }
}

#[test]
fn a_strict_tool_is_strict_or_the_caller_is_told() {
    let tool =
        json!({ "type": "function", "function": { "name": "f", "strict": true, "parameters": { "type": "object" } } });
    let request = json!({ "tools": [tool] });
    for model in [
        "us.anthropic.claude-opus-5",
        "us.anthropic.claude-fable-5",
        "qwen.qwen3-32b-v1:0",
        "zai.glm-5",
        "moonshotai.kimi-k2.5",
    ] {
        let converse = sent(model, request.clone());
        assert_eq!(body(&converse)["toolConfig"]["tools"][0]["toolSpec"]["strict"], true, "{model}");
        assert_eq!(warnings(&converse), [""; 0], "{model}");
    }
    for model in [
        "us.anthropic.claude-opus-5-5",
        "us.anthropic.claude-fable-5-1",
        "us.anthropic.claude-sonnet-4-20250514-v1:0",
        "amazon.nova-pro-v1:0",
    ] {
        let converse = sent(model, request.clone());
        assert!(body(&converse)["toolConfig"]["tools"][0]["toolSpec"]["strict"].is_null(), "{model}");
        let words = "`tools`: `strict` of `f` has no effect: the model is held to no schema.";
        assert_eq!(warnings(&converse), [words], "{model}");
        assert_eq!(sent_with(model, request.clone(), Some("error")).unwrap_err(), words);
        assert_eq!(warnings(&sent_with(model, request.clone(), Some("ignore")).unwrap()), [""; 0]);
    }
}

#[test]
fn writer_reads_that_a_tool_failed() {
    let call = json!({ "id": "c1", "type": "function", "function": { "name": "f", "arguments": "{}" } });
    let request = |content: Value, is_error: bool| {
        json!({
            "messages": [
                { "role": "user", "content": "x" },
                { "role": "assistant", "content": null, "tool_calls": [call] },
                { "role": "tool", "tool_call_id": "c1", "content": content, "is_error": is_error },
            ],
            "tools": [{ "type": "function", "function": { "name": "f", "parameters": { "type": "object" } } }],
        })
    };
    let result = |model: &str, content: Value, is_error: bool| {
        body(&sent(model, request(content, is_error)))["messages"][2]["content"][0]["toolResult"].clone()
    };
    for writer in ["us.writer.palmyra-x5-v1:0", "us.writer.palmyra-x4-v1:0"] {
        let failed = result(writer, json!("boom"), true);
        assert_eq!(failed["content"], json!([{ "text": "The tool failed." }, { "text": "boom" }]));
        assert!(failed["status"].is_null());
        assert_eq!(result(writer, json!(""), true)["content"], json!([{ "text": "The tool failed." }]));
        assert_eq!(result(writer, json!("fine"), false)["content"], json!([{ "text": "fine" }]));
    }
    for other in ["us.anthropic.claude-sonnet-5", "amazon.nova-pro-v1:0"] {
        let failed = result(other, json!("boom"), true);
        assert_eq!((&failed["status"], &failed["content"]), (&json!("error"), &json!([{ "text": "boom" }])));
    }
}

#[test]
fn a_prefix_that_aws_adds_does_not_hide_the_model() {
    let effort = || json!({ "reasoning_effort": "low" });
    for model in ["anthropic.claude-sonnet-4-5-20250929-v1:0", "openai.gpt-oss-120b-1:0", "openai.gpt-5.4"] {
        let plain = sent(model, effort());
        for prefix in ["us", "amer", "mea", "sa", "us-iso"] {
            let prefixed = sent(&format!("{prefix}.{model}"), effort());
            assert_eq!((&prefixed.body, &prefixed.warnings), (&plain.body, &plain.warnings), "{prefix}.{model}");
        }
    }
    let arn =
        "arn:aws:bedrock:me-central-1:123456789012:inference-profile/mea.anthropic.claude-sonnet-4-5-20250929-v1:0";
    assert!(body(&sent(arn, effort()))["additionalModelRequestFields"]["thinking"].is_object());
    // Nor one that is not in the catalogue yet.
    for model in ["anthropic.claude-opus-9", "openai.gpt-9", "meta.llama9"] {
        assert_eq!(Model::of(&format!("amer.{model}")).id, model);
    }
    // A maker is no prefix, and what is behind one that nobody knows is nobody's model.
    assert_eq!(Model::of("openai.gpt-5.4").id, "openai.gpt-5.4");
    assert_eq!(Model::of("acme.gpt-5.4").id, "acme.gpt-5.4");
    assert_eq!(Model::of("amer.acme.rocket-v1").id, "amer.acme.rocket-v1");
}

#[test]
fn a_model_that_cannot_think_need_not_be_told_not_to() {
    for model in ["anthropic.claude-3-haiku-20240307-v1:0", "us.anthropic.claude-3-5-sonnet-20241022-v2:0"] {
        let converse = sent(model, json!({ "thinking": { "type": "disabled" } }));
        assert_eq!((&body(&converse)["additionalModelRequestFields"], warnings(&converse).len()), (&Value::Null, 0));
        // It has a choice of tools, whatever the catalogue leaves out.
        let tool = json!({ "type": "function", "function": { "name": "f", "parameters": { "type": "object" } } });
        let converse = sent(model, json!({ "tools": [tool], "tool_choice": "required" }));
        assert_eq!(body(&converse)["toolConfig"]["toolChoice"], json!({ "any": {} }), "{model}");
    }
    for model in ["us.anthropic.claude-3-7-sonnet-20250219-v1:0", "us.anthropic.claude-sonnet-5"] {
        let converse = sent(model, json!({ "thinking": { "type": "disabled" } }));
        assert_eq!(body(&converse)["additionalModelRequestFields"]["thinking"]["type"], "disabled", "{model}");
    }
}

#[test]
fn a_video_is_shown_to_those_who_see_it() {
    let video = json!({ "type": "video_url", "video_url": { "url": "data:video/mp4;base64,AAAA" } });
    let request = || json!({ "messages": [{ "role": "user", "content": [video] }] });
    for model in ["us.anthropic.claude-sonnet-5", "us.meta.llama4-maverick-17b-instruct-v1:0", "us.xai.grok-4.6"] {
        let error = sent_with(model, request(), None).unwrap_err();
        assert!(error.starts_with("messages[0].content[0]") && error.contains("sees no video"), "{error}");
    }
    for model in ["amazon.nova-pro-v1:0", "moonshotai.kimi-k2.5", "acme.rocket"] {
        assert!(sent_with(model, request(), None).is_ok(), "{model}");
    }
}

#[test]
fn tokens_of_thoughts_are_counted_where_claude_thinks_by_itself() {
    let path = json!(["/usage/output_tokens_details"]);
    for (model, effort, paths) in [
        ("us.anthropic.claude-sonnet-5", Value::Null, &path),
        ("us.anthropic.claude-opus-5", Value::Null, &path),
        ("us.anthropic.claude-fable-5-1", Value::Null, &path),
        (CLAUDE_4_5, json!("low"), &path),
        (CLAUDE_4_5, Value::Null, &Value::Null),
        ("amazon.nova-pro-v1:0", Value::Null, &Value::Null),
    ] {
        let converse = sent(model, json!({ "reasoning_effort": effort }));
        assert_eq!(&body(&converse)["additionalModelResponseFieldPaths"], paths, "{model} {effort}");
    }
}
