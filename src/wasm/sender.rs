//! The way out of a stream that goes both ways: the caller's events become signed frames, which
//! `pkg-template/engine/bidirectional.js` sends.

use std::rc::Rc;

use wasm_bindgen::prelude::wasm_bindgen;

use super::client::Shared;
use crate::credentials::Credentials;
use crate::http::Request;
use crate::pipeline::EventWriter;
use crate::sign::EventSigner;
use crate::sign::Scope;

/// Encodes and signs the events of one stream, in their order.
#[wasm_bindgen]
pub struct EventEncoder {
    writer: EventWriter,
    shared: Rc<Shared>,
}

impl EventEncoder {
    /// For the stream that this presigned request opens.
    pub(crate) fn new(request: &Request, credentials: &Credentials, scope: Scope<'_>, shared: Rc<Shared>) -> Self {
        Self { writer: EventWriter::new(EventSigner::new(request, credentials, scope)), shared }
    }
}

#[wasm_bindgen]
impl EventEncoder {
    /// The frame of the event of this name, whose payload is JSON; without a name the one that says that no event
    /// follows. Nothing, when it is longer than a frame may be.
    pub fn frame(&mut self, name: &str, payload: &[u8]) -> Option<Vec<u8>> {
        let now_ms = self.shared.now_ms();
        if name.is_empty() { self.writer.end(now_ms) } else { self.writer.event(name, payload, now_ms) }
    }
}

impl std::fmt::Debug for EventEncoder {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("EventEncoder").field("writer", &self.writer).finish_non_exhaustive()
    }
}
