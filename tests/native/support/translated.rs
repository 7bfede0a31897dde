//! Requests in OpenAI's shape, translated for a model, and what to look at in the outcome.

#![expect(clippy::needless_pass_by_value, reason = "values made by json! on the spot read better without &")]

use bedrock_wasm::models::Model;
use bedrock_wasm::translate;
use bedrock_wasm::translate::Converse;
use bedrock_wasm::translate::TranslationOptions;
use serde_json::Value;
use serde_json::json;

pub(crate) const CLAUDE: &str = "us.anthropic.claude-sonnet-4-5-20250929-v1:0";
pub(crate) const NOVA: &str = "amazon.nova-pro-v1:0";
pub(crate) const LLAMA: &str = "us.meta.llama4-maverick-17b-instruct-v1:0";

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

/// A request with a tool `f` that takes these parameters.
pub(crate) fn tool(parameters: Value) -> Value {
    json!({ "tools": [{ "type": "function", "function": { "name": "f", "parameters": parameters } }] })
}

/// A conversation in which a tool gave `result`, and the user goes on with `then`.
pub(crate) fn called(said: Value, result: Value, then: Value) -> Value {
    let call = json!({ "id": "c1", "type": "function", "function": { "name": "f", "arguments": "{}" } });
    let mut messages = vec![
        json!({ "role": "user", "content": "x" }),
        json!({ "role": "assistant", "content": said, "tool_calls": [call] }),
        json!({ "role": "tool", "tool_call_id": "c1", "content": result }),
    ];
    if !then.is_null() {
        messages.push(json!({ "role": "user", "content": then }));
    }
    let mut request = tool(json!({ "type": "object" }));
    request["messages"] = messages.into();
    request
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
