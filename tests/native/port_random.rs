//! Whole calls under random answers and keys: none panics, waits for nothing or goes on for ever, and each ends with a
//! reply or an error of this crate.

use std::pin::pin;

use bedrock_wasm::error::Error;
use bedrock_wasm::error::Kind;
use bedrock_wasm::io::FailureKind;
use bedrock_wasm::openai::Options;
use proptest::prelude::*;
use proptest::sample::select;

use crate::support::script::Answer;
use crate::support::script::access_keys;
use crate::support::script::api_key;
use crate::support::script::broken;
use crate::support::script::client;
use crate::support::script::expired;
use crate::support::script::failed;
use crate::support::script::failure;
use crate::support::script::good;
use crate::support::script::job_with;
use crate::support::script::not_on_demand;
use crate::support::script::openai;
use crate::support::script::refused;
use crate::support::script::reply;
use crate::support::script::retries;
use crate::support::script::said;
use crate::support::world::World;
use crate::support::world::now;
use crate::support::world::poll;

const OPERATIONS: [&str; 7] = [
    "Converse",
    "ConverseStream",
    "InvokeModel",
    "InvokeModelWithBidirectionalStream",
    "AssumeRole",
    "GetId",
    "ListFoundationModels",
];

fn any_failure() -> impl Strategy<Value = FailureKind> {
    select(vec![
        FailureKind::Aborted,
        FailureKind::TimedOut,
        broken(),
        FailureKind::Connection("AbortError".into(), String::new()),
        FailureKind::NotJson("\u{0}é".into()),
        FailureKind::NoKeys,
        FailureKind::Keys("no".into()),
        FailureKind::Input("no".into()),
    ])
}

fn any_answer() -> impl Strategy<Value = Answer> {
    let codes = select(vec![
        "",
        "ThrottlingException",
        "ExpiredTokenException",
        "InvalidSignatureException",
        "AccessDeniedException",
        "ValidationException",
        "a#b:c,d",
    ]);
    let message = select(vec![
        "",
        "This model doesn't support the temperature field.",
        "Schema is too complex",
        "The provided model identifier is invalid.",
        "on-demand throughput isn't supported",
    ]);
    let header = select(vec![
        ("date", "Sun, 22 Nov 2026 13:00:00 GMT"),
        ("date", "Sun, 22 Nov 2026 11:00:00 GMT"),
        ("retry-after", "4294967295"),
        ("x-amz-retry-after", "-1"),
        ("content-type", "application/vnd.amazon.eventstream"),
        ("x-amzn-bedrock-input-token-count", "4294967296"),
    ]);
    let answer = prop_oneof![
        (any::<u16>(), "\\PC{0,20}").prop_map(|(status, body)| reply(status, &body)),
        (select(vec![400, 403, 404, 408, 429, 500, 503]), codes, message)
            .prop_map(|(status, code, message)| refused(status, code, message)),
        any_failure().prop_map(failed),
        any_failure().prop_map(|kind| reply(200, "").unreadable(kind)),
        Just(expired()),
        Just(not_on_demand()),
        Just(said("Hello")),
    ];
    (answer, prop::option::of(header), 0..700_000_u32).prop_map(|(answer, header, ms)| {
        let answer = answer.after(ms / 3).body_after(ms);
        match header {
            Some((name, value)) if answer.head.is_ok() => answer.header(name, value),
            _ => answer,
        }
    })
}

/// A world that gives these answers and then the first ones again, with keys that are good for so long, if at all.
fn world(answers: Vec<Answer>, keys: Vec<Result<i32, FailureKind>>, abort_ms: Option<u32>) -> World {
    let (mut answers, mut keys) = (answers.into_iter().cycle(), keys.into_iter().cycle());
    let world = World::serving(move |_| answers.next().unwrap()).with_keys(move |now_ms| {
        let keys = match keys.next().unwrap() {
            Ok(0) => Ok(api_key("KEY")),
            Ok(ms) => Ok(access_keys("AKID", Some(now_ms + f64::from(ms)))),
            Err(kind) => Err(failure(kind, 1)),
        };
        (10, keys)
    });
    if let Some(ms) = abort_ms { world.aborted_at(ms) } else { world }
}

fn any_world() -> impl Strategy<Value = World> {
    let key = prop_oneof![4 => (-1..900_000).prop_map(Ok), 1 => any_failure().prop_map(Err)];
    let (answers, keys) = (prop::collection::vec(any_answer(), 1..9), prop::collection::vec(key, 1..4));
    (answers, keys, prop::option::weighted(0.3, 0..2_000_000_u32))
        .prop_map(|(answers, keys, abort_ms)| world(answers, keys, abort_ms))
}

fn check(error: &Error) {
    let has_reply = error.kind() == Kind::Service || error.kind() == Kind::Protocol;
    assert!(!error.message().is_empty() || has_reply, "{error:?}");
    assert!(error.kind() != Kind::Service || error.status().is_some(), "{error:?}");
}

impl std::fmt::Debug for World {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("World").field("asks", &self.asks()).finish_non_exhaustive()
    }
}

proptest! {
    #[test]
    fn every_call_ends(world in any_world(), operation in select(OPERATIONS.to_vec()), max_retries in 0..5_u32) {
        let client = client();
        for _ in 0..3 {
            match now(client.call(&world, &job_with(&client, operation, &retries(max_retries)))) {
                Ok(reply) => prop_assert!((200..300).contains(&reply.head.status)),
                Err(error) => check(&error),
            }
            // The first attempt, the retries, and one renewal of the keys.
            prop_assert!(world.sent().len() <= max_retries as usize + 2);
        }
    }

    #[test]
    fn a_client_works_after_a_call_that_was_given_up_anywhere(world in any_world(), at in 0..12_usize) {
        let client = client();
        let world = world.holding_from(at);
        let job = job_with(&client, "Converse", &retries(3));
        drop(poll(pin!(client.call(&world, &job))));
        let next = World::new([good()]).with_keys(|now_ms| (0, Ok(access_keys("NEXT", Some(now_ms + 9e9)))));
        let outcome = now(client.call(&next, &job));
        prop_assert!(outcome.is_ok(), "{outcome:?}");
    }

    #[test]
    fn every_request_of_openais_ends(world in any_world(), method in 0..4, max_retries in 0..3_u32) {
        let openai = openai();
        let fallback_models = vec!["acme.b".to_owned()];
        let options = Options { fallback_models, call: retries(max_retries), ..Options::default() };
        let chat = r#"{"model":"acme.a","messages":[{"role":"user","content":"Hi"}],"temperature":1}"#;
        let embeddings = r#"{"model":"amazon.titan-embed-text-v2:0","input":["1","2","3"]}"#;
        let outcome = match method {
            0 => now(openai.chat(&world, chat, &options)),
            1 => now(openai.chat(&world, &chat.replace("{\"model", "{\"stream\":true,\"model"), &options)),
            2 => now(openai.embeddings(&world, embeddings, &options)),
            _ => now(openai.list_models(&world, &options)),
        };
        if let Err(error) = &outcome {
            check(error);
        }
        // Of a chat: two models, each by its three ids, with and without the temperature. Of a list: all its pages.
        let calls = [12, 12, 18, 21][method as usize];
        prop_assert!(world.sent().len() <= calls * (max_retries as usize + 2));
    }
}
