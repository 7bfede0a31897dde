//! Replies of Bedrock in OpenAI's vocabulary: whole chats, streams of them, embeddings and images. Each is JSON, and
//! says what `serde_json` finds in the reply.
#![no_main]

use bedrock_fuzz::chats;
use bedrock_fuzz::fixtures;
use bedrock_fuzz::json;
use bedrock_fuzz::rows;
use bedrock_fuzz::seeds::with_choices;
use bedrock_wasm::bedrock::operation::Stream;
use bedrock_wasm::eventstream::Decoder;
use bedrock_wasm::eventstream::HeaderBlock;
use bedrock_wasm::eventstream::RowKind;
use bedrock_wasm::eventstream::encode_frame;
use bedrock_wasm::models::Model;
use bedrock_wasm::pipeline::EventReader;
use bedrock_wasm::translate;
use bedrock_wasm::translate::StructuredOutput;
use bedrock_wasm::translate::TranslationOptions;
use serde_json::Value;
use serde_json::json;

bedrock_fuzz::json_target!(check, seeds: seeds, words: WORDS);

/// The choices are the kind of reply, the chat, and the model of what is no chat.
fn check([kind, chat, model, _]: [u8; 4], text: &str) {
    match kind % 8 {
        0 => check_embeddings(text, model),
        1 => check_images(text, model),
        2..5 => check_stream(text, chat),
        _ => check_completion(text, chat),
    }
}

fn check_completion(output: &str, choice: u8) {
    let chat = chats::chat(choice);
    let mut warnings = Vec::new();
    let theirs = json::lenient(output).filter(|_| json::depth(output) <= 512);
    let message = theirs.as_ref().map_or(&Value::Null, |output| &output["output"]["message"]);
    let completion = match translate::completion(output, &chat, chats::ID, chats::CREATED_S, &mut warnings) {
        Ok(completion) => completion,
        Err(_) => return assert!(message.is_null(), "an output of Converse is refused: {output}"),
    };
    assert!(!message.is_null(), "what is no output of Converse is accepted");
    let completion = json::lenient(&completion).unwrap_or_else(|| panic!("{completion} is not JSON"));
    assert_eq!([&completion["id"], &completion["object"]], ["7d2b0a4e", "chat.completion"]);
    let said = &completion["choices"][0];
    assert!(FINISH_REASONS.contains(&said["finish_reason"].as_str().unwrap_or_default()));
    let is_malformed = theirs
        .as_ref()
        .is_some_and(|output| output["stopReason"].as_str().is_some_and(|reason| reason.starts_with("malformed_")));
    assert_eq!(warnings.is_empty(), !is_malformed);
    check_calls(said, message, is_malformed, chat.structured_output, chat.names.iter().next().is_some());
    if chat.structured_output == StructuredOutput::None && !chat.thinks_aloud {
        let text = text_of(message);
        assert_eq!(said["message"]["content"].as_str().unwrap_or_default(), text);
    }
}

/// What the blocks of a message say. A block is what its first known member is, in this order.
fn text_of(message: &Value) -> String {
    let mut text = String::new();
    for block in message["content"].as_array().into_iter().flatten() {
        let is_call = !block["toolUse"].is_null() && block["toolUse"]["type"] != "server_tool_use";
        if let Some(said) = block["text"].as_str() {
            text += said;
        } else if !is_call && block["reasoningContent"].is_null() {
            let cited = block["citationsContent"]["content"].as_array().into_iter().flatten();
            text.extend(cited.filter_map(|part| part["text"].as_str()));
        }
    }
    text
}

/// Every call that is the caller's to answer is told, with the arguments that the model wrote.
fn check_calls(said: &Value, message: &Value, is_malformed: bool, way: StructuredOutput, has_names: bool) {
    let content = message["content"].as_array().into_iter().flatten();
    let asked: Vec<_> = content
        .filter(|block| block["text"].as_str().is_none())
        .map(|block| &block["toolUse"])
        // One without a name, which Bedrock never sends, is nobody's to answer: it is in `_bedrock.content`.
        .filter(|tool| tool["name"].is_string() && tool["type"] != "server_tool_use")
        .filter(|_| !is_malformed)
        .filter(|tool| way != StructuredOutput::Tool || tool["name"] != "json_response")
        .collect();
    let none = Vec::new();
    let told = said["message"]["tool_calls"].as_array().unwrap_or(&none);
    assert_eq!(told.len(), asked.len(), "calls are lost or made up: {said}");
    for (told, asked) in told.iter().zip(asked) {
        assert_eq!(told["id"].as_str().unwrap_or_default(), asked["toolUseId"].as_str().unwrap_or_default());
        let arguments = told["function"]["arguments"].as_str().expect("arguments");
        let read = json::lenient(arguments).unwrap_or_else(|| panic!("{arguments} is not JSON"));
        let input = &asked["input"];
        assert!(has_names || input.is_null() || read == *input, "{read} instead of {input}");
    }
}

