//! Each rule is broken once, and the good requests pass.
#![expect(clippy::needless_pass_by_value, reason = "values made by json! on the spot read better without &")]

use base64::Engine;
use base64::engine::general_purpose::STANDARD;
use serde_json::Value;
use serde_json::json;

use super::converse;
use crate::reply::Random;
use crate::thoughts;

const MODEL: &str = "us.anthropic.claude-haiku-4-5-20251001-v1:0";

fn complaint(request: Value) -> String {
    let error = converse(MODEL, request.to_string().as_bytes()).expect_err("must be refused");
    assert_eq!(error.status, 400);
    format!("{}: {}", error.name, error.message)
}

fn user(content: Value) -> Value {
    json!({"role": "user", "content": content})
}

fn says(role: &str, text: &str) -> Value {
    json!({"role": role, "content": [{"text": text}]})
}

fn with_hi(mut members: Value) -> Value {
    members["messages"] = json!([says("user", "hi")]);
    members
}

fn weather_tools() -> Value {
    json!({"tools": [{"toolSpec": {"name": "weather", "inputSchema": {"json": {"type": "object"}}}}]})
}

fn calls(ids: &[&str]) -> Value {
    let blocks: Vec<Value> =
        ids.iter().map(|id| json!({"toolUse": {"toolUseId": id, "name": "weather", "input": {}}})).collect();
    json!({"role": "assistant", "content": blocks})
}

fn answers(ids: &[&str]) -> Value {
    let blocks: Vec<Value> =
        ids.iter().map(|id| json!({"toolResult": {"toolUseId": id, "content": [{"text": "rain"}]}})).collect();
    user(json!(blocks))
}

#[test]
fn good_requests_pass() {
    let png = STANDARD.encode(b"\x89PNG\r\n\x1a\nrest");
    let good = [
        with_hi(json!({})),
        with_hi(json!({"unknownMember": 1, "system": [{"text": "Be brief."}], "toolConfig": null})),
        with_hi(json!({"inferenceConfig": {"maxTokens": 1, "temperature": 0, "stopSequences": ["x"]}})),
        with_hi(json!({"inferenceConfig": {"topP": 1, "temperature": null}})),
        json!({"toolConfig": weather_tools(),
               "messages": [says("user", "hi"), calls(&["a", "b"]), answers(&["b", "a"])]}),
        json!({"messages": [user(json!([{"text": "look"}, {"image": {"format": "png", "source": {"bytes": png}}}]))]}),
        json!({"messages": [user(json!([{"text": "read"},
                {"document": {"name": "My report (1)", "format": "txt", "source": {"text": "x"}}}]))]}),
    ];
    for request in good {
        assert!(converse(MODEL, request.to_string().as_bytes()).is_ok(), "{request}");
    }
}

#[test]
fn turns_alternate_and_say_something() {
    let cases = [
        (json!([]), "A conversation must start with a user message."),
        (
            json!([says("user", "a"), says("user", "b")]),
            "A conversation must alternate between user and assistant roles.",
        ),
        (json!([says("user", " \n")]), "The text field in the ContentBlock object at messages.0.content.0 is blank."),
        (json!([user(json!([]))]), "The content field in the Message object at messages.0 is empty."),
        (json!([user(json!([{}]))]), "ContentBlock object at messages.0.content.0 must set one of"),
        (json!([user(json!([{"text": "a", "image": {}}]))]), "must set only one of"),
        (
            json!([says("user", "a"), says("assistant", "b ")]),
            "final assistant content cannot end with trailing whitespace",
        ),
    ];
    for (messages, expected) in cases {
        let got = complaint(json!({"messages": messages}));
        assert!(got.starts_with("ValidationException: ") && got.contains(expected), "{got}");
    }
}

