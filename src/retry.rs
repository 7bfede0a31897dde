//! Whether to try again, and after how long: the AWS SDKs' standard mode of 2026, with time and chance as arguments.
//!
//! A reimplementation of the policy, not of its code; numbers as in botocore 1.44 and `@smithy/core` 3.41.

use crate::error::Error;
use crate::error::Kind;
use crate::error::NO_SUCH_MODEL;
use crate::error::NOT_ON_DEMAND;
use crate::error::is_api_key;
use crate::http::Head;
use crate::http::date_ms;
use crate::search::says;

/// How a failure is retried.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Class {
    /// Not at all: the next attempt would fail alike.
    Final,
    /// The service asks for patience.
    Throttling,
    /// The service or the way to it failed for a moment.
    Transient,
}

/// The class of a failure.
pub fn class(error: &Error) -> Class {
    match error.kind() {
        Kind::Connection | Kind::Timeout => Class::Transient,
        Kind::Service => {
            service_class(error.status().unwrap_or_default(), error.code().unwrap_or_default(), error.message())
        }
        Kind::Input | Kind::Credentials | Kind::Abort | Kind::Protocol => Class::Final,
    }
}

/// Whether the same call may succeed later: errors that are retried, and calls on which the model failed or ran out of
/// time. Such a call has cost as much as a good one, so the caller decides whether it is sent again.
pub fn may_succeed_later(error: &Error) -> bool {
    let is_of_model = error.kind() == Kind::Service && matches!(error.status(), Some(408 | 424));
    is_of_model || error.has_passed() || class(error) != Class::Final
}

fn service_class(status: u16, code: &str, message: &str) -> Class {
    if status == 429 || THROTTLING_CODES.contains(&code) {
        return Class::Throttling;
    }
    let expired_signature = code == "InvalidSignatureException" && says(message, "Signature expired");
    if matches!(status, 500 | 502 | 503 | 504) || TRANSIENT_CODES.contains(&code) || expired_signature {
        return Class::Transient;
    }
    Class::Final
}

/// Whether another model may answer the same request: this one is overloaded, out of order or unavailable. Errors in
/// the request or its signature are not retried on another model.
pub fn another_model_may_do(error: &Error) -> bool {
    let of_the_model = |code| MODEL_CODES.contains(&code) || says(error.message(), NO_SUCH_MODEL);
    !is_api_key(error.message())
        && (class(error) != Class::Final
            || error.code().is_some_and(of_the_model)
            || says(error.message(), NOT_ON_DEMAND))
}

/// The codes of faults in one model only.
const MODEL_CODES: [&str; 6] = [
    "AccessDeniedException",
    "ModelErrorException",
    "ModelStreamErrorException",
    "ModelTimeoutException",
    "ResourceNotFoundException",
    "ServiceQuotaExceededException",
];

/// A client's store of retries: when many calls fail, new failures are reported at once instead of adding to the load.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Budget {
    tokens: u32,
}

impl Default for Budget {
    fn default() -> Self {
        Self { tokens: TOKENS_MAX }
    }
}

/// The retries of one call.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Retries {
    made: u32,
    paid: u32,
}

impl Retries {
    /// Decides after an attempt that failed with an error of this class: the delay in milliseconds before the next one,
    /// or `None` to report the error.
    ///
    /// `hint_ms` is [`hint_ms`] of the response, `random` a number from 0 to 1.
    pub fn next(
        &mut self,
        budget: &mut Budget,
        max_retries: u32,
        class: Class,
        hint_ms: Option<f64>,
        random: f64,
    ) -> Option<f64> {
        let (base_ms, cost) = match class {
            Class::Final => return None,
            Class::Throttling => (THROTTLING_BASE_MS, THROTTLING_COST),
            Class::Transient => (TRANSIENT_BASE_MS, TRANSIENT_COST),
        };
        if self.made >= max_retries {
            return None;
        }
        budget.tokens = budget.tokens.checked_sub(cost)?;
        self.paid = cost;
        let delay_ms = random.clamp(0.0, 1.0)
            * (base_ms * f64::from(1_u32.checked_shl(self.made).unwrap_or(u32::MAX))).min(DELAY_MS_MAX);
        self.made = self.made.saturating_add(1);
        Some(hint_ms.map_or(delay_ms, |hint| delay_ms.max(hint.min(delay_ms + HINT_MS_MAX))))
    }

    /// Pays back after a successful attempt: the cost of the last retry, or one token where there was none.
    pub fn succeeded(&self, budget: &mut Budget) {
        budget.tokens = budget.tokens.saturating_add(self.paid.max(1)).min(TOKENS_MAX);
    }
}

/// How long the service asks to wait, in milliseconds: `x-amz-retry-after` (milliseconds) or `Retry-After` (seconds, or
/// the date when to come back; `now_ms` is the service's time in milliseconds since 1970).
pub fn hint_ms(head: &Head, now_ms: f64) -> Option<f64> {
    // Whole numbers: parsing floats would bring 12 KB of tables.
    let number = |text: &str| text.trim_ascii().parse::<u32>().ok().map(f64::from);
    let in_seconds = |text: &str| number(text).map(|seconds| seconds * 1000.0);
    let until = |text: &str| date_ms(text.trim_ascii()).map(|date_ms| (date_ms - now_ms).max(0.0));
    let milliseconds = head.header("x-amz-retry-after").and_then(number);
    milliseconds.or_else(|| head.header("retry-after").and_then(|text| in_seconds(text).or_else(|| until(text))))
}

