//! The model that a request goes to: by its name, the region and the profile; the models that take its place when it is
//! out of order; and the facts that a client has learnt of them.

use std::cell::RefCell;
use std::pin::Pin;
use std::rc::Rc;

use super::Answer;
use super::OpenAi;
use super::Options;
use crate::bedrock::error::asks_for_profile;
use crate::bedrock::error::names_no_model;
use crate::call::Reply;
use crate::error::Error;
use crate::io::Because;
use crate::io::Io;
use crate::io::Told;
use crate::json::Value;
use crate::models::Capability;
use crate::models::InferenceProfile;
use crate::models::Known;
use crate::models::Model;
use crate::models::Name;
use crate::retry;
use crate::search::filled;
use crate::translate;
use crate::translate::Warning;

/// A client's knowledge of models besides the catalogue, and how it calls them.
#[derive(Debug, Default)]
pub struct Route {
    known: Known,
    profile: InferenceProfile,
    pub(super) translation: translate::TranslationOptions,
    learnt: RefCell<Learnt>,
    /// The models that were asked last: looking one up reads the whole catalogue.
    targets: RefCell<Vec<Rc<Target>>>,
}

/// The facts learnt from calls, each by the model's id and its region.
#[derive(Debug, Default)]
struct Learnt {
    /// The ids of profiles that worked where a model's own did not.
    profiles: Vec<(String, String)>,
    refused: Vec<(String, Capability)>,
}

/// A model as a request names it, and where it is called.
#[derive(Debug)]
pub(super) struct Target {
    /// As the caller has it.
    pub(super) asked: String,
    pub(super) region: String,
    name: Name,
    /// The ids to call it by, best first, as long as nothing else was learnt.
    ids: Vec<String>,
    /// Region and id.
    key: String,
}

impl Route {
    /// Takes the options `models`, `inferenceProfile` and `unsupportedParams`.
    pub fn new(known: Known, profile: InferenceProfile, translation: translate::TranslationOptions) -> Self {
        Self { known, profile, translation, ..Self::default() }
    }

    /// The known facts of a model.
    pub(super) fn model<'a>(&'a self, target: &'a Target) -> Model<'a> {
        let learnt = self.learnt.borrow();
        let refused = learnt.refused.iter().filter(|(model, _)| *model == target.key);
        refused.fold(self.known.model(&target.name, &target.asked), |model, (_, capability)| model.without(*capability))
    }

    /// The ids to call it by, best first.
    pub(super) fn ids(&self, target: &Target) -> Vec<String> {
        let mut ids = target.ids.clone();
        if let Some((_, id)) = self.learnt.borrow().profiles.iter().find(|(model, _)| *model == target.key) {
            ids.retain(|other| other != id);
            ids.insert(0, id.clone());
        }
        ids
    }

    /// Remembers by which id a model answered.
    fn learn_profile(&self, target: &Target, id: &str) {
        let profiles = &mut self.learnt.borrow_mut().profiles;
        match profiles.iter_mut().find(|(model, _)| *model == target.key) {
            Some((_, known)) => id.clone_into(known),
            None => profiles.push((target.key.clone(), id.to_owned())),
        }
    }

    /// Remembers a capability that a model refuses.
    #[cfg(feature = "chat")]
    pub(super) fn learn_refusal(&self, target: &Target, capability: Capability) {
        self.learnt.borrow_mut().refused.push((target.key.clone(), capability));
    }
}

impl OpenAi {
    /// The model behind a name. A call's options may name its region.
    pub(super) fn target(&self, asked: &str, options: &Options) -> Result<Rc<Target>, Error> {
        let route = &self.route;
        let is_kept = options.region.is_none();
        if let Some(target) = route.targets.borrow().iter().find(|target| is_kept && target.asked == asked) {
            return Ok(target.clone());
        }
        let name = Name::parse(asked, &route.known.aliases);
        let region = self.region(options, name.region.as_deref()).to_owned();
        let ids = route.profile.ids(&name, &region);
        let key = [&*region, "/", &name.model_id].concat();
        let target = Rc::new(Target { asked: asked.to_owned(), region, name, ids, key });
        if is_kept {
            let mut targets = route.targets.borrow_mut();
            targets.truncate(TARGETS_KEPT);
            targets.insert(0, target.clone());
        }
        Ok(target)
    }

