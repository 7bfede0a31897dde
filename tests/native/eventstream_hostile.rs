//! The frame decoder against what no Bedrock sends: published hostile frames, every truncation and every damaged byte
//! of real streams, garbage, and lengths beyond the limits. Each is an error of its own name, and never a panic.

use bedrock_wasm::eventstream::Decoder;
use bedrock_wasm::eventstream::FRAME_BYTES_MAX;
use bedrock_wasm::eventstream::FrameError;
use bedrock_wasm::eventstream::HEADERS_MAX;
use proptest::prelude::*;

use crate::support;

#[test]
fn each_published_hostile_frame_is_refused_by_name() {
    // AWS's decoder reads headers before it compares checksums, so most of these frames carry a wrong one.
    let repair_checksum = |bytes: &mut [u8]| {
        let length = u32::from_be_bytes(*bytes.first_chunk().unwrap()) as usize;
        let (checked, checksum) = bytes[..length].split_at_mut(length - 4);
        checksum.copy_from_slice(&support::crc32(checked).to_be_bytes());
    };
    let expected = [
        ("invalid_header_name_length", FrameError::HeaderNameLength),
        ("invalid_header_name_length_too_long", FrameError::HeaderNameLength),
        ("invalid_header_string_length_cut_off", FrameError::HeaderValueLength),
        ("invalid_header_string_value_length", FrameError::HeaderValueLength),
        ("invalid_header_value_type", FrameError::HeaderValueType(0x60)),
        ("invalid_headers_length", FrameError::HeadersLength(0x4d)),
        ("invalid_prelude_checksum", FrameError::PreludeChecksum),
    ];
    for (name, error) in expected {
        let mut frame = support::fixture(&format!("eventstream/hostile/{name}"));
        assert!(read_all(&frame).is_err(), "{name}");
        repair_checksum(&mut frame);
        assert_eq!(read_all(&frame), Err(error), "{name}");
    }
    let name = "invalid_message_checksum";
    let damaged = support::fixture(&format!("eventstream/hostile/{name}"));
    assert_eq!(read_all(&damaged), Err(FrameError::MessageChecksum));

    let valid = ["valid_empty_payload", "valid_no_headers", "valid_with_all_headers_and_payload"];
    for name in valid {
        let frame = support::fixture(&format!("eventstream/hostile/{name}"));
        let message = &support::reference_frames(&frame)[0];
        assert_eq!(read_all(&frame), Ok(vec![message.payload().to_vec()]), "{name}");
    }

    let mut names: Vec<_> = expected.iter().map(|(name, _)| *name).chain(valid).chain([name]).collect();
    names.sort_unstable();
    assert_eq!(support::fixture_names("eventstream/hostile"), names, "a frame that is not tested");
}

#[test]
fn a_stream_cut_off_anywhere_is_truncated_unless_between_frames() {
    for (name, stream) in support::recorded_streams() {
        let boundaries = frame_boundaries(&stream);
        let mut decoder = Decoder::default();
        let mut begin = 0;
        for end in 1..=stream.len() {
            decoder.push(&stream[end - 1..end]);
            while decoder.next_frame().unwrap().is_some() {}
            if boundaries.contains(&end) {
                begin = end;
                assert_eq!(decoder.finish(), Ok(()), "{name}: {end} bytes are whole frames");
            } else {
                assert_eq!(decoder.finish(), Err(FrameError::Truncated(end - begin)), "{name}: {end} bytes");
            }
        }
    }
}

#[test]
fn any_damaged_byte_of_a_real_frame_is_found() {
    for (name, stream) in support::recorded_streams() {
        let boundaries = frame_boundaries(&stream);
        for frame in boundaries.windows(2).map(|ends| &stream[ends[0]..ends[1]]) {
            for position in 0..frame.len() {
                for mask in [0x01, 0x80, 0xff] {
                    let mut damaged = frame.to_vec();
                    damaged[position] ^= mask;
                    let expected =
                        if position < 12 { FrameError::PreludeChecksum } else { FrameError::MessageChecksum };
                    assert_eq!(read_all(&damaged), Err(expected), "{name}: byte {position} ^ {mask:#x}");
                }
            }
        }
    }
}

