//! The keys of a client through whole calls: when they are asked for, kept, used to the last and forgotten; and the
//! short-term API keys that are made of them.

use std::cell::Cell;
use std::rc::Rc;

use bedrock_wasm::call::Client;
use bedrock_wasm::config::CallOptions;
use bedrock_wasm::config::ClientOptions;
use bedrock_wasm::credentials::REFRESH_BEFORE_MS;
use bedrock_wasm::error::Error;
use bedrock_wasm::error::Kind;
use bedrock_wasm::io::Failure;
use bedrock_wasm::io::FailureKind;
use bedrock_wasm::io::Keys;

use crate::support::script::access_keys;
use crate::support::script::api_key;
use crate::support::script::client;
use crate::support::script::client_with;
use crate::support::script::client_with_fixed_keys;
use crate::support::script::expired;
use crate::support::script::failure;
use crate::support::script::good;
use crate::support::script::job;
use crate::support::script::job_with;
use crate::support::script::new_keys;
use crate::support::script::refused;
use crate::support::script::retries;
use crate::support::world::NOON_MS;
use crate::support::world::World;
use crate::support::world::now;
use crate::support::world::poll;

const TEN_MINUTES_MS: f64 = 600_000.0;
const CONVERSE: &str = "exchange POST bedrock-runtime.us-east-1/model/m/converse within 600000 by";

fn call(client: &Client, world: &World) -> Result<(), Error> {
    now(client.call(world, &job(client, "Converse"))).map(drop)
}

/// The asks for keys, and who signed.
fn keys_of(world: &World) -> Vec<String> {
    let effects = world.effects_of(&["keys", "exchange", "tell warning"]);
    effects.iter().map(|effect| effect.replace(CONVERSE, "by")).collect()
}

#[test]
fn keys_are_asked_for_anew_five_minutes_before_they_expire() {
    let client = client();
    let wait_ms = Rc::new(Cell::new(0));
    let keys = new_keys(TEN_MINUTES_MS);
    let server = wait_ms.clone();
    let world = World::serving(move |_| good().after(server.get())).with_keys(keys);
    // Each call ends where the next one begins: the last moment at which K1 is good enough, and the one after.
    for ms in [(TEN_MINUTES_MS - REFRESH_BEFORE_MS) as u32, 1, 0] {
        wait_ms.set(ms);
        call(&client, &world).unwrap();
    }
    assert_eq!(
        keys_of(&world),
        ["keys within 600000", "by K1 at 120000", "by K1 at 120500", "keys within 600000", "by K2 at 120500"]
    );
}

#[test]
fn keys_that_never_expire_are_asked_for_once() {
    let client = client();
    let world = World::serving(|_| good().after(500_000_000));
    for _ in 0..3 {
        now(client.call(&world, &job_with(&client, "Converse", &CallOptions { timeout: Some(0.0), ..retries(0) })))
            .unwrap();
    }
    assert_eq!(world.effects_of(&["keys"]).len(), 1);
}

#[test]
fn expired_keys_are_replaced_once_and_at_once() {
    let client = client();
    let world = World::new([expired(), good()]).with_keys(new_keys(TEN_MINUTES_MS));
    call(&client, &world).unwrap();
    assert_eq!(
        world.effects(),
        [
            "0 keys within 600000",
            "0 hash",
            "0 tell request 1 Converse m",
            &format!("0 {CONVERSE} K1 at 120000"),
            "100 tell response 1 403 in 100",
            "100 body Text",
            "100 tell retry 1 AuthenticationError in 0",
            "100 keys within 600000",
            "100 tell request 2 Converse m",
            &format!("100 {CONVERSE} K2 at 120000"),
            "200 tell response 2 200 in 100",
            "200 body Json",
        ]
    );
    // It costs no retry, and happens once a call.
    let world = World::new([expired(), expired()]).with_keys(new_keys(TEN_MINUTES_MS));
    let error = now(client.call(&world, &job_with(&client, "Converse", &retries(0)))).unwrap_err();
    assert_eq!(error.code(), Some("ExpiredTokenException"));
    assert_eq!(keys_of(&world), ["by K2 at 120000", "keys within 600000", "by K1 at 120000"]);
    // What AWS called expired twice is still what the caller gives: the next call asks for nothing.
    let world = World::new([good()]).with_keys(new_keys(TEN_MINUTES_MS));
    call(&client, &world).unwrap();
    assert_eq!(keys_of(&world), ["by K1 at 120000"]);
}

