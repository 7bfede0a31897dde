//! Dates as signatures have them, and how far they may be from the service's clock.

use std::time::Duration;
use std::time::SystemTime;

use aws_smithy_types::DateTime;
use aws_smithy_types::date_time::Format;

use super::refused;
use crate::errors::ServiceError;

/// How far the client's clock may be off.
pub(super) const CLOCK_TOLERANCE: Duration = Duration::from_secs(5 * 60);

pub(super) fn check_clock(date: &str, now: Option<SystemTime>) -> Result<SystemTime, ServiceError> {
    let time = parse_date(date).ok_or_else(|| {
        ServiceError::framework(
            400,
            "IncompleteSignatureException",
            format!("Date must be in ISO-8601 'basic format'. Got '{date}'. See http://en.wikipedia.org/wiki/ISO_8601"),
        )
    })?;
    let Some(now) = now else { return Ok(time) };
    let earliest = now.checked_sub(CLOCK_TOLERANCE).unwrap_or(SystemTime::UNIX_EPOCH);
    let latest = now.checked_add(CLOCK_TOLERANCE).unwrap_or(now);
    if time < earliest {
        return Err(refused(format!(
            "Signature expired: {date} is now earlier than {} ({} - 5 min.)",
            format_date(earliest),
            format_date(now)
        )));
    }
    if time > latest {
        return Err(not_yet_current(date, now, latest));
    }
    Ok(time)
}

pub(super) fn not_yet_current(date: &str, now: SystemTime, latest: SystemTime) -> ServiceError {
    let (latest, now) = (format_date(latest), format_date(now));
    refused(format!("Signature not yet current: {date} is still later than {latest} ({now} + 5 min.)"))
}

/// `20261122T214305Z`, the only form `x-amz-date` may have.
pub(super) fn parse_date(date: &str) -> Option<SystemTime> {
    let (day, time) = date.strip_suffix('Z')?.split_once('T')?;
    let digits = |text: &str, count: usize| text.len() == count && text.bytes().all(|byte| byte.is_ascii_digit());
    if !digits(day, 8) || !digits(time, 6) {
        return None;
    }
    let extended = format!(
        "{}-{}-{}T{}:{}:{}Z",
        day.get(..4)?,
        day.get(4..6)?,
        day.get(6..)?,
        time.get(..2)?,
        time.get(2..4)?,
        time.get(4..)?
    );
    SystemTime::try_from(DateTime::from_str(&extended, Format::DateTime).ok()?).ok()
}

pub(super) fn format_date(time: SystemTime) -> String {
    let whole_seconds = DateTime::from_secs(DateTime::from(time).secs());
    whole_seconds.fmt(Format::DateTime).unwrap_or_default().replace(['-', ':'], "")
}
