//! The service itself: from a request on the wire to an answer, in the order AWS works in: CORS, signature, throttling
//! and other trouble, operation, rules, reply.

use std::sync::Arc;

use axum::body::Body;
use axum::body::to_bytes;
use axum::extract::ConnectInfo;
use axum::extract::Request;
use axum::extract::State;
use axum::http::request::Parts;
use axum::http::uri::Authority;
use axum::response::Response;

use crate::answer::Answer;
use crate::connection::Connection;
use crate::cors;
use crate::duplex;
use crate::errors::ServiceError;
use crate::exchange::Exchange;
use crate::operation;
use crate::operation::Call;
use crate::operation::Handler;
use crate::operation::Route;
use crate::server::Service;
use crate::signature::Payload;
use crate::signature::Received;
use crate::turn::Turn;

const BODY_BYTES_MAX: usize = 25_000_000;
const SESSION_PREFIX: &str = "/sessions/";

/// Handles everything that is not the emulator's own interface.
pub(crate) async fn handle(
    State(service): State<Arc<Service>>,
    ConnectInfo(connection): ConnectInfo<Connection>,
    request: Request,
) -> Response {
    let (parts, body) = request.into_parts();
    let (session_id, path) = split_session(parts.uri.path());
    let Some(session) = service.session(session_id) else {
        return simple(ServiceError::new(404, "ResourceNotFoundException", "There is no such session.").into());
    };
    let preflight = cors::is_preflight(&parts.method, &parts.headers);
    let exchange = Exchange::begin(session.clone(), parts.method.as_str(), target(&parts), &parts.headers, preflight);
    let turn = Turn { service, connection, exchange, releases: session.releases() };
    if preflight {
        let answer = turn.preflight(&parts.headers);
        return turn.send(answer, None);
    }
    let route = operation::route(&parts.method, path);
    if let Some(route) = &route {
        turn.exchange.note(|record| {
            record.operation = Some(route.operation.name);
            record.model_id = route.model_id().map(str::to_owned);
        });
    }
    match route {
        Some(route) if matches!(route.operation.handler, Handler::Duplex) => {
            duplex::handle(turn, &route, parts, body).await
        }
        route => whole(turn, route.as_ref(), &parts, body).await,
    }
}

/// Answers a request that has an end, after its end.
async fn whole(mut turn: Turn, route: Option<&Route>, parts: &Parts, body: Body) -> Response {
    let Ok(body) = to_bytes(body, BODY_BYTES_MAX).await else {
        let refusal = ServiceError::framework(413, "RequestEntityTooLargeException", "Request body is too large.");
        return turn.send(refusal.into(), None);
    };
    turn.exchange.note(|record| record.keep_body(&body));
    let (caller, fault) = match turn.admit(&received(parts, Payload::Bytes(&body)), route).await {
        Ok(admitted) => admitted,
        Err((answer, fault)) => return turn.send(answer, fault.as_ref()),
    };
    let Some(route) = route else {
        return turn.send(ServiceError::unknown_operation().into(), fault.as_ref());
    };
    let call = Call {
        service: &turn.service,
        exchange: &turn.exchange,
        route,
        region: caller.region(),
        query: parts.uri.query().unwrap_or_default(),
        headers: &parts.headers,
        body: &body,
    };
    let answer = match route.operation.handler {
        Handler::Rules(handler) => handler(&call),
        Handler::Model(handler) => handler(&call).await,
        // Not asked here: `handle` has sent it another way.
        Handler::Duplex => Err(ServiceError::unknown_operation()),
    };
    turn.send(answer.unwrap_or_else(Answer::from), fault.as_ref())
}

/// What the signature of a request is checked against.
pub(crate) fn received<'a>(parts: &'a Parts, payload: Payload<'a>) -> Received<'a> {
    Received {
        method: parts.method.as_str(),
        target: target(parts),
        authority: parts.uri.authority().map(Authority::as_str),
        headers: &parts.headers,
        payload,
    }
}

fn target(parts: &Parts) -> &str {
    parts.uri.path_and_query().map_or("/", |target| target.as_str())
}

/// An answer outside any session.
fn simple(answer: Answer) -> Response {
    let mut response = Response::new(Body::from(answer.frames.concat()));
    *response.status_mut() = answer.status;
    *response.headers_mut() = answer.headers;
    response.headers_mut().extend(cors::response_headers());
    response
}

/// The session's id and the rest of a path, as they stand on the wire.
fn split_session(path: &str) -> (Option<&str>, &str) {
    let Some(rest) = path.strip_prefix(SESSION_PREFIX) else { return (None, path) };
    let end = rest.find('/').unwrap_or(rest.len());
    let (id, path) = rest.split_at(end);
    (Some(id), path)
}
