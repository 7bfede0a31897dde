//! Images: OpenAI's request becomes the body of one or more calls of InvokeModel, and the replies become its list.

mod codec;

use std::borrow::Cow;

use super::parse_reply;
use super::resource;
use super::resource::unknown_model;
use super::warnings::Warnings;
use super::warnings::Words;
use crate::error::Error;
use crate::error::ErrorReply;
use crate::error::Kind;
use crate::json::Text;
use crate::json::Value;
use crate::json::Writer;
use crate::models::Model;
use crate::translate::TranslationOptions;
use crate::translate::Warning;

pub use self::codec::ImageCodec;

use self::codec::Size;

/// The calls that a request takes.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Images {
    /// How to read the replies.
    pub codec: ImageCodec,
    /// The bodies of the calls.
    pub bodies: Vec<String>,
    /// Warnings about parameters without effect.
    pub warnings: Vec<Warning>,
    output_format: &'static str,
}

/// Reads OpenAI's request.
///
/// Beyond OpenAI's parameters there are `negative_prompt` and `seed`, `cfg_scale` and Nova Canvas's own `style` for
/// Amazon's models, and `aspect_ratio` for Stability's.
///
/// # Errors
/// [`Kind::Input`] naming the parameter.
pub fn images(request: &Value<'_>, model: &Model<'_>, options: &TranslationOptions) -> Result<Images, Error> {
    let unknown = || unknown_model(request, model, "images of texts", "amazon.nova-canvas-v1:0");
    let codec = ImageCodec::of(model.id).ok_or_else(unknown)?;
    let mut warnings = Warnings::new(options.unsupported_params, Words::Chat);
    let count = match request.get("n") {
        Value::Null => Some(1),
        n => n.u32().filter(|n| (1..=COUNT_MAX).contains(n)),
    };
    let count =
        count.ok_or_else(|| Error::input("`n` is not a whole number from 1 to 10. Pass one, or call again."))?;
    let plan = Plan::read(request, codec, &mut warnings)?;
    let mut bodies = Vec::new();
    let mut before = 0_u32;
    while before < count {
        let now = count.saturating_sub(before).min(codec.most());
        bodies.push(codec.body(&plan, now, before));
        before = before.saturating_add(now);
    }
    Ok(Images { codec, bodies, warnings: warnings.finish()?, output_format: plan.output_format })
}

impl Images {
    /// OpenAI's reply, from all replies in the order of the bodies, and a warning if some images were withheld.
    /// `created_s` is the seconds since 1970.
    ///
    /// # Errors
    /// [`Kind::Service`] with status 400 and OpenAI's code `moderation_blocked` when all were withheld;
    /// [`Kind::Protocol`] when there are no images and no reason for that.
    pub fn output(&self, replies: &[String], created_s: u32) -> Result<(String, Vec<Warning>), Error> {
        let mut json = Writer::default();
        json.open('{').key("created").number(created_s).key("output_format").string(self.output_format);
        json.key("data").open('[');
        let (mut is_empty, mut reason) = (true, None);
        for body in replies {
            let body = parse_reply(body)?;
            let (list, withheld) = self.codec.read(&body);
            for image in list {
                json.open('{').key("b64_json").value(image).close('}');
                is_empty = false;
            }
            reason = reason.or(withheld.map(Cow::into_owned));
        }
        let warnings = match reason {
            Some(reason) if is_empty => return Err(blocked(&reason)),
            None if is_empty => return Err(Error::protocol("The model made no image, and says no reason.")),
            Some(reason) => {
                let message = ["Some images were withheld: ", &reason].concat();
                vec![Warning { code: "content_filter", message }]
            }
            None => Vec::new(),
        };
        json.close_all("]}");
        Ok((json.finish(), warnings))
    }
}

/// OpenAI's error for images that its moderation withholds, with the model's words.
fn blocked(reason: &str) -> Error {
    let message = ["The model withheld every image: ", reason, " Change the prompt."].concat();
    let code = Some("moderation_blocked".to_owned());
    Error::new(Kind::Service, message).with_reply(ErrorReply {
        status: 400,
        code,
        body: reason.to_owned(),
        ..ErrorReply::default()
    })
}

/// The settings that all calls share.
struct Plan<'a> {
    request: &'a Value<'a>,
    prompt: Text<'a>,
    size: Option<Size>,
    seed: Option<u32>,
    /// `standard` or `premium`
    quality: Option<&'static str>,
    has_style: bool,
    output_format: &'static str,
}

