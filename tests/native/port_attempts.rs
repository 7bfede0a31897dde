//! The table of `attempts.rs` once more, through whole calls: when each attempt is sent, and whether the call succeeds.

use bedrock_wasm::call::Client;
use bedrock_wasm::config::CallOptions;
use bedrock_wasm::io::FailureKind;

use crate::support::script::Answer;
use crate::support::script::broken;
use crate::support::script::client;
use crate::support::script::client_with_fixed_keys;
use crate::support::script::expired;
use crate::support::script::failed;
use crate::support::script::good;
use crate::support::script::job_with;
use crate::support::script::refused;
use crate::support::script::retries;
use crate::support::script::throttled;
use crate::support::script::unavailable;
use crate::support::world::World;
use crate::support::world::now;

/// When each attempt was sent, in milliseconds after noon, and whether the last one was good.
type Story = (Vec<u32>, bool);

fn play(client: &Client, options: &CallOptions, answers: &[Answer]) -> Story {
    let world = World::new(answers.to_vec());
    let is_good = now(client.call(&world, &job_with(client, "Converse", options))).is_ok();
    let effects = world.effects();
    let sent: Vec<_> = effects.iter().filter_map(|effect| effect.split_once(" exchange ")?.0.parse().ok()).collect();
    assert_eq!(sent.len(), answers.len(), "every answer is wanted");
    (sent, is_good)
}

#[test]
fn each_kind_of_failure_is_repeated_as_aws_does_it() {
    let with = |name, value| throttled().header(name, value);
    let timed_out = || failed(FailureKind::TimedOut);
    let table: [(&[Answer], &[u32], bool); 17] = [
        (&[good()], &[0], true),
        (&[unavailable(), good()], &[0, 150], true),
        (&[unavailable(), unavailable(), good()], &[0, 150, 350], true),
        (&[unavailable(), unavailable(), unavailable()], &[0, 150, 350], false),
        (&[throttled(), throttled(), good()], &[0, 1_100, 3_200], true),
        (&[throttled(), unavailable(), good()], &[0, 1_100, 1_300], true),
        (&[with("retry-after", "3"), good()], &[0, 3_100], true),
        (&[with("retry-after", "Sun, 22 Nov 2026 12:00:04 GMT"), good()], &[0, 4_000], true),
        (&[with("retry-after", "600"), good()], &[0, 6_100], true),
        (&[with("x-amz-retry-after", "2500"), good()], &[0, 2_600], true),
        (&[failed(broken()), good()], &[0, 150], true),
        (&[timed_out(), timed_out(), timed_out()], &[0, 150, 350], false),
        (&[failed(FailureKind::Aborted)], &[0], false),
        (&[failed(FailureKind::Input(String::new()))], &[0], false),
        (&[refused(400, "ValidationException", "no")], &[0], false),
        (&[refused(408, "ModelTimeoutException", "no")], &[0], false),
        (&[refused(424, "ModelErrorException", "no")], &[0], false),
    ];
    for (row, (answers, sent, is_good)) in table.into_iter().enumerate() {
        assert_eq!(play(&client(), &CallOptions::default(), answers), (sent.to_vec(), is_good), "row {row}");
    }
}

#[test]
fn credentials_that_aws_calls_expired_are_replaced_once_a_call_and_at_once() {
    let once = |client: &Client, answers: &[Answer]| play(client, &retries(0), answers);
    assert_eq!(once(&client(), &[expired(), good()]), (vec![0, 100], true));
    // As STS spells it.
    assert_eq!(once(&client(), &[refused(403, "ExpiredToken", "no"), good()]), (vec![0, 100], true));
    assert_eq!(once(&client(), &[expired(), expired()]), (vec![0, 100], false));
    assert_eq!(once(&client_with_fixed_keys(), &[expired()]), (vec![0], false));
    // It costs none of the retries.
    let answers = [unavailable(), expired(), unavailable(), good()];
    assert_eq!(play(&client(), &CallOptions::default(), &answers), (vec![0, 150, 250, 450], true));
}

#[test]
fn many_failing_calls_stop_repeating_and_successes_allow_it_again() {
    let client = client();
    let play = |answers: &[Answer]| play(&client, &CallOptions::default(), answers);
    for _ in 0..17 {
        assert_eq!(play(&[unavailable(), unavailable(), unavailable()]).0.len(), 3);
    }
    assert_eq!(play(&[unavailable(), unavailable()]).0.len(), 2);
    assert_eq!(play(&[unavailable()]).0.len(), 1);
    for _ in 0..14 {
        assert!(play(&[good()]).1);
    }
    assert_eq!(play(&[unavailable(), good()]).0.len(), 2);
}
