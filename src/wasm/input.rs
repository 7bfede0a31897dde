//! The caller's input, taken apart: the members that travel in path, headers and query, and the body.

use js_sys::Array;
use js_sys::Date;
use js_sys::Number;
use js_sys::Uint8Array;
use wasm_bindgen::JsCast;
use wasm_bindgen::JsValue;
use wasm_bindgen::prelude::wasm_bindgen;

use super::error::Failure;
use super::error::get;
use crate::bedrock::operation::Operation;
use crate::bedrock::operation::Payload;
use crate::error::Error;

#[wasm_bindgen(module = "/pkg-template/engine/json.js")]
extern "C" {
    #[wasm_bindgen(catch, js_name = encodeJson)]
    fn encode_json(input: &JsValue, omitted: &Array, token: Option<&str>) -> Result<Uint8Array, JsValue>;
    #[wasm_bindgen(catch, js_name = encodeBlob)]
    fn encode_blob(body: &JsValue) -> Result<Uint8Array, JsValue>;
    #[wasm_bindgen(catch, js_name = encodeForm)]
    fn encode_form(action: &str, input: &JsValue) -> Result<Uint8Array, JsValue>;
}

/// What a call is made of.
pub(crate) struct Input {
    /// The members that travel in path, headers and query.
    pub(crate) members: Vec<(&'static str, String)>,
    /// The bytes that are hashed and sent: encoded once, in JavaScript's memory.
    pub(crate) body: Uint8Array,
}

impl Input {
    pub(crate) fn of(operation: &Operation, input: &JsValue) -> Result<Self, Failure> {
        if !input.is_object() || Array::is_array(input) {
            return Err(Error::input(format!(
                "The input of {} is not an object. Pass {{ modelId, … }}.",
                operation.method_name
            ))
            .into());
        }
        Ok(Self { members: bound_members(operation, input)?, body: encode(operation, input)? })
    }
}

fn bound_members(operation: &Operation, input: &JsValue) -> Result<Vec<(&'static str, String)>, Error> {
    let mut members = Vec::new();
    for name in operation.bound_members() {
        let value = get(input, name);
        if value.is_undefined() || value.is_null() {
            continue;
        }
        let in_query = operation.input_query.iter().any(|(member, _)| *member == name);
        let text = if in_query { text_of(&value) } else { value.as_string() };
        let expected = if in_query { "a string, a number or a date" } else { "a string" };
        members.push((name, text.ok_or_else(|| Error::input(format!("{name} is not {expected}.")))?));
    }
    Ok(members)
}

/// Strings as they are; numbers and dates as AWS writes them in queries.
fn text_of(value: &JsValue) -> Option<String> {
    if let Some(date) = value.dyn_ref::<Date>() {
        let text: String = date.get_time().is_finite().then(|| date.to_iso_string().into())?;
        return Some(text.strip_suffix(".000Z").map_or_else(|| text.clone(), |seconds| format!("{seconds}Z")));
    }
    match value.as_f64() {
        // JavaScript formats it: Rust would bring 15 KB of code for that.
        Some(number) if number.is_finite() => Number::from(number).to_string_with_radix(10).ok().map(String::from),
        _ => value.as_string(),
    }
}

fn encode(operation: &Operation, input: &JsValue) -> Result<Uint8Array, Failure> {
    let encoded = match operation.input {
        Payload::Blob => encode_blob(&get(input, "body")),
        Payload::Json => {
            encode_json(input, &operation.bound_members().map(JsValue::from).collect(), operation.idempotency_token)
        }
        Payload::Form => encode_form(operation.name, input),
        Payload::Events(_) | Payload::Empty | Payload::Xml(_) => Ok(Uint8Array::new_with_length(0)),
    };
    encoded.map_err(|thrown| {
        let said = get(&thrown, "message").as_string();
        Failure::caused_by(Error::input(format!("The input cannot be sent: {}", said.unwrap_or_default())), thrown)
    })
}
