//! Conversations as agents have them over hours: any roles, parts, parallel calls, blank pieces, media, cache points,
//! schemas and arguments as models write them. Every text of them has a mark of its own, to look for.

use bedrock_emulator::redacted_thought;
use bedrock_emulator::signature_for;
use proptest::prelude::*;
use proptest::sample::select;
use serde_json::Map;
use serde_json::Value;
use serde_json::json;

/// Models of every family, some old and some new.
pub(crate) const MODELS: [&str; 30] = [
    "us.anthropic.claude-sonnet-4-5-20250929-v1:0",
    "us.anthropic.claude-sonnet-5",
    "us.anthropic.claude-opus-4-6-v1",
    "global.anthropic.claude-opus-5-5",
    "us.anthropic.claude-fable-5",
    "us.anthropic.claude-3-7-sonnet-20250219-v1:0",
    "anthropic.claude-3-haiku-20240307-v1:0",
    "amazon.nova-lite-v1:0",
    "amazon.nova-micro-v1:0",
    "us.amazon.nova-2-lite-v1:0",
    "us.meta.llama3-2-90b-instruct-v1:0",
    "us.meta.llama3-3-70b-instruct-v1:0",
    "us.meta.llama4-maverick-17b-instruct-v1:0",
    "mistral.mistral-large-2402-v1:0",
    "mistral.mistral-large-3-675b-instruct",
    "us.mistral.pixtral-large-2502-v1:0",
    "us.writer.palmyra-x5-v1:0",
    "openai.gpt-oss-120b-1:0",
    "us.openai.gpt-6-sol",
    "qwen.qwen3-32b-v1:0",
    "qwen.qwen3-vl-235b-a22b",
    "zai.glm-4.7",
    "moonshotai.kimi-k2.5",
    "us.deepseek.v3.2",
    "us.deepseek.r1-v1:0",
    "google.gemma-3-27b-it",
    "minimax.minimax-m2",
    "cohere.command-r-plus-v1:0",
    "ai21.jamba-1-5-large-v1:0",
    "us.xai.grok-4.6",
];

/// Stands for a mark of its own wherever it is.
const MARK: char = '§';

/// A request in OpenAI's shape.
pub(crate) fn any_conversation() -> impl Strategy<Value = Value> {
    let exchanges = prop::collection::vec(any_exchange(), 1..6).prop_map(|exchanges| exchanges.concat());
    let last = any_user();
    (any_system(), exchanges, last, any_params()).prop_map(|(system, exchanges, last, params)| {
        let mut request: Map<String, Value> = params.into_iter().collect();
        let mut messages: Vec<Value> = system.into_iter().chain(exchanges).collect();
        messages.push(last);
        request.insert("messages".into(), messages.into());
        let mut request = Value::Object(request);
        number(&mut request, &mut 0);
        request
    })
}

/// The marks of a text: `§12§`.
pub(crate) fn marks(text: &str) -> Vec<String> {
    text.split(MARK).skip(1).step_by(2).map(|number| format!("{MARK}{number}{MARK}")).collect()
}

fn number(value: &mut Value, next: &mut u32) {
    match value {
        Value::String(text) => {
            while let Some((before, behind)) = text.split_once("§!") {
                *next += 1;
                *text = format!("{before}§{next}§{behind}");
            }
        }
        Value::Array(items) => items.iter_mut().for_each(|item| number(item, next)),
        Value::Object(members) => members.values_mut().for_each(|member| number(member, next)),
        _ => {}
    }
}

fn any_text() -> impl Strategy<Value = String> {
    let texts = ["§!", " §!\n", "§! \"quoted\" \\ é 🦀", "{\"cachePoint\":\"§!\"}", "", " ", "\n\t"];
    select(texts.to_vec()).prop_map(str::to_owned)
}

fn marked(value: Value) -> impl Strategy<Value = Value> {
    let marks = [Value::Null, Value::Null, json!({ "type": "ephemeral" }), json!({ "type": "ephemeral", "ttl": "1h" })];
    select(marks.to_vec()).prop_map(move |mark| {
        let mut value = value.clone();
        if !mark.is_null() {
            value["cache_control"] = mark;
        }
        value
    })
}

