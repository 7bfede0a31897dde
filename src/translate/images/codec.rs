//! The requests and replies of each maker's image models.

use std::borrow::Cow;

use super::Plan;
use crate::json::Value;
use crate::json::Writer;

/// The format of an image model's requests and replies, which its maker decides.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum ImageCodec {
    /// Nova Canvas: <https://docs.aws.amazon.com/nova/latest/userguide/image-gen-access.html>
    Canvas,
    /// The Titan Image Generators, nearly the same:
    /// <https://docs.aws.amazon.com/bedrock/latest/userguide/model-parameters-titan-image.html>
    Titan,
    /// Stability's SD3, Core and Ultra:
    /// <https://docs.aws.amazon.com/bedrock/latest/userguide/model-parameters-stability-diffusion.html>
    Stability,
}

/// Width and height in pixels.
#[derive(Clone, Copy)]
pub(super) struct Size {
    pub(super) width: u32,
    pub(super) height: u32,
}

impl ImageCodec {
    pub(super) fn of(id: &str) -> Option<Self> {
        CODECS.iter().find(|(start, _)| id.starts_with(start)).map(|(_, codec)| *codec)
    }

    /// How many images a call can make.
    pub(super) fn most(self) -> u32 {
        if self == Self::Stability { 1 } else { AMAZON_MAX }
    }

    /// The body of a call for `count` images; earlier calls make `before` others.
    pub(super) fn body(self, plan: &Plan<'_>, count: u32, before: u32) -> String {
        let mut json = Writer::default();
        // The same seed would make the same images again.
        let seed = plan.seed.map(|seed| seed.saturating_add(before));
        json.open('{');
        if self == Self::Stability {
            json.key("prompt").text(plan.prompt);
            copy(&mut json, plan.request, "negative_prompt", "negative_prompt");
            let ratio = plan.request.get("aspect_ratio");
            match plan.size {
                _ if !ratio.is_null() => json.key("aspect_ratio").value(ratio),
                Some(size) => json.key("aspect_ratio").string(size.aspect_ratio()),
                None => &mut json,
            };
            json.key("output_format").string(plan.output_format);
            number(&mut json, "seed", seed);
        } else {
            json.key("taskType").string("TEXT_IMAGE");
            json.key("textToImageParams").open('{').key("text").text(plan.prompt);
            copy(&mut json, plan.request, "negative_prompt", "negativeText");
            if plan.has_style {
                copy(&mut json, plan.request, "style", "style");
            }
            json.close('}').key("imageGenerationConfig").open('{').key("numberOfImages").number(count);
            number(&mut json, "width", plan.size.map(|size| size.width));
            number(&mut json, "height", plan.size.map(|size| size.height));
            if let Some(quality) = plan.quality {
                json.key("quality").string(quality);
            }
            copy(&mut json, plan.request, "cfg_scale", "cfgScale");
            number(&mut json, "seed", seed);
            json.close('}');
        }
        json.close('}');
        json.finish_for_service()
    }

    /// The images in a reply, each in base64, and why some are missing.
    ///
    /// Amazon's models say it in `error`, <https://docs.aws.amazon.com/nova/latest/userguide/image-gen-errors.html>;
    /// Stability's in `finish_reasons`; the AI SDK knows of `details` as well.
    pub(super) fn read<'v, 'a>(self, reply: &'v Value<'a>) -> (Vec<&'v Value<'a>>, Option<Cow<'a, str>>) {
        let first = |list: &Value<'a>| list.items().iter().find_map(Value::str);
        let details = || first(reply.get("details").get("Moderation Reasons"));
        let reason = first(reply.get("finish_reasons")).or_else(|| reply.get("error").str());
        let withheld = reason.or_else(details);
        let images = reply.get("images").items().iter().filter(|image| image.text().is_some()).collect();
        (images, withheld)
    }
}

impl Size {
    /// Reads `1024x1024`.
    pub(super) fn parse(text: &str) -> Option<Self> {
        let (width, height) = text.split_once('x')?;
        let size = Self { width: width.parse().ok()?, height: height.parse().ok()? };
        (size.width > 0 && size.height > 0).then_some(size)
    }

    /// The ratio of Stability's that is nearest.
    pub(super) fn aspect_ratio(self) -> &'static str {
        let off = |(_, width, height): &&(&str, u32, u32)| {
            let ours = u64::from(self.width).saturating_mul(u64::from(*height));
            let theirs = u64::from(self.height).saturating_mul(u64::from(*width));
            // By the height of the ratio, so that the differences compare.
            ours.abs_diff(theirs).saturating_mul(1000).checked_div(u64::from(*height)).unwrap_or(u64::MAX)
        };
        RATIOS.iter().min_by_key(off).map_or("1:1", |(name, ..)| name)
    }
}

fn copy(json: &mut Writer, request: &Value<'_>, from: &str, to: &str) {
    let value = request.get(from);
    if !value.is_null() {
        json.key(to).value(value);
    }
}

fn number(json: &mut Writer, name: &str, number: Option<u32>) {
    if let Some(number) = number {
        json.key(name).number(number);
    }
}

/// Those of Stability's that are not here change an image, and SDXL is past its end of life.
const CODECS: [(&str, ImageCodec); 5] = [
    ("amazon.nova-canvas", ImageCodec::Canvas),
    ("amazon.titan-image", ImageCodec::Titan),
    ("stability.sd3", ImageCodec::Stability),
    ("stability.stable-image-core", ImageCodec::Stability),
    ("stability.stable-image-ultra", ImageCodec::Stability),
];

const AMAZON_MAX: u32 = 5;

const RATIOS: [(&str, u32, u32); 9] = [
    ("1:1", 1, 1),
    ("16:9", 16, 9),
    ("21:9", 21, 9),
    ("2:3", 2, 3),
    ("3:2", 3, 2),
    ("4:5", 4, 5),
    ("5:4", 5, 4),
    ("9:16", 9, 16),
    ("9:21", 9, 21),
];
