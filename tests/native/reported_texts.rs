//! Text that is no Unicode, and JSON that is deep: nothing goes out that Bedrock cannot read.

use bedrock_wasm::models::Model;
use bedrock_wasm::translate;
use bedrock_wasm::translate::TranslationOptions;
use serde_json::Value;
use serde_json::json;

/// The body that goes out, which serde_json reads: it refuses half a surrogate pair.
fn body(model: &str, request: &str) -> Value {
    let request = translate::parse(request).unwrap();
    let converse = translate::request(&request, &Model::of(model), &TranslationOptions::default()).unwrap();
    serde_json::from_str(&converse.body).unwrap_or_else(|error| panic!("{error}: {}", converse.body))
}

#[test]
fn half_a_surrogate_pair_becomes_the_replacement_character_wherever_it_is() {
    for model in
        ["claude-sonnet-4-5", "us.anthropic.claude-sonnet-5", "amazon.nova-pro-v1:0", "openai.gpt-oss-120b-1:0"]
    {
        for (escaped, expected) in [
            (r"a\ud83d b", "a\u{fffd} b"),
            (r"\ude00", "\u{fffd}"),
            (r"\uD83D\uD83D\uDE00", "\u{fffd}\u{1f600}"),
            (r"\ud83d\\ude00", "\u{fffd}\\ude00"),
            (r"\\ud83d", "\\ud83d"),
            (r"\ud83d\n\ufffd\u00e9", "\u{fffd}\n\u{fffd}é"),
            (r"\ud83d\ude00", "\u{1f600}"),
        ] {
            // The text of the user, and what the caller's tools say of themselves.
            let tool = format!(
                r#"{{"type":"function","function":{{"name":"f","description":"{escaped}","parameters":{{"type":"object","properties":{{"{escaped}x":{{"description":"{escaped}"}}}}}}}}}}"#
            );
            let request = format!(
                r#"{{"messages":[{{"role":"system","content":"{escaped}!"}},{{"role":"user","content":"{escaped}"}}],"tools":[{tool}]}}"#
            );
            let sent = body(model, &request);
            assert_eq!(sent["messages"][0]["content"][0]["text"], expected, "{model} {escaped}");
            assert_eq!(sent["system"][0]["text"], format!("{expected}!"));
            assert_eq!(sent["toolConfig"]["tools"][0]["toolSpec"]["description"], expected);
            // The arguments of a call, which are JSON in JSON, its keys, and the tool's answer.
            let arguments =
                serde_json::to_string(&format!(r#"{{"a":"{escaped}","{escaped}":["{escaped}"]}}"#)).unwrap();
            let request = format!(
                r#"{{"messages":[{{"role":"user","content":"x"}},{{"role":"assistant","content":null,"tool_calls":[{{"id":"c1","type":"function","function":{{"name":"f","arguments":{arguments}}}}}]}},{{"role":"tool","tool_call_id":"c1","content":"{escaped}"}}],"tools":[{{"type":"function","function":{{"name":"f","parameters":{{"type":"object","properties":{{}}}}}}}}]}}"#
            );
            let sent = body(model, &request);
            let mut input = json!({ "a": expected });
            input[expected] = json!([expected]);
            assert_eq!(sent["messages"][1]["content"][0]["toolUse"]["input"], input, "{model} {escaped}");
            assert_eq!(sent["messages"][2]["content"][0]["toolResult"]["content"][0]["text"], expected);
        }
    }
    let embed = translate::parse(r#"{"input":"a\ud83d"}"#).unwrap();
    let plan =
        translate::embeddings(&embed, &Model::of("amazon.titan-embed-text-v2:0"), &TranslationOptions::default());
    assert_eq!(plan.unwrap().bodies, ["{\"inputText\":\"a\u{fffd}\"}"]);
    let image = translate::parse(r#"{"prompt":"a\ud83d"}"#).unwrap();
    let plan =
        translate::images(&image, &Model::of("amazon.nova-canvas-v1:0"), &TranslationOptions::default()).unwrap();
    assert!(plan.bodies[0].contains("\"a\u{fffd}\""), "{:?}", plan.bodies);
}

#[test]
fn five_hundred_levels_go_through_and_more_is_an_error_that_says_so() {
    let schema = |depth: usize| {
        format!("{}{{\"type\":\"object\"}}{}", r#"{"properties":{"a":"#.repeat(depth), "}}".repeat(depth))
    };
    let request = |depth: usize| {
        format!(r#"{{"messages":[{{"role":"user","content":"x"}}],"additionalModelRequestFields":{}}}"#, schema(depth))
    };
    let deep = request(255);
    let converse =
        translate::request(&translate::parse(&deep).unwrap(), &Model::of("acme.a"), &TranslationOptions::default());
    assert!(converse.unwrap().body.contains(&schema(255)));
    for depth in [256, 10_000] {
        let error = translate::parse(&request(depth)).unwrap_err();
        assert_eq!(error.message(), "The request is not JSON, or is nested more than 512 deep. Pass a flatter one.");
    }
    assert_eq!(translate::parse("[]").unwrap_err().message(), "The request is not a JSON object.");
}

#[test]
fn arguments_that_are_nested_too_deep_are_an_error_that_says_so() {
    let request = |depth: usize| {
        let arguments = format!("{}1{}", r#"{\"a\":"#.repeat(depth), "}".repeat(depth));
        let call = format!(r#"{{"id":"c1","type":"function","function":{{"name":"f","arguments":"{arguments}"}}}}"#);
        let calling = format!(r#"{{"role":"assistant","content":null,"tool_calls":[{call}]}}"#);
        let answer = r#"{"role":"tool","tool_call_id":"c1","content":"x"}"#;
        let tools = r#"[{"type":"function","function":{"name":"f","parameters":{"type":"object"}}}]"#;
        let text = format!(r#"{{"messages":[{{"role":"user","content":"x"}},{calling},{answer}],"tools":{tools}}}"#);
        translate::request(&translate::parse(&text).unwrap(), &Model::of("acme.a"), &TranslationOptions::default())
            .map(|converse| converse.body.matches(r#"{"a":"#).count())
    };
    assert_eq!(request(512).unwrap(), 512);
    for depth in [513, 10_000] {
        assert_eq!(
            request(depth).unwrap_err().message(),
            "messages[1].tool_calls: the `arguments` of the call `c1` are nested more than 512 deep. Pass flatter ones."
        );
    }
}
