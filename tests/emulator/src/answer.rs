//! What goes back: a head, and a body in events (one, for an answer that does not stream).

use axum::http::HeaderMap;
use axum::http::HeaderName;
use axum::http::HeaderValue;
use axum::http::StatusCode;
use base64::Engine;
use base64::engine::general_purpose::STANDARD;
use bytes::Bytes;
use serde_json::Value;

use crate::errors::ServiceError;
use crate::fault::Fault;
use crate::json;

pub(crate) struct Answer {
    pub(crate) status: StatusCode,
    pub(crate) headers: HeaderMap,
    pub(crate) frames: Vec<Bytes>,
    pub(crate) streams: bool,
}

impl Answer {
    /// An answer with one body and its length.
    pub(crate) fn plain(status: StatusCode, mut headers: HeaderMap, body: Bytes) -> Answer {
        headers.insert("content-length", HeaderValue::from(body.len()));
        let frames = if body.is_empty() { Vec::new() } else { vec![body] };
        Answer { status, headers, frames, streams: false }
    }

    /// Events with the status 200; those that are still to come are not among `frames`.
    pub(crate) fn stream(frames: Vec<Bytes>) -> Answer {
        let mut headers = HeaderMap::new();
        headers.insert("content-type", HeaderValue::from_static("application/vnd.amazon.eventstream"));
        Answer { status: StatusCode::OK, headers, frames, streams: true }
    }

    pub(crate) fn of(status: u16, content_type: &str, body: Bytes) -> Answer {
        let status = StatusCode::from_u16(status).unwrap_or(StatusCode::INTERNAL_SERVER_ERROR);
        let mut answer = Answer::plain(status, HeaderMap::new(), body);
        answer.header("content-type", Some(content_type.to_owned()));
        answer
    }

    /// The output of an operation that has a shape.
    pub(crate) fn json(output: &Value) -> Answer {
        Answer::of(200, "application/json", json::sorted(output.clone()).into())
    }

    pub(crate) fn header(&mut self, name: &'static str, value: Option<String>) {
        if let Some(value) = value.and_then(|value| HeaderValue::from_str(&value).ok()) {
            self.headers.insert(name, value);
        }
    }

    /// What a gateway in front of the service says when the service does not.
    pub(crate) fn page(status: u16) -> Answer {
        let reason = StatusCode::from_u16(status).ok().and_then(|status| status.canonical_reason()).unwrap_or("Error");
        let html = format!(
            "<html>\r\n<head><title>{status} {reason}</title></head>\r\n<body>\r\n<center><h1>{status} {reason}</h1></center>\r\n</body>\r\n</html>\r\n"
        );
        Answer::of(status, "text/html", html.into())
    }

    /// The bytes that a fault orders.
    pub(crate) fn raw(fault: &Fault) -> Answer {
        let Fault::Raw { status, headers, body_base64, chunk_bytes } = fault else { return Answer::page(500) };
        let Ok(body) = STANDARD.decode(body_base64) else {
            return ServiceError::new(500, "EmulatorFault", "bodyBase64 is not base64").into();
        };
        let mut map = HeaderMap::new();
        for (name, value) in headers {
            let text = value.as_str().map_or_else(|| value.to_string(), str::to_owned);
            if let (Ok(name), Ok(value)) = (HeaderName::try_from(name), HeaderValue::try_from(text)) {
                map.append(name, value);
            }
        }
        let size = chunk_bytes.unwrap_or(body.len()).max(1);
        let frames = body.chunks(size).map(Bytes::copy_from_slice).collect();
        let status = StatusCode::from_u16(*status).unwrap_or(StatusCode::INTERNAL_SERVER_ERROR);
        Answer { status, headers: map, frames, streams: chunk_bytes.is_some() }
    }
}

impl From<ServiceError> for Answer {
    fn from(error: ServiceError) -> Answer {
        Answer::plain(error.status(), error.headers(), error.body().into())
    }
}
