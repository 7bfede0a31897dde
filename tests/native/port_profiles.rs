//! Which of a model's ids is called: its own, the region's inference profile or another, and what is learnt of that.

use bedrock_wasm::models::InferenceProfile;
use bedrock_wasm::openai::Options;

use crate::support::chats::SONNET;
use crate::support::chats::chat;
use crate::support::chats::request;
use crate::support::chats::targets;
use crate::support::script::no_such_model;
use crate::support::script::not_on_demand;
use crate::support::script::openai;
use crate::support::script::openai_with;
use crate::support::script::refused;
use crate::support::script::said;
use crate::support::world::World;
use crate::support::world::now;

#[test]
fn a_model_that_wants_a_profile_is_called_by_the_regions_and_remembered() {
    let openai = openai();
    let world = World::new([not_on_demand(), said("Hello"), said("Hello")]);
    chat(&openai, &world, SONNET).unwrap();
    let exchange = |ms: u32, id: &str| {
        format!("{ms} exchange POST bedrock-runtime.us-east-1/model/{id}/converse within 600000 by AKID at 120000")
    };
    assert_eq!(
        world.effects(),
        [
            "0 payload",
            "0 keys within 600000",
            "0 hash",
            "0 tell request 1 Converse anthropic.claude-sonnet-5",
            &exchange(0, SONNET),
            "100 tell response 1 400 in 100",
            "100 body Text",
            "100 hash",
            "100 tell request 1 Converse us.anthropic.claude-sonnet-5",
            &exchange(100, "us.anthropic.claude-sonnet-5"),
            "200 tell response 1 200 in 100",
            "200 body Text",
        ]
    );
    chat(&openai, &world, SONNET).unwrap();
    assert_eq!(targets(&world)[2], "us-east-1/us.anthropic.claude-sonnet-5");
    // Of another region nothing was learnt.
    let world = World::new([said("Hello")]);
    let options = Options { region: Some("eu-west-1".into()), ..Options::default() };
    now(openai.chat(&world, &request(SONNET), &options)).unwrap();
    assert_eq!(targets(&world), ["eu-west-1/anthropic.claude-sonnet-5"]);
}

#[test]
fn what_was_learnt_is_replaced_when_it_holds_no_longer() {
    let openai = openai();
    let world = World::new([not_on_demand(), not_on_demand(), said(""), not_on_demand(), said(""), said("")]);
    for _ in 0..3 {
        chat(&openai, &world, SONNET).unwrap();
    }
    let [bare, us, global] = ["", "us.", "global."].map(|prefix| format!("us-east-1/{prefix}{SONNET}"));
    assert_eq!(targets(&world), [&bare, &us, &global, &global, &bare, &bare].map(String::as_str));
}

#[test]
fn when_no_id_is_taken_the_first_refusal_counts() {
    let world = World::new([not_on_demand(), not_on_demand(), not_on_demand()]);
    let error = chat(&openai(), &world, SONNET).unwrap_err();
    assert!(error.message().contains("on-demand throughput"), "{error}");
    // That no profile exists says less than that one is wanted; all else that is said through one says more.
    let world = World::new([not_on_demand(), no_such_model(), no_such_model()]);
    let error = chat(&openai(), &world, SONNET).unwrap_err();
    assert!(error.message().contains("on-demand throughput"), "{error}");
    for (status, code, message, words) in [
        (400, "ValidationException", "messages: too long", "messages: too long"),
        (403, "AccessDeniedException", "no access", "no access"),
    ] {
        let world = World::new([not_on_demand(), refused(status, code, message)]);
        let error = chat(&openai(), &world, SONNET).unwrap_err();
        assert!(error.message().contains(words), "{error}");
    }
    let world = World::new([not_on_demand()]);
    assert!(chat(&openai_with(InferenceProfile::Never), &world, SONNET).is_err());
    assert_eq!(targets(&world), ["us-east-1/anthropic.claude-sonnet-5"]);
}

#[test]
fn a_profile_that_the_region_does_not_have_is_passed_over() {
    let [us, global] = ["us", "global"].map(|prefix| format!("us-east-1/{prefix}.{SONNET}"));
    let bare = format!("us-east-1/{SONNET}");
    let cases = [
        // Of an alias, and of the model's own id once Bedrock has asked for a profile.
        ("claude-sonnet-5", vec![no_such_model(), said("")], vec![&us, &global]),
        (SONNET, vec![not_on_demand(), no_such_model(), said("")], vec![&bare, &us, &global]),
        ("claude-sonnet-5", vec![no_such_model(), no_such_model(), said("")], vec![&us, &global, &bare]),
    ];
    for (model, replies, expected) in cases {
        let (openai, world) = (openai(), World::new(replies.into_iter().chain([said("")])));
        chat(&openai, &world, model).unwrap();
        chat(&openai, &world, model).unwrap();
        // The second call knows by which id the model answers.
        let expected: Vec<&String> = expected.iter().chain(expected.last()).copied().collect();
        assert_eq!(targets(&world).iter().collect::<Vec<_>>(), expected, "{model}");
    }
    // The caller's own id or profile may be misspelt: nothing else is tried.
    for model in ["acme.rocket-v1:0", "us.anthropic.claude-sonnet-5", "nova-micro"] {
        let world = World::new([no_such_model()]);
        let error = chat(&openai(), &world, model).unwrap_err();
        assert!(error.message().starts_with("The provided model identifier is invalid."), "{error}");
    }
}
