//! Where images and documents come from: on Bedrock, out of the request and from nowhere else.

use base64::Engine;
use base64::engine::general_purpose::STANDARD;

use super::place::Checked;
use super::place::Place;
use crate::validate;

const IMAGE_TYPES: [&str; 4] = ["image/jpeg", "image/png", "image/gif", "image/webp"];

pub(super) fn check_image(source: &Place<'_>) -> Checked {
    refuse_url(source)?;
    let tag = source.tag(&["base64", "url"])?;
    let source = source.as_variant(tag);
    let media_type = source.required("media_type")?;
    media_type.choice(&IMAGE_TYPES)?;
    let bytes = bytes(&source)?;
    source.only(&["type", "media_type", "data"])?;
    let declared = media_type.text()?.trim_start_matches("image/");
    validate::image_of_claude(&source.path, declared, &bytes)
}

pub(super) fn check_document(source: &Place<'_>) -> Checked {
    refuse_url(source)?;
    let tag = source.tag(&["base64", "content", "text", "url"])?;
    let variant = source.as_variant(tag);
    match tag {
        "base64" => {
            variant.required("media_type")?.choice(&["application/pdf"])?;
            let bytes = bytes(&variant)?;
            // The block is called otherwise in this complaint.
            let place = Place { value: variant.value, path: variant.path.replace(".document.", ".pdf.") + ".data" };
            if bytes.starts_with(b"%PDF") { Ok(()) } else { place.complaint("The PDF specified was not valid.") }
        }
        "text" => {
            variant.required("media_type")?.choice(&["text/plain"])?;
            variant.required("data")?.text().map(|_| ())
        }
        _ => {
            let content = variant.required("content")?;
            if content.value.is_string() {
                return Ok(());
            }
            for part in content.items()? {
                let part_tag = part.tag(&["image", "text"])?;
                let part = part.as_variant(part_tag);
                if part_tag == "text" {
                    part.required("text")?.text()?;
                } else {
                    check_image(&part.required("source")?)?;
                }
            }
            Ok(())
        }
    }
}

/// The path is the one of an image for documents too: anthropics/anthropic-sdk-typescript#1038, of another cloud's
/// Claude; a gateway's report has the same words from Bedrock.
fn refuse_url(source: &Place<'_>) -> Checked {
    if source.value.get("type").is_none_or(|tag| tag != "url") {
        return Ok(());
    }
    let path = source.path.replace(".document.source", ".image.source") + ".base64.data";
    Place { value: source.value, path }.complaint("URL sources are not supported")
}

fn bytes(source: &Place<'_>) -> Checked<Vec<u8>> {
    let data = source.required("data")?.text()?;
    STANDARD.decode(data).or_else(|_| source.complaint("invalid base64 data"))
}
