//! Lists of models in OpenAI's shape, what is sent again when a model refuses an capability, and which failures another
//! model may mend.

use bedrock_wasm::error::Error;
use bedrock_wasm::error::ErrorReply;
use bedrock_wasm::error::Kind;
use bedrock_wasm::models;
use bedrock_wasm::models::Capability;
use bedrock_wasm::models::InferenceProfile;
use bedrock_wasm::models::Model;
use bedrock_wasm::models::Name;
use bedrock_wasm::retry::another_model_may_do;
use bedrock_wasm::translate;
use bedrock_wasm::translate::StructuredOutput;
use bedrock_wasm::translate::TranslationOptions;
use serde_json::Value;
use serde_json::json;

/// As AWS documents the replies.
/// <https://docs.aws.amazon.com/bedrock/latest/APIReference/API_ListFoundationModels.html>
fn foundation_models() -> Value {
    json!({ "modelSummaries": [
        { "modelId": "amazon.nova-lite-v1:0", "providerName": "Amazon", "inferenceTypesSupported": ["ON_DEMAND"],
          "modelLifecycle": { "status": "ACTIVE", "startOfLifeTime": "2024-12-03T00:00:00Z" } },
        { "modelId": "amazon.nova-lite-v1:0:24k", "providerName": "Amazon", "inferenceTypesSupported": ["PROVISIONED"] },
        { "modelId": "anthropic.claude-sonnet-5", "providerName": "Anthropic",
          "inferenceTypesSupported": ["INFERENCE_PROFILE"] },
        { "modelId": "acme.rocket-\u{e9}\"" },
    ] })
}

/// <https://docs.aws.amazon.com/bedrock/latest/APIReference/API_ListInferenceProfiles.html>
fn profiles() -> [Value; 2] {
    let arn = "arn:aws:bedrock:us-east-1:123456789012:application-inference-profile/otnfa2ysixqd";
    let models = json!([{ "modelArn": "arn:aws:bedrock:us-east-1::foundation-model/anthropic.claude-sonnet-5" }]);
    [
        json!({ "inferenceProfileSummaries": [{ "inferenceProfileId": "us.anthropic.claude-sonnet-5",
            "inferenceProfileArn": "arn:…", "type": "SYSTEM_DEFINED", "createdAt": "2026-06-30T12:00:00Z",
            "models": models }], "nextToken": "more" }),
        json!({ "inferenceProfileSummaries": [{ "inferenceProfileId": "otnfa2ysixqd", "inferenceProfileArn": arn,
            "type": "APPLICATION", "models": models }] }),
    ]
}

#[test]
fn what_can_be_called_is_listed_under_the_id_to_call_it_by() {
    let pages = profiles().map(|page| page.to_string());
    let list = translate::listing(&foundation_models().to_string(), &pages);
    let list: Value = serde_json::from_str(&list).unwrap();
    assert_eq!(list["object"], "list");
    let short = |model: &Value| json!([model["id"], model["object"], model["created"], model["owned_by"]]);
    let rows: Vec<_> = list["data"].as_array().unwrap().iter().map(short).collect();
    let arn = &profiles()[1]["inferenceProfileSummaries"][0]["inferenceProfileArn"];
    let expected = [
        json!(["amazon.nova-lite-v1:0", "model", 1_733_184_000, "Amazon"]),
        json!(["acme.rocket-\u{e9}\"", "model", 0, ""]),
        json!(["us.anthropic.claude-sonnet-5", "model", 1_782_777_600, "Anthropic"]),
        json!([arn, "model", 0, "Anthropic"]),
    ];
    assert_eq!(rows, expected);
    assert_eq!(list["data"][0]["_bedrock"], foundation_models()["modelSummaries"][0]);
}

#[test]
fn one_model_reads_as_in_the_list() {
    let list = translate::listing(&foundation_models().to_string(), &[profiles()[0].to_string()]);
    let list: Value = serde_json::from_str(&list).unwrap();
    let details = json!({ "modelDetails": foundation_models()["modelSummaries"][0] });
    let one: Value = serde_json::from_str(&translate::listed(&details.to_string()).unwrap()).unwrap();
    assert_eq!(one, list["data"][0]);
    let profile = &profiles()[0]["inferenceProfileSummaries"][0];
    let one: Value = serde_json::from_str(&translate::listed(&profile.to_string()).unwrap()).unwrap();
    assert_eq!([&one["id"], &one["created"]], [&list["data"][2]["id"], &list["data"][2]["created"]]);
    assert_eq!(one["owned_by"], "anthropic");
    assert_eq!(translate::listed("{}").unwrap_err().kind(), Kind::Protocol);
}

