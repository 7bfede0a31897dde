//! The chunks of a stream add up to what the whole reply would have been, for random replies that come in random
//! pieces: one Converse output, once as it is and once as the events it could have been streamed as.

use bedrock_wasm::translate::Chat;
use bedrock_wasm::translate::StructuredOutput;
use bedrock_wasm::translate::completion;
use proptest::prelude::*;
use proptest::sample::Index;
use proptest::sample::select;
use serde_json::Value;
use serde_json::json;

use crate::support;
use crate::support::chunks::CREATED_S;
use crate::support::chunks::ID;
use crate::support::chunks::added_up_like;
use crate::support::chunks::chunks_and_end;
use crate::support::chunks::chunks_of;

proptest! {
    #![proptest_config(ProptestConfig::with_cases(600))]

    #[test]
    fn chunks_add_up_to_the_completion(
        blocks in prop::collection::vec(block(), 0..7),
        stop in stop(),
        metadata in metadata(),
        chat in chat(),
        choices in prop::collection::vec(any::<Index>(), 30),
    ) {
        let mut output = metadata.clone();
        let content: Value = blocks.iter().map(Block::whole).collect();
        output["output"] = json!({ "message": { "role": "assistant", "content": content } });
        output.as_object_mut().unwrap().extend(stop.as_object().unwrap().clone());
        let whole = completion(&output.to_string(), &chat, ID, CREATED_S, &mut Vec::new()).unwrap();
        let whole: Value = serde_json::from_str(&whole).unwrap();

        let mut events = vec![("messageStart", json!({ "role": "assistant" }))];
        events.extend(streamed(&blocks, &choices));
        events.extend([("messageStop", stop), ("metadata", metadata)]);
        let stream: Vec<u8> = events.iter().enumerate().flat_map(|(at, (name, event))| {
            support::event_frame(name, written(event, choices[at % choices.len()].index(4)))
        }).collect();
        let cut = choices[0].index(stream.len());
        if is_error(&blocks, &output, &chat) {
            prop_assert_eq!(chunks_and_end(&[&stream], &chat).1.unwrap().class(), "APIError");
            return Ok(());
        }
        let chunks = chunks_of(&[&stream[..cut], &stream[cut..]], &chat);
        check_order(&chunks);

        prop_assert_eq!(added_up_like(&whole, &chunks), whole);
    }
}

/// A malformed call that a stream has told of cannot be taken back.
fn is_error(blocks: &[Block], output: &Value, chat: &Chat) -> bool {
    let own = if chat.structured_output == StructuredOutput::Tool { Chat::JSON_TOOL } else { "" };
    let is_call = |block: &Block| matches!(block, Block::Call { name, .. } if *name != own);
    output["stopReason"].as_str().unwrap().starts_with("malformed_") && blocks.iter().any(is_call)
}

/// What programs rely on, whatever was said.
fn check_order(chunks: &[Value]) {
    assert_eq!(chunks[0]["choices"][0]["delta"]["role"], "assistant");
    let finish = chunks.iter().position(|chunk| !chunk["choices"][0]["finish_reason"].is_null()).unwrap();
    assert_eq!(finish, chunks.len() - 2, "only the usage follows the finish_reason");
    assert_eq!(chunks[finish + 1]["choices"], json!([]));
    let mut starts = 0;
    for chunk in chunks {
        assert_eq!([&chunk["id"], &chunk["created"]], [&json!(ID), &json!(CREATED_S)]);
        for call in chunk["choices"][0]["delta"]["tool_calls"].as_array().unwrap_or(&Vec::new()) {
            starts += u64::from(call.get("id").is_some());
            assert!(call["index"].as_u64().unwrap() < starts, "arguments of a call that was not announced: {chunk}");
        }
    }
}

#[derive(Clone, Debug)]
enum Block {
    Text(Vec<String>),
    Reasoning { pieces: Vec<String>, signature: Option<String> },
    Redacted(String),
    Call { id: String, name: &'static str, input: Value, cuts: Vec<Index> },
    Cited { pieces: Vec<String>, citations: Vec<Value> },
}

impl Block {
    /// As it is in the output of Converse.
    fn whole(&self) -> Value {
        match self {
            Self::Text(pieces) => json!({ "text": pieces.concat() }),
            Self::Reasoning { pieces, signature: Some(signature) } => {
                json!({ "reasoningContent": { "reasoningText": { "text": pieces.concat(), "signature": signature } } })
            }
            Self::Reasoning { pieces, signature: None } => {
                json!({ "reasoningContent": { "reasoningText": { "text": pieces.concat() } } })
            }
            Self::Redacted(data) => json!({ "reasoningContent": { "redactedContent": data } }),
            Self::Call { id, name, input, .. } => {
                json!({ "toolUse": { "toolUseId": id, "name": name, "input": input } })
            }
            Self::Cited { pieces, citations } => {
                json!({ "citationsContent": { "content": [{ "text": pieces.concat() }], "citations": citations } })
            }
        }
    }

