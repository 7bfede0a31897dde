//! Requests in OpenAI's shape, more or less; and Bedrock's rules for what is made of them.

use proptest::prelude::*;
use proptest::sample::select;
use serde_json::Map;
use serde_json::Value;
use serde_json::json;

/// A model of each family.
pub(crate) fn any_model() -> impl Strategy<Value = &'static str> {
    select(vec![
        "us.anthropic.claude-sonnet-4-5-20250929-v1:0",
        "us.anthropic.claude-sonnet-5",
        "us.anthropic.claude-3-7-sonnet-20250219-v1:0",
        "amazon.nova-lite-v1:0",
        "us.amazon.nova-2-lite-v1:0",
        "openai.gpt-oss-120b-1:0",
        "us.openai.gpt-6-sol",
        "mistral.mistral-large-2402-v1:0",
        "us.meta.llama3-3-70b-instruct-v1:0",
        "acme.rocket-v1:0",
    ])
}

/// A conversation that makes sense most of the time, with parameters beside it.
pub(crate) fn any_request() -> impl Strategy<Value = Value> {
    let turns = prop::collection::vec(any_turn(), 1..7).prop_map(|turns| turns.concat());
    let params = prop::collection::vec(any_param(), 0..5);
    (turns, params).prop_map(|(messages, params)| {
        let mut request: Map<String, Value> = params.into_iter().collect();
        request.insert("messages".into(), messages.into());
        request.into()
    })
}

/// Values of any type where messages, parts, tools and parameters belong.
pub(crate) fn any_nonsense() -> impl Strategy<Value = Value> {
    let leaf = prop_oneof![
        Just(Value::Null),
        any::<bool>().prop_map(Into::into),
        (-3i64..20_000).prop_map(Into::into),
        (-2.0..3.0f64).prop_map(Into::into),
        select(WORDS.to_vec()).prop_map(Into::into),
        "[ -~é\"\\\\\n]{0,70}".prop_map(Into::into),
    ];
    leaf.prop_recursive(6, 64, 6, |inner| {
        prop_oneof![
            prop::collection::vec(inner.clone(), 0..4).prop_map(Into::into),
            prop::collection::vec((select(WORDS.to_vec()).prop_map(str::to_owned), inner), 0..6)
                .prop_map(|members| Value::Object(members.into_iter().collect())),
        ]
    })
}

const WORDS: [&str; 54] = [
    "messages",
    "role",
    "content",
    "type",
    "text",
    "user",
    "assistant",
    "system",
    "tool",
    "function",
    "tool_calls",
    "tool_call_id",
    "id",
    "name",
    "arguments",
    "parameters",
    "properties",
    "tools",
    "tool_choice",
    "allowed_tools",
    "mode",
    "image_url",
    "url",
    "file",
    "file_data",
    "filename",
    "input_audio",
    "data",
    "format",
    "thinking_blocks",
    "thinking",
    "signature",
    "reasoning_details",
    "cache_control",
    "ttl",
    "response_format",
    "json_schema",
    "schema",
    "reasoning_effort",
    "budget_tokens",
    "max_tokens",
    "temperature",
    "top_k",
    "stop",
    "metadata",
    "service_tier",
    "bedrock",
    "additionalModelRequestFields",
    "strict",
    "functions",
    "function_call",
    "none",
    "enabled",
    "refusal",
];

fn any_text() -> impl Strategy<Value = String> {
    prop_oneof!["[a-z ]{0,6}", Just(" \n".to_owned()), "[ -~é\"\\\\\n]{0,12}"]
}

fn any_content() -> impl Strategy<Value = Value> {
    let png = "data:image/png;base64,iVBORw0KGgoAAAAA";
    let part = prop_oneof![
        any_text().prop_map(|text| json!({"type": "text", "text": text})),
        any_text().prop_map(|text| json!({"type": "text", "text": text, "cache_control": {"type": "ephemeral"}})),
        Just(json!({"type": "image_url", "image_url": {"url": png}})),
        any_text().prop_map(|name| json!({"type": "file", "file": {"filename": name, "file_data": "JVBERi0xLjcK"}})),
    ];
    prop_oneof![any_text().prop_map(Into::into), prop::collection::vec(part, 0..4).prop_map(Into::into)]
}

