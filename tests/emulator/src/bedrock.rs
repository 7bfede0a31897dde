//! The service itself: from a request on the wire to an answer, in the order AWS works in: CORS, signature, throttling
//! and other trouble, operation, rules, reply.

use std::sync::Arc;
use std::time::Duration;

use axum::body::Body;
use axum::body::to_bytes;
use axum::extract::ConnectInfo;
use axum::extract::Request;
use axum::extract::State;
use axum::http::HeaderMap;
use axum::http::HeaderName;
use axum::http::HeaderValue;
use axum::http::StatusCode;
use axum::response::Response;
use base64::Engine;
use base64::engine::general_purpose::STANDARD;
use bytes::Bytes;

use crate::connection::Connection;
use crate::cors;
use crate::errors::ServiceError;
use crate::errors::default_message;
use crate::errors::name_for_status;
use crate::exchange::Exchange;
use crate::fault::Fault;
use crate::playback;
use crate::playback::Step;
use crate::server::Service;
use crate::session::Releases;
use crate::signature;
use crate::signature::Received;

mod operation;

use operation::Call;

const BODY_BYTES_MAX: usize = 25_000_000;
const SESSION_PREFIX: &str = "/sessions/";

/// What goes back: a head, and a body in events (one, for an answer that does not stream).
pub(crate) struct Answer {
    status: StatusCode,
    headers: HeaderMap,
    frames: Vec<Bytes>,
    streams: bool,
}

/// Handles everything that is not the emulator's own interface.
pub(crate) async fn handle(
    State(service): State<Arc<Service>>,
    ConnectInfo(connection): ConnectInfo<Connection>,
    request: Request,
) -> Response {
    let (parts, body) = request.into_parts();
    let target = parts.uri.path_and_query().map_or("/", |target| target.as_str()).to_owned();
    let (session_id, path) = split_session(parts.uri.path());
    let Some(session) = service.session(session_id) else {
        return simple(ServiceError::new(404, "ResourceNotFoundException", "There is no such session.").into());
    };
    let preflight = cors::is_preflight(&parts.method, &parts.headers);
    let exchange = Exchange::begin(session.clone(), parts.method.as_str(), &target, &parts.headers, preflight);
    let releases = session.releases();
    let mut turn = Turn { service, connection, exchange, releases };
    if preflight {
        let answer = turn.preflight(&parts.headers);
        return turn.send(answer, None);
    }
    let Ok(body) = to_bytes(body, BODY_BYTES_MAX).await else {
        let refusal = ServiceError::framework(413, "RequestEntityTooLargeException", "Request body is too large.");
        return turn.send(refusal.into(), None);
    };
    turn.exchange.note(|record| record.keep_body(&body));
    let received = Received {
        method: parts.method.as_str(),
        target: &target,
        authority: parts.uri.authority().map(axum::http::uri::Authority::as_str),
        headers: &parts.headers,
        body: &body,
    };
    if let Err(refusal) = signature::verify(&received, session.clock()) {
        return turn.send(refusal.into(), None);
    }
    let fault = session.next_fault();
    if let Some(answer) = turn.fault_at_head(fault.as_ref()).await {
        return turn.send(answer, fault.as_ref());
    }
    let call = Call { method: &parts.method, path, headers: &parts.headers, body: &body };
    let answer = call.answer(&turn.service, &turn.exchange).await;
    turn.send(answer.unwrap_or_else(Answer::from), fault.as_ref())
}

/// One request being answered.
struct Turn {
    service: Arc<Service>,
    connection: Connection,
    exchange: Exchange,
    releases: Releases,
}

impl Turn {
    fn preflight(&self, headers: &HeaderMap) -> Answer {
        if !self.exchange.session.has_cors() {
            return Answer::plain(StatusCode::FORBIDDEN, HeaderMap::new(), Bytes::new());
        }
        Answer::plain(StatusCode::OK, cors::preflight_headers(headers), Bytes::new())
    }

