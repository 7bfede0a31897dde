//! Embeddings of each family: golden files of OpenAI's request, the bodies that its maker documents, the replies that
//! others have recorded, and OpenAI's reply.

use bedrock_wasm::models::Model;
use bedrock_wasm::translate::Embeddings;
use bedrock_wasm::translate::TranslationOptions;
use bedrock_wasm::translate::embeddings;
use bedrock_wasm::translate::parse;
use proptest::prelude::*;
use proptest::sample::select;
use serde_json::Value;
use serde_json::json;

use crate::support::goldens;
use crate::support::goldens::goldens;
use crate::support::nonsense::any_value;

const FOLDER: &str = "openai/embeddings";
const TITAN_V2: &str = "amazon.titan-embed-text-v2:0";
const COHERE_V4: &str = "us.cohere.embed-v4:0";

#[test]
fn requests_and_replies_become_what_the_golden_files_say() {
    goldens::check_all(&goldens(FOLDER, 50), check);
}

/// Every parameter of the `openai` package's `EmbeddingCreateParams` (6.49.0) and of this package.
#[test]
fn every_parameter_has_a_golden_file() {
    let params = "input model dimensions encoding_format user input_type truncate normalize";
    goldens::check_params(&goldens(FOLDER, 50), params);
}

#[test]
fn every_family_has_a_golden_reply_of_others() {
    for family in ["titan-v1", "titan-v2", "titan-image", "cohere-v3", "cohere-v4", "nova", "marengo-2", "marengo-3"] {
        let is_whole = |(name, golden): &(String, Value)| {
            name.starts_with(family) && golden.get("output").is_some() && golden["source"].is_string()
        };
        assert!(goldens(FOLDER, 50).iter().any(is_whole), "{family} has no recorded reply");
    }
    assert!(
        goldens(FOLDER, 50).iter().all(|(_, golden)| golden.get("replies").is_none() || golden["source"].is_string()),
        "a reply without its source"
    );
}

#[test]
fn texts_keep_their_order_and_cohere_takes_many_at_once() {
    let texts: Vec<String> = (0..200).map(|number| format!("text {number}")).collect();
    let cohere = bodies(COHERE_V4, &json!({ "input": texts, "input_type": "search_document" }));
    assert_eq!(cohere.iter().map(|body| body["texts"].as_array().unwrap().len()).collect::<Vec<_>>(), [96, 96, 8]);
    let sent: Vec<_> = cohere.iter().flat_map(|body| body["texts"].as_array().unwrap().clone()).collect();
    assert_eq!(sent, texts);
    let titan = bodies(TITAN_V2, &json!({ "input": texts }));
    assert_eq!(titan.iter().map(|body| body["inputText"].as_str().unwrap()).collect::<Vec<_>>(), texts);
}

/// InvokeModel takes 25,000,000 bytes.
#[test]
fn no_body_is_larger_than_bedrock_takes_if_it_can_be_divided() {
    let text = "a".repeat(7_000_000);
    let request = json!({ "input": [text, text, text, text, "b"], "input_type": "search_document" });
    let calls = translated(COHERE_V4, &request, "").unwrap().bodies;
    assert_eq!(calls.len(), 2);
    assert!(calls.iter().all(|body| body.len() < 25_000_000));
    let huge = "a".repeat(30_000_000);
    let calls = bodies(COHERE_V4, &json!({ "input": ["b", huge, "c"], "input_type": "search_document" }));
    assert_eq!(calls.iter().map(|body| body["texts"].as_array().unwrap().len()).collect::<Vec<_>>(), [1, 1, 1]);
}