fn any_part() -> impl Strategy<Value = Value> {
    let image = json!({ "type": "image_url", "image_url": { "url": "data:image/png;base64,iVBORw0KGgoAAAAA" } });
    let file =
        |name: &'static str, data: &str| json!({ "type": "file", "file": { "filename": name, "file_data": data } });
    let pdf = file("Report_v2 (final).pdf", "data:application/pdf;base64,JVBERi0xLjcK");
    let csv = file("table.csv", "data:text/csv;base64,YSxiCjEsMgo=");
    let txt = file("notes.txt", "data:text/plain;base64,YQ");
    prop_oneof![
        6 => any_text().prop_map(|text| json!({ "type": "text", "text": text })).prop_flat_map(marked),
        1 => marked(image),
        1 => marked(pdf),
        1 => marked(csv),
        1 => marked(txt),
    ]
}

fn any_content() -> impl Strategy<Value = Value> {
    prop_oneof![any_text().prop_map(Into::into), prop::collection::vec(any_part(), 0..4).prop_map(Into::into)]
}

fn any_system() -> impl Strategy<Value = Vec<Value>> {
    let roles = select(vec!["system", "developer"]);
    let parts = prop::collection::vec(
        any_text().prop_map(|text| json!({ "type": "text", "text": text })).prop_flat_map(marked),
        0..3,
    );
    let content = prop_oneof![any_text().prop_map(Into::into), parts.prop_map(Into::into)];
    let message = (roles, content).prop_map(|(role, content): (_, Value)| json!({ "role": role, "content": content }));
    prop::collection::vec(message, 0..3)
}

fn any_user() -> impl Strategy<Value = Value> {
    any_content().prop_map(|content| json!({ "role": "user", "content": content })).prop_flat_map(marked)
}

fn any_thoughts() -> impl Strategy<Value = Value> {
    let signed = json!([{ "type": "thinking", "thinking": "hm", "signature": signature_for("hm") }]);
    let unsigned = json!([{ "type": "thinking", "thinking": "hm" }]);
    let sealed = format!("data:;base64,{}", redacted_thought());
    let redacted = json!([{ "type": "redacted_thinking", "data": sealed }]);
    select(vec![Value::Null, Value::Null, Value::Null, signed, unsigned, redacted])
}

fn any_assistant() -> impl Strategy<Value = Value> {
    let parts = prop::collection::vec(any_text().prop_map(|text| json!({ "type": "text", "text": text })), 0..3);
    let content = prop_oneof![any_text().prop_map(Into::into), Just(Value::Null), parts.prop_map(Into::into)];
    (content, any_thoughts())
        .prop_map(|(content, thoughts): (Value, Value)| {
            let mut message = json!({ "role": "assistant", "content": content });
            if !thoughts.is_null() {
                message["thinking_blocks"] = thoughts;
            }
            message
        })
        .prop_flat_map(marked)
}

/// Arguments as models write them, whole and not.
const ARGUMENTS: [&str; 9] = [
    "{}",
    "",
    "{\"a\":\"§!\"}",
    "{\"$filter\":\"§!\",\"deep\":{\"$filter\":1}}",
    "{\"a\":\"§!",
    "\"§!\"",
    "{\"a\":\"§!\nraw\"}",
    "{\"\":1,\"a\":\"§!\"}",
    "[1,\"§!\"]",
];

const NAMES: [&str; 4] = ["find", "files.read", "look-up", "é"];

fn any_calls() -> impl Strategy<Value = Vec<Value>> {
    let call = ("[a-zA-Z0-9_.:/ ]{1,70}", select(NAMES.to_vec()), select(ARGUMENTS.to_vec()));
    prop::collection::vec(call, 1..4).prop_map(|calls| {
        let call = |(position, (id, name, arguments)): (usize, (String, &str, &str))| {
            json!({ "id": format!("{id}{position}"), "type": "function",
                "function": { "name": name, "arguments": arguments } })
        };
        calls.into_iter().enumerate().map(call).collect()
    })
}

