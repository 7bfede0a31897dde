//! Callers whose own functions use the client that has just called them: hooks, providers of keys, a `fetch`. At each
//! effect of a call another call of the same client is made, and both succeed.

use std::cell::Cell;
use std::rc::Rc;

use bedrock_wasm::call::Client;
use bedrock_wasm::models::InferenceProfile;
use bedrock_wasm::models::Known;
use bedrock_wasm::openai::OpenAi;
use bedrock_wasm::openai::Options;
use bedrock_wasm::openai::Route;
use bedrock_wasm::translate;
use serde_json::json;

use crate::support::script::client;
use crate::support::script::expired;
use crate::support::script::good;
use crate::support::script::job;
use crate::support::script::new_keys;
use crate::support::script::not_on_demand;
use crate::support::script::refused;
use crate::support::script::reply;
use crate::support::script::retries;
use crate::support::script::said;
use crate::support::script::throttled;
use crate::support::script::unavailable;
use crate::support::world::Sent;
use crate::support::world::World;
use crate::support::world::now;

const TWO_HOURS_MS: f64 = 7_200_000.0;

fn converse(client: &Client) {
    let world = World::new([unavailable(), good()]).with_keys(new_keys(TWO_HOURS_MS));
    now(client.call(&world, &job(client, "Converse"))).unwrap();
}

/// Counts the calls that it makes.
fn hook(call: impl Fn() + 'static) -> (Rc<Cell<usize>>, impl Fn() + 'static) {
    let count = Rc::new(Cell::new(0));
    let counted = count.clone();
    (count, move || {
        call();
        counted.set(counted.get() + 1);
    })
}

#[test]
fn a_call_is_made_at_each_effect_of_another() {
    let client = Rc::new(client());
    let inner = client.clone();
    let (count, hook) = hook(move || converse(&inner));
    let skewed = refused(403, "InvalidSignatureException", "no").header("date", "Sun, 22 Nov 2026 13:00:00 GMT");
    let world = World::new([skewed, expired(), throttled(), good()]).with_keys(new_keys(TWO_HOURS_MS));
    let world = world.with_hook(hook);
    now(client.call(&world, &job(&client, "Converse"))).unwrap();
    let effects = world.effects();
    assert_eq!(effects.len(), count.get());
    // Hooks of all four kinds were told, and every kind of ask was made.
    for kind in ["request", "response", "retry", "warning", "keys", "hash", "exchange", "body", "sleep"] {
        assert!(effects.iter().any(|effect| effect.contains(kind)), "{kind}: {effects:?}");
    }
}

#[test]
fn a_warning_of_keys_that_cannot_be_renewed_may_be_answered_by_a_call() {
    let client = Rc::new(client());
    let world = World::new([good()]).with_keys(new_keys(1_000.0));
    now(client.call(&world, &job(&client, "Converse"))).unwrap();
    let inner = client.clone();
    let (count, hook) = hook(move || converse(&inner));
    let fail = |_| (0, Err(crate::support::script::failure(bedrock_wasm::io::FailureKind::Keys("no".into()), 1)));
    let world = World::new([good()]).with_keys(fail).with_hook(hook);
    now(client.call(&world, &job(&client, "Converse"))).unwrap();
    let effects = world.effects();
    assert_eq!(effects[1], "0 tell warning credentials_refresh because of thrown 1");
    assert_eq!(effects.len(), count.get());
}

#[test]
fn a_chat_is_made_at_each_effect_of_another_request() {
    let (known, profile) = (Known::default(), InferenceProfile::Auto);
    let route = Route::new(known, profile, translate::TranslationOptions::default());
    let openai = Rc::new(OpenAi::new(Rc::new(client()), route));
    let chat = |model: &str| {
        json!({"model": model, "messages": [{"role": "user", "content": "Hi"}], "temperature": 1}).to_string()
    };
    let serve = |sent: &Sent| match sent {
        _ if sent.url.ends_with("/invoke") => reply(200, r#"{"embedding":[1]}"#),
        _ if sent.url.contains("acme.a") => throttled(),
        _ if !sent.url.contains("/us.") => not_on_demand(),
        _ if sent.payload.contains("temperature") => refused(400, "", "support the temperature field"),
        _ => said("Hello"),
    };
    let inner = openai.clone();
    let (count, hook) =
        hook(move || drop(now(inner.chat(&World::serving(serve), &chat("acme.b"), &Options::default())).unwrap()));
    let options = Options { fallback_models: vec!["acme.c".to_owned()], call: retries(1), ..Options::default() };
    let world = World::serving(serve).with_hook(hook);
    now(openai.chat(&world, &chat("acme.a"), &options)).unwrap();
    let request = json!({"model": "amazon.titan-embed-text-v2:0", "input": ["1", "2"]}).to_string();
    now(openai.embeddings(&world, &request, &Options::default())).unwrap();
    assert_eq!(world.effects().len(), count.get());
}
