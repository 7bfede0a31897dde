//! What can be seen of a client from outside: its log and the caller's hooks. Secrets are gone before anything gets
//! here.

use js_sys::Function;
use js_sys::Object;
use wasm_bindgen::JsCast;
use wasm_bindgen::JsValue;

use super::error::Failure;
use super::error::get;
use super::error::set;
use super::options::Options;
use crate::bedrock::operation::Operation;
use crate::error::Error;
use crate::http::Head;
use crate::http::Request;

/// A client's log and hooks.
pub(crate) struct Observer {
    logger: JsValue,
    level: usize,
    on_request: Option<Function>,
    on_response: Option<Function>,
    on_retry: Option<Function>,
    on_warning: Option<Function>,
}

/// One attempt of a call, as logs and hooks name it.
pub(crate) struct Attempt<'a> {
    pub(crate) operation: &'static Operation,
    pub(crate) model_id: Option<&'a str>,
    /// From 1.
    pub(crate) number: u32,
}

impl Observer {
    pub(crate) fn new(options: &Options<'_>) -> Result<Self, Error> {
        let expected = "\"off\", \"error\", \"warn\", \"info\" or \"debug\"";
        let level = match options.data("logLevel", JsValue::as_string, expected)? {
            None => WARN,
            Some(name) => {
                let level = LEVELS.iter().position(|level| *level == name);
                level.ok_or_else(|| Error::input(format!("logLevel is not one of {expected}. Pass one.")))?
            }
        };
        let console = || get(&js_sys::global(), "console");
        Ok(Self {
            logger: options.value("logger").unwrap_or_else(console),
            level,
            on_request: options.function("onRequest")?,
            on_response: options.function("onResponse")?,
            on_retry: options.function("onRetry")?,
            on_warning: options.function("onWarning")?,
        })
    }

    /// Tells the caller of something that would else be lost silently.
    pub(crate) fn warn(&self, code: &str, message: &str) {
        self.warn_because(code, message, &JsValue::UNDEFINED);
    }

    /// The same, with what was thrown.
    pub(crate) fn warn_because(&self, code: &str, message: &str, cause: &JsValue) {
        if self.on_warning.is_none() {
            return self.log(WARN, message, cause);
        }
        let warning = warning(code, message);
        if !cause.is_undefined() {
            set(&warning, "cause", cause);
        }
        self.call("onWarning", self.on_warning.as_ref(), &warning);
    }

    pub(crate) fn request(&self, attempt: &Attempt<'_>, request: &Request) {
        if self.on_request.is_none() && self.level < DEBUG {
            return;
        }
        let event = attempt.event();
        let headers = object(request.redacted_headers());
        // Without the query: what a caller adds to it may be a secret.
        let url = format!("{}{}", request.origin, request.path);
        set(&event, "method", &request.method.into());
        set(&event, "url", &url.as_str().into());
        set(&event, "headers", &headers);
        self.call("onRequest", self.on_request.as_ref(), &event);
        self.log(DEBUG, &format!("{attempt}: {} {url}", request.method), &headers);
    }

    /// The head of a response came `latency_ms` after the request was sent.
    pub(crate) fn response(&self, attempt: &Attempt<'_>, head: &Head, latency_ms: u32) {
        if self.on_response.is_none() && self.level < INFO {
            return;
        }
        let event = attempt.event();
        let headers = object(head.headers.iter().map(|(name, value)| (name.as_str(), value.as_str())));
        set(&event, "status", &head.status.into());
        set(&event, "requestId", &head.request_id().into());
        set(&event, "headers", &headers);
        set(&event, "latencyMs", &latency_ms.into());
        self.call("onResponse", self.on_response.as_ref(), &event);
        let id = head.request_id().unwrap_or("unknown");
        let headers = if self.level < DEBUG { &JsValue::UNDEFINED } else { headers.as_ref() };
        self.log(INFO, &format!("{attempt}: {} after {latency_ms} ms, request id {id}", head.status), headers);
    }

    /// An attempt failed, and another will be made in `delay_ms`.
    pub(crate) fn retry(&self, attempt: &Attempt<'_>, failure: &Failure, delay_ms: u32) {
        if self.on_retry.is_none() && self.level < INFO {
            return;
        }
        let event = attempt.event();
        set(&event, "delayMs", &delay_ms.into());
        set(&event, "error", &failure.clone().into());
        self.call("onRetry", self.on_retry.as_ref(), &event);
        let message = failure.error.message();
        self.log(INFO, &format!("{attempt}: next attempt in {delay_ms} ms. {message}"), &JsValue::UNDEFINED);
    }

    /// A hook that throws must not break the call.
    fn call(&self, name: &str, hook: Option<&Function>, event: &Object) {
        if let Some(Err(thrown)) = hook.map(|hook| hook.call1(&JsValue::UNDEFINED, event)) {
            self.log(ERROR, &format!("{name} threw an error, which is ignored."), &thrown);
        }
    }

    fn log(&self, level: usize, message: &str, details: &JsValue) {
        let Some(name) = LEVELS.get(level).filter(|_| level <= self.level) else {
            return;
        };
        let method = get(&self.logger, name);
        if let Some(method) = method.dyn_ref::<Function>() {
            let message = JsValue::from(format!("bedrock-wasm: {message}"));
            let _ = if details.is_undefined() {
                method.call1(&self.logger, &message)
            } else {
                method.call2(&self.logger, &message, details)
            };
        }
    }
}

impl Attempt<'_> {
    fn event(&self) -> Object {
        let event = Object::new();
        set(&event, "operation", &self.operation.name.into());
        set(&event, "modelId", &self.model_id.into());
        set(&event, "attempt", &self.number.into());
        event
    }
}

impl std::fmt::Display for Attempt<'_> {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str(self.operation.name)?;
        if let Some(id) = self.model_id {
            write!(f, " {id}")?;
        }
        write!(f, ", attempt {}", self.number)
    }
}

/// A warning as hooks and results have it.
pub(crate) fn warning(code: &str, message: &str) -> Object {
    object([("code", code), ("message", message)].into_iter())
}

fn object<'a>(entries: impl Iterator<Item = (&'a str, &'a str)>) -> Object {
    let object = Object::new();
    for (name, value) in entries {
        set(&object, name, &value.into());
    }
    object
}

/// `off`, then the names of a logger's methods, each of which logs what those before it do, and more.
const LEVELS: [&str; 5] = ["off", "error", "warn", "info", "debug"];
const ERROR: usize = 1;
const WARN: usize = 2;
const INFO: usize = 3;
const DEBUG: usize = 4;
