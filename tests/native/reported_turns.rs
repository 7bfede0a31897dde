//! What may share a turn with tool calls and results, and what a result may hold: lines 1 to 13 of the facts about
//! families, which the local Bedrock knows with their sources.

#![expect(clippy::needless_pass_by_value, reason = "values made by json! on the spot read better without &")]

use bedrock_wasm::translate::Converse;
use serde_json::Value;
use serde_json::json;

use crate::support::translated::CLAUDE;
use crate::support::translated::LLAMA;
use crate::support::translated::NOVA;
use crate::support::translated::body;
use crate::support::translated::called;
use crate::support::translated::sent;
use crate::support::translated::sent_with;
use crate::support::translated::turns;
use crate::support::translated::warnings;

const LLAMA_3_2: &str = "us.meta.llama3-2-90b-instruct-v1:0";
const PIXTRAL: &str = "us.mistral.pixtral-large-2502-v1:0";
const WRITER: &str = "us.writer.palmyra-x5-v1:0";
const QWEN: &str = "qwen.qwen3-vl-235b-a22b";

const PARTED: &str = "`messages`: the model takes tool calls and their results in turns of their own; a turn `.` parts \
                      them from the rest.";

fn png() -> Value {
    json!({ "type": "image_url", "image_url": { "url": "data:image/png;base64,iVBORw0KGgoAAAAA" } })
}

fn file(name: &str, data: &str) -> Value {
    json!({ "type": "file", "file": { "filename": name, "file_data": data } })
}

fn csv() -> Value {
    file("a.csv", "data:text/csv;base64,YSxiCjEsMgo=")
}

fn pdf() -> Value {
    file("a.pdf", "data:application/pdf;base64,JVBERi0x")
}

fn docx() -> Value {
    file("a.docx", "data:application/vnd.openxmlformats-officedocument.wordprocessingml.document;base64,UEsDBAo=")
}

fn text(text: &str) -> Value {
    json!({ "type": "text", "text": text })
}

/// The turns behind the first, which is the user's text.
fn behind_the_first(converse: &Converse) -> String {
    turns(converse).strip_prefix("user: text | ").unwrap().to_owned()
}

#[test]
fn a_result_stands_alone_where_the_model_takes_nothing_beside_it() {
    for model in [
        LLAMA,
        "us.meta.llama3-3-70b-instruct-v1:0",
        PIXTRAL,
        "mistral.mistral-large-3-675b-instruct",
        WRITER,
        "us.writer.palmyra-x4-v1:0",
    ] {
        let converse = sent(model, called(Value::Null, json!("r"), json!("and now?")));
        let parted = "assistant: toolUse | user: toolResult | assistant: text | user: text";
        assert_eq!(behind_the_first(&converse), parted, "{model}");
        assert_eq!(body(&converse)["messages"][3]["content"], json!([{ "text": "." }]));
        assert!(warnings(&converse).contains(&PARTED), "{model}");
        // Images that the user shows and documents are apart too; a document is not alone.
        let converse = sent(model, called(Value::Null, json!("r"), json!([png(), pdf()])));
        let parted = "assistant: toolUse | user: toolResult | assistant: text | user: image document text";
        assert_eq!(behind_the_first(&converse), parted, "{model}");
        // Nothing to part.
        let converse = sent(model, called(Value::Null, json!("r"), Value::Null));
        assert_eq!(behind_the_first(&converse), "assistant: toolUse | user: toolResult", "{model}");
        assert!(!warnings(&converse).contains(&PARTED));
    }
}

#[test]
fn text_stays_beside_a_result_where_the_model_takes_it() {
    for model in [CLAUDE, "us.anthropic.claude-opus-5", NOVA, QWEN, "zai.glm-5", "moonshotai.kimi-k2.5", "acme.rocket"]
    {
        let converse = sent(model, called(Value::Null, json!("r"), json!([text("and now?"), png(), pdf()])));
        let together = "assistant: toolUse | user: toolResult text image document";
        assert_eq!(behind_the_first(&converse), together, "{model}");
    }
}

