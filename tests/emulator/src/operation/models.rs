//! The operations that ask a model: Converse, InvokeModel, their streams, and CountTokens, which asks how much it would
//! be.

use axum::http::StatusCode;
use base64::Engine;
use base64::engine::general_purpose::STANDARD;
use bytes::Bytes;
use serde_json::Value;
use serde_json::json;

use super::Call;
use super::control_plane::has_profile;
use super::guardrails::Guard;
use crate::answer::Answer;
use crate::catalogue;
use crate::converse;
use crate::converse::Message;
use crate::errors::ServiceError;
use crate::family::Family;
use crate::invoke;
use crate::json;
use crate::model;
use crate::reply;
use crate::reply::Conversation;
use crate::reply::Reply;
use crate::reply::Usage;
use crate::server::Service;
use crate::session::Session;
use crate::session::lock;
use crate::shape::Shape;
use crate::validate;

pub(super) async fn converse(call: &Call<'_>) -> Result<Answer, ServiceError> {
    let model_id = model_id(call)?;
    let request = validate::converse(model_id, call.body)?;
    let message = message(call, model_id, &request, false).await?;
    Ok(Answer::of(200, "application/json", converse::output(&request, &message).into()))
}

pub(super) async fn converse_stream(call: &Call<'_>) -> Result<Answer, ServiceError> {
    let model_id = model_id(call)?;
    let request = validate::converse(model_id, call.body)?;
    validate::stream(model_id, &request)?;
    let message = message(call, model_id, &request, true).await?;
    Ok(Answer::stream(converse::events(&request, &message)))
}

pub(super) async fn invoke(call: &Call<'_>) -> Result<Answer, ServiceError> {
    let model_id = model_id(call)?;
    let (body, usage, latency_ms, cached) = match invoke::read(model_id, call.body)? {
        invoke::Request::Done { body, usage } => (body, usage, 35, (0, 0)),
        invoke::Request::Messages(messages) => {
            let message = message(call, model_id, &messages.request, false).await?;
            let written = invoke::Written::new(model_id, &messages, message);
            let message = written.message();
            let count = |name: &str| message.usage[name].as_u64().unwrap_or_default();
            let usage = Usage { input_tokens: count("inputTokens"), output_tokens: count("outputTokens") };
            let cached = (count("cacheReadInputTokens"), count("cacheWriteInputTokens"));
            (written.output(), usage, message.latency_ms, cached)
        }
        invoke::Request::Text { family, body, conversation } => {
            let reply = reply(call.service, call.session(), model_id, *conversation).await?;
            (invoke::output(family, model_id, &body, &reply), reply.usage, reply.latency_ms, (0, 0))
        }
    };
    let mut answer = Answer::of(200, "application/json", Bytes::from(body.to_string()));
    echo_settings(call, &mut answer);
    let Usage { input_tokens, output_tokens } = usage;
    // Models that write no tokens, such as those of embeddings and images, count none.
    let count = |tokens: u64| (tokens > 0).then(|| tokens.to_string());
    answer.header("x-amzn-bedrock-input-token-count", count(input_tokens));
    answer.header("x-amzn-bedrock-output-token-count", count(output_tokens));
    let family = Family::of(model_id);
    let (read, written) = cached;
    let counts = family.caches() && !family.is_gpt();
    answer.header("x-amzn-bedrock-cache-read-input-token-count", counts.then(|| read.to_string()));
    let counts = counts && (!family.late_replies || written > 0);
    answer.header("x-amzn-bedrock-cache-write-input-token-count", counts.then(|| written.to_string()));
    answer.header("x-amzn-bedrock-invocation-latency", Some(latency_ms.to_string()));
    Ok(answer)
}

pub(super) async fn invoke_stream(call: &Call<'_>) -> Result<Answer, ServiceError> {
    let model_id = model_id(call)?;
    let events = match invoke::read(model_id, call.body)? {
        invoke::Request::Messages(messages) => {
            let message = message(call, model_id, &messages.request, true).await?;
            invoke::messages_events(&invoke::Written::new(model_id, &messages, message))
        }
        invoke::Request::Text { family, body, conversation } => {
            let reply = reply(call.service, call.session(), model_id, *conversation).await?;
            invoke::events(family, model_id, &body, &reply)
        }
        invoke::Request::Done { .. } => {
            return Err(ServiceError::validation(
                "The model is unsupported for streaming. Try again with a model that supports streaming.",
            ));
        }
    };
    let mut answer = Answer::stream(events);
    echo_settings(call, &mut answer);
    answer.header("x-amzn-bedrock-content-type", Some("application/json".to_owned()));
    Ok(answer)
}

