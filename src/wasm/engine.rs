//! What JavaScript calls: a client of Bedrock's own operations, and what a stream needs besides.

use std::cell::RefCell;
use std::rc::Rc;

use sha2::Digest;
use sha2::Sha256;
use wasm_bindgen::JsValue;
use wasm_bindgen::prelude::wasm_bindgen;

use super::io::Port;
use super::io::World;
use super::object;
use super::run::EventEncoder;
use super::run::Runs;
use super::text;
use super::text::CallText;
use crate::bedrock::operation::Operation;
use crate::call;
use crate::call::Job;
use crate::config::Config;
use crate::error::Error;
use crate::error::Kind;
use crate::pipeline;
use crate::sign;

/// A client of one region. Wrong options are an error of each of its calls.
#[wasm_bindgen]
pub struct Client {
    inner: Result<Rc<call::Client>, Error>,
    pub(super) runs: Runs,
    #[cfg(feature = "openai")]
    pub(super) openai: super::openai::Shared,
}

#[wasm_bindgen]
impl Client {
    /// Takes the options of `new Bedrock` as text.
    #[wasm_bindgen(constructor)]
    pub fn new(options: &str) -> Self {
        let read = text::client(options);
        let config = Config::parse(&read.client, &read.call);
        let inner = config.map(|config| Rc::new(call::Client::new(config, read.renews_keys)));
        #[cfg(feature = "openai")]
        let openai = super::openai::Shared::new(&inner, options);
        Self {
            inner,
            runs: Runs::default(),
            #[cfg(feature = "openai")]
            openai,
        }
    }

    /// Begins the call that `call` says. Gives its number.
    pub fn send(&self, world: World, call: &str) -> usize {
        let (client, call) = (self.inner.clone(), text::call(call));
        self.runs.add(|extras| async move {
            let client = client?;
            let io = Port::new(world, call.listens);
            let job = job(&client, &call)?;
            let reply = client.call(&io, &job).await?;
            extras.borrow_mut().encoder = EventEncoder::of(&client, &job, &reply);
            Ok(text::reply(&job, &reply))
        })
    }

    /// Begins to make a short-term Bedrock API key, all but its base64.
    #[wasm_bindgen(js_name = createApiKey)]
    pub fn create_api_key(&self, world: World, call: &str) -> usize {
        let (client, call) = (self.inner.clone(), text::call(call));
        self.runs.add(|_| async move {
            let client = client?;
            let io = Port::new(world, call.listens);
            // Any operation whose signature a key can stand for has the limits of a call.
            let job = job(&client, &CallText { operation: Operation::named(KEY_FOR), ..CallText::default() })?;
            client.api_key(&io, &job, call.expires_in_s).await
        })
    }

    /// Goes on with a call as far as it can. Gives nothing while it waits for the world, the text of the reply when it
    /// has come to its end, or the error as an object. Not to be polled afterwards.
    pub fn poll(&self, number: usize) -> JsValue {
        self.runs.poll(number)
    }

    /// Drops a call, whether or not it has come to its end.
    pub fn end(&self, number: usize) {
        self.runs.end(number);
    }

    /// The encoder of a stream that goes both ways, once.
    pub fn encoder(&self, number: usize) -> Option<EventEncoder> {
        self.runs.encoder(number)
    }
}

impl std::fmt::Debug for Client {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Client").field("inner", &self.inner).finish_non_exhaustive()
    }
}

fn job(client: &call::Client, call: &CallText) -> Result<Job, Error> {
    let operation = call.operation.ok_or_else(|| Error::input("Bedrock has no such operation."))?;
    match &call.region {
        Some(region) => Job::new(operation, &call.members, &client.config.in_region(region)?, &call.options),
        None => Job::new(operation, &call.members, &client.config, &call.options),
    }
}

const KEY_FOR: &str = "ListFoundationModels";

/// What JavaScript must know of the operation of this AWS name; nothing, if there is no such operation.
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
    object::error(&error)
}
