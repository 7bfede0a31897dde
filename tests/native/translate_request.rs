//! OpenAI's requests to Bedrock's: golden files written by hand, AWS's service model, and requests of any shape.

use bedrock_wasm::error::Error;
use bedrock_wasm::models::Model;
use bedrock_wasm::translate::Converse;
use bedrock_wasm::translate::StructuredOutput;
use bedrock_wasm::translate::TranslationOptions;
use bedrock_wasm::translate::UnsupportedParams;
use bedrock_wasm::translate::parse;
use proptest::prelude::*;
use serde_json::Value;
use serde_json::json;

use crate::support::goldens;
use crate::support::goldens::goldens;
use crate::support::requests;
use crate::support::shapes;

const FOLDER: &str = "openai/request";

#[test]
fn requests_become_what_the_golden_files_say() {
    goldens::check_all(&goldens(FOLDER, 150), check);
}

#[test]
fn bodies_have_the_shape_of_awss_service_model() {
    let shapes = shapes::Model::bedrock_runtime();
    for (name, golden) in goldens(FOLDER, 150) {
        let complaints = golden.get("converse").map(|body| shapes.complaints("ConverseRequest", body));
        assert_eq!(complaints.unwrap_or_default(), [""; 0], "{name}");
    }
    let odd = json!({"messages": [{"content": [{"text": "a", "image": {}}]}], "x": 1, "serviceTier": {"type": "fast"}});
    assert_eq!(shapes.complaints("ConverseRequest", &odd).len(), 6);
}

/// Every parameter of the `openai` package's `ChatCompletionCreateParams` (7.57.0) and of this package.
#[test]
fn every_parameter_has_a_golden_file() {
    let params = "audio frequency_penalty function_call functions logit_bias logprobs max_completion_tokens max_tokens \
        messages metadata modalities model moderation n parallel_tool_calls prediction presence_penalty \
        prompt_cache_key prompt_cache_options prompt_cache_retention reasoning_effort response_format \
        safety_identifier seed service_tier stop store stream stream_options temperature tool_choice tools \
        top_logprobs top_p user verbosity web_search_options \
        top_k thinking bedrock guardrailConfig guardrail_config performanceConfig additionalModelRequestFields \
        additionalModelResponseFieldPaths promptVariables requestMetadata";
    goldens::check_params(&goldens(FOLDER, 150), params);
}

/// The rules of Converse that a request can break, by their number.
#[test]
fn every_rule_has_a_golden_file() {
    for rule in 1..=17 {
        let start = format!("rule-{rule:02}-");
        assert!(
            goldens(FOLDER, 150).iter().any(|(name, _)| name.starts_with(&start)),
            "rule {rule} has no golden file"
        );
    }
}

#[test]
fn what_is_no_request_is_refused() {
    for text in ["", "{", "[]", "null", "7", "{\"a\":}"] {
        let error = request(text, &Model::of("amazon.nova-lite-v1:0"), &TranslationOptions::default()).unwrap_err();
        assert!(error.message().starts_with("The request is not"), "{error}");
    }
    let nested = format!("{{\"messages\":{}{}}}", "[".repeat(10_000), "]".repeat(10_000));
    assert!(request(&nested, &Model::of("amazon.nova-lite-v1:0"), &TranslationOptions::default()).is_err());
}

