//! Embeddings of each family: the bodies that its maker documents, and its replies.
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
use bedrock_wasm::translate::Codec;
use bedrock_wasm::translate::Embeddings;
use bedrock_wasm::translate::embeddings;
use serde_json::Value;
use serde_json::json;

const TITAN_V1: &str = "amazon.titan-embed-text-v1";
const TITAN_V2: &str = "amazon.titan-embed-text-v2:0";
const TITAN_IMAGE: &str = "amazon.titan-embed-image-v1";
const COHERE_V3: &str = "cohere.embed-english-v3";
const COHERE_V4: &str = "us.cohere.embed-v4:0";
const NOVA: &str = "amazon.nova-2-multimodal-embeddings-v1:0";
const MARENGO_2: &str = "us.twelvelabs.marengo-embed-2-7-v1:0";
const MARENGO_3: &str = "twelvelabs.marengo-embed-3-0-v1:0";

fn translated(model_id: &str, request: &Value) -> Result<Embeddings, Error> {
    embeddings(&request.to_string(), &Model::of(model_id))
}

fn bodies(model_id: &str, request: &Value) -> Vec<Value> {
    translated(model_id, request).unwrap().bodies.iter().map(|body| serde_json::from_str(body).unwrap()).collect()
}

/// The embeddings of a reply as JSON, and its tokens.
fn read(codec: Codec, reply: &str) -> Result<(String, Option<u32>), Error> {
    let reply = parse(reply).unwrap_or_default();
    let (list, tokens) = codec.read(&reply)?;
    let mut json = Writer::default();
    json.value(&json::Value::Array(list.into_iter().cloned().collect()));
    Ok((json.finish(), tokens))
}

#[test]
fn each_family_gets_its_own_body() {
    let text = json!({ "input": "Zürich \"🏔\"" });
    let with = |dimensions: u32| json!({ "input": "a", "dimensions": dimensions, "input_type": "search_query" });
    for (model, request, body) in [
        (TITAN_V1, text.clone(), json!({ "inputText": "Zürich \"🏔\"" })),
        (TITAN_V2, with(256), json!({ "inputText": "a", "dimensions": 256 })),
        (TITAN_V2, json!({ "input": "a", "normalize": false }), json!({ "inputText": "a", "normalize": false })),
        (TITAN_IMAGE, with(384), json!({ "inputText": "a", "embeddingConfig": { "outputEmbeddingLength": 384 } })),
        (TITAN_IMAGE, json!({ "input": "a" }), json!({ "inputText": "a" })),
        (
            COHERE_V3,
            json!({ "input": "a", "input_type": "clustering", "truncate": "END" }),
            json!({ "texts": ["a"], "input_type": "clustering", "embedding_types": ["float"], "truncate": "END" }),
        ),
        (
            COHERE_V4,
            with(1536),
            json!({ "texts": ["a"], "input_type": "search_query", "embedding_types": ["float"], "output_dimension": 1536 }),
        ),
        (
            NOVA,
            with(3072),
            json!({
                "schemaVersion": "nova-multimodal-embed-v1",
                "taskType": "SINGLE_EMBEDDING",
                "singleEmbeddingParams": {
                    "embeddingPurpose": "GENERIC_INDEX",
                    "embeddingDimension": 3072,
                    "text": { "truncationMode": "END", "value": "a" },
                },
            }),
        ),
        (MARENGO_2, text.clone(), json!({ "inputType": "text", "inputText": "Zürich \"🏔\"" })),
        (MARENGO_3, json!({ "input": "a" }), json!({ "inputType": "text", "text": { "inputText": "a" } })),
    ] {
        assert_eq!(bodies(model, &request), [body], "{model}");
    }
}

