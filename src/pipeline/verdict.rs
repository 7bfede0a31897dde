//! The verdict on the head of a response, and the errors of replies without the requested content.

use crate::bedrock::error::from_http;
use crate::bedrock::error::unexpected_reply;
use crate::bedrock::operation::Operation;
use crate::bedrock::operation::Payload;
use crate::error::Error;
use crate::http::Head;

/// The verdict of a response's head on its body.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Verdict {
    /// The body has the content that the operation promises.
    Good,
    /// The body belongs to an error: read it and call [`refusal`].
    Refused,
}

/// Looks at the head of a response before its body is read.
pub fn check_head(operation: &Operation, head: &Head) -> Verdict {
    let is_eventstream =
        || head.header("content-type").is_some_and(|value| value.to_ascii_lowercase().starts_with(EVENTSTREAM));
    match operation.output {
        _ if !(200..300).contains(&head.status) => Verdict::Refused,
        Payload::Events(_) if !is_eventstream() => Verdict::Refused,
        _ => Verdict::Good,
    }
}

/// The error of a response that [`check_head`] refused.
pub fn refusal(operation: &Operation, head: &Head, body: &str) -> Error {
    match head.status {
        200..300 => unexpected_reply(
            operation.service,
            &format!(
                "The reply is {}, not the stream that was asked for.",
                head.header("content-type").unwrap_or("without a content type")
            ),
            head,
            body,
        ),
        // A redirect that fetch was told not to follow looks like status 0 in browsers.
        0 | 300..304 | 307 | 308 => unexpected_reply(
            operation.service,
            "The endpoint redirects to another address; the signed request is not sent there.",
            head,
            body,
        ),
        _ => from_http(operation.service, head, body),
    }
}

/// The error of a reply that should have been a JSON object.
pub fn not_json(operation: &Operation, head: &Head, body: &str) -> Error {
    let is_object = body.trim_ascii_start().starts_with('{');
    let whole = "The reply is not a whole JSON object, or is nested more than 512 deep.";
    unexpected_reply(operation.service, if is_object { whole } else { "The reply is not a JSON object." }, head, body)
}

const EVENTSTREAM: &str = "application/vnd.amazon.eventstream";
