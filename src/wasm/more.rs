//! Parts that few pages need: resources of OpenAI's vocabulary other than chats, API keys, and streams that go both
//! ways.

use std::cell::RefCell;
use std::rc::Rc;

use js_sys::Date;
use wasm_bindgen::prelude::wasm_bindgen;

use super::engine::client;
use super::engine::job;
use super::engine::openai;
use super::io::Port;
use super::io::World;
use super::openai::json;
use super::openai::options;
use super::openai::request_text;
use super::run;
use super::run::Extras;
use super::text;
use super::text::CallText;
use crate::bedrock::operation::Operation;
use crate::call;
use crate::call::Job;
use crate::call::Reply;
use crate::pipeline::EventWriter;
use crate::sign::EventSigner;

/// A method of OpenAI's vocabulary.
#[wasm_bindgen]
#[derive(Clone, Copy, Debug)]
pub enum Method {
    /// `embeddings.create`
    Embeddings,
    /// `images.generate`
    Images,
    /// `models.list`, which ignores its request.
    ListModels,
    /// `models.retrieve`, whose request has the `model`.
    RetrieveModel,
}

/// Begins a call in OpenAI's vocabulary. The request is JSON in UTF-8. Gives its number.
#[wasm_bindgen]
pub fn create(client: usize, world: World, call: &str, method: Method, request: Vec<u8>) -> usize {
    let (shared, call) = (openai(client), text::call(call));
    run::begin(|_| async move {
        let io = Port::new(world, call.listens);
        let openai = shared?.told(&io);
        let (request, options) = (request_text(request), options(call));
        let answer = match method {
            Method::Embeddings => openai.embeddings(&io, &request, &options).await,
            Method::Images => openai.images(&io, &request, &options).await,
            Method::ListModels => openai.list_models(&io, &options).await,
            Method::RetrieveModel => openai.retrieve_model(&io, &request, &options).await,
        };
        Ok(json(&answer?))
    })
}

/// Begins to make a short-term Bedrock API key, all but its base64. Gives the number of the call.
#[wasm_bindgen(js_name = createApiKey)]
pub fn create_api_key(client: usize, world: World, call: &str) -> usize {
    let (client, call) = (self::client(client), text::call(call));
    run::begin(|_| async move {
        let client = client?;
        let io = Port::new(world, call.listens);
        // Any operation whose signature a key can stand for has the limits of a call.
        let job = job(&client, &CallText { operation: Operation::named(KEY_FOR), ..CallText::default() })?;
        client.api_key(&io, &job, call.expires_in_s).await
    })
}

/// The encoder of a stream that goes both ways, once.
#[wasm_bindgen]
pub fn encoder(call: usize) -> Option<EventEncoder> {
    run::take_extra(call, |extras| extras.encoder.take())
}

const KEY_FOR: &str = "ListFoundationModels";

/// Keeps the encoder of the caller's events, if the reply opens a stream for them.
pub(super) fn keep_encoder(extras: &RefCell<Extras>, client: &Rc<call::Client>, job: &Job, reply: &Reply) {
    extras.borrow_mut().encoder = EventEncoder::of(client, job, reply);
}

/// The way out of a stream that goes both ways: it encodes and signs the caller's events in their order, and
/// `pkg-template/engine/bidirectional.js` sends them.
#[wasm_bindgen]
#[derive(Debug)]
pub struct EventEncoder {
    writer: EventWriter,
    client: Rc<call::Client>,
}

impl EventEncoder {
    /// For the stream that the reply opens, if it sends events.
    fn of(client: &Rc<call::Client>, job: &Job, reply: &Reply) -> Option<Self> {
        let (request, credentials) = reply.signed.as_ref().filter(|_| job.operation.sends_events())?;
        let writer = EventWriter::new(EventSigner::new(request, credentials, job.scope()));
        Some(Self { writer, client: client.clone() })
    }
}

#[wasm_bindgen]
impl EventEncoder {
    /// The frame of the event of this name, whose payload is JSON; without a name the frame after the last event.
    /// Nothing, when it is longer than a frame may be.
    pub fn frame(&mut self, name: &str, payload: &[u8]) -> Option<Vec<u8>> {
        let now_ms = self.client.service_time_ms(Date::now());
        if name.is_empty() { self.writer.end(now_ms) } else { self.writer.event(name, payload, now_ms) }
    }
}
