//! From a call to its unsigned request: ids of every kind, endpoints, headers; and input that cannot be sent, which is
//! refused by name and never shown.

use bedrock_wasm::bedrock::operation::Operation;
use bedrock_wasm::config::CallOptions;
use bedrock_wasm::config::ClientOptions;
use bedrock_wasm::config::Config;
use bedrock_wasm::error::Error;
use bedrock_wasm::error::Kind;
use bedrock_wasm::http::Request;
use bedrock_wasm::pipeline::prepare;
use proptest::prelude::*;
use serde_json::Value;

#[test]
fn each_operation_goes_to_its_url_with_json_in_its_body() {
    for (name, path) in [
        ("Converse", "converse"),
        ("ConverseStream", "converse-stream"),
        ("InvokeModel", "invoke"),
        ("InvokeModelWithResponseStream", "invoke-with-response-stream"),
    ] {
        let request = prepared(name, &[("modelId", "us.amazon.nova-lite-v1:0")]).unwrap();
        assert_eq!(request.method, "POST");
        assert_eq!(
            request.url(),
            format!("https://bedrock-runtime.us-east-1.amazonaws.com/model/us.amazon.nova-lite-v1%3A0/{path}")
        );
        assert_eq!(request.headers, [pair("content-type", "application/json")]);
    }
}

#[test]
fn every_kind_of_id_is_one_segment_of_the_path() {
    for (id, encoded) in [
        ("amazon.nova-lite-v1:0", "amazon.nova-lite-v1%3A0"),
        ("global.anthropic.claude-sonnet-4-5-20250929-v1:0", "global.anthropic.claude-sonnet-4-5-20250929-v1%3A0"),
        (
            "arn:aws:bedrock:us-east-1::foundation-model/amazon.nova-lite-v1:0",
            "arn%3Aaws%3Abedrock%3Aus-east-1%3A%3Afoundation-model%2Famazon.nova-lite-v1%3A0",
        ),
        (
            "arn:aws:bedrock:us-east-1:123456789012:inference-profile/us.amazon.nova-lite-v1:0",
            "arn%3Aaws%3Abedrock%3Aus-east-1%3A123456789012%3Ainference-profile%2Fus.amazon.nova-lite-v1%3A0",
        ),
        (
            "arn:aws:bedrock:us-east-1:123456789012:application-inference-profile/otnfa2ysixqd",
            "arn%3Aaws%3Abedrock%3Aus-east-1%3A123456789012%3Aapplication-inference-profile%2Fotnfa2ysixqd",
        ),
        (
            "arn:aws-us-gov:bedrock:us-gov-west-1:123456789012:provisioned-model/abc",
            "arn%3Aaws-us-gov%3Abedrock%3Aus-gov-west-1%3A123456789012%3Aprovisioned-model%2Fabc",
        ),
        (
            "arn:aws:bedrock:us-east-1:123456789012:imported-model/abc",
            "arn%3Aaws%3Abedrock%3Aus-east-1%3A123456789012%3Aimported-model%2Fabc",
        ),
        (
            "arn:aws:bedrock:us-east-1:123456789012:custom-model-deployment/abc",
            "arn%3Aaws%3Abedrock%3Aus-east-1%3A123456789012%3Acustom-model-deployment%2Fabc",
        ),
        (
            "arn:aws:bedrock:us-east-1:123456789012:default-prompt-router/anthropic.claude:1",
            "arn%3Aaws%3Abedrock%3Aus-east-1%3A123456789012%3Adefault-prompt-router%2Fanthropic.claude%3A1",
        ),
        (
            "arn:aws:bedrock:us-east-1:123456789012:prompt/PROMPT1234:1",
            "arn%3Aaws%3Abedrock%3Aus-east-1%3A123456789012%3Aprompt%2FPROMPT1234%3A1",
        ),
        (
            "arn:aws:sagemaker:us-east-1:123456789012:endpoint/my-ep",
            "arn%3Aaws%3Asagemaker%3Aus-east-1%3A123456789012%3Aendpoint%2Fmy-ep",
        ),
        ("a!'()*?#é%41", "a%21%27%28%29%2A%3F%23%C3%A9%2541"),
        ("...", "..."),
    ] {
        let request = prepared("Converse", &[("modelId", id)]).unwrap();
        assert_eq!(request.path, format!("/model/{encoded}/converse"), "{id}");
    }
}

