//! The client's methods in OpenAI's vocabulary. Requests come as JSON in UTF-8, replies go as JSON.

use std::cell::RefCell;
use std::rc::Rc;

use wasm_bindgen::prelude::wasm_bindgen;

use super::engine::Client;
use super::io::Port;
use super::io::World;
use super::text;
use crate::call;
use crate::error::Error;
use crate::io::Because;
use crate::io::Io;
use crate::io::Told;
use crate::json::Writer;
use crate::models::Ability;
use crate::models::Capabilities;
use crate::models::InferenceProfile;
use crate::models::Known;
use crate::openai::Answer;
use crate::openai::OpenAi;
use crate::openai::Options;
use crate::openai::Output;
use crate::openai::Route;
use crate::translate;

/// What all calls of a client share.
#[derive(Clone, Debug)]
pub(super) struct Shared {
    openai: Result<Rc<OpenAi>, Error>,
    /// What there is to say of the client's options, until the first call says it.
    warnings: Rc<RefCell<Vec<String>>>,
}

/// A method of OpenAI's vocabulary.
#[wasm_bindgen]
#[derive(Clone, Copy, Debug)]
pub enum Method {
    /// `chat.completions.create`
    Chat,
    /// `embeddings.create`
    Embeddings,
    /// `images.generate`
    Images,
    /// `models.list`, of whose request nothing counts.
    ListModels,
    /// `models.retrieve`, whose request has the `model`.
    RetrieveModel,
}

#[wasm_bindgen]
impl Client {
    /// Begins a call in OpenAI's vocabulary. The request is JSON in UTF-8. Gives its number.
    pub fn create(&self, world: World, call: &str, method: Method, request: Vec<u8>) -> usize {
        let (shared, call) = (self.openai.clone(), text::call(call));
        self.runs.add(|extras| async move {
            let openai = shared.openai?;
            let io = Port::new(world, call.listens);
            for message in shared.warnings.take() {
                io.tell(Told::Warning("unknown_option", &message, Because::Itself));
            }
            // TextEncoder made it.
            let request = String::from_utf8(request).unwrap_or_default();
            let (fallback_models, fetches_files) = (call.fallback_models, call.fetches_files);
            let options = Options { call: call.options, region: call.region, fallback_models, fetches_files };
            let mut answer = match method {
                Method::Chat => openai.chat(&io, &request, &options).await,
                Method::Embeddings => openai.embeddings(&io, &request, &options).await,
                Method::Images => openai.images(&io, &request, &options).await,
                Method::ListModels => openai.list_models(&io, &options).await,
                Method::RetrieveModel => openai.retrieve_model(&io, &request, &options).await,
            }?;
            if let Output::Stream { frames, .. } = &mut answer.output {
                extras.borrow_mut().frames = frames.take();
            }
            Ok(json(&answer))
        })
    }

    /// The body of a reply that is streamed from here, once.
    pub fn frames(&self, number: usize) -> Option<Vec<u8>> {
        self.runs.frames(number)
    }
}

impl Shared {
    pub(super) fn new(client: &Result<Rc<call::Client>, Error>, options: &str) -> Self {
        let mut warnings = Vec::new();
        let route = route(options, &mut warnings);
        let openai = client.clone().and_then(|client| Ok(Rc::new(OpenAi::new(client, route?))));
        Self { openai, warnings: Rc::new(RefCell::new(warnings)) }
    }
}

/// `{ requestId, warnings, output | inBase64 | chat, idleTimeout }`
fn json(answer: &Answer) -> String {
    let mut out = Writer::default();
    out.open('{');
    if let Some(id) = answer.head.as_ref().and_then(|head| head.request_id()) {
        out.key("requestId").string(id);
    }
    out.key("warnings").open('[');
    for translate::Warning { code, message } in &answer.warnings {
        out.open('{').key("code").string(code).key("message").string(message).close('}');
    }
    out.close(']');
    match &answer.output {
        Output::Whole(json) => out.key("output").raw(json),
        Output::InBase64(json) => out.key("inBase64").raw(json),
        Output::Stream { chat, idle_timeout_ms, .. } => {
            out.key("chat").string(chat).key("idleTimeout").number(*idle_timeout_ms)
        }
    };
    out.close('}');
    out.finish()
}

/// Reads `inferenceProfile`, `unsupportedParams` and `models`.
fn route(options: &str, warnings: &mut Vec<String>) -> Result<Route, Error> {
    let one = |name| text::fields(options).find(|(field, _)| *field == name).map(|(_, value)| value);
    let aliases = text::fields(options).filter_map(|(name, id)| Some((name.strip_prefix('a')?.into(), id.into())));
    let mut known = Known::new(aliases.collect());
    let mut told: Option<(&str, Capabilities)> = None;
    for (name, value) in text::fields(options) {
        // Each model's name comes before what is told of it.
        match name {
            "model" => {
                if let Some((_, capabilities)) = told.take() {
                    known.add(capabilities);
                }
                told = Some((value, Capabilities::new(value, None, &known.aliases)));
            }
            "baseModel" => {
                told = told.map(|(model, _)| (model, Capabilities::new(model, Some(value), &known.aliases)));
            }
            _ => {
                let ability = name.strip_prefix('c').zip(told.as_mut());
                let Some((ability, (model, capabilities))) = ability else { continue };
                let of = ["models.capabilities[\"", model, "\"]"].concat();
                match (Ability::named(ability), value) {
                    (Some(ability), "true" | "false") => capabilities.set(ability, value == "true"),
                    (Some(_), _) => {
                        return Err(Error::input(
                            [ability, ", an option of ", &of, ", is not true or false."].concat(),
                        ));
                    }
                    (None, _) => {
                        warnings.push([&*of, " has no member \"", ability, "\": it has no effect."].concat());
                    }
                }
            }
        }
    }
    if let Some((_, capabilities)) = told {
        known.add(capabilities);
    }
    let profile = one("inferenceProfile").map_or(InferenceProfile::Auto, InferenceProfile::parse);
    Ok(Route::new(known, profile, translate::Options::parse(one("unsupportedParams"))?))
}
