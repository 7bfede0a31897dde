//! The core's error becomes a real JavaScript `Error` of the right class. There is no other way out for an error.

use js_sys::Object;
use js_sys::Reflect;
use wasm_bindgen::JsCast;
use wasm_bindgen::JsValue;
use wasm_bindgen::prelude::wasm_bindgen;

use crate::attempts::may_succeed_later;
use crate::error::Error;
use crate::error::Kind;
use crate::pipeline;

#[wasm_bindgen(module = "/pkg-template/client/errors.js")]
extern "C" {
    #[wasm_bindgen(js_name = createError)]
    fn create_error(class: &str, message: &str, fields: &Object, cause: &JsValue) -> JsValue;
    type BedrockError;
    #[wasm_bindgen(method, getter)]
    fn message(this: &BedrockError) -> String;
}

/// A failure on its way to JavaScript: the core's error, and what JavaScript threw, if it threw something.
#[derive(Clone, Debug)]
pub(crate) struct Failure {
    pub(crate) error: Error,
    pub(crate) cause: JsValue,
}

impl Failure {
    pub(crate) fn caused_by(error: Error, cause: JsValue) -> Self {
        Self { error, cause }
    }

    /// A function of the caller's that was to get `what` threw. Our own errors say no secret, and what to do; others
    /// are only the cause.
    pub(crate) fn of_provider(what: &str, thrown: JsValue) -> Self {
        let why = thrown.dyn_ref::<BedrockError>().map(BedrockError::message);
        let why = why.as_deref().unwrap_or("see the cause.");
        Self::caused_by(Error::credentials(format!("The `{what}` function failed: {why}")), thrown)
    }
}

impl From<Error> for Failure {
    fn from(error: Error) -> Self {
        Self { error, cause: JsValue::UNDEFINED }
    }
}

impl From<Failure> for JsValue {
    fn from(failure: Failure) -> Self {
        let Failure { error, cause } = failure;
        let fields = Object::new();
        set(&fields, "retryable", &may_succeed_later(&error).into());
        if let Some(reply) = error.reply() {
            set(&fields, "status", &reply.status.into());
            set(&fields, "code", &reply.code.as_deref().into());
            set(&fields, "requestID", &reply.request_id.as_deref().into());
            set(&fields, "body", &reply.body.as_str().into());
            // An array of pairs. Whole structs cost three times as much code.
            set(&fields, "headers", &serde_wasm_bindgen::to_value(&reply.headers).unwrap_or_default());
        }
        create_error(error.class(), error.message(), &fields, &cause)
    }
}

/// A property, or `undefined` where there is none or it cannot be read.
pub(crate) fn get(object: &JsValue, name: &str) -> JsValue {
    Reflect::get(object, &name.into()).unwrap_or_default()
}

/// Sets a property of an object that was made here, which cannot fail.
pub(crate) fn set(object: &Object, name: &str, value: &JsValue) {
    let _ = Reflect::set(object, &name.into(), value);
}

/// The error of a stream that broke on JavaScript's side of the boundary. `reason` is `idle`, `aborted`, `json`,
/// `bodiless` or `connection`.
#[wasm_bindgen(js_name = streamError)]
pub fn stream_error(reason: &str, cause: JsValue) -> JsValue {
    let error = match reason {
        "idle" => Error::new(
            Kind::Timeout,
            "No piece of the stream arrived within streamIdleTimeout. Send the request again, or pass a longer streamIdleTimeout (0 for none).",
        ),
        "aborted" => Error::new(Kind::Abort, "The stream was aborted by its signal."),
        "json" => Error::protocol("The stream has an event whose payload is not JSON."),
        "bodiless" => Error::new(
            Kind::Connection,
            "The response of `fetch` has no body that can be read in pieces, as in React Native. Pass a `fetch` whose responses have one, or leave streams out.",
        ),
        _ => pipeline::broken_off(),
    };
    Failure::caused_by(error, cause).into()
}