#[test]
fn an_id_that_is_none_is_refused() {
    let longest = "a".repeat(2048);
    assert!(prepared("Converse", &[("modelId", &longest)]).is_ok());
    let too_long = "a".repeat(2049);
    for (id, words) in [
        ("", "No modelId. Pass one, such as"),
        (".", "The modelId \".\" is a path, not an id"),
        ("..", "The modelId \"..\" is a path, not an id"),
        (too_long.as_str(), "The modelId is 2049 bytes long; Bedrock takes 2048."),
    ] {
        let error = prepared("Converse", &[("modelId", id)]).unwrap_err();
        assert_eq!((error.kind(), error.class()), (Kind::Input, "BedrockError"));
        assert!(error.message().starts_with(words), "{error}");
    }
    assert!(prepared("Converse", &[]).unwrap_err().message().starts_with("No modelId."));
}

#[test]
fn a_custom_endpoints_prefix_stands_before_the_operations_path() {
    let options = with_endpoint("http://127.0.0.1:9999/base/path/");
    let request = with_options("Converse", &[("modelId", "a:0")], &options, &CallOptions::default()).unwrap();
    assert_eq!(request.url(), "http://127.0.0.1:9999/base/path/model/a%3A0/converse");
    assert_eq!(request.host(), "127.0.0.1:9999");
}

#[test]
fn behind_a_gateway_only_what_aws_sees_is_signed() {
    let signing_host = Some("bedrock-runtime.us-east-1.amazonaws.com".to_owned());
    let options = ClientOptions { signing_host, ..with_endpoint("https://gateway.example/bedrock") };
    let request = with_options("Converse", &[("modelId", "a:0")], &options, &CallOptions::default()).unwrap();
    assert_eq!(request.url(), "https://gateway.example/bedrock/model/a%3A0/converse");
    assert_eq!(request.path, "/model/a%3A0/converse");
    assert_eq!(request.host(), "bedrock-runtime.us-east-1.amazonaws.com");
}

#[test]
fn each_service_has_its_own_host() {
    let url = |operation: &str, members: &[(&str, &str)]| prepared(operation, members).unwrap().url();
    assert_eq!(url("Rerank", &[]), "https://bedrock-agent-runtime.us-east-1.amazonaws.com/rerank");
    assert_eq!(
        url("ListInferenceProfiles", &[("typeEquals", "APPLICATION")]),
        "https://bedrock.us-east-1.amazonaws.com/inference-profiles?type=APPLICATION"
    );
    assert_eq!(url("GetId", &[]), "https://cognito-identity.us-east-1.amazonaws.com/");
    assert_eq!(url("AssumeRole", &[]), "https://sts.us-east-1.amazonaws.com/");
}

#[test]
fn credentials_of_an_own_endpoint_are_asked_for_at_its_very_address() {
    let options = with_endpoint("http://127.0.0.1:1338/latest/creds");
    let call = CallOptions { query: Some(vec![pair("app", "a b")]), ..CallOptions::default() };
    let members = [("authorizationToken", "Bearer x")];
    let request = with_options("GetContainerCredentials", &members, &options, &call).unwrap();
    assert_eq!(request.url(), "http://127.0.0.1:1338/latest/creds?app=a%20b");
    assert_eq!((request.method, &*request.headers), ("GET", &[pair("authorization", "Bearer x")][..]));
}