impl<'a> Plan<'a> {
    fn read(request: &'a Value<'a>, codec: ImageCodec, warnings: &mut Warnings) -> Result<Self, Error> {
        let prompt = request.get("prompt").text().filter(|prompt| !prompt.is_blank());
        let prompt = prompt.ok_or_else(|| Error::input("No `prompt`. Pass a text that describes the image."))?;
        let seed = request.get("seed");
        if !seed.is_null() && seed.u32().is_none() {
            return Err(Error::input("`seed` is not a whole number. Pass one, or leave it out."));
        }
        let is_amazons = codec != ImageCodec::Stability;
        let quality = match request.get("quality").word() {
            "high" | "hd" | "premium" if is_amazons => Some("premium"),
            "low" | "medium" | "standard" if is_amazons => Some("standard"),
            _ => None,
        };
        let style = request.get("style").word();
        let has_style = codec == ImageCodec::Canvas && !matches!(style, "" | "vivid" | "natural");
        let is_jpeg = !is_amazons && request.get("output_format").word() == "jpeg";
        let output_format = if is_jpeg { "jpeg" } else { "png" };
        let size = size(request, codec, warnings)?;
        let plan = Self { request, prompt, size, seed: seed.u32(), quality, has_style, output_format };
        plan.check(codec, warnings)?;
        Ok(plan)
    }

    /// Warns about parameters without effect, and refuses those that would be another kind of reply.
    fn check(&self, codec: ImageCodec, warnings: &mut Warnings) -> Result<(), Error> {
        for (name, value) in self.request.members() {
            let name = &*name.unescaped();
            let word = match value {
                Value::Number(number) => number,
                Value::Bool(false) => "false",
                value => value.word(),
            };
            let Some((_, takers, neutral)) = PARAMS.iter().find(|(known, ..)| *known == name) else {
                resource::unknown(warnings, name);
                continue;
            };
            let is_used = match name {
                "quality" => self.quality.is_some(),
                "style" => self.has_style,
                "output_format" => word == self.output_format,
                _ => takers.contains(&codec),
            };
            if is_used || value.is_null() || neutral.contains(&word) {
                continue;
            }
            match name {
                "response_format" => {
                    return Err(Error::input(
                        "`response_format`: Bedrock returns images themselves, not addresses of them. Pass \"b64_json\".",
                    ));
                }
                "stream" => return Err(Error::input("`stream`: Bedrock's images come whole. Leave it out.")),
                "output_format" => {
                    resource::lost(warnings, name, "this model does not make such files. The images are PNG.")
                }
                _ => resource::lost(warnings, name, "this model has no such choice. Leave it out."),
            }
        }
        Ok(())
    }
}

fn size(request: &Value<'_>, codec: ImageCodec, warnings: &mut Warnings) -> Result<Option<Size>, Error> {
    let wanted = request.get("size");
    let word = wanted.word();
    if wanted.is_null() || word == "auto" {
        return Ok(None);
    }
    let size = Size::parse(word).ok_or_else(|| {
        Error::input("`size` is not like \"1024x1024\". Pass width and height in pixels, or \"auto\".")
    })?;
    if codec == ImageCodec::Stability && word != "1024x1024" && request.get("aspect_ratio").is_null() {
        let ratio = size.aspect_ratio();
        warnings.changed("`size`: this model takes a ratio, not pixels. {} is nearest to {}.", &[ratio, word]);
    }
    Ok(Some(size))
}

const COUNT_MAX: u32 = 10;

const ALL: &[ImageCodec] = &[ImageCodec::Canvas, ImageCodec::Titan, ImageCodec::Stability];
const AMAZONS: &[ImageCodec] = &[ImageCodec::Canvas, ImageCodec::Titan];
const STABILITYS: &[ImageCodec] = &[ImageCodec::Stability];

/// Every parameter, who takes it, and the values that ask for nothing.
const PARAMS: [(&str, &[ImageCodec], &[&str]); 19] = [
    ("aspect_ratio", STABILITYS, &[]),
    ("background", &[], &["auto", "opaque"]),
    ("cfg_scale", AMAZONS, &[]),
    ("fallback_models", ALL, &[]),
    ("model", ALL, &[]),
    ("moderation", &[], &["auto"]),
    ("n", ALL, &[]),
    ("negative_prompt", ALL, &[]),
    ("output_compression", &[], &["100"]),
    ("output_format", &[], &[]),
    ("partial_images", &[], &["0"]),
    ("prompt", ALL, &[]),
    ("quality", &[], &["auto", "standard"]),
    ("response_format", &[], &["b64_json"]),
    ("seed", ALL, &[]),
    ("size", ALL, &[]),
    ("stream", &[], &["false"]),
    ("style", &[], &[]),
    // The end user changes no image.
    ("user", ALL, &[]),
];
