//! Embeddings and images in OpenAI's shape: one request may take several calls of InvokeModel.

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
use super::chat::Models;
use super::chat::Target;
use super::client::Shared;
use super::error::Failure;
use super::error::get;
use super::error::set;
use super::options::CALL_OPTIONS;
use super::options::Options;
use super::reply::parse_json;
use crate::json;
use crate::json::Writer;
use crate::models::Model;
use crate::translate;

/// How many calls are under way at a time.
const CALLS_MAX: usize = 8;

/// Makes embeddings. `request` is OpenAI's, as JSON. The reply's output is OpenAI's, with lists of numbers; where
/// base64 was asked for, the reply has `isBase64`.
pub(crate) async fn embeddings(shared: &Rc<Shared>, request: &str, options: &JsValue) -> Result<JsValue, JsValue> {
    let target = target(shared, request, options, "embeddings.create")?;
    let plan = translate::embeddings(request, &Model::of(&target.name.model_id)).map_err(Failure::from)?;
    let (last, replies) = call_all(shared, target, plan.bodies, options).await?;
    let (mut json, mut index, mut tokens) = (Writer::default(), 0u32, 0u32);
    json.open('{').key("object").string("list").key("data").open('[');
    for reply in &replies {
        let body = body_of(reply);
        let body = json::parse(&body).unwrap_or_default();
        let (list, counted) = plan.codec.read(&body).map_err(Failure::from)?;
        for embedding in list {
            json.open('{').key("object").string("embedding").key("index").raw(&index.to_string());
            json.key("embedding").value(embedding).close('}');
            index = index.saturating_add(1);
        }
        let in_header = || get(&get(reply, "usage"), "inputTokens").as_f64().map(|tokens| tokens as u32);
        tokens = tokens.saturating_add(counted.or_else(in_header).unwrap_or_default());
    }
    let tokens = tokens.to_string();
    json.close(']').key("model").value(json::parse(request).unwrap_or_default().get("model"));
    json.key("usage")
        .open('{')
        .key("prompt_tokens")
        .raw(&tokens)
        .key("total_tokens")
        .raw(&tokens)
        .close('}')
        .close('}');
    finish(&last, json);
    set(&last, "isBase64", &plan.is_base64.into());
    chat::warn(shared, &last, &plan.warnings);
    Ok(last.into())
}

/// Makes images. `request` is OpenAI's, as JSON; the reply's output is OpenAI's.
pub(crate) async fn images(shared: &Rc<Shared>, request: &str, options: &JsValue) -> Result<JsValue, JsValue> {
    let target = target(shared, request, options, "images.generate")?;
    let plan = translate::images(request, &Model::of(&target.name.model_id)).map_err(Failure::from)?;
    let (last, replies) = call_all(shared, target, plan.bodies, options).await?;
    let mut json = Writer::default();
    json.open('{').key("created").raw(&((Date::now() / 1000.0) as u32).to_string()).key("data").open('[');
    for reply in &replies {
        let body = body_of(reply);
        let body = json::parse(&body).unwrap_or_default();
        let (list, withheld) = plan.codec.read(&body).map_err(Failure::from)?;
        for image in list {
            json.open('{').key("b64_json").value(image).close('}');
        }
        if let Some(reason) = withheld {
            shared.observer.warn("content_filter", &format!("Some images were withheld: {reason}"));
        }
    }
    json.close(']').close('}');
    finish(&last, json);
    chat::warn(shared, &last, &plan.warnings);
    Ok(last.into())
}

fn target(shared: &Shared, request: &str, options: &JsValue, of: &'static str) -> Result<Target, Failure> {
    let options = Options::new(options, of)?;
    options.warn_of_unknown(&CALL_OPTIONS, &shared.observer);
    Ok(Models::target(shared, request, &options)?)
}

/// All replies in the order of the bodies, and a copy of the last one to be given on.
async fn call_all(
    shared: &Rc<Shared>,
    target: Target,
    bodies: Vec<String>,
    options: &JsValue,
) -> Result<(Object, Vec<Object>), JsValue> {
    let target = Rc::new(target);
    let mut replies: Vec<Object> = Vec::new();
    for wave in bodies.chunks(CALLS_MAX) {
        let started: Array = wave.iter().map(|body| start(shared, &target, body.clone(), options.clone())).collect();
        let answers = JsFuture::from(Promise::all(&started)).await?;
        replies.extend(Array::from(&answers).iter().map(JsCast::unchecked_into::<Object>));
    }
    let last = Object::assign(&Object::new(), replies.last().unwrap_or(&Object::new()));
    Ok((last, replies))
}

fn start(shared: &Rc<Shared>, target: &Rc<Target>, body: String, options: JsValue) -> Promise {
    let (shared, target) = (shared.clone(), target.clone());
    future_to_promise(async move {
        let options = Options::new(&options, "InvokeModel").map_err(Failure::from)?;
        Ok(chat::send(&shared, &target, "InvokeModel", &body, &options).await?.into())
    })
}

fn finish(reply: &Object, json: Writer) {
    set(reply, "output", &parse_json(&json.finish().into()).unwrap_or_default());
    set(reply, "raw", &JsString::from("").into());
}

fn body_of(reply: &Object) -> String {
    let bytes = Uint8Array::new(&get(reply, "raw")).to_vec();
    String::from_utf8(bytes).unwrap_or_default()
}
