//! Nova Canvas and the Titan Image Generators, for the task `TEXT_IMAGE`. The others, which change images, are refused
//! as if there were none. <https://docs.aws.amazon.com/nova/latest/userguide/image-gen-access.html>,
//! <https://docs.aws.amazon.com/bedrock/latest/userguide/model-parameters-titan-image.html>

use serde_json::Value;
use serde_json::json;

use super::super::schema::Schema;
use super::Moderation;
use super::png;
use crate::errors::ServiceError;

const STYLES: [&str; 8] = [
    "3D_ANIMATED_FAMILY_FILM",
    "DESIGN_SKETCH",
    "FLAT_VECTOR_ILLUSTRATION",
    "GRAPHIC_NOVEL_ILLUSTRATION",
    "MAXIMALISM",
    "MIDCENTURY_RETRO",
    "PHOTOREALISM",
    "SOFT_DIGITAL_PAINTING",
];
const SEED_MAX: u64 = 2_147_483_646;
const PARAMS: &str = "#/textToImageParams";
const CONFIG: &str = "#/imageGenerationConfig";

/// Width and height that Titan makes.
const TITAN_SIZES: [(u64, u64); 24] = [
    (1024, 1024),
    (768, 768),
    (512, 512),
    (768, 1152),
    (384, 576),
    (1152, 768),
    (576, 384),
    (768, 1280),
    (384, 640),
    (1280, 768),
    (640, 384),
    (896, 1152),
    (448, 576),
    (1152, 896),
    (576, 448),
    (768, 1408),
    (384, 704),
    (1408, 768),
    (704, 384),
    (640, 1408),
    (320, 704),
    (1408, 640),
    (704, 320),
    (1173, 640),
];

pub(super) fn answer(name: &str, body: &Value) -> Result<Value, ServiceError> {
    let is_canvas = name.starts_with("amazon.nova");
    let mut schema = Schema::default();
    schema.object(body, "#", &["taskType", "textToImageParams"], &["imageGenerationConfig"]);
    schema.word(body, "#", "taskType", &["TEXT_IMAGE"]);
    let prompt = prompt(&mut schema, body, is_canvas);
    let config = body.get("imageGenerationConfig").cloned().unwrap_or_else(|| json!({}));
    let known = ["width", "height", "quality", "cfgScale", "seed", "numberOfImages"];
    schema.object(&config, CONFIG, &[], &known);
    schema.word(&config, CONFIG, "quality", &["standard", "premium"]);
    schema.number(&config, CONFIG, "cfgScale", (1.1, 10.0));
    let seed = schema.whole(&config, CONFIG, "seed", (0, SEED_MAX)).unwrap_or(if is_canvas { 12 } else { 42 });
    let count = schema.whole(&config, CONFIG, "numberOfImages", (1, 5)).unwrap_or(1);
    let sides = if is_canvas { (320, 4_096) } else { (0, u64::MAX) };
    let width = schema.whole(&config, CONFIG, "width", sides).unwrap_or(1_024);
    let height = schema.whole(&config, CONFIG, "height", sides).unwrap_or(1_024);
    schema.finish()?;
    if !is_size(is_canvas, width, height) {
        // The wording is a guess.
        return Err(ServiceError::validation(format!(
            "Unsupported image size: {width}x{height}. See the supported image resolutions in the documentation."
        )));
    }
    // The next three are documented: https://docs.aws.amazon.com/nova/latest/userguide/image-gen-errors.html
    let moderation = Moderation::of(prompt);
    if moderation == Moderation::Prompt {
        return Err(ServiceError::validation(
            "This request has been blocked by our content filters. Please adjust your text prompt to submit a new request.",
        ));
    }
    let shown = (0..count).filter(|number| !moderation.withholds(*number));
    let images: Vec<String> = shown
        .map(|number| png::base64(width, height, crate::reply::hash(prompt.as_bytes()) ^ (seed + number)))
        .collect();
    let error = match images.len() {
        0 => Some("All of the generated images have been blocked by our content filters."),
        shown if (shown as u64) < count => {
            Some("Some of the generated images have been blocked by our content filters.")
        }
        _ => None,
    };
    Ok(json!({ "images": images, "error": error }))
}

fn prompt<'a>(schema: &mut Schema, body: &'a Value, is_canvas: bool) -> &'a str {
    let Some(params) = body.get("textToImageParams") else { return "" };
    let conditioned = ["negativeText", "conditionImage", "controlMode", "controlStrength", "style"];
    schema.object(params, PARAMS, &["text"], conditioned.get(..if is_canvas { 5 } else { 4 }).unwrap_or_default());
    if is_canvas {
        schema.word(params, PARAMS, "style", &STYLES);
    }
    // `#/textToImageParams/text: expected maxLength: 1024, actual: 1469` is Canvas's own.
    let most = if is_canvas { 1_024 } else { 512 };
    schema.text(params, PARAMS, "negativeText", 1..=most);
    schema.text(params, PARAMS, "text", 1..=most).unwrap_or_default()
}

/// Canvas: multiples of 16, no side more than four times the other, at most 4,194,304 pixels.
fn is_size(is_canvas: bool, width: u64, height: u64) -> bool {
    if is_canvas {
        let multiples = width.is_multiple_of(16) && height.is_multiple_of(16);
        multiples && width <= height * 4 && height <= width * 4 && width * height <= 4_194_304
    } else {
        TITAN_SIZES.contains(&(width, height))
    }
}
