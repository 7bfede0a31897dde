//! Rows against a plain reading of the same frames: AWS's decoder and `serde_json` say what the events are, and the
//! rows, put together as `pkg-template/rows.js` does it, must say the same. Whatever is not exactly as Bedrock writes
//! it must come as the JSON that it came as.
#![cfg(not(target_arch = "wasm32"))]
#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    clippy::indexing_slicing,
    clippy::arithmetic_side_effects,
    reason = "tests"
)]

mod support;

use aws_smithy_types::event_stream::Message;
use bedrock_wasm::bedrock::event::Batch;
use bedrock_wasm::bedrock::event::RowKind;
use bedrock_wasm::bedrock::operation::Stream;
use bedrock_wasm::pipeline::EventReader;
use proptest::prelude::*;
use proptest::sample::Index;
use proptest::sample::select;
use serde_json::Value;
use serde_json::json;

/// One event as rows tell it.
#[derive(Debug, PartialEq)]
enum Event {
    /// Read by the fast path: the event without its padding.
    Known(&'static str, Value),
    /// Left to JSON: name and payload as they came.
    Json(String, String),
}

#[test]
fn real_streams_in_one_chunk_are_read_as_json_reads_them() {
    for (name, stream) in support::recorded_streams() {
        let events = events_of(&[&stream]);
        assert_eq!(events.iter().map(without_padding).collect::<Vec<_>>(), expected(&stream), "{name}");
        let deltas = expected(&stream).iter().filter(|(name, _)| name == "contentBlockDelta").count();
        let known = events.iter().filter(|event| matches!(event, Event::Known("contentBlockDelta", _))).count();
        // Bedrock's layout is what the fast path is for. Signatures of reasoning are the only other deltas recorded.
        assert!(known + 1 >= deltas, "{name}: {known} of {deltas} deltas were read without JSON");
    }
}

#[test]
fn real_streams_cut_in_two_are_read_as_json_reads_them() {
    for (name, stream) in support::recorded_streams().into_iter().filter(|(_, stream)| stream.len() < 2500) {
        for cut in 0..=stream.len() {
            let (one, other) = stream.split_at(cut);
            let events = events_of(&[one, other]);
            assert_eq!(events.iter().map(without_padding).collect::<Vec<_>>(), expected(&stream), "{name}: {cut}");
        }
    }
}

#[test]
fn a_reader_that_was_reset_has_nothing_of_the_last_stream() {
    let streams = support::recorded_streams();
    let mut reader = EventReader::new(Stream::Converse);
    for (name, stream) in &streams {
        feed(&mut reader, &stream[..stream.len() / 2]);
        reader.reset(Stream::Converse);
        assert_eq!(reader.batch(), &Batch::default(), "{name}");
        assert!(reader.finish().is_err(), "{name}: the messageStop of the last stream was remembered");
        reader.reset(Stream::Converse);
        let events: Vec<_> = feed(&mut reader, stream).iter().map(without_padding).collect();
        assert_eq!(events, expected(stream), "{name}");
    }
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(1000))]

    #[test]
    fn real_streams_in_random_pieces_are_read_as_json_reads_them(
        which in any::<Index>(),
        cuts in prop::collection::vec(any::<Index>(), 1..20),
    ) {
        let streams = support::recorded_streams();
        let (_, stream) = which.get(&streams);
        let mut places: Vec<_> = cuts.iter().map(|cut| cut.index(stream.len() + 1)).collect();
        places.extend([0, stream.len()]);
        places.sort_unstable();
        let pieces: Vec<_> = places.windows(2).map(|ends| &stream[ends[0]..ends[1]]).collect();
        let events: Vec<_> = events_of(&pieces).iter().map(without_padding).collect();
        prop_assert_eq!(events, expected(stream));
    }

    /// Names, layouts, escapes, half surrogate pairs and plain damage: read right, or passed on untouched.
    #[test]
    fn any_payload_is_read_as_json_reads_it_or_passed_on(
        sent in prop::collection::vec((event_name(), payload()), 1..6),
    ) {
        let stream: Vec<u8> =
            sent.iter().flat_map(|(name, payload)| support::event_frame(name, payload.as_str())).collect();
        let events = events_of(&[&stream]);
        prop_assert_eq!(events.len(), sent.len());
        for (event, (name, payload)) in events.iter().zip(&sent) {
            match event {
                Event::Json(left_name, left_payload) => prop_assert_eq!((left_name, left_payload), (name, payload)),
                Event::Known(known_name, value) => {
                    prop_assert_eq!(known_name, name);
                    let read = serde_json::from_str(payload).map(drop_padding).ok();
                    prop_assert_eq!(read.as_ref(), Some(value), "{}", payload);
                }
            }
        }
    }

    /// The other half of that: what is exactly as Bedrock writes it does not need JSON.
    #[test]
    fn bedrocks_own_layout_takes_the_fast_path(
        index in any::<u32>(),
        text in any::<String>(),
        padding in prop::option::of("[a-zA-Z0-9]{0,60}"),
        shape in 0..3_usize,
    ) {
        let delta = [
            json!({ "text": text }),
            json!({ "toolUse": { "input": text } }),
            json!({ "reasoningContent": { "text": text } }),
        ];
        let mut event = json!({ "contentBlockIndex": index, "delta": delta[shape] });
        let expected = Event::Known("contentBlockDelta", event.clone());
        if let Some(padding) = padding {
            event["p"] = padding.into();
        }
        let events = events_of(&[&support::event_frame("contentBlockDelta", event.to_string())]);
        prop_assert_eq!(events, [expected]);
    }
}

