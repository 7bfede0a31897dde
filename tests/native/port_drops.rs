//! A call that is given up, at each of its awaits in turn, as when the caller aborts it or the instance traps: nothing
//! stays borrowed, no key is lost, and the next call of the same client does what it would have done anyway.

use std::collections::BTreeSet;
use std::pin::pin;

use bedrock_wasm::call::Client;
use bedrock_wasm::config::CallOptions;
use bedrock_wasm::error::Error;
use bedrock_wasm::openai::OpenAi;
use bedrock_wasm::openai::Options;
use serde_json::json;

use crate::support::script::Answer;
use crate::support::script::client;
use crate::support::script::expired;
use crate::support::script::good;
use crate::support::script::job;
use crate::support::script::job_with;
use crate::support::script::new_keys;
use crate::support::script::not_on_demand;
use crate::support::script::openai;
use crate::support::script::refused;
use crate::support::script::reply;
use crate::support::script::retries;
use crate::support::script::said;
use crate::support::script::throttled;
use crate::support::script::unavailable;
use crate::support::world::Sent;
use crate::support::world::World;
use crate::support::world::now;
use crate::support::world::poll;

const TEN_MINUTES_MS: f64 = 600_000.0;

/// Drops the call at its ask number `at`. Gives its effects, of which the last say what was given up; or nothing, if
/// the call has fewer asks.
fn give_up(world: World, at: usize, call: impl AsyncFnOnce(&World)) -> Option<Vec<String>> {
    let world = world.with_keys(new_keys(TEN_MINUTES_MS)).holding_from(at);
    {
        let mut future = pin!(call(&world));
        if poll(future.as_mut()).is_some() {
            return None;
        }
    }
    let effects = world.effects();
    assert!(effects.last().unwrap().contains(" gave up "), "{effects:?}");
    Some(effects)
}

fn has(effects: &[String], what: &str) -> bool {
    effects.iter().any(|effect| effect.contains(what))
}

/// The effects of a call that asks for keys unless the client has some.
fn without_keys(effects: &[String]) -> Vec<String> {
    effects.iter().filter(|effect| !effect.contains("keys within")).cloned().collect()
}

/// Whether the keys arrived: something came after them.
fn got_keys(effects: &[String]) -> bool {
    has(effects, "keys within") && !effects.last().unwrap().ends_with("gave up keys")
}

fn converse(client: &Client) -> Vec<String> {
    let world = World::new([good()]).with_keys(new_keys(TEN_MINUTES_MS));
    now(client.call(&world, &job(client, "Converse"))).unwrap();
    world.effects()
}

/// How many retries the client's budget is good for, at 14 of its 500 tokens each.
fn retries_left(client: &Client) -> usize {
    let world = World::serving(|_| unavailable());
    (0..25).for_each(|_| drop(now(client.call(&world, &job(client, "Converse")))));
    world.effects_of(&["sleep"]).len()
}

#[test]
fn a_call_can_be_given_up_at_each_of_its_awaits() {
    let fresh = converse(&client());
    let answers = || [expired(), unavailable(), good()];
    let mut seen = BTreeSet::new();
    for at in 0.. {
        let client = client();
        let call = async |world: &World| drop(client.call(world, &job(&client, "Converse")).await);
        let Some(effects) = give_up(World::new(answers()), at, call) else { break };
        seen.insert(effects.last().unwrap().split(" gave up ").nth(1).unwrap().to_owned());
        // Keys that AWS called expired are forgotten before others are asked for.
        let is_second = has(&effects, "tell retry 1");
        let is_known = got_keys(&effects) && (!is_second || has(&effects, "tell request 2"));
        let known = || without_keys(&fresh).iter().map(|effect| effect.replace("K1", "K2")).collect();
        let expected = match (is_known, is_second) {
            (false, _) => fresh.clone(),
            (true, false) => without_keys(&fresh),
            (true, true) => known(),
        };
        assert_eq!(converse(&client), expected, "at {at}: {effects:?}");
        // A retry is paid for before its wait begins, and paid back by the success of its call alone: 35, less that
        // one. The success of `next` gives one token.
        let is_paid = has(&effects, "tell retry 2");
        assert_eq!(retries_left(&client), if is_paid { 34 } else { 35 }, "at {at}: {effects:?}");
    }
    assert_eq!(seen.into_iter().collect::<Vec<_>>(), ["body", "exchange", "hash", "keys", "sleep"]);
}

