//! InvokeModelWithBidirectionalStream, both ways that AWS's SDKs go: an HTTP/2 request whose body and answer run at the
//! same time, and a WebSocket opened with a presigned URL, the browsers' way, each message of which is a frame.
//!
//! ```text
//! bytes ─> input: frames, signatures, events ─> talk ─> sonic: the model's own protocol ─> reply
//!                                                 └──> frames ─> playback ─> HTTP/2 body | websocket
//! ```

mod input;
mod sonic;
mod talk;
mod websocket;

use axum::body::Body;
use axum::extract::FromRequestParts;
use axum::extract::ws::WebSocketUpgrade;
use axum::http::Method;
use axum::http::Version;
use axum::http::request::Parts;
use axum::response::Response;
use futures_util::StreamExt;
use futures_util::TryStreamExt;

use crate::bedrock::received;
use crate::errors::ServiceError;
use crate::model;
use crate::operation::Route;
use crate::signature::Caller;
use crate::signature::EventChain;
use crate::signature::Payload;
use crate::turn::Turn;

use input::Input;
use talk::Talk;

/// The largest message and the largest frame that are read.
const MESSAGE_BYTES_MAX: usize = 2 * 1024 * 1024;

/// Answers a request of this operation; its body has not been read.
pub(crate) async fn handle(mut turn: Turn, route: &Route, mut parts: Parts, body: Body) -> Response {
    let by_websocket = parts.method == Method::GET;
    let payload = if by_websocket { Payload::Bytes(b"") } else { Payload::Events };
    let (caller, fault) = match turn.admit(&received(&parts, payload), Some(route)).await {
        Ok(admitted) => admitted,
        Err((answer, fault)) => return turn.send(answer, fault.as_ref()),
    };
    let chain = match check(&parts, &caller, route.label("modelId")) {
        Ok(chain) => chain,
        Err(refusal) => return turn.send(refusal.into(), fault.as_ref()),
    };
    let fault = fault.as_ref();
    let talk = |input| Talk::new(input, &turn, route.label("modelId")).frames();
    if !by_websocket {
        let bytes = body.into_data_stream().map_err(std::io::Error::other).boxed();
        let frames = talk(Input::new(bytes, chain, &turn));
        return turn.send_live(frames, fault);
    }
    match WebSocketUpgrade::from_request_parts(&mut parts, &()).await {
        Ok(upgrade) => {
            let (pump, bytes) = websocket::queue();
            let frames = talk(Input::new(bytes, chain, &turn));
            let upgrade = upgrade.max_message_size(MESSAGE_BYTES_MAX);
            turn.upgrade(upgrade, frames, fault, |socket, player| websocket::play(socket, player, pump))
        }
        Err(rejection) => {
            let refusal = ServiceError::framework(426, "UpgradeRequiredException", rejection.to_string());
            turn.send(refusal.into(), fault)
        }
    }
}

/// What cannot be had on this way, or with this model.
fn check(parts: &Parts, caller: &Caller, model_id: &str) -> Result<EventChain, ServiceError> {
    if parts.method == Method::POST && parts.version != Version::HTTP_2 {
        return Err(ServiceError::validation("InvokeModelWithBidirectionalStream requires HTTP/2."));
    }
    model::check(model_id)?;
    if !model::is_sonic(model_id) {
        return Err(ServiceError::validation("The model is unsupported for bidirectional streaming."));
    }
    EventChain::of(caller).ok_or_else(ServiceError::unknown_operation)
}
