//! The operations that ask a model: Converse, InvokeModel, their streams, and CountTokens, which asks how much it would
//! be.

use axum::http::StatusCode;
use base64::Engine;
use base64::engine::general_purpose::STANDARD;
use bytes::Bytes;
use serde_json::Value;
use serde_json::json;

use super::Call;
use crate::answer::Answer;
use crate::converse;
use crate::errors::ServiceError;
use crate::invoke;
use crate::json;
use crate::model;
use crate::model::Family;
use crate::reply;
use crate::reply::Conversation;
use crate::reply::Reply;
use crate::reply::Usage;
use crate::server::Service;
use crate::session::Session;
use crate::shape::Shape;
use crate::validate;

pub(super) async fn converse(call: &Call<'_>) -> Result<Answer, ServiceError> {
    let (request, reply) = conversed(call).await?;
    Ok(Answer::of(200, "application/json", converse::output(&request, &reply).into()))
}

pub(super) async fn converse_stream(call: &Call<'_>) -> Result<Answer, ServiceError> {
    let (request, reply) = conversed(call).await?;
    Ok(Answer::stream(converse::events(&request, &reply)))
}

pub(super) async fn invoke(call: &Call<'_>) -> Result<Answer, ServiceError> {
    let model_id = model_id(call)?;
    let (body, usage, latency_ms) = match invoke::read(model_id, call.body)? {
        invoke::Request::Done { body, usage } => (body, usage, 35),
        invoke::Request::Text { family, body, conversation } => {
            let reply = reply(call.service, call.session(), model_id, *conversation).await?;
            (invoke::output(family, model_id, &body, &reply), reply.usage, reply.latency_ms)
        }
    };
    let mut answer = Answer::of(200, "application/json", Bytes::from(body.to_string()));
    echo_settings(call, &mut answer);
    let Usage { input_tokens, output_tokens } = usage;
    answer.header("x-amzn-bedrock-input-token-count", Some(input_tokens.to_string()));
    answer.header("x-amzn-bedrock-output-token-count", Some(output_tokens.to_string()));
    answer.header("x-amzn-bedrock-invocation-latency", Some(latency_ms.to_string()));
    Ok(answer)
}

pub(super) async fn invoke_stream(call: &Call<'_>) -> Result<Answer, ServiceError> {
    let model_id = model_id(call)?;
    let invoke::Request::Text { family, body, conversation } = invoke::read(model_id, call.body)? else {
        return Err(ServiceError::validation(
            "The model is unsupported for streaming. Try again with a model that supports streaming.",
        ));
    };
    let reply = reply(call.service, call.session(), model_id, *conversation).await?;
    let mut answer = Answer::stream(invoke::events(family, model_id, &body, &reply));
    echo_settings(call, &mut answer);
    answer.header("x-amzn-bedrock-content-type", Some("application/json".to_owned()));
    Ok(answer)
}

/// Bedrock counts for Claude only, and under the bare id only, even where the model needs a profile to be invoked.
/// <https://docs.aws.amazon.com/bedrock/latest/userguide/count-tokens.html>
pub(super) fn count_tokens(call: &Call<'_>) -> Result<Answer, ServiceError> {
    let model_id = call.label("modelId");
    model::check_form(model_id)?;
    if !model::is_bare(model_id) || Family::of(model_id) != Family::Anthropic {
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

async fn conversed(call: &Call<'_>) -> Result<(Value, Reply), ServiceError> {
    let model_id = model_id(call)?;
    let request = validate::converse(model_id, call.body)?;
    let reply = reply(call.service, call.session(), model_id, converse::conversation(&request)).await?;
    Ok((request, reply))
}

fn model_id<'a>(call: &'a Call<'_>) -> Result<&'a str, ServiceError> {
    let model_id = call.label("modelId");
    model::check(model_id)?;
    Ok(model_id)
}

fn echo_settings(call: &Call<'_>, answer: &mut Answer) {
    let sent = |name: &str| call.headers.get(name).and_then(|value| value.to_str().ok()).map(str::to_owned);
    let latency = sent("x-amzn-bedrock-performanceconfig-latency").unwrap_or_else(|| "standard".to_owned());
    answer.header("x-amzn-bedrock-performanceconfig-latency", Some(latency));
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
