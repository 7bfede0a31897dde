//! Replies to requests of a model: the chat that a request begins, and the bytes of a stream.

use bedrock_wasm::models::Model;
use bedrock_wasm::translate;
use bedrock_wasm::translate::Chat;
use bedrock_wasm::translate::TranslationOptions;
use serde_json::Map;
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

/// An output as the stream it could have been.
pub(crate) fn streamed(output: &Value) -> Vec<u8> {
    frames(&events(output, usize::MAX))
}

/// The events of an output, its texts in pieces of so many characters.
pub(crate) fn events(output: &Value, characters: usize) -> Vec<(&'static str, Value)> {
    let mut events = vec![("messageStart", json!({ "role": "assistant" }))];
    for (index, block) in output["output"]["message"]["content"].as_array().unwrap().iter().enumerate() {
        let (start, deltas) = parts(block, characters);
        events.extend(start.map(|start| ("contentBlockStart", json!({ "contentBlockIndex": index, "start": start }))));
        let delta = |delta| ("contentBlockDelta", json!({ "contentBlockIndex": index, "delta": delta }));
        events.extend(deltas.into_iter().map(delta));
        events.push(("contentBlockStop", json!({ "contentBlockIndex": index })));
    }
    let is_of_stop = |name: &str| ["stopReason", "additionalModelResponseFields"].contains(&name);
    let members = output.as_object().unwrap().iter().filter(|(name, _)| *name != "output");
    let (stop, metadata): (Vec<_>, Vec<_>) = members.partition(|(name, _)| is_of_stop(name));
    let object = |members: Vec<(&String, &Value)>| -> Value {
        members.into_iter().map(|(name, value)| (name.clone(), value.clone())).collect::<Map<_, _>>().into()
    };
    events.extend([("messageStop", object(stop)), ("metadata", object(metadata))]);
    events
}

/// How a block begins, if that is said, and its deltas.
fn parts(block: &Value, characters: usize) -> (Option<Value>, Vec<Value>) {
    let (kind, content) = block.as_object().unwrap().iter().next().unwrap();
    let pieces = |text: &Value| pieces(text.as_str().unwrap_or_default(), characters);
    match kind.as_str() {
        "text" => (None, pieces(content).into_iter().map(|text| json!({ "text": text })).collect()),
        "reasoningContent" => {
            let said = &content["reasoningText"];
            let texts = pieces(&said["text"]).into_iter().map(|text| json!({ "text": text }));
            let others = [("signature", &said["signature"]), ("redactedContent", &content["redactedContent"])];
            let others =
                others.iter().filter(|(_, value)| !value.is_null()).map(|(name, value)| json!({ *name: value }));
            (None, texts.chain(others).map(|delta| json!({ "reasoningContent": delta })).collect())
        }
        "citationsContent" => {
            let texts = content["content"].as_array().unwrap().iter().flat_map(|part| pieces(&part["text"]));
            let mut deltas: Vec<_> = texts.map(|text| json!({ "text": text })).collect();
            deltas.extend(content["citations"].as_array().unwrap().iter().map(|one| json!({ "citation": one })));
            (None, deltas)
        }
        "toolUse" => {
            let input = &content["input"];
            let input = if *input == json!({}) { String::new() } else { input.to_string() };
            let deltas = self::pieces(&input, characters).into_iter();
            (
                Some(json!({ "toolUse": without(content, "input") })),
                deltas.map(|input| json!({ "toolUse": { "input": input } })).collect(),
            )
        }
        "toolResult" => {
            let start = json!({ "toolResult": without(content, "content") });
            (Some(start), vec![json!({ "toolResult": content["content"] })])
        }
        "image" => (
            Some(json!({ "image": without(content, "source") })),
            vec![json!({ "image": { "source": content["source"] } })],
        ),
        kind => panic!("how Bedrock streams {kind} is not written here"),
    }
}

fn without(object: &Value, name: &str) -> Value {
    let mut object = object.as_object().unwrap().clone();
    object.remove(name);
    object.into()
}

fn pieces(text: &str, characters: usize) -> Vec<String> {
    let all: Vec<char> = text.chars().collect();
    all.chunks(characters).map(|piece| piece.iter().collect()).collect()
}