    /// The answer of a fault that happens before there is a body, if it is one.
    async fn fault_at_head(&mut self, fault: Option<&Fault>) -> Option<Answer> {
        match fault? {
            Fault::Throttle { retry_after, retry_after_ms, message } => {
                let message = message.as_deref().unwrap_or_else(|| default_message("ThrottlingException"));
                let mut answer = Answer::from(ServiceError::new(429, "ThrottlingException", message));
                answer.header("retry-after", retry_after.map(|seconds| seconds.to_string()));
                answer.header("x-amz-retry-after", retry_after_ms.map(|milliseconds| milliseconds.to_string()));
                Some(answer)
            }
            Fault::Status { status, html: true, .. } => Some(Answer::page(*status)),
            Fault::Status { status, empty: true, .. } => Some(Answer::of(*status, "application/json", Bytes::new())),
            Fault::Status { status, code, message, .. } => {
                let code = code.as_deref().unwrap_or_else(|| name_for_status(*status));
                let message = message.as_deref().unwrap_or_else(|| default_message(code));
                Some(ServiceError::new(*status, code, message).with_extra_members().into())
            }
            Fault::NotEventstream { content_type, body } => Some(Answer::of(200, content_type, body.clone().into())),
            Fault::Redirect { location } => {
                let mut answer = Answer::of(307, "text/plain", Bytes::new());
                answer.header("location", Some(location.clone()));
                Some(answer)
            }
            Fault::Raw { .. } => Some(fault.map_or_else(|| Answer::page(500), Answer::raw)),
            Fault::Hang => {
                self.releases.deleted().await;
                self.connection.close();
                std::future::pending().await
            }
            Fault::CloseBeforeHead => {
                self.exchange.finish();
                self.connection.close();
                std::future::pending().await
            }
            _ => None,
        }
    }

    /// The response, with the headers that every one has.
    fn send(self, answer: Answer, fault: Option<&Fault>) -> Response {
        let session = self.exchange.session.clone();
        let pace = match fault {
            Some(Fault::Slow { token_ms }) => *token_ms,
            _ => session.options.token_ms.unwrap_or(self.service.token_ms),
        };
        let pace = if answer.streams { Duration::from_millis(pace) } else { Duration::ZERO };
        let Answer { status, mut headers, frames, streams } = answer;
        let total = frames.len();
        let steps = match playback::script(frames, fault, pace, streams) {
            Ok(steps) => steps,
            Err(error) => return self.send(error.into(), None),
        };
        if steps.iter().filter(|step| matches!(step, Step::Event(_))).count() < total {
            // The body will be shorter than announced, and the server would not send it at all then.
            headers.remove("content-length");
        }
        if session.has_cors() {
            headers.extend(cors::response_headers());
        }
        if let Ok(id) = HeaderValue::from_str(&self.service.request_id()) {
            headers.insert("x-amzn-requestid", id);
        }
        if let Ok(date) = HeaderValue::from_str(&http_date(session.now())) {
            headers.insert("date", date);
        }
        self.exchange.note(|record| {
            record.status = Some(status.as_u16());
            record.events.total = total;
        });
        let mut response = Response::new(playback::body(steps, self.exchange, self.connection, self.releases));
        *response.status_mut() = status;
        *response.headers_mut() = headers;
        response
    }
}

impl Answer {
    /// An answer with one body and its length.
    pub(crate) fn plain(status: StatusCode, mut headers: HeaderMap, body: Bytes) -> Answer {
        headers.insert("content-length", HeaderValue::from(body.len()));
        let frames = if body.is_empty() { Vec::new() } else { vec![body] };
        Answer { status, headers, frames, streams: false }
    }

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

    pub(crate) fn header(&mut self, name: &'static str, value: Option<String>) {
        if let Some(value) = value.and_then(|value| HeaderValue::from_str(&value).ok()) {
            self.headers.insert(name, value);
        }
    }

    /// What a gateway in front of the service says when the service does not.
    fn page(status: u16) -> Answer {
        let reason = StatusCode::from_u16(status).ok().and_then(|status| status.canonical_reason()).unwrap_or("Error");
        let html = format!(
            "<html>\r\n<head><title>{status} {reason}</title></head>\r\n<body>\r\n<center><h1>{status} {reason}</h1></center>\r\n</body>\r\n</html>\r\n"
        );
        Answer::of(status, "text/html", html.into())
    }

    fn raw(fault: &Fault) -> Answer {
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

fn http_date(time: std::time::SystemTime) -> String {
    let time = aws_smithy_types::DateTime::from_secs(aws_smithy_types::DateTime::from(time).secs());
    time.fmt(aws_smithy_types::date_time::Format::HttpDate).unwrap_or_default()
}
