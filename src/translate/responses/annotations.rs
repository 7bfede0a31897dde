//! Citations as the annotations of a text: those of pages have addresses, those of documents only names.

use crate::json::Writer;
use crate::translate::reply;
use crate::translate::reply::Cited;

/// The annotations of a message, whose text begins at `start` of all text.
pub(super) fn of(cited: &[Cited], start: u32) -> Vec<String> {
    let mut annotations = Vec::new();
    for (citation, place) in reply::read(cited) {
        let mut out = Writer::default();
        let title = citation.get("title").text();
        let (begin, end) = (place.start.saturating_sub(start), place.end.saturating_sub(start));
        if let Some(url) = reply::page(&citation) {
            out.raw(r#"{"type":"url_citation","start_index":"#).number(begin).key("end_index").number(end);
            out.key("title").text(title.unwrap_or(url)).key("url").text(url);
        } else {
            let name = title.unwrap_or_default();
            out.raw(r#"{"type":"file_citation","file_id":"#).text(name).key("filename").text(name);
            out.key("index").number(end);
        }
        out.close('}');
        annotations.push(out.finish());
    }
    annotations
}
