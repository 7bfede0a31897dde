//! Frames at the very limits of the format, and what is said of those that are none.

use bedrock_wasm::eventstream::Batch;
use bedrock_wasm::eventstream::Decoder;
use bedrock_wasm::eventstream::EncodedText;
use bedrock_wasm::eventstream::FRAME_BYTES_MAX;
use bedrock_wasm::eventstream::FrameError;
use bedrock_wasm::eventstream::HeaderBlock;
use bedrock_wasm::eventstream::RowKind;
use bedrock_wasm::eventstream::encode_frame;

use crate::support;

#[test]
fn a_frame_may_have_32_mib() {
    assert_eq!(FRAME_BYTES_MAX, 33_554_432);
}

#[test]
fn the_headers_of_a_frame_may_have_128_kib_and_no_more() {
    // A name of one letter, a type and a length take five bytes.
    let block = |last: usize| {
        let three = (0..3).fold(HeaderBlock::default(), |block, _| block.byte_array("a", &[0; 32_767]));
        three.byte_array("a", &vec![0; last])
    };
    let fits = block(128 * 1024 - 3 * (32_767 + 5) - 5);
    assert_eq!(fits.as_bytes().len(), 128 * 1024);
    assert_eq!(encode_frame(&fits, b"").unwrap().len(), 128 * 1024 + 16);
    let one_more = block(128 * 1024 - 3 * (32_767 + 5) - 4);
    assert_eq!(encode_frame(&one_more, b""), None);
}

#[test]
fn each_fault_of_a_frame_is_told_in_words() {
    for (fault, words) in [
        (FrameError::FrameLength(7), "a frame of 7 bytes"),
        (FrameError::HeadersLength(9), "9 bytes of headers in a shorter frame"),
        (FrameError::PreludeChecksum, "a wrong prelude checksum"),
        (FrameError::MessageChecksum, "a wrong message checksum"),
        (FrameError::HeaderNameLength, "a header name that goes beyond the headers"),
        (FrameError::HeaderValueLength, "a header value that goes beyond the headers"),
        (FrameError::HeaderValueType(12), "a header of the unknown type 12"),
        (FrameError::HeaderNotUtf8, "a header that is not UTF-8"),
        (FrameError::TooManyHeaders, "too many headers in a frame"),
        (FrameError::Truncated(5), "an end inside a frame, 5 bytes after its beginning"),
    ] {
        assert_eq!(fault.to_string(), words);
    }
}

#[test]
fn the_events_that_come_by_the_hundred_are_added_without_being_handed_out() {
    let frames = ["a", "b", "c"].map(|text| {
        let payload = format!("{{\"contentBlockIndex\":0,\"delta\":{{\"text\":\"{text}\"}}}}");
        support::event_frame("contentBlockDelta", payload)
    });
    let (mut decoder, mut batch) = (Decoder::default(), Batch::default());
    decoder.push(&frames.concat());
    assert_eq!(batch.add_pieces(&mut decoder), Ok(None));
    assert_eq!((batch.rows.len(), batch.text()), (9, "abc"));
}

#[test]
fn an_event_that_begins_as_another_kind_of_event_does_is_none_of_that_kind() {
    let bytes = r#"{"bytes":"YQ=="}"#;
    let frames = ["chunk", "contentBlockDelta"].map(|name| support::event_frame(name, bytes));
    let (mut decoder, mut batch) = (Decoder::default(), Batch::default());
    decoder.push(&frames.concat());
    let handed_out = batch.add_pieces(&mut decoder).unwrap().map(|frame| frame.payload);
    assert_eq!((handed_out, batch.rows.len()), (Some(bytes.as_bytes()), 3));
}

#[test]
fn the_headers_of_a_frame_are_the_bytes_that_were_sent() {
    let block = HeaderBlock::default().string(":event-type", "chunk").timestamp("at", 5);
    let mut decoder = Decoder::default();
    decoder.push(&encode_frame(&block, b"{}").unwrap());
    let frame = decoder.next_frame().unwrap().unwrap();
    assert_eq!((frame.headers.as_bytes(), frame.payload), (block.as_bytes(), &b"{}"[..]));
}

#[test]
fn a_text_with_each_escape_of_json_is_added_without_being_handed_out() {
    let payload = r#"{"contentBlockIndex":0,"delta":{"text":"\n\t\r\b\f\"\\\/\u00e9"}}"#;
    let (mut decoder, mut batch) = (Decoder::default(), Batch::default());
    decoder.push(&support::event_frame("contentBlockDelta", payload));
    assert_eq!(batch.add_pieces(&mut decoder), Ok(None));
    assert_eq!(batch.text(), "\n\t\r\u{8}\u{c}\"\\/é");
}

#[test]
fn texts_of_ascii_alone_are_handed_over_as_bytes_and_others_as_units_of_utf_16() {
    let mut batch = Batch::default();
    batch.push(RowKind::Text, 0, "abc");
    assert_eq!(batch.encoded_text(), EncodedText::Ascii(b"abc"));
    batch.push(RowKind::Text, 0, "é🦀");
    let units: Vec<u16> = "abcé🦀".encode_utf16().collect();
    assert_eq!(batch.encoded_text(), EncodedText::Utf16(&units));
}
