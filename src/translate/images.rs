//! Images: OpenAI's request becomes the body of one or more calls of InvokeModel, and the replies become its list.

use std::borrow::Cow;

use crate::error::Error;
use crate::json::Text;
use crate::json::Value;
use crate::json::Writer;
use crate::json::parse;
use crate::models::Model;
use crate::translate::Warning;

/// What an image model takes and gives, which its maker decides.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum ImageCodec {
    /// Amazon's: Nova Canvas and the Titan Image Generators. Up to five images a call.
    Amazon,
    /// Stability's: one image a call.
    Stability,
}

/// The calls that a request takes.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Images {
    /// How to read the replies.
    pub codec: ImageCodec,
    /// The bodies of the calls.
    pub bodies: Vec<String>,
    /// What has no effect.
    pub warnings: Vec<Warning>,
}

/// Reads OpenAI's request, as JSON.
///
/// # Errors
/// [`Kind::Input`](crate::error::Kind::Input) naming the parameter.
pub fn images(request: &str, model: &Model<'_>) -> Result<Images, Error> {
    let request = parse(request).unwrap_or_default();
    let codec = ImageCodec::of(model.id).ok_or_else(|| {
        Error::input(format!("{} is not known to make images of texts. Pass its own body to invokeModel.", model.id))
    })?;
    let prompt = request.get("prompt").text().filter(|prompt| !prompt.is_blank());
    let prompt = prompt.ok_or_else(|| Error::input("No prompt. Pass a string that says what is to be seen."))?;
    let count = match request.get("n") {
        Value::Null => 1,
        n => n
            .u32()
            .filter(|n| (1..=COUNT_MAX).contains(n))
            .ok_or_else(|| Error::input("n is not a whole number from 1 to 10. Pass one, or call several times."))?,
    };
    if request.get("response_format").text().is_some_and(|format| !format.is("b64_json")) {
        return Err(Error::input(
            "Bedrock gives images themselves, no addresses of them. Pass response_format: \"b64_json\".",
        ));
    }
    let size = Size::read(request.get("size"))?;
    let mut warnings = Vec::new();
    for (name, value) in request.members() {
        if !value.is_null() && !KNOWN.iter().any(|known| name.is(known)) {
            let message = format!("{} has no effect on images of Bedrock's models. Leave it out.", name.unescaped());
            warnings.push(Warning { code: "unsupported_param", message });
        }
    }
    let bodies = match codec {
        ImageCodec::Amazon => amazon_bodies(&request, prompt, size, count),
        ImageCodec::Stability => (0..count).map(|number| stability_body(&request, prompt, size, number)).collect(),
    };
    Ok(Images { codec, bodies, warnings })
}

#[derive(Clone, Copy)]
struct Size {
    width: u32,
    height: u32,
}

impl Size {
    fn read(size: &Value<'_>) -> Result<Option<Self>, Error> {
        let Some(text) = size.str().filter(|text| text != "auto") else {
            return Ok(None);
        };
        let sides = text
            .split_once('x')
            .and_then(|(width, height)| Some(Self { width: width.parse().ok()?, height: height.parse().ok()? }));
        let is_real = |size: &Self| size.width > 0 && size.height > 0;
        let expected = || Error::input("size is not like \"1024x1024\". Pass width and height in pixels, or \"auto\".");
        sides.filter(is_real).map(Some).ok_or_else(expected)
    }

    /// The ratio of Stability's that is nearest.
    fn aspect_ratio(self) -> &'static str {
        let off = |(_, width, height): &&(&str, u32, u32)| {
            let ours = u64::from(self.width).saturating_mul(u64::from(*height));
            let theirs = u64::from(self.height).saturating_mul(u64::from(*width));
            // By the height of the ratio, so that the differences compare.
            ours.abs_diff(theirs).saturating_mul(1000).checked_div(u64::from(*height)).unwrap_or(u64::MAX)
        };
        RATIOS.iter().min_by_key(off).map_or("1:1", |(name, ..)| name)
    }
}

