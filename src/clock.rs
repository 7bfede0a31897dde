//! The service's clock, as far as its answers tell: a signature whose time is more than five minutes off is refused,
//! and not every machine's clock is right.

use crate::http::Head;

/// How far the local clock is behind the service's.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub struct Clock {
    offset_ms: f64,
}

impl Clock {
    /// A clock that is this many milliseconds behind the service's.
    pub fn behind(offset_ms: f64) -> Self {
        Self { offset_ms }
    }

    /// The service's time when the local clock shows `local_ms`; both in milliseconds since 1970.
    pub fn now_ms(self, local_ms: f64) -> f64 {
        local_ms + self.offset_ms
    }

    /// How far the local clock is behind the service's, in milliseconds.
    pub fn offset_ms(self) -> f64 {
        self.offset_ms
    }

    /// Learns from the head of a response whose request was sent at `sent_ms` and answered at `received_ms`, by the
    /// local clock. Small differences are left alone: `Date` has whole seconds, and the way takes time.
    pub fn learn(&mut self, head: &Head, sent_ms: f64, received_ms: f64) {
        // From a cache, or after a wait that may have been anywhere, the date says nothing about now.
        let is_fresh = head.header("age").is_none() && received_ms - sent_ms <= ROUND_TRIP_MS_MAX;
        let Some(date_ms) = head.date_ms().filter(|_| is_fresh) else {
            return;
        };
        if (date_ms - self.now_ms(received_ms)).abs() >= SKEW_MS_MIN {
            self.offset_ms = date_ms - received_ms;
        }
    }
}

/// The AWS SDKs' four minutes, one less than AWS tolerates.
const SKEW_MS_MIN: f64 = 240_000.0;
const ROUND_TRIP_MS_MAX: f64 = 900_000.0;

#[cfg(test)]
mod tests {
    use super::*;

    const NOON: &str = "Sun, 22 Nov 2026 12:00:00 GMT";
    const NOON_MS: f64 = 1_795_348_800_000.0;
    const MINUTE_MS: f64 = 60_000.0;

    fn head(headers: &[(&str, &str)]) -> Head {
        let headers = headers.iter().map(|(name, value)| ((*name).to_owned(), (*value).to_owned())).collect();
        Head { status: 403, headers }
    }

    fn offset_after(head: &Head, sent_ms: f64, received_ms: f64) -> f64 {
        let mut clock = Clock::default();
        clock.learn(head, sent_ms, received_ms);
        clock.offset_ms()
    }

    #[test]
    fn a_difference_of_four_minutes_counts_in_both_directions() {
        let noon = head(&[("date", NOON)]);
        for (minutes, offset_ms) in [(60.0, -60.0), (4.0, -4.0), (3.9, 0.0), (0.0, 0.0), (-3.9, 0.0), (-4.0, 4.0)] {
            let local_ms = NOON_MS + minutes * MINUTE_MS;
            assert_eq!(offset_after(&noon, local_ms, local_ms), offset_ms * MINUTE_MS, "{minutes}");
        }
    }

    #[test]
    fn what_was_learnt_is_kept_while_it_fits_and_replaced_when_not() {
        let mut clock = Clock::default();
        let noon = head(&[("date", NOON)]);
        clock.learn(&noon, NOON_MS - 60.0 * MINUTE_MS, NOON_MS - 60.0 * MINUTE_MS);
        assert_eq!(clock.now_ms(NOON_MS - 60.0 * MINUTE_MS), NOON_MS);
        clock.learn(&noon, NOON_MS - 61.0 * MINUTE_MS, NOON_MS - 61.0 * MINUTE_MS);
        assert_eq!(clock.offset_ms(), 60.0 * MINUTE_MS);
        clock.learn(&noon, NOON_MS, NOON_MS);
        assert_eq!(clock.offset_ms(), 0.0);
    }

    #[test]
    fn dates_from_caches_late_answers_and_broken_ones_are_ignored() {
        let local_ms = NOON_MS - 60.0 * MINUTE_MS;
        assert_eq!(offset_after(&head(&[("date", NOON), ("age", "3")]), local_ms, local_ms), 0.0);
        assert_eq!(offset_after(&head(&[("date", NOON)]), local_ms - 15.1 * MINUTE_MS, local_ms), 0.0);
        assert_eq!(offset_after(&head(&[("date", "noon")]), local_ms, local_ms), 0.0);
        assert_eq!(offset_after(&head(&[]), local_ms, local_ms), 0.0);
    }
}
