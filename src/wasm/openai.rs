//! The common parts of the client's methods in OpenAI's vocabulary. Requests come as JSON in UTF-8, replies go as JSON.

use std::cell::Cell;
use std::cell::RefCell;
use std::rc::Rc;

use super::io::Port;
use super::text;
use super::text::CallText;
use crate::call;
use crate::error::Error;
use crate::io::Because;
use crate::io::Io;
use crate::io::Told;
use crate::json::Writer;
use crate::models::Capability;
use crate::models::InferenceProfile;
use crate::models::Known;
use crate::openai::Answer;
use crate::openai::OpenAi;
use crate::openai::Options;
use crate::openai::Output;
use crate::openai::Route;
use crate::secrets::strike;
use crate::translate;

/// The state that all calls of a client share.
#[derive(Clone, Debug)]
pub(super) struct OpenAiClient {
    openai: Rc<OpenAi>,
    /// The warnings about the client's options, until the first call gives them.
    warnings: Rc<RefCell<Vec<String>>>,
}

impl OpenAiClient {
    pub(super) fn new(client: &Result<Rc<call::Client>, Error>, options: &str) -> Result<Self, Error> {
        let client = client.as_ref().map(Rc::clone).map_err(Error::again)?;
        let mut warnings = Vec::new();
        let openai = Rc::new(OpenAi::new(client, route(options, &mut warnings)?));
        Ok(Self { openai, warnings: Rc::new(RefCell::new(warnings)) })
    }

    /// The client, once its warnings are told.
    pub(super) fn told(self, io: &Port) -> Rc<OpenAi> {
        for message in self.warnings.take() {
            io.tell(Told::Warning("unknown_option", &message, Because::Itself));
        }
        self.openai
    }
}

/// The options of one request.
pub(super) fn options(call: CallText) -> Options {
    Options {
        used_retries: Cell::default(),
        region: call.options.region.clone(),
        call: call.options,
        fallback_models: call.fallback_models,
        #[cfg(feature = "chat")]
        fetches_files: call.fetches_files,
        #[cfg(not(feature = "chat"))]
        fetches_files: false,
    }
}

/// The text of a request, which TextEncoder made.
pub(super) fn request_text(request: Vec<u8>) -> String {
    String::from_utf8(request).unwrap_or_default()
}

/// `{ requestId, warnings, output | inBase64 | chat, idleTimeout }`; with `output` too for a stream whose reply came
/// whole
pub(super) fn json(answer: &Answer) -> String {
    let mut out = Writer::default();
    out.open('{');
    if let Some(id) = answer.head.as_ref().and_then(|head| head.request_id()) {
        out.key("requestId").string(id);
    }
    out.key("warnings").open('[');
    for translate::Warning { code, message } in &answer.warnings {
        out.open('{').key("code").string(code).key("message").string(&strike(message)).close('}');
    }
    out.close(']');
    match &answer.output {
        Output::Whole(json) => out.key("output").raw(json),
        Output::InBase64(json) => out.key("inBase64").raw(json),
        Output::Stream { chat, idle_timeout_ms, whole } => {
            if let Some(whole) = whole {
                out.key("output").raw(whole);
            }
            out.key("chat").string(chat).key("idleTimeout").number(*idle_timeout_ms)
        }
    };
    out.close('}');
    out.finish()
}

/// Reads `inferenceProfile`, `unsupportedParams` and `models`.
fn route(options: &str, warnings: &mut Vec<String>) -> Result<Route, Error> {
    let mut aliases = Vec::new();
    for (name, id) in text::fields(options) {
        if let Some(alias) = name.strip_prefix('a') {
            aliases.push((alias.to_owned(), id.to_owned()));
        }
    }
    let mut known = Known::new(aliases);
    let mut profile = InferenceProfile::Auto;
    let mut unsupported_params = None;
    let mut model = None;
    for (name, value) in text::fields(options) {
        // Each model's name comes before its facts.
        match name {
            "inferenceProfile" => profile = InferenceProfile::parse(value),
            "unsupportedParams" => unsupported_params = Some(value),
            "model" => {
                known.add(value);
                model = Some(value);
            }
            "baseModel" => known.set_base(value),
            _ => {
                let Some((capability, model)) = name.strip_prefix('c').zip(model) else { continue };
                let of = ["models.capabilities[\"", model, "\"]"].concat();
                match (Capability::named(capability), value) {
                    (Some(capability), "true" | "false") => known.set(capability, value == "true"),
                    (Some(_), _) => {
                        return Err(Error::input(
                            [capability, ", an option of ", &of, ", is not true or false."].concat(),
                        ));
                    }
                    (None, _) => {
                        warnings.push([&*of, " has no member \"", capability, "\": it has no effect."].concat());
                    }
                }
            }
        }
    }
    Ok(Route::new(known, profile, translate::TranslationOptions::parse(unsupported_params)?))
}