/// Nothing rounds a number on its way.
#[test]
fn numbers_pass_as_they_were_written() {
    let plan = translated(TITAN_V2, &json!({ "model": "m", "input": "a" }), "").unwrap();
    let numbers = "0.1234567890123456789,-2.50E-07,1,-0,1e400";
    let output = plan.output(&[(format!(r#"{{ "embedding": [{numbers}], "inputTextTokenCount": 2 }}"#), Some(9))], "m");
    let data = format!(r#""data":[{{"object":"embedding","index":0,"embedding":[{numbers}]}}]"#);
    let usage = r#""usage":{"prompt_tokens":2,"total_tokens":2}"#;
    assert_eq!(output.unwrap(), format!(r#"{{"object":"list",{data},"model":"m",{usage}}}"#));
}

#[test]
fn a_reply_without_embedding_is_an_error() {
    let plan = translated(TITAN_V2, &json!({ "input": "a" }), "").unwrap();
    let error = |reply: &str| plan.output(&[(reply.to_owned(), None)], "m").unwrap_err();
    for reply in ["[]", r#"{"embedding":[]}"#] {
        assert!(error(reply).message().contains("no embedding"), "{reply}: {}", error(reply));
    }
    for reply in ["", "<html>", &"[".repeat(100_000)] {
        assert_eq!(error(reply).message(), "The reply is not JSON, or nested more than 512 deep.");
    }
    assert!(plan.output(&[], "m").unwrap_err().message().contains("more or fewer"));
}

proptest! {
    /// Members of any type under the names that matter: nothing panics, and what comes out is JSON.
    #[test]
    fn no_json_is_too_odd(
        model in select(vec!["amazon.titan-embed-text-v1", TITAN_V2, "amazon.titan-embed-image-v1", "cohere.embed-english-v3", COHERE_V4,
        "amazon.nova-2-multimodal-embeddings-v1:0", "twelvelabs.marengo-embed-2-7-v1:0", "twelvelabs.marengo-embed-3-0-v1:0"]),
        members in prop::collection::vec((select(vec!["input", "dimensions", "encoding_format", "input_type", "truncate", "normalize", "user", "x"]), any_value()), 0..6),
    ) {
        let mut request = json!({ "input": "a" });
        request.as_object_mut().unwrap().extend(members.into_iter().map(|(name, value)| (name.to_owned(), value)));
        if let Ok(plan) = translated(model, &request, "") {
            prop_assert!(!plan.bodies.is_empty());
            for body in plan.bodies {
                prop_assert!(serde_json::from_str::<Value>(&body).is_ok(), "{request}\n{body}");
            }
        }
    }
}

fn translated(
    model_id: &str,
    request: &Value,
    unsupported_params: &str,
) -> Result<Embeddings, bedrock_wasm::error::Error> {
    let policy = Some(unsupported_params).filter(|policy| !policy.is_empty());
    embeddings(&parse(&request.to_string())?, &Model::of(model_id), &TranslationOptions::parse(policy).unwrap())
}

fn bodies(model_id: &str, request: &Value) -> Vec<Value> {
    let plan = translated(model_id, request, "").unwrap();
    plan.bodies.iter().map(|body| serde_json::from_str(body).unwrap()).collect()
}

/// What is wrong, if something is.
fn check(name: &str, golden: &Value) -> Option<String> {
    let policy = golden["unsupportedParams"].as_str().unwrap_or_default();
    let outcome = translated(golden["modelId"].as_str().unwrap(), &golden["request"], policy);
    goldens::compare(name, golden, outcome, difference)
}

fn difference(name: &str, golden: &Value, plan: &Embeddings) -> Option<String> {
    let bodies: Value = plan.bodies.iter().map(|body| serde_json::from_str::<Value>(body).unwrap()).collect();
    if bodies != golden["bodies"] {
        return Some(format!("{name}: {bodies}\n  instead of: {}", golden["bodies"]));
    }
    if let Some(complaint) = goldens::compare_warnings(name, golden, &plan.warnings) {
        return Some(complaint);
    }
    let is_base64 = golden["isBase64"].as_bool().unwrap_or_default();
    if plan.is_base64 != is_base64 {
        return Some(format!("{name}: base64 {}\n  instead of: {is_base64}", plan.is_base64));
    }
    let tokens = |reply: &Value| reply["inputTokens"].as_u64().map(|tokens| u32::try_from(tokens).unwrap());
    let replies = golden.get("replies")?.as_array().unwrap().iter();
    let replies: Vec<_> = replies.map(|reply| (reply["body"].to_string(), tokens(reply))).collect();
    match (plan.output(&replies, golden["request"]["model"].as_str().unwrap()), golden["output"]["error"].as_str()) {
        (Err(error), Some(expected)) if error.message().contains(expected) => None,
        (Ok(output), None) if serde_json::from_str::<Value>(&output).unwrap() == golden["output"] => None,
        (outcome, _) => Some(format!("{name}: {outcome:?}\n  instead of: {}", golden["output"])),
    }
}

const PNG: &str = "data:image/png;base64,iVBORw0KGgoAAAANSUhEUg==";

#[test]
fn a_data_url_among_texts_is_an_image_where_the_model_sees() {
    for model in [
        "amazon.titan-embed-image-v1",
        "amazon.nova-2-multimodal-embeddings-v1:0",
        "cohere.embed-english-v3",
        "us.cohere.embed-v4:0",
        "twelvelabs.marengo-embed-2-7-v1:0",
        "us.twelvelabs.marengo-embed-3-0-v1:0",
    ] {
        let part = json!({ "type": "image_url", "image_url": { "url": PNG } });
        let expected = bodies(model, &json!({ "input": [part] }));
        for input in [json!(PNG), json!([PNG])] {
            assert_eq!(bodies(model, &json!({ "input": input })), expected, "{model}");
        }
        let expected = bodies(model, &json!({ "input": [part, "a cat"] }));
        assert_eq!(bodies(model, &json!({ "input": [PNG, "a cat"] })), expected, "{model}");
    }
    let refusal = |model: &str, input: &str| {
        translated(model, &json!({ "input": [input] }), "").unwrap_err().message().to_owned()
    };
    for model in ["amazon.titan-embed-text-v2:0", "amazon.titan-embed-text-v1", "amazon.titan-embed-g1-text-02"] {
        assert_eq!(refusal(model, PNG), "`input[0]` is an image, and this model embeds text only.");
    }
    for model in ["amazon.titan-embed-text-v2:0", "us.cohere.embed-v4:0"] {
        let file = refusal(model, "data:application/pdf;base64,JVBERi0=");
        assert_eq!(file, "`input[0]` is a file, and this model does not embed files.");
    }
    // What only begins like one is a text.
    for text in [
        "data: a; b",
        "data:image/png",
        "data:image/png, such as;base64,",
        "data:1;base64 is a way to write bytes",
        "Data:image/png;base64,",
    ] {
        let sent = bodies("amazon.titan-embed-text-v2:0", &json!({ "input": text }));
        assert_eq!(sent[0]["inputText"], text);
    }
}
