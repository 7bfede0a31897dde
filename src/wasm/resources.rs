//! Embeddings and images in OpenAI's shape: one request may take several calls of InvokeModel.

use std::cell::RefCell;
use std::rc::Rc;

use js_sys::Array;
use js_sys::Date;
use js_sys::JsString;
use js_sys::Object;
use js_sys::Promise;
use js_sys::Uint8Array;
use wasm_bindgen::JsCast;
use wasm_bindgen::JsValue;
use wasm_bindgen_futures::JsFuture;
use wasm_bindgen_futures::future_to_promise;

use super::chat;
use super::client::Shared;
use super::error::Failure;
use super::error::get;
use super::error::set;
use super::models;
use super::models::Target;
use super::options::CALL_OPTIONS;
use super::options::Options;
use super::reply::parse_json;
use crate::error::Error;
use crate::translate;

/// How many calls are under way at a time.
const CALLS_MAX: usize = 8;

/// Makes embeddings. `request` is OpenAI's, as JSON. The reply's output is OpenAI's, with lists of numbers; where
/// base64 was asked for, the reply has `isBase64`.
pub(crate) async fn embeddings(shared: &Rc<Shared>, request: &str, options: &JsValue) -> Result<Object, Failure> {
    let read = self::options(shared, options, "embeddings.create")?;
    let request = &translate::parse(request)?;
    models::with_fallbacks(shared, request, &read, async |target| {
        let mut plan = translate::embeddings(request, &shared.models.model(&target), &shared.models.translation)?;
        let (bodies, model) = (std::mem::take(&mut plan.bodies), target.asked.clone());
        let (last, replies) = call_all(shared, target, bodies, options).await?;
        let in_header = |reply: &Object| get(&get(reply, "usage"), "inputTokens").as_f64().map(|tokens| tokens as u32);
        let replies: Vec<_> = replies.iter().map(|reply| (body_of(reply), in_header(reply))).collect();
        finish(&last, plan.output(&replies, &model)?);
        set(&last, "isBase64", &plan.is_base64.into());
        chat::warn(shared, &last, &plan.warnings);
        Ok(last)
    })
    .await
}

/// Makes images. `request` is OpenAI's, as JSON; the reply's output is OpenAI's.
pub(crate) async fn images(shared: &Rc<Shared>, request: &str, options: &JsValue) -> Result<Object, Failure> {
    let read = self::options(shared, options, "images.generate")?;
    let request = &translate::parse(request)?;
    models::with_fallbacks(shared, request, &read, async |target| {
        let mut plan = translate::images(request, &shared.models.model(&target), &shared.models.translation)?;
        let bodies = std::mem::take(&mut plan.bodies);
        let (last, replies) = call_all(shared, target, bodies, options).await?;
        let replies: Vec<_> = replies.iter().map(body_of).collect();
        let (output, withheld) = plan.output(&replies, (Date::now() / 1000.0) as u32)?;
        plan.warnings.extend(withheld);
        finish(&last, output);
        chat::warn(shared, &last, &plan.warnings);
        Ok(last)
    })
    .await
}

fn options<'a>(shared: &Shared, options: &'a JsValue, of: &'static str) -> Result<Options<'a>, Failure> {
    let options = Options::new(options, of)?;
    options.warn_of_unknown(&[&CALL_OPTIONS[..], &["fallbackModels"]].concat(), &shared.observer);
    Ok(options)
}

/// All replies in the order of the bodies, and a copy of the last one to be given on.
async fn call_all(
    shared: &Rc<Shared>,
    target: Target,
    bodies: Vec<String>,
    options: &JsValue,
) -> Result<(Object, Vec<Object>), Failure> {
    let target = Rc::new(target);
    // A promise is rejected with JavaScript's error, of which the core can read nothing any more.
    let first_failure = Rc::new(RefCell::new(None));
    let mut replies: Vec<Object> = Vec::new();
    for wave in bodies.chunks(CALLS_MAX) {
        let start = |body: &String| start(shared, &target, body.clone(), options.clone(), first_failure.clone());
        let started: Array = wave.iter().map(start).collect();
        let answers = JsFuture::from(Promise::all(&started)).await;
        let answers = answers.map_err(|thrown| match first_failure.take() {
            Some(failure) => failure,
            None => Failure::caused_by(Error::protocol("A call ended without an answer."), thrown),
        })?;
        replies.extend(Array::from(&answers).iter().map(JsCast::unchecked_into::<Object>));
    }
    let last = Object::assign(&Object::new(), replies.last().unwrap_or(&Object::new()));
    Ok((last, replies))
}

fn start(
    shared: &Rc<Shared>,
    target: &Rc<Target>,
    body: String,
    options: JsValue,
    first_failure: Rc<RefCell<Option<Failure>>>,
) -> Promise {
    let (shared, target) = (shared.clone(), target.clone());
    future_to_promise(async move {
        let options = Options::new(&options, "InvokeModel").map_err(Failure::from)?;
        let reply = chat::send(&shared, &target, "InvokeModel", &body, &options).await;
        reply.map(Into::into).map_err(|failure| {
            first_failure.borrow_mut().get_or_insert_with(|| failure.clone());
            failure.into()
        })
    })
}

fn finish(reply: &Object, json: String) {
    set(reply, "output", &parse_json(&json.into()).unwrap_or_default());
    set(reply, "raw", &JsString::from("").into());
}

fn body_of(reply: &Object) -> String {
    let bytes = Uint8Array::new(&get(reply, "raw")).to_vec();
    String::from_utf8(bytes).unwrap_or_default()
}
