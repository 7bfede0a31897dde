//! Chats through whole calls: by which ids a model is called, in which region, and which models take its place.

use bedrock_wasm::error::Kind;
use bedrock_wasm::openai::Answer;
use bedrock_wasm::openai::Options;
use bedrock_wasm::openai::Output;

use crate::support::chats::SONNET;
use crate::support::chats::chat;
use crate::support::chats::request;
use crate::support::chats::targets;
use crate::support::script::Answer as Reply;
use crate::support::script::openai;
use crate::support::script::refused;
use crate::support::script::retries;
use crate::support::script::said;
use crate::support::script::throttled;
use crate::support::script::unavailable;
use crate::support::world::World;
use crate::support::world::now;

fn fallbacks(models: &[&str]) -> Options {
    let fallback_models = models.iter().map(|model| (*model).to_owned()).collect();
    Options { fallback_models, call: retries(0), ..Options::default() }
}

fn output(answer: &Answer) -> serde_json::Value {
    let Output::Whole(json) = &answer.output else { panic!("the reply is whole") };
    serde_json::from_str(json).unwrap()
}

#[test]
fn a_chat_is_translated_sent_and_translated_back() {
    let world = World::new([said("Hello").header("x-amzn-requestid", "r-1")]);
    let answer = chat(&openai(), &world, "bedrock/nova-micro").unwrap();
    let host = "bedrock-runtime.us-east-1";
    assert_eq!(
        world.effects(),
        [
            "0 payload",
            "0 keys within 600000",
            "0 hash",
            "0 tell request 1 Converse amazon.nova-micro-v1:0",
            &format!("0 exchange POST {host}/model/amazon.nova-micro-v1%3A0/converse within 600000 by AKID at 120000"),
            "100 tell response 1 200 in 100",
            "100 body Text",
        ]
    );
    assert_eq!(world.sent()[0].payload, r#"{"messages":[{"role":"user","content":[{"text":"Hi"}]}]}"#);
    let output = output(&answer);
    assert_eq!(output["choices"][0]["message"]["content"], "Hello");
    // The name as the caller has it, AWS's id, and the time by the local clock.
    assert_eq!((&output["model"], &output["id"]), (&"bedrock/nova-micro".into(), &"r-1".into()));
    assert_eq!(output["created"], 1_795_348_800);
    assert_eq!(answer.warnings, []);
}

#[test]
fn an_id_that_bedrock_hides_from_the_page_is_made_up() {
    let answer = chat(&openai(), &World::new([said("Hello")]), "nova-micro").unwrap();
    assert_eq!(output(&answer)["id"], "chatcmpl-9000000000000000");
}

#[test]
fn thirty_two_models_may_take_the_place_of_one() {
    for count in [31, 32, 33, 34] {
        let names: Vec<_> = (0..count).map(|number| format!("acme.{number}")).collect();
        let options = fallbacks(&names.iter().map(String::as_str).collect::<Vec<_>>());
        let world = World::new(vec![unavailable(); count].into_iter().chain([said("Last")]).collect::<Vec<_>>());
        let outcome = now(openai().chat(&world, &request("acme.first"), &options));
        if count <= 32 {
            assert_eq!(targets(&world).last().unwrap(), &format!("us-east-1/acme.{}", count - 1));
            assert_eq!(output(&outcome.unwrap())["choices"][0]["message"]["content"], "Last");
        } else {
            let error = outcome.unwrap_err();
            assert_eq!((error.kind(), world.sent().len()), (Kind::Input, 0), "{error}");
        }
    }
}

#[test]
fn the_region_is_the_calls_or_the_names_or_the_clients() {
    let openai = openai();
    let in_paris = Options { region: Some("eu-west-3".into()), ..Options::default() };
    for (model, options, expected) in [
        ("amazon.nova-micro-v1:0", Options::default(), "us-east-1/amazon.nova-micro-v1:0"),
        ("bedrock/eu-west-1/amazon.nova-micro-v1:0", Options::default(), "eu-west-1/amazon.nova-micro-v1:0"),
        ("bedrock/eu-west-1/amazon.nova-micro-v1:0", in_paris, "eu-west-3/amazon.nova-micro-v1:0"),
        ("claude-sonnet-5", Options::default(), "us-east-1/us.anthropic.claude-sonnet-5"),
        ("bedrock/eu-west-1/claude-sonnet-5", Options::default(), "eu-west-1/eu.anthropic.claude-sonnet-5"),
    ] {
        let world = World::new([said("")]);
        now(openai.chat(&world, &request(model), &options)).unwrap();
        let scope = expected.split('/').next().unwrap();
        let sent = &world.last_sent();
        assert!(format!("{:?}", sent.request.headers).contains(&format!("/20261122/{scope}/bedrock/")), "{model}");
        assert_eq!(targets(&world), [expected]);
    }
    let nowhere = Options { region: Some("nowhere!".into()), ..Options::default() };
    let error = now(openai.chat(&World::new([]), &request(SONNET), &nowhere)).unwrap_err();
    assert_eq!(error.kind(), Kind::Input);
}

#[test]
fn models_that_are_out_of_order_are_replaced_in_their_order() {
    let world = World::new([throttled(), unavailable(), said("Hello")]);
    let answer = now(openai().chat(&world, &request("acme.a"), &fallbacks(&["acme.b", "acme.c", "acme.d"]))).unwrap();
    let exchange = |ms: u32, id: &str| {
        format!("{ms} exchange POST bedrock-runtime.us-east-1/model/acme.{id}/converse within 600000 by AKID at 120000")
    };
    assert_eq!(
        world.effects(),
        [
            "0 payload",
            "0 keys within 600000",
            "0 hash",
            "0 tell request 1 Converse acme.a",
            &exchange(0, "a"),
            "100 tell response 1 429 in 100",
            "100 body Text",
            "100 tell warning fallback_model because of RateLimitError",
            "100 payload",
            "100 hash",
            "100 tell request 1 Converse acme.b",
            &exchange(100, "b"),
            "200 tell response 1 503 in 100",
            "200 body Text",
            "200 tell warning fallback_model because of InternalServerError",
            "200 payload",
            "200 hash",
            "200 tell request 1 Converse acme.c",
            &exchange(200, "c"),
            "300 tell response 1 200 in 100",
            "300 body Text",
        ]
    );
    assert_eq!(output(&answer)["model"], "acme.c");
    let told: Vec<_> = answer.warnings.iter().map(|warning| warning.message.split(" Too").next().unwrap()).collect();
    assert_eq!(told[0], "acme.a failed, acme.b is asked instead.");
    assert!(told[1].starts_with("acme.b failed, acme.c is asked instead. Not now."), "{told:?}");
}

#[test]
fn warnings_of_the_models_that_failed_come_before_those_of_the_one_that_answers() {
    let request = request("acme.a").replace("\"messages\"", r#""logit_bias":{"1":2},"messages""#);
    let world = World::new([throttled(), said("Hello")]);
    let answer = now(openai().chat(&world, &request, &fallbacks(&["acme.b"]))).unwrap();
    let codes: Vec<_> = answer.warnings.iter().map(|warning| warning.code).collect();
    assert_eq!(codes, ["fallback_model", "unsupported_param"]);
    let told = ["tell warning fallback_model because of RateLimitError", "tell warning unsupported_param"];
    assert_eq!(world.effects_of(&["tell warning"]), told);
}

#[test]
fn only_what_another_model_may_mend_is_asked_of_one() {
    // (answer, whether the next model is asked)
    for (answer, is_asked) in [
        (throttled(), true),
        (refused(403, "AccessDeniedException", "no"), true),
        (refused(404, "ResourceNotFoundException", "no"), true),
        (refused(424, "ModelErrorException", "no"), true),
        (refused(400, "ValidationException", "The provided model identifier is invalid."), true),
        (refused(400, "ValidationException", "messages: too long"), false),
        (refused(403, "InvalidSignatureException", "no"), false),
    ] {
        let world = World::serving(move |sent| if sent.url.contains("acme.a") { answer.clone() } else { said("") });
        let outcome = now(openai().chat(&world, &request("acme.a"), &fallbacks(&["acme.b"])));
        assert_eq!((outcome.is_ok(), targets(&world).len()), (is_asked, if is_asked { 2 } else { 1 }));
    }
}

#[test]
fn the_requests_own_fallback_models_come_after_the_options_and_the_last_error_counts() {
    let request = request("acme.a").replace("\"messages\"", r#""fallback_models":["acme.c",1,""],"messages""#);
    let world = World::new([throttled(), throttled(), unavailable()]);
    let error = now(openai().chat(&world, &request, &fallbacks(&["acme.b"]))).unwrap_err();
    assert_eq!(error.status(), Some(503));
    assert_eq!(targets(&world), ["us-east-1/acme.a", "us-east-1/acme.b", "us-east-1/acme.c"]);
    assert_eq!(world.warnings().len(), 2);
}

#[test]
fn a_request_that_names_no_model_or_is_none_asks_nobody() {
    for (request, words) in [
        (r#"{"messages":[]}"#, "No model. Pass one"),
        (r#"{"model":"","messages":[]}"#, "No model. Pass one"),
        ("[]", "The request is not a JSON object."),
        (&request("."), "The modelId \".\" is a path"),
    ] {
        let world = World::new([]);
        let error = now(openai().chat(&world, request, &Options::default())).unwrap_err();
        assert_eq!(error.kind(), Kind::Input);
        assert!(error.message().starts_with(words), "{error}");
        assert!(world.effects().iter().all(|effect| effect == "0 payload"));
    }
}

#[test]
fn a_reply_that_is_not_what_converse_gives_is_an_error() {
    let not_json = "The reply is not a JSON object. Look for a proxy or gateway";
    let no_message = "The reply is not an output of Converse";
    let no_whole = "The reply is not JSON, or nested more than 512 deep.";
    let deep = format!("{{\"output\":{}{}}}", "[".repeat(100_000), "]".repeat(100_000));
    for (body, words) in [
        ("<html>", not_json),
        ("[]", not_json),
        ("", not_json),
        ("{\"output\":1}", no_message),
        ("{", no_whole),
        (&deep, no_whole),
    ] {
        let world = World::new([Reply { body: Ok(body.to_owned()), ..said("") }]);
        let error = chat(&openai(), &world, "acme.a").unwrap_err();
        assert_eq!(error.kind(), Kind::Protocol, "{body}");
        assert!(error.message().starts_with(words), "{error}");
    }
}
