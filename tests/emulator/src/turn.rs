//! One request being answered: whether it may go on, what goes wrong at its head, and the response that its answer
//! becomes.

use std::sync::Arc;
use std::time::Duration;

use axum::body::Body;
use axum::extract::ws::WebSocket;
use axum::extract::ws::WebSocketUpgrade;
use axum::http::HeaderMap;
use axum::http::HeaderValue;
use axum::http::StatusCode;
use axum::response::Response;
use bytes::Bytes;
use futures_util::StreamExt;
use futures_util::stream;
use futures_util::stream::BoxStream;

use crate::answer::Answer;
use crate::connection::Connection;
use crate::cors;
use crate::errors::ServiceError;
use crate::errors::default_message;
use crate::errors::name_for_status;
use crate::exchange::Exchange;
use crate::fault::Fault;
use crate::operation::Route;
use crate::playback::Player;
use crate::playback::Script;
use crate::server::Service;
use crate::session::Releases;
use crate::signature;
use crate::signature::Caller;
use crate::signature::Received;

pub(crate) struct Turn {
    pub(crate) service: Arc<Service>,
    pub(crate) connection: Connection,
    pub(crate) exchange: Exchange,
    pub(crate) releases: Releases,
}

/// An answer that comes before the operation is asked, and the fault that ordered it.
type Refusal = (Answer, Option<Fault>);

impl Turn {
    pub(crate) fn preflight(&self, headers: &HeaderMap) -> Answer {
        if !self.exchange.session.has_cors() {
            return Answer::plain(StatusCode::FORBIDDEN, HeaderMap::new(), Bytes::new());
        }
        Answer::plain(StatusCode::OK, cors::preflight_headers(headers), Bytes::new())
    }

    /// Checks the signature, and takes the next fault for a request whose signature is right.
    pub(crate) async fn admit(
        &mut self,
        received: &Received<'_>,
        route: Option<&Route>,
    ) -> Result<(Caller, Option<Fault>), Refusal> {
        let refused = |refusal: ServiceError| (Answer::from(refusal), None);
        let caller = signature::verify(received, self.exchange.session.clock()).map_err(refused)?;
        if let Some(route) = route {
            route.check_caller(&caller).map_err(refused)?;
        }
        let fault = self.exchange.session.next_fault();
        match self.fault_at_head(fault.as_ref()).await {
            Some(answer) => Err((answer, fault)),
            None => Ok((caller, fault)),
        }
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
            Fault::Raw { .. } => fault.map(Answer::raw),
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

    /// The response of an answer that is complete.
    pub(crate) fn send(self, mut answer: Answer, fault: Option<&Fault>) -> Response {
        if fault.is_some_and(Fault::cuts_the_body) {
            // The body will be shorter than announced, and the server would not send it at all then.
            answer.headers.remove("content-length");
        }
        let frames = stream::iter(std::mem::take(&mut answer.frames)).boxed();
        self.send_frames(answer, frames, fault)
    }

    /// The response of an answer whose events are still to come.
    pub(crate) fn send_live(self, frames: BoxStream<'static, Bytes>, fault: Option<&Fault>) -> Response {
        self.send_frames(Answer::stream(Vec::new()), frames, fault)
    }

    /// The response that makes a WebSocket of the connection. `play` is given the socket and what to play on it.
    pub(crate) fn upgrade<F>(
        self,
        upgrade: WebSocketUpgrade,
        frames: BoxStream<'static, Bytes>,
        fault: Option<&Fault>,
        play: impl FnOnce(WebSocket, Player) -> F + Send + 'static,
    ) -> Response
    where
        F: Future<Output = ()> + Send + 'static,
    {
        let script = match Script::new(fault, self.pace(fault), true) {
            Ok(script) => script,
            Err(error) => return self.send(error.into(), None),
        };
        let mut headers = HeaderMap::new();
        self.add_common(&mut headers, StatusCode::SWITCHING_PROTOCOLS);
        let player = Player::new(script, frames, self.exchange, self.connection, self.releases);
        let mut response = upgrade.on_upgrade(move |socket| play(socket, player));
        response.headers_mut().extend(headers);
        response
    }

    fn send_frames(self, answer: Answer, frames: BoxStream<'static, Bytes>, fault: Option<&Fault>) -> Response {
        let Answer { status, mut headers, streams, .. } = answer;
        let pace = if streams { self.pace(fault) } else { Duration::ZERO };
        let script = match Script::new(fault, pace, streams) {
            Ok(script) => script,
            Err(error) => return self.send(error.into(), None),
        };
        self.exchange.note(|record| record.events.total = frames.size_hint().0);
        self.add_common(&mut headers, status);
        let player = Player::new(script, frames, self.exchange, self.connection, self.releases);
        let mut response = Response::new(Body::from_stream(player.play()));
        *response.status_mut() = status;
        *response.headers_mut() = headers;
        response
    }

    fn pace(&self, fault: Option<&Fault>) -> Duration {
        Duration::from_millis(match fault {
            Some(Fault::Slow { token_ms }) => *token_ms,
            _ => self.exchange.session.options.token_ms.unwrap_or(self.service.token_ms),
        })
    }

    /// The headers that every response has.
    fn add_common(&self, headers: &mut HeaderMap, status: StatusCode) {
        let session = &self.exchange.session;
        if session.has_cors() {
            headers.extend(cors::response_headers());
        }
        if let Ok(id) = HeaderValue::from_str(&self.service.request_id()) {
            headers.insert("x-amzn-requestid", id);
        }
        if let Ok(date) = HeaderValue::from_str(&http_date(session.now())) {
            headers.insert("date", date);
        }
        self.exchange.note(|record| record.status = Some(status.as_u16()));
    }
}

fn http_date(time: std::time::SystemTime) -> String {
    let time = aws_smithy_types::DateTime::from_secs(aws_smithy_types::DateTime::from(time).secs());
    time.fmt(aws_smithy_types::date_time::Format::HttpDate).unwrap_or_default()
}
