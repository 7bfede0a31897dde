//! The payload of one event, in a frame that is good: what its rows say is what `serde_json` says of it, the message of
//! an exception is the one that is in it, and the chunks of a chat are JSON.
#![no_main]

use bedrock_fuzz::chats;
use bedrock_fuzz::fixtures;
use bedrock_fuzz::json;
use bedrock_fuzz::members::Members;
use bedrock_fuzz::rows;
use bedrock_fuzz::seeds::with_choices;
use bedrock_wasm::bedrock::operation::Stream;
use bedrock_wasm::error::Error;
use bedrock_wasm::eventstream::Batch;
use bedrock_wasm::eventstream::Decoder;
use bedrock_wasm::eventstream::EventError;
use bedrock_wasm::eventstream::HeaderBlock;
use bedrock_wasm::eventstream::RowKind;
use bedrock_wasm::eventstream::encode_frame;
use bedrock_wasm::pipeline::EventReader;
use serde_json::Value;

bedrock_fuzz::json_target!(check, seeds: seeds, words: WORDS);

/// The choices are the name of the event or exception, what it is, the chat, and the event before it.
fn check([name, kind, chat, before]: [u8; 4], payload: &str) {
    let name = NAMES[usize::from(name) % NAMES.len()];
    match kind % 8 {
        0 => check_exception(name, "exception", payload),
        1 => check_exception(name, "error", payload),
        2 | 3 => check_chunks(name, chat, before, payload),
        _ => check_event(name, before, payload),
    }
}

/// The event before it is one whose opening is remembered, since most events of a stream begin with the same bytes.
fn check_event(name: &str, before: u8, payload: &str) {
    let first = BEFORE[usize::from(before) % BEFORE.len()];
    let stream = [frame(name, "event", first), frame(name, "event", payload), frame(name, "event", payload)].concat();
    let mut decoder = Decoder::default();
    let mut batch = Batch::default();
    decoder.push(&stream);
    while let Some(frame) = batch.add_pieces(&mut decoder).expect("good frames") {
        assert_eq!(batch.add(frame), Ok(name));
    }
    let expected = [first, payload, payload].map(|text| json::value(text).map(rows::without_padding));
    let rows = rows::rows(&batch, false);
    assert_eq!(rows.iter().map(rows::payload).collect::<Vec<_>>(), expected);
    for row in rows.iter().filter(|row| row.kind == RowKind::Json as u32) {
        assert!(row.name == name && [first, payload].contains(&row.text.as_str()));
    }
}

fn check_exception(name: &str, message_type: &str, payload: &str) {
    let mut decoder = Decoder::default();
    decoder.push(&frame(name, message_type, payload));
    let frame = decoder.next_frame().expect("a good frame").expect("a whole frame");
    let error = match Batch::default().add(frame) {
        Err(error @ EventError::Exception(_)) => Error::from(error),
        other => panic!("{other:?} is no exception"),
    };
    let mut code = name.to_owned();
    code[..1].make_ascii_uppercase();
    assert_eq!(error.code(), Some(&*code));
    let said = Members::of(payload).and_then(|members| {
        let text = |name: &str| members.first(name).and_then(Value::as_str).filter(|text| says_something(text));
        text("message").or_else(|| text("Message")).map(str::to_owned)
    });
    match said {
        Some(said) => assert!(error.message().starts_with(&said), "{} instead of {said}", error.message()),
        None => assert!(!error.message().is_empty()),
    }
    assert!(error.reply().is_some_and(|reply| payload.starts_with(&reply.body)));
    assert!(!error.class().is_empty() && error.param() != Some(""));
}

/// Some services leave a message blank rather than out; the core then says so itself.
fn says_something(text: &str) -> bool {
    !text.trim_ascii().is_empty()
}

