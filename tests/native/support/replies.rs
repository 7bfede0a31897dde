//! Replies to requests of a model: the chat that a request begins, and the bytes of a stream.

use bedrock_wasm::models::Model;
use bedrock_wasm::translate;
use bedrock_wasm::translate::Chat;
use bedrock_wasm::translate::TranslationOptions;
use serde_json::Value;
use serde_json::json;

/// The chat that a request to this model begins.
pub(crate) fn chat(model: &str, request: Value) -> Chat {
    let mut request = request;
    request["model"] = model.into();
    request["stream_options"] = json!({ "include_usage": true });
    if request["messages"].is_null() {
        request["messages"] = json!([{ "role": "user", "content": "x" }]);
    }
    let text = request.to_string();
    let request = translate::parse(&text).unwrap();
    translate::request(&request, &Model::of(model), &TranslationOptions::default()).unwrap().chat
}

pub(crate) fn frames(events: &[(&str, Value)]) -> Vec<u8> {
    events.iter().flat_map(|(name, event)| super::event_frame(name, event.to_string())).collect()
}
