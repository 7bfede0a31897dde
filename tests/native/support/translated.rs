//! Requests in OpenAI's shape, translated for a model, and what to look at in the outcome.

use bedrock_wasm::models::Model;
use bedrock_wasm::translate;
use bedrock_wasm::translate::Converse;
use bedrock_wasm::translate::TranslationOptions;
use serde_json::Value;
use serde_json::json;

/// What is sent for a request, or why nothing is. `unsupported` is the option `unsupportedParams`.
pub(crate) fn sent_with(model: &str, request: Value, unsupported: Option<&str>) -> Result<Converse, String> {
    let mut request = request;
    if request["messages"].is_null() {
        request["messages"] = json!([{ "role": "user", "content": "x" }]);
    }
    let text = request.to_string();
    let options = TranslationOptions::parse(unsupported).unwrap();
    let outcome = translate::request(&translate::parse(&text).unwrap(), &Model::of(model), &options);
    outcome.map_err(|error| error.message().to_owned())
}

pub(crate) fn sent(model: &str, request: Value) -> Converse {
    sent_with(model, request, None).unwrap()
}

pub(crate) fn body(converse: &Converse) -> Value {
    serde_json::from_str(&converse.body).unwrap()
}

pub(crate) fn warnings(converse: &Converse) -> Vec<&str> {
    converse.warnings.iter().map(|warning| warning.message.as_str()).collect()
}

/// The turns as words: `user: text image | assistant: toolUse`.
pub(crate) fn turns(converse: &Converse) -> String {
    let kind = |block: &Value| block.as_object().unwrap().keys().next().unwrap().clone();
    let turn = |message: &Value| {
        let kinds: Vec<String> = message["content"].as_array().unwrap().iter().map(kind).collect();
        format!("{}: {}", message["role"].as_str().unwrap(), kinds.join(" "))
    };
    let turns: Vec<String> = body(converse)["messages"].as_array().unwrap().iter().map(turn).collect();
    turns.join(" | ")
}
