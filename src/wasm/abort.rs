//! One attempt's end: whatever comes first of the answer, the time-out and the caller's signal. Dropping a [`Guard`]
//! takes its timer and listener back.

use std::cell::Cell;
use std::rc::Rc;

use js_sys::Array;
use js_sys::Function;
use js_sys::Promise;
use wasm_bindgen::JsCast;
use wasm_bindgen::JsValue;
use wasm_bindgen::closure::Closure;
use wasm_bindgen::prelude::wasm_bindgen;
use wasm_bindgen_futures::JsFuture;
use web_sys::AbortController;
use web_sys::AbortSignal;

use super::error::Failure;
use crate::error::Error;
use crate::error::Kind;

#[wasm_bindgen(module = "/pkg-template/engine/timers.js")]
extern "C" {
    #[wasm_bindgen(js_name = startTimer)]
    fn start_timer(milliseconds: u32, callback: &Closure<dyn FnMut()>) -> u32;
    #[wasm_bindgen(js_name = stopTimer)]
    fn stop_timer(id: u32);
}

/// Guards what is raced with it.
pub(crate) struct Guard {
    controller: AbortController,
    interruption: Rc<Cell<Option<Interruption>>>,
    /// Resolves, never rejects: a rejection that nobody waits for would be reported as unhandled.
    interrupted: Promise,
    signal: Option<AbortSignal>,
    listener: Closure<dyn FnMut()>,
    _timer: Option<Timer>,
}

#[derive(Clone, Copy)]
enum Interruption {
    Timeout(u32),
    Signal,
}

impl Guard {
    /// `timeout_ms` of 0 means no limit.
    pub(crate) fn new(signal: Option<&AbortSignal>, timeout_ms: u32) -> Result<Self, Failure> {
        Self::start(signal, timeout_ms)
            .map_err(|thrown| Failure::caused_by(Error::input("This runtime has no AbortController."), thrown))
    }

    fn start(signal: Option<&AbortSignal>, timeout_ms: u32) -> Result<Self, JsValue> {
        let controller = AbortController::new()?;
        let interruption = Rc::new(Cell::new(None));
        let mut resolve = None;
        let interrupted = Promise::new(&mut |resolve_function, _| resolve = Some(resolve_function));
        let interrupt = Interrupt { controller: controller.clone(), interruption: interruption.clone(), resolve };
        let timer = (timeout_ms > 0).then(|| {
            let interrupt = interrupt.clone();
            Timer::start(timeout_ms, move || interrupt.now(Interruption::Timeout(timeout_ms)))
        });
        let already_aborted = signal.is_some_and(AbortSignal::aborted);
        if already_aborted {
            interrupt.now(Interruption::Signal);
        }
        let listener = Closure::new(move || interrupt.now(Interruption::Signal));
        if let Some(signal) = signal {
            signal.add_event_listener_with_callback("abort", listener.as_ref().unchecked_ref())?;
        }
        Ok(Self { controller, interruption, interrupted, signal: signal.cloned(), listener, _timer: timer })
    }

    /// What fetch is told to listen to. The caller's own signal is never passed on: its reason may be anything.
    pub(crate) fn controller(&self) -> &AbortController {
        &self.controller
    }

    /// Waits for what was started, but no longer than the guard allows; whether it ended so is for [`Guard::check`] to
    /// say. (One `async fn` for both would be inlined with its whole state machine wherever something is awaited.)
    pub(crate) fn race(&self, started: Result<Promise, JsValue>) -> JsFuture {
        let promise = started.unwrap_or_else(|thrown| Promise::reject(&thrown));
        JsFuture::from(Promise::race(&Array::of2(&promise, &self.interrupted)))
    }

    /// Waits for the time-out, which is no error here, or for the signal, which is.
    pub(crate) async fn elapse(&self) -> Result<(), Failure> {
        let _ = JsFuture::from(self.interrupted.clone()).await;
        self.check().or_else(|failure| if failure.error.kind() == Kind::Timeout { Ok(()) } else { Err(failure) })
    }

    /// The error of an interruption, if there was one.
    pub(crate) fn check(&self) -> Result<(), Failure> {
        match self.interruption.get() {
            None => Ok(()),
            Some(Interruption::Timeout(ms)) => Err(Error::new(
                Kind::Timeout,
                format!("No answer within {ms} ms. Send the request again, or pass a longer `timeout` (0 for none)."),
            )
            .into()),
            Some(Interruption::Signal) => Err(Failure::caused_by(
                Error::new(Kind::Abort, "The request was aborted by its signal."),
                self.signal.as_ref().map_or(JsValue::UNDEFINED, AbortSignal::reason),
            )),
        }
    }
}

impl Drop for Guard {
    fn drop(&mut self) {
        if let Some(signal) = &self.signal {
            let _ = signal.remove_event_listener_with_callback("abort", self.listener.as_ref().unchecked_ref());
        }
    }
}

/// A timer, taken back on drop.
struct Timer {
    id: u32,
    _callback: Closure<dyn FnMut()>,
}

impl Timer {
    fn start(milliseconds: u32, callback: impl FnMut() + 'static) -> Self {
        let callback = Closure::new(callback);
        Self { id: start_timer(milliseconds, &callback), _callback: callback }
    }
}

impl Drop for Timer {
    fn drop(&mut self) {
        stop_timer(self.id);
    }
}

#[derive(Clone)]
struct Interrupt {
    controller: AbortController,
    interruption: Rc<Cell<Option<Interruption>>>,
    resolve: Option<Function>,
}

impl Interrupt {
    fn now(&self, interruption: Interruption) {
        if self.interruption.get().is_none() {
            self.interruption.set(Some(interruption));
            self.controller.abort();
            if let Some(resolve) = &self.resolve {
                let _ = resolve.call0(&JsValue::UNDEFINED);
            }
        }
    }
}
