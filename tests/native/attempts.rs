//! Whole calls with a clock of their own: what the service answers is a table, and so is what must come of it.

use bedrock_wasm::attempts::Attempts;
use bedrock_wasm::attempts::Next;
use bedrock_wasm::attempts::Shared;
use bedrock_wasm::bedrock::error;
use bedrock_wasm::bedrock::operation::Operation;
use bedrock_wasm::error::Error;
use bedrock_wasm::error::Kind;
use bedrock_wasm::http::Head;

/// 2026-11-22T12:00:00Z by the service's clock, when each call begins.
const NOON_MS: f64 = 1_795_348_800_000.0;
const MINUTE_MS: f64 = 60_000.0;
/// How long each answer takes.
const LATENCY_MS: f64 = 100.0;

/// What becomes of one attempt.
#[derive(Clone, Copy)]
enum Answer {
    Good,
    /// Status, code, and one more header.
    Refused(u16, &'static str, Option<(&'static str, &'static str)>),
    /// No answer at all.
    Failed(Kind),
}
use Answer::Failed;
use Answer::Good;
use Answer::Refused;

const THROTTLED: Answer = Refused(429, "ThrottlingException", None);
const UNAVAILABLE: Answer = Refused(503, "ServiceUnavailableException", None);
const EXPIRED: Answer = Refused(403, "ExpiredTokenException", None);
const BAD_SIGNATURE: Answer = Refused(403, "InvalidSignatureException", None);
const BAD_INPUT: Answer = Refused(400, "ValidationException", None);

/// A service, and a client whose clock is `behind_ms` behind the service's.
struct Play {
    shared: Shared,
    behind_ms: f64,
    /// Whether the service's answers show their date.
    shows_date: bool,
    max_retries: u32,
    /// How many other credentials there are.
    renewals: u32,
}

impl Default for Play {
    fn default() -> Self {
        Self { shared: Shared::default(), behind_ms: 0.0, shows_date: true, max_retries: 2, renewals: 0 }
    }
}

/// What a call came to: when each attempt was signed, in milliseconds after noon by the service's clock as the client
/// knew it, and whether the last one was good.
type Story = (Vec<i64>, bool);

impl Play {
    fn call(&mut self, answers: &[Answer]) -> Story {
        let mut attempts = Attempts::new(self.max_retries);
        let mut local_ms = NOON_MS - self.behind_ms;
        let mut signed = Vec::new();
        for answer in answers {
            attempts.begin(&self.shared);
            signed.push((self.shared.clock.now_ms(local_ms) - NOON_MS) as i64);
            let sent_ms = local_ms;
            local_ms += LATENCY_MS;
            let head = self.head(*answer, local_ms);
            if let Some(head) = &head {
                self.shared.clock.learn(head, sent_ms, local_ms);
            }
            let error = match answer {
                Good => {
                    attempts.succeeded(&mut self.shared);
                    return (signed, true);
                }
                Refused(..) => refused(head.as_ref().unwrap(), r#"{"message":"no"}"#),
                Failed(kind) => Error::new(*kind, "no"),
            };
            let now_ms = self.shared.clock.now_ms(local_ms);
            let renewals = &mut self.renewals;
            let renew = || std::mem::replace(renewals, renewals.saturating_sub(1)) > 0;
            match attempts.failed(&mut self.shared, &error, head.as_ref(), now_ms, 1.0, renew) {
                Next::Stop => return (signed, false),
                Next::Renew => {}
                Next::Wait(delay_ms) => local_ms += delay_ms,
            }
        }
        panic!("the client would send more than {} requests", answers.len());
    }

    fn head(&self, answer: Answer, local_ms: f64) -> Option<Head> {
        let (status, code, extra) = match answer {
            Good => (200, "", None),
            Refused(status, code, extra) => (status, code, extra),
            Failed(_) => return None,
        };
        let mut headers = vec![("x-amzn-errortype".to_owned(), code.to_owned())];
        headers.extend(extra.map(|(name, value)| (name.to_owned(), value.to_owned())));
        if self.shows_date {
            let seconds = (local_ms + self.behind_ms - NOON_MS) as i64 / 1000;
            let date = format!("Sun, 22 Nov 2026 12:{:02}:{:02} GMT", seconds / 60, seconds % 60);
            headers.push(("date".to_owned(), date));
        }
        Some(Head { status, headers })
    }
}

#[test]
fn each_kind_of_failure_is_repeated_as_aws_does_it() {
    let with = |name, value| Refused(429, "ThrottlingException", Some((name, value)));
    // (answers, when each attempt was signed, whether the call went well), at the highest chance
    let table: [(&[Answer], &[i64], bool); 17] = [
        (&[Good], &[0], true),
        (&[UNAVAILABLE, Good], &[0, 150], true),
        (&[UNAVAILABLE, UNAVAILABLE, Good], &[0, 150, 350], true),
        (&[UNAVAILABLE, UNAVAILABLE, UNAVAILABLE], &[0, 150, 350], false),
        (&[THROTTLED, THROTTLED, Good], &[0, 1_100, 3_200], true),
        (&[THROTTLED, UNAVAILABLE, Good], &[0, 1_100, 1_300], true),
        (&[with("retry-after", "3"), Good], &[0, 3_100], true),
        (&[with("retry-after", "Sun, 22 Nov 2026 12:00:04 GMT"), Good], &[0, 4_000], true),
        (&[with("retry-after", "600"), Good], &[0, 6_100], true),
        (&[with("x-amz-retry-after", "2500"), Good], &[0, 2_600], true),
        (&[Failed(Kind::Connection), Good], &[0, 150], true),
        (&[Failed(Kind::Timeout), Failed(Kind::Timeout), Failed(Kind::Timeout)], &[0, 150, 350], false),
        (&[Failed(Kind::Abort)], &[0], false),
        (&[Failed(Kind::Input)], &[0], false),
        (&[BAD_INPUT], &[0], false),
        (&[Refused(408, "ModelTimeoutException", None)], &[0], false),
        (&[Refused(424, "ModelErrorException", None)], &[0], false),
    ];
    for (row, (answers, signed, is_good)) in table.into_iter().enumerate() {
        assert_eq!(Play::default().call(answers), (signed.to_vec(), is_good), "row {row}");
    }
}

#[test]
fn credentials_that_aws_calls_expired_are_replaced_once_a_call_and_at_once() {
    let play = |renewals| Play { renewals, max_retries: 0, ..Play::default() };
    assert_eq!(play(1).call(&[EXPIRED, Good]), (vec![0, 100], true));
    // As STS spells it.
    assert_eq!(play(1).call(&[Refused(403, "ExpiredToken", None), Good]), (vec![0, 100], true));
    assert_eq!(play(9).call(&[EXPIRED, EXPIRED]), (vec![0, 100], false));
    assert_eq!(play(0).call(&[EXPIRED]), (vec![0], false));
    // It costs none of the retries.
    let mut with_retries = Play { renewals: 1, ..Play::default() };
    assert_eq!(with_retries.call(&[UNAVAILABLE, EXPIRED, UNAVAILABLE, Good]), (vec![0, 150, 250, 450], true));
}

#[test]
fn a_wrong_clock_is_corrected_by_the_first_answer_and_stays_so() {
    for behind_ms in [60.0 * MINUTE_MS, -60.0 * MINUTE_MS] {
        let mut play = Play { behind_ms, ..Play::default() };
        let (signed, is_good) = play.call(&[BAD_SIGNATURE, Good]);
        assert!(is_good);
        assert_eq!(signed[0], -behind_ms as i64);
        // `Date` has whole seconds.
        assert!((-1_000..=250).contains(&signed[1]), "{signed:?}");
        let (signed, is_good) = play.call(&[Good]);
        assert!(is_good && signed[0].abs() <= 1_000, "{signed:?}");
    }
}

#[test]
fn a_success_teaches_the_time_too() {
    let mut play = Play { behind_ms: 4.5 * MINUTE_MS, ..Play::default() };
    assert!(play.call(&[Good]).1);
    assert!(play.call(&[Good]).0[0].abs() <= 1_000);
}

#[test]
fn a_refusal_that_the_clock_does_not_explain_is_reported_at_once() {
    // The clock is right: the signature is wrong for another reason.
    assert_eq!(Play::default().call(&[BAD_SIGNATURE]), (vec![0], false));
    // The clock is wrong, but nobody can see it.
    let mut hidden = Play { behind_ms: 60.0 * MINUTE_MS, shows_date: false, ..Play::default() };
    assert_eq!(hidden.call(&[BAD_SIGNATURE]), (vec![-3_600_000], false));
    // The clock is wrong, and so is the input.
    let mut both = Play { behind_ms: 60.0 * MINUTE_MS, ..Play::default() };
    assert_eq!(both.call(&[BAD_INPUT]), (vec![-3_600_000], false));
    // It was corrected, and that did not help.
    let mut other = Play { behind_ms: 60.0 * MINUTE_MS, ..Play::default() };
    assert_eq!(other.call(&[BAD_SIGNATURE, BAD_SIGNATURE]).0.len(), 2);
    // No retry is allowed.
    let mut none = Play { behind_ms: 60.0 * MINUTE_MS, max_retries: 0, ..Play::default() };
    assert_eq!(none.call(&[BAD_SIGNATURE]).0.len(), 1);
}

#[test]
fn a_call_that_was_under_way_when_another_learnt_the_time_is_repeated() {
    let mut shared = Shared::default();
    let mut attempts = Attempts::new(2);
    attempts.begin(&shared);
    let head = Head { status: 403, headers: vec![("date".into(), "Sun, 22 Nov 2026 12:00:00 GMT".into())] };
    shared.clock.learn(&head, NOON_MS - 9.0 * MINUTE_MS, NOON_MS - 9.0 * MINUTE_MS);
    let without_date =
        Head { status: 403, headers: vec![("x-amzn-errortype".into(), "InvalidSignatureException".into())] };
    let error = refused(&without_date, "");
    let next = attempts.failed(&mut shared, &error, Some(&without_date), NOON_MS, 0.0, || false);
    assert_eq!(next, Next::Wait(0.0));
}

#[test]
fn a_call_that_was_stopped_may_go_well_by_the_clock_that_it_has_set() {
    let refusal = Head { status: 403, headers: vec![("x-amzn-errortype".into(), "InvalidSignatureException".into())] };
    let error = refused(&refusal, "");
    let (mut shared, mut attempts) = (Shared::default(), Attempts::new(0));
    attempts.begin(&shared);
    assert!(!attempts.clock_explains(&shared, &error));
    let head = Head { status: 403, headers: vec![("date".into(), "Sun, 22 Nov 2026 12:00:00 GMT".into())] };
    shared.clock.learn(&head, NOON_MS - 9.0 * MINUTE_MS, NOON_MS - 9.0 * MINUTE_MS);
    assert!(attempts.clock_explains(&shared, &error));
    // Signed by the right clock, it was refused for something else.
    attempts.begin(&shared);
    assert!(!attempts.clock_explains(&shared, &error));
}

#[test]
fn many_failing_calls_stop_repeating_and_successes_allow_it_again() {
    let mut play = Play::default();
    // 500 tokens at 14 each, two a call: enough for 17 calls and one retry more.
    for _ in 0..17 {
        assert_eq!(play.call(&[UNAVAILABLE, UNAVAILABLE, UNAVAILABLE]).0.len(), 3);
    }
    assert_eq!(play.call(&[UNAVAILABLE, UNAVAILABLE]).0.len(), 2);
    assert_eq!(play.call(&[UNAVAILABLE]).0.len(), 1);
    for _ in 0..14 {
        assert!(play.call(&[Good]).1);
    }
    assert_eq!(play.call(&[UNAVAILABLE, Good]).0.len(), 2);
}

fn refused(head: &Head, body: &str) -> Error {
    error::from_http(Operation::named("Converse").unwrap().service, head, body)
}
