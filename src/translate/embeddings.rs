//! Embeddings: OpenAI's request becomes one body of InvokeModel for each call that it takes, and the replies become
//! lists of numbers, which pass as they were written.

use crate::error::Error;
use crate::json::Text;
use crate::json::Value;
use crate::json::Writer;
use crate::json::parse;
use crate::models::Model;
use crate::translate::Warning;

/// What an embedding model takes and gives, which its maker decides.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Codec {
    /// `amazon.titan-embed-text-v1` and its like
    TitanV1,
    /// `amazon.titan-embed-text-v2:0`
    TitanV2,
    /// `amazon.titan-embed-image-v1`
    TitanImage,
    /// `cohere.embed-…-v3`
    CohereV3,
    /// `cohere.embed-v4:0`
    CohereV4,
    /// `amazon.nova-2-multimodal-embeddings-v1:0`
    Nova,
    /// `twelvelabs.marengo-embed-2-7-v1:0`
    Marengo2,
    /// `twelvelabs.marengo-embed-3-0-v1:0`
    Marengo3,
}

/// The calls that a request takes.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Embeddings {
    /// How to read the replies.
    pub codec: Codec,
    /// The bodies of the calls, in the order of the texts; Cohere's hold up to 96 texts.
    pub bodies: Vec<String>,
    /// Whether the numbers are to be given as base64 of 32-bit floats.
    pub is_base64: bool,
    /// What has no effect.
    pub warnings: Vec<Warning>,
}

/// Reads OpenAI's request, as JSON.
///
/// # Errors
/// [`Kind::Input`](crate::error::Kind::Input) naming the parameter.
pub fn embeddings(request: &str, model: &Model<'_>) -> Result<Embeddings, Error> {
    let request = parse(request).unwrap_or_default();
    let codec = Codec::of(model.id).ok_or_else(|| {
        Error::input(format!(
            "{} is not known to make embeddings of texts. Pass its own body to invokeModel.",
            model.id
        ))
    })?;
    let mut warnings = Vec::new();
    let settings = Settings::read(&request, codec, &mut warnings)?;
    let texts = texts(request.get("input"))?;
    let bodies = texts.chunks(codec.texts_max()).map(|texts| codec.body(texts, &settings)).collect();
    let is_base64 = match request.get("encoding_format").str().as_deref() {
        None | Some("float") => false,
        Some("base64") => true,
        Some(_) => return Err(Error::input("encoding_format is neither \"float\" nor \"base64\". Pass one of them.")),
    };
    Ok(Embeddings { codec, bodies, is_base64, warnings })
}

struct Settings<'a> {
    dimensions: Option<u32>,
    input_type: Text<'a>,
    truncate: Option<Text<'a>>,
    normalize: Option<bool>,
}

impl<'a> Settings<'a> {
    fn read(request: &Value<'a>, codec: Codec, warnings: &mut Vec<Warning>) -> Result<Self, Error> {
        let mut warn =
            |message: &str| warnings.push(Warning { code: "unsupported_param", message: message.to_owned() });
        let dimensions = codec.check_dimensions(request.get("dimensions"))?;
        if dimensions.is_none() && !request.get("dimensions").is_null() {
            warn("This model's embeddings have one length: dimensions has no effect.");
        }
        let input_type = request.get("input_type").text();
        if input_type.is_none() && matches!(codec, Codec::CohereV3 | Codec::CohereV4) {
            warn(
                "Cohere's embeddings of documents differ from those of queries. Pass input_type; \"search_document\" is taken.",
            );
        }
        Ok(Self {
            dimensions,
            input_type: input_type.unwrap_or(Text::plain("search_document")),
            truncate: request.get("truncate").text(),
            normalize: request.get("normalize").bool(),
        })
    }
}

fn texts<'a>(input: &Value<'a>) -> Result<Vec<Text<'a>>, Error> {
    let texts = match input {
        Value::String(text) => vec![*text],
        Value::Array(items) => {
            let texts: Option<Vec<_>> = items.iter().map(Value::text).collect();
            texts.ok_or_else(|| Error::input("input holds something else than strings. Pass texts, not tokens."))?
        }
        _ => return Err(Error::input("No input. Pass a string, or an array of them.")),
    };
    if texts.is_empty() || texts.iter().any(|text| text.is_blank()) {
        return Err(Error::input("input has no text, or an empty one, of which no model makes an embedding."));
    }
    Ok(texts)
}

impl Codec {
    fn of(id: &str) -> Option<Self> {
        let begins = |(start, _): &&(&str, Self)| id.starts_with(start);
        CODECS.iter().find(begins).map(|(_, codec)| *codec)
    }

    fn texts_max(self) -> usize {
        if matches!(self, Self::CohereV3 | Self::CohereV4) { TEXTS_MAX } else { 1 }
    }

    /// The dimensions that are asked for, if this model has a choice.
    fn check_dimensions(self, wanted: &Value<'_>) -> Result<Option<u32>, Error> {
        if wanted.is_null() {
            return Ok(None);
        }
        let wanted = wanted.u32().ok_or_else(|| Error::input("dimensions is not a whole number. Pass one."))?;
        let allowed = self.allowed_dimensions();
        if allowed.is_empty() {
            return Ok(None);
        }
        if allowed.contains(&wanted) {
            return Ok(Some(wanted));
        }
        let list = allowed.iter().fold(String::new(), |list, one| match list.as_str() {
            "" => one.to_string(),
            _ => format!("{list}, {one}"),
        });
        Err(Error::input(format!("This model makes no embeddings of {wanted} dimensions. Pass one of {list}.")))
    }

