//! What must hold of any bytes that are read as an eventstream: they are cut into pieces as they may arrive, read
//! beside AWS's own decoder, and weighed.

use aws_smithy_eventstream::frame::DecodedFrame;
use aws_smithy_eventstream::frame::MessageFrameDecoder;
use aws_smithy_types::DateTime;
use aws_smithy_types::event_stream::Header;
use aws_smithy_types::event_stream::HeaderValue as TheirValue;
use aws_smithy_types::event_stream::Message;
use bedrock_wasm::bedrock::operation::Stream;
use bedrock_wasm::eventstream::Decoder;
use bedrock_wasm::eventstream::FRAME_BYTES_MAX;
use bedrock_wasm::eventstream::Frame;
use bedrock_wasm::eventstream::FrameError;
use bedrock_wasm::eventstream::HEADERS_MAX;
use bedrock_wasm::eventstream::HeaderValue;
use bedrock_wasm::pipeline::EventReader;

use crate::chats;
use crate::memory;
use crate::rows;
use crate::rows::Row;

/// Checks a stream. One byte chooses how it is cut, another what the reader of its events expects.
///
/// # Panics
/// If something is not as it must be.
pub fn check(bytes: &[u8], cuts: u8, reader: u8) {
    let whole = decoded(&[bytes]);
    let pieces = pieces(bytes, cuts);
    assert_eq!(decoded(&pieces), whole, "cut into pieces, the frames are others");
    check_beside_smithy(bytes, &whole);
    assert_eq!(events(&pieces, reader), events(&[bytes], reader), "cut into pieces, the events are others");
    memory::limited(bytes.len(), BYTES_PER_BYTE, || read_on(&pieces, reader));
}

/// The frames of a stream, and how it ended.
type Decoded = (Vec<Message>, Result<(), FrameError>);

fn decoded(pieces: &[&[u8]]) -> Decoded {
    let mut decoder = Decoder::default();
    let mut frames = Vec::new();
    for piece in pieces {
        decoder.push(piece);
        loop {
            match decoder.next_frame() {
                Ok(Some(frame)) => frames.push(to_message(frame)),
                Ok(None) => break,
                Err(error) => {
                    assert_eq!(decoder.next_frame(), Err(error), "after an error there are no more frames");
                    assert_eq!(decoder.finish(), Err(error));
                    return (frames, Err(error));
                }
            }
        }
    }
    (frames, decoder.finish())
}

/// Both find the same frames. Three differences are on purpose:
///
/// - AWS's decoder waits for a whole frame before it looks at its lengths and their checksum; ours refuses at once.
/// - It takes frames of up to 4 GiB, and waits for them; ours refuses what no service sends.
/// - It takes any number of headers in a frame; ours 1,024.
///
/// They look at what is wrong in another order, so reasons are not compared.
fn check_beside_smithy(bytes: &[u8], (frames, end): &Decoded) {
    let mut decoder = MessageFrameDecoder::new();
    let mut rest = bytes;
    for frame in frames {
        match decoder.decode_frame(&mut rest) {
            Ok(DecodedFrame::Complete(message)) => assert_eq!(message, *frame),
            other => panic!("we read {frame:?}, AWS's decoder {other:?}"),
        }
    }
    let next = decoder.decode_frame(&mut rest);
    match (end, next) {
        (Ok(()), Ok(DecodedFrame::Incomplete)) => assert!(rest.is_empty()),
        (Err(FrameError::Truncated(_)), Ok(DecodedFrame::Incomplete)) => {}
        (Err(FrameError::TooManyHeaders), Ok(DecodedFrame::Complete(message))) => {
            assert!(message.headers().len() > HEADERS_MAX);
        }
        (Err(FrameError::FrameLength(length)), Ok(DecodedFrame::Incomplete)) => {
            assert!(*length > FRAME_BYTES_MAX || *length < FRAME_BYTES_MIN as u32);
        }
        (Err(FrameError::PreludeChecksum | FrameError::HeadersLength(_)), Ok(DecodedFrame::Incomplete)) => {}
        (Err(_), Err(_)) => {}
        (end, next) => panic!("we end with {end:?}, AWS's decoder with {next:?}"),
    }
}