/// The bytes that a signature seals go through as they were written, whatever escapes they have.
#[test]
fn reasoning_is_replayed_byte_for_byte() {
    let thought = r#""a\u00e9\u0041\/\ud83e\udd80\n é""#;
    let text = format!(
        r#"{{"messages":[{{"role":"user","content":"x"}},{{"role":"assistant","content":"y","thinking_blocks":
        [{{"type":"thinking","thinking":{thought},"signature":"s\/"}}]}},{{"role":"user","content":"z"}}]}}"#
    );
    let converse = request(&text, &Model::of("anthropic.claude-sonnet-5"), &TranslationOptions::default()).unwrap();
    let sealed = format!(r#"{{"reasoningText":{{"text":{thought},"signature":"s\/"}}}}"#);
    assert!(converse.body.contains(&sealed), "{}", converse.body);
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 512, ..ProptestConfig::default() })]

    /// Whatever the request is, it is translated or refused; what is translated keeps Bedrock's rules.
    #[test]
    fn bedrocks_rules_are_kept_for_any_request(body in requests::any_request(), model in requests::any_model()) {
        let options = TranslationOptions::default();
        if let Ok(converse) = request(&body.to_string(), &Model::of(model), &options) {
            let sent: Value = serde_json::from_str(&converse.body).unwrap();
            let complaints = shapes::Model::bedrock_runtime().complaints("ConverseRequest", &sent);
            prop_assert!(complaints.is_empty(), "{complaints:?}\n{body}\n{sent}");
            prop_assert_eq!(requests::broken_rule(&sent, model), None, "{}\n{}", body, sent);
            // The same again: nothing depends on chance.
            prop_assert_eq!(request(&body.to_string(), &Model::of(model), &options).unwrap(), converse);
        }
    }

    /// Members of any type under the names that matter: nothing panics, and what comes out is JSON.
    #[test]
    fn no_json_is_too_odd(body in requests::any_nonsense(), model in requests::any_model()) {
        if let Ok(converse) = request(&body.to_string(), &Model::of(model), &TranslationOptions::default()) {
            let sent: Result<Value, _> = serde_json::from_str(&converse.body);
            prop_assert!(sent.is_ok(), "{body}\n{}", converse.body);
        }
    }
}

/// What is wrong, if something is.
fn check(name: &str, golden: &Value) -> Option<String> {
    let unsupported_params = match golden["unsupportedParams"].as_str() {
        Some("error") => UnsupportedParams::Error,
        Some("ignore") => UnsupportedParams::Ignore,
        _ => UnsupportedParams::Warn,
    };
    let text = golden["request"].to_string();
    let outcome = request(
        &text,
        &Model::of(golden["modelId"].as_str().unwrap()),
        &TranslationOptions { unsupported_params, ..TranslationOptions::default() },
    );
    goldens::compare(name, golden, outcome, difference)
}

fn difference(name: &str, golden: &Value, converse: &Converse) -> Option<String> {
    let body: Value = serde_json::from_str(&converse.body).unwrap();
    if body != golden["converse"] {
        return Some(format!("{name}: {body}\n  instead of: {}", golden["converse"]));
    }
    if let Some(complaint) = goldens::compare_warnings(name, golden, &converse.warnings) {
        return Some(complaint);
    }
    let chat = json!({
        "model": converse.chat.model,
        "streams": converse.streams,
        "isWhole": converse.is_whole,
        "includesUsage": converse.chat.includes_usage,
        "toolNames": converse.chat.names.iter().filter(|(sent, _)| !sent.starts_with('/')).collect::<Vec<_>>(),
        "structuredOutput": match converse.chat.structured_output {
            StructuredOutput::None => "none",
            StructuredOutput::OutputConfig => "native",
            StructuredOutput::Tool => "tool",
            StructuredOutput::Prompt => "prompt",
        },
    });
    let or = |name: &str, default: Value| golden.get(name).cloned().unwrap_or(default);
    let expected = json!({
        "model": golden["request"]["model"],
        "streams": or("streams", false.into()),
        "isWhole": or("isWhole", (!golden["streams"].as_bool().unwrap_or_default()).into()),
        "includesUsage": or("includesUsage", false.into()),
        "toolNames": or("toolNames", json!([])),
        "structuredOutput": or("structuredOutput", "none".into()),
    });
    (chat != expected).then(|| format!("{name}: {chat}\n  instead of: {expected}"))
}

fn request(text: &str, model: &Model<'_>, options: &TranslationOptions) -> Result<Converse, Error> {
    bedrock_wasm::translate::request(&parse(text)?, model, options)
}
