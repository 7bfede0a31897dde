//! The functions for JavaScript: a client of Bedrock's own operations, and the helpers of a stream.

use std::cell::RefCell;
use std::rc::Rc;

use sha2::Digest;
use sha2::Sha256;
use wasm_bindgen::JsValue;
use wasm_bindgen::prelude::wasm_bindgen;

use super::io::Port;
use super::io::World;
use super::object;
use super::run;
use super::slots::Slots;
use super::text;
use super::text::CallText;
use crate::bedrock::operation::Operation;
use crate::call;
use crate::call::Job;
use crate::config::Config;
use crate::error::Error;
use crate::error::Kind;
use crate::pipeline;
use crate::secrets;
use crate::sign;

thread_local! {
    static CLIENTS: Slots<Client> = const { Slots::new() };
}

/// The text without the secrets of requests.
#[wasm_bindgen]
pub fn strike(text: &str) -> String {
    secrets::strike(text)
}

/// A client of one region. Wrong options are an error of each of its calls.
struct Client {
    inner: Result<Rc<call::Client>, Error>,
    #[cfg(feature = "openai")]
    openai: Result<super::openai::OpenAiClient, Error>,
}

/// The client of this number, for calls in Bedrock's own vocabulary.
pub(super) fn client(number: usize) -> Result<Rc<call::Client>, Error> {
    with(number, |client| client.inner.as_ref().map(Rc::clone).map_err(Error::again))
}

/// The client of this number, for calls in OpenAI's vocabulary.
#[cfg(feature = "openai")]
pub(super) fn openai(number: usize) -> Result<super::openai::OpenAiClient, Error> {
    with(number, |client| match &client.openai {
        Ok(shared) => Ok(shared.clone()),
        Err(error) => Err(error.again()),
    })
}

fn with<T>(number: usize, get: impl FnOnce(&mut Client) -> Result<T, Error>) -> Result<T, Error> {
    CLIENTS.with(|clients| clients.with(number, get)).unwrap_or_else(|| Err(Error::input("The client was closed.")))
}

impl Client {
    fn new(options: &str) -> Self {
        let read = text::client(options);
        let config = Config::parse(&read.client, &read.call);
        let inner = config.map(|config| Rc::new(call::Client::new(config, read.renews_keys)));
        // Bedrock's own operations hardly need so much memory that they begin anew: 0.3 KB of each page.
        #[cfg(feature = "openai")]
        if let Ok(client) = &inner {
            let (keys, offset_ms) = text::learnt(options);
            client.learn_from(keys, offset_ms);
        }
        #[cfg(feature = "openai")]
        let openai = super::openai::OpenAiClient::new(&inner, options);
        Self {
            inner,
            #[cfg(feature = "openai")]
            openai,
        }
    }
}

/// Makes a client of the options of `new Bedrock` as text, and gives its number.
#[wasm_bindgen(js_name = openClient)]
pub fn open_client(options: &str) -> usize {
    let client = Client::new(options);
    CLIENTS.with(|clients| clients.add(client))
}

/// Drops a client. Its calls under way go on.
#[wasm_bindgen(js_name = closeClient)]
pub fn close_client(client: usize) {
    drop(CLIENTS.with(|clients| clients.take(client)));
}

/// How many milliseconds the local clock is behind the service's, as far as the client has learnt.
#[wasm_bindgen(js_name = clockOffset)]
pub fn clock_offset(client: usize) -> f64 {
    self::client(client).map(|client| client.service_time_ms(0.0)).unwrap_or_default()
}

/// Begins the call that `call` describes. Gives its number.
#[wasm_bindgen]
pub fn send(client: usize, world: World, call: &str) -> usize {
    let (client, call) = (self::client(client), text::call(call));
    run::begin(|extras| async move {
        let client = client?;
        let io = Port::new(world, call.listens);
        let job = job(&client, &call)?;
        extras.borrow_mut().secrets = call.secrets;
        let reply = client.call(&io, &job).await?;
        #[cfg(feature = "more")]
        super::more::keep_encoder(&extras, &client, &job, &reply);
        extras.borrow_mut().secrets.extend_from_slice(&reply.secrets);
        Ok(text::reply(&job, &reply))
    })
}

pub(super) fn job(client: &call::Client, call: &CallText) -> Result<Job, Error> {
    let operation = call.operation.ok_or_else(|| Error::input("Bedrock has no such operation."))?;
    Job::new(operation, &call.members, &client.config, &call.options)
}

/// The facts that JavaScript needs of the operation of this AWS name; `None` for an unknown operation.
#[wasm_bindgen]
pub fn operation(name: &str) -> Option<String> {
    Operation::named(name).map(text::operation)
}

thread_local! {
    static HASHER: RefCell<Sha256> = RefCell::default();
}

/// SHA-256 for runtimes without a faster one. Takes a body piece by piece, since all of it would make the memory grow
/// for good, and gives lower-case hex for the last piece. No other body is hashed before that.
#[wasm_bindgen]
pub fn sha256(piece: &[u8], is_last: bool) -> Option<String> {
    HASHER.with_borrow_mut(|hasher| {
        hasher.update(piece);
        is_last.then(|| sign::hex(&hasher.finalize_reset()))
    })
}

/// The error of a stream that broke on JavaScript's side. `reason` is `idle`, `aborted`, `json`, `bodiless` or
/// `connection`.
#[wasm_bindgen(js_name = streamError)]
pub fn stream_error(reason: &str) -> JsValue {
    let error = match reason {
        "idle" => pipeline::idle(),
        "aborted" => Error::new(Kind::Abort, "The stream was aborted by its signal."),
        "json" => Error::protocol("The stream has an event whose payload is not JSON, or nested more than 512 deep."),
        "bodiless" => Error::new(
            Kind::Connection,
            "The response of `fetch` has no body that can be read in pieces, as in React Native. Pass a `fetch` whose responses have one, or leave streams out.",
        ),
        _ => pipeline::broken_off(),
    };
    object::error(&error)
}
