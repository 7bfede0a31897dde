//! Events on their way to the service: each is a frame inside of a frame that carries its signature.

use crate::eventstream::HeaderBlock;
use crate::eventstream::encode_frame;
use crate::sign::EventSigner;

/// Writes an eventstream: events in, signed frames out. The other direction of [`EventReader`](super::EventReader).
#[derive(Debug)]
pub struct EventWriter {
    signer: EventSigner,
}

impl EventWriter {
    /// A writer of the stream whose request this signer begins with.
    pub fn new(signer: EventSigner) -> Self {
        Self { signer }
    }

    /// The event of this name, whose payload is JSON. `now_ms` is milliseconds since 1970.
    ///
    /// `None` when it is longer than a frame may be, by [`encode_frame`]. No other can follow then.
    pub fn event(&mut self, name: &str, payload: &[u8], now_ms: f64) -> Option<Vec<u8>> {
        let headers = HeaderBlock::default()
            .string(":event-type", name)
            .string(":message-type", "event")
            .string(":content-type", "application/json");
        self.signed(&encode_frame(&headers, payload)?, now_ms)
    }

    /// The frame after the last event, which ends the stream: a signature around nothing.
    pub fn end(&mut self, now_ms: f64) -> Option<Vec<u8>> {
        self.signed(&[], now_ms)
    }

    fn signed(&mut self, event: &[u8], now_ms: f64) -> Option<Vec<u8>> {
        // With its milliseconds, as the AWS SDK for JavaScript sends it. The signed time beside it has seconds only.
        let date = HeaderBlock::default().timestamp(":date", now_ms as i64);
        let signature = self.signer.sign(date.as_bytes(), event, now_ms);
        encode_frame(&date.byte_array(":chunk-signature", &signature), event)
    }
}