/// The user says something, and the assistant answers, or calls tools and has their answers.
fn any_exchange() -> impl Strategy<Value = Vec<Value>> {
    let between = prop_oneof![4 => Just(Vec::new()), 1 => any_user().prop_map(|user| vec![user])];
    let answers = prop::collection::vec((any_content(), any::<bool>()), 6);
    let calls =
        (any_calls(), answers, any::<bool>(), any::<bool>(), (between, prop::option::weighted(0.2, any_calls())));
    prop_oneof![
        1 => any_user().prop_map(|user| vec![user]),
        1 => any_assistant().prop_map(|assistant| vec![assistant]),
        1 => any_system(),
        3 => (any_user(), any_assistant()).prop_map(|(user, assistant)| vec![user, assistant]),
        4 => (any_user(), any_assistant(), calls).prop_flat_map(|(user, mut assistant, calls)| {
            let (mut calls, answers, in_order, is_marked, (between, more)) = calls;
            assistant["tool_calls"] = calls.clone().into();
            let mut messages = vec![user, assistant];
            // The assistant goes on, and calls again.
            if let Some(mut more) = more {
                for call in &mut more {
                    call["id"] = format!("{} again", call["id"].as_str().unwrap()).into();
                }
                messages.push(json!({ "role": "assistant", "content": "§!", "tool_calls": more }));
                calls.extend(more);
            }
            messages.extend(between);
            let mut answers: Vec<Value> = calls
                .iter()
                .zip(answers)
                .map(|(call, (content, has_failed))| {
                    json!({ "role": "tool", "tool_call_id": call["id"], "content": content, "is_error": has_failed })
                })
                .collect();
            if !in_order {
                answers.reverse();
            }
            if is_marked {
                answers[0]["cache_control"] = json!({ "type": "ephemeral" });
            }
            messages.extend(answers);
            Just(messages)
        }),
    ]
}

fn any_tools() -> impl Strategy<Value = Value> {
    let text = json!({ "type": "string" });
    let deep = json!({ "type": "object", "additionalProperties": text });
    let schemas = vec![
        Value::Null,
        json!({}),
        json!({ "type": "object", "properties": { "a": text }, "required": ["a"] }),
        json!({ "type": "object", "properties": { "$filter": text, "deep": deep }, "required": ["$filter"] }),
        json!({ "anyOf": [{ "properties": { "a": text }, "required": ["a"] }, { "$ref": "#/$defs/d" }],
            "$defs": { "d": { "type": "object", "properties": { "b": { "type": "number", "minimum": 1 } } } } }),
        json!({ "type": "object", "oneOf": [{ "required": ["a"] }], "properties": { "a": deep } }),
        json!({ "allOf": [{ "properties": { "a": text } }, { "properties": { "a": deep } }] }),
    ];
    let tool = (select(schemas), any::<bool>()).prop_flat_map(|(schema, is_strict)| {
        let function = json!({ "name": "", "parameters": schema, "strict": is_strict });
        marked(json!({ "type": "function", "function": function }))
    });
    prop::collection::vec(tool, 0..4).prop_map(|mut tools| {
        for (tool, name) in tools.iter_mut().zip(NAMES) {
            tool["function"]["name"] = name.into();
        }
        tools.into()
    })
}

fn any_params() -> impl Strategy<Value = Vec<(String, Value)>> {
    let schema = |schema: Value| json!({ "type": "json_schema", "json_schema": { "name": "n", "schema": schema } });
    let limited = json!({ "type": "object", "properties": { "a": { "type": "integer", "minimum": 1 } } });
    let map = json!({ "type": "object", "properties": { "a": { "type": "object", "additionalProperties": {} } } });
    let union = json!({ "type": "object", "properties": { "a": { "oneOf": [{ "type": "string" }] } } });
    let circle = json!({ "type": "object", "properties": { "a": { "$ref": "#" } } });
    let param = |name: &'static str, values: Vec<Value>| select(values).prop_map(move |value| (name.to_owned(), value));
    let params = prop_oneof![
        param("tool_choice", vec![json!("none"), json!("required"), json!("auto")]),
        param("parallel_tool_calls", vec![json!(false)]),
        param(
            "response_format",
            vec![json!({ "type": "json_object" }), schema(limited), schema(map), schema(union), schema(circle)]
        ),
        param("reasoning_effort", vec![json!("none"), json!("minimal"), json!("low"), json!("xhigh"), json!("max")]),
        param("max_tokens", vec![json!(1), json!(5000)]),
        param("temperature", vec![json!(0.5), json!(1.7)]),
        param("top_p", vec![json!(0.5)]),
        param("stop", vec![json!("END"), json!([" "])]),
        param("stream", vec![json!(true)]),
    ];
    (any_tools(), prop::collection::vec(params, 0..4)).prop_map(|(tools, mut params)| {
        params.push(("tools".to_owned(), tools));
        params
    })
}
