//! The inputs of embeddings: OpenAI's texts, and images as chats have them, for the models that see.

use std::borrow::Cow;

use super::Codec;
use crate::error::Error;
use crate::json::Text;
use crate::json::Value;

/// One of the caller's inputs: it becomes one embedding.
pub(super) enum Input<'a> {
    Text(Text<'a>),
    Image(Image<'a>),
}

/// `data:image/png;base64,iVBOR…`
pub(super) struct Image<'a> {
    url: Cow<'a, str>,
    /// Where the base64 begins.
    data_at: usize,
}

impl<'a> Input<'a> {
    /// Reads `input`.
    pub(super) fn list(input: &Value<'a>, codec: Codec) -> Result<Vec<Self>, Error> {
        let items = match input {
            Value::Array(items) => items.as_slice(),
            Value::String(_) => std::slice::from_ref(input),
            _ => &[],
        };
        if items.is_empty() {
            return Err(Error::input("No `input`. Pass a text, or an array of them."));
        }
        let read = |(index, item): (usize, &Value<'a>)| {
            Self::read(item, codec).map_err(|why| Error::input(["`input[", &index.to_string(), "]` ", why].concat()))
        };
        items.iter().enumerate().map(read).collect()
    }

    fn read(item: &Value<'a>, codec: Codec) -> Result<Self, &'static str> {
        match item {
            Value::String(text) if text.is_blank() => Err("is empty, of which no model makes an embedding. Leave it \
                 out."),
            Value::String(text) => match Image::of(text.unescaped()) {
                None => Ok(Self::Text(*text)),
                Some(image) if image.format().is_empty() => Err("is a file, and this model does not embed files."),
                Some(_) if !codec.sees() => Err("is an image, and this model embeds text only."),
                Some(image) => Ok(Self::Image(image)),
            },
            Value::Array(_) | Value::Number(_) => {
                Err("is made of tokens, which mean something else to each model. Pass the text.")
            }
            Value::Object(_) if !codec.sees() => Err("is not text, and this model embeds text only."),
            Value::Object(_) => Image::read(item).map(Self::Image).ok_or(
                "is neither a text nor an image. Pass { type: \"image_url\", image_url: { url: \
                 \"data:image/png;base64,…\" } }.",
            ),
            _ => Err("is neither a text nor an image. Pass one."),
        }
    }

    /// How much it adds to a body, in bytes.
    pub(super) fn bytes(&self) -> usize {
        match self {
            Self::Text(text) => text.escaped().len(),
            Self::Image(image) => image.url.len(),
        }
    }

    pub(super) fn is_image(&self) -> bool {
        matches!(self, Self::Image(_))
    }
}

impl<'a> Image<'a> {
    fn read(part: &Value<'a>) -> Option<Self> {
        let image = part.get("image_url");
        let url = image.get("url").str().or_else(|| image.str())?;
        Self::of(url).filter(|image| !image.format().is_empty())
    }

    /// Of a data URL, which may be no image's: then it has no format.
    fn of(url: Cow<'a, str>) -> Option<Self> {
        // By letters: a search for the whole mark would cost 4 KB.
        let (kind, _) = url.strip_prefix(DATA)?.split_once(';')?;
        let mark_at = DATA.len().saturating_add(kind.len());
        let data_at = mark_at.saturating_add(MARK.len());
        // Else it is a text that happens to begin like one.
        let is_url = url.get(mark_at..data_at) == Some(MARK) && !kind.contains([' ', ',']);
        is_url.then_some(Self { url, data_at })
    }

    /// The whole URL.
    pub(super) fn url(&self) -> &str {
        &self.url
    }

    pub(super) fn base64(&self) -> &str {
        self.url.get(self.data_at..).unwrap_or_default()
    }

    /// `png`, `jpeg`, `gif` or `webp`, as Bedrock spells them; empty for data that is not an image.
    pub(super) fn format(&self) -> &str {
        let end = self.data_at.saturating_sub(MARK.len());
        let kind = self.url.get(DATA.len()..end).unwrap_or_default();
        let format = kind.strip_prefix("image/").unwrap_or_default();
        if format == "jpg" { "jpeg" } else { format }
    }
}

const DATA: &str = "data:";
const MARK: &str = ";base64,";
