//! One call: encode and hash the body once, then sign, fetch and judge until an attempt succeeds or none is left.

use std::rc::Rc;

use js_sys::Array;
use js_sys::Date;
use js_sys::Function;
use js_sys::Math;
use js_sys::Number;
use js_sys::Reflect;
use js_sys::Uint8Array;
use wasm_bindgen::JsCast;
use wasm_bindgen::JsValue;
use wasm_bindgen::prelude::wasm_bindgen;
use web_sys::AbortSignal;

use super::abort::Guard;
use super::auth::Auth;
use super::client::Shared;
use super::error::Failure;
use super::error::set;
use super::fetch;
use super::options;
use super::options::Options;
use super::reply::Reply;
use super::sender::EventEncoder;
use crate::bedrock::operation::Operation;
use crate::bedrock::operation::Payload;
use crate::config::CallConfig;
use crate::credentials::Credentials;
use crate::error::Error;
use crate::http::Request;
use crate::pipeline;
use crate::pipeline::Verdict;
use crate::retry;
use crate::retry::Retries;
use crate::sign::Scope;

#[wasm_bindgen(module = "/pkg-template/json.js")]
extern "C" {
    #[wasm_bindgen(catch, js_name = encodeJson)]
    fn encode_json(input: &JsValue, omitted: &Array, token: Option<&str>) -> Result<Uint8Array, JsValue>;
    #[wasm_bindgen(catch, js_name = encodeBlob)]
    fn encode_blob(body: &JsValue) -> Result<Uint8Array, JsValue>;
}

/// A call that is ready to be sent.
pub(crate) struct Call {
    shared: Rc<Shared>,
    operation: &'static Operation,
    config: CallConfig,
    signal: Option<AbortSignal>,
    request: Request,
    body: Uint8Array,
    fetch: Option<Function>,
}

/// A failed attempt, and of one that the service refused: how long it asked to wait, and who was refused.
struct Failed {
    failure: Failure,
    hint_ms: Option<f64>,
    credentials: Option<Rc<Credentials>>,
}

impl Call {
    pub(crate) fn new(
        shared: Rc<Shared>,
        operation: &'static Operation,
        input: &JsValue,
        options: &Options<'_>,
        fetch: Option<Function>,
    ) -> Result<Self, Failure> {
        if !input.is_object() || Array::is_array(input) {
            return Err(Error::input(format!(
                "The input of {} is not an object. Pass {{ modelId, … }}.",
                operation.method_name
            ))
            .into());
        }
        let config = shared.config.for_call(&options.call()?)?;
        let request = pipeline::prepare(operation, &bound_members(operation, input)?, &shared.config, &config)?;
        let body = encode(operation, input)?;
        if operation.sends_events() && !config.headers.is_empty() {
            let message = "headers and defaultHeaders have no effect here: a WebSocket cannot send any.";
            options::warn(shared.on_warning.as_ref(), "headers_not_sent", message);
        }
        let fetch = fetch.or_else(|| shared.fetch.clone());
        Ok(Self { signal: options.signal()?, shared, operation, config, request, body, fetch })
    }

    pub(crate) async fn send(&self) -> Result<JsValue, Failure> {
        let payload_hash = self.shared.auth.payload_hash(&self.body).await;
        let mut retries = Retries::default();
        let mut refreshed = false;
        loop {
            let Failed { failure, hint_ms, credentials } = match self.attempt(&payload_hash).await {
                Ok(reply) => {
                    retries.succeeded(&mut self.shared.budget.borrow_mut());
                    return Ok(reply);
                }
                Err(failed) => failed,
            };
            if !refreshed
                && failure.error.code() == Some("ExpiredTokenException")
                && credentials.is_some_and(|used| self.invalidate(&used))
            {
                refreshed = true;
                continue;
            }
            let delay_ms = retries.next(
                &mut self.shared.budget.borrow_mut(),
                self.config.max_retries,
                &failure.error,
                hint_ms,
                Math::random(),
            );
            match delay_ms {
                Some(delay_ms) => self.sleep(delay_ms as u32).await?,
                None => return Err(failure),
            }
        }
    }

