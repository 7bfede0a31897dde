//! StartAsyncInvoke, GetAsyncInvoke and ListAsyncInvokes. A session remembers its invocations; nothing is computed. An
//! invocation is under way when it is first asked for and over when it is asked for again, so that tests need no clock.

use std::collections::VecDeque;
use std::time::SystemTime;

use aws_smithy_types::DateTime;
use aws_smithy_types::date_time::Format;
use serde_json::Value;
use serde_json::json;

use super::Call;
use super::page;
use crate::answer::Answer;
use crate::arn;
use crate::catalogue;
use crate::errors::ServiceError;
use crate::json;
use crate::model;
use crate::reply::Random;
use crate::reply::hash;
use crate::session::lock;
use crate::shape::Shape;

const STATUSES: [&str; 3] = ["InProgress", "Completed", "Failed"];
const PAGE_SIZE: usize = 100;
/// How many invocations a session remembers.
const KEPT_MAX: usize = 1_000;
const TOKEN_CHARS_MAX: usize = 256;
const TAGS_MAX: usize = 200;
/// A bucket of this beginning does not exist, and writing to it fails.
const MISSING_BUCKET: &str = "s3://missing";
const ID_ALPHABET: [&str; 36] = [
    "0", "1", "2", "3", "4", "5", "6", "7", "8", "9", "a", "b", "c", "d", "e", "f", "g", "h", "i", "j", "k", "l", "m",
    "n", "o", "p", "q", "r", "s", "t", "u", "v", "w", "x", "y", "z",
];
const ID_CHARS: usize = 12;

/// The invocations that a session remembers, the oldest first.
#[derive(Debug, Default)]
pub(crate) struct AsyncInvokes {
    kept: VecDeque<Invocation>,
    /// How many were started, forgotten ones too.
    started: u64,
}

#[derive(Debug, Clone)]
struct Invocation {
    arn: String,
    model_arn: String,
    token: Option<String>,
    /// Everything that was asked for, but the token.
    input: Value,
    submitted: SystemTime,
    modified: SystemTime,
    /// How often GetAsyncInvoke was asked.
    polls: usize,
}

pub(super) fn start(call: &Call<'_>) -> Result<Answer, ServiceError> {
    let mut input = call.json()?;
    check(&input)?;
    let model_id = input["modelId"].as_str().unwrap_or_default().to_owned();
    call.note_model(&model_id);
    model::check_form(&model_id)?;
    if !catalogue::find(model::bare(&model_id)).is_some_and(|model| model.r#async) {
        return Err(ServiceError::validation("The provided model doesn't support asynchronous invocation."));
    }
    let token = input.as_object_mut().and_then(|input| input.remove("clientRequestToken"));
    let token = token.and_then(|token| token.as_str().map(str::to_owned));
    let mut invokes = lock(&call.session().async_invokes);
    if let Some(earlier) = invokes.kept.iter().find(|earlier| token.is_some() && earlier.token == token) {
        if earlier.input != input {
            let message = "The clientRequestToken was used before with another request.";
            return Err(ServiceError::new(400, "ConflictException", message));
        }
        return Ok(Answer::json(&json!({ "invocationArn": earlier.arn })));
    }
    let now = call.session().now();
    let arn = arn::of_account(call.region, &format!("async-invoke/{}", id(invokes.started)));
    invokes.keep(Invocation {
        arn: arn.clone(),
        model_arn: arn::foundation_model(call.region, &model_id),
        token,
        input,
        submitted: now,
        modified: now,
        polls: 0,
    });
    Ok(Answer::json(&json!({ "invocationArn": arn })))
}

pub(super) fn get(call: &Call<'_>) -> Result<Answer, ServiceError> {
    let arn = call.label("invocationArn");
    if !arn.contains(":async-invoke/") {
        let mut shape = Shape::default();
        let pattern = "arn:aws(-[^:]+)?:bedrock:[a-z0-9-]{1,20}:[0-9]{12}:async-invoke/[a-z0-9]{12}";
        shape.pattern("invocationArn", pattern);
        shape.into_result()?;
    }
    let mut invokes = lock(&call.session().async_invokes);
    let Some(invocation) = invokes.kept.iter_mut().find(|invocation| invocation.arn == arn) else {
        // The model of this operation has no ResourceNotFoundException.
        return Err(ServiceError::validation("The provided invocation ARN does not exist."));
    };
    invocation.polls = invocation.polls.saturating_add(1);
    if invocation.polls == 2 {
        invocation.modified = call.session().now();
    }
    call.note_model(&invocation.model_arn);
    Ok(Answer::json(&invocation.summary()))
}

pub(super) fn list(call: &Call<'_>) -> Result<Answer, ServiceError> {
    let mut shape = Shape::default();
    let size = page::size(call, PAGE_SIZE, &mut shape)?;
    let status = call.choice("statusEquals", &STATUSES, &mut shape);
    call.choice("sortBy", &["SubmissionTime"], &mut shape);
    let order = call.choice("sortOrder", &["Ascending", "Descending"], &mut shape);
    shape.into_result()?;
    let (after, before) = (time(call, "submitTimeAfter")?, time(call, "submitTimeBefore")?);
    let invokes = lock(&call.session().async_invokes);
    let mut found: Vec<Value> = invokes
        .kept
        .iter()
        .filter(|invocation| after.is_none_or(|after| invocation.submitted > after))
        .filter(|invocation| before.is_none_or(|before| invocation.submitted < before))
        .filter(|invocation| status.as_ref().is_none_or(|status| status == invocation.status()))
        .map(Invocation::summary)
        .collect();
    if order.as_deref() != Some("Ascending") {
        found.reverse();
    }
    let page = page::page(found, size, "async-invokes", call.parameter("nextToken").as_deref())?;
    Ok(page.answer("asyncInvokeSummaries"))
}

