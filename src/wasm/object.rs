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
use crate::io::Attempt;
use crate::io::Because;
use crate::io::Told;

/// What `createError` makes an `Error` of: `{ name, message, retryable, cause, status, code, requestID, body, headers
/// }`. `cause` is the number under which the world keeps what was thrown.
pub(super) fn error(error: &Error) -> JsValue {
    let details = object(&Details(error));
    if let Some(reply) = error.reply() {
        let headers = Headers::new();
        for (name, value) in &reply.headers {
            headers.append(name, value);
        }
        let _ = Reflect::set(&details, &"headers".into(), &headers.into_raw());
    }
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
    let event = object(&Event(told));
    if let Told::Retry(_, failed, _) | Told::Warning(_, _, Because::Of(failed)) = told {
        let _ = Reflect::set(&event, &"error".into(), &error(failed));
    }
    event
}

fn object(value: &impl Serialize) -> JsValue {
    let serializer = serde_wasm_bindgen::Serializer::new().serialize_maps_as_objects(true);
    value.serialize(&serializer).unwrap_or_default()
}

struct Details<'a>(&'a Error);

impl Serialize for Details<'_> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let Self(error) = self;
        let mut map = serializer.serialize_map(None)?;
        map.serialize_entry("name", error.class())?;
        map.serialize_entry("message", error.message())?;
        map.serialize_entry("retryable", &may_succeed_later(error))?;
        map.serialize_entry("cause", &error.cause())?;
        if let Some(reply) = error.reply() {
            map.serialize_entry("status", &reply.status)?;
            map.serialize_entry("code", &reply.code)?;
            map.serialize_entry("requestID", &reply.request_id)?;
            map.serialize_entry("body", &reply.body)?;
        }
        map.end()
    }
}

struct Event<'a>(&'a Told<'a>);

impl Serialize for Event<'_> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let mut map = serializer.serialize_map(None)?;
        match self.0 {
            Told::Request(attempt, request) => {
                entries(&mut map, "onRequest", attempt)?;
                map.serialize_entry("method", request.method)?;
                // Without the query: what a caller adds to it may be a secret.
                map.serialize_entry("url", &[&*request.origin, &request.path].concat())?;
                map.serialize_entry("headers", &Pairs(request.redacted_headers().collect()))?;
            }
            Told::Response(attempt, head, latency_ms) => {
                entries(&mut map, "onResponse", attempt)?;
                map.serialize_entry("status", &head.status)?;
                map.serialize_entry("requestId", &head.request_id())?;
                let headers = head.headers.iter().map(|(name, value)| (name.as_str(), value.as_str()));
                map.serialize_entry("headers", &Pairs(headers.collect()))?;
                map.serialize_entry("latencyMs", &(*latency_ms as u32))?;
            }
            Told::Retry(attempt, _, delay_ms) => {
                entries(&mut map, "onRetry", attempt)?;
                map.serialize_entry("delayMs", delay_ms)?;
            }
            Told::Warning(code, message, because) => {
                map.serialize_entry("hook", "onWarning")?;
                map.serialize_entry("code", code)?;
                map.serialize_entry("message", message)?;
                if let Because::Thrown(cause) = because {
                    map.serialize_entry("cause", cause)?;
                }
            }
        }
        map.end()
    }
}

fn entries<M: SerializeMap>(map: &mut M, hook: &str, attempt: &Attempt<'_>) -> Result<(), M::Error> {
    map.serialize_entry("hook", hook)?;
    map.serialize_entry("operation", attempt.operation)?;
    map.serialize_entry("modelId", &attempt.model_id)?;
    map.serialize_entry("attempt", &attempt.number)
}

struct Pairs<'a>(Vec<(&'a str, &'a str)>);

impl Serialize for Pairs<'_> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_map(self.0.iter().copied())
    }
}
