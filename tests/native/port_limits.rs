//! The limit of an attempt and the caller's signal, each at every moment of a call: by the world's own clock.

use bedrock_wasm::config::CallOptions;
use bedrock_wasm::error::Error;
use bedrock_wasm::error::Kind;
use bedrock_wasm::io::FailureKind;

use crate::support::script::access_keys;
use crate::support::script::client;
use crate::support::script::good;
use crate::support::script::job_with;
use crate::support::script::retries;
use crate::support::script::throttled;
use crate::support::script::timeout;
use crate::support::script::unavailable;
use crate::support::world::REASON;
use crate::support::world::World;
use crate::support::world::now;

/// Keys take 10 ms, a hash 20, a head 100 and a body 30.
fn slow(world: World) -> World {
    world.with_keys(|_| (10, Ok(access_keys("AKID", None)))).hashing_for(20)
}

fn call(world: &World, options: &CallOptions) -> Result<(), Error> {
    let client = client();
    now(client.call(world, &job_with(&client, "Converse", options))).map(drop)
}

#[test]
fn the_limit_counts_keys_and_hash_and_exchange_and_body() {
    let world = slow(World::new([good().body_after(30)]));
    assert!(call(&world, &timeout(160)).is_ok());
    assert_eq!(
        world.effects(),
        [
            "0 keys within 160",
            "10 hash",
            "30 tell request 1 Converse m",
            "30 exchange POST bedrock-runtime.us-east-1/model/m/converse within 130 by AKID at 120000",
            "130 tell response 1 200 in 100",
            "130 body Json",
        ]
    );
    let no_retry = |ms| CallOptions { timeout: Some(f64::from(ms)), ..retries(0) };
    // (limit, where it strikes, when)
    for (limit_ms, last) in [
        (9, "0 keys within 9"),
        // Keys that arrive with the limit leave nothing for the hash.
        (10, "10 hash"),
        (29, "10 hash"),
        (129, "30 exchange POST bedrock-runtime.us-east-1/model/m/converse within 99 by AKID at 120000"),
        (159, "130 body Json"),
    ] {
        let world = slow(World::new([good().body_after(30)]));
        let error = call(&world, &no_retry(limit_ms)).unwrap_err();
        assert_eq!(error.kind(), Kind::Timeout, "{limit_ms}");
        assert!(error.message().starts_with(&format!("No answer within {limit_ms} ms.")), "{error}");
        assert_eq!(world.effects().last().unwrap(), last, "{limit_ms}");
    }
}

#[test]
fn each_attempt_has_the_whole_limit_and_a_sleep_has_none() {
    let world = World::new([good().after(500), good().body_after(500), good()]);
    assert!(call(&world, &timeout(120)).is_ok());
    assert_eq!(
        world.effects(),
        [
            "0 keys within 120",
            "0 hash",
            "0 tell request 1 Converse m",
            "0 exchange POST bedrock-runtime.us-east-1/model/m/converse within 120 by AKID at 120000",
            "120 tell retry 1 APIConnectionTimeoutError in 50",
            "120 sleep 50",
            "170 tell request 2 Converse m",
            "170 exchange POST bedrock-runtime.us-east-1/model/m/converse within 120 by AKID at 120000",
            "270 tell response 2 200 in 100",
            "270 body Json",
            "290 tell retry 2 APIConnectionTimeoutError in 100",
            "290 sleep 100",
            "390 tell request 3 Converse m",
            "390 exchange POST bedrock-runtime.us-east-1/model/m/converse within 120 by AKID at 120000",
            "490 tell response 3 200 in 100",
            "490 body Json",
        ]
    );
    let world = World::new([throttled().header("retry-after", "5"), good()]);
    assert!(call(&world, &timeout(120)).is_ok(), "a wait may be longer than the limit");
}

#[test]
fn without_a_limit_nothing_is_ever_too_late() {
    let world = slow(World::new([good().after(100_000_000).body_after(100_000_000)]));
    assert!(call(&world, &timeout(0)).is_ok());
    assert_eq!(world.effects_of(&["keys", "exchange"])[0], "keys within 0");
}

#[test]
fn the_signal_ends_the_call_at_each_moment_and_nothing_follows() {
    let exchange = |ms, time| {
        let call = "bedrock-runtime.us-east-1/model/m/converse within";
        format!("{ms} exchange POST {call} {} by AKID at {time}", if ms == 30 { 599_970 } else { 600_000 })
    };
    // (when the signal aborts, the effect that it ends)
    for (ms, last) in [
        (0, "0 keys within 600000".to_owned()),
        (5, "0 keys within 600000".to_owned()),
        (15, "10 hash".to_owned()),
        (50, exchange(30, "120000")),
        (140, "130 body Text".to_owned()),
        (170, "160 sleep 50".to_owned()),
        (250, exchange(210, "120000")),
        (320, "310 body Json".to_owned()),
    ] {
        let world = slow(World::new([unavailable().body_after(30), good().body_after(30)])).aborted_at(ms);
        let error = call(&world, &CallOptions::default()).unwrap_err();
        assert_eq!((error.kind(), error.cause()), (Kind::Abort, REASON), "{ms}");
        assert_eq!(error.message(), "The request was aborted by its signal.");
        assert_eq!(world.effects().pop().unwrap(), last, "{ms}");
    }
}

#[test]
fn a_body_that_breaks_off_is_asked_for_again_and_its_error_says_so() {
    let broken = || good().unreadable(FailureKind::Connection("TypeError".into(), "terminated".into()));
    let world = World::new([broken(), good()]);
    assert!(call(&world, &CallOptions::default()).is_ok());
    let world = World::new([broken()]);
    let error = call(&world, &retries(0)).unwrap_err();
    assert_eq!((error.kind(), error.cause()), (Kind::Connection, 4));
    assert!(error.message().starts_with("The connection broke before the reply was whole."), "{error}");
}
