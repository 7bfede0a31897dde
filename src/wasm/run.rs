//! The calls that are under way. JavaScript polls a call whenever the world has answered: a trap then rejects that call
//! by itself, and a call that is given up is dropped with all that it holds.

use std::cell::RefCell;
use std::pin::Pin;
use std::rc::Rc;
use std::task::Context;
use std::task::Poll;
use std::task::Waker;

use wasm_bindgen::JsValue;
use wasm_bindgen::prelude::wasm_bindgen;

#[cfg(feature = "more")]
use super::more::EventEncoder;
use super::object;
use super::slots::Slots;
use crate::call::Secrets;
use crate::error::Error;

thread_local! {
    static RUNS: Slots<Run> = const { Slots::new() };
}

/// A call under way.
struct Run {
    /// Nothing while it is polled, and after its end.
    future: Option<Future>,
    extras: Rc<RefCell<Extras>>,
}

type Future = Pin<Box<dyn std::future::Future<Output = JsValue>>>;

/// The parts of a reply that are not text.
#[derive(Default)]
pub(super) struct Extras {
    /// Known until JavaScript ends the call, which for a stream is when that has ended.
    pub(super) secrets: Secrets,
    #[cfg(feature = "more")]
    pub(super) encoder: Option<EventEncoder>,
}

/// Adds a call that has not begun, and gives its number. Polling gives its text or its error.
pub(super) fn begin<F>(call: impl FnOnce(Rc<RefCell<Extras>>) -> F) -> usize
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
    RUNS.with(|runs| runs.add(Run { future: Some(future), extras }))
}

/// Goes on with a call as far as it can. Gives nothing while it waits for the world, the text of the reply when it has
/// come to its end, or the error as an object. Do not poll it afterwards.
#[wasm_bindgen]
pub fn poll(call: usize) -> JsValue {
    // Not in its slot while it is polled: a listener may begin another call.
    let future = RUNS.with(|runs| runs.with(call, |run| run.future.take()));
    let Some(mut future) = future.flatten() else { return JsValue::UNDEFINED };
    match future.as_mut().poll(&mut Context::from_waker(Waker::noop())) {
        Poll::Ready(said) => said,
        Poll::Pending => {
            RUNS.with(|runs| runs.with(call, |run| run.future = Some(future)));
            JsValue::UNDEFINED
        }
    }
}

/// Drops a call, whether or not it has come to its end.
#[wasm_bindgen]
pub fn end(call: usize) {
    drop(RUNS.with(|runs| runs.take(call)));
}

/// Takes a part of a reply that is not text.
#[cfg_attr(not(feature = "more"), expect(dead_code, reason = "all other replies are text"))]
pub(super) fn take_extra<T>(call: usize, take: impl FnOnce(&mut Extras) -> Option<T>) -> Option<T> {
    RUNS.with(|runs| runs.with(call, |run| take(&mut run.extras.borrow_mut()))).flatten()
}
