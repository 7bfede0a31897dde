//! Stability's models that make images of texts: SD3, Core and Ultra.
//! <https://docs.aws.amazon.com/bedrock/latest/userguide/model-parameters-stability-diffusion.html>

use serde_json::Value;
use serde_json::json;

use super::super::schema::Schema;
use super::Moderation;
use super::png;
use crate::errors::ServiceError;
use crate::reply::hash;

/// Each with the width and height of its images.
const RATIOS: [(&str, u64, u64); 9] = [
    ("16:9", 1_344, 768),
    ("1:1", 1_024, 1_024),
    ("21:9", 1_536, 640),
    ("2:3", 832, 1_216),
    ("3:2", 1_216, 832),
    ("4:5", 896, 1_088),
    ("5:4", 1_088, 896),
    ("9:16", 768, 1_344),
    ("9:21", 640, 1_536),
];
const PROMPT_CHARS: usize = 10_000;
/// One pixel. There is no encoder of JPEG here.
const JPEG: &str = "/9j/4AAQSkZJRgABAQEASABIAAD/2wBDAP//////////////////////////////////////////////////////////////////////////////////////wAALCAABAAEBAREA/8QAFAABAAAAAAAAAAAAAAAAAAAAA//EABQQAQAAAAAAAAAAAAAAAAAAAAD/2gAIAQEAAD8AN//Z";

pub(super) fn answer(name: &str, body: &Value) -> Result<Value, ServiceError> {
    let mut schema = Schema::default();
    let known = ["negative_prompt", "aspect_ratio", "output_format", "seed", "mode"];
    // Only SD3 can be told to begin with an image, which it is not here.
    let is_sd3 = name.starts_with("stability.sd3");
    schema.object(body, "#", &["prompt"], known.get(..if is_sd3 { 5 } else { 4 }).unwrap_or_default());
    let prompt = schema.text(body, "#", "prompt", 0..=PROMPT_CHARS).unwrap_or_default();
    schema.text(body, "#", "negative_prompt", 0..=PROMPT_CHARS);
    schema.word(body, "#", "mode", &["text-to-image"]);
    let ratio = schema.word(body, "#", "aspect_ratio", &RATIOS.map(|(name, ..)| name)).unwrap_or("1:1");
    let format = schema.word(body, "#", "output_format", &["png", "jpeg"]).unwrap_or("png");
    let seed = schema.whole(body, "#", "seed", (0, 4_294_967_294)).filter(|seed| *seed > 0);
    schema.finish()?;
    let seed = seed.unwrap_or_else(|| hash(prompt.as_bytes()) % 4_294_967_294);
    let moderation = Moderation::of(prompt);
    if moderation == Moderation::Prompt {
        return Ok(json!({ "finish_reasons": ["Filter reason: prompt"] }));
    }
    if moderation.withholds(seed) {
        return Ok(json!({ "finish_reasons": ["Filter reason: output image"] }));
    }
    let (_, width, height) = RATIOS.into_iter().find(|(name, ..)| *name == ratio).unwrap_or(("1:1", 1_024, 1_024));
    let image = match format {
        "jpeg" => JPEG.to_owned(),
        _ => png::base64(width, height, hash(prompt.as_bytes()) ^ seed),
    };
    Ok(json!({ "seeds": [seed], "finish_reasons": [null], "images": [image] }))
}
