//! Work that somebody else can cause grows as what he sends, and not as its square.

use std::time::Duration;
use std::time::Instant;

use bedrock_wasm::bedrock::operation::Stream;
use bedrock_wasm::models::Model;
use bedrock_wasm::pipeline::EventReader;
use bedrock_wasm::secrets::learn;
use bedrock_wasm::secrets::strike;
use bedrock_wasm::translate::Chat;
use bedrock_wasm::translate::StructuredOutput;
use bedrock_wasm::translate::TranslationOptions;
use bedrock_wasm::translate::addresses;
use bedrock_wasm::translate::completion;
use bedrock_wasm::translate::parse;
use bedrock_wasm::translate::request;
use serde_json::Value;
use serde_json::json;

use crate::support;

const NOVA: &str = "amazon.nova-pro-v1:0";
const CLAUDE: &str = "anthropic.claude-haiku-4-5-20251001-v1:0";

/// Four times as much takes about four times as long, and not sixteen times.
fn assert_linear<Input>(what: &str, size: usize, make: impl Fn(usize) -> Input, work: impl Fn(&Input)) {
    let small = least(&make(size), &work);
    let large = least(&make(4 * size), &work);
    assert!(large < 9 * small + Duration::from_millis(20), "{what}: {small:?}, and of four times as much {large:?}");
}

/// The least of several times.
fn least<Input>(input: &Input, work: impl Fn(&Input)) -> Duration {
    let times = (0..5).map(|_| {
        let clock = Clock::start();
        work(input);
        clock.elapsed()
    });
    times.min().unwrap()
}

/// The processor's time of this thread, where the system tells it: others use the machine too.
struct Clock(Option<u64>, Instant);

impl Clock {
    fn start() -> Self {
        Self(Self::nanoseconds(), Instant::now())
    }

    fn elapsed(&self) -> Duration {
        match (self.0, Self::nanoseconds()) {
            (Some(begun), Some(now)) => Duration::from_nanos(now - begun),
            _ => self.1.elapsed(),
        }
    }

    fn nanoseconds() -> Option<u64> {
        std::fs::read_to_string("/proc/thread-self/schedstat").ok()?.split(' ').next()?.parse().ok()
    }
}

