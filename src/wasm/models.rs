//! Which model a request is for: its name and its region, what the caller and the client know of it, and which models
//! are asked when it is out of order.

use std::cell::RefCell;
use std::rc::Rc;

use js_sys::Array;
use js_sys::Object;
use js_sys::Reflect;
use wasm_bindgen::JsCast;
use wasm_bindgen::JsValue;

use super::client::Shared;
use super::error::Failure;
use super::error::get;
use super::error::set;
use super::observe::Observer;
use super::observe::warning;
use super::options::Options;
use crate::config::Config;
use crate::error::Error;
use crate::json::Value;
use crate::models::Ability;
use crate::models::Capabilities;
use crate::models::InferenceProfile;
use crate::models::Known;
use crate::models::Model;
use crate::models::Name;
use crate::retry;
use crate::translate;

/// What a client knows of models besides the catalogue, and how it asks them.
pub(crate) struct Models {
    known: Known,
    profile: InferenceProfile,
    pub(crate) translation: translate::Options,
    /// The option `fetchImages`.
    pub(crate) fetch_images: Option<JsValue>,
    learnt: RefCell<Learnt>,
}

/// What turned out on the way; each by the model's id and its region.
#[derive(Default)]
struct Learnt {
    /// The ids of profiles that worked where a model's own did not.
    profiles: Vec<(String, String)>,
    refused: Vec<(String, Ability)>,
}

/// A model as a request names it, and where it is called.
pub(crate) struct Target {
    /// As the caller has it.
    pub(crate) asked: String,
    pub(crate) name: Name,
    pub(crate) client: Rc<Config>,
}

impl Models {
    pub(crate) fn new(options: &Options<'_>, observer: &Observer) -> Result<Self, Error> {
        let profile = options.data("inferenceProfile", JsValue::as_string, "\"auto\", \"never\" or a prefix")?;
        let unsupported = options.data("unsupportedParams", JsValue::as_string, "\"warn\", \"error\" or \"ignore\"")?;
        Ok(Self {
            known: known(options, observer)?,
            profile: profile.as_deref().map_or(InferenceProfile::Auto, InferenceProfile::parse),
            translation: translate::Options::parse(unsupported.as_deref())?,
            fetch_images: options.value("fetchImages"),
            learnt: RefCell::default(),
        })
    }

    /// The model behind a name. A call's options may name its region.
    pub(crate) fn target(shared: &Shared, asked: String, options: &Options<'_>) -> Result<Target, Error> {
        let name = Name::parse(&asked, &shared.models.known.aliases);
        let client = shared.config_of_call(options, name.region.as_deref())?;
        Ok(Target { asked, name, client })
    }

    /// What is known of a model.
    pub(crate) fn model<'a>(&'a self, target: &'a Target) -> Model<'a> {
        let key = target.key();
        let learnt = self.learnt.borrow();
        let refused = learnt.refused.iter().filter(|(model, _)| *model == key);
        refused.fold(self.known.model(&target.name, &target.asked), |model, (_, ability)| model.without(*ability))
    }

    /// The ids to call it by, best first.
    pub(crate) fn ids(&self, target: &Target) -> Vec<String> {
        let mut ids = self.profile.ids(&target.name, &target.client.region);
        let key = target.key();
        if let Some((_, id)) = self.learnt.borrow().profiles.iter().find(|(model, _)| *model == key) {
            ids.retain(|other| other != id);
            ids.insert(0, id.clone());
        }
        ids
    }

    /// Remembers by which id a model was to be had.
    pub(crate) fn learn_profile(&self, target: &Target, id: String) {
        let key = target.key();
        let mut learnt = self.learnt.borrow_mut();
        learnt.profiles.retain(|(model, _)| *model != key);
        learnt.profiles.push((key, id));
    }

    /// Remembers what a model refuses.
    pub(crate) fn learn_refusal(&self, target: &Target, ability: Ability) {
        self.learnt.borrow_mut().refused.push((target.key(), ability));
    }
}

impl Target {
    fn key(&self) -> String {
        format!("{}/{}", self.client.region, self.name.model_id)
    }
}

/// Makes the call with the model of `request`; and as long as a model is out of order or not to be had,
/// with the next one of `fallbackModels`. The reply tells of it among its warnings.
pub(crate) async fn with_fallbacks(
    shared: &Shared,
    request: &Value<'_>,
    options: &Options<'_>,
    call: impl AsyncFn(Target) -> Result<Object, Failure>,
) -> Result<Object, Failure> {
    let warnings = Array::new();
    let mut names = names(request, options)?.into_iter().peekable();
    while let Some(asked) = names.next() {
        let outcome = match Models::target(shared, asked.clone(), options) {
            Ok(target) => call(target).await,
            Err(error) => Err(error.into()),
        };
        match (outcome, names.peek()) {
            (Ok(reply), _) => {
                let all = warnings.concat(&Array::from(&get(&reply, "warnings")));
                set(&reply, "warnings", &all);
                return Ok(reply);
            }
            (Err(failure), Some(next)) if retry::another_model_may_do(&failure.error) => {
                let message = format!("{asked} failed, {next} is asked instead. {}", failure.error.message());
                shared.observer.warn_because("fallback_model", &message, &failure.into());
                warnings.push(&warning("fallback_model", &message));
            }
            (Err(failure), _) => return Err(failure),
        }
    }
    Err(Error::input(NO_MODEL).into())
}

const NO_MODEL: &str = "No model. Pass one, such as \"bedrock/claude-sonnet-5\" or \"us.amazon.nova-lite-v1:0\".";

/// The model of a request, and those that may take its place: of the call's options, or as OneLLM has it, of the
/// request.
fn names(request: &Value<'_>, options: &Options<'_>) -> Result<Vec<String>, Error> {
    let string = |value: &Value<'_>| value.str().filter(|name| !name.is_empty()).map(Into::into);
    let mut names: Vec<String> = vec![string(request.get("model")).ok_or_else(|| Error::input(NO_MODEL))?];
    names.extend(options.strings("fallbackModels")?);
    names.extend(request.get("fallback_models").items().iter().filter_map(string));
    Ok(names)
}

/// Reads the option `models`.
fn known(options: &Options<'_>, observer: &Observer) -> Result<Known, Error> {
    let models = options.value("models").unwrap_or_default();
    let models = Options::new(&models, "models")?;
    models.warn_of_unknown(&["aliases", "capabilities"], observer);
    let mut known = Known::new(models.pairs("aliases")?.unwrap_or_default());
    let all = models.value("capabilities").unwrap_or_default();
    Options::new(&all, "models.capabilities")?;
    let Some(all) = all.dyn_ref::<Object>() else { return Ok(known) };
    for name in Object::keys(all).iter().filter_map(|name| name.as_string()) {
        let value = get(all, &name);
        let of = format!("models.capabilities[\"{name}\"]");
        let told = Options::new(&value, &of)?;
        let base_model = told.data("baseModel", JsValue::as_string, "the alias or id of a model")?;
        let mut capabilities = Capabilities::new(&name, base_model.as_deref(), &known.aliases);
        for member in Reflect::own_keys(&value).unwrap_or_default().iter().filter_map(|member| member.as_string()) {
            match Ability::named(&member) {
                Some(ability) => {
                    if let Some(can) = told.data(&member, JsValue::as_bool, "true or false")? {
                        capabilities.set(ability, can);
                    }
                }
                None if member == "baseModel" => {}
                None => observer.warn("unknown_option", &format!("{of} has no member \"{member}\": it has no effect.")),
            }
        }
        known.add(capabilities);
    }
    Ok(known)
}
