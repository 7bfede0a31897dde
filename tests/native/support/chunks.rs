//! Chunks put together as `pkg-template/engine/chunks.js` does it, and added up as the `openai` package does it.

use bedrock_wasm::bedrock::event::Batch;
use bedrock_wasm::bedrock::event::RowKind;
use bedrock_wasm::bedrock::operation::Stream;
use bedrock_wasm::error::Error;
use bedrock_wasm::pipeline::EventReader;
use bedrock_wasm::translate::Chat;
use serde_json::Value;
use serde_json::json;

pub(crate) const ID: &str = "7d2b0a4e-8c1f-4f0e-9f3b-0123456789ab";
pub(crate) const CREATED_S: u32 = 1_790_000_000;

/// The chunks of a stream that ends well.
pub(crate) fn chunks_of(pieces: &[&[u8]], chat: &Chat) -> Vec<Value> {
    let (chunks, error) = chunks_and_end(pieces, chat);
    assert_eq!(error, None);
    chunks
}

/// The chunks of a stream, and the error it ended with.
pub(crate) fn chunks_and_end(pieces: &[&[u8]], chat: &Chat) -> (Vec<Value>, Option<Error>) {
    let mut reader = EventReader::new(Stream::Converse);
    // As it reaches the decoder in JavaScript.
    let handed_over = chat.to_json(ID, CREATED_S);
    assert_eq!(&Chat::from_json(&handed_over), chat);
    reader.translate(Chat::from_json(&handed_over));
    let head: Value = serde_json::from_str(&handed_over).unwrap();
    let mut chunks = Vec::new();
    for piece in pieces {
        reader.room(piece.len()).copy_from_slice(piece);
        reader.filled(piece.len());
        chunks.extend(chunks_of_rows(reader.batch(), &head));
        if let Some(error) = reader.take_error() {
            return (chunks, Some(error));
        }
    }
    (chunks, reader.finish().err())
}

fn chunks_of_rows(batch: &Batch, head: &Value) -> Vec<Value> {
    let units: Vec<u16> = batch.text().encode_utf16().collect();
    let (rows, rest) = batch.rows.as_chunks::<3>();
    assert!(rest.is_empty(), "rows are three numbers each");
    let mut begin = 0;
    let mut chunks = Vec::new();
    for [kind, index, end] in rows {
        let piece = String::from_utf16(&units[begin..*end as usize]).unwrap();
        begin = *end as usize;
        let delta = match *kind {
            kind if kind == RowKind::Text as u32 => json!({ "content": piece }),
            kind if kind == RowKind::Reasoning as u32 => json!({ "reasoning_content": piece }),
            kind if kind == RowKind::ToolInput as u32 => {
                json!({ "tool_calls": [{ "index": index, "function": { "arguments": piece } }] })
            }
            kind => {
                assert_eq!(kind, RowKind::Json as u32);
                Value::Null
            }
        };
        let mut chunk = json!({
            "id": head["id"],
            "object": "chat.completion.chunk",
            "created": head["created"],
            "model": head["model"],
            "choices": [{ "index": 0, "delta": delta, "logprobs": null, "finish_reason": null }],
        });
        if delta.is_null() {
            let members: Value = serde_json::from_str(&piece).unwrap_or_else(|error| panic!("{error}: {piece}"));
            chunk.as_object_mut().unwrap().extend(members.as_object().unwrap().clone());
        }
        if head["includesUsage"] == true && chunk.get("usage").is_none() {
            chunk["usage"] = Value::Null;
        }
        if !(delta.is_null() && *index == 1) {
            chunks.push(chunk);
        }
    }
    assert_eq!(begin, units.len(), "text that belongs to no row");
    chunks
}

/// What `ChatCompletionStream.finalChatCompletion()` makes of chunks. Two things are different on purpose, as most
/// programs do them: `reasoning_content` is added up, and so are the members of `_bedrock`.
pub(crate) fn added_up(chunks: &[Value]) -> Value {
    let mut completion = json!({});
    let mut message = json!({ "content": null, "refusal": null });
    let mut bedrock = serde_json::Map::new();
    for chunk in chunks {
        let mut members = chunk.as_object().unwrap().clone();
        let choices = members.remove("choices").unwrap();
        if let Some(Value::Object(more)) = members.remove("_bedrock") {
            bedrock.extend(more);
        }
        completion.as_object_mut().unwrap().extend(members);
        for choice in choices.as_array().unwrap() {
            assert_eq!(choice["index"], 0);
            if !choice["finish_reason"].is_null() {
                completion["choices"] = json!([{ "index": 0, "finish_reason": choice["finish_reason"] }]);
            }
            add_delta(&mut message, choice["delta"].as_object().unwrap());
        }
    }
    completion["object"] = "chat.completion".into();
    completion["choices"][0]["logprobs"] = Value::Null;
    completion["choices"][0]["message"] = message;
    completion["_bedrock"] = bedrock.into();
    completion
}

/// The same, beside the whole reply: OpenAI has `null` where the message is nothing but calls, which a stream cannot
/// know at its beginning.
pub(crate) fn added_up_like(whole: &Value, chunks: &[Value]) -> Value {
    let mut sum = added_up(chunks);
    if whole["choices"][0]["message"]["content"].is_null() && sum["choices"][0]["message"]["content"] == "" {
        sum["choices"][0]["message"]["content"] = Value::Null;
    }
    sum
}

fn add_delta(message: &mut Value, delta: &serde_json::Map<String, Value>) {
    for (name, value) in delta {
        match (name.as_str(), value) {
            ("content" | "refusal", Value::Null) => {}
            ("content" | "reasoning_content", Value::String(piece)) => {
                let before = message[name].as_str().unwrap_or_default();
                message[name] = format!("{before}{piece}").into();
            }
            ("tool_calls", calls) => {
                let mut list = message["tool_calls"].as_array().cloned().unwrap_or_default();
                for call in calls.as_array().unwrap() {
                    add_call(&mut list, call);
                }
                message["tool_calls"] = list.into();
            }
            (name, value) => message[name] = value.clone(),
        }
    }
}

fn add_call(calls: &mut Vec<Value>, delta: &Value) {
    let index = usize::try_from(delta["index"].as_u64().unwrap()).unwrap();
    if index == calls.len() {
        calls.push(json!({ "function": { "arguments": "" } }));
    }
    let call = &mut calls[index];
    for name in ["id", "type"].into_iter().filter(|name| delta.get(name).is_some()) {
        call[name] = delta[name].clone();
    }
    if let Some(name) = delta["function"].get("name") {
        call["function"]["name"] = name.clone();
    }
    let before = call["function"]["arguments"].as_str().unwrap();
    call["function"]["arguments"] = format!("{before}{}", delta["function"]["arguments"].as_str().unwrap()).into();
}
