//! The client's methods in OpenAI's vocabulary.

use js_sys::Promise;
use wasm_bindgen::JsValue;
use wasm_bindgen::prelude::wasm_bindgen;
use wasm_bindgen_futures::future_to_promise;

use super::chat;
use super::client::Client;
use super::error::Failure;
use super::listing;
use super::options::CALL_OPTIONS;
use super::options::Options;
use super::resources;

#[wasm_bindgen]
impl Client {
    /// Completes a chat. `request` is OpenAI's, as JSON in UTF-8.
    pub fn chat(&self, request: Vec<u8>, options: JsValue) -> Promise {
        let (shared, request) = (self.shared.clone(), text(request));
        future_to_promise(async move {
            let options = Options::new(&options, "chat.completions.create").map_err(Failure::from)?;
            options
                .warn_of_unknown(&[&CALL_OPTIONS[..], &["fallbackModels", "fetchImages"]].concat(), &shared.observer);
            Ok(chat::complete(&shared, &request, &options).await?.into())
        })
    }

    /// Makes embeddings. `request` is OpenAI's, as JSON in UTF-8.
    pub fn embeddings(&self, request: Vec<u8>, options: JsValue) -> Promise {
        let (shared, request) = (self.shared.clone(), text(request));
        future_to_promise(async move { Ok(resources::embeddings(&shared, &request, &options).await?.into()) })
    }

    /// Lists models. Nothing of the request counts.
    #[wasm_bindgen(js_name = listModels)]
    pub fn list_models(&self, _request: Vec<u8>, options: JsValue) -> Promise {
        let shared = self.shared.clone();
        future_to_promise(async move {
            let options = Options::new(&options, "models.list").map_err(Failure::from)?;
            options.warn_of_unknown(&CALL_OPTIONS, &shared.observer);
            Ok(listing::list(&shared, &options).await?)
        })
    }

    /// Looks up the `model` of the request, which is JSON.
    #[wasm_bindgen(js_name = retrieveModel)]
    pub fn retrieve_model(&self, request: Vec<u8>, options: JsValue) -> Promise {
        let (shared, request) = (self.shared.clone(), text(request));
        future_to_promise(async move {
            let options = Options::new(&options, "models.retrieve").map_err(Failure::from)?;
            options.warn_of_unknown(&CALL_OPTIONS, &shared.observer);
            Ok(listing::retrieve(&shared, &request, &options).await?)
        })
    }

    /// Makes images. `request` is OpenAI's, as JSON in UTF-8.
    pub fn images(&self, request: Vec<u8>, options: JsValue) -> Promise {
        let (shared, request) = (self.shared.clone(), text(request));
        future_to_promise(async move { Ok(resources::images(&shared, &request, &options).await?.into()) })
    }
}

/// What `TextEncoder` made bytes of.
fn text(request: Vec<u8>) -> String {
    String::from_utf8(request).unwrap_or_default()
}
