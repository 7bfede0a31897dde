//! Rows against `serde_json`: whatever the payload, the quick way says what a JSON parser says of it, or leaves it to
//! one. Payloads are Bedrock's own layout with any text in it, and every way of damaging it.
#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    clippy::indexing_slicing,
    clippy::arithmetic_side_effects,
    reason = "tests"
)]

use bedrock_eventstream::Batch;
use bedrock_eventstream::Decoder;
use bedrock_eventstream::EventError;
use bedrock_eventstream::HeaderBlock;
use bedrock_eventstream::RowKind;
use bedrock_eventstream::encode_frame;
use proptest::prelude::*;
use serde_json::Value;
use serde_json::json;

/// The frame of an event.
fn frame(name: &str, payload: &[u8]) -> Vec<u8> {
    let headers = HeaderBlock::default().string(":event-type", name).string(":message-type", "event");
    encode_frame(&headers, payload).unwrap()
}

/// A batch of these frames, by both ways to add them.
fn batch_of(frames: &[Vec<u8>]) -> Batch {
    let (mut decoder, mut batch) = (Decoder::default(), Batch::default());
    decoder.push(&frames.concat());
    while let Some(frame) = batch.add_pieces(&mut decoder).unwrap() {
        batch.add(frame).unwrap();
    }
    let (mut decoder, mut one_by_one) = (Decoder::default(), Batch::default());
    decoder.push(&frames.concat());
    while let Some(frame) = decoder.next_frame().unwrap() {
        one_by_one.add(frame).unwrap();
    }
    assert_eq!((&batch.rows, batch.text()), (&one_by_one.rows, one_by_one.text()));
    batch
}

/// What the rows say, as JSON: the payloads without their padding.
fn payloads(batch: &Batch) -> Vec<Value> {
    let units: Vec<u16> = batch.text().encode_utf16().collect();
    let mut begin = 0;
    let row = |row: &[u32]| {
        let slice = |from: usize, to: usize| String::from_utf16(&units[from..to]).unwrap();
        let (kind, index, end) = (row[0], row[1], row[2] as usize);
        let delta = |delta: Value| json!({ "contentBlockIndex": index, "delta": delta });
        let text = slice(begin, end);
        let value = match kind {
            kind if kind == RowKind::Text as u32 => delta(json!({ "text": text })),
            kind if kind == RowKind::Reasoning as u32 => delta(json!({ "reasoningContent": { "text": text } })),
            kind if kind == RowKind::ToolInput as u32 => delta(json!({ "toolUse": { "input": text } })),
            kind if kind == RowKind::Chunk as u32 => json!({ "bytes": text }),
            _ => serde_json::from_str(&slice(index as usize, end)).unwrap_or(Value::Null),
        };
        begin = end;
        value
    };
    batch.rows.chunks_exact(3).map(row).map(without_padding).collect()
}

fn without_padding(mut value: Value) -> Value {
    if let Some(members) = value.as_object_mut() {
        members.remove("p");
    }
    value
}

/// A character of a JSON string, as it may be written.
fn written() -> impl Strategy<Value = String> {
    prop_oneof![
        6 => "[ -!#-\\[\\]-~]{1,12}",
        2 => any::<char>().prop_filter("written as it is", |c| *c >= ' ' && *c != '"' && *c != '\\').prop_map(String::from),
        1 => prop::sample::select(vec!["\\n", "\\t", "\\r", "\\b", "\\f", "\\\"", "\\\\", "\\/"]).prop_map(String::from),
        1 => any::<char>().prop_map(|c| c.encode_utf16(&mut [0; 2]).iter().map(|unit| format!("\\u{unit:04x}")).collect()),
        1 => any::<u16>().prop_map(|unit| format!("\\u{unit:04X}")),
    ]
}

fn text() -> impl Strategy<Value = String> {
    prop::collection::vec(written(), 0..12).prop_map(|pieces| pieces.concat())
}

/// Name and payload of an event in Bedrock's layout.
fn event() -> impl Strategy<Value = (&'static str, String)> {
    let any_padding = prop_oneof!["[a-zA-Z0-9]{0,40}", text()].prop_map(|p| format!(",\"p\":\"{p}\""));
    let padding = prop_oneof![Just(String::new()), any_padding];
    let any_index = prop_oneof![any::<u64>().prop_map(|index| index.to_string()), Just("01".to_owned())];
    let index = prop_oneof![4 => (0..3u32).prop_map(|index| index.to_string()), 1 => any_index];
    (0..5, index, text(), padding).prop_map(|(kind, index, text, padding)| {
        let delta = |delta: String| {
            ("contentBlockDelta", format!("{{\"contentBlockIndex\":{index},\"delta\":{{{delta}}}{padding}}}"))
        };
        match kind {
            0 => delta(format!("\"text\":\"{text}\"")),
            1 => delta(format!("\"reasoningContent\":{{\"text\":\"{text}\"}}")),
            2 => delta(format!("\"toolUse\":{{\"input\":\"{text}\"}}")),
            3 => ("chunk", format!("{{\"bytes\":\"{text}\"{padding}}}")),
            _ => ("contentBlockStop", format!("{{\"contentBlockIndex\":{index}{padding}}}")),
        }
    })
}

/// What a parser makes of it. Half a surrogate pair, a number beyond 64 bits and what is no JSON have no value in Rust.
fn parsed(payload: &str) -> Value {
    serde_json::from_str(payload).map_or(Value::Null, without_padding)
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(1500))]

    #[test]
    fn rows_say_what_a_parser_says(events in prop::collection::vec(event(), 1..8)) {
        let frames: Vec<_> = events.iter().map(|(name, payload)| frame(name, payload.as_bytes())).collect();
        let expected: Vec<_> = events.iter().map(|(_, payload)| parsed(payload)).collect();
        prop_assert_eq!(payloads(&batch_of(&frames)), expected);
    }

    #[test]
    fn one_changed_byte_is_read_as_a_parser_reads_it(
        (name, payload) in event(),
        at in any::<usize>(),
        byte in any::<u8>(),
    ) {
        let mut damaged = payload.clone().into_bytes();
        let at = at % damaged.len();
        damaged[at] = byte;
        // The event before is the one whose opening is remembered.
        let frames = [frame(name, payload.as_bytes()), frame(name, &damaged)];
        match std::str::from_utf8(&damaged) {
            Ok(text) => prop_assert_eq!(payloads(&batch_of(&frames)), [parsed(&payload), parsed(text)]),
            Err(_) => {
                let (mut decoder, mut batch) = (Decoder::default(), Batch::default());
                decoder.push(&frames[1]);
                let found = batch.add_pieces(&mut decoder).unwrap().expect("a frame that is left over");
                prop_assert_eq!(batch.add(found), Err(EventError::NotUtf8(name)));
                prop_assert!(batch.rows.is_empty() && batch.text().is_empty());
            }
        }
    }

    #[test]
    fn text_is_found_at_each_length_before_it(special in written(), before in 0..40usize, after in 0..20usize) {
        let text = format!("{}{special}{}", "x".repeat(before), "y".repeat(after));
        let payload = format!("{{\"contentBlockIndex\":0,\"delta\":{{\"text\":\"{text}\"}},\"p\":\"abc\"}}");
        prop_assert_eq!(payloads(&batch_of(&[frame("contentBlockDelta", payload.as_bytes())])), [parsed(&payload)]);
    }
}
