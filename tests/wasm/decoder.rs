//! The stream's hot path through wasm's own memory, as the package's JavaScript uses it.

use bedrock_wasm::wasm::EventDecoder;
use wasm_bindgen_test::wasm_bindgen_test;

use super::support::Report;
use super::support::decode;
use super::support::text;

const RECORDED: &[u8] =
    include_bytes!("../fixtures/recorded-streams/otel.test_converse_stream_with_content_tool_call.0.bin");

#[wasm_bindgen_test]
fn pieces_of_any_size_give_the_same_events() {
    let whole = decode(&mut EventDecoder::new(), RECORDED);
    assert_eq!(whole.rows.len(), 67 * 3);
    for size in [1, 7, 100, 1000] {
        let mut decoder = EventDecoder::new();
        let reports: Vec<Report> = RECORDED.chunks(size).map(|chunk| decode(&mut decoder, chunk)).collect();
        assert_eq!(reports.iter().map(|report| report.text.as_str()).collect::<String>(), whole.text, "{size} bytes");
        assert_eq!(reports.iter().map(|report| report.rows.len()).sum::<usize>(), whole.rows.len());
        assert!(decoder.finish().is_undefined());
    }
}

#[wasm_bindgen_test]
fn a_broken_frame_is_an_error_after_the_events_before_it() {
    let mut bytes = RECORDED.to_vec();
    let last = bytes.len() - 1;
    bytes[last] ^= 1;
    let mut decoder = EventDecoder::new();
    let report = decode(&mut decoder, &bytes);
    assert!(report.failed);
    assert_eq!(report.rows.len(), 66 * 3);
    assert_eq!(text(&decoder.take_error(), "name"), "APIError");

    decoder.reset(false, None);
    assert!(!decode(&mut decoder, RECORDED).failed);
}

#[wasm_bindgen_test]
fn the_end_inside_a_frame_is_an_error() {
    let mut decoder = EventDecoder::new();
    decode(&mut decoder, &RECORDED[..RECORDED.len() - 1]);
    assert_eq!(text(&decoder.finish(), "name"), "APIConnectionError");
}
