//! A chat in OpenAI's shape: its request is translated, sent as Converse, and the reply translated back.

use std::rc::Rc;

use js_sys::Array;
use js_sys::Date;
use js_sys::Math;
use js_sys::Object;
use js_sys::Uint8Array;
use wasm_bindgen::JsCast;
use wasm_bindgen::JsValue;
use web_sys::AbortController;
use web_sys::Response;
use web_sys::ResponseInit;

use super::call::Call;
use super::client::Shared;
use super::download;
use super::error::Failure;
use super::error::get;
use super::error::set;
use super::input::Input;
use super::models;
use super::models::Target;
use super::observe::warning;
use super::options::Options;
use super::reply::parse_json;
use crate::bedrock::error::asks_for_profile;
use crate::bedrock::operation::Operation;
use crate::config::Config;
use crate::error::Error;
use crate::json::Value;
use crate::translate;
use crate::translate::Converse;
use crate::translate::Warning;

/// Sends a chat completion's request, which is JSON. Resolves to a reply whose output is OpenAI's, or whose stream is
/// to be translated.
pub(crate) async fn complete(shared: &Rc<Shared>, request: &str, options: &Options<'_>) -> Result<Object, Failure> {
    let request = &translate::parse(request)?;
    let downloads = download::all(shared, request, options).await?;
    let translation = translate::Options { downloads, ..shared.models.translation.clone() };
    models::with_fallbacks(shared, request, options, async |target| {
        let (reply, mut converse) = converse(shared, &target, request, &translation, options).await?;
        converse.chat.model = target.asked;
        let created_s = (Date::now() / 1000.0) as u32;
        let id = get(&reply, "requestId").as_string().unwrap_or_else(made_up_id);
        if converse.streams {
            if converse.is_whole {
                make_stream(&reply)?;
            }
            set(&reply, "chat", &converse.chat.to_json(&id, created_s).into());
        } else {
            let raw = get(&reply, "raw").as_string().unwrap_or_default();
            let completion = translate::completion(&raw, &converse.chat, &id, created_s)?;
            set(&reply, "output", &parse_json(&completion.into()).unwrap_or_default());
        }
        warn(shared, &reply, &converse.warnings);
        Ok(reply)
    })
    .await
}

/// Makes a reply to be streamed of one that came whole.
fn make_stream(reply: &Object) -> Result<(), Failure> {
    let frames = translate::as_stream(&get(reply, "raw").as_string().unwrap_or_default())?;
    let head: Response = get(reply, "response").unchecked_into();
    let init = ResponseInit::new();
    init.set_status(head.status());
    init.set_headers(&head.headers());
    let body = Uint8Array::from(frames.as_slice());
    let made = Response::new_with_opt_buffer_source_and_init(Some(&body), &init).map(JsValue::from);
    let made = made.and_then(|response| Ok((response, AbortController::new()?)));
    let (response, controller) =
        made.map_err(|thrown| Failure::caused_by(Error::input("This runtime has no Response."), thrown))?;
    set(reply, "response", &response);
    set(reply, "controller", &controller);
    set(reply, "raw", &JsValue::UNDEFINED);
    set(reply, "output", &Object::new());
    Ok(())
}

/// Sends the translated request; once more without what the model turns out to refuse, and so on.
async fn converse(
    shared: &Rc<Shared>,
    target: &Target,
    request: &Value<'_>,
    translation: &translate::Options,
    options: &Options<'_>,
) -> Result<(Object, Converse), Failure> {
    let mut model = shared.models.model(target);
    let mut converse = translate::request(request, &model, translation)?;
    loop {
        let operation = if converse.is_whole { "Converse" } else { "ConverseStream" };
        let failure = match send(shared, target, operation, &converse.body, options).await {
            Ok(reply) => return Ok((reply, converse)),
            Err(failure) => failure,
        };
        let again = translate::again(&failure.error, request, &model, translation, &converse);
        let again = again.ok_or(failure)?;
        if again.is_lasting {
            shared.models.learn_refusal(target, again.ability);
        }
        model = model.without(again.ability);
        converse = again.converse;
    }
}

/// Calls the model by the first of its ids that Bedrock takes.
pub(crate) async fn send(
    shared: &Rc<Shared>,
    target: &Target,
    operation: &str,
    body: &str,
    options: &Options<'_>,
) -> Result<Object, Failure> {
    let ids = shared.models.ids(target);
    let mut refusal = None;
    for (position, id) in ids.into_iter().enumerate() {
        let input = Input { members: vec![("modelId", id.clone())], body: Uint8Array::from(body.as_bytes()) };
        match call(shared, &target.client, operation, input, options).await {
            Ok(reply) => {
                if position > 0 {
                    shared.models.learn_profile(target, id);
                }
                return Ok(reply);
            }
            Err(failure) if asks_for_profile(&failure.error) => refusal = refusal.or(Some(failure)),
            // The model's own id was refused for want of a profile; that a profile does not exist says less.
            Err(failure) => return Err(refusal.filter(|_| failure.error.status() == Some(400)).unwrap_or(failure)),
        }
    }
    Err(refusal.unwrap_or_else(|| Error::input("No model. Pass one.").into()))
}

/// Calls the operation of this AWS name.
pub(crate) async fn call(
    shared: &Rc<Shared>,
    client: &Rc<Config>,
    operation: &str,
    input: Input,
    options: &Options<'_>,
) -> Result<Object, Failure> {
    let operation = Operation::named(operation).ok_or_else(|| Error::input("Bedrock has no such operation."))?;
    let call = Call::new(shared.clone(), client.clone(), operation, input, options, None)?;
    Ok(call.send().await?.unchecked_into())
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

/// Where a browser hides the id of the request.
fn made_up_id() -> String {
    format!("chatcmpl-{}", (Math::random() * 9e15) as u64)
}
