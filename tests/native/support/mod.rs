//! What several of the native tests share: fixtures as values, and frames written and read by AWS's own code.

pub(crate) mod chats;
pub(crate) mod chunks;
pub(crate) mod conversations;
pub(crate) mod events;
pub(crate) mod goldens;
pub(crate) mod imports;
pub(crate) mod nonsense;
pub(crate) mod replies;
pub(crate) mod requests;
pub(crate) mod responses;
pub(crate) mod rows;
pub(crate) mod script;
pub(crate) mod shapes;
pub(crate) mod source;
pub(crate) mod translated;
pub(crate) mod words;
pub(crate) mod world;

use std::fs;
use std::path::PathBuf;

use aws_smithy_eventstream::frame::DecodedFrame;
use aws_smithy_eventstream::frame::MessageFrameDecoder;
use aws_smithy_eventstream::frame::write_message_to;
use aws_smithy_types::DateTime;
use aws_smithy_types::date_time::Format;
use aws_smithy_types::event_stream::Header;
use aws_smithy_types::event_stream::HeaderValue;
use aws_smithy_types::event_stream::Message;
use bytes::Buf;
use serde_json::Value;

pub(crate) fn fixture_path(path: &str) -> PathBuf {
    PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("tests/fixtures").join(path)
}

pub(crate) fn fixture(path: &str) -> Vec<u8> {
    fs::read(fixture_path(path)).unwrap_or_else(|error| panic!("{path}: {error}"))
}

pub(crate) fn fixture_text(path: &str) -> String {
    String::from_utf8(fixture(path)).unwrap()
}

pub(crate) fn fixture_json(path: &str) -> Value {
    serde_json::from_slice(&fixture(path)).unwrap_or_else(|error| panic!("{path}: {error}"))
}

/// The names in a folder of fixtures, sorted.
pub(crate) fn fixture_names(folder: &str) -> Vec<String> {
    let entries = fs::read_dir(fixture_path(folder)).unwrap();
    let mut names: Vec<_> = entries.map(|entry| entry.unwrap().file_name().into_string().unwrap()).collect();
    names.sort();
    names
}

/// Real response bodies of Bedrock, each with its name.
pub(crate) fn recorded_streams() -> Vec<(String, Vec<u8>)> {
    let names = fixture_names("recorded-streams");
    assert_eq!(names.len(), 10, "a recording was lost");
    names.into_iter().map(|name| (name.clone(), fixture(&format!("recorded-streams/{name}")))).collect()
}

/// What AWS's decoder makes of `bytes`, which end with a frame.
pub(crate) fn reference_frames(mut bytes: &[u8]) -> Vec<Message> {
    let mut decoder = MessageFrameDecoder::new();
    let mut messages = Vec::new();
    while let DecodedFrame::Complete(message) = decoder.decode_frame(&mut bytes).unwrap() {
        messages.push(message);
    }
    assert!(!bytes.has_remaining(), "the reference decoder left {} bytes", bytes.remaining());
    messages
}

/// The bytes AWS's encoder makes of `message`.
pub(crate) fn encoded(message: &Message) -> Vec<u8> {
    let mut bytes = Vec::new();
    write_message_to(message, &mut bytes).unwrap();
    bytes
}

/// A frame with string headers.
pub(crate) fn frame(headers: &[(&str, &str)], payload: impl Into<Vec<u8>>) -> Vec<u8> {
    let header =
        |(name, value): &(&str, &str)| Header::new((*name).to_owned(), HeaderValue::String((*value).to_owned().into()));
    encoded(&Message::new_from_parts(headers.iter().map(header).collect(), payload.into()))
}

/// An event with the headers Bedrock gives it, in Bedrock's order.
pub(crate) fn event_frame(name: &str, payload: impl Into<Vec<u8>>) -> Vec<u8> {
    frame(&[(":event-type", name), (":content-type", "application/json"), (":message-type", "event")], payload)
}

/// Puts a frame together bit by bit, so that it can say what no encoder would.
pub(crate) fn forged_frame(total_length: u32, headers_length: u32, body: &[u8]) -> Vec<u8> {
    let mut bytes = [total_length.to_be_bytes(), headers_length.to_be_bytes()].concat();
    bytes.extend(crc32(&bytes).to_be_bytes());
    bytes.extend(body);
    bytes.extend(crc32(&bytes).to_be_bytes());
    bytes
}

/// CRC-32 from its definition, a bit at a time.
pub(crate) fn crc32(bytes: &[u8]) -> u32 {
    let one_bit = |crc: u32| if crc & 1 == 1 { (crc >> 1) ^ 0xedb8_8320 } else { crc >> 1 };
    !bytes.iter().fold(u32::MAX, |crc, byte| (0..8).fold(crc ^ u32::from(*byte), |crc, _| one_bit(crc)))
}

pub(crate) fn from_hex(hex: &str) -> Vec<u8> {
    hex.as_bytes()
        .chunks(2)
        .map(|digits| u8::from_str_radix(std::str::from_utf8(digits).unwrap(), 16).unwrap())
        .collect()
}

/// Milliseconds since 1970 of `20150830T123600Z`.
pub(crate) fn millis(timestamp: &str) -> f64 {
    let (date, time) = timestamp.split_once('T').unwrap();
    let iso = format!("{}-{}-{}T{}:{}:{}Z", &date[..4], &date[4..6], &date[6..8], &time[..2], &time[2..4], &time[4..6]);
    DateTime::from_str(&iso, Format::DateTime).unwrap().to_millis().unwrap() as f64
}