    /// Makes the call with the model of `request`; and as long as a model is out of order or cannot be reached, with
    /// the next one of the fallback models. A warning of the answer says so.
    ///
    /// `call` is boxed: chats, embeddings and images would each have a copy of this.
    pub(super) async fn with_fallbacks<'r, I: Io>(
        &self,
        io: &I,
        request: &Value<'_>,
        options: &Options,
        call: &dyn Fn(Rc<Target>) -> Answering<'r>,
    ) -> Result<Answer, Error> {
        let mut warnings = Vec::new();
        options.used_retries.set(0);
        let names = names(request, options)?;
        for (position, asked) in names.iter().enumerate() {
            let outcome = match self.target(asked, options) {
                Ok(target) => call(target).await,
                Err(error) => Err(error),
            };
            match (outcome, names.get(position.saturating_add(1))) {
                (Ok(mut answer), _) => {
                    warnings.append(&mut answer.warnings);
                    answer.warnings = warnings;
                    return Ok(answer);
                }
                (Err(error), Some(next)) if retry::another_model_may_do(&error) => {
                    let message = filled("{} failed, {} is asked instead. {}", &[asked, next, error.message()]);
                    io.tell(Told::Warning(FALLBACK, &message, Because::Of(&error)));
                    warnings.push(Warning { code: FALLBACK, message });
                    options.used_retries.set(options.used_retries.get().saturating_add(error.retries()));
                }
                (Err(error), _) => return Err(error.in_openais_words()),
            }
        }
        Err(Error::input(NO_MODEL))
    }

    /// Calls the model by the first of its ids that Bedrock takes. The payload is set.
    pub(super) async fn send<I: Io>(
        &self,
        io: &I,
        target: &Target,
        operation: &str,
        options: &Options,
    ) -> Result<(Reply, u32), Error> {
        let (mut refusal, mut missing) = (None, None);
        for (position, id) in self.route.ids(target).iter().enumerate() {
            match self.call(io, &target.region, operation, &[("modelId", id.clone())], options).await {
                Ok(reply) => {
                    if position > 0 {
                        self.route.learn_profile(target, id);
                    }
                    return Ok(reply);
                }
                Err(error) if asks_for_profile(&error) => refusal = refusal.or(Some(error)),
                // Not every region has every profile. The error that a profile does not exist says less than the one
                // that a profile is needed.
                Err(error) if names_no_model(&error) && *id != target.name.model_id => {
                    missing = missing.or(Some(error))
                }
                Err(error) => return Err(refusal.filter(|_| names_no_model(&error)).unwrap_or(error)),
            }
        }
        Err(refusal.or(missing).unwrap_or_else(|| Error::input("No model. Pass one.")))
    }
}

/// A request on its way to one model.
pub(super) type Answering<'r> = Pin<Box<dyn Future<Output = Result<Answer, Error>> + 'r>>;

/// The model of a request, and those that may take its place: of the call's options, or as OneLLM has it, of the
/// request.
fn names(request: &Value<'_>, options: &Options) -> Result<Vec<String>, Error> {
    let name = |value: &Value<'_>| value.said().into_owned();
    let mut names = vec![name(request.get("model"))];
    if names.first().is_none_or(String::is_empty) {
        return Err(Error::input(NO_MODEL));
    }
    names.extend_from_slice(&options.fallback_models);
    for fallback in request.get("fallback_models").items() {
        let fallback = name(fallback);
        if !fallback.is_empty() {
            names.push(fallback);
        }
    }
    if names.len() > NAMES_MAX {
        return Err(Error::input("There are more than 32 fallback models. Pass fewer."));
    }
    Ok(names)
}

/// Beside the newest one.
const TARGETS_KEPT: usize = 15;
/// A request may come from a stranger, and each name is a call.
const NAMES_MAX: usize = 33;
const FALLBACK: &str = "fallback_model";
const NO_MODEL: &str = "No model. Pass one, such as \"bedrock/claude-sonnet-5\" or \"us.amazon.nova-lite-v1:0\".";