/// Bedrock counts for Claude only, and under the bare id only, even where the model needs a profile to be invoked.
/// <https://docs.aws.amazon.com/bedrock/latest/userguide/count-tokens.html>
pub(super) fn count_tokens(call: &Call<'_>) -> Result<Answer, ServiceError> {
    let model_id = call.label("modelId");
    model::check_form(model_id)?;
    if !model::is_bare(model_id) || !Family::of(model_id).is_claude() {
        return Err(ServiceError::validation("The provided model doesn't support counting tokens."));
    }
    let request = call.json()?;
    let mut shape = Shape::default();
    let input = shape.required_object(&request, "input", "")?;
    shape.into_result()?;
    let input = input.unwrap_or(&Value::Null);
    let input_tokens = match (json::object(input, "converse")?, json::object(input, "invokeModel")?) {
        (Some(request), None) => {
            validate::conversation(model_id, request)?;
            converse::conversation(request).input_tokens
        }
        (None, Some(request)) => invoke::read(model_id, &blob(request, "input.invokeModel")?)?.input_tokens(),
        _ => {
            return Err(ServiceError::validation(
                "CountTokensInput object at input must set one of the following keys: invokeModel, converse.",
            ));
        }
    };
    Ok(Answer::json(&json!({ "inputTokens": input_tokens })))
}

fn blob(holder: &Value, path: &str) -> Result<Vec<u8>, ServiceError> {
    let mut shape = Shape::default();
    let body = shape.required_string(holder, "body", path)?;
    shape.into_result()?;
    STANDARD.decode(body.unwrap_or_default()).map_err(|_| ServiceError::serialization("Invalid base64 in a blob"))
}

/// What the model says to a checked request, and what a guardrail and the session's cache make of it.
async fn message(call: &Call<'_>, model_id: &str, request: &Value, streams: bool) -> Result<Message, ServiceError> {
    let guard = Guard::of(request, call.region)?;
    let family = Family::of(model_id);
    let conversation = converse::conversation_with(&family, request);
    let reply = reply(call.service, call.session(), model_id, conversation.clone()).await?;
    let mut message = Message::new(&family, request, &conversation, reply);
    if family.caches() {
        let now = call.session().now();
        let cached = lock(&call.session().prompt_cache).account(&family, request, now);
        cached.inspect(|cached| cached.apply(&family, streams, &mut message.usage));
    }
    if let Some(guard) = guard {
        guard.apply(request, &mut message);
    }
    Ok(message)
}

fn model_id<'a>(call: &'a Call<'_>) -> Result<&'a str, ServiceError> {
    let model_id = call.label("modelId");
    if call.session().options.end_of_life && catalogue::is_retired(model::without_profile(model_id)) {
        let message = "This model version has reached the end of its life. Please refer to the AWS documentation for more details.";
        return Err(ServiceError::new(404, "ResourceNotFoundException", message));
    }
    model::check(model_id)?;
    check_region(call, model_id)?;
    Ok(model_id)
}

/// A profile is known where its geography has it. An API key does not say which Region it is used in.
fn check_region(call: &Call<'_>, model_id: &str) -> Result<(), ServiceError> {
    let signature = call.headers.get("authorization").is_some_and(|value| value.as_bytes().starts_with(b"AWS4"));
    let name = model::bare(model_id);
    let profile = name.strip_suffix(model::without_profile(model_id)).and_then(|prefix| prefix.strip_suffix('.'));
    match (catalogue::find(model::without_profile(model_id)), profile) {
        (Some(model), Some(prefix))
            if signature && model::is_geography(prefix) && !has_profile(model, prefix, call.region) =>
        {
            Err(ServiceError::validation("The provided model identifier is invalid."))
        }
        _ => Ok(()),
    }
}

fn echo_settings(call: &Call<'_>, answer: &mut Answer) {
    let sent = |name: &str| call.headers.get(name).and_then(|value| value.to_str().ok()).map(str::to_owned);
    // Recorded replies to requests that do not ask for it have no such header.
    let latency = "x-amzn-bedrock-performanceconfig-latency";
    answer.header(latency, sent(latency));
    answer.header("x-amzn-bedrock-service-tier", sent("x-amzn-bedrock-service-tier"));
}

/// What the model says to a conversation, or an upstream server in its place.
pub(crate) async fn reply(
    service: &Service,
    session: &Session,
    model_id: &str,
    mut conversation: Conversation,
) -> Result<Reply, ServiceError> {
    conversation.sentences_min = session.options.sentences.unwrap_or_default();
    let Some(upstream) = &service.upstream else { return Ok(reply::compose(&conversation)) };
    let blocks = upstream.complete(model_id, &conversation).await.map_err(|error| {
        let status = StatusCode::FAILED_DEPENDENCY.as_u16();
        ServiceError::new(status, "ModelErrorException", format!("The upstream server failed: {error}"))
            .with_extra_members()
    })?;
    Ok(reply::from_blocks(blocks, &conversation))
}
