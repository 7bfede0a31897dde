//! Requests of OpenAI's Responses to Bedrock's: golden files, and the same conversations as chats.

use bedrock_wasm::error::Error;
use bedrock_wasm::models::Model;
use bedrock_wasm::translate;
use bedrock_wasm::translate::Converse;
use bedrock_wasm::translate::TranslationOptions;
use bedrock_wasm::translate::UnsupportedParams;
use bedrock_wasm::translate::parse;
use proptest::prelude::*;
use serde_json::Value;
use serde_json::json;

use crate::support;
use crate::support::goldens;
use crate::support::goldens::goldens;
use crate::support::requests;
use crate::support::responses::as_response;
use crate::support::shapes;

const FOLDER: &str = "openai/responses/request";

/// `BLESS=1` writes the files anew: look at the difference before it is committed.
#[test]
fn requests_become_what_the_golden_files_say() {
    if std::env::var_os("BLESS").is_some() {
        goldens(FOLDER, 60).into_iter().for_each(|(name, golden)| bless(&name, golden));
    }
    goldens::check_all(&goldens(FOLDER, 60), |name, golden| {
        goldens::compare(name, golden, translated(golden), difference)
    });
}

#[test]
fn bodies_have_the_shape_of_awss_service_model() {
    let shapes = shapes::Model::bedrock_runtime();
    for (name, golden) in goldens(FOLDER, 60) {
        let complaints = golden.get("converse").map(|body| shapes.complaints("ConverseRequest", body));
        assert_eq!(complaints.unwrap_or_default(), [""; 0], "{name}");
    }
}

/// Every parameter of the `openai` package's `ResponseCreateParams` (6.49.0).
#[test]
fn every_parameter_has_a_golden_file() {
    let params = "background context_management conversation include input instructions max_output_tokens \
        metadata model moderation parallel_tool_calls previous_response_id prompt prompt_cache_key \
        prompt_cache_options prompt_cache_retention reasoning safety_identifier service_tier store stream \
        stream_options temperature text tool_choice tools top_logprobs top_p truncation user max_tool_calls";
    goldens::check_params(&goldens(FOLDER, 60), params);
}

#[test]
fn an_error_names_the_parameter_of_responses() {
    for (request, param) in [
        (json!({ "input": "x", "previous_response_id": "resp_1" }), "previous_response_id"),
        (json!({ "input": "x", "max_output_tokens": 0 }), "max_output_tokens"),
        (json!({ "input": "x", "reasoning": { "effort": "huge" } }), "reasoning.effort"),
        (json!({ "input": "x", "text": { "format": { "type": "xml" } } }), "text.format.type"),
        (json!({ "input": "x", "tools": [{ "type": "mcp" }] }), "tools[0]"),
        (json!({ "input": [{ "type": "item_reference", "id": "a" }] }), "input[0]"),
        (json!({ "instructions": "a", "input": [{ "role": "user", "content": [{ "type": "odd" }] }] }), "input[0]"),
        (json!({ "input": [] }), "input"),
    ] {
        let error = translate_for("amazon.nova-pro-v1:0", &request, UnsupportedParams::Warn).unwrap_err();
        let named = error.param().unwrap();
        assert!(named.starts_with(param), "{named} is not {param}: {error}");
    }
}