#[test]
fn claude_takes_some_documents_beside_a_result_and_some_not() {
    for document in [csv(), docx(), file("a.md", "data:text/markdown;base64,IyBh"), file("a.html", "PGI+")] {
        // The text stays beside the result.
        let content = json!([document, text("read"), pdf(), document]);
        let converse = sent(CLAUDE, called(Value::Null, json!("r"), content));
        let parted =
            "assistant: toolUse | user: toolResult text document | assistant: text | user: document document text";
        assert_eq!(behind_the_first(&converse), parted, "{document}");
        assert!(warnings(&converse)[0].contains("takes a file of this kind in no turn with the result of a tool"));
        let converse = sent(CLAUDE, called(Value::Null, json!("r"), json!([document])));
        let parted = "assistant: toolUse | user: toolResult | assistant: text | user: document text";
        assert_eq!(behind_the_first(&converse), parted, "{document}");
        // What a tool gives is inside, what the user gives without a tool is where it was.
        let converse = sent(CLAUDE, called(Value::Null, json!([document]), json!("go")));
        assert_eq!(behind_the_first(&converse), "assistant: toolUse | user: toolResult text", "{document}");
        let converse = sent(CLAUDE, json!({ "messages": [{ "role": "user", "content": [text("read"), document] }] }));
        assert_eq!(turns(&converse), "user: text document");
    }
    // Later instructions keep what they hold apart.
    let mut request = called(Value::Null, json!("r"), Value::Null);
    request["messages"].as_array_mut().unwrap().push(json!({ "role": "system", "content": [text("read"), csv()] }));
    let parted = "assistant: toolUse | user: toolResult text text | assistant: text | user: document text";
    assert_eq!(behind_the_first(&sent(CLAUDE, request)), parted);
}

#[test]
fn text_stands_apart_from_calls_where_the_model_takes_none_beside_them() {
    for model in [LLAMA_3_2, "us.meta.llama3-2-11b-instruct-v1:0", "mistral.mistral-large-2402-v1:0"] {
        let converse = sent(model, called(json!("I look."), json!("r"), Value::Null));
        let parted = "assistant: text | user: text | assistant: toolUse | user: toolResult";
        assert_eq!(behind_the_first(&converse), parted, "{model}");
        let body = body(&converse);
        assert_eq!(body["messages"][1]["content"], json!([{ "text": "I look." }]));
        assert_eq!(body["messages"][2]["content"], json!([{ "text": "." }]));
        assert!(warnings(&converse).contains(&PARTED), "{model}");
    }
    for model in [CLAUDE, NOVA, "mistral.mistral-large-3-675b-instruct", "acme.rocket"] {
        let converse = sent(model, called(json!("I look."), json!("r"), Value::Null));
        assert_eq!(behind_the_first(&converse), "assistant: text toolUse | user: toolResult", "{model}");
    }
}

/// What of a tool's answer is inside of its result, and the turns.
fn answered(model: &str, part: Value) -> (String, String) {
    let converse = sent(model, called(Value::Null, json!([text("seen"), part]), Value::Null));
    let result = &body(&converse)["messages"][2]["content"][0]["toolResult"]["content"];
    let kind = |block: &Value| block.as_object().unwrap().keys().next().unwrap().clone();
    let inside: Vec<String> = result.as_array().unwrap().iter().map(kind).collect();
    (inside.join(" "), behind_the_first(&converse))
}

#[test]
fn media_of_a_tool_are_where_the_model_reads_them() {
    let inside = "assistant: toolUse | user: toolResult";
    let apart = |kinds: &str| format!("{inside} | assistant: text | user: {kinds}");
    let beside = |kinds: &str| format!("{inside} {kinds}");
    let cases = [
        (CLAUDE, png(), "text image", inside.to_owned()),
        (NOVA, png(), "text image", inside.to_owned()),
        (LLAMA, png(), "text image", inside.to_owned()),
        (PIXTRAL, png(), "text", apart("image")),
        (WRITER, png(), "text", apart("image")),
        (QWEN, png(), "text", beside("image")),
        ("moonshotai.kimi-k2.5", png(), "text", beside("image")),
        ("us.openai.gpt-6-sol", png(), "text", beside("image")),
        (CLAUDE, pdf(), "text document", inside.to_owned()),
        (LLAMA, pdf(), "text document", inside.to_owned()),
        (PIXTRAL, csv(), "text document", inside.to_owned()),
        (WRITER, docx(), "text document", inside.to_owned()),
        (QWEN, pdf(), "text", beside("document text")),
        ("moonshotai.kimi-k2.5", csv(), "text", beside("document text")),
        ("zai.glm-5", pdf(), "text", beside("document text")),
        (NOVA, csv(), "text document", inside.to_owned()),
        (NOVA, file("a.txt", "data:text/plain;base64,YQ=="), "text document", inside.to_owned()),
        (NOVA, pdf(), "text", beside("document text")),
        ("us.amazon.nova-2-lite-v1:0", docx(), "text", beside("document text")),
        (
            NOVA,
            json!({ "type": "video_url", "video_url": { "url": "data:video/mp4;base64,AAAA" } }),
            "text",
            beside("video"),
        ),
    ];
    for (model, part, in_result, around) in cases {
        assert_eq!(answered(model, part.clone()), (in_result.to_owned(), around), "{model} {part}");
    }
}

