//! Every way out is a real `Error` of the right class, and nothing hangs.

use wasm_bindgen::JsCast;
use wasm_bindgen::JsValue;
use wasm_bindgen_test::wasm_bindgen_test;

use super::support::get;
use super::support::hello;
use super::support::json;
use super::support::none;
use super::support::options;
use super::support::send;
use super::support::set;
use super::support::text;

async fn failure(options: &JsValue, input: &JsValue, call: &JsValue) -> JsValue {
    let error = send(options, "Converse", input, call).await.expect_err("it must fail");
    assert!(error.is_instance_of::<js_sys::Error>(), "{error:?}");
    error
}

async fn failed_fetch(fetch_body: &str) -> JsValue {
    failure(&options(fetch_body), &hello(), &json(r#"{ "maxRetries": 0, "timeout": 200 }"#)).await
}

#[wasm_bindgen_test]
async fn the_service_says_no() {
    let error = failed_fetch(
        "return new Response(JSON.stringify({ message: 'Too many tokens.' }), { status: 429, headers: {
            'x-amzn-errortype': 'ThrottlingException:http://internal.amazon.com/', 'x-amzn-requestid': 'an-id' } });",
    )
    .await;
    assert_eq!(text(&error, "name"), "RateLimitError");
    assert!(text(&error, "message").starts_with("Too many tokens."));
    assert_eq!(get(&error, "status").as_f64(), Some(429.0));
    assert_eq!(text(&error, "code"), "ThrottlingException");
    assert_eq!(text(&error, "requestID"), "an-id");
    assert_eq!(text(&error, "body"), r#"{"message":"Too many tokens."}"#);
    assert_eq!(text(&error, "constructor.name"), "RateLimitError");
}

#[wasm_bindgen_test]
async fn whatever_fetch_throws_becomes_an_error() {
    for (fetch, class) in [
        ("throw new TypeError('Failed to fetch');", "APIConnectionError"),
        ("throw 'a string';", "APIConnectionError"),
        ("throw undefined;", "APIConnectionError"),
        ("throw Object.assign(new Error('aborted'), { name: 'AbortError' });", "APIUserAbortError"),
        ("return undefined;", "BedrockError"),
        ("return { status: 200 };", "BedrockError"),
        ("return new Promise(() => {});", "APIConnectionTimeoutError"),
        ("return new Response('<html>');", "APIError"),
        (
            "return new Response(new ReadableStream({ start: (c) => c.error(new Error('reset')) }));",
            "APIConnectionError",
        ),
        ("return new Response(new ReadableStream({}));", "APIConnectionTimeoutError"),
    ] {
        assert_eq!(text(&failed_fetch(fetch).await, "name"), class, "{fetch}");
    }
}

#[wasm_bindgen_test]
async fn a_connection_error_keeps_its_cause_and_shows_where_it_went() {
    let error = failed_fetch("throw new TypeError('Failed to fetch');").await;
    assert_eq!(text(&error, "cause.message"), "Failed to fetch");
    assert!(text(&error, "message").contains("https://bedrock-runtime.us-east-1.amazonaws.com: Failed to fetch"));
}

#[wasm_bindgen_test]
async fn the_callers_signal_ends_the_call_with_its_reason() {
    let hang = "return new Promise(() => {});";
    let early = js_sys::eval("({ signal: AbortSignal.abort('changed my mind') })").unwrap();
    let late = js_sys::eval("(() => { const c = new AbortController(); setTimeout(() => c.abort('changed my mind')); return { signal: c.signal }; })()").unwrap();
    let retrying = "return new Response('', { status: 429, headers: { 'retry-after': '60' } });";
    let during_sleep = js_sys::eval("({ signal: AbortSignal.timeout(20) })").unwrap();
    for (fetch, call) in [(hang, &early), (hang, &late), (retrying, &during_sleep)] {
        let error = failure(&options(fetch), &hello(), call).await;
        assert_eq!(text(&error, "name"), "APIUserAbortError");
    }
    assert_eq!(text(&failure(&options(hang), &hello(), &early).await, "cause"), "changed my mind");
}

#[wasm_bindgen_test]
async fn bad_input_is_named_before_anything_is_sent() {
    let sent = "throw new Error('nothing may be sent');";
    let with = |name: &str, value: &str| {
        let options = options(sent);
        set(&options, name, &json(value));
        options
    };
    for (options, words) in [
        (JsValue::UNDEFINED, "No region"),
        (JsValue::from("us-east-1"), "not an object"),
        (with("region", "null"), "No region"),
        (with("region", "\"us east\""), "is not a region name"),
        (with("region", "7"), "region, an option of new Bedrock, is not a string"),
        (with("credentials", "null"), "No credentials"),
        (with("credentials", "\"AKID\""), "credentials are not an object"),
        (with("credentials", r#"{ "accessKeyId": "A" }"#), "no secretAccessKey"),
        (with("credentials", r#"{ "accessKeyId": "A", "secretAccessKey": 5 }"#), "secretAccessKey"),
        (
            with("credentials", r#"{ "accessKeyId": "A", "secretAccessKey": "s", "expiration": "soon" }"#),
            "is not a time",
        ),
        (
            with(
                "credentials",
                r#"{ "accessKeyId": "A", "secretAccessKey": "s", "expiration": "2020-01-01T00:00:00Z" }"#,
            ),
            "have expired",
        ),
        (with("endpoint", "\"ftp://x\""), "https:// or http://"),
        (with("timeout", "\"1s\""), "timeout"),
        (with("fetch", "{}"), "fetch, an option of new Bedrock, is not a function"),
    ] {
        let error = failure(&options, &hello(), &none()).await;
        assert!(text(&error, "message").contains(words), "{words:?} is not in {:?}", text(&error, "message"));
    }
    for (input, words) in [
        (JsValue::NULL, "not an object"),
        (json("[]"), "not an object"),
        (json("{}"), "No modelId"),
        (json(r#"{ "modelId": "" }"#), "No modelId"),
        (json(r#"{ "modelId": ".." }"#), "is a path, not an id"),
        (json(r#"{ "modelId": 5 }"#), "modelId is not a string"),
        (js_sys::eval("({ modelId: 'a', n: 1n })").unwrap(), "BigInt"),
    ] {
        let error = failure(&options(sent), &input, &none()).await;
        assert_eq!(text(&error, "name"), "BedrockError");
        assert!(text(&error, "message").contains(words), "{words:?} is not in {:?}", text(&error, "message"));
    }
}
