//! Rows put together as `pkg-template/engine/rows.js` does it.

use bedrock_wasm::bedrock::event::Batch;
use bedrock_wasm::bedrock::event::RowKind;
use bedrock_wasm::bedrock::operation::Stream;
use bedrock_wasm::pipeline::EventReader;
use serde_json::Value;
use serde_json::json;

/// One event as rows tell it.
#[derive(Debug, PartialEq)]
pub(crate) enum Event {
    /// Read by the fast path: the event without its padding.
    Known(&'static str, Value),
    /// Left to JSON: name and payload as they came.
    Json(String, String),
}

pub(crate) fn events_of(pieces: &[&[u8]]) -> Vec<Event> {
    let mut reader = EventReader::new(Stream::Converse);
    pieces.iter().flat_map(|piece| feed(&mut reader, piece)).collect()
}

pub(crate) fn feed(reader: &mut EventReader, piece: &[u8]) -> Vec<Event> {
    reader.room(piece.len()).copy_from_slice(piece);
    reader.filled(piece.len());
    assert_eq!(reader.take_error(), None);
    events_of_rows(reader.batch())
}

/// The text is one JavaScript string, and positions count its UTF-16 units.
fn events_of_rows(batch: &Batch) -> Vec<Event> {
    let units: Vec<u16> = batch.text().encode_utf16().collect();
    let mut begin = 0;
    let rows = batch.rows.as_chunks::<3>();
    assert_eq!(rows.1.len(), 0, "rows are three numbers each");
    let event = |[kind, index, end]: &[u32; 3]| {
        let slice = |from: usize, until: usize| String::from_utf16(&units[from..until]).unwrap();
        let (from, until) = (begin, *end as usize);
        begin = until;
        let delta =
            |delta: Value| Event::Known("contentBlockDelta", json!({ "contentBlockIndex": index, "delta": delta }));
        match *kind {
            kind if kind == RowKind::Text as u32 => delta(json!({ "text": slice(from, until) })),
            kind if kind == RowKind::ToolInput as u32 => delta(json!({ "toolUse": { "input": slice(from, until) } })),
            kind if kind == RowKind::Reasoning as u32 => {
                delta(json!({ "reasoningContent": { "text": slice(from, until) } }))
            }
            kind if kind == RowKind::Chunk as u32 => Event::Known("chunk", json!({ "bytes": slice(from, until) })),
            kind if kind == RowKind::Json as u32 => {
                Event::Json(slice(from, *index as usize), slice(*index as usize, until))
            }
            kind => panic!("a row of the unknown kind {kind}"),
        }
    };
    let events: Vec<_> = rows.0.iter().map(event).collect();
    assert_eq!(begin, units.len(), "text that belongs to no row");
    events
}

pub(crate) fn drop_padding(mut event: Value) -> Value {
    if let Some(members) = event.as_object_mut() {
        members.remove("p");
    }
    event
}