/// The events of a stream, each a name and a payload, and what is made of them.
fn check_stream(text: &str, choice: u8) {
    let Some(Value::Array(events)) = json::lenient(text) else { return };
    let chat = chats::chat(choice);
    let mut stream = Vec::new();
    let mut expected = String::new();
    for event in &events {
        let Some(members) = event.as_object() else { continue };
        for (name, payload) in members {
            let headers = HeaderBlock::default().string(":event-type", name).string(":message-type", "event");
            let Some(frame) = encode_frame(&headers, payload.to_string().as_bytes()) else { return };
            stream.extend(frame);
            if name == "contentBlockDelta" {
                expected += payload["delta"]["text"].as_str().unwrap_or_default();
            }
        }
    }
    let has_tags = chat.thinks_aloud;
    let is_plain = chat.structured_output == StructuredOutput::None && !has_tags;
    let mut reader = EventReader::new(Stream::Converse);
    reader.translate(chat);
    reader.room(stream.len()).copy_from_slice(&stream);
    reader.filled(stream.len());
    let mut content = String::new();
    for row in rows::rows(reader.batch(), true) {
        if row.kind == RowKind::Text as u32 {
            content += &row.text;
        } else if row.kind == RowKind::Json as u32 {
            let members = json::lenient(&row.text).unwrap_or_else(|| panic!("{} is not JSON", row.text));
            assert!(members.is_object());
            content += members["choices"][0]["delta"]["content"].as_str().unwrap_or_default();
        }
    }
    if is_plain && !reader.has_error() {
        assert_eq!(content, expected, "the text of a stream is another: {text}");
    }
}

fn check_embeddings(text: &str, model: u8) {
    let model = EMBEDDERS[usize::from(model) % EMBEDDERS.len()];
    let request = r#"{"model":"m","input":["a","b"],"input_type":"search_query"}"#;
    let request = translate::parse(request).expect("a request");
    let plan = translate::embeddings(&request, &Model::of(model), &TranslationOptions::default()).expect("a plan");
    let replies = vec![(text.to_owned(), Some(3)); plan.bodies.len()];
    let Ok(output) = plan.output(&replies, "a \"model\"") else { return };
    let output = json::lenient(&output).unwrap_or_else(|| panic!("{output} is not JSON"));
    let data = output["data"].as_array().expect("data");
    assert_eq!((data.len(), &output["model"]), (2, &json!("a \"model\"")));
    let theirs = json::lenient(text).expect("JSON");
    for (index, embedding) in data.iter().enumerate() {
        assert_eq!(embedding["index"].as_u64(), Some(index as u64));
        let list = &embedding["embedding"];
        assert!(
            list.as_array().is_some_and(|list| !list.is_empty()) && has(&theirs, list),
            "{list} is not of the reply"
        );
    }
}

