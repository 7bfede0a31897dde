//! What Bedrock refuses of the turns and blocks of Anthropic's Messages.

use serde_json::Value;
use serde_json::json;

use super::tests::HAIKU_4_5;
use super::tests::OPUS_4_8;
use super::tests::SONNET_4_6;
use super::tests::refuses;
use super::tests::takes;
use crate::reply::Random;
use crate::thoughts;

const PNG: &str = "iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg==";
const PDF: &str = "JVBERi0xLjQK";

fn turns(turns: &Value) -> Value {
    json!({ "messages": turns })
}

fn says(content: &Value) -> Value {
    turns(&json!([{ "role": "user", "content": content }]))
}

fn call(id: &str) -> Value {
    json!({ "type": "tool_use", "id": id, "name": "a", "input": {} })
}

fn result(id: &str) -> Value {
    json!({ "type": "tool_result", "tool_use_id": id, "content": "ok" })
}

#[test]
fn a_turn_has_a_role_and_something_to_say() {
    for (message, complaint) in [
        (json!("Hi"), "messages.0: Input should be a valid dictionary"),
        (json!({ "content": "Hi" }), "messages.0.role: Field required"),
        (json!({ "role": "tool", "content": "Hi" }), "messages.0.role: Input should be 'user' or 'assistant'"),
        (json!({ "role": "user" }), "messages.0.content: Field required"),
        (json!({ "role": "user", "content": 7 }), "messages.0.content: Input should be a valid list"),
        (json!({ "role": "user", "content": "Hi", "name": "a" }), "messages.0.name: Extra inputs are not permitted"),
        (
            json!({ "role": "user", "content": "" }),
            "messages.0: all messages must have non-empty content except for the optional final assistant message",
        ),
        (
            json!({ "role": "user", "content": [] }),
            "messages.0: all messages must have non-empty content except for the optional final assistant message",
        ),
        (
            json!({ "role": "user", "content": [{ "type": "text", "text": "" }] }),
            "messages: text content blocks must be non-empty",
        ),
        (json!({ "role": "user", "content": " \n" }), "messages: text content blocks must contain non-whitespace text"),
    ] {
        refuses(HAIKU_4_5, turns(&json!([message])), complaint);
    }
    let twice = json!([{ "role": "user", "content": "Hi" }, { "role": "user", "content": [{ "type": "text", "text": "there" }] }]);
    takes(HAIKU_4_5, turns(&twice));
    takes(HAIKU_4_5, turns(&json!([{ "role": "assistant", "content": "Hi" }, { "role": "user", "content": "Hi" }])));
}

/// Recorded: Opus 4.8 (pydantic-ai), Sonnet 4.6 (GitHub Copilot's upstream).
#[test]
fn instructions_may_come_later() {
    let late = turns(&json!([{ "role": "user", "content": "Hi" }, { "role": "system", "content": "Be brief." }]));
    takes(OPUS_4_8, late.clone());
    refuses(
        SONNET_4_6,
        late,
        "messages: Unexpected role \"system\". The Messages API accepts a top-level `system` parameter, not \"system\" as an input \
         message role.",
    );
}

#[test]
fn older_models_continue_what_was_begun() {
    let begun =
        |text: &str| turns(&json!([{ "role": "user", "content": "Hi" }, { "role": "assistant", "content": text }]));
    takes(HAIKU_4_5, begun("{"));
    takes(HAIKU_4_5, begun(""));
    refuses(HAIKU_4_5, begun("{ "), "messages: final assistant content cannot end with trailing whitespace");
    refuses(
        SONNET_4_6,
        begun("{"),
        "This model does not support assistant message prefill. The conversation must end with a user message.",
    );
}

#[test]
fn blocks_have_a_type_and_what_belongs_to_it() {
    for (block, complaint) in [
        (json!("Hi"), "messages.0.content.0: Input should be a valid dictionary"),
        (json!({ "text": "Hi" }), "messages.0.content.0.type: Field required"),
        (json!({ "type": "text" }), "messages.0.content.0.text.text: Field required"),
        (json!({ "type": "text", "text": 7 }), "messages.0.content.0.text.text: Input should be a valid string"),
        (
            json!({ "type": "text", "text": "a", "index": 0 }),
            "messages.0.content.0.text.index: Extra inputs are not permitted",
        ),
        (json!({ "type": "image" }), "messages.0.content.0.image.source: Field required"),
        (
            json!({ "type": "fallback" }),
            "messages.0.content.0: Input tag 'fallback' found using 'type' does not match any of the expected tags: 'document', \
             'image', 'redacted_thinking', 'search_result', 'server_tool_use', 'text', 'thinking', 'tool_result', \
             'tool_search_tool_result', 'tool_use'",
        ),
        (
            json!({ "type": "search_result", "source": "a", "title": "b", "content": [{ "type": "image" }] }),
            "messages.0.content.0.search_result.content.0.type: Input should be 'text'",
        ),
        (
            json!({ "type": "tool_result", "content": "a" }),
            "messages.0.content.0.tool_result.tool_use_id: Field required",
        ),
        (call("a"), "messages.0: `tool_use` blocks can only be in `assistant` messages"),
        (json!({ "type": "thinking" }), "messages.0: `thinking` blocks can only be in `assistant` messages"),
    ] {
        refuses(HAIKU_4_5, says(&json!([block])), complaint);
    }
    let shown =
        turns(&json!([{ "role": "assistant", "content": [{ "type": "image" }] }, { "role": "user", "content": "Hi" }]));
    refuses(HAIKU_4_5, shown, "messages.0: `image` blocks can only be in `user` messages");
}

