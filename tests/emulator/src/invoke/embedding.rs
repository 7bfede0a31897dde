//! Embeddings: the same vector for the same text or image, of length one unless its family says otherwise. Each family
//! has its own body, limits and answer.

mod cohere;
mod marengo;
mod nova;
mod titan;

use base64::Engine;
use base64::engine::general_purpose::STANDARD;
use serde_json::Value;

use crate::errors::ServiceError;
use crate::model;
use crate::reply::Random;
use crate::reply::Usage;
use crate::reply::hash;

/// What a model answers, and the tokens that go into the header `x-amzn-bedrock-input-token-count`. Recordings have it
/// for every family, also where the body counts too:
/// <https://github.com/pydantic/pydantic-ai/tree/main/tests/cassettes/test_embeddings>
pub(super) fn answer(model_id: &str, body: &Value) -> Result<(Value, Usage), ServiceError> {
    let name = model::without_profile(model_id);
    let (answer, input_tokens) = if name.starts_with("amazon.nova") {
        nova::answer(body)?
    } else if name.starts_with("amazon.titan-embed-image") {
        titan::multimodal(body)?
    } else if name.starts_with("amazon.titan-embed-text-v2") {
        titan::text_v2(body)?
    } else if name.starts_with("amazon.") {
        titan::text_v1(body)?
    } else if name.starts_with("cohere.embed-v4") {
        cohere::v4(body)?
    } else if name.starts_with("cohere.") {
        cohere::v3(body)?
    } else if name.starts_with("twelvelabs.marengo-embed-2") {
        marengo::v2(body)?
    } else {
        marengo::v3(body)?
    };
    Ok((answer, Usage { input_tokens, output_tokens: 0 }))
}

/// Whether an application profile, which does not say what is behind it, is asked as Titan's embeddings are. Recorded
/// by pydantic-ai.
pub(super) fn is_behind(model_id: &str, body: &Value) -> bool {
    let asks = ["normalize", "dimensions", "embeddingTypes"].iter().any(|member| body.get(member).is_some());
    model_id.contains(":application-inference-profile/") && body.get("inputText").is_some() && asks
}

/// The vector of some content.
fn vector(content: &str, dimensions: u64) -> Vec<f64> {
    let mut random = Random::new(hash(content.as_bytes()));
    let raw: Vec<f64> = (0..dimensions).map(|_| random.below(2_001) as f64 / 1_000.0 - 1.0).collect();
    let length = raw.iter().map(|x| x * x).sum::<f64>().sqrt();
    raw.iter().map(|x| x / length).collect()
}

/// Whether that is an image in base64: by its first bytes, as a decoder would tell.
fn is_image(base64: &str) -> bool {
    let bytes = STANDARD.decode(base64).unwrap_or_default();
    let starts: [&[u8]; 4] = [b"\x89PNG\r\n\x1a\n", b"\xff\xd8\xff", b"GIF8", b"RIFF"];
    starts.iter().any(|start| bytes.starts_with(start))
}

/// The data of `data:image/png;base64,…`, if it is an image.
fn image_of_data_uri(uri: &str) -> Option<&str> {
    let (head, data) = uri.strip_prefix("data:image/")?.split_once(";base64,")?;
    (!head.is_empty() && is_image(data)).then_some(data)
}

/// How an image counts: as many tokens whatever it shows, which the makers do not publish.
const IMAGE_TOKENS: u64 = 258;

/// The refusal of an image that is none. Its wording is a guess.
fn no_image() -> ServiceError {
    ServiceError::validation("Unable to process provided image, please check the image and try again.")
}
