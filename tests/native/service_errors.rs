//! What is read of a refusal: restJson1's places for code and message, ids under all their names, and bodies that are
//! long, broken or no JSON at all.

use bedrock_wasm::bedrock::error::from_http;
use bedrock_wasm::bedrock::operation::Operation;
use bedrock_wasm::error::BODY_BYTES_MAX;
use bedrock_wasm::error::Error;
use bedrock_wasm::error::Kind;
use bedrock_wasm::http::Head;
use proptest::prelude::*;
use serde_json::Value;

#[test]
fn the_code_is_found_wherever_restjson1_puts_it() {
    let url = "http://internal.amazon.com/coral/com.amazon.bedrock/";
    for (header, body, code) in [
        // Smithy's protocol tests.
        (Some("FooError".to_owned()), "{}", Some("FooError")),
        (Some(format!("FooError:{url}")), "{}", Some("FooError")),
        (Some(format!("aws.protocoltests.restjson#FooError:{url}")), "{}", Some("FooError")),
        (None, r#"{"code":"FooError"}"#, Some("FooError")),
        (None, r#"{"code":"aws.protocoltests.restjson#FooError"}"#, Some("FooError")),
        (None, r#"{"__type":"FooError"}"#, Some("FooError")),
        (None, r#"{"__type":"aws.protocoltests.restjson#FooError"}"#, Some("FooError")),
        (
            None,
            r#"{"__type":"aws.protocoltests.restjson#FooError:http://internal.amazon.com/coral/x/"}"#,
            Some("FooError"),
        ),
        // A list, as old services send it, and the order of the places.
        (Some(format!("FooError,BarError:{url}")), "{}", Some("FooError")),
        (Some("FooError".to_owned()), r#"{"code":"BarError","__type":"BazError"}"#, Some("FooError")),
        (None, r#"{"__type":"BarError","code":"FooError"}"#, Some("FooError")),
        (None, r#"{"code":429,"__type":"FooError"}"#, Some("FooError")),
        (None, r#"{"code":"","__type":"FooError"}"#, Some("FooError")),
        // Nothing to find.
        (Some(String::new()), "", None),
        (Some(":".to_owned()), "", None),
        (None, "", None),
        (None, "null", None),
        (None, "[\"code\"]", None),
        (None, r#"{"error":{"code":"FooError"}}"#, None),
    ] {
        let headers: Vec<_> = header.iter().map(|value| ("x-amzn-errortype", value.as_str())).collect();
        let error = refused(400, &headers, body);
        assert_eq!(error.code(), code, "{header:?} {body}");
    }
}

#[test]
fn header_names_are_found_in_any_case() {
    let headers = [("X-Amzn-ErrorType", "FooError"), ("X-Amzn-RequestId", "an-id")];
    let error = refused(400, &headers, "");
    assert_eq!((error.code(), error.reply().unwrap().request_id.as_deref()), (Some("FooError"), Some("an-id")));
}

const PAGE: &str = "A proxy or gateway answered 400 with a page instead of Bedrock.";

#[test]
fn the_message_is_found_under_each_of_its_names() {
    for (body, message) in [
        (r#"{"message":"Why."}"#, "Why."),
        (r#"{"Message":"Why."}"#, "Why."),
        (r#"{"errorMessage":"Why."}"#, "Why."),
        (r#"{"errorMessage":"c","Message":"b","message":"Why."}"#, "Why."),
        (r#"{"message":"","Message":"Why."}"#, "Why."),
        (r#"{"message":" \n","Message":"Why."}"#, "Why."),
        ("<Error><Message>Why.</Message></Error>", "Why."),
        // A text that is there but says nothing.
        ("<Error><Code>A</Code><Message></Message></Error>", PAGE),
        ("<Error><Message>\n </Message></Error>", PAGE),
        (r#"{"message":" "}"#, r#"Bedrock answered 400: {"message":" "}"#),
        (r#"{"message":null,"Message":"Why."}"#, "Why."),
        ("{ \"a\" : { \"message\" : \"no\" } , \n \"message\" : \"Wh\\u0079 \\\"so\\\".\" }", "Why \"so\"."),
    ] {
        assert_eq!(refused(400, &[], body).message(), message, "{body}");
    }
}

#[test]
fn a_body_that_is_no_json_does_not_hide_the_status() {
    let page = "<html>\r\n<head><title>502 Bad Gateway</title></head>\r\n</html>";
    for (body, message) in [
        ("", "Bedrock answered 502 and nothing else."),
        (" \r\n ", "Bedrock answered 502 and nothing else."),
        (page, "A proxy or gateway answered 502 with a page instead of Bedrock."),
        ("  <?xml version=\"1.0\"?>", "A proxy or gateway answered 502 with a page instead of Bedrock."),
        ("upstream connect error", "Bedrock answered 502: upstream connect error"),
        ("{\"message\":\"cut o", "Bedrock answered 502: {\"message\":\"cut o"),
        ("\"message\"", "Bedrock answered 502: \"message\""),
        ("[{\"message\":\"no\"}]", "Bedrock answered 502: [{\"message\":\"no\"}]"),
        ("{}", "Bedrock answered 502: {}"),
    ] {
        let error = refused(502, &[], body);
        assert_eq!((error.kind(), error.status(), error.class()), (Kind::Service, Some(502), "InternalServerError"));
        assert_eq!(error.message(), message);
        assert_eq!(error.reply().unwrap().body, body);
    }
}

#[test]
fn two_hundred_letters_of_a_body_are_told_and_more_are_cut_off() {
    for (length, told) in [(200, "x".repeat(200)), (201, format!("{}…", "x".repeat(200)))] {
        let error = refused(502, &[], &"x".repeat(length));
        assert_eq!(error.message(), format!("Bedrock answered 502: {told}"));
    }
}

#[test]
fn a_huge_body_is_kept_to_its_limit_and_cut_between_characters() {
    for (character, kept) in
        [("x", BODY_BYTES_MAX), ("é", BODY_BYTES_MAX), ("€", BODY_BYTES_MAX / 3 * 3), ("😀", BODY_BYTES_MAX)]
    {
        let error = refused(500, &[], &character.repeat(BODY_BYTES_MAX));
        assert_eq!(error.reply().unwrap().body, character.repeat(kept / character.len()), "{character}");
        assert!(error.message().len() < 300, "{}", error.message().len());
    }
    let body = "x".repeat(BODY_BYTES_MAX);
    assert_eq!(refused(500, &[], &body).reply().unwrap().body, body);
}

#[test]
fn the_request_id_is_found_under_each_of_its_names() {
    for name in ["x-amzn-requestid", "x-amzn-request-id", "x-amz-request-id", "x-amz-cf-id"] {
        let error = refused(500, &[("date", "today"), (name, "an-id")], "");
        let reply = error.reply().unwrap();
        assert_eq!(reply.request_id.as_deref(), Some("an-id"), "{name}");
        assert_eq!(reply.headers.len(), 2, "{name}");
    }
    assert_eq!(refused(500, &[("x-request-id", "of a proxy")], "").reply().unwrap().request_id, None);
}

proptest! {
    /// The core reads the members of an error by itself; `serde_json` is the oracle.
    #[test]
    fn messages_are_read_as_json_reads_them(
        mut members in prop::collection::vec(("[a-zA-Z\"\\\\é]{0,8}", json(3)), 0..5),
        message in any::<String>(),
        at in any::<prop::sample::Index>(),
        pretty in any::<bool>(),
    ) {
        members.retain(|(name, _)| !["message", "Message", "errorMessage"].contains(&name.as_str()));
        members.insert(at.index(members.len() + 1), ("message".to_owned(), message.clone().into()));
        let object = Value::Object(members.into_iter().collect());
        let body = if pretty { serde_json::to_string_pretty(&object).unwrap() } else { object.to_string() };
        let error = refused(400, &[], &body);
        // Servers leave a member blank rather than out.
        if message.trim_ascii().is_empty() {
            prop_assert!(error.message().starts_with("Bedrock answered 400: {"), "{}", error);
        } else {
            prop_assert!(error.message().starts_with(&message), "{} of {}", error, body);
        }
    }

    #[test]
    fn no_body_hides_the_status(body in any::<String>(), cut in any::<prop::sample::Index>(), object in json(3)) {
        let whole = serde_json::json!({ "a": object, "message": "Why." }).to_string();
        let cut = whole.floor_char_boundary(cut.index(whole.len()));
        for body in [body.as_str(), &whole[..cut]] {
            let error = refused(503, &[], body);
            prop_assert_eq!((error.status(), error.class()), (Some(503), "InternalServerError"));
            prop_assert!(!error.message().is_empty());
        }
    }
}

fn refused(status: u16, headers: &[(&str, &str)], body: &str) -> Error {
    let headers = headers.iter().map(|(name, value)| ((*name).to_owned(), (*value).to_owned())).collect();
    from_http(Operation::named("Converse").unwrap().service, &Head { status, headers }, body)
}

fn json(depth: u32) -> impl Strategy<Value = Value> {
    let leaf = prop_oneof![
        Just(Value::Null),
        any::<bool>().prop_map(Value::from),
        any::<f64>().prop_map(Value::from),
        any::<String>().prop_map(Value::from),
    ];
    leaf.prop_recursive(depth, 16, 4, |inner| {
        prop_oneof![
            prop::collection::vec(inner.clone(), 0..4).prop_map(Value::from),
            prop::collection::vec((any::<String>(), inner), 0..4)
                .prop_map(|members| Value::Object(members.into_iter().collect())),
        ]
    })
}
