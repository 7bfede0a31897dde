//! The frame decoder against AWS's own, `aws-smithy-eventstream`: published vectors, real streams of Bedrock cut into
//! pieces everywhere, and random messages with every type of header.

use aws_smithy_types::DateTime;
use aws_smithy_types::event_stream::Header;
use aws_smithy_types::event_stream::HeaderValue as TheirValue;
use aws_smithy_types::event_stream::Message;
use bedrock_wasm::eventstream::Decoder;
use bedrock_wasm::eventstream::Frame;
use bedrock_wasm::eventstream::FrameError;
use bedrock_wasm::eventstream::HeaderValue;
use proptest::prelude::*;
use serde_json::Value;
use serde_json::json;

use crate::support;

#[test]
fn published_messages_have_their_published_headers_and_bodies() {
    let vectors = support::fixture_json("eventstream/vectors.json");
    let valid: Vec<_> =
        vectors.as_object().unwrap().iter().filter(|(_, vector)| vector["expectation"] == "success").collect();
    assert_eq!(valid.len(), 5);
    for (name, vector) in valid {
        let mut decoder = Decoder::default();
        decoder.push(&support::from_hex(vector["encoded"].as_str().unwrap()));
        let frame = decoder.next_frame().unwrap().unwrap();
        let headers: serde_json::Map<_, _> =
            frame.headers.iter().map(|(name, value)| (name.to_owned(), as_in_vectors(value))).collect();
        assert_eq!(Value::Object(headers), vector["decoded"]["headers"], "{name}");
        assert_eq!(hex(frame.payload), vector["decoded"]["body"].as_str().unwrap(), "{name}");
        assert_eq!(decoder.next_frame(), Ok(None), "{name}");
        assert_eq!(decoder.finish(), Ok(()), "{name}");
    }
}

#[test]
fn published_corruptions_are_named() {
    let vectors = support::fixture_json("eventstream/vectors.json");
    for (name, expected) in [
        ("corrupted_headers", FrameError::MessageChecksum),
        ("corrupted_header_len", FrameError::PreludeChecksum),
        ("corrupted_length", FrameError::PreludeChecksum),
        ("corrupted_payload", FrameError::MessageChecksum),
    ] {
        let mut decoder = Decoder::default();
        decoder.push(&support::from_hex(vectors[name]["encoded"].as_str().unwrap()));
        assert_eq!(decoder.next_frame(), Err(expected), "{name}");
    }
}

#[test]
fn real_streams_cut_in_two_anywhere_decode_as_aws_decodes_them() {
    for (name, stream) in support::recorded_streams() {
        let expected = support::reference_frames(&stream);
        let mut decoder = Decoder::default();
        for cut in 0..=stream.len() {
            decoder.reset();
            let (one, other) = stream.split_at(cut);
            let mut position = 0;
            for piece in [one, other] {
                decoder.push(piece);
                while let Some(frame) = decoder.next_frame().unwrap() {
                    assert!(is_same(frame, &expected[position]), "{name}: frame {position}, cut at {cut}");
                    position += 1;
                }
            }
            assert_eq!(position, expected.len(), "{name}: cut at {cut}");
            assert_eq!(decoder.finish(), Ok(()), "{name}: cut at {cut}");
        }
    }
}

#[test]
fn real_streams_byte_by_byte_decode_as_aws_decodes_them() {
    for (name, stream) in support::recorded_streams() {
        assert_eq!(decoded(stream.chunks(1)), support::reference_frames(&stream), "{name}");
    }
}

#[test]
fn an_empty_piece_is_no_frame_and_no_end() {
    let mut decoder = Decoder::default();
    decoder.push(b"");
    assert_eq!(decoder.next_frame(), Ok(None));
    assert_eq!(decoder.finish(), Ok(()));
    let frame = support::event_frame("a", "{}");
    let (one, other) = frame.split_at(7);
    assert_eq!(decoded([b"", one, b"", other, b""].into_iter()), support::reference_frames(&frame));
}

proptest! {
    #[test]
    fn real_streams_in_random_pieces_decode_as_aws_decodes_them(
        which in any::<prop::sample::Index>(),
        cuts in prop::collection::vec(any::<prop::sample::Index>(), 0..40),
    ) {
        let streams = support::recorded_streams();
        let (_, stream) = which.get(&streams);
        prop_assert_eq!(decoded(pieces(stream, &cuts).into_iter()), support::reference_frames(stream));
    }

    #[test]
    fn random_messages_come_back_as_aws_encoded_them(
        messages in prop::collection::vec(message(), 0..5),
        cuts in prop::collection::vec(any::<prop::sample::Index>(), 0..8),
    ) {
        let stream: Vec<u8> = messages.iter().flat_map(support::encoded).collect();
        prop_assert_eq!(decoded(pieces(&stream, &cuts).into_iter()), messages);
    }
}

/// A frame of a megabyte in pieces of a kilobyte: each piece is written behind the last one, and only growing, which
/// doubles, may move what is there. `room` shows it by its address.
#[test]
fn a_long_frame_is_not_copied_anew_for_each_of_its_pieces() {
    let message = Message::new(vec![7; 1 << 20]);
    let bytes = support::encoded(&message);
    let mut decoder = Decoder::default();
    let (mut moves, mut behind_last) = (0, None);
    for piece in bytes.chunks(1024) {
        let room = decoder.room(piece.len());
        let at = room.as_ptr() as usize;
        room.copy_from_slice(piece);
        decoder.filled(piece.len());
        moves += usize::from(behind_last.is_some_and(|behind_last| behind_last != at));
        behind_last = Some(at + piece.len());
    }
    assert_eq!(to_message(decoder.next_frame().unwrap().unwrap()), message);
    assert!(moves <= 11, "1025 pieces moved the buffer {moves} times");
}

