//! Lists of models in OpenAI's shape, from the control plane; from the catalogue where that is out of reach, as it is
//! for pages, and for keys that may run models and nothing else.

use std::rc::Rc;

use js_sys::Object;
use js_sys::Uint8Array;
use wasm_bindgen::JsValue;

use super::chat;
use super::client::Shared;
use super::error::Failure;
use super::error::get;
use super::error::set;
use super::input::Input;
use super::models::Models;
use super::options::Options;
use super::reply::parse_json;
use crate::config::Config;
use crate::error::Error;
use crate::error::Kind;
use crate::error::says;
use crate::json;
use crate::translate;
use crate::translate::Warning;

/// How many pages of profiles are read; each has up to a thousand.
const PAGES_MAX: usize = 20;

/// Lists what can be called from the region.
pub(crate) async fn list(shared: &Rc<Shared>, options: &Options<'_>) -> Result<JsValue, Failure> {
    let client = shared.config_of_call(options, None)?;
    let offline = || Some(translate::offline_listing(&client.region));
    let lists = lists(shared, &client, options).await;
    let listed = |(models, pages): &(Object, Vec<String>)| (models.clone(), translate::listing(&raw(models), pages));
    answer(shared, lists.map(|lists| listed(&lists)), offline)
}

/// Looks up one model, or one inference profile. `request` is JSON with the `model`.
pub(crate) async fn retrieve(shared: &Rc<Shared>, request: &str, options: &Options<'_>) -> Result<JsValue, Failure> {
    let request = json::parse(request).unwrap_or_default();
    let asked = request.get("model").str().filter(|model| !model.is_empty());
    let asked = asked.ok_or_else(|| Error::input("No model. Pass its name to models.retrieve.")).map(Into::into)?;
    let target = Models::target(shared, asked, options)?;
    let id = shared.models.ids(&target).into_iter().next().unwrap_or_default();
    let is_profile = crate::models::Model::of(&id).id != id && !says(&id, ":foundation-model/");
    let (operation, member) = match is_profile {
        true => ("GetInferenceProfile", "inferenceProfileIdentifier"),
        false => ("GetFoundationModel", "modelIdentifier"),
    };
    let reply = read(shared, &target.client, operation, vec![(member, id.clone())], options).await;
    let found = match reply {
        Ok(reply) => Ok((reply.clone(), translate::listed(&raw(&reply))?)),
        Err(failure) => Err(failure),
    };
    answer(shared, found, || translate::offline_listed(&id))
}

/// The models, and every page of the profiles.
async fn lists(
    shared: &Rc<Shared>,
    client: &Rc<Config>,
    options: &Options<'_>,
) -> Result<(Object, Vec<String>), Failure> {
    let models = read(shared, client, "ListFoundationModels", Vec::new(), options).await?;
    let (mut pages, mut token) = (Vec::new(), None);
    for _ in 0..PAGES_MAX {
        let mut members = vec![("maxResults", "1000".to_owned())];
        members.extend(token.map(|token| ("nextToken", token)));
        let page = raw(&read(shared, client, "ListInferenceProfiles", members, options).await?);
        token = json::parse(&page).and_then(|page| page.get("nextToken").str().map(Into::into));
        pages.push(page);
        if token.is_none() {
            break;
        }
    }
    Ok((models, pages))
}

async fn read(
    shared: &Rc<Shared>,
    client: &Rc<Config>,
    operation: &str,
    members: Vec<(&'static str, String)>,
    options: &Options<'_>,
) -> Result<Object, Failure> {
    chat::call(shared, client, operation, Input { members, body: Uint8Array::default() }, options).await
}

/// The reply with OpenAI's output; or what the catalogue has, with a warning that says why.
fn answer(
    shared: &Shared,
    found: Result<(Object, String), Failure>,
    offline: impl FnOnce() -> Option<String>,
) -> Result<JsValue, Failure> {
    let (reply, output, warnings) = match found {
        Ok((reply, output)) => (reply, output, Vec::new()),
        Err(failure) if is_out_of_reach(&failure.error) => {
            let why = failure.error.message();
            let message = format!("The models are from this package's own catalogue, not from your account: {why}");
            let output = offline().ok_or(failure)?;
            (Object::new(), output, vec![Warning { code: "offline_catalogue", message }])
        }
        Err(failure) => return Err(failure),
    };
    set(&reply, "output", &parse_json(&output.into()).unwrap_or_default());
    chat::warn(shared, &reply, &warnings);
    Ok(reply.into())
}

/// Keys that are wrong, and what was asked in the wrong way, are the caller's to know of.
fn is_out_of_reach(error: &Error) -> bool {
    match error.kind() {
        Kind::Connection | Kind::Timeout | Kind::Protocol => true,
        Kind::Service => error.class() != "AuthenticationError" && error.status() != Some(400),
        Kind::Input | Kind::Credentials | Kind::Abort => false,
    }
}

fn raw(reply: &Object) -> String {
    get(reply, "raw").as_string().unwrap_or_default()
}
