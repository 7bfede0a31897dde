//! Cohere: <https://docs.aws.amazon.com/bedrock/latest/userguide/model-parameters-embed-v3.html> and
//! <https://docs.aws.amazon.com/bedrock/latest/userguide/model-parameters-embed-v4.html>

use serde_json::Value;
use serde_json::json;

use super::super::malformed;
use super::super::schema::Schema;
use super::IMAGE_TOKENS;
use super::image_of_data_uri;
use super::no_image;
use super::vector;
use crate::converse::strings;
use crate::errors::ServiceError;
use crate::reply::Random;
use crate::reply::count;
use crate::reply::hash;

const INPUTS_MAX: usize = 96;
const TYPES: [&str; 5] = ["float", "int8", "uint8", "binary", "ubinary"];
const INPUT_TYPES: [&str; 5] = ["search_document", "search_query", "classification", "clustering", "image"];

/// What one vector is made from.
struct Content {
    seed: String,
    tokens: u64,
}

pub(super) fn v3(body: &Value) -> Result<(Value, u64), ServiceError> {
    let mut schema = Schema::default();
    let one = if body.get("images").is_some() { "images" } else { "texts" };
    schema.object(body, "#", &[one, "input_type"], &["truncate", "embedding_types"]);
    check_settings(&mut schema, body, &["NONE", "START", "END"]);
    // Longer texts are refused even where they may be truncated.
    let texts = texts(&mut schema, body, 2_048);
    let images = images(&mut schema, body, 1);
    schema.finish()?;
    let contents = contents(body, texts, images?, 512)?;
    let types = strings(body.get("embedding_types"));
    Ok(answer(body, &contents, 1_024, &types))
}

pub(super) fn v4(body: &Value) -> Result<(Value, u64), ServiceError> {
    let mut schema = Schema::default();
    let kinds = ["texts", "images", "inputs"];
    let given: Vec<&str> = kinds.into_iter().filter(|kind| body.get(kind).is_some()).collect();
    let one = given.first().copied().unwrap_or("texts");
    let settings = ["truncate", "embedding_types", "output_dimension", "max_tokens"];
    schema.object(body, "#", &[one, "input_type"], &settings);
    // LEFT and RIGHT are in the documentation; START is accepted as well, as a recording shows:
    // TestBedrock.test_cohere_v4_with_truncate_start.yaml of pydantic-ai.
    check_settings(&mut schema, body, &["NONE", "LEFT", "RIGHT", "START", "END"]);
    let dimensions = schema.one_of(body, "#", "output_dimension", &[256, 512, 1024, 1536]).unwrap_or(1_536);
    let most = schema.whole(body, "#", "max_tokens", (1, 128_000)).unwrap_or(128_000);
    let texts = texts(&mut schema, body, usize::MAX);
    let images = images(&mut schema, body, INPUTS_MAX);
    let mixed = mixed(&mut schema, body);
    schema.finish()?;
    let mut contents = contents(body, texts, images?, most)?;
    contents.extend(mixed?);
    let mut types = strings(body.get("embedding_types"));
    if types.is_empty() {
        // v4 answers by type also where none was asked for: TestBedrock.test_cohere_v4_with_dimensions.yaml
        types.push("float".to_owned());
    }
    Ok(answer(body, &contents, dimensions, &types))
}

fn check_settings(schema: &mut Schema, body: &Value, truncate: &[&str]) {
    schema.word(body, "#", "input_type", &INPUT_TYPES);
    schema.word(body, "#", "truncate", truncate);
    for (index, kind) in schema.list(body, "#", "embedding_types", 1..=TYPES.len()).iter().enumerate() {
        if !kind.as_str().is_some_and(|kind| TYPES.contains(&kind)) {
            schema.say(&format!("#/embedding_types/{index}"), format!("{kind} is not a valid enum value"));
        }
    }
}

fn texts<'a>(schema: &mut Schema, body: &'a Value, chars_max: usize) -> Vec<&'a str> {
    let items = schema.list(body, "#", "texts", 1..=INPUTS_MAX).iter().enumerate();
    items.filter_map(|(index, text)| schema.string(text, &format!("#/texts/{index}"), 1..=chars_max)).collect()
}

