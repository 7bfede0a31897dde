//! Images of each family: golden files of OpenAI's request, the bodies that its maker documents, the replies that AWS
//! documents or others have recorded, and OpenAI's reply.

use bedrock_wasm::error::Error;
use bedrock_wasm::models::Model;
use bedrock_wasm::translate::Images;
use bedrock_wasm::translate::TranslationOptions;
use bedrock_wasm::translate::images;
use bedrock_wasm::translate::parse;
use proptest::prelude::*;
use proptest::sample::select;
use serde_json::Value;
use serde_json::json;

use crate::support::goldens;
use crate::support::goldens::goldens;
use crate::support::nonsense::any_value;

const FOLDER: &str = "openai/images";
const CREATED_S: u32 = 1_700_000_000;

#[test]
fn requests_and_replies_become_what_the_golden_files_say() {
    goldens::check_all(&goldens(FOLDER, 45), check);
}

/// Every parameter of the `openai` package's `ImageGenerateParams` (6.49.0) and of this package.
#[test]
fn every_parameter_has_a_golden_file() {
    let params = "prompt background model moderation n output_compression output_format partial_images quality \
        response_format size stream style user negative_prompt seed cfg_scale aspect_ratio";
    goldens::check_params(&goldens(FOLDER, 45), params);
}

#[test]
fn every_reply_comes_from_elsewhere() {
    for (name, golden) in goldens(FOLDER, 45) {
        assert!(golden.get("replies").is_none() || golden["source"].is_string(), "{name}");
    }
    for family in ["canvas", "titan", "ultra"] {
        let is_whole =
            |(name, golden): &(String, Value)| name.starts_with(family) && golden["output"]["reply"].is_object();
        assert!(goldens(FOLDER, 45).iter().any(is_whole), "{family} has no reply");
    }
}

/// As with OpenAI's own models: a `BadRequestError` that programs can tell from others by its code.
#[test]
fn images_that_were_all_withheld_are_openais_error() {
    let plan = translated("amazon.nova-canvas-v1:0", &json!({ "prompt": "a" }), "").unwrap();
    let error = plan.output(&[r#"{"images":[],"error":"All were blocked."}"#.to_owned()], CREATED_S).unwrap_err();
    assert_eq!(
        (error.class(), error.status(), error.code()),
        ("BadRequestError", Some(400), Some("moderation_blocked"))
    );
    assert!(error.message().contains("All were blocked."), "{error}");
    for reply in ["", "<html>"] {
        let error = plan.output(&[reply.to_owned()], CREATED_S).unwrap_err();
        let said = "The reply is not JSON, or nested more than 512 deep.";
        assert_eq!((error.class(), error.message()), ("APIError", said));
    }
    for reply in ["{}", r#"{"images":[]}"#, r#"{"images":[null]}"#] {
        let error = plan.output(&[reply.to_owned()], CREATED_S).unwrap_err();
        assert_eq!((error.class(), error.message()), ("APIError", "The model made no image, and says no reason."));
    }
}

proptest! {
    /// Members of any type under the names that matter: nothing panics, and what comes out is JSON.
    #[test]
    fn no_json_is_too_odd(
        model in select(vec!["amazon.nova-canvas-v1:0", "amazon.titan-image-generator-v2:0", "stability.sd3-5-large-v1:0"]),
        members in prop::collection::vec((select(vec!["prompt", "n", "size", "quality", "style", "seed", "output_format", "response_format", "stream", "aspect_ratio",
        "cfg_scale", "x"]), any_value()), 0..6),
    ) {
        let mut request = json!({ "prompt": "a" });
        request.as_object_mut().unwrap().extend(members.into_iter().map(|(name, value)| (name.to_owned(), value)));
        if let Ok(plan) = translated(model, &request, "") {
            prop_assert!(!plan.bodies.is_empty());
            for body in plan.bodies {
                prop_assert!(serde_json::from_str::<Value>(&body).is_ok(), "{request}\n{body}");
            }
        }
    }
}

fn translated(model_id: &str, request: &Value, unsupported_params: &str) -> Result<Images, Error> {
    let policy = Some(unsupported_params).filter(|policy| !policy.is_empty());
    images(&parse(&request.to_string())?, &Model::of(model_id), &TranslationOptions::parse(policy).unwrap())
}

/// What is wrong, if something is.
fn check(name: &str, golden: &Value) -> Option<String> {
    let policy = golden["unsupportedParams"].as_str().unwrap_or_default();
    let outcome = translated(golden["modelId"].as_str().unwrap(), &golden["request"], policy);
    goldens::compare(name, golden, outcome, difference)
}

fn difference(name: &str, golden: &Value, plan: &Images) -> Option<String> {
    let bodies: Value = plan.bodies.iter().map(|body| serde_json::from_str::<Value>(body).unwrap()).collect();
    if bodies != golden["bodies"] {
        return Some(format!("{name}: {bodies}\n  instead of: {}", golden["bodies"]));
    }
    if let Some(complaint) = goldens::compare_warnings(name, golden, &plan.warnings) {
        return Some(complaint);
    }
    let replies: Vec<_> = golden.get("replies")?.as_array().unwrap().iter().map(Value::to_string).collect();
    let outcome = plan.output(&replies, CREATED_S).map(|(output, warnings)| {
        let messages: Value = warnings.into_iter().map(|warning| warning.message).collect();
        json!({ "reply": serde_json::from_str::<Value>(&output).unwrap(), "warnings": messages })
    });
    match (outcome, golden["output"]["error"].as_str()) {
        (Err(error), Some(expected)) if error.message().contains(expected) => None,
        (Ok(output), None) if output == golden["output"] => None,
        (outcome, _) => Some(format!("{name}: {outcome:?}\n  instead of: {}", golden["output"])),
    }
}
