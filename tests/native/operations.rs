//! The table of operations, compared with AWS's own service models.

use bedrock_wasm::bedrock::operation::Auth;
use bedrock_wasm::bedrock::operation::OPERATIONS;
use bedrock_wasm::bedrock::operation::Operation;
use bedrock_wasm::bedrock::operation::Payload;
use serde_json::Value;

use crate::support;

const SERVICES: [&str; 5] = ["bedrock-runtime", "bedrock-agent-runtime", "bedrock", "cognito-identity", "sts"];

#[test]
fn each_operation_is_in_the_model_of_its_service_and_the_other_way_round() {
    for service in SERVICES {
        let model = model(service);
        let mut modelled: Vec<_> = model["operations"].as_object().unwrap().keys().map(String::as_str).collect();
        let mut ours: Vec<_> = of(service).map(|operation| operation.name).collect();
        modelled.sort_unstable();
        ours.sort_unstable();
        assert_eq!(ours, modelled, "{service}");
    }
    let others: Vec<_> =
        OPERATIONS.iter().filter(|operation| !SERVICES.contains(&operation.service.endpoint_prefix)).collect();
    // No operation of AWS: an endpoint of the caller's own.
    assert_eq!(others.iter().map(|operation| operation.name).collect::<Vec<_>>(), ["GetContainerCredentials"]);
}

#[test]
fn names_find_their_operation() {
    for operation in OPERATIONS {
        assert_eq!(Operation::named(operation.name), Some(operation));
    }
    assert_eq!(Operation::named("converse"), None);
}

#[test]
fn method_path_headers_and_query_are_those_of_the_model() {
    for_each(|operation, model, modelled| {
        assert_eq!(modelled["http"]["method"], operation.method, "{}", operation.name);
        assert_eq!(modelled["http"]["requestUri"], operation.path, "{}", operation.name);
        let shape = |end: &str| &model["shapes"][modelled[end]["shape"].as_str().unwrap()];
        assert_eq!(header_members(shape("input")), sorted(operation.input_headers), "{}", operation.name);
        assert_eq!(header_members(shape("output")), sorted(operation.output_headers), "{}", operation.name);
        let mut query: Vec<_> = located(shape("input"), "querystring").collect();
        let mut ours = operation.input_query.to_vec();
        query.sort_unstable();
        ours.sort_unstable();
        assert_eq!(ours, query, "{}", operation.name);
        let labels: Vec<_> = located(shape("input"), "uri").map(|(member, _)| member).collect();
        assert_eq!(labels, operation.labels().collect::<Vec<_>>(), "{}", operation.name);
        let members = shape("input")["members"].as_object().unwrap();
        let token = members.iter().find(|(_, member)| member["idempotencyToken"] == true);
        assert_eq!(token.map(|(name, _)| name.as_str()), operation.idempotency_token, "{}", operation.name);
    });
}