#[test]
fn half_a_surrogate_pair_is_left_to_javascript() {
    for text in
        ["\\ud800", "\\udc00", "\\ud800\\ud800", "\\ud800x", "a\\ud83d\\n", "\\ud83d\\u00e9", "\\uD83D\\\\uDE00"]
    {
        let payload = format!("{{\"contentBlockIndex\":0,\"delta\":{{\"text\":\"{text}\"}}}}");
        let events = events_of(&[&support::event_frame("contentBlockDelta", payload.as_str())]);
        assert_eq!(events, [Event::Json("contentBlockDelta".into(), payload)]);
    }
    let whole = r#"{"contentBlockIndex":0,"delta":{"text":"\ud83d\uDE00"}}"#;
    let events = events_of(&[&support::event_frame("contentBlockDelta", whole)]);
    let expected = json!({ "contentBlockIndex": 0, "delta": { "text": "😀" } });
    assert_eq!(events, [Event::Known("contentBlockDelta", expected)]);
}

#[test]
fn events_that_nobody_knows_yet_pass_through() {
    let payload = r#"{"a":[1,2.50,{"b":null}],"p":"abc"}"#;
    let events = events_of(&[&support::event_frame("contentBlockFuture", payload)]);
    assert_eq!(events, [Event::Json("contentBlockFuture".into(), payload.into())]);
}

/// What each frame holds, by code that is not ours.
fn expected(stream: &[u8]) -> Vec<(String, Value)> {
    let name = |message: &Message| {
        let header = message.headers().iter().find(|header| header.name().as_str() == ":event-type").unwrap();
        header.value().as_string().unwrap().as_str().to_owned()
    };
    let event = |message: &Message| (name(message), drop_padding(serde_json::from_slice(message.payload()).unwrap()));
    support::reference_frames(stream).iter().map(event).collect()
}

fn drop_padding(mut event: Value) -> Value {
    if let Some(members) = event.as_object_mut() {
        members.remove("p");
    }
    event
}

fn without_padding(event: &Event) -> (String, Value) {
    match event {
        Event::Known(name, value) => ((*name).to_owned(), value.clone()),
        Event::Json(name, payload) => (name.clone(), drop_padding(serde_json::from_str(payload).unwrap())),
    }
}

fn events_of(pieces: &[&[u8]]) -> Vec<Event> {
    let mut reader = EventReader::new(Stream::Converse);
    pieces.iter().flat_map(|piece| feed(&mut reader, piece)).collect()
}

fn feed(reader: &mut EventReader, piece: &[u8]) -> Vec<Event> {
    reader.room(piece.len()).copy_from_slice(piece);
    reader.filled(piece.len());
    assert_eq!(reader.take_error(), None);
    events_of_rows(reader.batch())
}