#[test]
fn images_and_documents_come_with_the_request() {
    let image = |source: Value| json!([{ "type": "image", "source": source }]);
    let document = |source: Value| json!([{ "type": "document", "source": source }, { "type": "text", "text": "?" }]);
    let base64 = |media_type: &str, data: &str| json!({ "type": "base64", "media_type": media_type, "data": data });
    let url = json!({ "type": "url", "url": "https://example.com/a.png" });
    let nowhere = "messages.0.content.0.image.source.base64.data: URL sources are not supported";
    for (content, complaint) in [
        (image(url.clone()), nowhere),
        (document(url), nowhere),
        (
            image(json!({ "type": "file", "file_id": "a" })),
            "messages.0.content.0.image.source: Input tag 'file' found using 'type' does not match any of the expected tags: 'base64', \
             'url'",
        ),
        (
            image(base64("image/bmp", PNG)),
            "messages.0.content.0.image.source.base64.media_type: Input should be 'image/jpeg', 'image/png', 'image/gif' or \
             'image/webp'",
        ),
        (image(base64("image/png", "?")), "messages.0.content.0.image.source.base64: invalid base64 data"),
        (image(base64("image/png", "AAAA")), "messages.0.content.0.image.source.base64.data: Could not process image"),
        (
            image(base64("image/jpeg", PNG)),
            "messages.0.content.0.image.source.base64: The image was specified using the image/jpeg media type, but the image appears \
             to be a image/png image",
        ),
        (
            document(base64("text/csv", PDF)),
            "messages.0.content.0.document.source.base64.media_type: Input should be 'application/pdf'",
        ),
        (
            document(base64("application/pdf", PNG)),
            "messages.0.content.0.pdf.source.base64.data: The PDF specified was not valid.",
        ),
        (
            document(json!({ "type": "text", "media_type": "text/csv", "data": "a" })),
            "messages.0.content.0.document.source.text.media_type: Input should be 'text/plain'",
        ),
    ] {
        refuses(HAIKU_4_5, says(&content), complaint);
    }
    takes(HAIKU_4_5, says(&image(base64("image/png", PNG))));
    for source in [
        base64("application/pdf", PDF),
        json!({ "type": "text", "media_type": "text/plain", "data": "a" }),
        json!({ "type": "content", "content": [{ "type": "text", "text": "a" }] }),
        json!({ "type": "content", "content": "a" }),
    ] {
        takes(HAIKU_4_5, says(&document(source)));
    }
    let odd = json!([{ "type": "document", "source": base64("application/pdf", PDF), "citations": { "on": true } }]);
    refuses(HAIKU_4_5, says(&odd), "messages.0.content.0.document.citations.on: Extra inputs are not permitted");
}

