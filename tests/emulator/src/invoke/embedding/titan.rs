//! Amazon Titan: <https://docs.aws.amazon.com/bedrock/latest/userguide/model-parameters-titan-embed-text.html> and
//! <https://docs.aws.amazon.com/bedrock/latest/userguide/model-parameters-titan-embed-mm.html>

use serde_json::Value;
use serde_json::json;

use super::super::schema::Schema;
use super::is_image;
use super::no_image;
use super::vector;
use crate::converse::strings;
use crate::errors::ServiceError;
use crate::reply::count;

const TEXT_CHARS: usize = 50_000;
const TEXT_TOKENS: u64 = 8_192;
/// <https://docs.aws.amazon.com/bedrock/latest/userguide/titan-multiemb-models.html>
const MULTIMODAL_TOKENS: u64 = 256;

pub(super) fn text_v1(body: &Value) -> Result<(Value, u64), ServiceError> {
    let mut schema = Schema::default();
    schema.object(body, "#", &["inputText"], &[]);
    let text = schema.text(body, "#", "inputText", 1..=TEXT_CHARS).unwrap_or_default();
    schema.finish()?;
    let tokens = counted(text, TEXT_TOKENS)?;
    Ok((json!({ "embedding": vector(text, 1_536), "inputTextTokenCount": tokens }), tokens))
}

pub(super) fn text_v2(body: &Value) -> Result<(Value, u64), ServiceError> {
    let mut schema = Schema::default();
    schema.object(body, "#", &["inputText"], &["dimensions", "normalize", "embeddingTypes"]);
    let text = schema.text(body, "#", "inputText", 1..=TEXT_CHARS).unwrap_or_default();
    let dimensions = schema.one_of(body, "#", "dimensions", &[256, 512, 1024]).unwrap_or(1024);
    for (index, kind) in schema.list(body, "#", "embeddingTypes", 1..=2).iter().enumerate() {
        if kind != "float" && kind != "binary" {
            schema.say(&format!("#/embeddingTypes/{index}"), format!("{kind} is not a valid enum value"));
        }
    }
    let normalize = schema.flag(body, "#", "normalize").unwrap_or(true);
    schema.finish()?;
    let tokens = counted(text, TEXT_TOKENS)?;
    let mut floats = vector(text, dimensions);
    if !normalize {
        let length = 10.0 + text.len() as f64 / 100.0;
        floats.iter_mut().for_each(|x| *x *= length);
    }
    let mut types = strings(body.get("embeddingTypes"));
    if types.is_empty() {
        types.push("float".to_owned());
    }
    let mut answer = json!({});
    let mut by_type = json!({});
    if types.iter().any(|kind| kind == "float") {
        answer["embedding"] = json!(floats);
        by_type["float"] = json!(floats);
    }
    if types.iter().any(|kind| kind == "binary") {
        by_type["binary"] = floats.iter().map(|x| u8::from(*x > 0.0)).collect();
    }
    answer["embeddingsByType"] = by_type;
    answer["inputTextTokenCount"] = json!(tokens);
    Ok((answer, tokens))
}

/// With a text and an image the average of both, as documented.
pub(super) fn multimodal(body: &Value) -> Result<(Value, u64), ServiceError> {
    let mut schema = Schema::default();
    let required: &[&str] = if body.get("inputImage").is_some() { &[] } else { &["inputText"] };
    schema.object(body, "#", required, &["inputText", "inputImage", "embeddingConfig"]);
    let text = schema.text(body, "#", "inputText", 1..=TEXT_CHARS);
    let image = schema.text(body, "#", "inputImage", 1..=25_000_000);
    let mut dimensions = 1024;
    if let Some(config) = body.get("embeddingConfig") {
        schema.object(config, "#/embeddingConfig", &[], &["outputEmbeddingLength"]);
        let wanted = schema.one_of(config, "#/embeddingConfig", "outputEmbeddingLength", &[256, 384, 1024]);
        dimensions = wanted.unwrap_or(dimensions);
    }
    schema.finish()?;
    if image.is_some_and(|image| !is_image(image)) {
        return Err(no_image());
    }
    let tokens = counted(text.unwrap_or_default(), MULTIMODAL_TOKENS)?;
    let parts: Vec<_> = [text, image].into_iter().flatten().map(|part| vector(part, dimensions)).collect();
    let average = |at: usize| parts.iter().filter_map(|part| part.get(at)).sum::<f64>() / parts.len() as f64;
    let embedding: Vec<f64> = (0..usize::try_from(dimensions).unwrap_or_default()).map(average).collect();
    Ok((json!({ "embedding": embedding, "inputTextTokenCount": tokens, "message": null }), tokens))
}

/// The wording: <https://github.com/aws-samples/amazon-bedrock-workshop/issues/136>
fn counted(text: &str, most: u64) -> Result<u64, ServiceError> {
    let tokens = count(text);
    if tokens <= most {
        return Ok(tokens);
    }
    Err(ServiceError::validation(format!(
        "400 Bad Request: Too many input tokens. Max input tokens: {most}, request input token count: {tokens} "
    )))
}