#[test]
fn a_web_page_is_no_stream() {
    let page = b"<html>\r\n<head><title>502 Bad Gateway</title></head>\r\n<body></body></html>";
    assert_eq!(read_all(page), Err(FrameError::PreludeChecksum));
    assert_eq!(read_all(&[0; 64]), Err(FrameError::PreludeChecksum));
}

#[test]
fn impossible_lengths_are_refused_before_their_bytes_arrive() {
    let refused = |total, headers| {
        let mut decoder = Decoder::default();
        decoder.push(&support::forged_frame(total, headers, b"")[..12]);
        decoder.next_frame().map(|_| ())
    };
    for total in 0..16 {
        assert_eq!(refused(total, 0), Err(FrameError::FrameLength(total)));
    }
    for total in [FRAME_BYTES_MAX + 1, u32::MAX] {
        assert_eq!(refused(total, 0), Err(FrameError::FrameLength(total)));
    }
    assert_eq!(refused(16, 0), Ok(()));
    assert_eq!(refused(FRAME_BYTES_MAX, 0), Ok(()));
    assert_eq!(refused(16, 1), Err(FrameError::HeadersLength(1)));
    assert_eq!(refused(100, 85), Err(FrameError::HeadersLength(85)));
    assert_eq!(refused(100, u32::MAX), Err(FrameError::HeadersLength(u32::MAX)));
    assert_eq!(refused(100, 84), Ok(()));
}

#[test]
fn a_frame_of_the_greatest_length_is_read() {
    let body = vec![b'x'; FRAME_BYTES_MAX as usize - 16];
    let payloads = read_all(&support::forged_frame(FRAME_BYTES_MAX, 0, &body)).unwrap();
    assert_eq!(payloads.len(), 1);
    assert!(payloads[0] == body);
}

#[test]
fn headers_are_counted() {
    let with = |count: usize| headers_only(&[1, b'n', 0].repeat(count));
    assert_eq!(read_all(&with(HEADERS_MAX)), Ok(vec![Vec::new()]));
    assert_eq!(read_all(&with(HEADERS_MAX + 1)), Err(FrameError::TooManyHeaders));
}

#[test]
fn headers_that_end_too_soon_or_are_no_text_are_named() {
    for (headers, expected) in [
        (&b"\x05name"[..], FrameError::HeaderNameLength),
        (b"\x04name", FrameError::HeaderNameLength),
        (b"\x04name\x02", FrameError::HeaderValueLength),
        (b"\x04name\x03\x00", FrameError::HeaderValueLength),
        (b"\x04name\x04\x00\x00\x00", FrameError::HeaderValueLength),
        (b"\x04name\x05\x00\x00\x00\x00\x00\x00\x00", FrameError::HeaderValueLength),
        (b"\x04name\x06\x00", FrameError::HeaderValueLength),
        (b"\x04name\x06\x00\x02a", FrameError::HeaderValueLength),
        (b"\x04name\x07\xff\xffa", FrameError::HeaderValueLength),
        (b"\x04name\x08\x00\x00\x00\x00\x00\x00\x00", FrameError::HeaderValueLength),
        (b"\x04name\x09\x00\x00\x00\x00\x00\x00\x00", FrameError::HeaderValueLength),
        (b"\x04name\x0a", FrameError::HeaderValueType(10)),
        (b"\x04na\xffe\x00", FrameError::HeaderNotUtf8),
        (b"\x04name\x07\x00\x02\xc3\x28", FrameError::HeaderNotUtf8),
    ] {
        assert_eq!(read_all(&headers_only(headers)), Err(expected), "{headers:?}");
    }
}

