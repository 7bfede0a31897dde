//! Rows of random payloads against `serde_json`: what is exactly as Bedrock writes it takes the fast path and is read
//! right; whatever is not must come as the JSON that it came as.

use proptest::prelude::*;
use proptest::sample::select;
use serde_json::json;

use crate::support;
use crate::support::rows::Event;
use crate::support::rows::drop_padding;
use crate::support::rows::events_of;

proptest! {
    #![proptest_config(ProptestConfig::with_cases(1000))]

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

fn event_name() -> impl Strategy<Value = String> {
    prop_oneof![
        6 => Just("contentBlockDelta".to_owned()),
        2 => Just("chunk".to_owned()),
        1 => select(vec!["messageStart", "messageStop", "metadata", "contentBlockStart"]).prop_map(str::to_owned),
        1 => "\\PC{1,12}",
    ]
}

/// `$S` stands for a string literal, `$I` for a number, `$D` for a delta; the first three of each list are Bedrock's.
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
    prop_oneof![
        3 => any::<u32>().prop_map(|index| index.to_string()),
        1 => select(odd.to_vec()).prop_map(str::to_owned),
    ]
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
