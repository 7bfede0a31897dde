//! What the rows of a batch say, as JavaScript reads them.

use bedrock_wasm::eventstream::Batch;
use bedrock_wasm::eventstream::EncodedText;
use bedrock_wasm::eventstream::RowKind;
use serde_json::Value;
use serde_json::json;

/// A row with its own text.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Row {
    /// One of [`RowKind`].
    pub kind: u32,
    /// The index of the block, of a call, or what a chunk's row has in its place; 0 for an event of another kind.
    pub index: u32,
    /// The name of an event of another kind.
    pub name: String,
    pub text: String,
}

/// The rows of a batch. Those of a chat have no names in them.
///
/// # Panics
/// If a row goes beyond the text, or cuts a character in two.
pub fn rows(batch: &Batch, is_chat: bool) -> Vec<Row> {
    let units: Vec<u16> = batch.text().encode_utf16().collect();
    let (rows, rest) = batch.rows.as_chunks::<3>();
    assert!(rest.is_empty(), "rows are three numbers each");
    let mut begin = 0;
    let mut read = Vec::new();
    let slice = |from: usize, to: usize| String::from_utf16(&units[from..to]).expect("a row that cuts a character");
    for &[kind, index, end] in rows {
        let end = end as usize;
        let has_name = kind == RowKind::Json as u32 && !is_chat;
        let name_end = if has_name { index as usize } else { begin };
        let index = if has_name { 0 } else { index };
        read.push(Row { kind, index, name: slice(begin, name_end), text: slice(name_end, end) });
        begin = end;
    }
    assert_eq!(begin, units.len(), "text that belongs to no row");
    read
}

/// Checks that the text which JavaScript gets is that of the batch.
///
/// # Panics
/// If it is not.
pub fn check_encoded(text: &str, encoded: EncodedText<'_>) {
    match encoded {
        EncodedText::Ascii(bytes) => assert!(bytes.is_ascii() && bytes == text.as_bytes()),
        EncodedText::Utf16(units) => assert!(units.iter().copied().eq(text.encode_utf16())),
    }
}

/// The payload of the event that a row stands for, without the padding behind which Bedrock hides lengths.
pub fn payload(row: &Row) -> Option<Value> {
    let Row { kind, index, text, .. } = row;
    let delta = |delta: Value| json!({ "contentBlockIndex": index, "delta": delta });
    Some(match *kind {
        kind if kind == RowKind::Text as u32 => delta(json!({ "text": text })),
        kind if kind == RowKind::Reasoning as u32 => delta(json!({ "reasoningContent": { "text": text } })),
        kind if kind == RowKind::ToolInput as u32 => delta(json!({ "toolUse": { "input": text } })),
        kind if kind == RowKind::Chunk as u32 => json!({ "bytes": text }),
        _ => return crate::json::value(text).map(without_padding),
    })
}

/// The same of the payload as it came.
pub fn without_padding(mut value: Value) -> Value {
    if let Some(members) = value.as_object_mut() {
        members.shift_remove("p");
    }
    value
}