#[test]
fn every_kind_of_operation_can_be_given_up() {
    let stream = || reply(200, "").header("content-type", "application/vnd.amazon.eventstream");
    for (operation, answer, asks) in [
        ("InvokeModel", good(), 4),
        ("ConverseStream", stream(), 4),
        ("InvokeModelWithBidirectionalStream", stream(), 3),
        ("AssumeRole", good(), 4),
        ("GetId", good(), 2),
    ] {
        let client = client();
        let call = async |world: &World| drop(client.call(world, &job(&client, operation)).await);
        let given_up = (0..).map_while(|at| give_up(World::new([answer.clone()]), at, call)).count();
        // The keys of the second call on are the first's.
        let asks = if operation == "GetId" { asks } else { asks - 1 };
        assert_eq!(given_up, asks, "{operation}");
        let world = World::new([answer.clone()]).with_keys(new_keys(TEN_MINUTES_MS));
        assert!(now(client.call(&world, &job(&client, operation))).is_ok());
    }
}

#[test]
fn an_api_key_that_is_given_up_leaves_nothing_behind() {
    let client = client();
    let make = async |world: &World| drop(client.api_key(world, &job(&client, "ListFoundationModels"), None).await);
    assert_eq!((0..).map_while(|at| give_up(World::new([]), at, make)).count(), 1);
    let world = World::new([]).with_keys(new_keys(TEN_MINUTES_MS));
    assert!(now(client.api_key(&world, &job(&client, "ListFoundationModels"), None)).is_ok());
    assert_eq!(converse(&client), without_keys(&converse(&self::client())));
}

#[test]
fn two_calls_of_a_client_do_not_hinder_each_other_wherever_one_is_given_up() {
    for at in 0.. {
        let client = client();
        let (first, second) = (World::new([throttled(), good()]), World::new([unavailable(), good()]));
        let first = first.with_keys(new_keys(TEN_MINUTES_MS)).holding_from(at);
        let (job, other) = (job(&client, "Converse"), job_with(&client, "InvokeModel", &CallOptions::default()));
        let mut under_way = Box::pin(client.call(&first, &job));
        if poll(under_way.as_mut()).is_some() {
            break;
        }
        // While the first one waits, and after it is gone.
        assert!(now(client.call(&second, &other)).is_ok(), "at {at}");
        drop(under_way);
        assert!(now(client.call(&World::new([good()]), &other)).is_ok(), "at {at}");
    }
}

/// Gives a request in OpenAI's vocabulary up at each await, and says at how many. The next request does what one of a
/// fresh client does; where `learns` says so of the effects until then, what one does of a client that knows.
fn given_up_everywhere(
    serve: impl Fn(&Sent) -> Answer + Clone + 'static,
    call: &impl AsyncFn(&OpenAi, &World) -> Result<(), Error>,
    learns: impl Fn(&[String]) -> bool,
) -> usize {
    let world = || World::serving(serve.clone()).with_keys(new_keys(TEN_MINUTES_MS));
    let play = |openai: &OpenAi| {
        let world = world();
        now(call(openai, &world)).unwrap();
        world.effects()
    };
    let teacher = openai();
    let (fresh, learnt) = (play(&teacher), play(&teacher));
    let play_given_up = |at| {
        let openai = openai();
        let effects = give_up(world(), at, async |world| drop(call(&openai, world).await))?;
        let expected = match (learns(&effects), got_keys(&effects)) {
            (true, _) => learnt.clone(),
            (false, true) => without_keys(&fresh),
            (false, false) => fresh.clone(),
        };
        assert_eq!(play(&openai), expected, "at {at}: {effects:?}");
        assert_eq!(play(&openai), learnt, "at {at}");
        Some(())
    };
    (0..).map_while(play_given_up).count()
}

