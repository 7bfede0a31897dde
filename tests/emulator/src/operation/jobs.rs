//! Batch inference: CreateModelInvocationJob, GetModelInvocationJob, ListModelInvocationJobs, StopModelInvocationJob.
//! A session remembers its jobs. A job is submitted when it is created, under way when it is first asked for, and runs
//! when it is asked for again, so that tests need no clock: `records.rs` answers its records, in files of a folder.

mod records;

use std::time::Duration;

use serde_json::Value;
use serde_json::json;

use super::Call;
use super::background::Background;
use super::background::Listing;
use super::background::Work;
use super::background::is_s3_uri;
use super::background::iso;
use super::background::take_token;
use crate::answer::Answer;
use crate::catalogue;
use crate::errors::ServiceError;
use crate::json;
use crate::model;
use crate::session::lock;
use crate::shape::Shape;
use records::Outcome;

const NAME_CHARS_MAX: usize = 63;
const TOKEN_CHARS_MAX: usize = 256;
const HOURS_DEFAULT: u64 = 24;
const HOURS: (f64, f64) = (24.0, 168.0);
const STATUSES: [&str; 10] = [
    "Submitted",
    "InProgress",
    "Completed",
    "Failed",
    "Stopping",
    "Stopped",
    "PartiallyCompleted",
    "Expired",
    "Validating",
    "Scheduled",
];
const UNDER_WAY: [&str; 2] = ["Submitted", "InProgress"];

pub(crate) type Jobs = Background<Outcome>;
type Job = Work<Outcome>;

pub(super) fn create(call: &Call<'_>) -> Result<Answer, ServiceError> {
    let mut input = call.json()?;
    check(&input)?;
    let model_id = input["modelId"].as_str().unwrap_or_default().to_owned();
    call.note_model(&model_id);
    model::check_form(&model_id)?;
    if !catalogue::may_exist(model::without_profile(&model_id)) {
        return Err(ServiceError::validation("The provided model identifier is invalid."));
    }
    let token = take_token(&mut input);
    let mut jobs = lock(&call.session().jobs);
    if let Some(arn) = jobs.begun_by(token.as_deref(), &input)? {
        return Ok(Answer::json(&json!({ "jobArn": arn })));
    }
    if jobs.iter().any(|earlier| earlier.input["jobName"] == input["jobName"]) {
        let message = "The provided job name is currently in use. Try again with a different job name.";
        return Err(ServiceError::new(400, "ConflictException", message));
    }
    let arn = jobs.begin(call, "model-invocation-job", token, input, Outcome::of("Submitted"));
    Ok(Answer::json(&json!({ "jobArn": arn })))
}

pub(super) async fn get(call: &Call<'_>) -> Result<Answer, ServiceError> {
    let asked = change(call, |job| {
        job.polls = job.polls.saturating_add(1);
        if job.polls == 1 && job.is_under_way() {
            job.state = Outcome::of("InProgress");
        }
        job.clone()
    })?;
    call.note_model(asked.input["modelId"].as_str().unwrap_or_default());
    // Nobody else runs it: only one request is the second.
    if asked.polls != 2 || !asked.is_under_way() {
        return Ok(Answer::json(&asked.summary()));
    }
    let outcome = records::run(call, &asked.id, &asked.input).await;
    let now = call.session().now();
    let summary = change(call, |job| {
        if job.is_under_way() {
            job.state = outcome;
            job.modified = now;
        }
        job.summary()
    })?;
    Ok(Answer::json(&summary))
}

pub(super) fn stop(call: &Call<'_>) -> Result<Answer, ServiceError> {
    let now = call.session().now();
    let was_under_way = change(call, |job| {
        let was_under_way = job.is_under_way();
        if was_under_way {
            job.state = Outcome::of("Stopped");
            job.modified = now;
        }
        was_under_way
    })?;
    if was_under_way {
        return Ok(Answer::json(&json!({})));
    }
    Err(ServiceError::new(400, "ConflictException", "The job has ended and cannot be stopped."))
}

pub(super) fn list(call: &Call<'_>) -> Result<Answer, ServiceError> {
    let listing = Listing::of(call, &STATUSES, "CreationTime")?;
    let name = call.parameter("nameContains");
    let jobs = lock(&call.session().jobs);
    let found = jobs
        .iter()
        .filter(|job| listing.has(job, job.state.status))
        .filter(|job| name.as_ref().is_none_or(|name| job.name().contains(name.as_str())));
    listing.answer(call, found.map(Job::summary).collect(), "model-invocation-jobs", "invocationJobSummaries")
}