/// The bytes that a signature seals go through as they were written, whatever escapes they have.
#[test]
fn reasoning_is_replayed_byte_for_byte() {
    let thought = r#""a\u00e9\u0041\/\ud83e\udd80\n é\ud83e""#;
    let sealed = format!(r#"[{{"type":"thinking","thinking":{thought},"signature":"s\/"}}]"#);
    let request = json!({ "input": [
        { "role": "user", "content": "x" },
        { "type": "reasoning", "summary": [], "encrypted_content": sealed },
        { "role": "assistant", "content": "y" },
        { "role": "user", "content": "z" },
    ] });
    let converse = translate_for("anthropic.claude-sonnet-5", &request, UnsupportedParams::Warn).unwrap();
    // No service takes half a surrogate pair.
    let sent = thought.replace("\\ud83e\"", "\u{fffd}\"");
    let sealed = format!(r#"{{"reasoningText":{{"text":{sent},"signature":"s\/"}}}}"#);
    assert!(converse.body.contains(&sealed), "{}", converse.body);
}

/// Each golden chat that Responses has words for.
#[test]
fn golden_chats_are_the_same_as_responses() {
    let mut count = 0;
    for (name, golden) in goldens("openai/request", 150) {
        let Some(request) = as_response(&golden["request"]) else { continue };
        let model = golden["modelId"].as_str().unwrap();
        let chat = chat_for(model, &golden["request"]);
        let response = translate_for(model, &request, UnsupportedParams::Warn);
        match (chat, response) {
            (Ok(chat), Ok(response)) => assert_eq!(response.body, chat.body, "{name}: {request}"),
            (Err(_), Err(_)) => {}
            (chat, response) => panic!("{name}: {chat:?}\n{response:?}\n{request}"),
        }
        count += 1;
    }
    assert!(count > 120, "{count}");
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 512, ..ProptestConfig::default() })]

    #[test]
    fn a_conversation_is_the_same_as_a_chat_and_as_a_response(
        chat in requests::any_request(),
        model in requests::any_model(),
    ) {
        if let Some(request) = as_response(&chat) {
            let one = chat_for(model, &chat).map(|converse| converse.body);
            let other = translate_for(model, &request, UnsupportedParams::Warn).map(|converse| converse.body);
            prop_assert_eq!(one.ok(), other.ok(), "{}\n{}", chat, request);
        }
    }

    /// Members of any type under the names that matter: nothing panics, and what comes out is JSON.
    #[test]
    fn no_json_is_too_odd(body in requests::any_nonsense(), model in requests::any_model()) {
        let mut text = body.to_string();
        for (of_chat, word) in [("\"messages\"", "\"input\""), ("\"tool_call_id\"", "\"call_id\"")] {
            text = text.replace(of_chat, word);
        }
        let Ok(request) = serde_json::from_str::<Value>(&text) else { return Ok(()) };
        if let Ok(converse) = translate_for(model, &request, UnsupportedParams::Warn) {
            prop_assert!(serde_json::from_str::<Value>(&converse.body).is_ok(), "{}\n{}", text, converse.body);
        }
    }
}

fn chat_for(model: &str, request: &Value) -> Result<Converse, Error> {
    translate::request(&parse(&request.to_string())?, &Model::of(model), &TranslationOptions::default())
}

fn translate_for(model: &str, request: &Value, unsupported_params: UnsupportedParams) -> Result<Converse, Error> {
    let text = request.to_string();
    let asked = translate::asked(&parse(&text)?, unsupported_params)?;
    let options = TranslationOptions { unsupported_params, words: asked.words, ..TranslationOptions::default() };
    let mut converse = translate::request(&parse(&asked.chat)?, &Model::of(model), &options)?;
    converse.warnings = [asked.warnings, converse.warnings].concat();
    converse.chat.face = Some(asked.face);
    Ok(converse)
}

fn translated(golden: &Value) -> Result<Converse, Error> {
    let policy = match golden["unsupportedParams"].as_str() {
        Some("error") => UnsupportedParams::Error,
        Some("ignore") => UnsupportedParams::Ignore,
        _ => UnsupportedParams::Warn,
    };
    translate_for(golden["modelId"].as_str().unwrap(), &golden["request"], policy)
}

fn difference(name: &str, golden: &Value, converse: &Converse) -> Option<String> {
    let found = found(converse);
    let of_golden = |name: &str| golden.get(name).cloned().unwrap_or_default();
    let expected = ["converse", "streams", "isWhole", "customs"].map(|name| (name.to_owned(), of_golden(name)));
    let expected = Value::Object(expected.into_iter().filter(|(_, value)| !value.is_null()).collect());
    if found != expected {
        return Some(format!("{name}: {found}\n  instead of: {expected}"));
    }
    goldens::compare_warnings(name, golden, &converse.warnings)
}

/// What a file says of a translation.
fn found(converse: &Converse) -> Value {
    let mut found = json!({ "converse": serde_json::from_str::<Value>(&converse.body).unwrap() });
    if converse.streams {
        found["streams"] = true.into();
        found["isWhole"] = converse.is_whole.into();
    }
    let customs = &converse.chat.face.as_ref().unwrap().customs;
    if !customs.is_empty() {
        found["customs"] = customs.clone().into();
    }
    found
}

fn bless(name: &str, mut golden: Value) {
    let outcome = translated(&golden);
    let members = golden.as_object_mut().unwrap();
    members.retain(|name, _| ["modelId", "request", "unsupportedParams"].contains(&name.as_str()));
    match outcome {
        Err(error) => drop(members.insert("error".into(), error.message().into())),
        Ok(converse) => {
            members.extend(found(&converse).as_object().unwrap().clone());
            let warnings: Vec<_> = converse.warnings.iter().map(|warning| warning.message.clone()).collect();
            members.insert("warnings".into(), warnings.into());
        }
    }
    let text = serde_json::to_string_pretty(&golden).unwrap();
    std::fs::write(support::fixture_path(&format!("{FOLDER}/{name}")), text + "\n").unwrap();
}
