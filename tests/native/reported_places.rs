//! An ARN names the region that its model or resource is in: calls go there.

use std::rc::Rc;

use bedrock_wasm::bedrock::operation::Operation;
use bedrock_wasm::call::Job;
use bedrock_wasm::config::CallOptions;
use bedrock_wasm::config::ClientOptions;
use bedrock_wasm::error::Error;
use bedrock_wasm::error::Kind;
use bedrock_wasm::models::InferenceProfile;
use bedrock_wasm::models::Known;
use bedrock_wasm::openai::OpenAi;
use bedrock_wasm::openai::Options;
use bedrock_wasm::openai::Route;
use bedrock_wasm::translate::TranslationOptions;

use crate::support;
use crate::support::chats::chat;
use crate::support::chats::request;
use crate::support::chats::targets;
use crate::support::script::openai;
use crate::support::script::retries;
use crate::support::script::said;
use crate::support::world::Sent;
use crate::support::world::World;
use crate::support::world::now;

const PROFILE: &str = "arn:aws:bedrock:eu-west-1:123456789012:application-inference-profile/abc123";

/// Host and region of the signature of a call with these members, by a client in Virginia.
fn place(options: ClientOptions, operation: &str, members: &[(&str, &str)]) -> Result<(String, String), Error> {
    let client = support::script::client_with(options);
    let members: Vec<_> = members.iter().map(|(name, value)| (*name, (*value).to_owned())).collect();
    let operation = Operation::named(operation).unwrap();
    let job = Job::new(operation, &members, &client.config, &CallOptions::default())?;
    let head = support::script::good().header("content-type", "application/vnd.amazon.eventstream");
    let world = World::new([head]);
    now(client.call(&world, &job)).unwrap();
    let Sent { url, request, .. } = world.last_sent();
    let signed = format!("{:?}{:?}", request.headers, request.query);
    let (region, _) = signed.split_once("/20261122/").unwrap().1.split_once('/').unwrap();
    Ok((url.split('/').nth(2).unwrap().to_owned(), region.to_owned()))
}

fn at(host: &str, region: &str) -> (String, String) {
    (host.to_owned(), region.to_owned())
}

#[test]
fn a_call_goes_to_the_region_of_its_arn_and_is_signed_for_it() {
    let model = "arn:aws:bedrock:ap-southeast-2::foundation-model/amazon.nova-lite-v1:0";
    for (operation, member, arn, host, region) in [
        ("Converse", "modelId", PROFILE, "bedrock-runtime.eu-west-1.amazonaws.com", "eu-west-1"),
        ("ConverseStream", "modelId", model, "bedrock-runtime.ap-southeast-2.amazonaws.com", "ap-southeast-2"),
        ("InvokeModel", "modelId", PROFILE, "bedrock-runtime.eu-west-1.amazonaws.com", "eu-west-1"),
        (
            "InvokeModelWithResponseStream",
            "modelId",
            model,
            "bedrock-runtime.ap-southeast-2.amazonaws.com",
            "ap-southeast-2",
        ),
        ("CountTokens", "modelId", PROFILE, "bedrock-runtime.eu-west-1.amazonaws.com", "eu-west-1"),
        // The model is in the body.
        ("StartAsyncInvoke", "modelId", PROFILE, "bedrock-runtime.eu-west-1.amazonaws.com", "eu-west-1"),
        (
            "GetAsyncInvoke",
            "invocationArn",
            "arn:aws:bedrock:us-west-2:123456789012:async-invoke/abc",
            "bedrock-runtime.us-west-2.amazonaws.com",
            "us-west-2",
        ),
        ("GetInferenceProfile", "inferenceProfileIdentifier", PROFILE, "bedrock.eu-west-1.amazonaws.com", "eu-west-1"),
        ("GetFoundationModel", "modelIdentifier", model, "bedrock.ap-southeast-2.amazonaws.com", "ap-southeast-2"),
        // Other partitions have other names.
        (
            "Converse",
            "modelId",
            "arn:aws-cn:bedrock:cn-north-1:123456789012:inference-profile/a",
            "bedrock-runtime.cn-north-1.amazonaws.com.cn",
            "cn-north-1",
        ),
        (
            "Converse",
            "modelId",
            "arn:aws-us-gov:bedrock:us-gov-west-1:123456789012:provisioned-model/a",
            "bedrock-runtime.us-gov-west-1.amazonaws.com",
            "us-gov-west-1",
        ),
        (
            "Converse",
            "modelId",
            "arn:aws:sagemaker:eu-north-1:123456789012:endpoint/a",
            "bedrock-runtime.eu-north-1.amazonaws.com",
            "eu-north-1",
        ),
        ("Converse", "modelId", "amazon.nova-lite-v1:0", "bedrock-runtime.us-east-1.amazonaws.com", "us-east-1"),
    ] {
        let found = place(ClientOptions::default(), operation, &[(member, arn)]).unwrap();
        assert_eq!(found, at(host, region), "{operation} {arn}");
    }
    let fips = ClientOptions { use_fips_endpoint: Some(true), ..ClientOptions::default() };
    let found = place(fips, "Converse", &[("modelId", PROFILE)]).unwrap();
    assert_eq!(found, at("bedrock-runtime-fips.eu-west-1.amazonaws.com", "eu-west-1"));
}

