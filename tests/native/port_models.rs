//! Lists of models through whole calls: page after page, and from the catalogue where nothing can be reached.

use bedrock_wasm::error::Error;
use bedrock_wasm::error::Kind;
use bedrock_wasm::io::FailureKind;
use bedrock_wasm::openai::Answer;
use bedrock_wasm::openai::Options;
use bedrock_wasm::openai::Output;
use serde_json::Value;

use crate::support::script::Answer as Reply;
use crate::support::script::broken;
use crate::support::script::expired;
use crate::support::script::failed;
use crate::support::script::openai;
use crate::support::script::refused;
use crate::support::script::reply;
use crate::support::script::retries;
use crate::support::world::World;
use crate::support::world::now;

fn models() -> Reply {
    reply(
        200,
        r#"{"modelSummaries":[{"modelId":"acme.a","providerName":"Acme","inferenceTypesSupported":["ON_DEMAND"]}]}"#,
    )
}

/// A page with one profile.
fn page(id: &str, next: Option<&str>) -> Reply {
    let next = next.map(|next| format!(r#","nextToken":"{next}""#)).unwrap_or_default();
    reply(200, &format!(r#"{{"inferenceProfileSummaries":[{{"inferenceProfileId":"{id}","models":[]}}]{next}}}"#))
}

fn without_retries() -> Options {
    Options { call: retries(0), ..Options::default() }
}

fn list(world: &World) -> Result<Answer, Error> {
    now(openai().list_models(world, &without_retries()))
}

fn retrieve(world: &World, model: &str) -> Result<Answer, Error> {
    now(openai().retrieve_model(world, &format!(r#"{{"model":"{model}"}}"#), &without_retries()))
}

fn json(answer: &Answer) -> Value {
    let Output::Whole(json) = &answer.output else { panic!("JSON") };
    serde_json::from_str(json).unwrap()
}

fn ids(answer: &Answer) -> Vec<String> {
    json(answer)["data"].as_array().unwrap().iter().map(|model| model["id"].as_str().unwrap().to_owned()).collect()
}

#[test]
fn the_models_come_first_and_then_every_page_of_the_profiles() {
    let world = World::new([models(), page("us.acme.a", Some("two")), page("eu.acme.a", None)]);
    let answer = list(&world).unwrap();
    assert_eq!(ids(&answer), ["acme.a", "us.acme.a", "eu.acme.a"]);
    let page = "exchange GET bedrock.us-east-1/inference-profiles?maxResults=1000";
    assert_eq!(
        world.effects(),
        [
            "0 keys within 600000",
            "0 hash",
            "0 tell request 1 ListFoundationModels",
            "0 exchange GET bedrock.us-east-1/foundation-models within 600000 by AKID at 120000",
            "100 tell response 1 200 in 100",
            "100 body Text",
            "100 hash",
            "100 tell request 1 ListInferenceProfiles",
            &format!("100 {page} within 600000 by AKID at 120000"),
            "200 tell response 1 200 in 100",
            "200 body Text",
            "200 hash",
            "200 tell request 1 ListInferenceProfiles",
            &format!("200 {page}&nextToken=two within 600000 by AKID at 120000"),
            "300 tell response 1 200 in 100",
            "300 body Text",
        ]
    );
}

#[test]
fn pages_without_an_end_are_given_up_after_twenty() {
    let mut count = 0;
    let world = World::serving(move |sent| {
        count += 1;
        if sent.url.contains("/foundation-models") {
            models()
        } else {
            page(&format!("us.acme.{count}"), Some(&count.to_string()))
        }
    });
    assert_eq!(ids(&list(&world).unwrap()).len(), 21);
    assert_eq!(world.sent().len(), 21);
}

#[test]
fn where_nothing_can_be_reached_the_catalogue_answers_and_says_so() {
    let elsewhere = || vec![reply(200, "<html>"), reply(200, "[]")];
    let unreachable = [failed(broken()), failed(FailureKind::TimedOut), refused(403, "AccessDeniedException", "no")];
    for answer in unreachable.into_iter().chain(elsewhere()).chain([refused(500, "", "no")]) {
        let world = World::new([answer]);
        let answer = list(&world).unwrap();
        assert!(answer.head.is_none());
        assert!(ids(&answer).contains(&"us.anthropic.claude-sonnet-5".to_owned()));
        assert_eq!(world.effects().last().unwrap(), "100 tell warning offline_catalogue");
        let begins = "The models are from this package's own catalogue, not from your account: ";
        assert!(answer.warnings[0].message.starts_with(begins), "{:?}", answer.warnings);
    }
    // A page that is missing is as bad as all of them.
    let world = World::new([models(), page("us.acme.a", Some("two")), failed(broken())]);
    assert!(!ids(&list(&world).unwrap()).contains(&"acme.a".to_owned()));
}

#[test]
fn wrong_keys_and_wrong_requests_are_for_the_caller_to_know() {
    for (answer, kind) in [
        (refused(403, "InvalidSignatureException", "no"), Kind::Service),
        (refused(400, "ValidationException", "no"), Kind::Service),
        (failed(FailureKind::Aborted), Kind::Abort),
        (failed(FailureKind::NoKeys), Kind::Credentials),
        (failed(FailureKind::Input(String::new())), Kind::Input),
    ] {
        let world = World::new([answer]);
        assert_eq!(list(&world).unwrap_err().kind(), kind);
        assert!(world.warnings().is_empty());
    }
    let world = World::new([expired(), expired()]);
    assert_eq!(list(&world).unwrap_err().code(), Some("ExpiredTokenException"));
}

#[test]
fn one_model_is_looked_up_by_its_id_or_its_profiles() {
    let model = || reply(200, r#"{"modelDetails":{"modelId":"acme.a"}}"#);
    let profile = || reply(200, r#"{"inferenceProfileId":"us.acme.a","models":[]}"#);
    for (asked, answer, path, id) in [
        ("acme.a", model(), "foundation-models/acme.a", "acme.a"),
        ("bedrock/eu-west-1/acme.a", model(), "foundation-models/acme.a", "acme.a"),
        ("us.acme.a", profile(), "inference-profiles/us.acme.a", "us.acme.a"),
        ("claude-sonnet-5", profile(), "inference-profiles/us.anthropic.claude-sonnet-5", "us.acme.a"),
    ] {
        let world = World::new([answer]);
        let answer = retrieve(&world, asked).unwrap();
        assert_eq!(json(&answer)["id"], id);
        let region = if asked.contains("eu-west-1") { "eu-west-1" } else { "us-east-1" };
        let exchange = format!("exchange GET bedrock.{region}/{path} within 600000 by AKID at 120000");
        assert_eq!(world.effects_of(&["exchange"]), [exchange]);
    }
}

#[test]
fn a_model_that_cannot_be_looked_up_is_the_catalogues_or_nobodys() {
    let world = World::new([failed(broken())]);
    let answer = retrieve(&world, "claude-sonnet-5").unwrap();
    assert_eq!(json(&answer)["id"], "us.anthropic.claude-sonnet-5");
    assert_eq!(world.warnings().len(), 1);
    let error = retrieve(&World::new([failed(broken())]), "acme.a").unwrap_err();
    assert_eq!(error.kind(), Kind::Connection);
    let error = retrieve(&World::new([reply(200, "{}")]), "acme.a").unwrap_err();
    assert_eq!((error.kind(), error.message()), (Kind::Protocol, "The reply names no model."));
    for request in ["{}", r#"{"model":""}"#, "nonsense"] {
        let world = World::new([]);
        let error = now(openai().retrieve_model(&world, request, &Options::default())).unwrap_err();
        assert!(error.message().starts_with("No model."), "{error}");
        assert_eq!(world.effects(), [""; 0]);
    }
}
