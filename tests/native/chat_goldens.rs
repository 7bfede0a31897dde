//! Each golden completion, streamed as Bedrock would stream its output: the chunks add up to it, however small the
//! pieces of text are.

use bedrock_wasm::translate::Chat;
use serde_json::Map;
use serde_json::Value;
use serde_json::json;

use crate::support;
use crate::support::chunks::CREATED_S;
use crate::support::chunks::ID;
use crate::support::chunks::added_up;
use crate::support::chunks::chunks_of;

#[test]
fn golden_completions_streamed_add_up_to_themselves() {
    let names = support::fixture_names("openai/completion");
    assert!(names.len() >= 9, "golden files were lost");
    for name in names {
        let case = support::fixture_json(&format!("openai/completion/{name}"));
        let chat = Chat { includes_usage: true, ..Chat::from_json(&case["chat"].to_string()) };
        let mut expected = case["completion"].clone();
        expected["id"] = ID.into();
        expected["created"] = CREATED_S.into();
        for characters in [1, 3, usize::MAX] {
            let events = events(&case["output"], characters);
            let stream: Vec<u8> =
                events.iter().flat_map(|(name, event)| support::event_frame(name, event.to_string())).collect();
            for size in [stream.len(), 100] {
                let pieces: Vec<&[u8]> = stream.chunks(size).collect();
                let sum = added_up(&chunks_of(&pieces, &chat));
                assert_eq!(
                    without_foreign_blocks(sum),
                    without_foreign_blocks(expected.clone()),
                    "{name} {characters}"
                );
            }
        }
    }
}

/// Blocks that OpenAI has no words for are `_bedrock.content` in a whole reply, and in a stream the events they come
/// in: whether there are any, and all the rest.
fn without_foreign_blocks(mut completion: Value) -> (Value, bool) {
    let bedrock = completion["_bedrock"].as_object_mut().unwrap();
    let count = bedrock.len();
    bedrock.retain(|name, _| !["content", "contentBlockStart", "contentBlockDelta"].contains(&name.as_str()));
    let has_any = bedrock.len() < count;
    (completion, has_any)
}

/// The events of an output, its texts in pieces of so many characters.
fn events(output: &Value, characters: usize) -> Vec<(&'static str, Value)> {
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