#[test]
fn members_of_invoke_model_travel_as_headers() {
    let members = [
        ("modelId", "a"),
        ("contentType", "application/x-a"),
        ("accept", "application/x-b"),
        ("trace", "ENABLED"),
        ("guardrailIdentifier", "gr-1"),
        ("guardrailVersion", "DRAFT"),
        ("performanceConfigLatency", "optimized"),
        ("serviceTier", " flex "),
        ("requestMetadata", r#"{"team":"search"}"#),
    ];
    for (operation, accept) in [("InvokeModel", "accept"), ("InvokeModelWithResponseStream", "x-amzn-bedrock-accept")] {
        let mut headers = prepared(operation, &members).unwrap().headers;
        headers.sort();
        let mut expected = [
            pair("content-type", "application/x-a"),
            pair(accept, "application/x-b"),
            pair("x-amzn-bedrock-trace", "ENABLED"),
            pair("x-amzn-bedrock-guardrailidentifier", "gr-1"),
            pair("x-amzn-bedrock-guardrailversion", "DRAFT"),
            pair("x-amzn-bedrock-performanceconfig-latency", "optimized"),
            pair("x-amzn-bedrock-service-tier", "flex"),
            pair("x-amzn-bedrock-request-metadata", r#"{"team":"search"}"#),
        ];
        expected.sort();
        assert_eq!(headers, expected, "{operation}");
    }
}

#[test]
fn converse_has_nothing_in_headers() {
    let members = [("modelId", "a"), ("trace", "ENABLED"), ("requestMetadata", "{}"), ("accept", "x")];
    assert_eq!(prepared("Converse", &members).unwrap().headers, [pair("content-type", "application/json")]);
}

#[test]
fn metadata_outside_ascii_is_escaped() {
    let metadata = r#"{"Stadt":"Zürich 🏔","del":"a"}"#.replace('a', "\u{7f}");
    let request = prepared("InvokeModel", &[("modelId", "a"), ("requestMetadata", &metadata)]).unwrap();
    let header = header(&request, "x-amzn-bedrock-request-metadata").unwrap();
    assert!(header.bytes().all(|byte| (0x20..0x7f).contains(&byte)), "{header}");
    assert!(header.contains("Z\\u00fcrich \\ud83c\\udfd4"), "{header}");
}

proptest! {
    #[test]
    fn metadata_comes_back_as_it_was(members in prop::collection::vec((any::<String>(), any::<String>()), 0..5)) {
        let metadata = Value::Object(members.into_iter().map(|(name, value)| (name, value.into())).collect());
        let members = [("modelId", "a"), ("requestMetadata", &*metadata.to_string())];
        let request = prepared("InvokeModel", &members).unwrap();
        let header = header(&request, "x-amzn-bedrock-request-metadata").unwrap();
        prop_assert!(header.is_ascii());
        prop_assert_eq!(serde_json::from_str::<Value>(header).unwrap(), metadata);
    }
}

#[test]
fn a_member_that_no_header_can_carry_is_refused_by_name_and_not_shown() {
    for member in ["guardrailIdentifier", "trace", "contentType", "requestMetadata"] {
        for value in ["geheim\r\nx-evil: 1", "geheim\nx", "geheim\0", "geheim\u{1b}", "geheim\tgeheim"] {
            let error = prepared("InvokeModel", &[("modelId", "a"), (member, value)]).unwrap_err();
            assert_eq!(error.kind(), Kind::Input);
            assert!(error.message().starts_with(member), "{error}");
            assert!(!error.message().contains("geheim"), "{error}");
        }
    }
    let error = prepared("InvokeModel", &[("modelId", "a"), ("trace", "é")]).unwrap_err();
    assert!(error.message().contains("outside ASCII"), "{error}");
}

#[test]
fn the_callers_headers_override_the_defaults_and_members_override_both() {
    let headers = |value: &str| Some(vec![pair("X-Team", value), pair("Content-Type", value)]);
    let options = ClientOptions { default_headers: headers("of/client"), ..in_virginia() };
    let none = CallOptions::default();
    let call = CallOptions { headers: headers("of/call"), ..CallOptions::default() };
    for (call, members, team, content_type) in [
        (&none, &[("modelId", "a")][..], "of/client", "of/client"),
        (&call, &[("modelId", "a")], "of/call", "of/call"),
        (&call, &[("modelId", "a"), ("contentType", "of/member")], "of/call", "of/member"),
    ] {
        let request = with_options("InvokeModel", members, &options, call).unwrap();
        assert_eq!(header(&request, "x-team"), Some(team));
        assert_eq!(header(&request, "content-type"), Some(content_type));
        assert_eq!(request.headers.len(), 2);
    }
}

fn in_virginia() -> ClientOptions {
    ClientOptions { region: Some("us-east-1".into()), ..ClientOptions::default() }
}

fn with_endpoint(address: &str) -> ClientOptions {
    ClientOptions { endpoints: vec![(None, address.to_owned())], ..in_virginia() }
}

fn prepared(operation: &str, members: &[(&str, &str)]) -> Result<Request, Error> {
    with_options(operation, members, &in_virginia(), &CallOptions::default())
}

fn with_options(
    operation: &str,
    members: &[(&str, &str)],
    options: &ClientOptions,
    call: &CallOptions,
) -> Result<Request, Error> {
    let config = Config::parse(options, &CallOptions::default())?;
    let members: Vec<_> = members.iter().map(|(name, value)| (*name, (*value).to_owned())).collect();
    prepare(Operation::named(operation).unwrap(), &members, &config, &config.for_call(call)?)
}

fn header<'a>(request: &'a Request, name: &str) -> Option<&'a str> {
    request.headers.iter().find(|(existing, _)| existing == name).map(|(_, value)| value.as_str())
}

fn pair(name: &str, value: &str) -> (String, String) {
    (name.to_owned(), value.to_owned())
}