fn images<'a>(schema: &mut Schema, body: &'a Value, most: usize) -> Result<Vec<&'a str>, ServiceError> {
    let items = schema.list(body, "#", "images", 1..=most).iter();
    items.map(|uri| uri.as_str().and_then(image_of_data_uri).ok_or_else(no_image)).collect()
}

/// Texts and images in one vector.
fn mixed(schema: &mut Schema, body: &Value) -> Result<Vec<Content>, ServiceError> {
    let mut contents = Vec::new();
    for (index, input) in schema.list(body, "#", "inputs", 1..=INPUTS_MAX).iter().enumerate() {
        let place = format!("#/inputs/{index}");
        schema.object(input, &place, &["content"], &[]);
        let mut content = Content { seed: String::new(), tokens: 0 };
        for part in schema.list(input, &place, "content", 1..=usize::MAX) {
            let uri = part.get("image_url").map(|image| image.get("url").unwrap_or(image));
            let (seed, tokens) = match (part.get("text").and_then(Value::as_str), uri.and_then(Value::as_str)) {
                (Some(text), None) => (text, count(text)),
                (None, Some(uri)) => (image_of_data_uri(uri).ok_or_else(no_image)?, IMAGE_TOKENS),
                _ => return Err(malformed(Some(&format!("{place}/content: a part is neither text nor image_url")))),
            };
            content.seed.push_str(seed);
            content.tokens = content.tokens.saturating_add(tokens);
        }
        contents.push(content);
    }
    Ok(contents)
}

/// Texts that are too long are cut or refused: <https://github.com/run-llama/llama_index/issues/14118>
fn contents(body: &Value, texts: Vec<&str>, images: Vec<&str>, tokens_max: u64) -> Result<Vec<Content>, ServiceError> {
    let cuts = body.get("truncate").is_some_and(|truncate| truncate != "NONE");
    let mut contents = Vec::new();
    for text in texts {
        let tokens = count(text);
        if tokens > tokens_max && !cuts {
            return Err(ServiceError::validation("Input is too long for requested model."));
        }
        contents.push(Content { seed: text.to_owned(), tokens: tokens.min(tokens_max) });
    }
    contents.extend(images.into_iter().map(|image| Content { seed: image.to_owned(), tokens: IMAGE_TOKENS }));
    Ok(contents)
}

fn answer(body: &Value, contents: &[Content], dimensions: u64, types: &[String]) -> (Value, u64) {
    // Documents and queries differ.
    let input_type = body.get("input_type").and_then(Value::as_str).unwrap_or_default();
    let vectors: Vec<Vec<f64>> =
        contents.iter().map(|content| vector(&format!("{input_type}\0{}", content.seed), dimensions)).collect();
    let seeds: String = contents.iter().map(|content| content.seed.as_str()).collect();
    let id: String = Random::new(hash(seeds.as_bytes())).bytes(16).iter().map(|byte| format!("{byte:02x}")).collect();
    let tokens = contents.iter().map(|content| content.tokens).sum();
    let (embeddings, response_type) = if types.is_empty() {
        (json!(vectors), "embeddings_floats")
    } else {
        let by_type =
            types.iter().map(|kind| (kind.clone(), vectors.iter().map(|vector| typed(kind, vector)).collect()));
        (Value::Object(by_type.collect()), "embeddings_by_type")
    };
    let mut answer = json!({ "embeddings": embeddings, "id": id, "response_type": response_type });
    if let Some(texts) = body.get("texts") {
        answer["texts"] = texts.clone();
    }
    (answer, tokens)
}

/// A vector in bytes, or one bit a number.
fn typed(kind: &str, vector: &[f64]) -> Value {
    let bits = || vector.chunks(8).map(|bits| bits.iter().fold(0_i64, |byte, x| byte << 1 | i64::from(*x > 0.0)));
    match kind {
        "int8" => vector.iter().map(|x| (x * 127.0) as i64).collect(),
        "uint8" => vector.iter().map(|x| (x * 127.0) as i64 + 128).collect(),
        "binary" => bits().map(|byte| byte - 128).collect(),
        "ubinary" => bits().collect(),
        _ => json!(vector),
    }
}
