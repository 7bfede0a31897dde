//! Our JSON beside `serde_json`: the same texts are JSON, they say the same, and what is written is read back.

use bedrock_wasm::json::Text;
use bedrock_wasm::json::Value;
use bedrock_wasm::json::Writer;
use bedrock_wasm::json::parse;
use proptest::prelude::*;

/// The same value as `serde_json` has it.
fn theirs(value: &Value<'_>) -> serde_json::Value {
    match value {
        Value::Null => serde_json::Value::Null,
        Value::Bool(value) => (*value).into(),
        Value::Number(number) => serde_json::from_str(number).unwrap(),
        Value::String(text) => text.unescaped().into(),
        Value::Array(items) => items.iter().map(theirs).collect(),
        Value::Object(members) => {
            members.iter().map(|(key, value)| (key.unescaped().into_owned(), theirs(value))).collect()
        }
    }
}

fn any_json() -> impl Strategy<Value = serde_json::Value> {
    let leaf = prop_oneof![
        Just(serde_json::Value::Null),
        any::<bool>().prop_map(Into::into),
        any::<i64>().prop_map(Into::into),
        (-1e6..1e6f64).prop_map(Into::into),
        any::<String>().prop_map(Into::into),
        "[\\x00-\\x1f\"\\\\/é🦀]{0,8}".prop_map(Into::into),
    ];
    leaf.prop_recursive(4, 32, 6, |inner| {
        prop_oneof![
            prop::collection::vec(inner.clone(), 0..5).prop_map(Into::into),
            prop::collection::vec((any::<String>(), inner), 0..5)
                .prop_map(|members| serde_json::Value::Object(members.into_iter().collect())),
        ]
    })
}

proptest! {
    #[test]
    fn what_serde_writes_is_read_alike_and_written_back(json in any_json(), pretty in any::<bool>()) {
        let text = if pretty { serde_json::to_string_pretty(&json) } else { serde_json::to_string(&json) }.unwrap();
        let value = parse(&text).unwrap();
        prop_assert_eq!(theirs(&value), serde_json::from_str::<serde_json::Value>(&text).unwrap());
        let mut writer = Writer::default();
        writer.value(&value);
        prop_assert_eq!(writer.finish(), serde_json::to_string(&json).unwrap());
    }

    #[test]
    fn a_text_is_json_for_both_or_for_none(text in "[\\[\\]{},:\"0-9a-fnrtulse\\\\. +Ee-]{0,12}") {
        // Half a surrogate pair is JSON, but serde_json refuses it.
        prop_assume!(!text.contains("\\u"));
        prop_assert_eq!(parse(&text).is_some(), serde_json::from_str::<serde_json::Value>(&text).is_ok(), "{}", text);
    }

    #[test]
    fn strings_are_escaped_as_serde_reads_them(text in any::<String>()) {
        let mut writer = Writer::default();
        writer.string(&text);
        prop_assert_eq!(serde_json::from_str::<String>(&writer.finish()).unwrap(), text);
    }
}

/// Strings are read eight bytes at a time.
#[test]
fn every_byte_counts_wherever_it_is() {
    for character in (0..=0x1ff).filter_map(char::from_u32) {
        for before in 0..=17 {
            let text = ["\"", &"x".repeat(before), &character.to_string(), &"~".repeat(17 - before), "\""].concat();
            let theirs = serde_json::from_str::<String>(&text).ok();
            let ours = parse(&text).map(|value| value.str().unwrap().into_owned());
            assert_eq!(ours, theirs, "{text:?}");
        }
    }
}

#[test]
fn escapes_are_read_and_half_pairs_do_not_break_anything() {
    let text = |json: &str| parse(json).unwrap().str().unwrap().into_owned();
    assert_eq!(text(r#""\u00e9\ud83e\udd80\/\b\f\n\r\t\"\\""#), "é🦀/\u{8}\u{c}\n\r\t\"\\");
    assert_eq!(text(r#""\ud83ex\udd80""#), "\u{fffd}x\u{fffd}");
    assert_eq!(text(r#""\ud83e\u0041""#), "\u{fffd}A");
    let mut writer = Writer::default();
    writer.value(&parse(r#"["\ud83e"]"#).unwrap());
    assert_eq!(writer.finish(), r#"["\ud83e"]"#);
    let sent = |json: &str| {
        let mut writer = Writer::default();
        writer.value(&parse(json).unwrap());
        writer.finish_for_service()
    };
    assert_eq!(
        sent(r#"["\ud83e\\ud83e","\n\ud83e\udd80\uDD80"]"#),
        "[\"\u{fffd}\\\\ud83e\",\"\\n\\ud83e\\udd80\u{fffd}\"]"
    );
}

#[test]
fn members_are_found_and_the_last_of_a_name_counts() {
    let value = parse(r#"{"a":1,"\u0062":[true,null],"a":{"c":"d"}}"#).unwrap();
    assert_eq!(value.get("a").get("c").str().unwrap(), "d");
    assert_eq!(value.get("b").items()[0].bool(), Some(true));
    assert!(value.get("b").items()[1].is_null() && value.get("nothing").get("at all").is_null());
    assert_eq!(parse("12").unwrap().u32(), Some(12));
    assert_eq!(parse("-1").unwrap().u32(), None);
    assert!(Text::plain("").is_blank() && parse(r#"" \n""#).unwrap().text().unwrap().is_blank());
}

/// A name that has a backslash is not the escape that is written like it.
#[test]
fn a_text_is_not_the_escape_that_looks_like_it() {
    let value = parse(r#"{"\\n":"a backslash","\n":"a line break","\u0041":"A"}"#).unwrap();
    for (name, said) in [(r"\n", "a backslash"), ("\n", "a line break"), ("A", "A"), (r"\u0041", ""), (r"\\n", "")] {
        assert_eq!(value.get(name).said(), said, "{name:?}");
    }
    assert!(parse(r#""\t""#).unwrap().says("\t") && !parse(r#""\t""#).unwrap().says(r"\t"));
    assert!(parse(r#""\\t""#).unwrap().says(r"\t") && !parse(r#""\\t""#).unwrap().says(r"\\t"));
}

#[test]
fn depth_has_an_end() {
    let nested = |depth: usize| "[".repeat(depth) + &"]".repeat(depth);
    assert!(parse(&nested(512)).is_some());
    assert!(parse(&nested(513)).is_none());
    assert!(parse(&"[".repeat(1_000_000)).is_none());
}

#[test]
fn pieces_are_separated_where_they_have_to_be() {
    let mut writer = Writer::default();
    writer.open('{').key("a").open('[').string("x").raw("1").open('{').close('}').close(']');
    writer.key("b").raw("null").close('}');
    assert_eq!(writer.finish(), r#"{"a":["x",1,{}],"b":null}"#);
}

/// A search that looks at all the rest after each escape takes a thousand times as long.
#[test]
fn escapes_take_time_by_their_number_alone() {
    let sent = |lines: usize| {
        let mut writer = Writer::default();
        writer.string(&"\"\n".repeat(lines));
        let begun = std::time::Instant::now();
        assert_eq!(writer.finish_for_service().len(), lines * 4 + 2);
        begun.elapsed().as_secs_f64()
    };
    let least = |lines| (0..5).map(|_| sent(lines)).fold(f64::INFINITY, f64::min);
    let (once, sixteen_times) = (least(20_000), least(320_000));
    assert!(sixteen_times < once * 80.0, "{once} s, and {sixteen_times} s for sixteen times as much");
}
