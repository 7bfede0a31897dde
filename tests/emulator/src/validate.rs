//! Bedrock's rules for Converse requests, in Bedrock's words. Two layers answer with different wordings, as in the
//! service: the shape (`1 validation error detected: Value at 'messages.1.member.role' …`, counted from one, all
//! complaints at once) and the meaning (`… at messages.0.content.0 …`, counted from zero, the first complaint only).
//!
//! Unknown members of a known shape are ignored, as AWS's framework does.

mod betas;
mod blocks;
mod caching;
mod claude;
mod fields;
mod media;
mod others;
mod references;
mod results;
mod shape;
mod sharing;
mod text_format;
mod thinking;
mod thoughts;
mod turns;

use serde_json::Value;

use crate::errors::ServiceError;
use crate::family::Family;
use crate::json;
use crate::shape::Shape;

pub(crate) use betas::check as betas;
pub(crate) use caching::check_marks as cache_marks;
pub(crate) use media::image_of_claude;

/// Reads and checks the body of a Converse or ConverseStream request.
pub(crate) fn converse(model_id: &str, body: &[u8]) -> Result<Value, ServiceError> {
    let request = json::body(body).map_err(|error| match json::half_character(body) {
        Some(half) => refused_character(model_id, &half),
        None => error,
    })?;
    conversation(model_id, &request)?;
    Ok(request)
}

/// Bedrock hands on what it was given, and each model complains in its own words: anthropics/claude-code#2108 and, for
/// MiniMax on Bedrock, latitude-dev/latitude-llm#4225, which also names the place. That the others say the same is a
/// guess.
fn refused_character(model_id: &str, error: &serde_json::Error) -> ServiceError {
    let complaint = if Family::of(model_id).is_claude() {
        json::no_low_surrogate(error)
    } else {
        format!("Failed to deserialize the JSON body into the target type: Invalid 'messages': {error}")
    };
    ServiceError::validation(format!("The model returned the following errors: {complaint}"))
}

/// Checks what Converse and CountTokens take alike: the shape, then what Bedrock knows to be wrong, then what the
/// model would say.
pub(crate) fn conversation(model_id: &str, request: &Value) -> Result<(), ServiceError> {
    let mut shape = Shape::default();
    shape::check_request(request, &mut shape)?;
    blocks::check_shapes(request, &mut shape)?;
    shape.into_result()?;
    let family = Family::of(model_id);
    turns::check(&family, request)?;
    sharing::check(&family, request)?;
    fields::check(&family, request)?;
    results::check(&family, request)?;
    caching::check(&family, request)?;
    media::check(model_id, request)?;
    text_format::check(request)?;
    if family.is_claude() {
        claude::check(&family, request)?
    } else {
        others::check(&family, request)?
    }
    text_format::check_strict_tools(&family, request)
}

/// Checks a request of Anthropic's Messages that is written as one of Converse: what Claude says, and nothing that
/// Converse says before it.
pub(crate) fn messages_of_claude(family: &Family, request: &Value) -> Result<(), ServiceError> {
    text_format::check(request)?;
    claude::check_parameters(family, request)?;
    claude::check_thoughts(family, request)?;
    text_format::check_strict_tools(family, request)
}

/// Checks what a model does in one piece but not in a stream.
pub(crate) fn stream(model_id: &str, request: &Value) -> Result<(), ServiceError> {
    fields::check_stream(&Family::of(model_id), request)
}

/// How Converse begins a complaint that comes from behind Bedrock.
pub(crate) const BY_MODEL: &str = "The model returned the following errors: ";

fn by_model(complaint: &str) -> Result<(), ServiceError> {
    Err(ServiceError::validation(format!("{BY_MODEL}{complaint}")))
}

/// The messages of a request that has passed the shape checks, with their position.
fn messages(request: &Value) -> impl Iterator<Item = (usize, &Value)> {
    request.get("messages").and_then(Value::as_array).into_iter().flatten().enumerate()
}

/// The content blocks of a message, with their position.
fn content(message: &Value) -> impl Iterator<Item = (usize, &Value)> {
    message.get("content").and_then(Value::as_array).into_iter().flatten().enumerate()
}

#[cfg(test)]
mod tests;

#[cfg(test)]
mod tests_of_caching;
#[cfg(test)]
mod tests_of_claude;

#[cfg(test)]
mod tests_of_families;
#[cfg(test)]
mod tests_of_histories;
#[cfg(test)]
mod tests_of_reasoning;
#[cfg(test)]
mod tests_of_reports;
#[cfg(test)]
mod tests_of_results;
#[cfg(test)]
mod tests_of_schemas;
#[cfg(test)]
mod tests_of_tools;
#[cfg(test)]
mod tests_of_turns;
