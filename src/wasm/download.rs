//! Images and files at addresses on the web, which Bedrock does not open: fetched here if the caller wants that.

use js_sys::Array;
use js_sys::Object;
use js_sys::Promise;
use wasm_bindgen::JsCast;
use wasm_bindgen::JsValue;
use wasm_bindgen::prelude::wasm_bindgen;
use web_sys::AbortSignal;

use super::abort::Guard;
use super::client::Shared;
use super::error::Failure;
use super::error::get;
use super::observe::Observer;
use super::options::Options;
use crate::error::Error;
use crate::json::Value;
use crate::translate;

#[wasm_bindgen(module = "/pkg-template/engine/download.js")]
extern "C" {
    /// Resolves to `{ type, bytes }`.
    #[wasm_bindgen(catch)]
    fn download(address: &str, options: &JsValue, signal: &AbortSignal) -> Result<Promise, JsValue>;
}

#[wasm_bindgen(module = "/pkg-template/engine/json.js")]
extern "C" {
    #[wasm_bindgen(js_name = toBase64)]
    fn to_base64(bytes: &JsValue) -> String;
}

/// Everything on the web that the request shows the model, each with its address. Nothing without `fetchImages`.
pub(crate) async fn all(
    shared: &Shared,
    request: &Value<'_>,
    options: &Options<'_>,
) -> Result<Vec<(String, String)>, Failure> {
    let wish = options.value("fetchImages").or_else(|| shared.models.fetch_images.clone());
    let Some(wish) = wish.filter(|wish| wish.as_bool() != Some(false)) else { return Ok(Vec::new()) };
    let wish = settings(wish, &shared.observer)?;
    let addresses = translate::addresses(request);
    if addresses.is_empty() {
        return Ok(Vec::new());
    }
    let signal = options.signal()?;
    let guard = Guard::new(signal.as_ref(), TIMEOUT_MS)?;
    let started: Result<Array, JsValue> =
        addresses.iter().map(|address| download(address, &wish, &guard.controller().signal())).collect();
    let fetched = guard.race(started.map(|all| Promise::all(&all))).await;
    // What one of them failed with says more than that the others were stopped for it.
    guard.check()?;
    let fetched = fetched.map_err(|thrown| {
        guard.controller().abort();
        let why = get(&thrown, "message").as_string().unwrap_or_default();
        Failure::caused_by(Error::input(format!("`fetchImages`: {why}")), thrown)
    })?;
    let files = Array::from(&fetched);
    Ok(addresses.into_iter().zip(files.iter().map(|file| data_url(&file))).collect())
}

fn data_url(file: &JsValue) -> String {
    let media_type = get(file, "type").as_string().filter(|media_type| !media_type.is_empty());
    let media_type = media_type.as_deref().unwrap_or("application/octet-stream");
    format!("data:{media_type};base64,{}", to_base64(&get(file, "bytes")))
}

/// `true`, or an object of settings.
fn settings(wish: JsValue, observer: &Observer) -> Result<JsValue, Error> {
    if wish.as_bool() == Some(true) {
        return Ok(Object::new().into());
    }
    if wish.dyn_ref::<Object>().is_none() || Array::is_array(&wish) {
        return Err(Error::input("fetchImages is neither true, false nor an object. Pass one of them."));
    }
    let options = Options::new(&wish, "fetchImages")?;
    options.warn_of_unknown(&["allowPrivateAddresses", "fetch", "maxBytes"], observer);
    options.function("fetch")?;
    options.data("maxBytes", JsValue::as_f64, "a number of bytes")?;
    options.data("allowPrivateAddresses", JsValue::as_bool, "true or false")?;
    Ok(wish)
}

/// For all of them together, in milliseconds.
const TIMEOUT_MS: u32 = 60_000;