/// Does something with the job that the path names.
fn change<T>(call: &Call<'_>, change: impl FnOnce(&mut Job) -> T) -> Result<T, ServiceError> {
    let identifier = call.label("jobIdentifier");
    let id = identifier.rsplit_once("model-invocation-job/").map_or(identifier, |(_, id)| id);
    if id.len() != 12 || !id.bytes().all(|byte| byte.is_ascii_lowercase() || byte.is_ascii_digit()) {
        let mut shape = Shape::default();
        let pattern = "((arn:aws(-[^:]+)?:bedrock:[a-z0-9-]{1,20}:[0-9]{12}:model-invocation-job/)?[a-z0-9]{12})";
        shape.pattern("jobIdentifier", pattern);
        shape.into_result()?;
    }
    let mut jobs = lock(&call.session().jobs);
    let job = jobs.iter_mut().find(|job| job.arn == identifier || job.id == identifier);
    let missing = || ServiceError::new(404, "ResourceNotFoundException", "The provided job identifier does not exist.");
    job.map(change).ok_or_else(missing)
}

impl Job {
    fn name(&self) -> &str {
        self.input["jobName"].as_str().unwrap_or_default()
    }

    fn is_under_way(&self) -> bool {
        UNDER_WAY.contains(&self.state.status)
    }

    fn summary(&self) -> Value {
        let hours = self.input["timeoutDurationInHours"].as_u64().unwrap_or(HOURS_DEFAULT);
        let expires = self.submitted.checked_add(Duration::from_secs(hours.saturating_mul(3_600)));
        let mut summary = json!({
            "jobArn": self.arn,
            "status": self.state.status,
            "submitTime": iso(self.submitted),
            "lastModifiedTime": iso(self.modified),
            "timeoutDurationInHours": hours,
            "jobExpirationTime": expires.map(iso),
        });
        for member in ["jobName", "roleArn", "modelId", "inputDataConfig", "outputDataConfig", "vpcConfig"] {
            if let Some(value) = self.input.get(member) {
                summary[member] = value.clone();
            }
        }
        summary["modelInvocationType"] = json!(self.input["modelInvocationType"].as_str().unwrap_or("InvokeModel"));
        if let Some(token) = &self.token {
            summary["clientRequestToken"] = json!(token);
        }
        if !self.is_under_way() {
            summary["endTime"] = json!(iso(self.modified));
        }
        self.state.tell(&mut summary);
        summary
    }
}

fn check(input: &Value) -> Result<(), ServiceError> {
    let mut shape = Shape::default();
    if let Some(name) = shape.required_string(input, "jobName", "")? {
        shape.name(name, "jobName", "+-.", NAME_CHARS_MAX);
    }
    if let Some(role) = shape.required_string(input, "roleArn", "")?
        && !(role.starts_with("arn:aws") && role.contains(":iam::") && role.contains(":role/"))
    {
        shape.pattern("roleArn", "arn:aws(-[^:]+)?:iam::([0-9]{12})?:role/.+");
    }
    if let Some(token) = json::string(input, "clientRequestToken")? {
        shape.length("clientRequestToken", token.chars().count(), 1..=TOKEN_CHARS_MAX);
    }
    shape.required_string(input, "modelId", "")?;
    for (holder, member) in [("inputDataConfig", "s3InputDataConfig"), ("outputDataConfig", "s3OutputDataConfig")] {
        let path = format!("{holder}.{member}");
        if let Some(config) = shape.required_object(input, holder, "")?
            && let Some(s3) = shape.required_object(config, member, holder)?
        {
            shape.one_of(s3, "s3InputFormat", &path, &["JSONL"])?;
            if let Some(uri) = shape.required_string(s3, "s3Uri", &path)?
                && !is_s3_uri(uri)
            {
                shape.pattern(&format!("{path}.s3Uri"), "s3://[a-z0-9][-.a-z0-9]{1,61}[a-z0-9](/.*)?");
            }
        }
    }
    shape.range(input, "timeoutDurationInHours", "", "Integer", HOURS)?;
    shape.one_of(input, "modelInvocationType", "", &["InvokeModel", "Converse"])?;
    shape.into_result()
}
