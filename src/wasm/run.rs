//! The calls of a client that are under way. JavaScript polls a call whenever the world has answered: a trap then rejects
//! that call by itself, and a call that is given up is dropped with all that it holds.
//!
//! A call is a number to JavaScript: an object of its own would be registered with the garbage collector each time.

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

/// Calls under way, by their numbers.
#[derive(Default)]
pub(super) struct Runs(RefCell<Vec<Option<Run>>>);

/// A call under way.
struct Run {
    /// Nothing while it is polled, and after its end.
    future: Option<Future>,
    extras: Rc<RefCell<Extras>>,
}

type Future = Pin<Box<dyn std::future::Future<Output = JsValue>>>;

/// What belongs to a reply and is not text.
#[derive(Default)]
pub(super) struct Extras {
    #[cfg(feature = "openai")]
    pub(super) frames: Option<Vec<u8>>,
    pub(super) encoder: Option<EventEncoder>,
}

impl Runs {
    /// Adds a call that has not begun. Its text, or its error, is what polling gives.
    pub(super) fn add<F>(&self, call: impl FnOnce(Rc<RefCell<Extras>>) -> F) -> usize
    where
        F: std::future::Future<Output = Result<String, Error>> + 'static,
    {
        let extras = Rc::default();
        let future = call(Rc::clone(&extras));
        let future = Box::pin(async move {
            match future.await {
                Ok(text) => text.into(),
                Err(error) => object::error(&error),
            }
        });
        self.insert(Run { future: Some(future), extras })
    }

    #[inline(never)]
    fn insert(&self, run: Run) -> usize {
        let mut runs = self.0.borrow_mut();
        let free = runs.iter().position(Option::is_none);
        match free.and_then(|number| Some((number, runs.get_mut(number)?))) {
            Some((number, place)) => {
                *place = Some(run);
                number
            }
            None => {
                runs.push(Some(run));
                runs.len().saturating_sub(1)
            }
        }
    }

    /// Goes on with a call as far as it can. Gives nothing while it waits for the world, the text of the reply when it
    /// has come to its end, or the error as an object.
    pub(super) fn poll(&self, number: usize) -> JsValue {
        // Not borrowed while it is polled: a listener may begin another call.
        let Some(mut future) = self.with(number, |run| run.future.take()).flatten() else { return JsValue::UNDEFINED };
        match future.as_mut().poll(&mut Context::from_waker(Waker::noop())) {
            Poll::Ready(said) => said,
            Poll::Pending => {
                self.with(number, |run| run.future = Some(future));
                JsValue::UNDEFINED
            }
        }
    }

    /// Drops a call.
    pub(super) fn end(&self, number: usize) {
        let ended = self.0.borrow_mut().get_mut(number).and_then(Option::take);
        drop(ended);
    }

    #[cfg(feature = "openai")]
    pub(super) fn frames(&self, number: usize) -> Option<Vec<u8>> {
        self.with(number, |run| run.extras.borrow_mut().frames.take()).flatten()
    }

    pub(super) fn encoder(&self, number: usize) -> Option<EventEncoder> {
        self.with(number, |run| run.extras.borrow_mut().encoder.take()).flatten()
    }

    fn with<T>(&self, number: usize, action: impl FnOnce(&mut Run) -> T) -> Option<T> {
        self.0.borrow_mut().get_mut(number).and_then(Option::as_mut).map(action)
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
