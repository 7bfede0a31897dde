//! The shapes of InvokeModel's replies, as recordings have them.

use serde_json::Value;
use serde_json::json;

use super::Request;
use super::Written;
use super::events;
use super::output;
use super::read;
use crate::converse::Message;
use crate::converse::conversation_with;
use crate::family::Family;
use crate::reply::compose;

fn names(value: &Value) -> Vec<&str> {
    value.as_object().map(|members| members.keys().map(String::as_str).collect()).unwrap_or_default()
}

fn answer(model_id: &str, body: &Value) -> Value {
    match read(model_id, body.to_string().as_bytes()).unwrap() {
        Request::Text { family, body, conversation } => output(family, model_id, &body, &compose(&conversation)),
        Request::Messages(messages) => {
            let family = Family::of(model_id);
            let conversation = conversation_with(&family, &messages.request);
            let message = Message::new(&family, &messages.request, &conversation, compose(&conversation));
            Written::new(model_id, &messages, message).output()
        }
        Request::Done { body, .. } => body,
    }
}

fn sorted(mut names: Vec<&str>) -> Vec<&str> {
    names.sort_unstable();
    names
}

#[test]
fn mistral_completes_a_prompt() {
    for model in ["mistral.mistral-7b-instruct-v0:2", "mistral.mixtral-8x7b-instruct-v0:1"] {
        let body = json!({"prompt": "<s>[INST] Say this is a test [/INST]", "max_tokens": 10, "temperature": 0.8});
        let answer = answer(model, &body);
        assert_eq!(names(&answer), ["outputs"]);
        assert_eq!(sorted(names(&answer["outputs"][0])), ["stop_reason", "text"]);
        assert_eq!(answer["outputs"][0]["stop_reason"], "length");
        assert!(read(model, br#"{"inputText":"a"}"#).is_err());
    }
    let body = json!({"prompt": "Say this is a test"});
    let Request::Text { family, body, conversation } =
        read("mistral.mistral-7b-instruct-v0:2", body.to_string().as_bytes()).unwrap()
    else {
        panic!("no text");
    };
    assert!(events(family, "mistral.mistral-7b-instruct-v0:2", &body, &compose(&conversation)).len() > 3);
}

#[test]
fn command_generates_and_command_r_chats() {
    let body = json!({"prompt": "Say this is a test", "max_tokens": 10});
    let command = answer("cohere.command-light-text-v14", &body);
    assert_eq!(sorted(names(&command)), ["generations", "id", "prompt"]);
    assert_eq!(sorted(names(&command["generations"][0])), ["finish_reason", "id", "text"]);
    assert_eq!(
        (&command["generations"][0]["finish_reason"], &command["prompt"]),
        (&json!("MAX_TOKENS"), &body["prompt"])
    );
    let earlier = json!([{"role": "USER", "message": "Hello"}, {"role": "CHATBOT", "message": "Hi."}]);
    let body = json!({"message": "Say this is a test", "chat_history": earlier});
    let command_r = answer("cohere.command-r-v1:0", &body);
    let expected = ["chat_history", "finish_reason", "generation_id", "response_id", "text"];
    assert_eq!(sorted(names(&command_r)), expected);
    let history = command_r["chat_history"].as_array().unwrap();
    assert_eq!(history.len(), 4);
    assert_eq!(history[3], json!({"role": "CHATBOT", "message": command_r["text"]}));
    assert_eq!(command_r["finish_reason"], "COMPLETE");
}

#[test]
fn claude_counts_more_with_every_generation() {
    let body = json!({"anthropic_version": "bedrock-2023-05-31", "max_tokens": 9, "messages": [{"role": "user", "content": "hi"}]});
    let usage = |model: &str| answer(model, &body)["usage"].clone();
    assert_eq!(sorted(names(&usage("anthropic.claude-v2"))), ["input_tokens", "output_tokens"]);
    let cached =
        ["cache_creation", "cache_creation_input_tokens", "cache_read_input_tokens", "input_tokens", "output_tokens"];
    let haiku = usage("eu.anthropic.claude-haiku-4-5-20251001-v1:0");
    assert_eq!(sorted(names(&haiku)), cached);
    assert_eq!(haiku["cache_creation"], json!({"ephemeral_1h_input_tokens": 0, "ephemeral_5m_input_tokens": 0}));
    for model in ["us.anthropic.claude-opus-4-8", "us.anthropic.claude-sonnet-5"] {
        let late = usage(model);
        let expected = sorted([cached.as_slice(), &["output_tokens_details", "service_tier"]].concat());
        assert_eq!(sorted(names(&late)), expected, "{model}");
        assert_eq!(late["service_tier"], "standard");
        assert_eq!(answer(model, &body).get("stop_details"), Some(&Value::Null));
    }
    assert!(answer("eu.anthropic.claude-haiku-4-5-20251001-v1:0", &body).get("stop_details").is_none());
}

#[test]
fn nova_counts_its_cache() {
    let body = json!({"messages": [{"role": "user", "content": [{"text": "hi"}]}]});
    let usage = answer("amazon.nova-micro-v1:0", &body)["usage"].clone();
    assert_eq!((&usage["cacheReadInputTokenCount"], &usage["cacheWriteInputTokenCount"]), (&json!(0), &json!(0)));
}

#[test]
fn a_profile_may_hide_embeddings() {
    let profile = "arn:aws:bedrock:us-east-1:123456789012:application-inference-profile/otnfa2ysixqd";
    let embedded = answer(profile, &json!({"inputText": "Hello, world!", "normalize": true}));
    assert_eq!(sorted(names(&embedded)), ["embedding", "embeddingsByType", "inputTextTokenCount"]);
    assert_eq!(embedded["embedding"], embedded["embeddingsByType"]["float"]);
    assert!(answer(profile, &json!({"prompt": "hi"})).get("embedding").is_none());
}
