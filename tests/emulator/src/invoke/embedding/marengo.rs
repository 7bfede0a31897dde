//! TwelveLabs Marengo, as far as InvokeModel takes it: texts and images. Video and sound go through StartAsyncInvoke.
//! <https://docs.aws.amazon.com/bedrock/latest/userguide/model-parameters-marengo.html> and
//! <https://docs.aws.amazon.com/bedrock/latest/userguide/model-parameters-marengo-3.html>

use serde_json::Value;
use serde_json::json;

use super::super::schema::Schema;
use super::IMAGE_TOKENS;
use super::is_image;
use super::no_image;
use super::vector;
use crate::errors::ServiceError;
use crate::reply::count;

/// 2.7: everything is a member of the body.
pub(super) fn v2(body: &Value) -> Result<(Value, u64), ServiceError> {
    let mut schema = Schema::default();
    let is_image = body.get("inputType").is_some_and(|kind| kind == "image");
    let input = if is_image { "mediaSource" } else { "inputText" };
    schema.object(body, "#", &["inputType", input], if is_image { &[] } else { &["textTruncate"] });
    schema.word(body, "#", "inputType", &["text", "image"]);
    let truncate = schema.word(body, "#", "textTruncate", &["end", "none"]);
    let content = if is_image {
        base64(&mut schema, body, "#")
    } else {
        schema.text(body, "#", "inputText", 1..=usize::MAX).unwrap_or_default()
    };
    schema.finish()?;
    answer(content, is_image, if truncate == Some("none") { Some(77) } else { None }, 1_024)
}

/// 3.0: what is embedded is in a member named as its type.
pub(super) fn v3(body: &Value) -> Result<(Value, u64), ServiceError> {
    let mut schema = Schema::default();
    let kind = schema.word(body, "#", "inputType", &["text", "image"]).unwrap_or("text");
    schema.object(body, "#", &["inputType", kind], &["inferenceId"]);
    let place = format!("#/{kind}");
    let holder = body.get(kind).unwrap_or(&Value::Null);
    let is_image = kind == "image";
    if body.get(kind).is_some() {
        schema.object(holder, &place, &[if is_image { "mediaSource" } else { "inputText" }], &[]);
    }
    let content = if is_image {
        base64(&mut schema, holder, &place)
    } else {
        schema.text(holder, &place, "inputText", 1..=usize::MAX).unwrap_or_default()
    };
    schema.finish()?;
    answer(content, is_image, Some(500), 512)
}

fn base64<'a>(schema: &mut Schema, holder: &'a Value, place: &str) -> &'a str {
    let Some(source) = holder.get("mediaSource") else { return "" };
    let place = format!("{place}/mediaSource");
    schema.object(source, &place, &["base64String"], &[]);
    schema.text(source, &place, "base64String", 1..=25_000_000).unwrap_or_default()
}

fn answer(
    content: &str,
    is_image_wanted: bool,
    most: Option<u64>,
    dimensions: u64,
) -> Result<(Value, u64), ServiceError> {
    let tokens = if is_image_wanted { IMAGE_TOKENS } else { count(content) };
    if is_image_wanted && !is_image(content) {
        return Err(no_image());
    }
    if !is_image_wanted && most.is_some_and(|most| tokens > most) {
        // The wording is a guess.
        return Err(ServiceError::validation("The input text exceeds the maximum number of tokens."));
    }
    Ok((json!({ "data": [{ "embedding": vector(content, dimensions) }] }), tokens))
}
