//! The requests and replies of each maker's embedding models.

use super::Settings;
use super::input::Input;
use crate::error::Error;
use crate::json::Text;
use crate::json::Value;
use crate::json::Writer;

/// The format of an embedding model's requests and replies, which its maker decides.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Codec {
    /// `amazon.titan-embed-text-v1` and its like:
    /// <https://docs.aws.amazon.com/bedrock/latest/userguide/model-parameters-titan-embed-text.html>
    TitanV1,
    /// `amazon.titan-embed-text-v2:0`, on the same page
    TitanV2,
    /// `amazon.titan-embed-image-v1`:
    /// <https://docs.aws.amazon.com/bedrock/latest/userguide/model-parameters-titan-embed-mm.html>
    TitanImage,
    /// `cohere.embed-…-v3`: <https://docs.aws.amazon.com/bedrock/latest/userguide/model-parameters-embed-v3.html>
    CohereV3,
    /// `cohere.embed-v4:0`: <https://docs.aws.amazon.com/bedrock/latest/userguide/model-parameters-embed-v4.html>
    CohereV4,
    /// `amazon.nova-2-multimodal-embeddings-v1:0`:
    /// <https://docs.aws.amazon.com/nova/latest/userguide/embeddings-schema.html>
    Nova,
    /// `twelvelabs.marengo-embed-2-7-v1:0`:
    /// <https://docs.aws.amazon.com/bedrock/latest/userguide/model-parameters-marengo.html>
    Marengo2,
    /// `twelvelabs.marengo-embed-3-0-v1:0`:
    /// <https://docs.aws.amazon.com/bedrock/latest/userguide/model-parameters-marengo-3.html>
    Marengo3,
}

impl Codec {
    pub(super) fn of(id: &str) -> Option<Self> {
        let begins = |(start, _): &&(&str, Self)| id.starts_with(start);
        CODECS.iter().find(begins).map(|(_, codec)| *codec)
    }

    /// The lengths that its embeddings can have.
    pub(super) fn dimensions(self) -> &'static [u32] {
        match self {
            Self::TitanV1 => &[1536],
            Self::TitanV2 => &[256, 512, 1024],
            Self::TitanImage => &[256, 384, 1024],
            Self::CohereV3 | Self::Marengo2 => &[1024],
            Self::CohereV4 => &[256, 512, 1024, 1536],
            Self::Nova => &[256, 384, 1024, 3072],
            Self::Marengo3 => &[512],
        }
    }

    /// Whether it makes embeddings of images too.
    pub(super) fn sees(self) -> bool {
        !matches!(self, Self::TitanV1 | Self::TitanV2)
    }

    pub(super) fn is_cohere(self) -> bool {
        matches!(self, Self::CohereV3 | Self::CohereV4)
    }

    /// Whether it distinguishes documents from queries.
    pub(super) fn has_input_type(self) -> bool {
        self.is_cohere() || self == Self::Nova
    }

    /// Its name for the treatment of a text that is too long; `None` if it has no such setting.
    pub(super) fn truncate(self, wanted: Text<'_>) -> Option<Text<'_>> {
        match self {
            Self::CohereV3 | Self::CohereV4 | Self::Nova => Some(wanted),
            Self::Marengo2 if wanted.is("END") => Some(Text::plain("end")),
            Self::Marengo2 if wanted.is("NONE") => Some(Text::plain("none")),
            _ => None,
        }
    }

    /// Cuts the inputs up into calls. Cohere takes many at once, of one kind.
    pub(super) fn calls<'i, 'a>(self, inputs: &'i [Input<'a>]) -> Vec<&'i [Input<'a>]> {
        let mut calls = Vec::new();
        let mut rest = inputs;
        while let Some(first) = rest.first() {
            let most = match self {
                Self::CohereV3 if first.is_image() => 1,
                Self::CohereV3 | Self::CohereV4 => INPUTS_MAX,
                _ => 1,
            };
            let mut bytes = 0_usize;
            let fits = |input: &&Input<'a>| {
                bytes = bytes.saturating_add(input.bytes());
                input.is_image() == first.is_image() && bytes <= BYTES_MAX
            };
            let count = rest.iter().take(most).take_while(fits).count().max(1);
            calls.extend(rest.get(..count));
            rest = rest.get(count..).unwrap_or_default();
        }
        calls
    }

    /// The body of a call; all but Cohere's are of the first input.
    pub(super) fn body(self, inputs: &[Input<'_>], settings: &Settings<'_>) -> String {
        let mut json = Writer::default();
        json.open('{');
        if self.is_cohere() {
            self.write_cohere(&mut json, inputs, settings);
        } else if let Some(input) = inputs.first() {
            self.write(&mut json, input, settings);
        }
        json.close('}');
        json.finish_for_service()
    }

    fn write(self, json: &mut Writer, input: &Input<'_>, settings: &Settings<'_>) {
        match (self, input) {
            (Self::Nova, _) => write_nova(json, input, settings),
            (Self::Marengo2, Input::Text(text)) => {
                json.key("inputType").string("text").key("inputText").text(*text);
                member(json, "textTruncate", settings.truncate);
            }
            (Self::Marengo3, Input::Text(text)) => {
                json.key("inputType").string("text").key("text").open('{').key("inputText").text(*text).close('}');
            }
            (Self::Marengo2, Input::Image(image)) => {
                json.key("inputType").string("image").key("mediaSource").open('{');
                json.key("base64String").string(image.base64()).close('}');
            }
            (Self::Marengo3, Input::Image(image)) => {
                json.key("inputType").string("image").key("image").open('{').key("mediaSource").open('{');
                json.key("base64String").string(image.base64()).close_all("}}");
            }
            (_, Input::Text(text)) => {
                json.key("inputText").text(*text);
            }
            (_, Input::Image(image)) => {
                json.key("inputImage").string(image.base64());
            }
        }
        match self {
            Self::TitanV2 => {
                number(json, "dimensions", settings.dimensions);
                if let Some(normalize) = settings.normalize {
                    json.key("normalize").value(&Value::Bool(normalize));
                }
            }
            Self::TitanImage if settings.dimensions.is_some() => {
                json.key("embeddingConfig").open('{');
                number(json, "outputEmbeddingLength", settings.dimensions);
                json.close('}');
            }
            _ => {}
        }
    }

    fn write_cohere(self, json: &mut Writer, inputs: &[Input<'_>], settings: &Settings<'_>) {
        let are_images = inputs.first().is_some_and(Input::is_image);
        json.key(if are_images { "images" } else { "texts" }).open('[');
        for input in inputs {
            match input {
                Input::Text(text) => json.text(*text),
                Input::Image(image) => json.string(image.url()),
            };
        }
        let default = if are_images && self == Self::CohereV3 { "image" } else { DOCUMENT };
        json.close(']').key("input_type").text(settings.input_type.unwrap_or(Text::plain(default)));
        json.key("embedding_types").open('[').string("float").close(']');
        number(json, "output_dimension", settings.dimensions);
        member(json, "truncate", settings.truncate);
    }

    /// The embeddings in a reply, each a list of numbers, and how many tokens it says that they took.
    pub(super) fn read<'v, 'a>(self, reply: &'v Value<'a>) -> Result<(Vec<&'v Value<'a>>, Option<u32>), Error> {
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
            // AWS documents the item of `data` as if it were the whole reply.
            Self::Marengo2 | Self::Marengo3 if reply.get("data").is_null() => {
                (vec![reply.get("embedding")], &Value::Null)
            }
            Self::Marengo2 | Self::Marengo3 => (embedding_of_each(reply.get("data")), &Value::Null),
        };
        if list.is_empty() || list.iter().any(|embedding| embedding.items().is_empty()) {
            let why = reply.get("message").str();
            let why = why.as_deref().unwrap_or("its reply has none.");
            return Err(Error::protocol(["The model made no embedding: ", why].concat()));
        }
        Ok((list, tokens.u32()))
    }
}

