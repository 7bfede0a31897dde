//! SHA-256 of a body where it is fastest: in Node its own crypto at every size, in browsers `crypto.subtle` above a few
//! KB, and wasm for the rest. Only wasm has to copy the body first.

use js_sys::Function;
use js_sys::Promise;
use js_sys::Reflect;
use js_sys::Uint8Array;
use wasm_bindgen::JsCast;
use wasm_bindgen::JsValue;
use wasm_bindgen_futures::JsFuture;

use crate::sign;

/// From here on a call to `crypto.subtle` costs less than hashing in wasm.
const SUBTLE_BYTES_MIN: u32 = 3 * 1024;

/// Lower-case hex of the hash.
pub(crate) async fn sha256_hex(bytes: &Uint8Array) -> String {
    if let Some(hex) = in_node(bytes) {
        return hex;
    }
    if bytes.length() >= SUBTLE_BYTES_MIN
        && let Some(hash) = subtle(bytes).await
    {
        return sign::hex(&hash);
    }
    sign::sha256_hex(&bytes.to_vec())
}

fn in_node(bytes: &Uint8Array) -> Option<String> {
    let process = member(&js_sys::global(), "process")?;
    let crypto = function(&process, "getBuiltinModule")?.call1(&process, &"node:crypto".into()).ok()?;
    function(&crypto, "hash")?.call2(&crypto, &"sha256".into(), bytes).ok()?.as_string()
}

/// Pages that are not served over HTTPS have no `crypto.subtle`.
async fn subtle(bytes: &Uint8Array) -> Option<Vec<u8>> {
    let subtle = member(&member(&js_sys::global(), "crypto")?, "subtle")?;
    let promise = function(&subtle, "digest")?.call2(&subtle, &"SHA-256".into(), bytes).ok()?;
    let hash = JsFuture::from(Promise::resolve(&promise)).await.ok()?;
    Some(Uint8Array::new(&hash).to_vec())
}

fn member(object: &JsValue, name: &str) -> Option<JsValue> {
    Reflect::get(object, &name.into()).ok().filter(|value| !value.is_undefined() && !value.is_null())
}

fn function(object: &JsValue, name: &str) -> Option<Function> {
    member(object, name)?.dyn_into().ok()
}