#[test]
fn keys_that_cannot_be_renewed_are_reported_at_once() {
    let fixed = client_with_fixed_keys();
    let world = World::new([expired()]).with_keys(new_keys(TEN_MINUTES_MS));
    assert_eq!(call(&fixed, &world).unwrap_err().code(), Some("ExpiredTokenException"));
    assert_eq!(keys_of(&world), ["keys within 600000", "by K1 at 120000"]);
    // An API key that AWS calls expired is not asked for again either: each attempt asks anyway.
    let world = World::new([expired()]).with_keys(|_| (0, Ok(api_key("KEY"))));
    assert_eq!(call(&client(), &world).unwrap_err().code(), Some("ExpiredTokenException"));
}

#[test]
fn keys_that_another_call_has_replaced_are_kept() {
    let client = client();
    let (first, second) = (World::new([expired(), good()]), World::new([expired(), good()]));
    let first = first.with_keys(new_keys(TEN_MINUTES_MS)).holding_from(2);
    let mut under_way = Box::pin(async { client.call(&first, &job(&client, "Converse")).await.map(drop) });
    assert!(poll(under_way.as_mut()).is_none());
    // The other call, with the same keys, gets others meanwhile.
    let second = second.with_keys(|now_ms| (0, Ok(access_keys("OTHER", Some(now_ms + TEN_MINUTES_MS)))));
    call(&client, &second).unwrap();
    assert_eq!(keys_of(&second), ["by K1 at 120000", "keys within 600000", "by OTHER at 120000"]);
    (2..9).for_each(|ask| first.release(ask));
    poll(under_way.as_mut()).unwrap().unwrap();
    // It repeats with those, and asks nobody.
    assert_eq!(keys_of(&first), ["keys within 600000", "by K1 at 120000", "by OTHER at 120000"]);
}

#[test]
fn the_last_keys_are_used_while_a_refresh_fails_and_one_warning_tells() {
    let client = client();
    let mut count = 0;
    let cause = || failure(FailureKind::Keys("The caller's provider threw.".into()), 9);
    let keys = move |now_ms: f64| -> (u32, Result<Keys, Failure>) {
        count += 1;
        match count {
            1 | 4 => (0, Ok(access_keys(&format!("K{count}"), Some(now_ms + REFRESH_BEFORE_MS - 1.0)))),
            _ => (0, Err(cause())),
        }
    };
    let world = World::serving(|_| good()).with_keys(keys);
    for _ in 0..5 {
        call(&client, &world).unwrap();
    }
    let asked = "keys within 600000";
    let warning = "tell warning credentials_refresh because of thrown 9";
    assert_eq!(
        keys_of(&world),
        [
            asked,
            "by K1 at 120000",
            asked,
            warning,
            "by K1 at 120000",
            asked,
            "by K1 at 120000", // no second warning
            asked,
            "by K4 at 120000",
            asked,
            warning,
            "by K4 at 120000",
        ]
    );
    assert_eq!(world.warnings()[0], "The caller's provider threw. The last credentials are used until they expire.");
    // When they have expired, the failure is the error.
    let world = world.at(NOON_MS + REFRESH_BEFORE_MS + 1_000.0);
    let error = call(&client, &world).unwrap_err();
    assert_eq!((error.kind(), error.cause(), error.message()), (Kind::Credentials, 9, "The caller's provider threw."));
}

#[test]
fn a_refresh_that_was_aborted_or_took_too_long_is_no_reason_to_go_on() {
    for (kind, expected) in [(FailureKind::Aborted, Kind::Abort), (FailureKind::TimedOut, Kind::Timeout)] {
        let client = client();
        let world = World::new([good()]).with_keys(new_keys(REFRESH_BEFORE_MS - 1.0));
        call(&client, &world).unwrap();
        let world = World::new([]).with_keys(move |_| (0, Err(failure(kind.clone(), 0))));
        let error = now(client.call(&world, &job_with(&client, "Converse", &retries(0)))).unwrap_err();
        assert_eq!(error.kind(), expected);
    }
}

