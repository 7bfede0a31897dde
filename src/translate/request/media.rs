//! Images, documents, video and audio. The first bytes count more than the stated type: Bedrock refuses an image under
//! the wrong name.

mod formats;

use std::borrow::Cow;

use super::Draft;
use super::base64;
use super::content::Sink;
use super::turn::APART;
use super::warnings::Place;
use crate::json::Text;
use crate::json::Value;
use crate::json::Writer;
use crate::models::Capability;
use crate::models::Family;
use crate::models::Model;
use crate::search::filled;
use crate::search::is_among;
use crate::search::split_last;
use crate::translate::index::Index;

use self::formats::Kind;
use self::formats::by_mime;
use self::formats::format;
use self::formats::sniff;

/// Adds a part that is not text.
pub(super) fn write_media(draft: &mut Draft<'_>, part: &Value<'_>, at: Place, sink: &mut Sink<'_>) {
    let kind = part.get("type").word();
    // A part of Responses holds everything itself.
    let holder = if is_among(kind, "input_image input_file") { part } else { part.get(kind) };
    let (location, hint, wanted) = match kind {
        "image_url" | "input_image" => (first(holder, "url image_url file_id"), &Value::Null, Kind::Image),
        "video_url" => (holder.get("url"), &Value::Null, Kind::Video),
        "input_audio" => (holder.get("data"), holder.get("format"), Kind::Audio),
        "file" | "input_file" => {
            (first(holder, "file_data file_url file_id"), first(holder, "format filename"), Kind::Document)
        }
        _ => {
            return draft.refuse_at(
                at,
                ".type `{}`: Bedrock takes `text`, `image_url`, `file`, `input_audio` and `video_url`.",
                &[kind],
            );
        }
    };
    let location = if holder.text().is_some() { holder } else { location };
    let location = location.said();
    let fetched = draft.downloads.get(draft.addresses.find(location.as_bytes()).unwrap_or(usize::MAX));
    let location = fetched.map_or(location.as_ref(), |(_, data)| data);
    let hint = hint.said();
    let refuse = |draft: &mut Draft<'_>, why: &str| draft.refuse_at(at, ".{}: {}", &[kind, why]);
    let medium = match Medium::of(location, &hint, wanted) {
        Ok(medium) => medium,
        Err(why) => return refuse(draft, why),
    };
    if medium.kind == Kind::Audio && draft.model.lacks(Capability::Audio) {
        return refuse(draft, "the model does not listen; write down what is said, or take a model with audio.");
    }
    if medium.kind == Kind::Video && draft.model.lacks(Capability::Video) {
        return refuse(draft, "the model sees no video; show it images, or take a model with video.");
    }
    let is_claude = draft.model.family() == Family::Claude;
    if medium.is_in_s3 && is_claude {
        return refuse(draft, "Claude reads nothing in S3; pass the bytes as a data URL.");
    }
    let filename = holder.get("filename").said();
    let is_for_results = medium.is_for_results(draft.model);
    let is_inside = sink.beside.is_some() && is_for_results;
    let blocks = match sink.beside.as_deref_mut() {
        Some(beside) if !is_for_results => beside,
        _ => &mut *sink.text,
    };
    let is_apart = is_claude && medium.kind == Kind::Document && medium.format != "pdf" && !is_inside;
    let out = &mut blocks.out;
    out.open('{').key(medium.kind.name()).open('{').key("format").string(medium.format);
    if medium.kind == Kind::Document {
        blocks.has_document = true;
        out.key("name").string(&document_name(draft, &filename));
        if [part, holder].iter().any(|place| place.get("citations").get("enabled").bool() == Some(true)) {
            out.key("citations").open('{').key("enabled").raw("true").close('}');
        }
    }
    medium.write_source(holder.get("bucketOwner"), out);
    out.close('}').close('}');
    if is_apart {
        out.close_all(APART);
        blocks.has_apart = true;
    }
    // Documents alone cannot, and no others than PDF with Claude.
    let has_more = blocks.can_be_cached && (medium.format == "pdf" || !is_claude);
    blocks.can_be_cached = has_more || medium.kind != Kind::Document;
}

/// The addresses on the web that a request of OpenAI's shows the model. Bedrock opens none of them.
pub fn addresses(request: &Value<'_>) -> Vec<String> {
    let (mut addresses, mut known) = (Vec::new(), Index::default());
    for message in request.get("messages").items() {
        for part in message.get("content").items() {
            let holder = part.get(part.get("type").word());
            let holder = if holder.is_null() { part } else { holder };
            let named = ["url", "image_url", "file_data", "file_url", "file_id"].map(|name| holder.get(name));
            for place in named.into_iter().chain([holder]) {
                let address = place.said();
                if is_address(&address) && known.find(address.as_bytes()).is_none() {
                    known.set(address.as_bytes(), addresses.len());
                    addresses.push(address.into_owned());
                }
            }
        }
    }
    addresses
}

/// The first of these members that is there.
fn first<'s, 'a>(part: &'s Value<'a>, names: &str) -> &'s Value<'a> {
    names.split(' ').map(|name| part.get(name)).find(|value| !value.is_null()).unwrap_or(&Value::Null)
}

