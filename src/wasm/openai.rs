//! The client's methods in OpenAI's vocabulary.

use js_sys::Promise;
use wasm_bindgen::JsValue;
use wasm_bindgen::prelude::wasm_bindgen;
use wasm_bindgen_futures::future_to_promise;

use super::chat;
use super::client::Client;
use super::error::Failure;
use super::options::CALL_OPTIONS;
use super::options::Options;
use super::resources;

#[wasm_bindgen]
impl Client {
    /// Completes a chat. `request` is OpenAI's, as JSON.
    pub fn chat(&self, request: String, options: JsValue) -> Promise {
        let shared = self.shared.clone();
        future_to_promise(async move {
            let options = Options::new(&options, "chat.completions.create").map_err(Failure::from)?;
            options.warn_of_unknown(&CALL_OPTIONS, &shared.observer);
            Ok(chat::complete(&shared, &request, &options).await?)
        })
    }

    /// Makes embeddings. `request` is OpenAI's, as JSON.
    pub fn embeddings(&self, request: String, options: JsValue) -> Promise {
        let shared = self.shared.clone();
        future_to_promise(async move { resources::embeddings(&shared, &request, &options).await })
    }

    /// Makes images. `request` is OpenAI's, as JSON.
    pub fn images(&self, request: String, options: JsValue) -> Promise {
        let shared = self.shared.clone();
        future_to_promise(async move { resources::images(&shared, &request, &options).await })
    }
}
