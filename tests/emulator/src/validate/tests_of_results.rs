//! What a tool's result may hold.

use serde_json::Value;
use serde_json::json;

use super::tests_of_families::GPT;
use super::tests_of_families::GPT_OSS;
use super::tests_of_families::GROK;
use super::tests_of_families::LLAMA;
use super::tests_of_families::NOVA;
use super::tests_of_families::PNG;
use super::tests_of_families::SONNET_4_5;
use super::tests_of_families::SONNET_5;
use super::tests_of_families::asks;
use super::tests_of_families::differ;
use super::tests_of_turns::LLAMA_4;
use super::tests_of_turns::PIXTRAL;
use super::tests_of_turns::QWEN;
use super::tests_of_turns::WRITER;
use super::tests_of_turns::call;
use super::tests_of_turns::document;
use super::tests_of_turns::result;
use super::tests_of_turns::turns;

const QWEN_VL: &str = "qwen.qwen3-vl-235b-a22b";
const KIMI: &str = "moonshotai.kimi-k2.5";

fn holds(part: &Value) -> Value {
    turns(json!([call()]), json!([result(json!([{"text": "Here."}, part]))]))
}

fn of_s3(kind: &str, format: &str) -> Value {
    let mut media = json!({"format": format, "source": {"s3Location": {"uri": "s3://bucket/a"}}});
    if kind == "document" {
        media["name"] = json!("a");
    }
    json!({ kind: media })
}

fn image() -> Value {
    json!({"image": {"format": "png", "source": {"bytes": PNG}}})
}

fn video() -> Value {
    json!({"video": {"format": "mp4", "source": {"bytes": "AAAA"}}})
}

#[test]
fn images_are_for_claude_nova_and_llama() {
    let complaint = "This model doesn't support the image field for user messages. Remove image and try again.";
    for model in [PIXTRAL, QWEN_VL, KIMI, WRITER, GPT, GROK, GPT_OSS, LLAMA] {
        differ(model, LLAMA_4, holds(&image()), complaint);
    }
    for model in [SONNET_4_5, SONNET_5, NOVA, "us.amazon.nova-2-lite-v1:0", "us.meta.llama4-scout-17b-instruct-v1:0"] {
        assert_eq!(asks(model, holds(&image())).map(|_| ()), Ok(()), "{model}");
    }
}

#[test]
fn documents_are_not_for_everyone() {
    let complaint = "This model doesn't support documents. Try again without a document";
    for model in [QWEN, QWEN_VL, KIMI, "zai.glm-5", GPT, GROK] {
        differ(model, SONNET_4_5, holds(&document("pdf")), complaint);
        differ(model, LLAMA_4, holds(&document("txt")), complaint);
    }
    for model in [LLAMA, LLAMA_4, PIXTRAL, "mistral.mistral-large-3-675b-instruct", WRITER, SONNET_5] {
        assert_eq!(asks(model, holds(&document("docx"))).map(|_| ()), Ok(()), "{model}");
    }
}

#[test]
fn nova_takes_texts_and_images_only() {
    let complaint = "The model returned the following errors: Malformed input request: #/messages/2/content/0: extraneous key [toolResult] is \
                     not permitted, please reformat your input and try again.";
    for model in [NOVA, "us.amazon.nova-2-lite-v1:0"] {
        for format in ["pdf", "docx", "doc", "xlsx", "xls"] {
            differ(model, SONNET_4_5, holds(&document(format)), complaint);
        }
        for part in [video(), of_s3("video", "mp4"), of_s3("document", "pdf")] {
            assert_eq!(asks(model, holds(&part)).unwrap_err().message, complaint, "{part}");
        }
        for part in [document("csv"), document("txt"), document("md"), of_s3("image", "png")] {
            assert_eq!(asks(model, holds(&part)).map(|_| ()), Ok(()), "{model}: {part}");
        }
    }
    let second = turns(json!([call()]), json!([{"text": "First."}, result(json!([document("pdf")]))]));
    assert!(asks(NOVA, second).unwrap_err().message.contains("#/messages/2/content/1: extraneous"));
}

#[test]
fn videos_and_amazon_s3_on_claude() {
    let words =
        "This model doesn't support the video content block that you provided. Update the content block and try again.";
    for request in [holds(&video()), holds(&of_s3("video", "mp4"))] {
        assert_eq!(asks(SONNET_4_5, request.clone()).unwrap_err().message, words);
        assert!(asks(LLAMA_4, request).unwrap_err().message.contains("the video field for user messages"));
    }
    let beside = |part: &Value| turns(json!([call()]), json!([result(json!([{"text": "a"}])), {"text": "b"}, part]));
    differ(SONNET_5, NOVA, beside(&video()), words);
    let uri = "This model doesn't support the s3Uri field. Remove s3Uri and try again.";
    differ(SONNET_4_5, NOVA, holds(&of_s3("image", "png")), uri);
    differ(SONNET_4_5, NOVA, beside(&of_s3("image", "png")), uri);
    let required = "The model returned the following errors: messages.2.content.2.document.source.type: Field required";
    differ(SONNET_4_5, NOVA, beside(&of_s3("document", "pdf")), required);
    assert_eq!(asks(SONNET_4_5, holds(&of_s3("document", "pdf"))).map(|_| ()), Ok(()), "without a word");
}