fn amazon_bodies(request: &Value<'_>, prompt: Text<'_>, size: Option<Size>, count: u32) -> Vec<String> {
    let mut bodies = Vec::new();
    let mut left = count;
    while left > 0 {
        let now = left.min(AMAZON_MAX);
        left = left.saturating_sub(now);
        let mut json = Writer::default();
        json.open('{').key("taskType").string("TEXT_IMAGE");
        json.key("textToImageParams").open('{').key("text").text(prompt);
        copy(&mut json, request, "negative_prompt", "negativeText");
        copy(&mut json, request, "style", "style");
        json.close('}').key("imageGenerationConfig").open('{');
        json.key("numberOfImages").raw(&now.to_string());
        if let Some(Size { width, height }) = size {
            json.key("width").raw(&width.to_string()).key("height").raw(&height.to_string());
        }
        match request.get("quality").str().as_deref() {
            Some("high" | "hd" | "premium") => json.key("quality").string("premium"),
            Some("low" | "medium" | "standard") => json.key("quality").string("standard"),
            _ => &mut json,
        };
        copy(&mut json, request, "cfg_scale", "cfgScale");
        copy(&mut json, request, "seed", "seed");
        json.close('}').close('}');
        bodies.push(json.finish());
    }
    bodies
}

fn stability_body(request: &Value<'_>, prompt: Text<'_>, size: Option<Size>, number: u32) -> String {
    let mut json = Writer::default();
    json.open('{').key("prompt").text(prompt);
    copy(&mut json, request, "negative_prompt", "negative_prompt");
    if let Some(size) = size {
        json.key("aspect_ratio").string(size.aspect_ratio());
    }
    match request.get("output_format").text() {
        Some(format) => json.key("output_format").text(format),
        None => json.key("output_format").string("png"),
    };
    // The same seed would make the same image again.
    if let Some(seed) = request.get("seed").u32() {
        json.key("seed").raw(&seed.saturating_add(number).to_string());
    }
    json.close('}');
    json.finish()
}

fn copy(json: &mut Writer, request: &Value<'_>, from: &str, to: &str) {
    let value = request.get(from);
    if !value.is_null() {
        json.key(to).value(value);
    }
}

impl ImageCodec {
    fn of(id: &str) -> Option<Self> {
        CODECS.iter().find(|(start, _)| id.starts_with(start)).map(|(_, codec)| *codec)
    }

    /// The images in a reply, each in base64, and why some are missing.
    ///
    /// # Errors
    /// [`Kind::Protocol`](crate::error::Kind::Protocol) when there is none, with the model's reason.
    pub fn read<'v, 'a>(self, reply: &'v Value<'a>) -> Result<(Vec<&'v Value<'a>>, Option<String>), Error> {
        let refused = match self {
            Self::Amazon => reply.get("error").str(),
            Self::Stability => reply.get("finish_reasons").items().iter().find_map(Value::str),
        };
        let images: Vec<_> = reply.get("images").items().iter().filter(|image| image.text().is_some()).collect();
        if images.is_empty() {
            let why = refused.as_deref().unwrap_or("its reply has none.");
            return Err(Error::protocol(format!("The model made no image: {why}")));
        }
        Ok((images, refused.map(Cow::into_owned)))
    }
}

const CODECS: [(&str, ImageCodec); 5] = [
    ("amazon.nova-canvas", ImageCodec::Amazon),
    ("amazon.titan-image", ImageCodec::Amazon),
    ("stability.sd3", ImageCodec::Stability),
    ("stability.stable-image-core", ImageCodec::Stability),
    ("stability.stable-image-ultra", ImageCodec::Stability),
];

const COUNT_MAX: u32 = 10;
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

const KNOWN: [&str; 12] = [
    "model",
    "prompt",
    "n",
    "size",
    "quality",
    "style",
    "response_format",
    "output_format",
    "negative_prompt",
    "cfg_scale",
    "seed",
    "user",
];
