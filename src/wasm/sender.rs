//! The way out of a stream that goes both ways: the caller's events become signed frames, which
//! `pkg-template/bidirectional.js` sends.

use js_sys::Date;
use wasm_bindgen::prelude::wasm_bindgen;

use crate::credentials::Credentials;
use crate::http::Request;
use crate::pipeline::EventWriter;
use crate::sign::EventSigner;
use crate::sign::Scope;

/// Encodes and signs the events of one stream, in their order.
#[wasm_bindgen]
#[derive(Debug)]
pub struct EventEncoder {
    writer: EventWriter,
}

impl EventEncoder {
    /// For the stream that this presigned request opens.
    pub(crate) fn new(request: &Request, credentials: &Credentials, scope: Scope<'_>) -> Self {
        Self { writer: EventWriter::new(EventSigner::new(request, credentials, scope)) }
    }
}

#[wasm_bindgen]
impl EventEncoder {
    /// The frame of the event of this name, whose payload is JSON; without a name the one that says that no event
    /// follows. Nothing, when it is longer than a frame may be.
    pub fn frame(&mut self, name: &str, payload: &[u8]) -> Option<Vec<u8>> {
        let now_ms = Date::now();
        if name.is_empty() { self.writer.end(now_ms) } else { self.writer.event(name, payload, now_ms) }
    }
}
