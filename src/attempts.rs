//! The attempts of one call, and the step after a failed one. The clock, chance and the outcome of each attempt are
//! arguments, so that `tests/native/attempts.rs` can play whole calls in no time.

use crate::clock::Clock;
use crate::error::Error;
use crate::http::Head;
use crate::retry;
use crate::retry::Budget;
use crate::retry::Class;
use crate::retry::Retries;

pub use crate::retry::may_succeed_later;

/// The knowledge that a client's calls share.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Shared {
    /// The store of retries.
    pub budget: Budget,
    /// The service's clock.
    pub clock: Clock,
}

/// The attempts of one call.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Attempts {
    made: u32,
    max_retries: u32,
    retries: Retries,
    /// The offset of the clock that the last attempt was signed by.
    offset_ms: f64,
    renewed: bool,
}

/// The step after a failed attempt.
#[derive(Clone, Copy, Debug, PartialEq)]
pub enum Next {
    /// Report the error.
    Stop,
    /// Get other credentials and try again at once: AWS called these expired. Happens once a call.
    Renew,
    /// Try again after this many milliseconds.
    Wait(f64),
}

impl Shared {
    /// Says how far the local clock is behind the service's, in milliseconds.
    pub fn set_offset_ms(&mut self, offset_ms: f64) {
        self.clock = Clock::behind(offset_ms);
    }
}

impl Attempts {
    /// The attempts of a call that may repeat a failed one that many times.
    pub fn new(max_retries: u32) -> Self {
        Self { max_retries, ..Self::default() }
    }

    /// Call this before each attempt. Returns its number, from 1.
    pub fn begin(&mut self, shared: &Shared) -> u32 {
        self.offset_ms = shared.clock.offset_ms();
        self.made = self.made.saturating_add(1);
        self.made
    }

    /// Call this after the last attempt, if it succeeded.
    pub fn succeeded(&self, shared: &mut Shared) {
        self.retries.succeeded(&mut shared.budget);
    }

    /// Call this after an attempt that failed with `error`, and with the head of the response if there was one.
    ///
    /// `now_ms` is the service's time in milliseconds since 1970, `random` a number from 0 to 1. `renew` forgets the
    /// credentials that were used and says whether there can be others.
    pub fn failed(
        &mut self,
        shared: &mut Shared,
        error: &Error,
        head: Option<&Head>,
        now_ms: f64,
        random: f64,
        renew: impl FnOnce() -> bool,
    ) -> Next {
        // STS spells it its own way.
        let is_expired = matches!(error.code(), Some("ExpiredTokenException" | "ExpiredToken"));
        if !self.renewed && is_expired && renew() {
            self.renewed = true;
            return Next::Renew;
        }
        let class = if self.clock_explains(shared, error) { Class::Transient } else { retry::class(error) };
        let hint_ms = head.and_then(|head| retry::hint_ms(head, now_ms));
        match self.retries.next(&mut shared.budget, self.max_retries, class, hint_ms, random) {
            Some(delay_ms) => Next::Wait(delay_ms),
            None => Next::Stop,
        }
    }

    /// Whether the last attempt was signed by a clock that has been set since, by this call or by another that was
    /// under way with it, and was refused for that: the next call may succeed.
    pub fn clock_explains(&self, shared: &Shared, error: &Error) -> bool {
        shared.clock.offset_ms() != self.offset_ms && may_be_clock_skew(error)
    }
}

/// Whether AWS may have refused the signature for its time.
fn may_be_clock_skew(error: &Error) -> bool {
    error.code().is_some_and(|code| CLOCK_SKEW_CODES.contains(&code)) || error.status() == Some(403)
}

/// As in `@smithy/core`.
const CLOCK_SKEW_CODES: [&str; 7] = [
    "AccessDeniedException",
    "AuthFailure",
    "InvalidSignatureException",
    "RequestExpired",
    "RequestInTheFuture",
    "RequestTimeTooSkewed",
    "SignatureDoesNotMatch",
];