/// As `pkg-template/rows.js` does it: the text is one JavaScript string, and positions count its UTF-16 units.
fn events_of_rows(batch: &Batch) -> Vec<Event> {
    let units: Vec<u16> = batch.text.encode_utf16().collect();
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

fn event_name() -> impl Strategy<Value = String> {
    prop_oneof![
        6 => Just("contentBlockDelta".to_owned()),
        2 => Just("chunk".to_owned()),
        1 => select(vec!["messageStart", "messageStop", "metadata", "contentBlockStart"]).prop_map(str::to_owned),
        1 => "\\PC{1,12}",
    ]
}

/// `$S` stands for a string literal, `$I` for a number, `$D` for a delta. The first three of each list are Bedrock's own.
fn payload() -> impl Strategy<Value = String> {
    // Half of them Bedrock's own: mostly just one thing should be odd.
    let event = prop_oneof![select(EVENTS[..3].to_vec()), select(EVENTS.to_vec())];
    let delta = prop_oneof![select(DELTAS[..3].to_vec()), select(DELTAS.to_vec())];
    let templates = (event, delta, index(), literal());
    let made = templates.prop_map(|(event, delta, index, literal)| {
        event.replace("$D", delta).replace("$I", &index).replace("$S", &format!("\"{literal}\""))
    });
    prop_oneof![9 => made, 1 => any::<String>()]
}

fn index() -> impl Strategy<Value = String> {
    let odd =
        ["4294967296", "18446744073709551616", "-1", "1.5", "1e3", "01", "00", "\"0\"", "null", "", "0x1", "+1", "٣"];
    prop_oneof![3 => any::<u32>().prop_map(|index| index.to_string()), 1 => select(odd.to_vec()).prop_map(str::to_owned)]
}

/// The inside of a string literal, written in every way that JSON allows and some that it does not.
fn literal() -> impl Strategy<Value = String> {
    let units = |character: char| character.encode_utf16(&mut [0; 2]).to_vec();
    let lower = move |character| units(character).iter().map(|unit| format!("\\u{unit:04x}")).collect::<String>();
    let upper = move |character| units(character).iter().map(|unit| format!("\\u{unit:04X}")).collect::<String>();
    let plain = any::<char>().prop_filter("must be escaped", |c| !matches!(c, '"' | '\\' | '\0'..='\u{1f}'));
    let piece = prop_oneof![
        9 => plain.prop_map(String::from),
        3 => any::<char>().prop_map(lower),
        3 => any::<char>().prop_map(upper),
        4 => select(vec!["\\n", "\\t", "\\r", "\\b", "\\f", "\\\"", "\\\\", "\\/"]).prop_map(str::to_owned),
        1 => (0xd800..=0xdfff_u32).prop_map(|half| format!("\\u{half:04X}")),
        1 => select(vec!["\\x", "\\u12", "\\u+123", "\\", "\n", "\u{1f}", "\"", "\\N"]).prop_map(str::to_owned),
    ];
    prop::collection::vec(piece, 0..8).prop_map(|pieces| pieces.concat())
}

const EVENTS: [&str; 24] = [
    r#"{"contentBlockIndex":$I,"delta":$D}"#,
    r#"{"contentBlockIndex":$I,"delta":$D,"p":"abcXYZ019"}"#,
    r#"{"contentBlockIndex":$I,"delta":$D,"p":""}"#,
    r#"{"bytes":$S,"p":"abc"}"#,
    r#"{"bytes":$S}"#,
    r#"{"bytes":$S,"more":1}"#,
    r#"{"p":"abc","bytes":$S}"#,
    r#"{"delta":$D,"contentBlockIndex":$I}"#,
    r#"{"p":"abc","contentBlockIndex":$I,"delta":$D}"#,
    r#"{"contentBlockIndex":$I,"p":"abc","delta":$D}"#,
    r#"{"contentBlockIndex":$I,"delta":$D,"p":"abc","more":true}"#,
    r#"{"contentBlockIndex":$I,"delta":$D,"more":{"delta":{"text":"x"}}}"#,
    r#"{"contentBlockIndex":$I,"delta":$D,"delta":{"text":"x"}}"#,
    r#"{"contentBlockIndex":$I,"delta":$D,"p":"a-é"}"#,
    r#"{"contentBlockIndex":$I,"delta":$D,"p":"a\"b"}"#,
    r#"{"contentBlockIndex":$I,"delta":$D,"p":$S}"#,
    r#"{"contentBlockIndex":$I,"delta":$D,"p":1}"#,
    r#"{"contentBlockIndex": $I, "delta": $D}"#,
    r#" {"contentBlockIndex":$I,"delta":$D}"#,
    r#"{"contentBlockIndex":$I,"delta":$D} "#,
    r#"{"contentBlockIndex":$I,"delta":$D}}"#,
    r#"{"contentBlockIndex":$I,"delta":$D"#,
    r#"{"contentBlockIndex":$I,"delta":$D,"#,
    r#"{"contentBlockIndex":$I}"#,
];

const DELTAS: [&str; 14] = [
    r#"{"text":$S}"#,
    r#"{"toolUse":{"input":$S}}"#,
    r#"{"reasoningContent":{"text":$S}}"#,
    r#"{"reasoningContent":{"signature":$S}}"#,
    r#"{"text":$S,"more":1}"#,
    r#"{"more":{"text":"x"},"text":$S}"#,
    r#"{"toolUse":{"input":$S,"more":[1]}}"#,
    r#"{"toolUse":{"input":$S},"text":$S}"#,
    r#"{"toolResult":[{"text":$S}]}"#,
    r#"{"text":$S,"text":$S}"#,
    r#"{"text":{"text":$S}}"#,
    r#"{ "text" : $S }"#,
    r#"{"text":$S"#,
    r#"{}"#,
];
