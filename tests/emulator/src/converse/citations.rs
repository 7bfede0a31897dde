//! Answers that say what they rest on, which are documents of the request.

use base64::Engine;
use base64::engine::general_purpose::STANDARD;
use serde_json::Value;
use serde_json::json;

use super::list;
use super::message::Piece;
use crate::reply::sentences;

/// How much of a document a citation quotes.
const QUOTED_CHARS_MAX: usize = 80;

/// A citation for each document and each result of a search that asks for them, at most two. Documents count among
/// themselves, and so do results.
pub(super) fn documents(request: &Value) -> Vec<Value> {
    let blocks = || list(request, "messages").flat_map(|message| list(message, "content"));
    let wants = |block: &&Value| block.pointer("/citations/enabled") == Some(&json!(true));
    let documents = blocks().filter_map(|block| block.get("document")).enumerate();
    let documents = documents.filter(|(_, document)| wants(document)).filter_map(|(index, it)| citation(index, it));
    let results = blocks().filter_map(|block| block.get("searchResult")).enumerate();
    let results = results.filter(|(_, result)| wants(result)).filter_map(|(index, it)| search_citation(index, it));
    documents.chain(results).take(2).collect()
}

fn search_citation(index: usize, result: &Value) -> Option<Value> {
    let text = list(result, "content").next()?.get("text")?.as_str()?;
    let quoted: String = text.chars().take(QUOTED_CHARS_MAX).collect();
    Some(json!({
        "title": result.get("title"),
        "source": result.get("source"),
        "sourceContent": [{ "text": quoted }],
        "location": { "searchResultLocation": { "searchResultIndex": index, "start": 0, "end": 1 } },
    }))
}

fn citation(index: usize, document: &Value) -> Option<Value> {
    let source = document.get("source")?;
    let bytes = || STANDARD.decode(source.get("bytes")?.as_str()?).ok();
    let (location, quoted) = if let Some(chunk) = list(source, "content").next() {
        ("documentChunk", chunk.get("text")?.as_str()?.to_owned())
    } else if document.get("format").is_some_and(|format| format == "pdf") {
        ("documentPage", "The first page.".to_owned())
    } else {
        let text = source.get("text").and_then(Value::as_str).map(str::to_owned);
        ("documentChar", text.or_else(|| String::from_utf8(bytes()?).ok())?)
    };
    let quoted: String = quoted.chars().take(QUOTED_CHARS_MAX).collect();
    let (start, end) = match location {
        "documentPage" => (1, 2),
        "documentChunk" => (0, 1),
        _ => (0, quoted.chars().count()),
    };
    Some(json!({
        "title": document.get("name"),
        "sourceContent": [{ "text": quoted }],
        "location": { location: { "documentIndex": index, "start": start, "end": end } },
    }))
}

/// The second sentence of a text is the one that rests on the documents, or the only one.
pub(super) fn cite(piece: Piece, citations: &[Value]) -> Vec<Piece> {
    let Piece::Text(text) = piece else { return vec![piece] };
    let mut before = sentences(&text);
    let mut rest = before.split_off(before.len().min(1));
    if rest.is_empty() {
        std::mem::swap(&mut before, &mut rest);
    }
    let after: String = rest.split_off(rest.len().min(1)).concat();
    let cited = Piece::Cited { text: rest.concat(), citations: citations.to_vec() };
    let pieces = [Piece::Text(before.concat()), cited, Piece::Text(after)];
    pieces.into_iter().filter(|piece| !matches!(piece, Piece::Text(text) if text.is_empty())).collect()
}
