//! Against the local Bedrock: real signatures, real CORS, real streams. `BEDROCK_EMULATOR_URL` is compiled in.

use bedrock_wasm::wasm::EventDecoder;
use wasm_bindgen::JsValue;
use wasm_bindgen_test::wasm_bindgen_test;

use super::support::Report;
use super::support::body_of;
use super::support::decode;
use super::support::get;
use super::support::hello;
use super::support::json;
use super::support::none;
use super::support::send;
use super::support::set;
use super::support::text;

fn options() -> JsValue {
    let options = json(
        r#"{ "region": "us-east-1", "credentials": { "accessKeyId": "AKIDEXAMPLE",
            "secretAccessKey": "wJalrXUtnFEMI/K7MDENG+bPxRfiCYEXAMPLEKEY",
            "sessionToken": "IQoJb3JpZ2luX2VjEXAMPLE//token+with/slashes==" } }"#,
    );
    set(&options, "endpoint", &env!("BEDROCK_EMULATOR_URL").into());
    options
}

#[wasm_bindgen_test]
async fn a_signed_request_is_accepted() {
    let reply = send(&options(), "Converse", &hello(), &none()).await.unwrap();
    assert_eq!(text(&reply, "output.output.message.role"), "assistant");
    assert!(!text(&reply, "output.output.message.content.0.text").is_empty());
    assert!(!text(&reply, "requestId").is_empty());
}

#[wasm_bindgen_test]
async fn a_wrong_secret_is_refused() {
    let options = options();
    set(&get(&options, "credentials"), "secretAccessKey", &"another".into());
    let error = send(&options, "Converse", &hello(), &none()).await.unwrap_err();
    assert_eq!(text(&error, "name"), "AuthenticationError");
    assert_eq!(text(&error, "code"), "InvalidSignatureException");
}

#[wasm_bindgen_test]
async fn a_stream_gives_the_text_of_the_whole_reply() {
    let whole = send(&options(), "Converse", &hello(), &none()).await.unwrap();
    let reply = send(&options(), "ConverseStream", &hello(), &none()).await.unwrap();

    let mut decoder = EventDecoder::new();
    let Report { rows, text: all, failed } = decode(&mut decoder, &body_of(&reply).await);
    assert!(!failed && decoder.finish().is_undefined());

    let units: Vec<u16> = all.encode_utf16().collect();
    let mut start = 0;
    let mut streamed = Vec::new();
    for row in rows.chunks(3) {
        if row[0] == 0 {
            streamed.extend_from_slice(&units[start..row[2] as usize]);
        }
        start = row[2] as usize;
    }
    assert_eq!(String::from_utf16(&streamed).unwrap(), text(&whole, "output.output.message.content.0.text"));
}