/// A stream of these events, each with its frame.
fn stream(events: impl IntoIterator<Item = (&'static str, String)>) -> Vec<u8> {
    let stop = ("messageStop", r#"{"stopReason":"end_turn"}"#.to_owned());
    events.into_iter().chain([stop]).flat_map(|(name, payload)| support::event_frame(name, payload)).collect()
}

fn delta(block: usize, delta: &str) -> (&'static str, String) {
    ("contentBlockDelta", format!(r#"{{"contentBlockIndex":{block},"delta":{delta}}}"#))
}

fn start(block: usize, name: &str) -> (&'static str, String) {
    let start = format!(r#"{{"toolUse":{{"toolUseId":"t{block}","name":"{name}"}}}}"#);
    ("contentBlockStart", format!(r#"{{"contentBlockIndex":{block},"start":{start}}}"#))
}

fn read(stream: &[u8], chat: &Chat) {
    let mut reader = EventReader::new(Stream::Converse);
    reader.translate(chat.clone());
    // As they come from the network.
    for piece in stream.chunks(16_384) {
        reader.room(piece.len()).copy_from_slice(piece);
        reader.filled(piece.len());
        assert!(reader.take_error().is_none());
    }
    reader.finish().unwrap();
}

#[test]
fn of_the_blocks_of_a_stream() {
    let chat = Chat::default();
    let there_and_back = |count: usize| (0..count).flat_map(move |at| [at, 0, count - 1 - at]);
    type Events = Vec<(&'static str, String)>;
    let shapes: [(&str, &dyn Fn(usize) -> Events); 6] = [
        ("tools, their inputs in turn", &|count| {
            let starts = (0..count).map(|block| start(block, "f"));
            starts.chain(there_and_back(count).map(|block| delta(block, r#"{"toolUse":{"input":"1"}}"#))).collect()
        }),
        ("tools that stop", &|count| {
            let starts = (0..count).map(|block| start(block, "f"));
            let stop = |block| ("contentBlockStop", format!(r#"{{"contentBlockIndex":{block}}}"#));
            starts.chain(there_and_back(count).map(stop)).collect()
        }),
        ("tools of the highest numbers, backwards", &|count| {
            (0..count).map(|block| start(u32::MAX as usize - block * 65_537, "f")).collect()
        }),
        ("texts", &|count| there_and_back(count).map(|block| delta(block, r#"{"text":"a"}"#)).collect()),
        ("thoughts", &|count| {
            there_and_back(count).map(|block| delta(block, r#"{"reasoningContent":{"text":"a"}}"#)).collect()
        }),
        ("citations", &|count| {
            let texts = (0..count).map(|block| delta(block, r#"{"text":"a"}"#));
            let cited = there_and_back(count).map(|block| delta(block, r#"{"citation":{"title":"t","source":"s"}}"#));
            texts.chain(cited).collect()
        }),
    ];
    for (what, events) in shapes {
        assert_linear(what, 1000, |count| stream(events(count)), |stream| read(stream, &chat));
    }
    let json = Chat { structured_output: StructuredOutput::Tool, ..Chat::default() };
    // As many names as blocks, each changed for Bedrock.
    let calls = |count| {
        let names: Vec<_> = (0..count).map(|at| (format!("tool_{at}"), format!("tool {at}"))).collect();
        (stream((0..count).map(|at| start(at, &format!("tool_{at}")))), Chat { names: names.into(), ..Chat::default() })
    };
    assert_linear("calls of tools with other names", 1000, calls, |(stream, chat)| read(stream, chat));
    let answers = |count| stream((0..count).map(|block| start(block, Chat::JSON_TOOL)));
    assert_linear("replies in JSON", 1000, answers, |stream| read(stream, &json));
}

#[test]
fn of_white_space_that_is_held_back() {
    let prompt = Chat { structured_output: StructuredOutput::Prompt, ..Chat::default() };
    let aloud = Chat { thinks_aloud: true, ..Chat::default() };
    for (what, chat, before, piece) in [
        ("before a fence", &prompt, "", " "),
        ("before a fence, as lines", &prompt, "", "\\n"),
        ("behind the fence", &prompt, "```json", " "),
        ("within the fence", &prompt, "```json\\n{", " "),
        ("behind a closing fence", &prompt, "```json\\n{}```", "\\n"),
        ("before a thought", &aloud, "", " "),
        ("within a thought", &aloud, "<thinking>", " "),
        ("behind a thought", &aloud, "<thinking>a</thinking>", "\\n"),
        ("of thoughts", &aloud, "", "<thinking>a</thinking>"),
        ("of text", &aloud, "Hi", " "),
    ] {
        let pieces = |count| {
            let texts = [before].into_iter().chain(std::iter::repeat_n(piece, count));
            stream(texts.map(|text| delta(0, &format!(r#"{{"text":"{text}"}}"#))))
        };
        assert_linear(what, 2000, pieces, |stream| read(stream, chat));
    }
}

#[test]
fn of_the_blocks_of_a_whole_reply() {
    let cited = json!({ "citationsContent": { "content": [{ "text": "abc" }], "citations": [{ "title": "t", "source": "s" }] } });
    let call = json!({ "toolUse": { "toolUseId": "t", "name": "f", "input": { "a": 1 } } });
    let thought = json!({ "reasoningContent": { "reasoningText": { "text": "a", "signature": "b" } } });
    for (what, block) in
        [("citations", cited), ("calls", call), ("thoughts", thought), ("texts", json!({ "text": "a" }))]
    {
        let reply = |count| {
            let content = vec![block.clone(); count];
            json!({ "output": { "message": { "content": content } }, "stopReason": "end_turn" }).to_string()
        };
        let read = |reply: &String| drop(completion(reply, &Chat::default(), "id", 1, &mut Vec::new()).unwrap());
        assert_linear(what, 2000, reply, read);
    }
}

/// Names of six letters, none like another.
fn name(number: usize) -> String {
    format!("n{number:05}")
}

#[test]
fn of_a_request() {
    type Make = &'static dyn Fn(usize) -> Value;
    let shapes: [(&str, Make); 12] = [
        ("definitions that are referred to", &|count| {
            let names = || (0..count).map(name);
            let references = names().map(|name| (name.clone(), json!({ "$ref": format!("#/$defs/{name}") })));
            let definitions = names().map(|name| (name, json!({ "type": "string" })));
            let (references, definitions): (serde_json::Map<_, _>, serde_json::Map<_, _>) =
                (references.collect(), definitions.collect());
            let schema = json!({ "type": "object", "properties": references, "$defs": definitions });
            json!({
                "messages": [{ "role": "user", "content": "Hi" }],
                "tools": [{ "type": "function", "function": { "name": "f", "strict": true, "parameters": schema } }],
                "response_format": { "type": "json_schema", "json_schema": { "name": "a", "schema": schema } },
            })
        }),
        ("alternatives", &|count| {
            let alternative = |at| json!({ "type": "object", "properties": { name(at): { "type": "string" } }, "required": [name(at)] });
            tools([function(
                "f",
                &json!({ "type": "object", "anyOf": (0..count).map(alternative).collect::<Vec<_>>() }),
            )])
        }),
        ("calls in one turn, answered backwards", &|count| {
            let ids: Vec<_> = (0..count).collect();
            let mut messages = vec![calls(&ids)];
            messages.extend(ids.iter().rev().map(|id| answer(*id)));
            json!({ "messages": messages, "tools": [function("f", &json!({}))] })
        }),
        ("tools", &|count| tools((0..count).map(|at| function(&name(at), &json!({}))))),
        ("tools whose names are no names", &|count| {
            tools((0..count).map(|at| function(&format!("ä{at}"), &json!({}))))
        }),
        ("tools that have one name after all", &|count| {
            tools((0..count).map(|at| function(&format!("{}{at}", "é".repeat(64)), &json!({}))))
        }),
        ("calls and their answers, a turn each", &|count| {
            let turns = (0..count).flat_map(|at| [calls(&[at]), answer(at)]);
            json!({ "messages": turns.collect::<Vec<_>>(), "tools": [function("f", &json!({}))] })
        }),
        ("messages", &|count| json!({ "messages": vec![json!({ "role": "user", "content": "a" }); count] })),
        ("documents of one name", &|count| {
            let file = json!({ "type": "file", "file": { "file_data": "data:application/pdf;base64,JVBERi0x" } });
            json!({ "messages": [{ "role": "user", "content": vec![file; count] }] })
        }),
        ("addresses", &|count| {
            let image = |at| json!({ "type": "image_url", "image_url": { "url": format!("https://a.example/{at}") } });
            json!({ "messages": [{ "role": "user", "content": (0..count).map(image).collect::<Vec<_>>() }] })
        }),
        ("properties", &|count| tools([function("f", &properties((0..count).map(name)))])),
        ("properties that are renamed", &|count| {
            tools([function("f", &properties((0..count).map(|at| format!("ä {at}"))))])
        }),
    ];
    for (what, make) in shapes {
        for model in [CLAUDE, NOVA] {
            let translate = |text: &String| {
                let value = parse(text).unwrap();
                let downloads = addresses(&value).into_iter().map(|address| (address, PNG.to_owned())).collect();
                let options = TranslationOptions { downloads, ..TranslationOptions::default() };
                let _ = request(&value, &Model::of(model), &options);
            };
            assert_linear(&format!("{what}, {model}"), 700, |count| make(count).to_string(), translate);
        }
    }
}

const PNG: &str = "data:image/png;base64,iVBORw0KGgoAAAANSUhEUg==";

fn tools(tools: impl IntoIterator<Item = Value>) -> Value {
    let tools: Vec<_> = tools.into_iter().collect();
    json!({ "messages": [{ "role": "user", "content": "Hi" }], "tools": tools })
}

fn function(name: &str, parameters: &Value) -> Value {
    json!({ "type": "function", "function": { "name": name, "parameters": parameters } })
}

fn properties(names: impl Iterator<Item = String>) -> Value {
    let names: Vec<_> = names.collect();
    let properties: serde_json::Map<_, _> =
        names.iter().map(|name| (name.clone(), json!({ "type": "string" }))).collect();
    json!({ "type": "object", "properties": properties, "required": names })
}

fn calls(ids: &[usize]) -> Value {
    let call =
        |id: &usize| json!({ "id": name(*id), "type": "function", "function": { "name": "f", "arguments": "{}" } });
    json!({ "role": "assistant", "tool_calls": ids.iter().map(call).collect::<Vec<_>>() })
}

fn answer(id: usize) -> Value {
    json!({ "role": "tool", "tool_call_id": name(id), "content": "1" })
}

#[test]
fn of_what_is_struck_of_secrets() {
    let token = "IQoJb3JpZ2luX2VjEXAMPLE//token+with/slashes==";
    learn(token);
    for piece in ["\\", "\r\n", "%25", "25", "I\\", "%\\", "&#", "\\u00", "…", "IQoJb3Jp\\\\", "=IQoJb3"] {
        let text = |count: usize| piece.repeat(count);
        assert_linear(&format!("runs of {piece:?}"), 2_000, text, |text| drop(strike(text)));
        let quoted = strike(&format!("{}{token}{}", text(50), text(50)));
        assert!(quoted.contains("***") && !quoted.contains("token"), "{quoted}");
    }
}
