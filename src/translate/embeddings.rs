//! Embeddings: OpenAI's request becomes one body of InvokeModel for each call that it takes, and the replies become
//! OpenAI's list. Numbers pass as they were written.

mod codec;
mod input;

use super::parse_reply;
use super::resource;
use super::resource::unknown_model;
use super::warnings::Warnings;
use super::warnings::Words;
use crate::error::Error;
use crate::json::Text;
use crate::json::Value;
use crate::json::Writer;
use crate::models::Model;
use crate::translate::TranslationOptions;
use crate::translate::Warning;

pub use self::codec::Codec;

use self::input::Input;

/// The calls that a request takes.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Embeddings {
    /// How to read the replies.
    pub codec: Codec,
    /// The bodies of the calls, in the order of the inputs; Cohere's hold up to 96 of them.
    pub bodies: Vec<String>,
    /// Whether the numbers are to be given as base64 of 32-bit floats.
    pub is_base64: bool,
    /// Warnings about parameters without effect.
    pub warnings: Vec<Warning>,
    /// How many embeddings are wanted.
    count: usize,
}

/// Reads OpenAI's request.
///
/// Beyond OpenAI's parameters there are `input_type` (`search_document`, `search_query`, `classification`,
/// `clustering`) and `truncate` (`NONE`, `START`, `END`) in Cohere's words, `normalize`, and images among the inputs,
/// as chats have them.
///
/// # Errors
/// [`Kind::Input`](crate::error::Kind::Input) naming the parameter.
pub fn embeddings(request: &Value<'_>, model: &Model<'_>, options: &TranslationOptions) -> Result<Embeddings, Error> {
    let unknown = || unknown_model(request, model, "embeddings", "amazon.titan-embed-text-v2:0");
    let codec = Codec::of(model.id).ok_or_else(unknown)?;
    let mut warnings = Warnings::new(options.unsupported_params, Words::Chat);
    let settings = Settings::read(request, codec, &mut warnings)?;
    let inputs = Input::list(request.get("input"), codec)?;
    let bodies = codec.calls(&inputs).into_iter().map(|inputs| codec.body(inputs, &settings)).collect();
    let is_base64 = match request.get("encoding_format") {
        Value::Null => false,
        format if format.word() == "float" => false,
        format if format.word() == "base64" => true,
        _ => return Err(Error::input("`encoding_format` is neither \"float\" nor \"base64\". Pass one of them.")),
    };
    Ok(Embeddings { codec, bodies, is_base64, warnings: warnings.finish()?, count: inputs.len() })
}

impl Embeddings {
    /// OpenAI's reply, with lists of numbers, from all replies in the order of the bodies. With each come the tokens
    /// that its headers count, in case its body does not. `model` is as the caller names it.
    ///
    /// # Errors
    /// [`Kind::Protocol`](crate::error::Kind::Protocol) when there are not as many embeddings as inputs.
    pub fn output(&self, replies: &[(String, Option<u32>)], model: &str) -> Result<String, Error> {
        let (mut json, mut index, mut tokens) = (Writer::default(), 0_u32, 0_u32);
        json.open('{').key("object").string("list").key("data").open('[');
        for (body, in_header) in replies {
            let body = parse_reply(body)?;
            let (list, in_body) = self.codec.read(&body)?;
            for embedding in list {
                json.open('{').key("object").string("embedding").key("index").number(index);
                json.key("embedding").value(embedding).close('}');
                index = index.saturating_add(1);
            }
            tokens = tokens.saturating_add(in_body.or(*in_header).unwrap_or_default());
        }
        if usize::try_from(index).ok() != Some(self.count) {
            // Nobody can tell which one is missing, and a wrong one is worse than none.
            return Err(Error::protocol(
                "The model made more or fewer embeddings than it has inputs. Send fewer at once.",
            ));
        }
        json.close(']').key("model").string(model).key("usage").open('{');
        json.key("prompt_tokens").number(tokens).key("total_tokens").number(tokens).close_all("}}");
        Ok(json.finish())
    }
}

/// The settings that all inputs share.
struct Settings<'a> {
    dimensions: Option<u32>,
    input_type: Option<Text<'a>>,
    truncate: Option<Text<'a>>,
    normalize: Option<bool>,
}

impl<'a> Settings<'a> {
    fn read(request: &Value<'a>, codec: Codec, warnings: &mut Warnings) -> Result<Self, Error> {
        let truncate = request.get("truncate").text();
        let settings = Self {
            dimensions: dimensions(request.get("dimensions"), codec, warnings)?,
            input_type: request.get("input_type").text(),
            truncate: truncate.and_then(|wanted| codec.truncate(wanted)),
            normalize: request.get("normalize").bool(),
        };
        for (name, value) in request.members() {
            let name = &*name.unescaped();
            match name {
                _ if value.is_null() => {}
                // The end user changes no embedding.
                "model" | "fallback_models" | "input" | "encoding_format" | "dimensions" | "user" => {}
                "input_type" if codec.has_input_type() => {}
                "input_type" => resource::lost(warnings, name, "to this model documents and queries are the same."),
                "truncate" if settings.truncate.is_some() || value.word() == "NONE" => {}
                "truncate" => {
                    resource::lost(warnings, name, "this model has no such choice. Shorten what is too long.")
                }
                "normalize" if codec == Codec::TitanV2 => {}
                "normalize" => resource::lost(warnings, name, "this model has no such choice."),
                _ => resource::unknown(warnings, name),
            }
        }
        if codec.is_cohere() && settings.input_type.is_none() {
            warnings.changed(
                "Cohere's embeddings of documents differ from those of queries: pass `input_type`. \
                 \"search_document\" is taken.",
                &[],
            );
        }
        Ok(settings)
    }
}

/// The length that is asked for, if this model has a choice.
fn dimensions(wanted: &Value<'_>, codec: Codec, warnings: &mut Warnings) -> Result<Option<u32>, Error> {
    let allowed = codec.dimensions();
    let mut list = String::new();
    for one in allowed {
        list = [&*list, if list.is_empty() { "" } else { ", " }, &one.to_string()].concat();
    }
    match wanted.u32() {
        _ if wanted.is_null() => Ok(None),
        None => Err(Error::input("`dimensions` is not a whole number. Pass one.")),
        Some(number) if allowed.contains(&number) => Ok((allowed.len() > 1).then_some(number)),
        Some(_) if allowed.len() > 1 => Err(Error::input(
            ["`dimensions`: this model's embeddings can have ", &list, ". Pass one of them."].concat(),
        )),
        Some(_) => {
            warnings.lost("`dimensions` has no effect: this model's embeddings always have {}.", &[&list]);
            Ok(None)
        }
    }
}