#[test]
fn an_arn_moves_no_call_whose_place_the_caller_says_or_whose_model_it_is_not() {
    let to = |service, address: &str| ClientOptions {
        endpoints: vec![(service, address.to_owned())],
        ..ClientOptions::default()
    };
    for options in [to(None, "https://vpce.example"), to(Some("bedrock-runtime"), "https://vpce.example")] {
        let found = place(options, "Converse", &[("modelId", PROFILE)]).unwrap();
        assert_eq!(found, at("vpce.example", "us-east-1"));
    }
    // An endpoint of another service is none of this one's.
    let found = place(to(Some("bedrock"), "https://vpce.example"), "Converse", &[("modelId", PROFILE)]).unwrap();
    assert_eq!(found, at("bedrock-runtime.eu-west-1.amazonaws.com", "eu-west-1"));
    // What a gateway signs with holds wherever the model is.
    let gateway = ClientOptions { signing_region: Some("us-west-2".into()), ..ClientOptions::default() };
    let found = place(gateway, "Converse", &[("modelId", PROFILE)]).unwrap();
    assert_eq!(found, at("bedrock-runtime.eu-west-1.amazonaws.com", "us-west-2"));
    let guardrail = "arn:aws:bedrock:eu-west-1:123456789012:guardrail/abc";
    let members = [("modelId", "amazon.nova-lite-v1:0"), ("guardrailIdentifier", guardrail)];
    let found = place(ClientOptions::default(), "InvokeModel", &members).unwrap();
    assert_eq!(found, at("bedrock-runtime.us-east-1.amazonaws.com", "us-east-1"));
}

#[test]
fn half_an_arn_is_an_error_at_once() {
    for arn in [
        "arn:",
        "arn:aws:bedrock",
        "arn:aws:bedrock:us-east-1",
        "arn:aws:bedrock:us-east-1:123456789012",
        "arn:aws:bedrock:us-east-1:123456789012:",
        "arn:aws:bedrock::123456789012:inference-profile/a",
        "arn:aws:bedrock:us-east-1.evil.example/:123456789012:inference-profile/a",
        "arn:aws:bedrock:US-EAST-1:123456789012:inference-profile/a",
    ] {
        let error = place(ClientOptions::default(), "Converse", &[("modelId", arn)]).unwrap_err();
        assert_eq!(error.kind(), Kind::Input, "{arn}");
        assert!(
            error.message().starts_with("The modelId is not a whole ARN. Pass one such as \"arn:aws:bedrock:"),
            "{error}"
        );
        assert!(chat(&openai(), &World::new([]), arn).unwrap_err().message().contains("is not a whole ARN"), "{arn}");
    }
}

#[test]
fn a_chat_and_embeddings_go_to_the_region_of_an_arn() {
    let known = Known::new(vec![("mine".into(), PROFILE.into())]);
    let aliased = OpenAi::new(
        Rc::new(support::script::client()),
        Route::new(known, InferenceProfile::Auto, TranslationOptions::default()),
    );
    for name in [PROFILE, &format!("bedrock/{PROFILE}"), &format!("bedrock/us-west-2/{PROFILE}"), "mine"] {
        let world = World::new([said("Hello")]);
        chat(&aliased, &world, name).unwrap();
        assert_eq!(targets(&world), [format!("eu-west-1/{}", PROFILE.replace('/', "%2F"))], "{name}");
    }
    let titan = "arn:aws:bedrock:us-west-2::foundation-model/amazon.titan-embed-text-v2:0";
    let world = World::new([support::script::reply(200, r#"{"embedding":[1],"inputTextTokenCount":1}"#)]);
    let embed = format!(r#"{{"model":"{titan}","input":"a"}}"#);
    now(openai().embeddings(&world, &embed, &Options::default())).unwrap();
    assert!(world.last_sent().url.starts_with("https://bedrock-runtime.us-west-2.amazonaws.com/"));
    // A model that takes another's place has a region of its own.
    let fallbacks = Options { fallback_models: vec![PROFILE.into()], call: retries(0), ..Options::default() };
    let world = World::new([support::script::throttled(), said("Hello")]);
    now(openai().chat(&world, &request("acme.a"), &fallbacks)).unwrap();
    assert!(world.last_sent().url.starts_with("https://bedrock-runtime.eu-west-1.amazonaws.com/"));
}
