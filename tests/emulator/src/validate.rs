//! Bedrock's rules for Converse requests, in Bedrock's words. Two layers answer with different wordings, as in the
//! service: the shape (`1 validation error detected: Value at 'messages.1.member.role' …`, counted from one, all
//! complaints at once) and the meaning (`… at messages.0.content.0 …`, counted from zero, the first complaint only).
//!
//! Unknown members of a known shape are ignored, as AWS's framework does.

mod blocks;
mod media;
mod shape;
mod thinking;
mod turns;

use serde_json::Value;

use crate::errors::ServiceError;
use crate::json;
use crate::shape::Shape;

/// Reads and checks the body of a Converse or ConverseStream request.
pub(crate) fn converse(model_id: &str, body: &[u8]) -> Result<Value, ServiceError> {
    let request = json::body(body)?;
    conversation(model_id, &request)?;
    Ok(request)
}

/// Checks what Converse and CountTokens take alike.
pub(crate) fn conversation(model_id: &str, request: &Value) -> Result<(), ServiceError> {
    let mut shape = Shape::default();
    shape::check_request(request, &mut shape)?;
    blocks::check_shapes(request, &mut shape)?;
    shape.into_result()?;
    turns::check(model_id, request)?;
    media::check(model_id, request)?;
    thinking::check(model_id, request)
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