/// What is learnt only by a request that succeeds.
fn nothing(_: &[String]) -> bool {
    false
}

fn chat_of(model: &str) -> String {
    json!({"model": model, "messages": [{"role": "user", "content": "Hi"}], "temperature": 1}).to_string()
}

#[test]
fn a_search_for_the_profile_can_be_given_up() {
    let serve = |sent: &Sent| if sent.url.contains("/global.") { said("Hello") } else { not_on_demand() };
    let request = chat_of("acme.a");
    let call = async |openai: &OpenAi, world: &World| openai.chat(world, &request, &Options::default()).await.map(drop);
    // Keys, and for each of three ids a hash, an exchange and a body.
    assert_eq!(given_up_everywhere(serve, &call, nothing), 10);
}

#[test]
fn a_request_without_what_was_refused_can_be_given_up() {
    let serve = |sent: &Sent| match sent.payload.contains("temperature") {
        true => refused(400, "ValidationException", "This model doesn't support the temperature field."),
        false => said("Hello"),
    };
    let request = chat_of("acme.a");
    let call = async |openai: &OpenAi, world: &World| openai.chat(world, &request, &Options::default()).await.map(drop);
    // What was refused is known as soon as the refusal is read: before the second payload.
    let learns = |effects: &[String]| effects.iter().filter(|effect| effect.ends_with(" payload")).count() == 2;
    assert_eq!(given_up_everywhere(serve, &call, learns), 7);
}

#[test]
fn a_chain_of_models_can_be_given_up() {
    let serve = |sent: &Sent| if sent.url.contains("acme.c") { said("Hello") } else { throttled() };
    let fallback_models = vec!["acme.b".to_owned(), "acme.c".to_owned()];
    let options = Options { fallback_models, call: retries(1), ..Options::default() };
    let request = chat_of("acme.a");
    let call = async |openai: &OpenAi, world: &World| openai.chat(world, &request, &options).await.map(drop);
    // Keys; for the first model a hash, and two exchanges and bodies with a sleep between them; for the second one no
    // retry is left; and the good one.
    assert_eq!(given_up_everywhere(serve, &call, nothing), 13);
}

#[test]
fn pages_can_be_given_up() {
    let serve = |sent: &Sent| match sent.url.contains("inference-profiles") && !sent.url.contains("nextToken") {
        true => reply(200, r#"{"inferenceProfileSummaries":[],"nextToken":"two"}"#),
        false => reply(200, "{}"),
    };
    let call = async |openai: &OpenAi, world: &World| openai.list_models(world, &Options::default()).await.map(drop);
    assert_eq!(given_up_everywhere(serve, &call, nothing), 10);
}

#[test]
fn batches_can_be_given_up() {
    let request = json!({"model": "amazon.titan-embed-text-v2:0", "input": vec!["a"; 10]}).to_string();
    let call =
        async |openai: &OpenAi, world: &World| openai.embeddings(world, &request, &Options::default()).await.map(drop);
    let serve = |_: &Sent| reply(200, r#"{"embedding":[1]}"#);
    assert_eq!(given_up_everywhere(serve, &call, nothing), 31);
}

#[test]
fn downloads_can_be_given_up() {
    let image = json!({"type": "image_url", "image_url": {"url": "https://a.example/1.png"}});
    let request = json!({"model": "acme.a", "messages": [{"role": "user", "content": [image]}]}).to_string();
    let options = Options { fetches_files: true, ..Options::default() };
    let call = async |openai: &OpenAi, world: &World| {
        world.bring_files(vec!["data:image/png;base64,iVBORw0KGgoAAAAA".to_owned()]);
        openai.chat(world, &request, &options).await.map(drop)
    };
    assert_eq!(given_up_everywhere(|_| said("Hello"), &call, nothing), 5);
}
