//! Work in the background, which asynchronous invocations and jobs of batch inference are: what a session remembers of
//! it, how it is listed, and the times, ids and addresses that it has.

use std::collections::VecDeque;
use std::time::SystemTime;

use aws_smithy_types::DateTime;
use aws_smithy_types::date_time::Format;
use serde_json::Value;

use super::Call;
use super::page;
use crate::answer::Answer;
use crate::arn;
use crate::errors::ServiceError;
use crate::reply::Random;
use crate::reply::hash;
use crate::shape::Shape;

const PAGE_SIZE: usize = 100;
/// How much work of a kind a session remembers.
const KEPT_MAX: usize = 1_000;
const ID_ALPHABET: [&str; 36] = [
    "0", "1", "2", "3", "4", "5", "6", "7", "8", "9", "a", "b", "c", "d", "e", "f", "g", "h", "i", "j", "k", "l", "m",
    "n", "o", "p", "q", "r", "s", "t", "u", "v", "w", "x", "y", "z",
];
const ID_CHARS: usize = 12;

/// The work of a kind that a session remembers, the oldest first.
#[derive(Debug)]
pub(crate) struct Background<T> {
    kept: VecDeque<Work<T>>,
    /// How much was begun, forgotten work too.
    begun: u64,
}

/// One piece of work. `state` is what its kind has beside all that.
#[derive(Debug, Clone)]
pub(super) struct Work<T> {
    /// The last part of its ARN.
    pub(super) id: String,
    pub(super) arn: String,
    pub(super) token: Option<String>,
    /// Everything that was asked for, but the token.
    pub(super) input: Value,
    pub(super) submitted: SystemTime,
    pub(super) modified: SystemTime,
    /// How often its status was asked for.
    pub(super) polls: usize,
    pub(super) state: T,
}

impl<T> Default for Background<T> {
    fn default() -> Self {
        Background { kept: VecDeque::new(), begun: 0 }
    }
}

impl<T> Background<T> {
    /// The ARN of the work that this token began.
    ///
    /// # Errors
    /// 400 `ConflictException` when that was other work.
    pub(super) fn begun_by(&self, token: Option<&str>, input: &Value) -> Result<Option<String>, ServiceError> {
        let earlier = self.kept.iter().find(|earlier| token.is_some() && earlier.token.as_deref() == token);
        match earlier {
            Some(earlier) if earlier.input != *input => {
                let message = "The clientRequestToken was used before with another request.";
                Err(ServiceError::new(400, "ConflictException", message))
            }
            earlier => Ok(earlier.map(|earlier| earlier.arn.clone())),
        }
    }

    /// Begins work of this kind, as an ARN names it, and gives its ARN.
    pub(super) fn begin(
        &mut self,
        call: &Call<'_>,
        kind: &str,
        token: Option<String>,
        input: Value,
        state: T,
    ) -> String {
        let id = id(self.begun);
        let arn = arn::of_account(call.region, &format!("{kind}/{id}"));
        let now = call.session().now();
        let work = Work { id, arn: arn.clone(), token, input, submitted: now, modified: now, polls: 0, state };
        self.begun = self.begun.saturating_add(1);
        self.kept.push_back(work);
        if self.kept.len() > KEPT_MAX {
            self.kept.pop_front();
        }
        arn
    }

    pub(super) fn iter(&self) -> impl Iterator<Item = &Work<T>> {
        self.kept.iter()
    }

    pub(super) fn iter_mut(&mut self) -> impl Iterator<Item = &mut Work<T>> {
        self.kept.iter_mut()
    }
}

/// What a request for a list asks for.
pub(super) struct Listing {
    size: usize,
    status: Option<String>,
    after: Option<SystemTime>,
    before: Option<SystemTime>,
    is_ascending: bool,
}

impl Listing {
    /// # Errors
    /// 400 when a parameter is not one of those that it may be.
    pub(super) fn of(call: &Call<'_>, statuses: &[&str], sort_by: &str) -> Result<Listing, ServiceError> {
        let mut shape = Shape::default();
        let size = page::size(call, PAGE_SIZE, &mut shape)?;
        let status = call.choice("statusEquals", statuses, &mut shape);
        call.choice("sortBy", &[sort_by], &mut shape);
        let order = call.choice("sortOrder", &["Ascending", "Descending"], &mut shape);
        shape.into_result()?;
        let (after, before) = (time(call, "submitTimeAfter")?, time(call, "submitTimeBefore")?);
        Ok(Listing { size, status, after, before, is_ascending: order.as_deref() == Some("Ascending") })
    }

    pub(super) fn has<T>(&self, work: &Work<T>, status: &str) -> bool {
        self.after.is_none_or(|after| work.submitted > after)
            && self.before.is_none_or(|before| work.submitted < before)
            && self.status.as_ref().is_none_or(|wanted| wanted == status)
    }

    /// A page of what was found, the oldest first, as the answer's `member`.
    pub(super) fn answer(
        &self,
        call: &Call<'_>,
        mut found: Vec<Value>,
        list: &str,
        member: &str,
    ) -> Result<Answer, ServiceError> {
        if !self.is_ascending {
            found.reverse();
        }
        Ok(page::page(found, self.size, list, call.parameter("nextToken").as_deref())?.answer(member))
    }
}

/// Takes the token out of a request.
pub(super) fn take_token(input: &mut Value) -> Option<String> {
    let token = input.as_object_mut()?.remove("clientRequestToken")?;
    token.as_str().map(str::to_owned)
}

pub(super) fn is_s3_uri(uri: &str) -> bool {
    let bucket = uri.strip_prefix("s3://").unwrap_or_default().split('/').next().unwrap_or_default();
    let is_end = |c: Option<char>| c.is_some_and(|c| c.is_ascii_lowercase() || c.is_ascii_digit());
    (3..=63).contains(&bucket.len())
        && is_end(bucket.chars().next())
        && is_end(bucket.chars().last())
        && bucket.chars().all(|c| c.is_ascii_lowercase() || c.is_ascii_digit() || c == '.' || c == '-')
}

/// With milliseconds, as the service writes times.
pub(super) fn iso(time: SystemTime) -> String {
    let milliseconds = DateTime::from(time).to_millis().unwrap_or_default();
    DateTime::from_millis(milliseconds).fmt(Format::DateTime).unwrap_or_default()
}

fn time(call: &Call<'_>, name: &str) -> Result<Option<SystemTime>, ServiceError> {
    let Some(text) = call.parameter(name) else { return Ok(None) };
    let parsed = DateTime::from_str(&text, Format::DateTimeWithOffset).ok();
    let time = parsed.and_then(|time| SystemTime::try_from(time).ok());
    time.map(Some).ok_or_else(|| ServiceError::serialization(format!("'{text}' can not be converted to a Timestamp")))
}

/// Twelve letters and digits for a number.
fn id(number: u64) -> String {
    let mut random = Random::new(hash(&number.to_be_bytes()));
    (0..ID_CHARS).map(|_| random.pick(&ID_ALPHABET)).collect()
}
