//! The emulator's own interface under `/_emulator`: sessions are made, read, released and deleted. Any page may call
//! it.

use std::sync::Arc;

use axum::body::Body;
use axum::body::to_bytes;
use axum::extract::Request;
use axum::extract::State;
use axum::http::HeaderMap;
use axum::http::HeaderValue;
use axum::http::Method;
use axum::http::StatusCode;
use axum::http::header::HOST;
use axum::http::request::Parts;
use axum::http::uri::Authority;
use axum::response::Response;
use serde_json::Value;
use serde_json::json;

use crate::cors;
use crate::server::Service;
use crate::session::SessionOptions;

const OPTIONS_BYTES_MAX: usize = 64 * 1024 * 1024;

/// Handles a request to `/_emulator/…`.
pub(crate) async fn handle(State(service): State<Arc<Service>>, request: Request) -> Response {
    let (parts, body) = request.into_parts();
    if cors::is_preflight(&parts.method, &parts.headers) {
        return respond(StatusCode::NO_CONTENT, cors::preflight_headers(&parts.headers), None);
    }
    let segments: Vec<&str> = parts.uri.path().trim_matches('/').split('/').skip(1).collect();
    let (status, answer) = match (&parts.method, segments.as_slice()) {
        (&Method::POST, ["sessions"]) => create(&service, host(&parts), body).await,
        (&Method::GET, ["sessions", id]) => match service.session(Some(id)) {
            Some(session) => (StatusCode::OK, session.report()),
            None => not_found(),
        },
        (&Method::POST, ["sessions", id, "release"]) => match service.session(Some(id)) {
            Some(session) => {
                session.release();
                (StatusCode::OK, json!({}))
            }
            None => not_found(),
        },
        (&Method::DELETE, ["sessions", id]) if service.delete(id) => (StatusCode::OK, json!({})),
        (&Method::GET, ["state"]) => {
            let (open, sessions) = service.state();
            (StatusCode::OK, json!({ "open": open, "sessions": sessions }))
        }
        _ => not_found(),
    };
    respond(status, cors::response_headers(), Some(answer))
}

/// The name by which the client reached us: of HTTP/1.1 its header, of HTTP/2 the authority.
fn host(parts: &Parts) -> Option<&str> {
    let header = parts.headers.get(HOST).and_then(|value| value.to_str().ok());
    header.or_else(|| parts.uri.authority().map(Authority::as_str))
}

async fn create(service: &Service, host: Option<&str>, body: Body) -> (StatusCode, Value) {
    let Ok(body) = to_bytes(body, OPTIONS_BYTES_MAX).await else {
        return (StatusCode::PAYLOAD_TOO_LARGE, json!({ "message": "the options are too large" }));
    };
    let options = if body.is_empty() { Ok(SessionOptions::default()) } else { serde_json::from_slice(&body) };
    match options {
        Ok(options) => {
            let id = service.create(options);
            (StatusCode::OK, json!({ "id": id.to_string(), "endpoint": service.endpoint(id, host) }))
        }
        Err(error) => (StatusCode::BAD_REQUEST, json!({ "message": format!("session options: {error}") })),
    }
}

fn not_found() -> (StatusCode, Value) {
    (StatusCode::NOT_FOUND, json!({ "message": "there is no such session or control operation" }))
}

fn respond(status: StatusCode, headers: HeaderMap, answer: Option<Value>) -> Response {
    let mut response = Response::new(answer.map_or_else(Body::empty, |answer| Body::from(answer.to_string())));
    *response.status_mut() = status;
    *response.headers_mut() = headers;
    response.headers_mut().insert("content-type", HeaderValue::from_static("application/json"));
    response
}
