//! What only whole answers show of models: headers, ids that mean no model, and what a session caches.

use base64::Engine;
use base64::engine::general_purpose::STANDARD;
use serde_json::Value;
use serde_json::json;

use crate::client::Answer;
use crate::client::Call;
use crate::client::Local;
use crate::client::payload;
use crate::client::question;

async fn ask(local: &Local, prefix: &str, path: &str, body: &Value) -> Answer {
    let call = Call { body: body.to_string(), ..Call::new(&format!("{prefix}/model/{path}")) };
    local.call(&call).await
}

#[tokio::test]
async fn headers_count_the_cache_and_say_nothing_of_latency() {
    let local = Local::start().await;
    let claude = json!({"anthropic_version": "bedrock-2023-05-31", "max_tokens": 9, "messages": [{"role": "user", "content": "hi"}]});
    let nova = json!({"messages": [{"role": "user", "content": [{"text": "hi"}]}]});
    let (reads, writes) =
        ("x-amzn-bedrock-cache-read-input-token-count", "x-amzn-bedrock-cache-write-input-token-count");
    for (model, body, has_reads, has_writes) in [
        ("us.anthropic.claude-haiku-4-5-20251001-v1%3A0", &claude, true, true),
        ("us.anthropic.claude-opus-4-8", &claude, true, false),
        ("anthropic.claude-v2", &claude, false, false),
        ("amazon.nova-micro-v1%3A0", &nova, true, true),
        ("meta.llama3-8b-instruct-v1%3A0", &json!({"prompt": "hi"}), false, false),
    ] {
        let answer = ask(&local, "", &format!("{model}/invoke"), body).await;
        assert_eq!(answer.status, 200, "{model}: {:?}", answer.body);
        assert_eq!(answer.header(reads) == "0", has_reads, "{model}");
        assert_eq!(answer.header(writes) == "0", has_writes, "{model}");
        assert!(answer.headers.get("x-amzn-bedrock-performanceconfig-latency").is_none(), "{model}");
    }
}

#[tokio::test]
async fn a_model_that_does_not_exist_is_no_identifier() {
    let local = Local::start().await;
    let body = serde_json::from_str(&question()).unwrap();
    for model in ["us.does-not-exist-model-v1%3A0", "us.amazon.nova-micro-v1%3AO", "mistral.mistral-huge-1-v1%3A0"] {
        for operation in ["converse", "converse-stream", "invoke"] {
            let answer = ask(&local, "", &format!("{model}/{operation}"), &body).await;
            assert_eq!((answer.status, answer.error()), (400, "ValidationException"), "{model}");
            assert_eq!(answer.message(), "The provided model identifier is invalid.");
        }
    }
    for model in ["acme.rocket-v1%3A0", "amer.anthropic.claude-sonnet-5"] {
        assert_eq!(ask(&local, "", &format!("{model}/converse"), &body).await.status, 200, "{model}");
    }
}

#[tokio::test]
async fn tools_of_anthropics_servers_are_not_counted() {
    let local = Local::start().await;
    let body = json!({"anthropic_version": "bedrock-2023-05-31", "max_tokens": 9, "messages": [{"role": "user", "content": "hi"}],
                      "tools": [{"type": "web_search_20250305", "name": "web_search"}]});
    let input = json!({"input": {"invokeModel": {"body": STANDARD.encode(body.to_string())}}});
    let answer = ask(&local, "", "anthropic.claude-sonnet-4-20250514-v1%3A0/count-tokens", &input).await;
    let complaint = "tools.0: Input tag 'web_search_20250305' found using 'type' does not match any of the expected tags: \
                     'bash_20250124', 'custom', 'text_editor_20250124', 'text_editor_20250429', 'text_editor_20250728'";
    assert_eq!(answer.message(), complaint);
}

/// Measured by earendil-works/pi#8752: all but a few tokens are read or written, and are input as well.
#[tokio::test]
async fn gpt_streams_count_what_is_cached_as_input() {
    let local = Local::start().await;
    let session = local.session(json!({})).await;
    let body = json!({"messages": [{"role": "user", "content": [{"text": "word ".repeat(2_000)}]}]});
    let mut counts = Vec::new();
    for _ in 0..2 {
        let answer = ask(&local, &session.prefix, "us.openai.gpt-5.6-sol/converse-stream", &body).await;
        let (frames, _) = answer.frames().unwrap();
        let usage = payload(frames.last().unwrap())["usage"].clone();
        let count = |name: &str| usage[name].as_u64().unwrap();
        let cached = count("cacheReadInputTokens") + count("cacheWriteInputTokens");
        assert!(cached >= 1_024 && count("inputTokens") >= cached, "{usage}");
        assert_eq!(count("totalTokens"), count("inputTokens") + count("outputTokens") + cached);
        counts.push((count("cacheReadInputTokens"), count("cacheWriteInputTokens")));
    }
    assert_eq!((counts[0].0, counts[1].1), (0, 0));
    assert_eq!(counts[0].1, counts[1].0, "what was written is read");
    let whole = ask(&local, &session.prefix, "us.openai.gpt-5.6-sol/converse", &body).await.json();
    assert!(whole["usage"]["inputTokens"].as_u64().unwrap() < counts[0].1, "{whole}");
}
