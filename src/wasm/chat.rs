//! A chat in OpenAI's shape: its request is translated, sent as Converse, and the reply translated back.

use std::cell::RefCell;
use std::rc::Rc;

use js_sys::Array;
use js_sys::Date;
use js_sys::Math;
use js_sys::Object;
use js_sys::Uint8Array;
use wasm_bindgen::JsCast;
use wasm_bindgen::JsValue;

use super::call::Call;
use super::client::Shared;
use super::error::Failure;
use super::error::get;
use super::error::set;
use super::input::Input;
use super::observe::warning;
use super::options::Options;
use super::reply::parse_json;
use crate::bedrock::error::asks_for_profile;
use crate::bedrock::operation::Operation;
use crate::config::Config;
use crate::error::Error;
use crate::json;
use crate::models::InferenceProfile;
use crate::models::Model;
use crate::models::Name;
use crate::translate;
use crate::translate::Warning;

/// What a client knows of models besides the catalogue.
pub(crate) struct Models {
    aliases: Vec<(String, String)>,
    profile: InferenceProfile,
    translation: translate::Options,
    /// Ids that turned out to need a profile, and the one that worked.
    learnt: RefCell<Vec<(String, String)>>,
}

/// A model as a request names it, and where it is called.
pub(crate) struct Target {
    pub(crate) name: Name,
    pub(crate) client: Rc<Config>,
}

impl Models {
    pub(crate) fn new(options: &Options<'_>) -> Result<Self, Error> {
        let profile = options.data("inferenceProfile", JsValue::as_string, "\"auto\", \"never\" or a prefix")?;
        let models = options.value("models").unwrap_or_default();
        let unsupported = options.data("unsupportedParams", JsValue::as_string, "\"warn\", \"error\" or \"ignore\"")?;
        Ok(Self {
            aliases: Options::new(&models, "models")?.pairs("aliases")?.unwrap_or_default(),
            profile: profile.as_deref().map_or(InferenceProfile::Auto, InferenceProfile::parse),
            translation: translate::Options::parse(unsupported.as_deref())?,
            learnt: RefCell::default(),
        })
    }

    /// Reads the `model` of a request, which is JSON, and the call's `region`.
    pub(crate) fn target(shared: &Shared, request: &str, options: &Options<'_>) -> Result<Target, Error> {
        let request = json::parse(request).unwrap_or_default();
        let model = request.get("model").str().filter(|model| !model.is_empty());
        let model = model.ok_or_else(|| {
            Error::input("No model. Pass one, such as \"bedrock/claude-sonnet-5\" or \"us.amazon.nova-lite-v1:0\".")
        })?;
        let name = Name::parse(&model, &shared.models.aliases);
        let client = shared.config_of_call(options, name.region.as_deref())?;
        Ok(Target { name, client })
    }

    fn ids(&self, Target { name, client }: &Target) -> Vec<String> {
        let mut ids = self.profile.ids(name, &client.region);
        let key = learnt_key(name, client);
        if let Some((_, id)) = self.learnt.borrow().iter().find(|(known, _)| *known == key) {
            ids.retain(|other| other != id);
            ids.insert(0, id.clone());
        }
        ids
    }

    fn learn(&self, Target { name, client }: &Target, id: String) {
        let key = learnt_key(name, client);
        let mut learnt = self.learnt.borrow_mut();
        learnt.retain(|(known, _)| *known != key);
        learnt.push((key, id));
    }
}

/// Sends a chat completion's request, which is JSON. Resolves to a reply whose output is OpenAI's, or whose stream is
/// to be translated.
pub(crate) async fn complete(shared: &Rc<Shared>, request: &str, options: &Options<'_>) -> Result<JsValue, Failure> {
    let target = Models::target(shared, request, options)?;
    let converse = translate::request(request, &Model::of(&target.name.model_id), &shared.models.translation)?;
    let operation = if converse.streams { "ConverseStream" } else { "Converse" };
    let reply = send(shared, &target, operation, &converse.body, options).await?;
    let created_s = (Date::now() / 1000.0) as u32;
    let id = get(&reply, "requestId").as_string().unwrap_or_else(made_up_id);
    if converse.streams {
        set(&reply, "chat", &converse.chat.to_json(&id, created_s).into());
    } else {
        let raw = get(&reply, "raw").as_string().unwrap_or_default();
        let completion = translate::completion(&raw, &converse.chat, &id, created_s)?;
        set(&reply, "output", &parse_json(&completion.into()).unwrap_or_default());
    }
    warn(shared, &reply, &converse.warnings);
    Ok(reply.into())
}

/// Calls the model by the first of its ids that Bedrock takes.
pub(crate) async fn send(
    shared: &Rc<Shared>,
    target: &Target,
    operation: &str,
    body: &str,
    options: &Options<'_>,
) -> Result<Object, Failure> {
    let operation = Operation::named(operation).ok_or_else(|| Error::input("Bedrock has no such operation."))?;
    let ids = shared.models.ids(target);
    let mut refusal = None;
    for (position, id) in ids.into_iter().enumerate() {
        let members = vec![("modelId", id.clone())];
        let input = Input { members, body: Uint8Array::from(body.as_bytes()) };
        let call = Call::new(shared.clone(), target.client.clone(), operation, input, options, None)?;
        match call.send().await {
            Ok(reply) => {
                if position > 0 {
                    shared.models.learn(target, id);
                }
                return Ok(reply.unchecked_into());
            }
            Err(failure) if asks_for_profile(&failure.error) => refusal = refusal.or(Some(failure)),
            // The model's own id was refused for want of a profile; that a profile does not exist says less.
            Err(failure) => return Err(refusal.filter(|_| failure.error.status() == Some(400)).unwrap_or(failure)),
        }
    }
    Err(refusal.unwrap_or_else(|| Error::input("No model. Pass one.").into()))
}

/// Tells of what has no effect, and puts it beside the reply.
pub(crate) fn warn(shared: &Shared, reply: &Object, warnings: &[Warning]) {
    let list = Array::new();
    for Warning { code, message } in warnings {
        shared.observer.warn(code, message);
        list.push(&warning(code, message));
    }
    set(reply, "warnings", &list);
}

fn learnt_key(name: &Name, client: &Config) -> String {
    format!("{}/{}", client.region, name.model_id)
}

/// Where a browser hides the id of the request.
fn made_up_id() -> String {
    format!("chatcmpl-{}", (Math::random() * 9e15) as u64)
}
