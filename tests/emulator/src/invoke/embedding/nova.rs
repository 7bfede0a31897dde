//! Nova 2 Multimodal Embeddings: <https://docs.aws.amazon.com/nova/latest/userguide/embeddings-schema.html>

use serde_json::Value;
use serde_json::json;

use super::super::schema::Schema;
use super::IMAGE_TOKENS;
use super::is_image;
use super::no_image;
use super::vector;
use crate::errors::ServiceError;
use crate::reply::count;
use crate::reply::split;

const PURPOSES: [&str; 9] = [
    "GENERIC_INDEX",
    "GENERIC_RETRIEVAL",
    "TEXT_RETRIEVAL",
    "IMAGE_RETRIEVAL",
    "VIDEO_RETRIEVAL",
    "DOCUMENT_RETRIEVAL",
    "AUDIO_RETRIEVAL",
    "CLASSIFICATION",
    "CLUSTERING",
];
const PLACE: &str = "#/singleEmbeddingParams";
const TEXT_TOKENS: u64 = 8_192;

pub(super) fn answer(body: &Value) -> Result<(Value, u64), ServiceError> {
    let mut schema = Schema::default();
    schema.object(body, "#", &["taskType", "singleEmbeddingParams"], &["schemaVersion"]);
    schema.word(body, "#", "schemaVersion", &["nova-multimodal-embed-v1"]);
    // SEGMENTED_EMBEDDING is StartAsyncInvoke's.
    schema.word(body, "#", "taskType", &["SINGLE_EMBEDDING"]);
    let params = body.get("singleEmbeddingParams").unwrap_or(&Value::Null);
    // Sound and video are not made up here.
    let kind = if params.get("image").is_some() { "image" } else { "text" };
    if body.get("singleEmbeddingParams").is_some() {
        schema.object(params, PLACE, &["embeddingPurpose", kind], &["embeddingDimension"]);
    }
    let purpose = schema.word(params, PLACE, "embeddingPurpose", &PURPOSES).unwrap_or_default();
    let dimensions = schema.one_of(params, PLACE, "embeddingDimension", &[256, 384, 1024, 3072]).unwrap_or(3072);
    let (content, tokens, cut) = if kind == "image" { image(schema, params)? } else { text(schema, params)? };
    // What is indexed and what is looked for are near each other, not the same.
    let embedding = vector(&format!("{purpose}\0{content}"), dimensions);
    let mut one = json!({ "embeddingType": kind.to_uppercase(), "embedding": embedding });
    if let Some(cut) = cut {
        one["truncatedCharLength"] = json!(cut);
    }
    // No count in the body: TestBedrock.test_nova_with_dimensions.yaml of pydantic-ai.
    Ok((json!({ "embeddings": [one] }), tokens))
}

type Content = (String, u64, Option<usize>);

fn text(mut schema: Schema, params: &Value) -> Result<Content, ServiceError> {
    let place = format!("{PLACE}/text");
    let text = params.get("text").unwrap_or(&Value::Null);
    if params.get("text").is_some() {
        schema.object(text, &place, &["truncationMode", "value"], &[]);
    }
    let mode = schema.word(text, &place, "truncationMode", &["START", "END", "NONE"]).unwrap_or_default();
    let value = schema.text(text, &place, "value", 1..=usize::MAX).unwrap_or_default();
    schema.finish()?;
    let tokens = count(value);
    if tokens <= TEXT_TOKENS {
        return Ok((value.to_owned(), tokens, None));
    }
    if mode == "NONE" {
        // The wording is a guess.
        return Err(ServiceError::validation(format!(
            "The input text has {tokens} tokens, which exceeds the maximum of {TEXT_TOKENS} tokens."
        )));
    }
    let pieces = split(value);
    let most = usize::try_from(TEXT_TOKENS).unwrap_or(usize::MAX);
    let (start, end) = (pieces.get(..most), pieces.get(pieces.len().saturating_sub(most)..));
    let kept = if mode == "END" { start } else { end }.unwrap_or_default().concat();
    let length = kept.chars().count();
    Ok((kept, TEXT_TOKENS, Some(length)))
}

fn image(mut schema: Schema, params: &Value) -> Result<Content, ServiceError> {
    let place = format!("{PLACE}/image");
    let image = params.get("image").unwrap_or(&Value::Null);
    if schema.object(image, &place, &["format", "source"], &["detailLevel"]) {
        schema.word(image, &place, "format", &["png", "jpeg", "gif", "webp"]);
        schema.word(image, &place, "detailLevel", &["STANDARD_IMAGE", "DOCUMENT_IMAGE"]);
    }
    let source = image.get("source").unwrap_or(&Value::Null);
    if image.get("source").is_some() {
        schema.object(source, &format!("{place}/source"), &["bytes"], &[]);
    }
    let bytes = schema.text(source, &format!("{place}/source"), "bytes", 1..=25_000_000).unwrap_or_default();
    schema.finish()?;
    if is_image(bytes) { Ok((bytes.to_owned(), IMAGE_TOKENS, None)) } else { Err(no_image()) }
}
