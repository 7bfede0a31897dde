//! What a history may look like: how it begins, blank texts, names and ids.

use serde_json::Value;
use serde_json::json;

use super::tests_of_families::GPT;
use super::tests_of_families::GPT_OSS;
use super::tests_of_families::LLAMA;
use super::tests_of_families::NOVA;
use super::tests_of_families::SONNET_4_5;
use super::tests_of_families::SONNET_5;
use super::tests_of_families::asks;
use super::tests_of_families::differ;
use super::tests_of_families::tools;
use super::tests_of_turns::PIXTRAL;
use super::tests_of_turns::QWEN;
use super::tests_of_turns::WRITER;

fn says(role: &str, content: &Value) -> Value {
    json!({"role": role, "content": content})
}

#[test]
fn some_families_take_a_history_that_the_assistant_begins() {
    let hi = json!([{"text": "Hello."}]);
    let request = || json!({"messages": [says("assistant", &hi), says("user", &hi)]});
    let complaint =
        "A conversation must start with a user message. Try again with a conversation that starts with a user message.";
    for model in [NOVA, LLAMA, PIXTRAL, WRITER, GPT, GPT_OSS, "cohere.command-r-v1:0", "ai21.jamba-1-5-large-v1:0"] {
        differ(model, SONNET_4_5, request(), complaint);
    }
    for model in [SONNET_5, QWEN, "zai.glm-5", "moonshotai.kimi-k2.5"] {
        assert_eq!(asks(model, request()).map(|_| ()), Ok(()), "{model}");
    }
    assert!(asks(SONNET_5, json!({"messages": []})).unwrap_err().message.contains("must start with a user message"));
}

#[test]
fn an_extra_block_of_white_space_passes_with_claude() {
    let holds = |blocks: Value| json!({"messages": [says("user", &blocks)]});
    let complaint = "The text field in the ContentBlock object at messages.0.content.1 is blank. Add text to the text field, and try again.";
    for model in [NOVA, LLAMA, QWEN] {
        let error = asks(model, holds(json!([{"text": "a"}, {"text": "\n"}]))).unwrap_err();
        assert_eq!(error.message, complaint, "{model}");
    }
    for model in [SONNET_4_5, SONNET_5, "us.anthropic.claude-haiku-4-5-20251001-v1:0"] {
        for blocks in [json!([{"text": "a"}, {"text": "\n"}]), json!([{"text": " "}, {"text": "a"}])] {
            assert_eq!(asks(model, holds(blocks)).map(|_| ()), Ok(()), "{model}");
        }
        for blocks in [json!([{"text": "\n"}]), json!([{"text": "\n"}, {"text": " "}])] {
            assert!(asks(model, holds(blocks)).unwrap_err().message.contains("messages.0.content.0 is blank."));
        }
        assert_eq!(asks(model, holds(json!([{"text": "a"}, {"text": ""}]))).unwrap_err().message, complaint);
    }
}

#[test]
fn names_of_documents_may_have_underscores() {
    let named = |name: &str| {
        let document = json!({"document": {"name": name, "format": "txt", "source": {"bytes": "aGk="}}});
        json!({"messages": [says("user", &json!([{"text": "a"}, document]))]})
    };
    for model in [SONNET_5, SONNET_4_5, NOVA] {
        for name in ["company_policy", "a_b-c (1) [x]", "_"] {
            assert_eq!(asks(model, named(name)).map(|_| ()), Ok(()), "{name}");
        }
        for name in ["a.txt", "a/b", "a  b", "a,b"] {
            let complaint = "The document file name can only contain alphanumeric characters";
            assert!(asks(model, named(name)).unwrap_err().message.contains(complaint), "{name}");
        }
    }
}

#[test]
fn older_mistrals_take_the_ids_that_bedrock_makes() {
    let history = |id: &str| {
        json!({"toolConfig": tools(json!({})), "messages": [
            says("user", &json!([{"text": "hi"}])),
            says("assistant", &json!([{"toolUse": {"toolUseId": id, "name": "look", "input": {}}}])),
            says("user", &json!([{"toolResult": {"toolUseId": id, "content": [{"text": "x"}]}}])),
        ]})
    };
    let own = "tooluse_daIKOZu4g4GrvIIv9wdqy4";
    for model in [PIXTRAL, "mistral.mistral-large-2402-v1:0", "mistral.mistral-small-2402-v1:0"] {
        for id in [own, "tooluse_a-_KOZu4g4GrvIIv9wdqy4", "abcdefgh9"] {
            assert_eq!(asks(model, history(id)).map(|_| ()), Ok(()), "{model}: {id}");
        }
        for id in ["a", "tooluse_abc", "call_daIKOZu4g4GrvIIv9wdqy4xyz"] {
            let complaint = format!("Tool call id was {id} but must be a-z, A-Z, 0-9, with a length of 9.");
            differ(model, NOVA, history(id), &complaint);
        }
    }
    for model in ["mistral.ministral-3-14b-instruct", "mistral.mistral-large-3-675b-instruct"] {
        differ(model, PIXTRAL, history(own), "Tool call id was tooluse_daIKOZu4g4GrvIIv9wdqy4 but must be");
    }
}

#[test]
fn lengths_of_strings_may_be_limited() {
    let schema = r#"{"type":"object","properties":{"a":{"type":"string","minLength":1,"maxLength":9}},"additionalProperties":false}"#;
    let format = json!({"type": "json_schema", "structure": {"jsonSchema": {"name": "a", "schema": schema}}});
    for model in [SONNET_4_5, GPT_OSS, "mistral.mistral-large-3-675b-instruct", QWEN] {
        assert_eq!(asks(model, json!({"outputConfig": {"textFormat": format}})).map(|_| ()), Ok(()), "{model}");
    }
}