/// Many frames in pieces that never end where a frame does: the room is used again, not made anew.
#[test]
fn a_long_stream_needs_no_more_room_than_its_pieces() {
    let frame = support::event_frame("contentBlockDelta", vec![b' '; 200]);
    let stream = frame.repeat(2000);
    let mut decoder = Decoder::default();
    let mut addresses = Vec::new();
    for piece in stream.chunks(1000) {
        addresses.push(decoder.room(piece.len()).as_ptr() as usize);
        decoder.push(piece);
        while decoder.next_frame().unwrap().is_some() {}
    }
    let settled = &addresses[addresses.len() / 2..];
    let (lowest, highest) = (settled.iter().min().unwrap(), settled.iter().max().unwrap());
    assert!(highest - lowest <= 4096, "pieces of 1000 bytes are spread over {} bytes", highest - lowest);
}

fn decoded<'a>(pieces: impl Iterator<Item = &'a [u8]>) -> Vec<Message> {
    let mut decoder = Decoder::default();
    let mut messages = Vec::new();
    for piece in pieces {
        decoder.push(piece);
        while let Some(frame) = decoder.next_frame().unwrap() {
            messages.push(to_message(frame));
        }
    }
    decoder.finish().unwrap();
    messages
}

fn pieces<'a>(mut stream: &'a [u8], cuts: &[prop::sample::Index]) -> Vec<&'a [u8]> {
    let mut places: Vec<_> = cuts.iter().map(|cut| cut.index(stream.len() + 1)).collect();
    places.sort_unstable_by(|one, other| other.cmp(one));
    let mut pieces = Vec::new();
    for place in places {
        pieces.push(&stream[place..]);
        stream = &stream[..place];
    }
    pieces.push(stream);
    pieces.reverse();
    pieces
}

fn is_same(frame: Frame<'_>, message: &Message) -> bool {
    frame.payload == &message.payload()[..]
        && frame.headers.iter().count() == message.headers().len()
        && frame
            .headers
            .iter()
            .zip(message.headers())
            .all(|((name, value), header)| name == header.name().as_str() && to_theirs(value) == *header.value())
}

fn to_message(frame: Frame<'_>) -> Message {
    let headers = frame.headers.iter().map(|(name, value)| Header::new(name.to_owned(), to_theirs(value))).collect();
    Message::new_from_parts(headers, frame.payload.to_vec())
}

fn to_theirs(value: HeaderValue<'_>) -> TheirValue {
    match value {
        HeaderValue::Bool(value) => TheirValue::Bool(value),
        HeaderValue::Byte(value) => TheirValue::Byte(value),
        HeaderValue::Int16(value) => TheirValue::Int16(value),
        HeaderValue::Int32(value) => TheirValue::Int32(value),
        HeaderValue::Int64(value) => TheirValue::Int64(value),
        HeaderValue::ByteArray(value) => TheirValue::ByteArray(value.to_vec().into()),
        HeaderValue::String(value) => TheirValue::String(value.to_owned().into()),
        HeaderValue::Timestamp(value) => TheirValue::Timestamp(DateTime::from_millis(value)),
        HeaderValue::Uuid(value) => TheirValue::Uuid(u128::from_be_bytes(value)),
    }
}

fn as_in_vectors(value: HeaderValue<'_>) -> Value {
    match value {
        HeaderValue::Bool(value) => json!({ "type": "boolean", "value": value }),
        HeaderValue::Byte(value) => json!({ "type": "byte", "value": value }),
        HeaderValue::Int16(value) => json!({ "type": "short", "value": value }),
        HeaderValue::Int32(value) => json!({ "type": "integer", "value": value }),
        HeaderValue::Int64(value) => json!({ "type": "long", "value": value }),
        HeaderValue::ByteArray(value) => json!({ "type": "binary", "value": hex(value) }),
        HeaderValue::String(value) => json!({ "type": "string", "value": value }),
        HeaderValue::Timestamp(value) => json!({ "type": "timestamp", "value": value }),
        HeaderValue::Uuid(value) => {
            let (a, b, c, d, e) = (&value[..4], &value[4..6], &value[6..8], &value[8..10], &value[10..]);
            let value = [a, b, c, d, e].map(hex).join("-");
            json!({ "type": "uuid", "value": value })
        }
    }
}

fn hex(bytes: &[u8]) -> String {
    bytes.iter().map(|byte| format!("{byte:02x}")).collect()
}

fn message() -> impl Strategy<Value = Message> {
    // AWS's decoder takes no nameless header; names have at most 255 bytes.
    let name = "[^\u{0}]{1,60}";
    let headers = prop::collection::vec((name, header_value()), 0..12);
    (headers, prop::collection::vec(any::<u8>(), 0..300)).prop_map(|(headers, payload)| {
        let headers = headers.into_iter().map(|(name, value)| Header::new(name, value)).collect();
        Message::new_from_parts(headers, payload)
    })
}

fn header_value() -> impl Strategy<Value = TheirValue> {
    prop_oneof![
        any::<bool>().prop_map(TheirValue::Bool),
        any::<i8>().prop_map(TheirValue::Byte),
        any::<i16>().prop_map(TheirValue::Int16),
        any::<i32>().prop_map(TheirValue::Int32),
        any::<i64>().prop_map(TheirValue::Int64),
        prop::collection::vec(any::<u8>(), 0..100).prop_map(|bytes| TheirValue::ByteArray(bytes.into())),
        any::<String>().prop_map(|text| TheirValue::String(text.into())),
        any::<i64>().prop_map(|millis| TheirValue::Timestamp(DateTime::from_millis(millis))),
        any::<u128>().prop_map(TheirValue::Uuid),
    ]
}