fn embedding_of_each<'v, 'a>(list: &'v Value<'a>) -> Vec<&'v Value<'a>> {
    list.items().iter().map(|item| item.get("embedding")).collect()
}

fn write_nova(json: &mut Writer, input: &Input<'_>, settings: &Settings<'_>) {
    let wanted = settings.input_type.unwrap_or(Text::plain(DOCUMENT));
    let known = PURPOSES.iter().find(|(input_type, _)| wanted.is(input_type));
    let purpose = known.map_or(wanted, |(_, purpose)| Text::plain(purpose));
    json.key("schemaVersion").string("nova-multimodal-embed-v1").key("taskType").string("SINGLE_EMBEDDING");
    json.key("singleEmbeddingParams").open('{').key("embeddingPurpose").text(purpose);
    number(json, "embeddingDimension", settings.dimensions);
    match input {
        Input::Text(text) => {
            // It must be said. As with OpenAI, a text that is too long is an error, and not half an embedding.
            let truncate = settings.truncate.unwrap_or(Text::plain("NONE"));
            json.key("text").open('{').key("truncationMode").text(truncate).key("value").text(*text).close_all("}}");
        }
        Input::Image(image) => {
            json.key("image").open('{').key("format").string(image.format()).key("source").open('{');
            json.key("bytes").string(image.base64()).close_all("}}}");
        }
    }
}

fn number(json: &mut Writer, name: &str, number: Option<u32>) {
    if let Some(number) = number {
        json.key(name).number(number);
    }
}

fn member(json: &mut Writer, name: &str, text: Option<Text<'_>>) {
    if let Some(text) = text {
        json.key(name).text(text);
    }
}

const DOCUMENT: &str = "search_document";

/// Nova's words for Cohere's. Its own pass as they are.
const PURPOSES: [(&str, &str); 4] = [
    (DOCUMENT, "GENERIC_INDEX"),
    ("search_query", "GENERIC_RETRIEVAL"),
    ("classification", "CLASSIFICATION"),
    ("clustering", "CLUSTERING"),
];

/// How many texts Cohere takes at once.
const INPUTS_MAX: usize = 96;

/// A body may have 25,000,000 bytes. All of it but the inputs is small.
const BYTES_MAX: usize = 24_000_000;

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
