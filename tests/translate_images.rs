//! Images of each family: the bodies that its maker documents, and its replies.
#![cfg(not(target_arch = "wasm32"))]
#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    clippy::indexing_slicing,
    clippy::arithmetic_side_effects,
    reason = "tests"
)]

use bedrock_wasm::error::Error;
use bedrock_wasm::json;
use bedrock_wasm::json::Writer;
use bedrock_wasm::json::parse;
use bedrock_wasm::models::Model;
use bedrock_wasm::translate::ImageCodec;
use bedrock_wasm::translate::Images;
use bedrock_wasm::translate::images;
use serde_json::Value;
use serde_json::json;

const CANVAS: &str = "amazon.nova-canvas-v1:0";
const ULTRA: &str = "stability.stable-image-ultra-v1:1";

fn translated(model_id: &str, request: &Value) -> Result<Images, Error> {
    images(&request.to_string(), &Model::of(model_id))
}

fn bodies(model_id: &str, request: &Value) -> Vec<Value> {
    translated(model_id, request).unwrap().bodies.iter().map(|body| serde_json::from_str(body).unwrap()).collect()
}

/// The images of a reply as JSON, and why some are missing.
fn read(codec: ImageCodec, reply: &str) -> Result<(String, Option<String>), Error> {
    let reply = parse(reply).unwrap_or_default();
    let (list, withheld) = codec.read(&reply)?;
    let mut json = Writer::default();
    json.value(&json::Value::Array(list.into_iter().cloned().collect()));
    Ok((json.finish(), withheld))
}

#[test]
fn amazons_models_get_five_images_a_call() {
    let request = json!({ "prompt": "a fjord", "n": 7, "size": "1280x720", "quality": "hd", "seed": 3, "negative_prompt": "people" });
    let body = |count: u32| {
        json!({
            "taskType": "TEXT_IMAGE",
            "textToImageParams": { "text": "a fjord", "negativeText": "people" },
            "imageGenerationConfig": { "numberOfImages": count, "width": 1280, "height": 720, "quality": "premium", "seed": 3 },
        })
    };
    assert_eq!(bodies(CANVAS, &request), [body(5), body(2)]);
    let plain = json!({
        "taskType": "TEXT_IMAGE",
        "textToImageParams": { "text": "a" },
        "imageGenerationConfig": { "numberOfImages": 1 },
    });
    assert_eq!(bodies("amazon.titan-image-generator-v2:0", &json!({ "prompt": "a", "size": "auto" })), [plain]);
}

#[test]
fn stabilitys_models_get_one_a_call_and_the_nearest_ratio() {
    let request = json!({ "prompt": "a", "n": 2, "size": "1792x1024", "seed": 7 });
    let body = |seed: u32| json!({ "prompt": "a", "aspect_ratio": "16:9", "output_format": "png", "seed": seed });
    assert_eq!(bodies(ULTRA, &request), [body(7), body(8)]);
    for (size, ratio) in [("1024x1024", "1:1"), ("1024x1536", "2:3"), ("1024x1792", "9:16"), ("1000x400", "21:9")] {
        let [body] = &bodies(ULTRA, &json!({ "prompt": "a", "size": size }))[..] else { panic!("{size}") };
        assert_eq!(body["aspect_ratio"], ratio, "{size}");
    }
}

#[test]
fn replies_are_read_and_moderation_shows() {
    let canvas = translated(CANVAS, &json!({ "prompt": "a" })).unwrap().codec;
    assert_eq!(read(canvas, r#"{"images":["aGk="],"error":null}"#).unwrap(), (r#"["aGk="]"#.to_owned(), None));
    let (list, why) = read(canvas, r#"{"images":["aGk="],"error":"Some were blocked"}"#).unwrap();
    assert_eq!((list.as_str(), why.as_deref()), (r#"["aGk="]"#, Some("Some were blocked")));
    assert!(read(canvas, r#"{"images":[],"error":"All were blocked"}"#).unwrap_err().message().contains("All were"));
    let ultra = translated(ULTRA, &json!({ "prompt": "a" })).unwrap().codec;
    assert_eq!(read(ultra, r#"{"images":["aGk="],"seeds":[1],"finish_reasons":[null]}"#).unwrap().1, None);
    let refused = read(ultra, r#"{"seeds":[1],"finish_reasons":["Filter reason: prompt"],"images":[]}"#).unwrap_err();
    assert!(refused.message().contains("Filter reason: prompt"), "{refused}");
    assert!(read(ultra, "<html>").unwrap_err().message().contains("no image"));
}

#[test]
fn what_is_wrong_is_refused_by_name_and_what_has_no_effect_is_told() {
    for (request, words) in [
        (json!({}), "No prompt"),
        (json!({ "prompt": " " }), "No prompt"),
        (json!({ "prompt": "a", "n": 0 }), "n is not"),
        (json!({ "prompt": "a", "n": 1.5 }), "n is not"),
        (json!({ "prompt": "a", "size": "large" }), "size is not"),
        (json!({ "prompt": "a", "size": "0x1" }), "size is not"),
        (json!({ "prompt": "a", "response_format": "url" }), "b64_json"),
    ] {
        let error = translated(CANVAS, &request).unwrap_err();
        assert!(error.message().contains(words), "{error}");
    }
    let warnings = translated(CANVAS, &json!({ "prompt": "a", "moderation": "low", "user": "x" })).unwrap().warnings;
    assert_eq!(warnings.len(), 1);
    assert!(warnings[0].message.starts_with("moderation"));
    assert!(translated("amazon.nova-lite-v1:0", &json!({ "prompt": "a" })).is_err());
}