impl AsyncInvokes {
    fn keep(&mut self, invocation: Invocation) {
        self.started = self.started.saturating_add(1);
        self.kept.push_back(invocation);
        if self.kept.len() > KEPT_MAX {
            self.kept.pop_front();
        }
    }
}

impl Invocation {
    fn status(&self) -> &'static str {
        let [in_progress, completed, failed] = STATUSES;
        match self.polls {
            0 | 1 => in_progress,
            _ if self.goes_to_a_missing_bucket() => failed,
            _ => completed,
        }
    }

    fn goes_to_a_missing_bucket(&self) -> bool {
        let uri = self.input.pointer("/outputDataConfig/s3OutputDataConfig/s3Uri").and_then(Value::as_str);
        uri.is_some_and(|uri| uri.starts_with(MISSING_BUCKET))
    }

    fn summary(&self) -> Value {
        let status = self.status();
        let mut summary = json!({
            "invocationArn": self.arn,
            "modelArn": self.model_arn,
            "status": status,
            "submitTime": iso(self.submitted),
            "lastModifiedTime": iso(self.modified),
            "outputDataConfig": self.input["outputDataConfig"],
        });
        if let Some(token) = &self.token {
            summary["clientRequestToken"] = json!(token);
        }
        if status != STATUSES[0] {
            summary["endTime"] = json!(iso(self.modified));
        }
        if status == STATUSES[2] {
            summary["failureMessage"] = json!("The specified bucket does not exist.");
        }
        summary
    }
}

fn check(input: &Value) -> Result<(), ServiceError> {
    let mut shape = Shape::default();
    if let Some(token) = json::string(input, "clientRequestToken")? {
        shape.length("clientRequestToken", token.chars().count(), 1..=TOKEN_CHARS_MAX);
        if !token.bytes().all(|byte| byte.is_ascii_graphic()) {
            shape.pattern("clientRequestToken", "[!-~]*");
        }
    }
    shape.required_string(input, "modelId", "")?;
    if input.get("modelInput").is_none_or(Value::is_null) {
        shape.missing("modelInput");
    }
    if let Some(config) = shape.required_object(input, "outputDataConfig", "")? {
        let path = "outputDataConfig.s3OutputDataConfig";
        if let Some(s3) = shape.required_object(config, "s3OutputDataConfig", "outputDataConfig")?
            && let Some(uri) = shape.required_string(s3, "s3Uri", path)?
            && !is_s3_uri(uri)
        {
            shape.pattern(&format!("{path}.s3Uri"), "s3://[a-z0-9][\\.\\-a-z0-9]{1,61}[a-z0-9](/.*)?");
        }
    }
    let tags = json::list(input, "tags")?.map(Vec::as_slice).unwrap_or_default();
    shape.length("tags", tags.len(), 0..=TAGS_MAX);
    for (position, tag) in (1..).zip(tags) {
        for member in ["key", "value"] {
            shape.required_string(tag, member, &format!("tags.{position}.member"))?;
        }
    }
    shape.into_result()
}

pub(super) fn is_s3_uri(uri: &str) -> bool {
    let bucket = uri.strip_prefix("s3://").unwrap_or_default().split('/').next().unwrap_or_default();
    let is_end = |c: Option<char>| c.is_some_and(|c| c.is_ascii_lowercase() || c.is_ascii_digit());
    (3..=63).contains(&bucket.len())
        && is_end(bucket.chars().next())
        && is_end(bucket.chars().last())
        && bucket.chars().all(|c| c.is_ascii_lowercase() || c.is_ascii_digit() || c == '.' || c == '-')
}

pub(super) fn time(call: &Call<'_>, name: &str) -> Result<Option<SystemTime>, ServiceError> {
    let Some(text) = call.parameter(name) else { return Ok(None) };
    let parsed = DateTime::from_str(&text, Format::DateTimeWithOffset).ok();
    let time = parsed.and_then(|time| SystemTime::try_from(time).ok());
    time.map(Some).ok_or_else(|| ServiceError::serialization(format!("'{text}' can not be converted to a Timestamp")))
}

/// With milliseconds, as the service writes times.
pub(super) fn iso(time: SystemTime) -> String {
    let milliseconds = DateTime::from(time).to_millis().unwrap_or_default();
    DateTime::from_millis(milliseconds).fmt(Format::DateTime).unwrap_or_default()
}

/// Twelve letters and digits for the number of an invocation or a job.
pub(super) fn id(number: u64) -> String {
    let mut random = Random::new(hash(&number.to_be_bytes()));
    (0..ID_CHARS).map(|_| random.pick(&ID_ALPHABET)).collect()
}
