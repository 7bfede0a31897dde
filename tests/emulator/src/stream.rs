//! Frames as Bedrock sends them: headers in the order `:event-type`, `:content-type`, `:message-type`, members in
//! alphabetical order, and padding in every event, which hides the length of the text from whoever watches the wire.

use aws_smithy_eventstream::frame::write_message_to;
use aws_smithy_types::event_stream::Header;
use aws_smithy_types::event_stream::HeaderValue;
use aws_smithy_types::event_stream::Message;
use bytes::Bytes;
use serde_json::Value;

use crate::errors::extra_members;
use crate::fault::CrcPart;
use crate::json;
use crate::reply::Random;

/// Padding is the beginning of this, between 2 and 61 characters long.
const PADDING: &str = "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789";

/// An event of the given type; `payload` is an object and gets the padding member `p`.
pub(crate) fn event(event_type: &str, mut payload: Value, random: &mut Random) -> Bytes {
    let length = 2_usize.saturating_add(random.below(60));
    if let Some(members) = payload.as_object_mut() {
        members.insert("p".to_owned(), Value::from(PADDING.get(..length).unwrap_or(PADDING)));
    }
    frame(":event-type", event_type, "event", json::sorted(payload))
}

/// A modelled error in mid-stream.
pub(crate) fn exception(name: &str, message: &str) -> Bytes {
    let mut members = extra_members(name, message);
    members.insert("message".to_owned(), Value::from(message));
    frame(":exception-type", name, "exception", json::sorted(Value::Object(members)))
}

/// An error the service has no shape for.
pub(crate) fn error(code: &str, message: &str) -> Bytes {
    let headers =
        vec![header(":error-code", code), header(":error-message", message), header(":message-type", "error")];
    encode(&Message::new_from_parts(headers, Bytes::new()))
}

/// The frame with one bit of a checksum turned over.
pub(crate) fn with_wrong_crc(frame: &Bytes, part: CrcPart) -> Bytes {
    let mut bytes = frame.to_vec();
    let at = match part {
        CrcPart::Prelude => 8,
        CrcPart::Message => bytes.len().saturating_sub(1),
    };
    if let Some(byte) = bytes.get_mut(at) {
        *byte ^= 1;
    }
    bytes.into()
}

fn frame(type_header: &'static str, type_name: &str, message_type: &str, payload: String) -> Bytes {
    let headers = vec![
        header(type_header, type_name),
        header(":content-type", "application/json"),
        header(":message-type", message_type),
    ];
    encode(&Message::new_from_parts(headers, payload.into_bytes()))
}

fn header(name: &'static str, value: &str) -> Header {
    Header::new(name, HeaderValue::String(value.to_owned().into()))
}

fn encode(message: &Message) -> Bytes {
    let mut bytes = Vec::new();
    // Fails only for frames beyond the format's limits, which no reply reaches; an empty frame would be noticed by
    // every client.
    if write_message_to(message, &mut bytes).is_err() {
        bytes.clear();
    }
    bytes.into()
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Rebuilds each frame of the recordings from its type and payload and compares bytes, checksums included.
    #[test]
    fn frames_are_those_bedrock_sends() {
        let folder = concat!(env!("CARGO_MANIFEST_DIR"), "/../fixtures/recorded-streams");
        let mut frames = 0;
        for entry in std::fs::read_dir(folder).unwrap() {
            let recorded = std::fs::read(entry.unwrap().path()).unwrap();
            let mut rest = recorded.as_slice();
            while !rest.is_empty() {
                let total = u32::from_be_bytes(rest[..4].try_into().unwrap()) as usize;
                let headers = u32::from_be_bytes(rest[4..8].try_into().unwrap()) as usize;
                let (original, tail) = rest.split_at(total);
                let payload = std::str::from_utf8(&original[12 + headers..total - 4]).unwrap();
                let name_bytes = usize::from(original[12]);
                let length_at = 12 + 1 + name_bytes + 1;
                let length = usize::from(original[length_at]) << 8 | usize::from(original[length_at + 1]);
                let name = std::str::from_utf8(&original[length_at + 2..length_at + 2 + length]).unwrap();
                let members: Value = serde_json::from_str(payload).unwrap();
                assert_eq!(json::sorted(members), payload, "members are in alphabetical order");
                assert_eq!(frame(":event-type", name, "event", payload.to_owned()), original);
                frames += 1;
                rest = tail;
            }
        }
        assert!(frames > 100, "only {frames} frames were compared");
    }

    #[test]
    fn padding_is_as_long_as_recorded() {
        let mut random = Random::new(7);
        let lengths: Vec<usize> = (0..2_000)
            .map(|_| {
                let event = event("messageStart", serde_json::json!({}), &mut random);
                let text = String::from_utf8_lossy(&event).into_owned();
                let from = text.find("{\"p\":\"").unwrap() + 6;
                text[from..].find('"').unwrap()
            })
            .collect();
        assert_eq!(lengths.iter().min(), Some(&2));
        assert_eq!(lengths.iter().max(), Some(&61));
    }
}
