//! A signed request goes out by fetch, and the head of the response comes back.
//!
//! `gloo-net` holds headers and reads heads; the call itself is ours, because its `send` panics on a rejection that is
//! no `Error` and cannot take a caller's own `fetch`.

use gloo_net::http::Headers;
use gloo_net::http::Response;
use js_sys::Function;
use js_sys::Promise;
use js_sys::Reflect;
use js_sys::Uint8Array;
use wasm_bindgen::JsCast;
use wasm_bindgen::JsValue;
use web_sys::RequestCredentials;
use web_sys::RequestInit;
use web_sys::RequestRedirect;

use super::abort::Guard;
use super::error::Failure;
use super::error::get;
use crate::error::Error;
use crate::error::Kind;
use crate::http::Head;
use crate::http::Request;

/// Sends the request. Without a `custom` one, the runtime's fetch is looked up for each call: tools patch it.
pub(crate) async fn fetch(
    custom: Option<&Function>,
    request: &Request,
    body: &Uint8Array,
    guard: &Guard,
) -> Result<web_sys::Response, Failure> {
    let global = js_sys::global();
    let function = match custom {
        Some(function) => function.clone(),
        None => Reflect::get(&global, &"fetch".into())
            .ok()
            .and_then(|fetch| fetch.dyn_into().ok())
            .ok_or_else(|| Error::input("This runtime has no fetch. Pass one: new Bedrock({ fetch, … })."))?,
    };
    let init = init(request, body, guard)?;
    let started = function.call2(&JsValue::UNDEFINED, &request.url().into(), &init);
    let answer = guard.race(started.map(|promise| Promise::resolve(&promise))).await;
    guard.check()?;
    let response = answer.map_err(|thrown| unreachable(request, thrown))?;
    if !is_response(&response) {
        return Err(Error::input(
            "The `fetch` that was passed did not resolve to a Response. Return what the runtime's fetch returns.",
        )
        .into());
    }
    // Not `dyn_into`: a Response of another realm, or a mocked one, is as good.
    Ok(response.unchecked_into())
}

/// Status and headers.
pub(crate) fn head(response: &web_sys::Response) -> Head {
    let response = Response::from(Clone::clone(response));
    Head { status: response.status(), headers: response.headers().entries().collect() }
}

fn init(request: &Request, body: &Uint8Array, guard: &Guard) -> Result<RequestInit, Failure> {
    let headers = Headers::new();
    for (name, value) in &request.headers {
        headers.set(name, value);
    }
    let init = RequestInit::new();
    init.set_method(request.method);
    init.set_headers(&headers.into_raw());
    // Fetch refuses a GET with a body, even an empty one.
    if request.method != "GET" {
        init.set_body(body);
    }
    init.set_signal(Some(&guard.controller().signal()));
    // A redirect would carry the signature and the session token to wherever it points.
    init.set_redirect(RequestRedirect::Manual);
    if has_cookies() {
        init.set_credentials(RequestCredentials::Omit);
    }
    Ok(init)
}

/// Workers without cookies refuse to be told to leave them out.
fn has_cookies() -> bool {
    let prototype = Reflect::get(&js_sys::global(), &"Request".into())
        .and_then(|request| Reflect::get(&request, &"prototype".into()))
        .unwrap_or_default();
    prototype.is_object() && Reflect::has(&prototype, &"credentials".into()).unwrap_or(false)
}

/// Whether it has what [`head`] takes from it: a mock that has not would throw where nothing catches it.
fn is_response(value: &JsValue) -> bool {
    value.is_object() && get(value, "status").as_f64().is_some() && get(&get(value, "headers"), "entries").is_function()
}

fn unreachable(request: &Request, thrown: JsValue) -> Failure {
    let said =
        |name: &str| Reflect::get(&thrown, &name.into()).ok().and_then(|value| value.as_string()).unwrap_or_default();
    let (name, message) = if thrown.is_object() { (said("name"), said("message")) } else { Default::default() };
    let error = if name == "AbortError" {
        Error::new(Kind::Abort, "fetch aborted the request by itself.")
    } else {
        let message = if message.is_empty() { "fetch failed".to_owned() } else { message };
        // What takes fetch's place for a WebSocket has other advice, and brings it.
        let advice = if name == "WebSocketError" { "" } else { ADVICE };
        Error::new(Kind::Connection, format!("Could not reach {}: {message}{advice}", request.origin))
    };
    Failure::caused_by(error, thrown)
}

const ADVICE: &str =
    ". Check the network and the region; in a browser, also that the endpoint allows this page (CORS).";
