//! What a turn has beside words, in words: images with their size, documents with how they begin, videos and sounds.

use base64::Engine;
use base64::engine::general_purpose::STANDARD;
use serde_json::Value;

use super::list;

/// The size of an image stands near its beginning.
const HEAD_BASE64_CHARS: usize = 256 * 1024;
/// How much of a document is repeated.
const QUOTED_CHARS_MAX: usize = 80;

/// The images, documents and other files of a message, and of the results in it.
pub(super) fn of_message(message: &Value) -> Vec<String> {
    let results = list(message, "content").filter_map(|block| block.get("toolResult"));
    let blocks = list(message, "content").chain(results.flat_map(|result| list(result, "content")));
    blocks.filter_map(of_block).collect()
}

fn of_block(block: &Value) -> Option<String> {
    if let Some(image) = block.get("image").or_else(|| block.pointer("/guardContent/image")) {
        let size = size(image).map(|(width, height)| format!(" of {width} × {height} pixels"));
        return Some(format!("one {}image{}", format_of(image), size.unwrap_or_default()));
    }
    if let Some(document) = block.get("document") {
        let name = document.get("name").and_then(Value::as_str).unwrap_or_default();
        let begins = text_of(document).map(|text| format!(", which begins \"{}\"", beginning(&text)));
        let begins = begins.unwrap_or_default();
        // Claude's Messages may leave the name out.
        let article = if name.is_empty() { "one" } else { "the" };
        let name = if name.is_empty() { String::new() } else { format!(" \"{name}\"") };
        return Some(format!("{article} {}document{name}{begins}", format_of(document)));
    }
    if let Some(video) = block.get("video") {
        return Some(format!("one {}video", format_of(video)));
    }
    block.get("audio").map(|audio| format!("one {}recording", format_of(audio)))
}

/// `PNG `; nothing for a document of plain chunks.
fn format_of(file: &Value) -> String {
    file.get("format").and_then(Value::as_str).map(|format| format.to_uppercase() + " ").unwrap_or_default()
}

fn size(image: &Value) -> Option<(usize, usize)> {
    let base64 = image.pointer("/source/bytes")?.as_str()?;
    let whole = STANDARD.decode(base64.get(..HEAD_BASE64_CHARS).unwrap_or(base64)).ok()?;
    let size = imagesize::blob_size(&whole).ok()?;
    Some((size.width, size.height))
}

fn text_of(document: &Value) -> Option<String> {
    let source = document.get("source")?;
    let chunk = || list(source, "content").next()?.get("text")?.as_str();
    if let Some(text) = source.get("text").and_then(Value::as_str).or_else(chunk) {
        return Some(text.to_owned());
    }
    let is_text =
        document.get("format").is_some_and(|format| ["txt", "md", "csv", "html"].iter().any(|name| format == name));
    let base64 = source.get("bytes")?.as_str().filter(|_| is_text)?;
    String::from_utf8(STANDARD.decode(base64).ok()?).ok()
}

fn beginning(text: &str) -> String {
    let line = text.split_whitespace().collect::<Vec<_>>().join(" ").replace('"', "'");
    let quoted: String = line.chars().take(QUOTED_CHARS_MAX).collect();
    if quoted.len() < line.len() { quoted + " …" } else { quoted.trim_end_matches(['.', ':', ',']).to_owned() }
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    #[test]
    fn files_are_named_with_what_can_be_seen_of_them() {
        let png = "iVBORw0KGgoAAAANSUhEUgAAAoAAAAHgCAYAAAA10dzk";
        let message = json!({ "content": [
            { "text": "Look." },
            { "image": { "format": "png", "source": { "bytes": png } } },
            { "image": { "format": "jpeg", "source": { "s3Location": { "uri": "s3://b/k" } } } },
            { "document": { "format": "pdf", "name": "report", "source": { "bytes": "JVBERi0=" } } },
            { "document": { "format": "md", "name": "notes", "source": { "bytes": STANDARD.encode("# The \"Rhine\"\nflows") } } },
            { "video": { "format": "mp4", "source": { "bytes": "AAAA" } } },
            { "toolResult": { "content": [{ "document": { "name": "found", "source": { "text": "x".repeat(100) } } }] } },
        ] });
        let expected = [
            "one PNG image of 640 × 480 pixels".to_owned(),
            "one JPEG image".to_owned(),
            "the PDF document \"report\"".to_owned(),
            "the MD document \"notes\", which begins \"# The 'Rhine' flows\"".to_owned(),
            "one MP4 video".to_owned(),
            format!("the document \"found\", which begins \"{} …\"", "x".repeat(80)),
        ];
        assert_eq!(of_message(&message), expected);
    }
}