#[test]
fn each_tool_call_is_answered_in_the_next_turn() {
    let hi = says("user", "hi");
    let cases = [
        (
            json!([hi, calls(&["a", "b"]), answers(&["a"])]),
            "Expected toolResult blocks at messages.2.content for the following Ids: b",
        ),
        (json!([hi, calls(&["a"]), says("user", "never mind")]), "Expected toolResult blocks at messages.2.content"),
        (json!([hi, calls(&["a"])]), "Expected toolResult blocks at messages.2.content for the following Ids: a"),
        (
            json!([hi, calls(&["a"]), answers(&["a", "b"])]),
            "The number of toolResult blocks at messages.2.content exceeds",
        ),
        (json!([answers(&["a"])]), "The number of toolResult blocks at messages.0.content exceeds"),
    ];
    for (messages, expected) in cases {
        let got = complaint(json!({"messages": messages, "toolConfig": weather_tools()}));
        assert!(got.contains(expected), "{got}");
    }
    let got = complaint(json!({"messages": [hi, calls(&["a"]), answers(&["a"])]}));
    assert!(
        got.contains("The toolConfig field must be defined when using toolUse and toolResult content blocks."),
        "{got}"
    );
}

#[test]
fn shapes_are_checked_all_at_once_and_counted_from_one() {
    let got = complaint(json!({
        "messages": [{"role": "tool", "content": [{"text": "x"}]}],
        "inferenceConfig": {"maxTokens": 0, "temperature": 1.5},
    }));
    assert!(got.contains("3 validation errors detected"), "{got}");
    assert!(got.contains(
        "Value at 'messages.1.member.role' failed to satisfy constraint: Member must satisfy enum value set"
    ));
    assert!(got.contains("Value at 'inferenceConfig.maxTokens' failed to satisfy constraint: Member must have value greater than or equal to 1"));
    assert!(got.contains("Value at 'inferenceConfig.temperature' failed to satisfy constraint: Member must have value less than or equal to 1"));
}

#[test]
fn members_have_their_patterns_enums_and_limits() {
    let tool =
        |name: &str| json!({"tools": [{"toolSpec": {"name": name, "inputSchema": {"json": {"type": "object"}}}}]});
    let cases = [
        (with_hi(json!({"toolConfig": tool("get weather")})), "toolConfig.tools.1.member.toolSpec.name"),
        (with_hi(json!({"toolConfig": tool(&"x".repeat(65))})), "length less than or equal to 64"),
        (with_hi(json!({"toolConfig": {"tools": []}})), "toolConfig.tools"),
        (with_hi(json!({"inferenceConfig": {"stopSequences": [""]}})), "inferenceConfig.stopSequences.1.member"),
        (with_hi(json!({"performanceConfig": {"latency": "fast"}})), "enum value set: [standard, optimized]"),
        (
            with_hi(json!({"guardrailConfig": {"trace": "ENABLED"}})),
            "enum value set: [enabled, disabled, enabled_full]",
        ),
        (
            json!({"messages": [user(json!([{"text": "a"}, {"image": {"format": "jpg", "source": {"bytes": ""}}}]))]}),
            "'messages.1.member.content.2.member.image.format' failed to satisfy constraint",
        ),
    ];
    for (request, expected) in cases {
        let got = complaint(request);
        assert!(got.contains(expected), "{got}");
    }
    let mut call = calls(&["bad id!"]);
    let got = complaint(json!({"messages": [says("user", "hi"), call], "toolConfig": weather_tools()}));
    assert!(got.contains("messages.2.member.content.1.member.toolUse.toolUseId"), "{got}");
    call = calls(&["a"]);
    for input in [json!("{}"), json!({"": 1}), json!({"a": [{"b": {"": null}}]})] {
        call["content"][0]["toolUse"]["input"] = input;
        let got = complaint(json!({"messages": [says("user", "hi"), call], "toolConfig": weather_tools()}));
        assert!(got.contains("The format of the value at messages.1.content.0.toolUse.input is invalid."), "{got}");
    }
    let schema = json!({"tools": [{"toolSpec": {"name": "a", "inputSchema": {"json": {"type": "string"}}}}]});
    let got = complaint(with_hi(json!({"toolConfig": schema})));
    assert!(
        got.contains("toolConfig.tools.0.toolSpec.inputSchema.json.type must be one of the following: object."),
        "{got}"
    );
}