    async fn attempt(&self, payload_hash: &str) -> Result<JsValue, Failed> {
        let guard = self.guard(self.config.timeout_ms)?;
        let (authorized, credentials) = self.authorize(payload_hash, &guard).await?;
        let response = fetch::fetch(self.fetch.as_ref(), &authorized, &self.body, &guard).await?;
        let head = fetch::head(&response);
        let verdict = pipeline::check_head(self.operation, &head);
        let reply = Reply { operation: self.operation, response: &response, head: &head };
        if let (Verdict::Good, Payload::Events(stream)) = (verdict, self.operation.output) {
            let reply = reply.stream(stream, guard.controller(), self.config.stream_idle_timeout_ms);
            if let Some(credentials) = credentials.filter(|_| self.operation.sends_events()) {
                let encoder = EventEncoder::new(&authorized, &credentials, self.scope());
                set(reply.unchecked_ref(), "encoder", &encoder.into());
            }
            return Ok(reply);
        }

        let body = match (verdict, self.operation.output) {
            (Verdict::Good, Payload::Blob) => response.array_buffer(),
            _ => response.text(),
        };
        let body = guard.race(body).await;
        if verdict == Verdict::Refused {
            // A status is worth more than a body that breaks off.
            let body = body.ok().and_then(|text| text.as_string()).unwrap_or_default();
            guard.controller().abort();
            return Err(Failed {
                failure: pipeline::refusal(&head, &body).into(),
                hint_ms: retry::hint_ms(&head),
                credentials,
            });
        }
        guard.check()?;
        let body = body.map_err(|thrown| Failure::caused_by(pipeline::broken_off(), thrown))?;
        Ok(reply.whole(&body)?)
    }

    /// The request with a fresh signature or the API key, and the access keys that were used.
    async fn authorize(
        &self,
        payload_hash: &str,
        guard: &Guard,
    ) -> Result<(Request, Option<Rc<Credentials>>), Failure> {
        let request = self.request.clone();
        let source = match &self.shared.auth {
            Auth::ApiKey(_) if self.operation.sends_events() => return Err(no_api_key(self.operation).into()),
            Auth::ApiKey(key) => return Ok((key.authorize(request, guard).await?, None)),
            Auth::Keys(source) => source,
        };
        let credentials = source.get(Date::now(), guard).await?;
        let mut signer = self.shared.signer.borrow_mut();
        let signed = if self.operation.sends_events() {
            signer.presign(request, &credentials, self.scope(), PRESIGNED_FOR_S, Date::now())
        } else {
            signer.sign(request, payload_hash, &credentials, self.scope(), Date::now())
        };
        Ok((signed, Some(credentials)))
    }

    fn scope(&self) -> Scope<'_> {
        Scope { region: &self.shared.config.region, service: "bedrock" }
    }

    fn invalidate(&self, used: &Credentials) -> bool {
        matches!(&self.shared.auth, Auth::Keys(source) if source.invalidate(used))
    }

    async fn sleep(&self, delay_ms: u32) -> Result<(), Failure> {
        // A timer of 0 would be none.
        self.guard(delay_ms.max(1))?.elapse().await
    }

    fn guard(&self, timeout_ms: u32) -> Result<Guard, Failure> {
        Guard::new(self.signal.as_ref(), timeout_ms)
            .map_err(|thrown| Failure::caused_by(Error::input("This runtime has no AbortController."), thrown))
    }
}

impl<F: Into<Failure>> From<F> for Failed {
    fn from(failure: F) -> Self {
        Self { failure: failure.into(), hint_ms: None, credentials: None }
    }
}

fn no_api_key(operation: &Operation) -> Error {
    Error::credentials(format!(
        "Bedrock takes no API key for {}: make a client with `credentials`.",
        operation.method_name
    ))
}

fn bound_members(operation: &Operation, input: &JsValue) -> Result<Vec<(&'static str, String)>, Error> {
    let mut members = Vec::new();
    for name in operation.bound_members() {
        let value = Reflect::get(input, &name.into()).unwrap_or_default();
        if value.is_undefined() || value.is_null() {
            continue;
        }
        let in_query = operation.input_query.iter().any(|(member, _)| *member == name);
        let text = if in_query { text_of(&value) } else { value.as_string() };
        members.push((name, text.ok_or_else(|| Error::input(format!("{name} is not a string.")))?));
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

/// The bytes that are hashed and sent: encoded once, in JavaScript's memory.
fn encode(operation: &Operation, input: &JsValue) -> Result<Uint8Array, Failure> {
    let encoded = match operation.input {
        Payload::Blob => encode_blob(&Reflect::get(input, &"body".into()).unwrap_or_default()),
        Payload::Json => {
            encode_json(input, &operation.bound_members().map(JsValue::from).collect(), operation.idempotency_token)
        }
        Payload::Events(_) | Payload::Empty => Ok(Uint8Array::new_with_length(0)),
    };
    encoded.map_err(|thrown| {
        let said = Reflect::get(&thrown, &"message".into()).ok().and_then(|message| message.as_string());
        Failure::caused_by(Error::input(format!("The input cannot be sent: {}", said.unwrap_or_default())), thrown)
    })
}

/// So many seconds a presigned URL may be used, as the AWS SDK has it.
const PRESIGNED_FOR_S: u32 = 60;
