//! Events of responses, put together as `pkg-template/engine/responses.js` does it, and added up as the `openai`
//! package does it.

use bedrock_wasm::bedrock::event::RowKind;
use bedrock_wasm::bedrock::operation::Stream;
use bedrock_wasm::error::Error;
use bedrock_wasm::pipeline::EventReader;
use bedrock_wasm::translate::Chat;
use bedrock_wasm::translate::Face;
use bedrock_wasm::translate::Form;
use bedrock_wasm::translate::response;
use serde_json::Value;
use serde_json::json;

pub(crate) const ID: &str = "7d2b0a4e-8c1f-4f0e-9f3b-0123456789ab";
pub(crate) const CREATED_S: u32 = 1_790_000_000;

/// The same chat, whose reply is a response.
pub(crate) fn of_responses(chat: Chat, customs: &[&str]) -> Chat {
    let customs = customs.iter().map(|name| (*name).to_owned()).collect();
    Chat { face: Some(Face { id: ID.into(), echo: String::new(), customs }), ..chat }
}

/// The events of a stream, and the error it ended with.
pub(crate) fn events_and_end(pieces: &[&[u8]], chat: &Chat) -> (Vec<Value>, Option<Error>) {
    let mut reader = EventReader::new(Stream::Converse);
    // As it reaches the decoder in JavaScript.
    let handed_over = chat.to_json(ID, CREATED_S);
    assert_eq!(&Chat::from_json(&handed_over), chat);
    reader.translate(Chat::from_json(&handed_over));
    let head: Value = serde_json::from_str(&handed_over).unwrap();
    let mut events = Vec::new();
    for piece in pieces {
        reader.room(piece.len()).copy_from_slice(piece);
        reader.filled(piece.len());
        events.extend(events_of(&reader.batch().rows, reader.batch().text(), &head["response"]));
        if let Some(error) = reader.take_error() {
            return (events, Some(error));
        }
    }
    let error = reader.finish().err();
    if error.is_none() {
        reader.filled(0);
        events.extend(events_of(&reader.batch().rows, reader.batch().text(), &head["response"]));
    }
    (events, error)
}

/// The events of a stream that ends well.
pub(crate) fn events_of_stream(pieces: &[&[u8]], chat: &Chat) -> Vec<Value> {
    let (events, error) = events_and_end(pieces, chat);
    assert_eq!(error, None);
    events
}

/// The response, and the events it would have had.
pub(crate) fn whole(output: &Value, chat: &Chat) -> (Value, Vec<Value>) {
    let face = chat.face.as_ref().unwrap();
    let said = |form| {
        let said = response(&output.to_string(), chat, face, CREATED_S, form, &mut Vec::new()).unwrap();
        serde_json::from_str::<Value>(&said).unwrap()
    };
    let rows = said(Form::Events);
    let numbers: Vec<u32> = serde_json::from_value(rows["rows"].clone()).unwrap();
    let head: Value = serde_json::from_str(&chat.to_json(ID, CREATED_S)).unwrap();
    (said(Form::Whole), events_of(&numbers, rows["text"].as_str().unwrap(), &head["response"]))
}

fn events_of(rows: &[u32], text: &str, head: &Value) -> Vec<Value> {
    let units: Vec<u16> = text.encode_utf16().collect();
    let mut start = 0;
    let mut events = Vec::new();
    for row in rows.chunks(3) {
        let end = row[2] as usize;
        let piece = String::from_utf16(&units[start..end]).unwrap();
        start = end;
        events.push(event_of(row[0], row[1], &piece, head));
    }
    events
}