#[test]
fn the_offline_list_has_what_the_region_can_call() {
    let list = |region| -> Vec<String> {
        let list: Value = serde_json::from_str(&translate::offline_listing(region)).unwrap();
        list["data"].as_array().unwrap().iter().map(|model| model["id"].as_str().unwrap().to_owned()).collect()
    };
    let has = |region, id: &str| list(region).iter().any(|listed| listed == id);
    assert!(has("eu-west-1", "eu.anthropic.claude-sonnet-5") && has("eu-west-1", "global.anthropic.claude-sonnet-5"));
    assert!(!has("eu-west-1", "us.anthropic.claude-sonnet-5") && !has("eu-west-1", "anthropic.claude-sonnet-5"));
    assert!(has("us-east-1", "amazon.titan-embed-text-v2:0") && !has("us-east-1", "us.amazon.titan-embed-text-v2:0"));
    for region in ["us-east-1", "eu-west-1", "ap-northeast-1", "us-gov-west-1"] {
        let ids = list(region);
        let unique: std::collections::HashSet<_> = ids.iter().collect();
        assert_eq!(unique.len(), ids.len());
        // What is listed goes out as it is.
        for id in ids {
            assert_eq!(InferenceProfile::Auto.ids(&Name::parse(&id, &[]), region)[0], id);
        }
    }
    assert!(models::ids().all(|id| translate::offline_listed(id).is_some()));
    assert_eq!(translate::offline_listed("acme.rocket"), None);
}

fn refused(status: u16, code: &str, message: &str) -> Error {
    Error::new(Kind::Service, message).with_reply(ErrorReply {
        status,
        code: Some(code.into()),
        ..ErrorReply::default()
    })
}

#[test]
fn a_schema_that_is_refused_is_asked_for_by_a_tool() {
    let model = Model::of("anthropic.claude-sonnet-4-5-20250929-v1:0");
    let schema = json!({ "type": "json_schema", "json_schema": { "name": "a", "schema": { "type": "object", "properties": {} } } });
    let text = json!({ "messages": [{ "role": "user", "content": "x" }], "response_format": schema }).to_string();
    let options = TranslationOptions::default();
    let text = translate::parse(&text).unwrap();
    let sent = translate::request(&text, &model, &options).unwrap();
    assert_eq!(sent.chat.structured_output, StructuredOutput::OutputConfig);
    for (message, is_lasting) in [
        ("The model returned the following errors: output_config.format: Extra inputs are not permitted", true),
        ("This model doesn't support the outputConfig.textFormat field. Remove it and try again.", true),
        ("output_config.format.schema: For 'array' type, property 'minItems' is not supported", false),
        ("The compiled grammar is too large, which would cause performance issues.", false),
    ] {
        let error = refused(400, "ValidationException", message);
        let again = translate::again(&error, &text, &model, &options, &sent).unwrap();
        assert_eq!((again.capability, again.is_lasting), (Capability::StructuredOutput, is_lasting), "{message}");
        assert_eq!(again.converse.chat.structured_output, StructuredOutput::Tool);
        // The other way is no schema any more: a second refusal of that kind is the caller's to see.
        let model = model.without(again.capability);
        assert_eq!(translate::again(&error, &text, &model, &options, &again.converse), None);
    }
    let other = refused(400, "ValidationException", "The text field is blank.");
    assert_eq!(translate::again(&other, &text, &model, &options, &sent), None);
    let elsewhere = refused(500, "InternalServerException", "outputConfig");
    assert_eq!(translate::again(&elsewhere, &text, &model, &options, &sent), None);
}

#[test]
fn strict_tools_that_are_refused_are_sent_without_it() {
    let model = Model::of("anthropic.claude-haiku-4-5-20251001-v1:0");
    let function = json!({ "name": "f", "strict": true, "parameters": { "type": "object", "properties": {} } });
    let tools = json!([{ "type": "function", "function": function }]);
    let text = json!({ "messages": [{ "role": "user", "content": "x" }], "tools": tools }).to_string();
    let text = translate::parse(&text).unwrap();
    let sent = translate::request(&text, &model, &TranslationOptions::default()).unwrap();
    assert!(sent.body.contains(r#""strict":true"#));
    for message in ["Too many strict tools (21)", "tools.0.custom.strict: Extra inputs are not permitted"] {
        let error = refused(400, "ValidationException", message);
        let again = translate::again(&error, &text, &model, &TranslationOptions::default(), &sent).unwrap();
        assert_eq!(again.capability, Capability::StrictTools);
        assert!(!again.converse.body.contains("strict"));
    }
}

#[test]
fn another_model_may_do_where_this_one_is_the_matter() {
    for (status, code, message) in [
        (429, "ThrottlingException", ""),
        (400, "ServiceQuotaExceededException", ""),
        (503, "ServiceUnavailableException", ""),
        (424, "ModelErrorException", ""),
        (408, "ModelTimeoutException", ""),
        (404, "ResourceNotFoundException", "This model version has reached the end of its life."),
        (403, "AccessDeniedException", "You don't have access to the model with the specified model ID."),
        (400, "ValidationException", "The provided model identifier is invalid."),
        (400, "ValidationException", "Invocation of model ID x with on-demand throughput isn\u{2019}t supported."),
        (400, "ValidationException", "Invocation of model ID x with on-demand throughput isn't supported."),
    ] {
        assert!(another_model_may_do(&refused(status, code, message)), "{code}");
    }
    assert!(
        another_model_may_do(&Error::new(Kind::Connection, "")) && another_model_may_do(&Error::new(Kind::Timeout, ""))
    );
    for error in [
        refused(400, "ValidationException", "The text field is blank."),
        refused(403, "InvalidSignatureException", ""),
        refused(403, "ExpiredTokenException", ""),
        Error::input("No model."),
        Error::credentials("None."),
        Error::new(Kind::Abort, ""),
    ] {
        assert!(!another_model_may_do(&error), "{error}");
    }
}