#[test]
fn media_is_what_it_says() {
    let image = |format: &str, bytes: &str| json!({"messages": [user(json!([{"text": "a"}, {"image": {"format": format, "source": {"bytes": bytes}}}]))]});
    let png = STANDARD.encode(b"\x89PNG\r\n\x1a\nrest");
    let got = complaint(image("jpeg", &png));
    assert!(
        got.contains("specified using the image/jpeg media type, but the image appears to be a image/png image"),
        "{got}"
    );
    assert!(complaint(image("png", "AAAA")).contains("Could not process image"));
    assert!(complaint(image("png", "not base64!")).starts_with("SerializationException"));
    let document = |blocks: Value| json!({"messages": [user(blocks)]});
    let file = |name: &str| json!({"document": {"name": name, "format": "txt", "source": {"bytes": "aGk="}}});
    let got = complaint(document(json!([file("a")])));
    assert!(got.contains("A text block must be included when using documents."), "{got}");
    let got = complaint(document(json!([{"text": "x"}, file("my/file")])));
    assert!(got.contains("The document file name can only contain alphanumeric characters"), "{got}");
}

#[test]
fn bodies_of_another_type_are_not_deserialized() {
    for (body, expected) in [
        ("{", "SerializationException"),
        ("[]", "SerializationException"),
        (r#"{"messages":"hi"}"#, "Expected list or null"),
        (r#"{"messages":[{"role":1,"content":[]}]}"#, "NUMBER_VALUE can not be converted to a String"),
        (r#"{"messages":[],"inferenceConfig":{"temperature":"hot"}}"#, "STRING_VALUE can not be converted to a Float"),
    ] {
        let error = converse(MODEL, body.as_bytes()).expect_err(body);
        assert!(format!("{}: {}", error.name, error.message).contains(expected), "{error:?}");
    }
}

#[test]
fn thinking_has_claudes_rules() {
    let thinking = |budget: u64, config: Value| {
        with_hi(json!({"additionalModelRequestFields": {"thinking": {"type": "enabled", "budget_tokens": budget}},
                       "inferenceConfig": config}))
    };
    assert!(complaint(thinking(100, json!({}))).contains("greater than or equal to 1024"));
    assert!(
        complaint(thinking(2000, json!({"maxTokens": 2000}))).contains("must be greater than `thinking.budget_tokens`")
    );
    assert!(complaint(thinking(2000, json!({"temperature": 0.2}))).contains("may only be set to 1"));
    assert!(converse(MODEL, thinking(2000, json!({"maxTokens": 4000})).to_string().as_bytes()).is_ok());
}

/// The golden files' signatures are stand-ins, which no Claude has made.
fn with_signatures(mut body: Value) -> Value {
    let mut random = Random::new(0);
    for message in body["messages"].as_array_mut().into_iter().flatten() {
        for block in message["content"].as_array_mut().into_iter().flatten() {
            if let Some(thought) =
                block.pointer_mut("/reasoningContent/reasoningText").filter(|it| it.get("signature").is_some())
            {
                thought["signature"] = json!(thoughts::sign(thought["text"].as_str().expect("a text"), &mut random));
            }
            if let Some(data) = block.pointer_mut("/reasoningContent/redactedContent") {
                *data = json!(thoughts::redact(&mut random));
            }
        }
    }
    body
}

/// What the client makes of OpenAI's requests, written down in its golden files, is what this emulator takes.
#[test]
fn translated_requests_pass() {
    let folder = concat!(env!("CARGO_MANIFEST_DIR"), "/../fixtures/openai/request");
    let mut count = 0;
    let mut refused = Vec::new();
    for entry in std::fs::read_dir(folder).expect("the golden files are there") {
        let path = entry.expect("a file").path();
        let text = std::fs::read_to_string(&path).expect("a golden file");
        let golden: Value = serde_json::from_str(&text).expect("JSON");
        let Some(body) = golden.get("converse").filter(|_| golden.get("notValid").is_none()) else { continue };
        let body = with_signatures(body.clone());
        let checked = converse(golden["modelId"].as_str().expect("a model"), body.to_string().as_bytes());
        if let Err(error) = checked {
            refused.push(format!("{}: {error:?}", path.display()));
        }
        count += 1;
    }
    assert!(refused.is_empty(), "{}", refused.join("\n"));
    assert!(count > 100, "golden files were lost");
}
