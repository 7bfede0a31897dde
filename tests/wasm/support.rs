//! Options, stand-in fetches and ways to look into JavaScript's answers.

use bedrock_wasm::wasm::EventDecoder;
use js_sys::Function;
use js_sys::JSON;
use js_sys::Object;
use js_sys::Promise;
use js_sys::Reflect;
use js_sys::Uint8Array;
use js_sys::Uint32Array;
use js_sys::WebAssembly::Memory;
use wasm_bindgen::JsCast;
use wasm_bindgen::JsValue;
use wasm_bindgen_futures::JsFuture;

use super::package::Core;

/// A JavaScript value from its JSON.
pub(crate) fn json(text: &str) -> JsValue {
    JSON::parse(text).expect("the test's JSON is right")
}

/// The JSON of a JavaScript value.
pub(crate) fn to_json(value: &JsValue) -> String {
    JSON::stringify(value).expect("it has no cycles").into()
}

/// A member, by its path: `get(&error, "cause.message")`.
pub(crate) fn get(value: &JsValue, path: &str) -> JsValue {
    path.split('.').fold(value.clone(), |value, name| Reflect::get(&value, &name.into()).expect("it is an object"))
}

/// A member that is a string.
pub(crate) fn text(value: &JsValue, path: &str) -> String {
    get(value, path).as_string().unwrap_or_else(|| panic!("{path} is {:?}", get(value, path)))
}

/// Options with the well-known example keys and this fetch: the body of `async (url, init, calls) => …`, where `calls`
/// is how often it was called before.
pub(crate) fn options(fetch_body: &str) -> JsValue {
    let options = json(
        r#"{ "region": "us-east-1", "credentials": {
            "accessKeyId": "AKIDEXAMPLE", "secretAccessKey": "wJalrXUtnFEMI/K7MDENG+bPxRfiCYEXAMPLEKEY", "sessionToken": "a-token" } }"#,
    );
    let source = format!(
        "let calls = 0; return async (url, init) => (async (url, init, calls) => {{ {fetch_body} }})(url, init, calls++);"
    );
    let fetch = Function::new_no_args(&source).call0(&JsValue::UNDEFINED).expect("the test's JavaScript is right");
    set(&options, "fetch", &fetch);
    options
}

/// Sets a member.
pub(crate) fn set(object: &JsValue, name: &str, value: &JsValue) {
    Reflect::set(object, &name.into(), value).expect("it is an object");
}

/// Calls an operation of a client with these options.
pub(crate) async fn send(
    options: &JsValue,
    operation: &str,
    input: &JsValue,
    call: &JsValue,
) -> Result<JsValue, JsValue> {
    JsFuture::from(Core::with(options).await.send(operation, input, call)).await
}

/// A short conversation.
pub(crate) fn hello() -> JsValue {
    json(
        r#"{ "modelId": "us.amazon.nova-lite-v1:0", "messages": [{ "role": "user", "content": [{ "text": "héllo" }] }] }"#,
    )
}

/// No options.
pub(crate) fn none() -> JsValue {
    Object::new().into()
}

/// The pieces of a stream's body, those among them in which its beginning was looked for.
pub(crate) async fn body_of(reply: &JsValue) -> Vec<u8> {
    let reader = get(reply, "reader");
    let read: Function = get(&reader, "read").unchecked_into();
    let mut body = Vec::new();
    loop {
        let piece = Promise::resolve(&read.call0(&reader).expect("it is a reader"));
        let piece = JsFuture::from(piece).await.expect("the stream is whole");
        if get(&piece, "done").is_truthy() {
            return body;
        }
        body.extend(Uint8Array::new(&get(&piece, "value")).to_vec());
    }
}

/// What a decoder says of one chunk.
pub(crate) struct Report {
    pub(crate) rows: Vec<u32>,
    pub(crate) text: String,
    pub(crate) failed: bool,
}

fn buffer() -> JsValue {
    wasm_bindgen::memory().unchecked_into::<Memory>().buffer()
}

/// Writes a chunk into wasm's memory and reads what became of it, as `pkg-template/engine/decoders.js` does.
pub(crate) fn decode(decoder: &mut EventDecoder, chunk: &[u8]) -> Report {
    let at = decoder.room(chunk.len()) as u32;
    Uint8Array::new(&buffer()).subarray(at, at + chunk.len() as u32).copy_from(chunk);
    let report = decoder.filled(chunk.len()) as u32;
    let numbers = Uint32Array::new(&buffer());
    let [rows_at, rows, text_at, text, is_utf16, failed] =
        [0, 1, 2, 3, 4, 5].map(|index| numbers.get_index(report / 4 + index));
    let bytes = Uint8Array::new(&buffer()).subarray(text_at, text_at + text).to_vec();
    Report {
        rows: numbers.subarray(rows_at / 4, rows_at / 4 + rows).to_vec(),
        text: if is_utf16 == 1 {
            let units: Vec<u16> = bytes.as_chunks().0.iter().map(|unit| u16::from_le_bytes(*unit)).collect();
            String::from_utf16(&units).expect("the text is UTF-16")
        } else {
            assert!(bytes.is_ascii());
            String::from_utf8(bytes).expect("the text is ASCII")
        },
        failed: failed == 1,
    }
}
