//! Errors and the events of hooks cross as objects: they are rare, and a server's words may hold any character.
//! `pkg-template/client/errors.js` and `pkg-template/engine/observer.js` are the other ends.

use gloo_net::http::Headers;
use js_sys::Reflect;
use serde::Serialize;
use serde::Serializer;
use serde::ser::SerializeMap;
use wasm_bindgen::JsValue;

use crate::attempts::may_succeed_later;
use crate::error::Error;
use crate::http::redacted;
use crate::io::Attempt;
use crate::io::Because;
use crate::io::Told;
use crate::secrets::strike;

/// The object that `createError` turns into an `Error`: `{ name, message, retryable, cause, status, code, requestID,
/// body, headers }`. `cause` is the number under which the world keeps the thrown value.
pub(super) fn error(error: &Error) -> JsValue {
    let members = [
        ("name", text(error.class())),
        ("message", text(error.message())),
        ("retryable", Value::Flag(may_succeed_later(error))),
        ("cause", Value::Number(error.cause())),
        #[cfg(feature = "openai")]
        ("param", Value::Text(error.param())),
    ];
    let Some(reply) = error.reply() else { return object(&[&members]) };
    let of_reply = [
        ("status", Value::Number(reply.status.into())),
        ("code", Value::Text(reply.code.as_deref())),
        ("requestID", Value::Text(reply.request_id.as_deref())),
        ("body", text(&reply.body)),
    ];
    let details = object(&[&members, &of_reply]);
    let headers = Headers::new();
    for (name, value) in &reply.headers {
        headers.append(name, &strike(value));
    }
    let _ = Reflect::set(&details, &"headers".into(), &headers.into_raw());
    details
}

/// The bit of an event's kind.
pub(super) fn kind(told: &Told<'_>) -> u32 {
    match told {
        Told::Request(..) => 1,
        Told::Response(..) => 2,
        Told::Retry(..) => 4,
        Told::Warning(..) => 8,
    }
}

/// An event for the caller's hook and log, with its `kind`.
pub(super) fn event(told: &Told<'_>) -> JsValue {
    match *told {
        Told::Request(attempt, request) => {
            // Without the query: a parameter that a caller adds may be a secret.
            let url = [&*request.origin, &request.path].concat();
            let headers = pairs(&request.headers);
            let members =
                [("method", text(request.method)), ("url", text(&url)), ("headers", Value::Object(&[&headers]))];
            of_attempt("onRequest", &attempt, &members)
        }
        Told::Response(attempt, head, latency_ms) => {
            let headers = pairs(&head.headers);
            let members = [
                ("status", Value::Number(head.status.into())),
                ("requestId", Value::Text(head.request_id())),
                ("headers", Value::Object(&[&headers])),
                ("latencyMs", Value::Number(latency_ms as u32)),
            ];
            of_attempt("onResponse", &attempt, &members)
        }
        Told::Retry(attempt, failed, delay_ms) => {
            with_error(of_attempt("onRetry", &attempt, &[("delayMs", Value::Number(delay_ms))]), failed)
        }
        Told::Warning(code, message, because) => {
            let cause = if let Because::Thrown(cause) = because { cause } else { 0 };
            let members = [("code", text(code)), ("message", text(message)), ("cause", Value::Number(cause))];
            let event = object(&[&[("hook", text("onWarning"))], &members]);
            if let Because::Of(failed) = because { with_error(event, failed) } else { event }
        }
    }
}

fn of_attempt(hook: &str, attempt: &Attempt<'_>, members: &[Member<'_>]) -> JsValue {
    let first = [
        ("hook", text(hook)),
        ("operation", text(attempt.operation)),
        ("modelId", Value::Text(attempt.model_id)),
        ("attempt", Value::Number(attempt.number)),
    ];
    object(&[&first, members])
}

fn with_error(event: JsValue, failed: &Error) -> JsValue {
    let _ = Reflect::set(&event, &"error".into(), &error(failed));
    event
}

fn object(members: &[&[Member<'_>]]) -> JsValue {
    let serializer = serde_wasm_bindgen::Serializer::new().serialize_maps_as_objects(true);
    Value::Object(members).serialize(&serializer).unwrap_or_default()
}

/// One type for all members: serde generates code for each type.
#[derive(Clone, Copy)]
enum Value<'a> {
    Text(Option<&'a str>),
    Number(u32),
    Flag(bool),
    /// With all of these members.
    Object(&'a [&'a [Member<'a>]]),
}

type Member<'a> = (&'a str, Value<'a>);

impl Serialize for Value<'_> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        match *self {
            // Here and nowhere else: secrets are struck from others' words on their way out.
            Self::Text(Some(text)) => serializer.serialize_str(&strike(text)),
            Self::Text(None) => serializer.serialize_unit(),
            Self::Number(number) => serializer.serialize_u32(number),
            Self::Flag(flag) => serializer.serialize_bool(flag),
            Self::Object(parts) => {
                let mut object = serializer.serialize_map(None)?;
                for (name, value) in parts.iter().copied().flatten() {
                    object.serialize_entry(name, value)?;
                }
                object.end()
            }
        }
    }
}

fn text(text: &str) -> Value<'_> {
    Value::Text(Some(text))
}

fn pairs(headers: &[(String, String)]) -> Vec<Member<'_>> {
    redacted(headers).map(|(name, value)| (name, text(value))).collect()
}