const TOKENS_MAX: u32 = 500;
const TRANSIENT_COST: u32 = 14;
const THROTTLING_COST: u32 = 5;
const TRANSIENT_BASE_MS: f64 = 50.0;
const THROTTLING_BASE_MS: f64 = 1000.0;
const DELAY_MS_MAX: f64 = 20_000.0;
/// A hint may lengthen the delay by this much, not more.
const HINT_MS_MAX: f64 = 5_000.0;

const THROTTLING_CODES: [&str; 14] = [
    "BandwidthLimitExceeded",
    "EC2ThrottledException",
    "LimitExceededException",
    "PriorRequestNotComplete",
    "ProvisionedThroughputExceededException",
    "RequestLimitExceeded",
    "RequestThrottled",
    "RequestThrottledException",
    "SlowDown",
    "ThrottledException",
    "Throttling",
    "ThrottlingException",
    "TooManyRequestsException",
    "TransactionInProgressException",
];

const TRANSIENT_CODES: [&str; 4] =
    ["IDPCommunicationError", "TimeoutError", "RequestTimeout", "RequestTimeoutException"];

#[cfg(test)]
mod tests {
    use super::*;
    use crate::error::ErrorReply;

    fn service(status: u16, code: &str) -> Error {
        let reply = ErrorReply { status, code: Some(code.into()), ..ErrorReply::default() };
        Error::new(Kind::Service, "").with_reply(reply)
    }

    #[test]
    fn what_is_retried_and_what_is_not() {
        for (status, code, expected) in [
            (429, "", Class::Throttling),
            (400, "ThrottlingException", Class::Throttling),
            (429, "ModelNotReadyException", Class::Throttling),
            (500, "InternalServerException", Class::Transient),
            (503, "", Class::Transient),
            (400, "RequestTimeoutException", Class::Transient),
            (501, "", Class::Final),
            (408, "ModelTimeoutException", Class::Final),
            (424, "ModelErrorException", Class::Final),
            (400, "ValidationException", Class::Final),
            (403, "ExpiredTokenException", Class::Final),
        ] {
            assert_eq!(class(&service(status, code)), expected, "{status} {code}");
        }
        assert_eq!(class(&Error::new(Kind::Abort, "")), Class::Final);
        assert_eq!(class(&Error::new(Kind::Connection, "")), Class::Transient);
    }

    #[test]
    fn what_is_left_to_the_caller_may_succeed_later() {
        for (status, code, expected) in [
            (408, "ModelTimeoutException", true),
            (424, "ModelErrorException", true),
            (424, "ModelStreamErrorException", true),
            (429, "ThrottlingException", true),
            (503, "ServiceUnavailableException", true),
            (400, "ServiceQuotaExceededException", false),
            (400, "ConflictException", false),
            (400, "ValidationException", false),
            (403, "AccessDeniedException", false),
            (501, "", false),
        ] {
            assert_eq!(may_succeed_later(&service(status, code)), expected, "{status} {code}");
        }
        assert!(may_succeed_later(&Error::new(Kind::Connection, "")));
        assert!(may_succeed_later(&service(403, "InvalidSignatureException").passed()));
        assert!(!may_succeed_later(&Error::protocol("")));
    }

    #[test]
    fn delays_double_from_their_base_up_to_twenty_seconds() {
        let delays = |error: &Error| {
            let (mut retries, mut budget) = (Retries::default(), Budget::default());
            std::iter::from_fn(|| retries.next(&mut budget, 12, class(error), None, 1.0)).collect::<Vec<_>>()
        };
        assert_eq!(delays(&service(503, ""))[..5], [50.0, 100.0, 200.0, 400.0, 800.0]);
        assert_eq!(delays(&service(429, ""))[..7], [1000.0, 2000.0, 4000.0, 8000.0, 16_000.0, 20_000.0, 20_000.0]);
        assert_eq!(delays(&service(429, "")).len(), 12);
        assert_eq!(delays(&service(400, "")).len(), 0);
    }

    #[test]
    fn a_hint_lengthens_the_delay_by_five_seconds_at_most_and_never_shortens_it() {
        let delay = |hint| Retries::default().next(&mut Budget::default(), 1, Class::Throttling, Some(hint), 0.5);
        assert_eq!(delay(2_000.0), Some(2_000.0));
        assert_eq!(delay(60_000.0), Some(5_500.0));
        assert_eq!(delay(1.0), Some(500.0));
    }

    #[test]
    fn an_empty_budget_ends_retrying_and_success_fills_it() {
        let mut budget = Budget { tokens: TRANSIENT_COST };
        let mut retries = Retries::default();
        assert!(retries.next(&mut budget, 9, Class::Transient, None, 0.0).is_some());
        assert!(retries.next(&mut budget, 9, Class::Transient, None, 0.0).is_none());
        retries.succeeded(&mut budget);
        assert_eq!(budget.tokens, TRANSIENT_COST);
        Retries::default().succeeded(&mut budget);
        assert_eq!(budget.tokens, TRANSIENT_COST + 1);
    }

    #[test]
    fn hints_come_in_milliseconds_in_seconds_or_as_a_date() {
        let hint = |name: &str, value: &str| {
            let head = Head { status: 429, headers: vec![(name.into(), value.into())] };
            hint_ms(&head, 1_795_383_785_000.0)
        };
        assert_eq!(hint("x-amz-retry-after", "1500"), Some(1500.0));
        assert_eq!(hint("retry-after", "2"), Some(2000.0));
        assert_eq!(hint("retry-after", "Sun, 22 Nov 2026 21:43:08 GMT"), Some(3000.0));
        assert_eq!(hint("retry-after", "Sun, 22 Nov 2026 21:43:00 GMT"), Some(0.0));
        assert_eq!(hint("retry-after", "soon"), None);
        assert_eq!(hint("retry-after", "-1"), None);
    }
}
