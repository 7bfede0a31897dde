//! Where a cache point may stand in a message.

use serde_json::Value;
use serde_json::json;

use super::tests_of_families::NOVA;
use super::tests_of_families::PNG;
use super::tests_of_families::SONNET_4_5;
use super::tests_of_families::SONNET_5;
use super::tests_of_families::asks;
use super::tests_of_families::differ;
use super::tests_of_turns::call;
use super::tests_of_turns::document;
use super::tests_of_turns::result;
use super::tests_of_turns::turns;
use crate::reply::Random;
use crate::thoughts;

fn said(blocks: &Value) -> Value {
    json!({"messages": [{"role": "user", "content": blocks}]})
}

fn point() -> Value {
    json!({"cachePoint": {"type": "default"}})
}

#[test]
fn something_is_before_a_cache_point_in_its_own_message() {
    let complaint = "There is nothing available to cache. Please remove the invalid cache point and try again.";
    let text = json!({"text": "a"});
    for model in [SONNET_4_5, SONNET_5, NOVA] {
        let error = asks(model, said(&json!([point(), text]))).unwrap_err();
        assert_eq!(error.message, complaint, "{model}");
        // What was said in messages before does not count.
        let mut later = turns(json!([call()]), json!([result(json!([text]))]));
        later["messages"].as_array_mut().unwrap().push(json!({"role": "assistant", "content": [point(), text]}));
        later["messages"].as_array_mut().unwrap().push(json!({"role": "user", "content": [text]}));
        assert_eq!(asks(model, later).unwrap_err().message, complaint, "{model}");
    }
    let error = asks(SONNET_4_5, said(&json!([point(), document("csv"), text]))).unwrap_err();
    assert_eq!(error.message, complaint);
    for blocks in [json!([text, point()]), json!([text, point(), text, point()])] {
        assert_eq!(asks(SONNET_5, said(&blocks)).map(|_| ()), Ok(()));
    }
}

#[test]
fn no_cache_point_is_behind_a_text_that_came_as_a_document() {
    let text = json!({"text": "a"});
    let image = json!({"image": {"format": "png", "source": {"bytes": PNG}}});
    for format in ["csv", "txt", "md", "html", "docx", "xlsx"] {
        let complaint = "The model returned the following errors: messages.0.content.2.type: Field required";
        differ(SONNET_5, NOVA, said(&json!([text, document(format), point()])), complaint);
        let complaint = "messages.0.content.3.type: Field required";
        differ(SONNET_4_5, NOVA, said(&json!([text, image, document(format), point()])), complaint);
        for blocks in [json!([document(format), text, point()]), json!([text, document(format), image, point()])] {
            assert_eq!(asks(SONNET_5, said(&blocks)).map(|_| ()), Ok(()), "{format}");
        }
    }
    assert_eq!(asks(SONNET_5, said(&json!([text, document("pdf"), point()]))).map(|_| ()), Ok(()));
}

#[test]
fn no_cache_point_is_behind_a_thought() {
    let mut random = Random::new(1);
    let signature = thoughts::sign("Hm.", &mut random);
    let thought = json!({"reasoningContent": {"reasoningText": {"text": "Hm.", "signature": signature}}});
    let redacted = json!({"reasoningContent": {"redactedContent": thoughts::redact(&mut random)}});
    let complaint =
        "Cache point cannot be inserted after reasoning block. Please remove the invalid cache point and try again.";
    for before in [&thought, &redacted] {
        for model in [SONNET_4_5, SONNET_5, "us.anthropic.claude-fable-5"] {
            let request = turns(json!([before, point(), call()]), json!([result(json!([{"text": "b"}]))]));
            assert_eq!(asks(model, request).unwrap_err().message, complaint, "{model}");
            let request = turns(json!([before, call(), point()]), json!([result(json!([{"text": "b"}]))]));
            assert_eq!(asks(model, request).map(|_| ()), Ok(()), "{model}");
        }
    }
}
