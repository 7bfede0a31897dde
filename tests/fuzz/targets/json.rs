//! Any text as JSON, beside `serde_json`: both take it or neither, its values are the same, and what is written of it
//! says the same again.
#![no_main]

use bedrock_fuzz::fixtures;
use bedrock_fuzz::json;
use bedrock_fuzz::seeds::with_choices;
use bedrock_wasm::json::Text;
use bedrock_wasm::json::Value;
use bedrock_wasm::json::Writer;
use bedrock_wasm::json::escape;
use bedrock_wasm::json::parse;

// Changed byte by byte: what matters here is what is nearly JSON.
bedrock_fuzz::text_target!(check, seeds: seeds);

/// On purpose there is no more than this; `serde_json` stops at 128, or never.
const DEPTH_MAX: usize = 512;

fn check(_: [u8; 4], text: &str) {
    let ours = parse(text);
    assert_eq!(ours.is_some(), json::is_json(text) && json::depth(text) <= DEPTH_MAX);
    check_writing(text);
    let Some(ours) = ours else { return };
    // Half a surrogate pair is JSON, but no `str` can hold it: it is U+FFFD, and stays as it was when it is copied.
    let theirs = json::lenient(text).expect("JSON");
    check_same(&ours, &theirs);
    let mut writer = Writer::default();
    writer.value(&ours);
    assert!(writer.as_str().len() <= text.len(), "what is copied has no more than its white space to lose");
    assert_eq!(json::lenient(writer.as_str()).as_ref(), Some(&theirs));
    assert_eq!(json::value(&writer.finish_for_service()).as_ref(), Some(&theirs));
}

fn check_same(ours: &Value<'_>, theirs: &serde_json::Value) {
    use serde_json::Value as Theirs;
    match (ours, theirs) {
        (Value::Null, Theirs::Null) => {}
        (Value::Bool(ours), Theirs::Bool(theirs)) => assert_eq!(ours, theirs),
        (Value::Number(ours), Theirs::Number(theirs)) => {
            // As it was written, but for the sign of an exponent.
            assert_eq!(
                ours.replace("e+", "e").replace("E+", "E").to_lowercase(),
                theirs.to_string().replace("e+", "e").to_lowercase()
            );
            let theirs = theirs.as_u64().and_then(|number| u32::try_from(number).ok());
            assert_eq!(Value::Number(ours).u32(), theirs);
        }
        (Value::String(ours), Theirs::String(theirs)) => check_text(*ours, theirs),
        (Value::Array(ours), Theirs::Array(theirs)) => {
            assert_eq!(ours.len(), theirs.len());
            ours.iter().zip(theirs).for_each(|(ours, theirs)| check_same(ours, theirs));
        }
        (Value::Object(members), Theirs::Object(theirs)) => {
            // Of several members of one name the last counts.
            assert!(members.len() >= theirs.len());
            for (name, value) in theirs {
                check_same(ours.get(name), value);
            }
            assert!(members.iter().all(|(name, _)| theirs.contains_key(&*name.unescaped())));
        }
        (ours, theirs) => panic!("{ours:?} instead of {theirs:?}"),
    }
}

fn check_text(ours: Text<'_>, theirs: &str) {
    assert_eq!(ours.unescaped(), theirs);
    assert!(ours.is(theirs) && !ours.is(&format!("{theirs}x")));
    assert_eq!(ours.is_blank(), theirs.trim().is_empty());
}

/// The text as a string, and as two of them one behind the other.
fn check_writing(text: &str) {
    let mut writer = Writer::default();
    writer.open('[').string(text).number(text.len() as u32);
    let (first, second) = text.split_at(text.floor_char_boundary(text.len() / 2));
    let mut halves = String::new();
    escape(first, &mut halves);
    escape(second, &mut halves);
    writer.text(Text::written(&halves)).close(']');
    let expected = serde_json::json!([text, text.len(), text]);
    assert_eq!(json::value(&writer.finish()), Some(expected));
}

fn seeds() -> Vec<Vec<u8>> {
    let odd = [
        r#"{"a":1,"a":{"\u0061":2},"\u0062":[-0,1e400,1E-5,0.1e+7,12345678901234567890]}"#,
        r#"["\ud83e\udd80","\ud83e","\udd80\ud83e","\ud83e\u0041","\u0000\/\b\f\n\r\t\"\\é🏔"]"#,
        " [ true , false , null , [ ] , { } , \"\" ] ",
        "01",
        "[1.]",
        "\"\u{7f}\"",
    ];
    let deep = "[".repeat(512) + &"]".repeat(512);
    let texts = odd.into_iter().map(str::to_owned).chain([deep]);
    let goldens = fixtures::json_folder("openai/completion").into_iter().chain(fixtures::json_folder("reported"));
    texts.chain(goldens.map(|golden| golden.to_string())).map(|text| with_choices([0; 4], &text)).collect()
}
