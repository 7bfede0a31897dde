//! Reasoning in requests of OpenAI's shape: budgets at their limits, and the thoughts that Claude would miss.

#![expect(clippy::needless_pass_by_value, reason = "values made by json! on the spot read better without &")]

use serde_json::Value;
use serde_json::json;

use crate::support::translated::CLAUDE;
use crate::support::translated::NOVA;
use crate::support::translated::body;
use crate::support::translated::sent;
use crate::support::translated::sent_with;
use crate::support::translated::tool;
use crate::support::translated::warnings;

const OPUS: &str = "us.anthropic.claude-opus-4-6-v1";

fn additional(model: &str, request: Value) -> Value {
    body(&sent(model, request))["additionalModelRequestFields"].take()
}

#[test]
fn thoughts_that_bedrocks_own_member_asks_for_are_counted() {
    let counts = |thinking: Value| {
        let request = json!({ "max_tokens": 4000, "additionalModelRequestFields": { "thinking": thinking } });
        !body(&sent(CLAUDE, request))["additionalModelResponseFieldPaths"].is_null()
    };
    assert!(counts(json!({ "type": "enabled", "budget_tokens": 2000 })));
    assert!(!counts(json!({ "type": "disabled" })) && !counts(Value::Null));
}

#[test]
fn no_effort_is_nothing_new_to_a_model_that_does_not_reason() {
    let told = |effort: &str| warnings(&sent(NOVA, json!({ "reasoning_effort": effort }))).len();
    assert_eq!([told("none"), told("low")], [0, 1]);
}

#[test]
fn only_the_second_nova_reasons_in_its_own_words() {
    let effort = |model: &str| additional(model, json!({ "reasoning_effort": "low" }));
    let own = json!({ "reasoningConfig": { "type": "enabled", "maxReasoningEffort": "low" } });
    assert_eq!(effort("amazon.nova-2-lite-v1:0"), own);
    assert_eq!(effort("amazon.nova-9-lite-v1:0"), json!({ "reasoning_effort": "low" }));
}

#[test]
fn the_least_budget_fits_below_max_tokens() {
    let budget = |request: Value| additional(CLAUDE, request)["thinking"]["budget_tokens"].take();
    let thinking = json!({ "type": "enabled", "budget_tokens": 2000 });
    assert_eq!(budget(json!({ "reasoning_effort": "low", "max_tokens": 1025 })), 1024);
    assert_eq!(budget(json!({ "reasoning_effort": "low", "max_tokens": 1024 })), Value::Null);
    assert_eq!(budget(json!({ "thinking": thinking, "max_tokens": 1025 })), 1024);
    assert!(sent_with(CLAUDE, json!({ "thinking": thinking, "max_tokens": 1024 }), None).is_err());
}

#[test]
fn thoughts_that_are_off_have_no_effort_and_no_place_in_the_usage() {
    let thinking = json!({ "type": "disabled" });
    let sent = body(&sent(OPUS, json!({ "thinking": thinking, "reasoning_effort": "high" })));
    assert_eq!(sent["additionalModelRequestFields"], json!({ "thinking": thinking }));
    assert_eq!(sent["additionalModelResponseFieldPaths"], Value::Null);
    let adaptive = json!({ "type": "adaptive" });
    let effort = |effort: &str| additional(OPUS, json!({ "thinking": adaptive, "reasoning_effort": effort }));
    assert_eq!(effort("none"), json!({ "thinking": adaptive }));
    assert_eq!(effort("low"), json!({ "thinking": adaptive, "output_config": { "effort": "low" } }));
}

fn says(role: &str, content: Value) -> Value {
    json!({ "role": role, "content": content })
}

/// A call of the assistant, with or without what it thought before.
fn call(id: &str, thoughts: Value) -> Value {
    let call = json!({ "id": id, "type": "function", "function": { "name": "f", "arguments": "{}" } });
    json!({ "role": "assistant", "content": null, "tool_calls": [call], "thinking_blocks": thoughts })
}

fn answer(id: &str, content: Value) -> Value {
    json!({ "role": "tool", "tool_call_id": id, "content": content })
}

/// What is warned of where Claude is to think on.
fn warned(messages: Value) -> String {
    let mut request = tool(json!({ "type": "object" }));
    request["thinking"] = json!({ "type": "enabled", "budget_tokens": 2000 });
    request["max_tokens"] = 4000.into();
    request["messages"] = messages;
    warnings(&sent(CLAUDE, request)).join("\n")
}

#[test]
fn later_calls_need_no_thoughts_but_those_behind_a_file() {
    let thoughts = json!([{ "type": "thinking", "thinking": "t", "signature": "c2ln" }]);
    let misses = |result: Value, later: Value| {
        let first = [says("user", "x".into()), call("c1", thoughts.clone()), answer("c1", result)];
        let second = [call("c2", later), answer("c2", "r".into())];
        warned(first.into_iter().chain(second).collect()).contains("before its tool calls is not in `messages`")
    };
    let text = json!([{ "type": "text", "text": "r" }]);
    let file = json!([{ "type": "file", "file": { "filename": "a.pdf", "file_data": PDF } }]);
    assert!(!misses(text, Value::Null));
    assert!(misses(file.clone(), Value::Null));
    assert!(!misses(file, thoughts.clone()));
}

const PDF: &str = "data:application/pdf;base64,JVBERi0xLjQK";

#[test]
fn a_message_that_is_not_sent_parts_no_turn_from_its_thoughts() {
    let thoughts = json!([{ "type": "thinking", "thinking": "t", "signature": "c2ln" }]);
    let thought = json!({ "role": "assistant", "content": "I look.", "thinking_blocks": thoughts });
    let begins = |between: &str| {
        let first = [says("user", "x".into()), thought.clone(), says("user", between.into())];
        let second = [call("c1", Value::Null), answer("c1", "r".into())];
        warned(first.into_iter().chain(second).collect()).contains("before its tool calls is not in `messages`")
    };
    assert!(!begins(" "));
    assert!(begins("and?"));
}

#[test]
fn a_thought_without_a_signature_is_not_sent_in_silence() {
    let unsigned = json!([{ "type": "thinking", "thinking": "t" }]);
    let messages = json!([
        says("user", "x".into()),
        { "role": "assistant", "content": "a", "thinking_blocks": unsigned },
        says("user", "y".into()),
    ]);
    let warned = warned(messages);
    assert!(warned.contains("messages[1]: its reasoning has no signature"), "{warned}");
}
