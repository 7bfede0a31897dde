//! The formats of AWS's model, and the kinds of medium that share them.

use serde_json::Value;
use serde_json::json;

use crate::support;
use crate::support::translated::NOVA;
use crate::support::translated::body;
use crate::support::translated::sent;

const VOXTRAL: &str = "mistral.voxtral-mini-3b-2507";

/// Kind and format of the block that is sent for a part.
fn block(model: &str, part: &Value) -> (String, String) {
    let converse = sent(model, json!({ "messages": [{ "role": "user", "content": [part] }] }));
    let block = body(&converse)["messages"][0]["content"][0].take();
    let (kind, medium) = block.as_object().unwrap().iter().next().unwrap();
    (kind.clone(), medium["format"].as_str().unwrap().to_owned())
}

fn audio(data: &str, format: &str) -> Value {
    json!({ "type": "input_audio", "input_audio": { "data": data, "format": format } })
}

fn video(url: &str) -> Value {
    json!({ "type": "video_url", "video_url": { "url": url } })
}

fn formats(kind: &str) -> Vec<String> {
    let model = support::fixture_json("service-models/bedrock-runtime.json");
    let names = model["shapes"][format!("{kind}Format")]["enum"].as_array().unwrap().clone();
    names.iter().map(|name| name.as_str().unwrap().to_owned()).collect()
}

#[test]
fn each_of_awss_formats_is_sent_as_its_own_kind() {
    for name in formats("Audio") {
        // A media type of MP3, and of nothing else: RFC 3003.
        let expected = ("audio".to_owned(), if name == "mpeg" { "mp3".to_owned() } else { name.clone() });
        assert_eq!(block(VOXTRAL, &audio("AAAA", &name)), expected);
        assert_eq!(block(VOXTRAL, &audio(&format!("data:audio/{name};base64,AAAA"), "")), expected);
    }
    for name in formats("Video") {
        let expected = ("video".to_owned(), name.clone());
        assert_eq!(block(NOVA, &video(&format!("data:video/{name};base64,AAAA"))), expected);
        assert_eq!(block(NOVA, &video(&format!("s3://bucket/a.{name}"))), expected);
    }
    for name in formats("Image") {
        let url = format!("data:image/{name};base64,AAAA");
        let image = json!({ "type": "image_url", "image_url": { "url": url } });
        assert_eq!(block(NOVA, &image), ("image".to_owned(), name));
    }
    for name in formats("Document") {
        let file = json!({ "type": "file", "file": { "filename": format!("a.{name}"), "file_data": "AAAA" } });
        assert_eq!(block(NOVA, &file), ("document".to_owned(), name));
    }
}

#[test]
fn a_format_of_sound_and_of_pictures_is_what_the_caller_says() {
    // RFC 4337, and the old name of Matroska.
    for (mime, format) in [("application/mp4", "mp4"), ("application/x-matroska", "mkv"), ("application/webm", "webm")]
    {
        let data = format!("data:{mime};base64,AAAA");
        assert_eq!(block(VOXTRAL, &audio(&data, "")), ("audio".to_owned(), format.to_owned()));
        assert_eq!(block(NOVA, &video(&data)), ("video".to_owned(), format.to_owned()));
        // The type of the data says more than that of the part.
        let data = format!("data:video/{format};base64,AAAA");
        assert_eq!(block(NOVA, &audio(&data, format)), ("video".to_owned(), format.to_owned()));
    }
    assert_eq!(block(NOVA, &video("data:application/pdf;base64,AAAA")).0, "document");
}