#[test]
fn texts_keep_their_order_and_cohere_takes_many_at_once() {
    let texts: Vec<String> = (0..200).map(|number| format!("text {number}")).collect();
    let request = json!({ "input": texts, "input_type": "search_document" });
    let cohere = bodies(COHERE_V4, &request);
    assert_eq!(cohere.iter().map(|body| body["texts"].as_array().unwrap().len()).collect::<Vec<_>>(), [96, 96, 8]);
    let sent: Vec<_> = cohere.iter().flat_map(|body| body["texts"].as_array().unwrap().clone()).collect();
    assert_eq!(sent, texts);
    let titan = bodies(TITAN_V2, &request);
    assert_eq!(titan.iter().map(|body| body["inputText"].as_str().unwrap()).collect::<Vec<_>>(), texts);
}

#[test]
fn replies_of_each_family_are_read() {
    for (model, reply, expected, tokens) in [
        (TITAN_V1, json!({ "embedding": [0.1, -2e-7], "inputTextTokenCount": 5 }), json!([[0.1, -2e-7]]), Some(5)),
        (
            TITAN_V2,
            json!({ "embeddingsByType": { "float": [1.0] }, "inputTextTokenCount": 2 }),
            json!([[1.0]]),
            Some(2),
        ),
        (TITAN_IMAGE, json!({ "embedding": [1], "inputTextTokenCount": 1, "message": null }), json!([[1]]), Some(1)),
        (COHERE_V3, json!({ "embeddings": [[1], [2]], "response_type": "embeddings_floats" }), json!([[1], [2]]), None),
        (COHERE_V4, json!({ "embeddings": { "float": [[1], [2]] } }), json!([[1], [2]]), None),
        (NOVA, json!({ "embeddings": [{ "embeddingType": "TEXT", "embedding": [3] }] }), json!([[3]]), None),
        (MARENGO_2, json!({ "data": [{ "embedding": [4] }] }), json!([[4]]), None),
        (MARENGO_3, json!({ "data": [{ "embedding": [4] }] }), json!([[4]]), None),
    ] {
        let codec = translated(model, &json!({ "input": "a" })).unwrap().codec;
        let (list, counted) = read(codec, &reply.to_string()).unwrap();
        assert_eq!((serde_json::from_str::<Value>(&list).unwrap(), counted), (expected, tokens), "{model}");
    }
}

#[test]
fn a_reply_without_embedding_is_an_error_with_the_models_words() {
    let codec = translated(TITAN_IMAGE, &json!({ "input": "a" })).unwrap().codec;
    let error = read(codec, r#"{"embedding":null,"message":"Image is too large"}"#).unwrap_err();
    assert!(error.message().contains("Image is too large"), "{error}");
    for reply in ["", "[]", r#"{"embedding":[]}"#] {
        assert!(read(codec, reply).unwrap_err().message().contains("no embedding"), "{reply}");
    }
}

#[test]
fn what_has_no_effect_is_warned_of_and_what_is_wrong_is_refused() {
    let warnings = |model, request| translated(model, &request).unwrap().warnings.len();
    assert_eq!(warnings(TITAN_V1, json!({ "input": "a", "dimensions": 256 })), 1);
    assert_eq!(warnings(COHERE_V3, json!({ "input": "a" })), 1);
    assert_eq!(warnings(TITAN_V2, json!({ "input": "a", "dimensions": 256 })), 0);
    assert!(translated(TITAN_V2, &json!({ "input": "a", "encoding_format": "base64" })).unwrap().is_base64);
    for (request, words) in [
        (json!({}), "No input"),
        (json!({ "input": [] }), "no text"),
        (json!({ "input": ["a", " "] }), "no text"),
        (json!({ "input": [[1, 2]] }), "not tokens"),
        (json!({ "input": "a", "dimensions": 100 }), "Pass one of 256, 512, 1024."),
        (json!({ "input": "a", "dimensions": "256" }), "dimensions is not a whole number"),
        (json!({ "input": "a", "encoding_format": "int8" }), "encoding_format"),
    ] {
        let error = translated(TITAN_V2, &request).unwrap_err();
        assert!(error.message().contains(words), "{error}");
    }
    let error = translated("amazon.nova-lite-v1:0", &json!({ "input": "a" })).unwrap_err();
    assert!(error.message().contains("not known to make embeddings"), "{error}");
}