/// A stream of a few good events, and this one among them.
fn check_chunks(name: &str, chat: u8, before: u8, payload: &str) {
    let mut stream = Vec::new();
    for event in BEFORE.iter().take(usize::from(before) % BEFORE.len()) {
        let name = if event.contains("start") { "contentBlockStart" } else { "contentBlockDelta" };
        stream.extend(frame(name, "event", event));
    }
    stream.extend(frame(name, "event", payload));
    stream.extend(frame("contentBlockStop", "event", r#"{"contentBlockIndex":0}"#));
    stream.extend(frame("messageStop", "event", r#"{"stopReason":"end_turn"}"#));
    stream.extend(frame("metadata", "event", r#"{"usage":{"inputTokens":1,"outputTokens":2,"totalTokens":3}}"#));
    let mut reader = EventReader::new(Stream::Converse);
    reader.translate(chats::chat(chat));
    reader.room(stream.len()).copy_from_slice(&stream);
    reader.filled(stream.len());
    for row in rows::rows(reader.batch(), true).iter().filter(|row| row.kind == RowKind::Json as u32) {
        let members = format!("{{{}}}", row.text.trim_start_matches('{').trim_end_matches('}'));
        assert!(json::is_json(&row.text), "{members} are no members of a chunk");
    }
    match reader.take_error() {
        // Only a piece of text in Bedrock's own layout is read without a look at the rest.
        None => assert!(payload.is_empty() || json::is_json(payload), "{payload:?} is not JSON, and nobody says so"),
        Some(error) => assert!(!error.message().is_empty()),
    }
}

fn frame(name: &str, message_type: &str, payload: &str) -> Vec<u8> {
    let name_of = if message_type == "event" { ":event-type" } else { ":exception-type" };
    let headers = HeaderBlock::default().string(name_of, name).string(":message-type", message_type);
    encode_frame(&headers, payload.as_bytes()).expect("short enough")
}

const NAMES: [&str; 10] = [
    "contentBlockDelta",
    "chunk",
    "contentBlockStart",
    "contentBlockStop",
    "messageStart",
    "messageStop",
    "metadata",
    "throttlingException",
    "validationException",
    "eventOfNextYear",
];

const BEFORE: [&str; 7] = [
    r#"{"contentBlockIndex":0,"delta":{"text":"Hi"},"p":"abc"}"#,
    r#"{"contentBlockIndex":1,"delta":{"reasoningContent":{"text":"Hm"}}}"#,
    r#"{"contentBlockIndex":2,"start":{"toolUse":{"toolUseId":"t","name":"a_b"}}}"#,
    r#"{"contentBlockIndex":2,"delta":{"toolUse":{"input":"{\"a"}},"p":"abcd"}"#,
    r#"{"bytes":"eyJ4IjoxfQ==","p":"ab"}"#,
    r#"{"contentBlockIndex":3,"start":{"toolUse":{"toolUseId":"u","name":"json_response"}}}"#,
    r#"{"contentBlockIndex":3,"delta":{"toolUse":{"input":"{}"}}}"#,
];

/// Names, and values, as chats and replies have them.
const WORDS: &str = "\
    contentBlockIndex delta text reasoningContent signature redactedContent toolUse input start toolUseId name \
    type server_tool_use citation title source location web url role assistant stopReason end_turn tool_use \
    max_tokens malformed_tool_use usage inputTokens outputTokens totalTokens cacheReadInputTokens \
    cacheWriteInputTokens trace serviceTier metrics message Message originalMessage bytes p abc ```json ``` \
    </thinking> {\"a\":1} json_response a_b";

/// Each event of the recordings.
fn seeds() -> Vec<Vec<u8>> {
    let mut seeds = Vec::new();
    for stream in fixtures::folder("recorded-streams") {
        let mut decoder = Decoder::default();
        decoder.push(&stream);
        while let Ok(Some(frame)) = decoder.next_frame() {
            let name = frame.headers.string(":event-type").unwrap_or_default();
            let name = NAMES.iter().position(|known| *known == name).unwrap_or_default() as u8;
            let payload = std::str::from_utf8(frame.payload).unwrap_or_default();
            let position = seeds.len() as u8;
            let kinds: &[u8] = if seeds.len() % 5 == 0 { &[4, 2] } else { &[4] };
            seeds.extend(kinds.iter().map(|kind| with_choices([name, *kind, position, position], payload)));
        }
    }
    for (position, event) in BEFORE.iter().enumerate() {
        seeds.extend([0, 2, 4].map(|kind| with_choices([0, kind, 0x17, position as u8], event)));
    }
    seeds.push(with_choices([7, 0, 0, 0], r#"{"message":"Too many requests.","originalStatusCode":429}"#));
    seeds.push(with_choices([8, 1, 0, 0], r#"{"a":[{"message":1}],"Message":"caf\u00e9 \ud83e\udd80"}"#));
    seeds
}