#[test]
fn claude_is_shown_nothing_that_lies_in_s3() {
    let image = json!({ "type": "image_url", "image_url": { "url": "s3://bucket/a.png" } });
    for part in
        [image, file("a.pdf", "s3://bucket/a.pdf"), json!({ "type": "file", "file": { "file_id": "s3://b/a.csv" } })]
    {
        for model in [CLAUDE, "global.anthropic.claude-opus-5"] {
            let request = json!({ "messages": [{ "role": "user", "content": [text("see"), part] }] });
            let error = sent_with(model, request, None).unwrap_err();
            let words = "Claude reads nothing in S3; pass the bytes as a data URL.";
            assert!(error.contains("messages[0].content[1]") && error.ends_with(words), "{error}");
            assert!(sent_with(model, called(Value::Null, json!([part]), Value::Null), None).is_err());
        }
        let request = json!({ "messages": [{ "role": "user", "content": [text("see"), part] }] });
        assert!(sent_with(NOVA, request, None).is_ok());
    }
}

#[test]
fn a_conversation_begins_with_the_assistant_where_the_model_takes_it() {
    let request =
        || json!({ "messages": [{ "role": "assistant", "content": "Welcome." }, { "role": "user", "content": "Hi" }] });
    for model in [CLAUDE, "us.anthropic.claude-opus-5", QWEN, "zai.glm-5", "moonshotai.kimi-k2.5"] {
        let converse = sent(model, request());
        assert_eq!(
            (turns(&converse).as_str(), warnings(&converse).len()),
            ("assistant: text | user: text", 0),
            "{model}"
        );
    }
    for model in [NOVA, LLAMA, PIXTRAL, "cohere.command-r-v1:0", "ai21.jamba-1-5-large-v1:0", WRITER, "acme.rocket"] {
        let converse = sent(model, request());
        assert_eq!(turns(&converse), "user: text | assistant: text | user: text", "{model}");
        assert!(warnings(&converse)[0].contains("begins with the assistant, which this model refuses"), "{model}");
    }
}

#[test]
fn the_last_words_of_the_assistant_end_without_a_space() {
    let blanks = [json!(""), json!("   "), Value::Null, json!([]), json!([text(" "), text("\n")])];
    for blank in blanks {
        for model in ["anthropic.claude-3-haiku-20240307-v1:0", CLAUDE, NOVA, LLAMA] {
            let request = json!({ "messages": [
                { "role": "user", "content": "x" },
                { "role": "assistant", "content": "The answer is " },
                { "role": "user", "content": blank },
            ] });
            let messages = body(&sent(model, request))["messages"].clone();
            assert_eq!(messages[1]["content"], json!([{ "text": "The answer is" }]), "{model} {blank}");
            assert!(messages[2].is_null());
        }
    }
    let request = json!({ "messages": [
        { "role": "user", "content": "x" },
        { "role": "assistant", "content": "The answer is " },
        { "role": "user", "content": "?" },
    ] });
    assert_eq!(body(&sent(CLAUDE, request))["messages"][1]["content"][0]["text"], "The answer is ");
}

#[test]
fn documents_keep_the_names_that_bedrock_takes() {
    for (filename, name) in [
        ("company_policy.pdf", "company_policy"),
        ("a__b.pdf", "a__b"),
        ("Q3 (final) [2]-b.pdf", "Q3 (final) [2]-b"),
        ("r\u{e9}sum\u{e9}.pdf", "r sum"),
        ("a/b.pdf", "a b"),
    ] {
        let request = json!({ "messages": [{ "role": "user", "content": [text("see"), file(filename, "JVBERi0x")] }] });
        let sent = body(&sent(CLAUDE, request));
        assert_eq!(sent["messages"][0]["content"][1]["document"]["name"], name, "{filename}");
    }
}