fn event_of(numbered: u32, index: u32, piece: &str, head: &Value) -> Value {
    let (kind, number) = (numbered & 7, numbered >> 3);
    let mut event = match kind {
        _ if kind == RowKind::Text as u32 => json!({
            "type": "response.output_text.delta", "item_id": format!("msg_{ID}_{index}"), "output_index": index,
            "content_index": 0, "delta": piece, "logprobs": [],
        }),
        _ if kind == RowKind::Reasoning as u32 => json!({
            "type": "response.reasoning_summary_text.delta", "item_id": format!("rs_{ID}_{index}"),
            "output_index": index, "summary_index": 0, "delta": piece,
        }),
        _ if kind == RowKind::ToolInput as u32 => json!({
            "type": "response.function_call_arguments.delta", "item_id": format!("fc_{ID}_{index}"),
            "output_index": index, "delta": piece,
        }),
        _ => {
            assert_eq!((kind, index), (RowKind::Json as u32, 0));
            serde_json::from_str(piece).unwrap()
        }
    };
    event["sequence_number"] = number.into();
    if let Some(response) = event.get_mut("response") {
        let mut members = head.as_object().unwrap().clone();
        members.extend(response.as_object().unwrap().clone());
        *response = members.into();
    }
    event
}

/// The response that events add up to, without what is told at its end.
pub(crate) fn added_up(events: &[Value]) -> Value {
    let mut response = Value::Null;
    for (number, event) in events.iter().enumerate() {
        assert_eq!(event["sequence_number"], number, "{event}");
        let place = usize::try_from(event["output_index"].as_u64().unwrap_or_default()).unwrap();
        let kind = event["type"].as_str().unwrap();
        if event.get("response").is_some() {
            assert_eq!(number < 2, event["response"]["status"] == "in_progress", "{event}");
            if number == 0 {
                response = event["response"].clone();
            }
            continue;
        }
        let output = response["output"].as_array_mut().unwrap();
        if kind == "response.output_item.added" {
            assert_eq!(output.len(), place, "{event}");
            output.push(event["item"].clone());
            continue;
        }
        let item = &mut output[place];
        if kind == "response.output_item.done" {
            // What was told piece by piece is the whole.
            let mut whole = event["item"].clone();
            for name in ["status", "encrypted_content"] {
                if let Some(value) = whole.get(name) {
                    item[name] = value.clone();
                }
            }
            assert_eq!(item.take(), whole.take(), "{event}");
            *item = event["item"].clone();
            continue;
        }
        assert_eq!(item["id"], event["item_id"], "{event}");
        add(item, kind, event);
    }
    response
}

fn add(item: &mut Value, kind: &str, event: &Value) {
    let grow =
        |text: &mut Value| *text = format!("{}{}", text.as_str().unwrap(), event["delta"].as_str().unwrap()).into();
    match kind {
        "response.content_part.added" => item["content"].as_array_mut().unwrap().push(event["part"].clone()),
        "response.output_text.delta" => grow(&mut item["content"][0]["text"]),
        "response.output_text.annotation.added" => {
            let list = item["content"][0]["annotations"].as_array_mut().unwrap();
            assert_eq!(event["annotation_index"], list.len());
            list.push(event["annotation"].clone());
        }
        "response.output_text.done" => assert_eq!(item["content"][0]["text"], event["text"]),
        "response.content_part.done" => assert_eq!(item["content"][0], event["part"]),
        "response.reasoning_summary_part.added" => item["summary"].as_array_mut().unwrap().push(event["part"].clone()),
        "response.reasoning_summary_text.delta" => grow(&mut item["summary"][0]["text"]),
        "response.reasoning_summary_text.done" => assert_eq!(item["summary"][0]["text"], event["text"]),
        "response.reasoning_summary_part.done" => assert_eq!(item["summary"][0], event["part"]),
        "response.function_call_arguments.delta" => grow(&mut item["arguments"]),
        "response.function_call_arguments.done" => {
            assert_eq!([&item["arguments"], &item["name"]], [&event["arguments"], &event["name"]]);
        }
        "response.custom_tool_call_input.delta" => grow(&mut item["input"]),
        "response.custom_tool_call_input.done" => assert_eq!(item["input"], event["input"]),
        kind => panic!("OpenAI has no event {kind}"),
    }
}