    fn allowed_dimensions(self) -> &'static [u32] {
        match self {
            Self::TitanV2 => &[256, 512, 1024],
            Self::TitanImage => &[256, 384, 1024],
            Self::CohereV4 => &[256, 512, 1024, 1536],
            Self::Nova => &[256, 384, 1024, 3072],
            Self::TitanV1 | Self::CohereV3 | Self::Marengo2 | Self::Marengo3 => &[],
        }
    }

    fn body(self, texts: &[Text<'_>], settings: &Settings<'_>) -> String {
        let mut json = Writer::default();
        let text = texts.first().copied().unwrap_or_default();
        json.open('{');
        match self {
            Self::TitanV1 => {
                json.key("inputText").text(text);
            }
            Self::TitanV2 => {
                json.key("inputText").text(text);
                number(&mut json, "dimensions", settings.dimensions);
                if let Some(normalize) = settings.normalize {
                    json.key("normalize").value(&Value::Bool(normalize));
                }
            }
            Self::TitanImage => {
                json.key("inputText").text(text);
                if settings.dimensions.is_some() {
                    json.key("embeddingConfig").open('{');
                    number(&mut json, "outputEmbeddingLength", settings.dimensions);
                    json.close('}');
                }
            }
            Self::CohereV3 | Self::CohereV4 => {
                json.key("texts").open('[');
                for text in texts {
                    json.text(*text);
                }
                json.close(']').key("input_type").text(settings.input_type);
                json.key("embedding_types").open('[').string("float").close(']');
                number(&mut json, "output_dimension", settings.dimensions);
                if let Some(truncate) = settings.truncate {
                    json.key("truncate").text(truncate);
                }
            }
            Self::Nova => nova_body(&mut json, text, settings),
            Self::Marengo2 => {
                json.key("inputType").string("text").key("inputText").text(text);
            }
            Self::Marengo3 => {
                json.key("inputType").string("text").key("text").open('{').key("inputText").text(text).close('}');
            }
        }
        json.close('}');
        json.finish()
    }

    /// The embeddings in a reply, each a list of numbers, and how many tokens it says that they took.
    ///
    /// # Errors
    /// [`Kind::Protocol`](crate::error::Kind::Protocol) when there are none.
    pub fn read<'v, 'a>(self, reply: &'v Value<'a>) -> Result<(Vec<&'v Value<'a>>, Option<u32>), Error> {
        let (list, tokens) = match self {
            Self::TitanV1 | Self::TitanV2 | Self::TitanImage => {
                let by_type = reply.get("embeddingsByType").get("float");
                let one = if by_type.is_null() { reply.get("embedding") } else { by_type };
                (vec![one], reply.get("inputTextTokenCount"))
            }
            Self::CohereV3 | Self::CohereV4 => {
                let by_type = reply.get("embeddings").get("float");
                let all = if by_type.is_null() { reply.get("embeddings") } else { by_type };
                (all.items().iter().collect(), &Value::Null)
            }
            Self::Nova => (embedding_of_each(reply.get("embeddings")), reply.get("inputTokenCount")),
            Self::Marengo2 | Self::Marengo3 => (embedding_of_each(reply.get("data")), &Value::Null),
        };
        if list.is_empty() || list.iter().any(|embedding| embedding.items().is_empty()) {
            let why = reply.get("message").str();
            let why = why.as_deref().unwrap_or("its reply has none.");
            return Err(Error::protocol(format!("The model made no embedding: {why}")));
        }
        Ok((list, tokens.u32()))
    }
}

fn embedding_of_each<'v, 'a>(list: &'v Value<'a>) -> Vec<&'v Value<'a>> {
    list.items().iter().map(|item| item.get("embedding")).collect()
}

fn nova_body(json: &mut Writer, text: Text<'_>, settings: &Settings<'_>) {
    json.key("schemaVersion").string("nova-multimodal-embed-v1").key("taskType").string("SINGLE_EMBEDDING");
    json.key("singleEmbeddingParams").open('{').key("embeddingPurpose").string("GENERIC_INDEX");
    number(json, "embeddingDimension", settings.dimensions);
    json.key("text").open('{').key("truncationMode").text(settings.truncate.unwrap_or(Text::plain("END")));
    json.key("value").text(text).close('}').close('}');
}

fn number(json: &mut Writer, name: &str, number: Option<u32>) {
    if let Some(number) = number {
        json.key(name).raw(&number.to_string());
    }
}

/// How many texts Cohere takes at once.
const TEXTS_MAX: usize = 96;

const CODECS: [(&str, Codec); 8] = [
    ("amazon.titan-embed-text-v2", Codec::TitanV2),
    ("amazon.titan-embed-image", Codec::TitanImage),
    ("amazon.titan-embed-", Codec::TitanV1),
    ("amazon.nova-2-multimodal-embeddings", Codec::Nova),
    ("cohere.embed-v4", Codec::CohereV4),
    ("cohere.embed-", Codec::CohereV3),
    ("twelvelabs.marengo-embed-2", Codec::Marengo2),
    ("twelvelabs.marengo-embed-", Codec::Marengo3),
];