    /// As the events that ConverseStream has for it.
    fn events(&self, index: usize) -> Vec<(&'static str, Value)> {
        let delta = |delta: Value| ("contentBlockDelta", json!({ "contentBlockIndex": index, "delta": delta }));
        let mut events = match self {
            Self::Text(pieces) => pieces.iter().map(|piece| delta(json!({ "text": piece }))).collect(),
            Self::Reasoning { pieces, signature } => {
                let piece = |piece| delta(json!({ "reasoningContent": { "text": piece } }));
                let mut events: Vec<_> = pieces.iter().map(piece).collect();
                // In two pieces, since nothing says that it comes in one.
                for half in signature.iter().flat_map(|signature| [&signature[..3], &signature[3..]]) {
                    events.push(delta(json!({ "reasoningContent": { "signature": half } })));
                }
                events
            }
            Self::Redacted(data) => vec![delta(json!({ "reasoningContent": { "redactedContent": data } }))],
            Self::Call { id, name, input, cuts } => {
                let tool = json!({ "toolUse": { "toolUseId": id, "name": name } });
                let mut events = vec![("contentBlockStart", json!({ "contentBlockIndex": index, "start": tool }))];
                // A tool without parameters comes without a delta, or with an empty one.
                let text = if *input == json!({}) { String::new() } else { input.to_string() };
                let input = |piece| delta(json!({ "toolUse": { "input": piece } }));
                events.extend(split(&text, cuts).into_iter().map(input));
                events
            }
            Self::Cited { pieces, citations } => {
                let mut events: Vec<_> = pieces.iter().map(|piece| delta(json!({ "text": piece }))).collect();
                let at = events.len().min(1);
                let citations = citations.iter().map(|citation| delta(json!({ "citation": citation })));
                events.splice(at..at, citations);
                events
            }
        };
        events.push(("contentBlockStop", json!({ "contentBlockIndex": index })));
        events
    }
}

/// The events of all blocks. Calls side by side come interleaved, each announced in its turn.
fn streamed(blocks: &[Block], choices: &[Index]) -> Vec<(&'static str, Value)> {
    let mut queues: Vec<(bool, Vec<_>)> = Vec::new();
    for (index, block) in blocks.iter().enumerate() {
        let is_call = matches!(block, Block::Call { .. });
        let mut events = block.events(index);
        events.reverse();
        queues.push((is_call, events));
    }
    let mut events = Vec::new();
    let mut choices = choices.iter().cycle();
    let mut first = 0;
    while first < queues.len() {
        let calls = queues[first..].iter().take_while(|(is_call, _)| *is_call).count().max(1);
        let mut open = first..first;
        while queues[first..first + calls].iter().any(|(_, queue)| !queue.is_empty()) {
            let which = open.start + choices.next().unwrap().index(open.len() + 1);
            let is_over = |which: usize| queues[which].1.is_empty();
            // Choices that are all the same must come to an end, too.
            let which = if which < open.end && is_over(which) {
                open.clone().find(|other| !is_over(*other)).unwrap_or(open.end)
            } else {
                which.min(first + calls - 1)
            };
            open.end = open.end.max(which + 1);
            events.extend(queues[which].1.pop());
        }
        first += calls;
    }
    events
}

/// In Bedrock's layout, with or without padding, or in another one that says the same.
fn written(event: &Value, layout: usize) -> String {
    let Some(delta) = event.get("delta") else { return event.to_string() };
    let index = &event["contentBlockIndex"];
    match layout {
        0 => json!({ "delta": delta, "contentBlockIndex": index }).to_string(),
        1 => event.to_string(),
        _ => json!({ "contentBlockIndex": index, "delta": delta, "p": "abcXYZ019" }).to_string(),
    }
}

fn split(text: &str, cuts: &[Index]) -> Vec<String> {
    let characters: Vec<char> = text.chars().collect();
    let mut places: Vec<_> = cuts.iter().map(|cut| cut.index(characters.len() + 1)).collect();
    places.extend([0, characters.len()]);
    places.sort_unstable();
    places.windows(2).map(|ends| characters[ends[0]..ends[1]].iter().collect()).collect()
}

fn block() -> impl Strategy<Value = Block> {
    let pieces = || prop::collection::vec(text(), 0..4);
    let cuts = prop::collection::vec(any::<Index>(), 0..4);
    let name = select(vec!["get_weather", "a_b", Chat::JSON_TOOL]);
    let input = prop_oneof![
        1 => Just(json!({})),
        3 => (text(), any::<i32>(), text()).prop_map(|(city, days, name)| json!({ "city": city, name: [days, null] })),
    ];
    prop_oneof![
        4 => pieces().prop_map(Block::Text),
        2 => (pieces(), prop::option::of("[a-zA-Z0-9+/=]{3,20}"))
            .prop_map(|(pieces, signature)| Block::Reasoning { pieces, signature }),
        1 => "[a-zA-Z0-9+/]{4,20}".prop_map(Block::Redacted),
        4 => ("tooluse_[a-z]{4}", name, input, cuts)
            .prop_map(|(id, name, input, cuts)| Block::Call { id, name, input, cuts }),
        // A citation of no text at all lies nowhere.
        2 => (prop::collection::vec("[a-zé🦀]{1,4}", 1..4), prop::collection::vec(citation(), 0..3))
            .prop_map(|(pieces, citations)| Block::Cited { pieces, citations }),
    ]
}

fn citation() -> impl Strategy<Value = Value> {
    let location = prop_oneof![
        Just(json!({ "web": { "url": "https://example.org/\u{e9}?a=\"b\"", "domain": "example.org" } })),
        Just(json!({ "documentPage": { "documentIndex": 0, "start": 1, "end": 2 } })),
        Just(json!({ "searchResultLocation": { "searchResultIndex": 0, "start": 0, "end": 1 } })),
    ];
    let source = select(vec!["https://example.com/doc", "handbook.pdf"]);
    (location, source, text()).prop_map(|(location, source, title)| {
        json!({ "title": title, "source": source, "sourceContent": [{ "text": "quoted" }], "location": location })
    })
}

fn text() -> impl Strategy<Value = String> {
    let tags = ["<thinking>", "</thinking>", "<think", "<thinking>a</thinking>"];
    let fence = select([&["```json\n", "```", "\n```", "{}"], &tags[..]].concat()).prop_map(str::to_owned);
    prop_oneof![3 => "[a-z ]{0,8}", 1 => fence, 1 => any::<String>(), 1 => "[\\x00-\\x1f\"\\\\/é🦀]{0,6}"]
}

fn stop() -> impl Strategy<Value = Value> {
    let reason = select(vec![
        "end_turn",
        "tool_use",
        "max_tokens",
        "stop_sequence",
        "guardrail_intervened",
        "content_filtered",
        "malformed_tool_use",
        "malformed_model_output",
        "model_context_window_exceeded",
        "a_reason_of_next_year",
    ]);
    (reason, prop::option::of(0..900_u32)).prop_map(|(reason, thinking)| match thinking {
        Some(tokens) => {
            let fields = json!({ "usage": { "output_tokens_details": { "thinking_tokens": tokens } } });
            json!({ "stopReason": reason, "additionalModelResponseFields": fields })
        }
        None => json!({ "stopReason": reason }),
    })
}

fn metadata() -> impl Strategy<Value = Value> {
    let count = || prop::option::of(0..100_000_u32);
    (any::<u32>(), any::<u32>(), count(), count(), any::<bool>()).prop_map(|(input, output, read, written, more)| {
        let mut usage = json!({ "inputTokens": input / 4, "outputTokens": output / 4, "totalTokens": 7 });
        for (name, count) in [("cacheReadInputTokens", read), ("cacheWriteInputTokens", written)] {
            if let Some(count) = count {
                usage[name] = count.into();
            }
        }
        let mut metadata = json!({ "usage": usage, "metrics": { "latencyMs": 12 } });
        if more {
            metadata["trace"] = json!({ "guardrail": { "actionReason": "No action." } });
            metadata["serviceTier"] = json!({ "type": "flex" });
            metadata["memberOfNextYear"] = json!([1, { "a": 2.50 }]);
        }
        metadata
    })
}

fn chat() -> impl Strategy<Value = Chat> {
    let ways =
        vec![StructuredOutput::None, StructuredOutput::OutputConfig, StructuredOutput::Tool, StructuredOutput::Prompt];
    (select(ways), any::<bool>()).prop_map(|(structured_output, thinks_aloud)| Chat {
        model: "bedrock/\"claude\"-é".into(),
        includes_usage: true,
        names: vec![("a_b".into(), "a.b \"c\"".into())].into(),
        structured_output,
        thinks_aloud,
        ..Chat::default()
    })
}