fn any_turn() -> impl Strategy<Value = Vec<Value>> {
    let id = prop_oneof!["[a-c]{1,2}", "[ -~]{0,70}"];
    let calls = prop::collection::vec((id, "[a-z._é]{1,70}", any_text()), 1..4);
    prop_oneof![
        any_text().prop_map(|text| vec![json!({"role": "system", "content": text})]),
        any_content().prop_map(|content| vec![json!({"role": "user", "content": content})]),
        (any_text(), any_text()).prop_map(|(text, thought)| {
            let thoughts = json!([{"type": "thinking", "thinking": thought, "signature": "c2ln"}]);
            vec![json!({"role": "assistant", "content": text, "thinking_blocks": thoughts})]
        }),
        (any_text(), calls, any_content(), prop::bool::weighted(0.9)).prop_map(|(text, calls, content, is_answered)| {
            let asked: Vec<_> = calls
                .iter()
                .map(|(id, name, _)| json!({"id": id, "type": "function", "function": {"name": name, "arguments": "{}"}}))
                .collect();
            let mut messages = vec![json!({"role": "assistant", "content": text, "tool_calls": asked})];
            if is_answered {
                // In another order, and one with something more to it.
                let answers = calls.iter().rev().map(|(id, _, text)| {
                    json!({"role": "tool", "tool_call_id": id, "content": text, "is_error": true})
                });
                messages.extend(answers);
                messages.last_mut().unwrap()["content"] = content;
            }
            messages
        }),
    ]
}

fn any_param() -> impl Strategy<Value = (String, Value)> {
    let tool = |name: &str| {
        json!({"type": "function", "function": {"name": name, "strict": true,
        "parameters": {"type": "object", "properties": {"a": {"type": "object"}}}}})
    };
    let schema = json!({"name": "a", "schema": {"type": "object", "properties": {"a": {"minimum": 1}}}});
    let param = |name: &'static str, values: Vec<Value>| select(values).prop_map(move |value| (name.to_owned(), value));
    prop_oneof![
        param("tools", vec![json!([tool("a.b"), tool("a_b")]), json!([]), json!([tool("json_response")])]),
        param(
            "tool_choice",
            vec![json!("none"), json!("required"), json!({"type": "function", "function": {"name": "a.b"}})]
        ),
        param("parallel_tool_calls", vec![json!(false)]),
        param(
            "response_format",
            vec![json!({"type": "json_object"}), json!({"type": "json_schema", "json_schema": schema})]
        ),
        param("reasoning_effort", vec![json!("none"), json!("low"), json!("max")]),
        param("thinking", vec![json!({"type": "enabled", "budget_tokens": 5000})]),
        param("max_tokens", vec![json!(1), json!(1025), json!(9000)]),
        param("temperature", vec![json!(0.5), json!(1), json!(1.7)]),
        param("top_p", vec![json!(0.5)]),
        param("top_k", vec![json!(3)]),
        param("stop", vec![json!(""), json!(["a", " "])]),
        param("metadata", vec![json!({"a": "b"}), json!({})]),
    ]
}

/// The first of Bedrock's rules that `sent` breaks and no shape says.
pub(crate) fn broken_rule(sent: &Value, model: &str) -> Option<String> {
    let empty = Vec::new();
    let messages = sent["messages"].as_array().unwrap_or(&empty);
    let roles: Vec<_> = messages.iter().map(|message| message["role"].as_str().unwrap()).collect();
    let may_begin = model.contains("claude") || roles.first() == Some(&"user");
    if !may_begin || roles.windows(2).any(|pair| pair[0] == pair[1]) {
        return Some(format!("roles: {roles:?}"));
    }
    let mut open: Vec<&str> = Vec::new();
    for message in messages {
        let content = message["content"].as_array().unwrap();
        if content.is_empty() {
            return Some("empty content".into());
        }
        if content.iter().any(|block| block["text"].as_str().is_some_and(|text| text.trim().is_empty())) {
            return Some("blank text".into());
        }
        let kind = |block: &Value| block.as_object().unwrap().keys().next().unwrap().clone();
        let order: Vec<_> = content.iter().map(kind).filter(|kind| kind != "cachePoint").collect();
        let rank = |kind: &String| match kind.as_str() {
            "toolResult" | "reasoningContent" => 0,
            "toolUse" => 2,
            _ => 1,
        };
        if !order.iter().map(rank).is_sorted() {
            return Some(format!("order: {order:?}"));
        }
        if order.contains(&"document".into()) && !order.contains(&"text".into()) {
            return Some("a document alone".into());
        }
        let mut answered: Vec<_> =
            content.iter().filter_map(|block| block["toolResult"]["toolUseId"].as_str()).collect();
        answered.sort_unstable();
        open.sort_unstable();
        if answered != open {
            return Some(format!("answered {answered:?} of {open:?}"));
        }
        open = content.iter().filter_map(|block| block["toolUse"]["toolUseId"].as_str()).collect();
    }
    let has_calls = sent["messages"].to_string().contains("\"toolUse\":");
    if !open.is_empty() || (has_calls && sent.get("toolConfig").is_none()) {
        return Some(format!("calls without answers or tools: {open:?}"));
    }
    (sent.to_string().matches("\"cachePoint\":").count() > 4).then(|| "cache points".into())
}