#[test]
fn bodies_are_what_the_protocol_of_the_model_makes_of_them() {
    for_each(|operation, model, modelled| {
        let shape = |end: &str| &model["shapes"][modelled[end]["shape"].as_str().unwrap()];
        let metadata = &model["metadata"];
        let protocol = metadata["protocol"].as_str().unwrap();
        let body = shape("input")["members"]["body"]["shape"].as_str().unwrap_or_default();
        let sends_events = model["shapes"][body]["eventstream"] == true;
        assert_eq!(operation.sends_events(), sends_events, "{}", operation.name);
        let is_blob = shape("input")["payload"] == "body" && !sends_events;
        assert_eq!(operation.input == Payload::Blob, is_blob, "{}", operation.name);
        let members = shape("input")["members"].as_object().unwrap();
        let is_empty =
            metadata["protocol"] == "rest-json" && members.values().all(|member| !member["location"].is_null());
        assert_eq!(operation.input == Payload::Empty, is_empty, "{}", operation.name);
        assert_eq!(operation.input == Payload::Form, protocol == "query", "{}", operation.name);
        if operation.input == Payload::Empty {
            return;
        }
        let headers = match protocol {
            "json" => vec![
                ("content-type", format!("application/x-amz-json-{}", metadata["jsonVersion"].as_str().unwrap())),
                ("x-amz-target", format!("{}.{}", metadata["targetPrefix"].as_str().unwrap(), operation.name)),
            ],
            "query" => vec![("content-type", "application/x-www-form-urlencoded".to_owned())],
            _ => vec![("content-type", "application/json".to_owned())],
        };
        let ours = operation.body_headers.iter().map(|(name, value)| (*name, (*value).to_owned()));
        assert_eq!(ours.collect::<Vec<_>>(), headers, "{}", operation.name);
        if let Payload::Xml(elements) = operation.output {
            let credentials = &model["shapes"]["Credentials"]["members"];
            let mut members: Vec<_> = credentials.as_object().unwrap().keys().map(String::as_str).collect();
            let mut elements = elements.to_vec();
            members.sort_unstable();
            elements.sort_unstable();
            assert_eq!(elements, members, "{}", operation.name);
        }
    });
}

#[test]
fn authorization_is_what_the_model_allows() {
    for_each(|operation, model, modelled| {
        let metadata = &model["metadata"];
        let signing_name =
            if metadata["signingName"].is_null() { &metadata["endpointPrefix"] } else { &metadata["signingName"] };
        assert_eq!(*signing_name, operation.service.signing_name);
        let schemes = metadata["auth"].as_array().unwrap();
        let expected = if modelled["authtype"] == "none" {
            Auth::None
        } else if schemes.contains(&"smithy.api#httpBearerAuth".into()) && !REFUSES_API_KEYS.contains(&operation.name) {
            Auth::SignatureOrApiKey
        } else {
            Auth::Signature
        };
        assert_eq!(operation.auth, expected, "{}", operation.name);
    });
}

/// The model of the whole service has API keys, but this operation of it does not take them:
/// <https://docs.aws.amazon.com/bedrock/latest/userguide/api-keys.html>
const REFUSES_API_KEYS: [&str; 1] = ["InvokeModelWithBidirectionalStream"];

#[test]
fn methods_are_named_as_their_operations_or_as_awss_providers() {
    for operation in OPERATIONS {
        let (first, rest) = operation.name.split_at(1);
        let is_provider = operation.method_name.starts_with("from");
        assert!(is_provider || operation.method_name == first.to_lowercase() + rest, "{}", operation.name);
    }
}

fn for_each(check: impl Fn(&Operation, &Value, &Value)) {
    for service in SERVICES {
        let model = model(service);
        of(service).for_each(|operation| check(operation, &model, &model["operations"][operation.name]));
    }
}

fn of(service: &str) -> impl Iterator<Item = &'static Operation> {
    OPERATIONS.iter().filter(move |operation| operation.service.endpoint_prefix == service)
}

fn model(service: &str) -> Value {
    support::fixture_json(&format!("service-models/{service}.json"))
}

/// The members of a shape that are in the given place, with their names there.
fn located<'a>(shape: &'a Value, place: &'a str) -> impl Iterator<Item = (&'a str, &'a str)> {
    let members = shape["members"].as_object().unwrap();
    members
        .iter()
        .filter(move |(_, member)| member["location"] == place)
        .map(|(name, member)| (name.as_str(), member["locationName"].as_str().unwrap()))
}

fn header_members(shape: &Value) -> Vec<(String, String)> {
    let lower_case = |(member, header): (&str, &str)| (member.to_owned(), header.to_ascii_lowercase());
    let mut members: Vec<_> = located(shape, "header").map(lower_case).collect();
    members.sort();
    members
}

fn sorted(headers: &[(&str, &str)]) -> Vec<(String, String)> {
    let mut headers: Vec<_> =
        headers.iter().map(|(member, header)| ((*member).to_owned(), (*header).to_owned())).collect();
    headers.sort();
    headers
}
