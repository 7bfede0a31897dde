//! The service's clock through whole calls: learnt from heads, told of once, kept for later calls and for streams.

use bedrock_wasm::call::Client;
use bedrock_wasm::config::ClientOptions;
use bedrock_wasm::error::Error;
use bedrock_wasm::error::Kind;

use crate::support::script::Answer;
use crate::support::script::access_keys;
use crate::support::script::client;
use crate::support::script::client_with;
use crate::support::script::good;
use crate::support::script::job;
use crate::support::script::job_with;
use crate::support::script::refused;
use crate::support::script::retries;
use crate::support::world::NOON_MS;
use crate::support::world::World;
use crate::support::world::now;
use crate::support::world::poll;

const HOUR_MS: f64 = 3_600_000.0;
const AT_ONE: &str = "Sun, 22 Nov 2026 13:00:00 GMT";

fn bad_signature() -> Answer {
    refused(403, "InvalidSignatureException", "The signature does not match")
}

fn call(client: &Client, world: &World) -> Result<(), Error> {
    now(client.call(world, &job(client, "Converse"))).map(drop)
}

/// When each request was signed, by the service's clock.
fn signed_at(world: &World) -> Vec<String> {
    let exchanges = world.effects_of(&["exchange"]);
    exchanges.iter().map(|exchange| exchange.split(" at ").nth(1).unwrap().to_owned()).collect()
}

#[test]
fn a_wrong_clock_is_set_by_the_first_head_told_of_once_and_stays_so() {
    let client = client();
    let world = World::new([bad_signature().header("date", AT_ONE), good(), good()]);
    call(&client, &world).unwrap();
    assert_eq!(
        world.effects(),
        [
            "0 keys within 600000",
            "0 hash",
            "0 tell request 1 Converse m",
            "0 exchange POST bedrock-runtime.us-east-1/model/m/converse within 600000 by AKID at 120000",
            "100 tell response 1 403 in 100",
            "100 tell warning clock_skew",
            "100 body Text",
            "100 tell retry 1 AuthenticationError in 50",
            "100 sleep 50",
            "150 tell request 2 Converse m",
            "150 exchange POST bedrock-runtime.us-east-1/model/m/converse within 600000 by AKID at 130000",
            "250 tell response 2 200 in 100",
            "250 body Json",
        ]
    );
    assert_eq!(client.service_time_ms(NOON_MS + 100.0), NOON_MS + HOUR_MS);
    call(&client, &world).unwrap();
    assert_eq!(signed_at(&world), ["130000"]);
}

#[test]
fn a_success_teaches_the_time_too_and_a_second_warning_comes_only_with_a_second_change() {
    let client = client();
    let world = World::new([
        good().header("date", AT_ONE),
        good().header("date", AT_ONE),
        good().header("date", "Sun, 22 Nov 2026 12:00:00 GMT"),
        good(),
    ]);
    for _ in 0..4 {
        call(&client, &world).unwrap();
    }
    assert_eq!(
        world.effects_of(&["tell warning", "tell response"]),
        [
            "tell response 1 200 in 100",
            "tell warning clock_skew",
            "tell response 1 200 in 100",
            "tell response 1 200 in 100",
            "tell warning clock_skew",
            "tell response 1 200 in 100",
        ]
    );
}

#[test]
fn the_clock_is_left_alone_where_the_caller_says_so_or_nobody_can_know() {
    let fixed = client_with(ClientOptions { correct_clock_skew: Some(false), ..ClientOptions::default() });
    let world = World::new([bad_signature().header("date", AT_ONE)]);
    assert!(!call(&fixed, &world).unwrap_err().has_passed());
    assert_eq!(world.warnings(), [""; 0]);
    for answer in [
        bad_signature(),
        bad_signature().header("date", AT_ONE).header("age", "1"),
        bad_signature().header("date", "soon"),
        bad_signature().header("date", "Sun, 22 Nov 2026 12:03:59 GMT"),
    ] {
        let world = World::new([answer]);
        assert_eq!(call(&client(), &world).unwrap_err().code(), Some("InvalidSignatureException"));
        assert_eq!((world.warnings(), signed_at(&world)), (Vec::new(), vec!["120000".to_owned()]));
    }
}

#[test]
fn a_call_that_has_no_retry_left_says_that_the_next_may_succeed() {
    let client = client();
    let world = World::new([bad_signature().header("date", AT_ONE)]);
    let error = now(client.call(&world, &job_with(&client, "Converse", &retries(0)))).unwrap_err();
    assert!(error.has_passed() && error.kind() == Kind::Service);
}

#[test]
fn a_call_that_was_under_way_when_another_set_the_clock_is_repeated() {
    let client = client();
    let first = World::new([refused(403, "AccessDeniedException", "no"), good()]).holding_from(2);
    let mut under_way = Box::pin(async { client.call(&first, &job(&client, "Converse")).await.map(drop) });
    assert!(poll(under_way.as_mut()).is_none());
    call(&client, &World::new([good().header("date", AT_ONE)])).unwrap();
    (2..9).for_each(|ask| first.release(ask));
    poll(under_way.as_mut()).unwrap().unwrap();
    // The first one learnt of it from the other, so nobody has to be told again.
    assert_eq!(first.warnings(), [""; 0]);
    assert_eq!(signed_at(&first), ["120000", "130000"]);
}

#[test]
fn keys_expire_by_the_services_clock() {
    let client = client();
    let keys = |_| (0, Ok(access_keys("AKID", Some(NOON_MS + HOUR_MS))));
    let world = World::new([good().header("date", AT_ONE)]).with_keys(keys);
    call(&client, &world).unwrap();
    // By the local clock they would be good for nearly an hour.
    let error = call(&client, &World::new([]).with_keys(keys).at(NOON_MS + 100.0)).unwrap_err();
    assert!(error.message().starts_with("The credentials have expired."), "{error}");
}

#[test]
fn a_client_goes_on_with_what_another_has_learnt() {
    let client = client();
    client.learn_from(Some(access_keys("LEARNT", Some(NOON_MS + 3.0 * HOUR_MS))), HOUR_MS);
    assert_eq!(client.service_time_ms(NOON_MS), NOON_MS + HOUR_MS);
    let world = World::new([good().header("date", AT_ONE)]);
    call(&client, &world).unwrap();
    // Nobody is asked for keys, and the clock is no news.
    let exchange = "exchange POST bedrock-runtime.us-east-1/model/m/converse within 600000 by LEARNT at 130000";
    assert_eq!(world.effects_of(&["keys", "tell warning", "exchange"]), [exchange]);
}