/// The decoder takes a header block that it has seen before as good; damage must not become one.
#[test]
fn a_bad_block_stays_bad_the_second_time() {
    let bad = headers_only(b"\x04name\x0a");
    let mut decoder = Decoder::default();
    for _ in 0..2 {
        decoder.push(&bad);
        assert_eq!(decoder.next_frame(), Err(FrameError::HeaderValueType(10)));
        decoder.reset();
    }
}

#[test]
fn after_an_error_everything_is_that_error_until_the_reset() {
    let good = support::event_frame("messageStop", "{}");
    let mut decoder = Decoder::default();
    decoder.push(&good);
    decoder.push(b"garbage garbage garbage");
    assert!(decoder.next_frame().unwrap().is_some());
    for _ in 0..3 {
        assert_eq!(decoder.next_frame(), Err(FrameError::PreludeChecksum));
        assert_eq!(decoder.finish(), Err(FrameError::PreludeChecksum));
        decoder.push(&good);
    }
    decoder.reset();
    assert_eq!(decoder.next_frame(), Ok(None));
    assert_eq!(decoder.finish(), Ok(()));
    decoder.push(&good);
    assert_eq!(decoder.next_frame().unwrap().unwrap().payload, b"{}");
    assert_eq!(decoder.finish(), Ok(()));
}

#[test]
fn a_reset_inside_a_frame_forgets_it() {
    let frame = support::event_frame("messageStop", "{}");
    let mut decoder = Decoder::default();
    decoder.push(&frame[..frame.len() - 1]);
    assert_eq!(decoder.next_frame(), Ok(None));
    decoder.reset();
    decoder.push(&frame);
    assert!(decoder.next_frame().unwrap().is_some());
}

proptest! {
    #[test]
    fn garbage_is_an_error_and_no_panic(bytes in prop::collection::vec(any::<u8>(), 12..200)) {
        // That twelve random bytes have a right checksum happens once in 2^32.
        prop_assert_eq!(read_all(&bytes), Err(FrameError::PreludeChecksum));
    }

    /// Right checksums around anything: only the walk through the headers protects from these.
    #[test]
    fn garbage_with_right_checksums_is_no_panic(
        body in prop::collection::vec(any::<u8>(), 0..200),
        headers_length in 0..220_u32,
    ) {
        let frame = support::forged_frame(16 + body.len() as u32, headers_length, &body);
        match read_all(&frame) {
            Ok(payloads) => prop_assert_eq!(&payloads[0][..], &body[headers_length as usize..]),
            Err(FrameError::HeadersLength(length)) => prop_assert!(length as usize > body.len()),
            Err(error) => prop_assert!(
                !matches!(error, FrameError::PreludeChecksum | FrameError::MessageChecksum | FrameError::Truncated(_)),
                "{error:?}"
            ),
        }
    }
}

/// The payloads of all frames in `bytes`, or the first error.
fn read_all(bytes: &[u8]) -> Result<Vec<Vec<u8>>, FrameError> {
    let mut decoder = Decoder::default();
    decoder.push(bytes);
    let mut payloads = Vec::new();
    while let Some(frame) = decoder.next_frame()? {
        payloads.push(frame.payload.to_vec());
        // Reading what was found good cannot fail either.
        assert!(frame.headers.iter().count() <= HEADERS_MAX);
    }
    decoder.finish()?;
    Ok(payloads)
}

fn headers_only(headers: &[u8]) -> Vec<u8> {
    let length = headers.len() as u32;
    support::forged_frame(16 + length, length, headers)
}

/// Where frames begin, and the end of the last one.
fn frame_boundaries(stream: &[u8]) -> Vec<usize> {
    let mut boundaries = vec![0];
    while let Some(length) = stream.get(boundaries[boundaries.len() - 1]..).and_then(|rest| rest.first_chunk::<4>()) {
        boundaries.push(boundaries[boundaries.len() - 1] + u32::from_be_bytes(*length) as usize);
    }
    assert_eq!(boundaries.last(), Some(&stream.len()));
    boundaries
}