fn is_address(location: &str) -> bool {
    location.starts_with("http:") || location.starts_with("https:")
}

struct Medium<'a> {
    kind: Kind,
    format: &'static str,
    /// Base64, or an address in S3.
    data: Cow<'a, str>,
    is_in_s3: bool,
}

impl<'a> Medium<'a> {
    /// Reads an address in S3 or base64 data. `hint` is a format, a file's name or nothing.
    fn of(location: &'a str, hint: &str, wanted: Kind) -> Result<Self, &'static str> {
        let by_hint = || format(extension(hint), wanted);
        if location.starts_with("s3://") {
            let found = format(extension(location), wanted).or_else(by_hint);
            let (kind, format) = found.ok_or("an address in S3 must end with a file's extension, such as `.png`.")?;
            return Ok(Self { kind, format, data: Cow::Borrowed(location), is_in_s3: true });
        }
        if is_address(location) {
            return Err(
                "Bedrock does not download: fetch it and pass a data URL, pass an `s3://` address, or have it \
                        fetched here by the option `fetchImages: true`.",
            );
        }
        let (mime, data) = match location.strip_prefix("data:") {
            None => ("", location),
            Some(rest) => {
                let (head, data) = rest.split_once(',').ok_or(NO_DATA)?;
                (head.strip_suffix(";base64").ok_or(NO_DATA)?, data)
            }
        };
        let mime = mime.split(';').next().unwrap_or_default();
        let data = base64::canonical(data).ok_or(NO_DATA)?;
        let found = sniff(&data).or_else(|| by_mime(mime, wanted)).or_else(by_hint);
        let found = found.or_else(|| is_plain_text(mime).then_some((Kind::Document, "txt")));
        let (kind, format) = found.ok_or(
            "Bedrock takes png, jpeg, gif and webp; pdf, csv, doc, docx, xls, xlsx, html, txt and md; the \
             common formats of video and audio. Say which it is in the data URL or by `filename`.",
        )?;
        Ok(Self { kind, format, data, is_in_s3: false })
    }

    /// Whether the model reads it inside the result of a tool.
    fn is_for_results(&self, model: &Model<'_>) -> bool {
        let capability = match self.kind {
            Kind::Image => Capability::ImagesInToolResult,
            Kind::Document if model.family() == Family::Nova => return is_among(self.format, "csv txt"),
            Kind::Document => Capability::DocumentsInToolResult,
            Kind::Video | Kind::Audio => return false,
        };
        !model.lacks(capability)
    }

    fn write_source(&self, bucket_owner: &Value<'_>, out: &mut Writer) {
        out.key("source").open('{');
        if self.is_in_s3 {
            out.key("s3Location").open('{').key("uri").string(&self.data);
            if let Some(owner) = bucket_owner.text() {
                out.key("bucketOwner").text(owner);
            }
            out.close('}');
        } else {
            out.key("bytes").text(Text::plain(&self.data));
        }
        out.close('}');
    }
}

const NO_DATA: &str = "pass the bytes as a data URL in base64: `data:image/png;base64,…`.";

fn is_plain_text(mime: &str) -> bool {
    mime.starts_with("text/") || is_among(mime, "application/json application/xml application/yaml")
}

/// The part of a name behind its last full stop.
fn extension(name: &str) -> &str {
    let name = split_last(name, b'.').map_or(name, |(_, extension)| extension);
    split_last(name, b'/').map_or(name, |(_, rest)| rest)
}

/// A name that Bedrock takes and no other document of the request has: letters, digits, single spaces and `-_()[]`.
fn document_name(draft: &mut Draft<'_>, filename: &str) -> String {
    let stem = split_last(filename, b'.').map_or(filename, |(stem, _)| stem);
    let mut name = String::new();
    for letter in stem.chars().take(DOCUMENT_NAME_LENGTH_MAX) {
        let is_valid = letter.is_ascii_alphanumeric() || matches!(letter, '-' | '_' | '(' | ')' | '[' | ']');
        if is_valid {
            name.push(letter);
        } else if !name.is_empty() && !name.ends_with(' ') {
            name.push(' ');
        }
    }
    let stem = Some(name.trim_ascii_end()).filter(|name| !name.is_empty()).unwrap_or("document").to_owned();
    let mut name = stem.clone();
    // Not from 1: that would be quadratic where all documents have one name.
    let mut number = draft.document_numbers.find(stem.as_bytes()).unwrap_or(1);
    while draft.names.has(&["/", &name].concat()) {
        number = number.saturating_add(1);
        name = filled("{} ({})", &[&stem, &number.to_string()]);
    }
    draft.document_numbers.set(stem.as_bytes(), number);
    // A citation has it as its title.
    let known = if filename.is_empty() { &name } else { filename };
    draft.names.add(["/", &name].concat(), known.to_owned());
    name
}

/// Bedrock takes 200; the rest is for a number.
const DOCUMENT_NAME_LENGTH_MAX: usize = 180;