#[test]
fn keys_that_are_expired_when_they_come_are_not_sent() {
    let client = client();
    let world = World::new([]).with_keys(new_keys(0.0));
    let error = call(&client, &world).unwrap_err();
    assert_eq!(error.kind(), Kind::Credentials);
    assert!(error.message().starts_with("The credentials have expired."), "{error}");
    assert_eq!(world.effects(), ["0 keys within 600000", "0 hash"]);
    // They are asked for again by the next call.
    let world = World::new([good()]).with_keys(new_keys(TEN_MINUTES_MS));
    call(&client, &world).unwrap();
    assert_eq!(keys_of(&world), ["keys within 600000", "by K1 at 120000"]);
}

#[test]
fn an_access_that_is_denied_renews_nothing() {
    let client = client();
    let world = World::new([refused(403, "AccessDeniedException", "no")]).with_keys(new_keys(TEN_MINUTES_MS));
    assert_eq!(call(&client, &world).unwrap_err().class(), "PermissionDeniedError");
    assert_eq!(keys_of(&world), ["keys within 600000", "by K1 at 120000"]);
}

#[test]
fn an_api_key_is_good_for_as_long_as_wanted_but_not_longer_than_its_credentials() {
    let seconds = |wanted, keys_ms: f64| {
        let client = client();
        let world = World::new([]).with_keys(new_keys(keys_ms));
        let key = now(client.api_key(&world, &job(&client, "ListFoundationModels"), wanted)).unwrap();
        assert_eq!(world.effects(), ["0 keys within 600000"]);
        let expires = key.split("X-Amz-Expires=").nth(1).unwrap().split('&').next().unwrap();
        expires.parse::<u32>().unwrap()
    };
    assert_eq!(seconds(None, 86_400_000.0), 43_200);
    assert_eq!(seconds(Some(1.0), 86_400_000.0), 1);
    assert_eq!(seconds(Some(43_200.0), 3_600_500.0), 3_600);
    assert_eq!(seconds(None, 10.0), 1);
}

#[test]
fn an_api_key_for_no_time_or_of_the_wrong_keys_is_refused() {
    let refusal = |wanted, world: &World| {
        let client = client();
        now(client.api_key(world, &job(&client, "ListFoundationModels"), wanted)).unwrap_err()
    };
    for seconds in [0.0, -1.0, 0.5, 43_201.0, f64::NAN, f64::INFINITY] {
        let world = World::new([]);
        let error = refusal(Some(seconds), &world);
        assert_eq!(error.kind(), Kind::Input, "{seconds}");
        assert!(world.effects().is_empty(), "nobody is asked for {seconds}");
    }
    let of = |keys: Result<Keys, Failure>| refusal(None, &World::new([]).with_keys(move |_| (0, keys.clone())));
    assert!(of(Ok(api_key("KEY"))).message().starts_with("Bedrock does not accept an API key for this."));
    assert!(of(Ok(access_keys("A", Some(NOON_MS)))).message().starts_with("The credentials have expired."));
    assert_eq!(of(Err(failure(FailureKind::NoKeys, 0))).kind(), Kind::Credentials);
    assert_eq!(of(Err(failure(FailureKind::Aborted, 8))).cause(), 8);
}

#[test]
fn keys_that_go_over_http_are_warned_of_and_where_none_go_nobody_is() {
    for (endpoint, operation, warnings) in [
        ("http://gateway.example", "Converse", &["tell warning insecure_endpoint"][..]),
        ("http://gateway.example", "AssumeRoleWithWebIdentity", &[]),
        ("http://127.0.0.1:8080", "Converse", &[]),
        ("https://gateway.example", "Converse", &[]),
    ] {
        let endpoints = vec![(None, endpoint.to_owned())];
        let client = client_with(ClientOptions { endpoints, ..ClientOptions::default() });
        let world = World::new([good()]);
        now(client.call(&world, &job(&client, operation))).unwrap();
        assert_eq!(world.effects_of(&["tell warning"]), warnings, "{operation} to {endpoint}");
    }
}