/// The rows of all events, the error that the stream broke with, and how it ended.
type Events = (Vec<Row>, Option<String>, Result<(), String>);

fn events(pieces: &[&[u8]], choice: u8) -> Events {
    let mut reader = reader(choice);
    let mut found = Vec::new();
    let mut broke = None;
    for piece in pieces {
        reader.room(piece.len()).copy_from_slice(piece);
        reader.filled(piece.len());
        found.extend(rows::rows(reader.batch(), is_chat(choice)));
        let text = reader.batch().text().to_owned();
        let encoded = reader.encoded_text();
        rows::check_encoded(&text, encoded);
        if let Some(error) = reader.take_error() {
            assert!(broke.is_none(), "a stream breaks once");
            broke = Some(format!("{} {}", error.class(), error.message()));
        }
    }
    // A broken stream may end anywhere.
    let end = if broke.is_some() { Ok(()) } else { reader.finish().map_err(|error| error.message().to_owned()) };
    (found, broke, end)
}

/// The same, as it is in the package: nothing is kept.
fn read_on(pieces: &[&[u8]], choice: u8) {
    let mut reader = reader(choice);
    for piece in pieces {
        reader.room(piece.len()).copy_from_slice(piece);
        reader.filled(piece.len());
        reader.encoded_text();
    }
    drop(reader.finish());
}

fn is_chat(choice: u8) -> bool {
    choice >= 0x80
}

fn reader(choice: u8) -> EventReader {
    let mut reader = EventReader::new(if choice.is_multiple_of(2) { Stream::Converse } else { Stream::Model });
    if is_chat(choice) {
        reader.translate(chats::chat(choice));
    }
    reader
}

/// A stream as it may arrive. The first choices are one piece, and single bytes.
fn pieces(mut bytes: &[u8], cuts: u8) -> Vec<&[u8]> {
    let mut pieces = Vec::new();
    let mut length = usize::from(cuts);
    while !bytes.is_empty() {
        let (piece, rest) = match cuts {
            0 => bytes.split_at(bytes.len()),
            cuts => bytes.split_at((length % usize::from(cuts) + 1).min(bytes.len())),
        };
        pieces.push(piece);
        bytes = rest;
        length = (length * 5 + 3) % 1024;
    }
    pieces
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

/// A buffer that doubles as it grows, the texts of its events, and these once more in UTF-16 that doubles too; of chats
/// also what is told only at the end.
const BYTES_PER_BYTE: usize = 24;

/// Puts right checksums around whatever these bytes say, and lengths that fit into them.
pub fn repair(bytes: &mut [u8]) {
    let mut rest = bytes;
    while rest.len() >= FRAME_BYTES_MIN {
        let remaining = rest.len();
        let (total, headers) = (number(rest, 0), number(rest, 4));
        let total = if (FRAME_BYTES_MIN..=remaining).contains(&total) {
            total
        } else {
            FRAME_BYTES_MIN + total % (remaining - FRAME_BYTES_MIN + 1)
        };
        // Lengths of headers that go beyond the frame stay now and then, behind the right checksum.
        let body = total - FRAME_BYTES_MIN;
        let headers = if headers > body && headers % 4 != 0 { headers % (body + 1) } else { headers };
        let (frame, after) = rest.split_at_mut(total);
        frame[..4].copy_from_slice(&(total as u32).to_be_bytes());
        frame[4..8].copy_from_slice(&(headers as u32).to_be_bytes());
        let prelude = crc32fast::hash(&frame[..8]);
        frame[8..12].copy_from_slice(&prelude.to_be_bytes());
        let (checked, checksum) = frame.split_at_mut(total - 4);
        checksum.copy_from_slice(&crc32fast::hash(checked).to_be_bytes());
        rest = after;
    }
}

fn number(bytes: &[u8], at: usize) -> usize {
    u32::from_be_bytes(*bytes[at..].first_chunk().unwrap()) as usize
}

/// Lengths and both checksums.
const FRAME_BYTES_MIN: usize = 16;
