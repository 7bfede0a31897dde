//! Chunks of a chat, as JSON.

use crate::bedrock::event::Batch;
use crate::bedrock::event::RowKind;
use crate::json;
use crate::json::Text;
use crate::json::Writer;

pub(super) const YIELDED: u32 = 0;
pub(super) const WITHHELD: u32 = 1;

/// An event that OpenAI has no words for, in Bedrock's.
pub(super) fn push_unknown(name: &str, event: &str, batch: &mut Batch) {
    let mut chunk = open_choice();
    close_choice(&mut chunk, None);
    let mut name_written = String::new();
    json::escape(name, &mut name_written);
    chunk.key("_bedrock").open('{').member(Text::written(&name_written)).raw(event).close_all("}}");
    batch.push(RowKind::Json, YIELDED, chunk.as_str());
}

/// Thoughts and text of the content.
pub(super) fn push_content(thoughts: &str, text: &str, batch: &mut Batch) {
    for (kind, text) in [(RowKind::Reasoning, thoughts), (RowKind::Text, text)] {
        if !text.is_empty() {
            batch.push(kind, 0, text);
        }
    }
}

/// A piece that is written as it came.
pub(super) fn push_piece(kind: RowKind, index: u32, text: Text<'_>, batch: &mut Batch) {
    let mut delta = open_choice();
    match kind {
        RowKind::ToolInput => {
            open_call(&mut delta, index).raw(r#""function":{"arguments":"#).text(text).close_all("}}]")
        }
        RowKind::Reasoning => delta.key("reasoning_content").text(text),
        _ => delta.key("content").text(text),
    };
    push_delta(delta, batch);
}

pub(super) fn push_delta(mut chunk: Writer, batch: &mut Batch) {
    close_choice(&mut chunk, None);
    batch.push(RowKind::Json, YIELDED, chunk.close('}').as_str());
}

pub(super) fn open_choice() -> Writer {
    let mut chunk = Writer::default();
    chunk.raw(r#"{"choices":[{"index":0,"delta":{"#);
    chunk
}

pub(super) fn close_choice(chunk: &mut Writer, finish_reason: Option<&str>) {
    chunk.close('}').raw(r#""logprobs":null,"finish_reason":"#);
    match finish_reason {
        Some(reason) => chunk.string(reason),
        None => chunk.raw("null"),
    };
    chunk.close_all("}]");
}

pub(super) fn open_call(delta: &mut Writer, ordinal: u32) -> &mut Writer {
    delta.raw(r#""tool_calls":[{"index":"#).number(ordinal)
}
