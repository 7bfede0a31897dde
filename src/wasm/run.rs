//! A call under way. JavaScript polls it whenever the world has answered: a trap then rejects this call by itself, and a
//! call that is given up is freed with all that it holds.

use std::cell::RefCell;
use std::pin::Pin;
use std::rc::Rc;
use std::task::Context;
use std::task::Poll;
use std::task::Waker;

use js_sys::Date;
use wasm_bindgen::JsValue;
use wasm_bindgen::prelude::wasm_bindgen;

use super::object;
use crate::call::Client;
use crate::call::Job;
use crate::call::Reply;
use crate::error::Error;
use crate::pipeline::EventWriter;
use crate::sign::EventSigner;

/// A call under way.
#[wasm_bindgen]
pub struct Run {
    future: Pin<Box<dyn Future<Output = JsValue>>>,
    extras: Rc<RefCell<Extras>>,
}

/// What belongs to a reply and is not text.
#[derive(Default)]
pub(super) struct Extras {
    pub(super) frames: Option<Vec<u8>>,
    pub(super) encoder: Option<EventEncoder>,
}

impl Run {
    /// A call that has not begun. Its text, or its error, is what polling gives.
    pub(super) fn new<F>(call: impl FnOnce(Rc<RefCell<Extras>>) -> F) -> Self
    where
        F: Future<Output = Result<String, Error>> + 'static,
    {
        let extras = Rc::default();
        let future = call(Rc::clone(&extras));
        let future = Box::pin(async move {
            match future.await {
                Ok(text) => text.into(),
                Err(error) => object::error(&error),
            }
        });
        Self { future, extras }
    }
}

#[wasm_bindgen]
impl Run {
    /// Goes on as far as it can. Gives nothing while it waits for the world, the text of the reply when it has come to
    /// its end, or the error as an object. Not to be polled afterwards.
    pub fn poll(&mut self) -> JsValue {
        match self.future.as_mut().poll(&mut Context::from_waker(Waker::noop())) {
            Poll::Ready(said) => said,
            Poll::Pending => JsValue::UNDEFINED,
        }
    }

    /// The body of a reply that is streamed from here, once.
    pub fn frames(&self) -> Option<Vec<u8>> {
        self.extras.borrow_mut().frames.take()
    }

    /// The encoder of a stream that goes both ways, once.
    pub fn encoder(&self) -> Option<EventEncoder> {
        self.extras.borrow_mut().encoder.take()
    }
}

impl std::fmt::Debug for Run {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Run").finish_non_exhaustive()
    }
}

/// The way out of a stream that goes both ways: it encodes and signs the caller's events in their order, and
/// `pkg-template/engine/bidirectional.js` sends them.
#[wasm_bindgen]
#[derive(Debug)]
pub struct EventEncoder {
    writer: EventWriter,
    client: Rc<Client>,
}

impl EventEncoder {
    /// For the stream that the reply opens, if it sends events.
    pub(super) fn of(client: &Rc<Client>, job: &Job, reply: &Reply) -> Option<Self> {
        let (request, credentials) = reply.signed.as_ref().filter(|_| job.operation.sends_events())?;
        let writer = EventWriter::new(EventSigner::new(request, credentials, job.scope()));
        Some(Self { writer, client: client.clone() })
    }
}

#[wasm_bindgen]
impl EventEncoder {
    /// The frame of the event of this name, whose payload is JSON; without a name the frame after the last event.
    /// Nothing, when it is longer than a frame may be.
    pub fn frame(&mut self, name: &str, payload: &[u8]) -> Option<Vec<u8>> {
        let now_ms = self.client.service_time_ms(Date::now());
        if name.is_empty() { self.writer.end(now_ms) } else { self.writer.event(name, payload, now_ms) }
    }
}