#[test]
fn every_call_is_answered_once_and_at_once() {
    let answered = |results: Value| {
        turns(&json!([
            { "role": "user", "content": "Hi" },
            { "role": "assistant", "content": [call("toolu_1"), call("toolu_2")] },
            { "role": "user", "content": results },
        ]))
    };
    takes(HAIKU_4_5, answered(json!([result("toolu_2"), result("toolu_1"), { "type": "text", "text": "?" }])));
    let lost = "messages.1: `tool_use` ids were found without `tool_result` blocks immediately after: toolu_2. Each `tool_use` block \
                must have a corresponding `tool_result` block in the next message.";
    refuses(HAIKU_4_5, answered(json!([result("toolu_1")])), lost);
    let behind = json!([result("toolu_1"), { "type": "text", "text": "?" }, result("toolu_2")]);
    refuses(HAIKU_4_5, answered(behind), lost);
    let plain = json!([{ "type": "document", "source": { "type": "text", "media_type": "text/plain", "data": "a" } }]);
    let with_document = json!([result("toolu_1"), result("toolu_2"), plain[0]]);
    takes(HAIKU_4_5, answered(with_document));
    refuses(
        HAIKU_4_5,
        answered(json!([result("toolu_1"), result("toolu_2"), result("toolu_3")])),
        "messages.2.content.2: unexpected `tool_use_id` found in `tool_result` blocks: toolu_3. Each `tool_result` block must have a \
         corresponding `tool_use` block in the previous message.",
    );
    refuses(
        HAIKU_4_5,
        answered(json!([result("toolu_1"), result("toolu_2"), result("toolu_1")])),
        "messages.2.content.2: each tool_use must have a single result. Found multiple `tool_result` blocks with id: toolu_1",
    );
    let twice = turns(&json!([
        { "role": "user", "content": "Hi" },
        { "role": "assistant", "content": [call("toolu_1")] },
        { "role": "user", "content": [result("toolu_1")] },
        { "role": "assistant", "content": [call("toolu_1")] },
        { "role": "user", "content": [result("toolu_1")] },
    ]));
    refuses(HAIKU_4_5, twice, "messages: `tool_use` ids must be unique");
    for (block, complaint) in [
        (
            json!({ "type": "tool_use", "id": "a b", "name": "a", "input": {} }),
            "messages.0.content.0.tool_use.id: String should match pattern '^[a-zA-Z0-9_-]+$'",
        ),
        (
            json!({ "type": "tool_use", "id": "a", "name": "a.b", "input": {} }),
            "messages.0.content.0.tool_use.name: String should match pattern '^[a-zA-Z0-9_-]{1,200}$'",
        ),
        (
            json!({ "type": "tool_use", "id": "a", "name": "a", "input": "{}" }),
            "messages.0.content.0.tool_use.input: Input should be a valid dictionary",
        ),
    ] {
        refuses(HAIKU_4_5, turns(&json!([{ "role": "assistant", "content": [block] }])), complaint);
    }
}

#[test]
fn results_hold_what_a_turn_of_the_user_may() {
    let answered = |content: Value| {
        let mut result = result("toolu_1");
        result["content"] = content;
        result["is_error"] = json!(true);
        turns(&json!([
            { "role": "user", "content": "Hi" },
            { "role": "assistant", "content": [call("toolu_1")] },
            { "role": "user", "content": [result] },
        ]))
    };
    takes(
        HAIKU_4_5,
        answered(json!([
            { "type": "text", "text": "a" },
            { "type": "image", "source": { "type": "base64", "media_type": "image/png", "data": PNG } },
            { "type": "document", "source": { "type": "base64", "media_type": "application/pdf", "data": PDF } },
            { "type": "search_result", "source": "a", "title": "b", "content": [{ "type": "text", "text": "c" }] },
        ])),
    );
    refuses(
        HAIKU_4_5,
        answered(json!([call("toolu_2")])),
        "messages.2.content.0.tool_result.content.0: Input tag 'tool_use' found using 'type' does not match any of the expected tags: \
         'document', 'image', 'search_result', 'text', 'tool_reference'",
    );
    refuses(
        HAIKU_4_5,
        answered(json!([{ "type": "image", "source": { "type": "base64", "media_type": "image/gif", "data": PNG } }])),
        "messages.2.content.0.tool_result.content.0.image.source.base64: The image was specified using the image/gif media type, but \
         the image appears to be a image/png image",
    );
}

#[test]
fn thoughts_come_back_as_they_were() {
    let mut random = Random::new(1);
    let signature = thoughts::sign("Hm.", &mut random);
    let thought = |text: &str, signature: &str| json!({ "type": "thinking", "thinking": text, "signature": signature });
    let after = |blocks: Value| {
        let mut turns = turns(&json!([
            { "role": "user", "content": "Hi" },
            { "role": "assistant", "content": blocks },
            { "role": "user", "content": [result("toolu_1")] },
        ]));
        turns["thinking"] = json!({ "type": "enabled", "budget_tokens": 1_024 });
        turns
    };
    takes(HAIKU_4_5, after(json!([thought("Hm.", &signature), call("toolu_1")])));
    let redacted = thoughts::redact(&mut random);
    takes(HAIKU_4_5, after(json!([{ "type": "redacted_thinking", "data": redacted }, call("toolu_1")])));
    let altered = "messages.1.content.0: Invalid `signature` in `thinking` block";
    refuses(HAIKU_4_5, after(json!([thought("Hm!", &signature), call("toolu_1")])), altered);
    let forged = json!([{ "type": "redacted_thinking", "data": "AAAA" }, call("toolu_1")]);
    refuses(HAIKU_4_5, after(forged), "messages.1.content.0: Invalid `data` in `redacted_thinking` block");
    let unsigned = json!([{ "type": "thinking", "thinking": "Hm." }, call("toolu_1")]);
    refuses(HAIKU_4_5, after(unsigned), "messages.1.content.0.thinking.signature: Field required");
    let without = after(json!([call("toolu_1")]));
    let complaint = super::tests::answer(HAIKU_4_5, &super::tests::body(&without)).unwrap_err();
    let beginning = "messages.1.content.0.type: Expected `thinking` or `redacted_thinking`, but found `tool_use`.";
    assert!(complaint.starts_with(beginning), "{complaint}");
}
