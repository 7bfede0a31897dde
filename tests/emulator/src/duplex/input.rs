//! What comes in: bytes become signed frames, frames become the events inside them, one at a time and as they come.

use std::io;
use std::sync::Arc;
use std::sync::Mutex;

use aws_smithy_eventstream::frame::DecodedFrame;
use aws_smithy_eventstream::frame::MessageFrameDecoder;
use aws_smithy_eventstream::frame::read_message_from;
use aws_smithy_types::event_stream::Header;
use aws_smithy_types::event_stream::Message;
use base64::Engine;
use base64::engine::general_purpose::STANDARD;
use bytes::Bytes;
use bytes::BytesMut;
use futures_util::StreamExt;
use futures_util::stream::BoxStream;
use serde_json::Value;

use super::MESSAGE_BYTES_MAX;
use crate::errors::ServiceError;
use crate::session::Record;
use crate::session::Session;
use crate::session::lock;
use crate::signature::EventChain;
use crate::turn::Turn;

pub(super) struct Input {
    bytes: BoxStream<'static, io::Result<Bytes>>,
    decoder: MessageFrameDecoder,
    /// What has come and is no whole frame yet.
    buffer: BytesMut,
    chain: EventChain,
    session: Arc<Session>,
    record: Arc<Mutex<Record>>,
}

impl Input {
    pub(super) fn new(bytes: BoxStream<'static, io::Result<Bytes>>, chain: EventChain, turn: &Turn) -> Input {
        Input {
            bytes,
            decoder: MessageFrameDecoder::new(),
            buffer: BytesMut::new(),
            chain,
            session: turn.exchange.session.clone(),
            record: turn.exchange.record(),
        }
    }

    /// The next event of the model's own protocol, or `None` after the signed end.
    ///
    /// # Errors
    /// 400 or 403 for what is no frame, not rightly signed, or no event.
    pub(super) async fn next(&mut self) -> Result<Option<Value>, ServiceError> {
        let frame = self.frame().await?;
        let inner = self.chain.open(&frame, self.session.clock())?;
        if inner.is_empty() {
            return Ok(None);
        }
        let payload = event_payload(inner)?;
        lock(&self.record).keep_event(&String::from_utf8_lossy(&payload));
        serde_json::from_slice(&payload).map(Some).map_err(|error| malformed(&format!("no JSON: {error}")))
    }

    /// Reads to the end and forgets it, so that nobody has to write to a closed door.
    pub(super) async fn drain(mut self) {
        while let Some(Ok(_)) = self.bytes.next().await {}
    }

    async fn frame(&mut self) -> Result<Message, ServiceError> {
        loop {
            let decoded = self.decoder.decode_frame(&mut self.buffer);
            if let DecodedFrame::Complete(message) = decoded.map_err(|error| malformed(&error.to_string()))? {
                return Ok(message);
            }
            if self.buffer.len() > MESSAGE_BYTES_MAX {
                return Err(malformed(&format!("a frame of more than {MESSAGE_BYTES_MAX} bytes")));
            }
            match self.bytes.next().await {
                Some(Ok(bytes)) => {
                    lock(&self.record).count_bytes(bytes.len());
                    self.buffer.extend_from_slice(&bytes);
                }
                None => return Err(malformed("it ended without its signed end")),
                // The client has gone, and with it whoever waits for the answer: it will be dropped.
                Some(Err(_)) => std::future::pending().await,
            }
        }
    }
}

/// The bytes of the one kind of event there is: `chunk`, `{"bytes": "…"}`.
fn event_payload(mut encoded: Bytes) -> Result<Vec<u8>, ServiceError> {
    let event = read_message_from(&mut encoded).map_err(|error| malformed(&error.to_string()))?;
    let header = |name: &str| {
        let header = event.headers().iter().find(|header| header.name().as_str() == name).map(Header::value);
        header.and_then(|value| value.as_string().ok()).map(|value| value.as_str().to_owned()).unwrap_or_default()
    };
    if header(":message-type") != "event" || header(":event-type") != "chunk" {
        return Err(malformed("an event other than chunk"));
    }
    let payload: Value = serde_json::from_slice(event.payload())
        .map_err(|error| malformed(&format!("a chunk that is no JSON: {error}")))?;
    let bytes = payload["bytes"].as_str().ok_or_else(|| malformed("a chunk without bytes"))?;
    STANDARD.decode(bytes).map_err(|_| malformed("a chunk whose bytes are no base64"))
}

fn malformed(what: &str) -> ServiceError {
    ServiceError::validation(format!("The event stream of the request cannot be read: {what}."))
}
