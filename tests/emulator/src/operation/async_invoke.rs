//! StartAsyncInvoke, GetAsyncInvoke and ListAsyncInvokes. A session remembers its invocations; nothing is computed. An
//! invocation is under way when it is first asked for and over when it is asked for again, so that tests need no clock.

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
use crate::arn;
use crate::catalogue;
use crate::errors::ServiceError;
use crate::json;
use crate::model;
use crate::session::lock;
use crate::shape::Shape;

const STATUSES: [&str; 3] = ["InProgress", "Completed", "Failed"];
const TOKEN_CHARS_MAX: usize = 256;
const TAGS_MAX: usize = 200;
/// A bucket of this beginning does not exist, and writing to it fails.
const MISSING_BUCKET: &str = "s3://missing";

pub(crate) type AsyncInvokes = Background<Invoked>;
type Invocation = Work<Invoked>;

#[derive(Debug, Clone)]
pub(crate) struct Invoked {
    model_arn: String,
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
    let token = take_token(&mut input);
    let mut invokes = lock(&call.session().async_invokes);
    let arn = match invokes.begun_by(token.as_deref(), &input)? {
        Some(arn) => arn,
        None => {
            let state = Invoked { model_arn: arn::foundation_model(call.region, &model_id) };
            invokes.begin(call, "async-invoke", token, input, state)
        }
    };
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
    let Some(invocation) = invokes.iter_mut().find(|invocation| invocation.arn == arn) else {
        // The model of this operation has no ResourceNotFoundException.
        return Err(ServiceError::validation("The provided invocation ARN does not exist."));
    };
    invocation.polls = invocation.polls.saturating_add(1);
    if invocation.polls == 2 {
        invocation.modified = call.session().now();
    }
    call.note_model(&invocation.state.model_arn);
    Ok(Answer::json(&invocation.summary()))
}

pub(super) fn list(call: &Call<'_>) -> Result<Answer, ServiceError> {
    let listing = Listing::of(call, &STATUSES, "SubmissionTime")?;
    let invokes = lock(&call.session().async_invokes);
    let found = invokes.iter().filter(|invocation| listing.has(invocation, invocation.status()));
    listing.answer(call, found.map(Invocation::summary).collect(), "async-invokes", "asyncInvokeSummaries")
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
            "modelArn": self.state.model_arn,
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