fn check_images(text: &str, model: u8) {
    let model = PAINTERS[usize::from(model) % PAINTERS.len()];
    let request = translate::parse(r#"{"model":"m","prompt":"a","n":2}"#).expect("a request");
    let plan = translate::images(&request, &Model::of(model), &TranslationOptions::default()).expect("a plan");
    let replies = vec![text.to_owned(); plan.bodies.len()];
    let theirs = json::lenient(text).filter(|_| json::depth(text) <= 512).unwrap_or_default();
    let images: Vec<_> = theirs["images"].as_array().into_iter().flatten().filter(|image| image.is_string()).collect();
    let Ok((output, _)) = plan.output(&replies, chats::CREATED_S) else { return assert!(images.is_empty()) };
    let output = json::lenient(&output).unwrap_or_else(|| panic!("{output} is not JSON"));
    let data: Vec<_> = output["data"].as_array().expect("data").iter().map(|image| &image["b64_json"]).collect();
    assert_eq!(data, images.repeat(replies.len()));
}

fn has(value: &Value, part: &Value) -> bool {
    value == part
        || match value {
            Value::Array(items) => items.iter().any(|item| has(item, part)),
            Value::Object(members) => members.values().any(|member| has(member, part)),
            _ => false,
        }
}

const FINISH_REASONS: [&str; 4] = ["stop", "length", "content_filter", "tool_calls"];

const EMBEDDERS: [&str; 8] = [
    "amazon.titan-embed-text-v1",
    "amazon.titan-embed-text-v2:0",
    "amazon.titan-embed-image-v1",
    "cohere.embed-english-v3",
    "us.cohere.embed-v4:0",
    "amazon.nova-2-multimodal-embeddings-v1:0",
    "twelvelabs.marengo-embed-2-7-v1:0",
    "twelvelabs.marengo-embed-3-0-v1:0",
];

const PAINTERS: [&str; 3] =
    ["amazon.nova-canvas-v1:0", "amazon.titan-image-generator-v2:0", "stability.sd3-5-large-v1:0"];

/// Names, and values, as chats and replies have them.
const WORDS: &str = "\
    output message content role assistant text toolUse toolUseId name input type server_tool_use \
    reasoningContent reasoningText signature redactedContent citationsContent citations citation title source \
    sourceContent location web url documentPage start end documentIndex stopReason end_turn tool_use max_tokens \
    guardrail_intervened malformed_tool_use usage inputTokens outputTokens totalTokens cacheReadInputTokens \
    cacheWriteInputTokens additionalModelResponseFields output_tokens_details thinking_tokens trace guardrail \
    serviceTier metrics messageStart contentBlockStart contentBlockDelta contentBlockStop messageStop metadata \
    contentBlockIndex delta json_response a_b x_y ```json ``` </thinking> {\"a\":1} embedding embeddings \
    embeddingsByType float inputTextTokenCount data images error finish_reasons details Moderation Reasons";

/// Every golden reply, and the recorded streams as lists of events.
fn seeds() -> Vec<Vec<u8>> {
    let mut seeds = Vec::new();
    let goldens = fixtures::json_folder("openai/completion").into_iter().chain(fixtures::json_folder("reported"));
    for (position, golden) in goldens.enumerate() {
        if golden["output"].is_object() {
            seeds.push(with_choices([7, position as u8, 0, 0], &golden["output"].to_string()));
        }
        if golden["events"].is_array() {
            let named = golden["events"].as_array().into_iter().flatten().map(named);
            seeds.push(with_choices([2, position as u8, 0, 0], &Value::from_iter(named).to_string()));
        }
    }
    for (kind, folder, models) in [(0, "openai/embeddings", &EMBEDDERS[..]), (1, "openai/images", &PAINTERS)] {
        for golden in fixtures::json_folder(folder) {
            let model = models.iter().position(|model| golden["modelId"] == *model).unwrap_or_default();
            for reply in golden["replies"].as_array().into_iter().flatten() {
                let body = reply.get("body").unwrap_or(reply);
                seeds.push(with_choices([kind, 0, model as u8, 0], &body.to_string()));
            }
        }
    }
    for (position, stream) in fixtures::folder("recorded-streams").iter().enumerate() {
        let events = events(stream);
        seeds.extend(
            [0, 3, 4, 0x12].map(|chat| with_choices([2 + position as u8 % 3, chat, 0, 0], &events.to_string())),
        );
    }
    seeds
}

/// An event of a golden file is a pair or an object.
fn named(event: &Value) -> Value {
    match event.as_array().map(Vec::as_slice) {
        Some([name, payload]) => json!({ name.as_str().unwrap_or_default(): payload }),
        _ => event.clone(),
    }
}

/// The first and the last events of a recording.
fn events(stream: &[u8]) -> Value {
    let mut decoder = Decoder::default();
    decoder.push(stream);
    let mut events = Vec::new();
    while let Ok(Some(frame)) = decoder.next_frame() {
        let name = frame.headers.string(":event-type").unwrap_or_default();
        let payload: Value = serde_json::from_slice(frame.payload).unwrap_or_default();
        events.push(json!({ name: payload }));
    }
    let end = events.len().saturating_sub(4).max(8).min(events.len());
    events.drain(8.min(end)..end);
    events.into()
}
