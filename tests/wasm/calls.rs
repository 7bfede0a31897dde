//! What goes out by fetch and what comes back.

use js_sys::Uint8Array;
use wasm_bindgen::JsValue;
use wasm_bindgen_test::wasm_bindgen_test;

use super::package::Core;
use super::support::body_of;
use super::support::get;
use super::support::hello;
use super::support::json;
use super::support::none;
use super::support::options;
use super::support::send;
use super::support::set;
use super::support::text;
use super::support::to_json;

/// Answers with what it was called with.
const ECHO: &str = "
    const headers = Object.fromEntries(init.headers);
    const body = new TextDecoder().decode(init.body);
    return Response.json({ url, method: init.method, redirect: init.redirect, headers, body }, { headers: { 'x-amzn-requestid': 'an-id' } });";

#[wasm_bindgen_test]
async fn a_request_has_the_headers_that_cors_allows_and_no_other() {
    let reply = send(&options(ECHO), "Converse", &hello(), &none()).await.unwrap();
    let echo = get(&reply, "output");
    assert_eq!(
        text(&echo, "url"),
        "https://bedrock-runtime.us-east-1.amazonaws.com/model/us.amazon.nova-lite-v1%3A0/converse"
    );
    assert_eq!(text(&echo, "method"), "POST");
    assert_eq!(text(&echo, "redirect"), "manual");
    assert_eq!(text(&echo, "body"), r#"{"messages":[{"role":"user","content":[{"text":"héllo"}]}]}"#);
    let names: Vec<String> = js_sys::Object::keys(&js_sys::Object::from(get(&echo, "headers")))
        .iter()
        .filter_map(|name| name.as_string())
        .collect();
    assert_eq!(names, ["authorization", "content-type", "x-amz-date", "x-amz-security-token"]);
    assert!(
        text(&echo, "headers.authorization")
            .contains("SignedHeaders=content-type;host;x-amz-date;x-amz-security-token")
    );
    assert_eq!(text(&reply, "requestId"), "an-id");
}

#[wasm_bindgen_test]
async fn a_blob_is_sent_and_received_as_it_is() {
    let echo = "return new Response(init.body, { headers: { 'content-type': 'application/x-thing', 'x-amzn-bedrock-service-tier': 'flex' } });";
    let input = json(r#"{ "modelId": "a.model", "accept": "application/x-thing" }"#);
    set(&input, "body", &Uint8Array::from([0u8, 255, 10, 13].as_slice()));
    let reply = send(&options(echo), "InvokeModel", &input, &none()).await.unwrap();
    assert_eq!(Uint8Array::from(get(&reply, "output.body")).to_vec(), [0, 255, 10, 13]);
    assert_eq!(text(&reply, "output.contentType"), "application/x-thing");
    assert_eq!(text(&reply, "output.serviceTier"), "flex");
}

#[wasm_bindgen_test]
async fn blobs_are_base64_on_the_wire_whatever_the_body_is_hashed_with() {
    // Below, at and above the size from which a runtime hashes natively.
    for size in [1, 3 * 1024, 100_000] {
        let bytes = Uint8Array::new_with_length(size);
        bytes.fill(7, 0, size);
        let input = json(r#"{ "modelId": "a.model", "messages": [{ "source": {} }] }"#);
        set(&get(&input, "messages.0.source"), "bytes", &bytes);
        let reply = send(&options(ECHO), "Converse", &input, &none()).await.unwrap();
        let body = json(&text(&reply, "output.body"));
        assert_eq!(text(&body, "messages.0.source.bytes").len(), (size as usize).div_ceil(3) * 4);
    }
}

#[wasm_bindgen_test]
async fn credentials_come_from_a_function_asked_once_for_many_calls() {
    let options = options(ECHO);
    let provider = js_sys::Function::new_no_args(
        "globalThis.asked = (globalThis.asked ?? 0) + 1;
         return Promise.resolve({ accessKeyId: 'AKIDFUNCTION', secretAccessKey: 's', expiration: new Date(Date.now() + 3600e3) });",
    );
    set(&options, "credentials", &provider);
    let client = Core::with(&options).await;
    let calls = js_sys::Array::new();
    for _ in 0..20 {
        calls.push(&client.send("Converse", &hello(), &none()));
    }
    let replies = wasm_bindgen_futures::JsFuture::from(js_sys::Promise::all(&calls)).await.unwrap();
    assert!(text(&replies, "19.output.headers.authorization").contains("Credential=AKIDFUNCTION/"));
    assert_eq!(get(&js_sys::global(), "asked").as_f64(), Some(1.0));
}

#[wasm_bindgen_test]
async fn a_failed_attempt_is_repeated_and_signed_anew() {
    let twice = "if (calls < 2) return new Response('{}', { status: 503, headers: { 'x-amzn-errortype': 'ServiceUnavailableException' } });
        return Response.json({ calls });";
    let reply = send(&options(twice), "Converse", &hello(), &none()).await.unwrap();
    assert_eq!(to_json(&get(&reply, "output")), r#"{"calls":2}"#);
}

#[wasm_bindgen_test]
async fn a_stream_is_handed_over_with_all_of_its_body() {
    let stream = "return new Response('later', { headers: { 'content-type': 'application/vnd.amazon.eventstream' } });";
    let reply =
        send(&options(stream), "ConverseStream", &hello(), &json(r#"{ "streamIdleTimeout": 7 }"#)).await.unwrap();
    assert_eq!(body_of(&reply).await, b"later");
    assert_eq!(get(&reply, "isModelStream"), JsValue::FALSE);
    assert_eq!(get(&reply, "streamIdleTimeout").as_f64(), Some(7.0));
    assert_eq!(get(&reply, "controller.signal.aborted"), JsValue::FALSE);
}
