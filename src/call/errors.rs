//! The world's failures become the caller's errors.

use super::Job;
use crate::error::Error;
use crate::error::Kind;
use crate::http::Head;
use crate::io::Failure;
use crate::io::FailureKind;
use crate::pipeline;

/// The error of a reply with a bad head, whose body may not have arrived.
#[inline(never)]
pub(super) fn refusal(job: &Job, head: &Head, body: Result<String, Failure>) -> Error {
    match body {
        Err(failure) if failure.kind == FailureKind::Aborted => error_of(job, failure),
        // The status says more than a body that breaks off.
        body => pipeline::refusal(job.operation, head, &body.unwrap_or_default()),
    }
}

/// The error of a good reply whose body could not be read.
#[inline(never)]
pub(super) fn unread(job: &Job, head: &Head, failure: Failure) -> Error {
    match failure.kind {
        FailureKind::Connection(..) => pipeline::broken_off().caused_by(failure.cause),
        FailureKind::NotJson(text) => {
            let error = pipeline::not_json(job.operation, head, &text);
            // JSON.parse quotes the beginning of the text.
            if job.operation.service.gives_credentials() { error } else { error.caused_by(failure.cause) }
        }
        _ => error_of(job, failure),
    }
}

#[inline(never)]
pub(super) fn error_of(job: &Job, failure: Failure) -> Error {
    let error = match failure.kind {
        FailureKind::Aborted => Error::new(Kind::Abort, "The request was aborted by its signal."),
        FailureKind::TimedOut => {
            let ms = job.config.timeout_ms;
            let advice = "Send the request again, or pass a longer `timeout` (0 for none).";
            Error::new(Kind::Timeout, format!("No answer within {ms} ms. {advice}"))
        }
        FailureKind::Connection(name, message) => unreachable(&job.request.origin, &name, &message),
        FailureKind::NotJson(_) => pipeline::broken_off(),
        FailureKind::NoKeys => Error::credentials(NO_KEYS),
        FailureKind::Keys(sentence) => Error::credentials(sentence),
        FailureKind::Input(sentence) => Error::input(sentence),
    };
    error.caused_by(failure.cause)
}

fn unreachable(origin: &str, name: &str, message: &str) -> Error {
    if name == "AbortError" {
        return Error::new(Kind::Abort, "fetch aborted the request by itself.");
    }
    let message = if message.is_empty() { "fetch failed" } else { message };
    // A WebSocket takes the place of fetch with advice of its own.
    let (message, advice) = match name {
        "WebSocketError" => (message, ""),
        _ => (message.strip_suffix('.').unwrap_or(message), ADVICE),
    };
    Error::new(Kind::Connection, format!("Could not reach {origin}: {message}{advice}"))
}

const ADVICE: &str =
    ". Check the network and the region; in a browser, also that the endpoint allows this page (CORS).";
const NO_KEYS: &str = "No credentials. Pass temporary ones: new Bedrock({ credentials: { accessKeyId, secretAccessKey, sessionToken }, … }), a function that resolves to them, or an `apiKey`.";
