//! Replies written by another server: what it is asked, and what becomes of its answer.
#![expect(clippy::unwrap_used, reason = "all of this is test code, also outside the test functions")]

use std::sync::Arc;
use std::sync::Mutex;

use axum::Router;
use axum::body::Bytes;
use axum::routing::post;
use bedrock_emulator::Emulator;
use bedrock_emulator::Options;
use bedrock_emulator::credentials::API_KEY;
use bedrock_emulator::upstream::Upstream;
use http_body_util::BodyExt;
use http_body_util::Full;
use hyper::Request;
use hyper::client::conn::http1;
use hyper_util::rt::TokioIo;
use serde_json::Value;
use serde_json::json;
use tokio::net::TcpListener;
use tokio::net::TcpStream;

/// A server that gives the same answer to every chat completion and keeps what it was asked last.
async fn openai_server(answer: Value) -> (String, Arc<Mutex<Value>>) {
    let asked = Arc::new(Mutex::new(Value::Null));
    let keep = asked.clone();
    let handler = move |body: Bytes| async move {
        *keep.lock().unwrap() = serde_json::from_slice(&body).unwrap();
        answer.to_string()
    };
    let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
    let url = format!("http://{}/v1", listener.local_addr().unwrap());
    let app = Router::new().route("/v1/chat/completions", post(handler));
    tokio::spawn(async move { axum::serve(listener, app).await });
    (url, asked)
}

async fn converse(upstream: &str, request: Value) -> (u16, Value) {
    let upstream = Upstream::new(upstream, Some("local-model".to_owned())).unwrap();
    let emulator = Emulator::start(Options { upstream: Some(upstream), ..Options::default() }).await.unwrap();
    let host = emulator.url().strip_prefix("http://").unwrap().to_owned();
    let stream = TcpStream::connect(&host).await.unwrap();
    let (mut sender, connection) = http1::handshake(TokioIo::new(stream)).await.unwrap();
    tokio::spawn(connection);
    let request = Request::post("/model/amazon.nova-micro-v1%3A0/converse")
        .header("host", host)
        .header("authorization", format!("Bearer {API_KEY}"))
        .body(Full::new(Bytes::from(request.to_string())))
        .unwrap();
    let response = sender.send_request(request).await.unwrap();
    let status = response.status().as_u16();
    let body = response.into_body().collect().await.unwrap().to_bytes();
    (status, serde_json::from_slice(&body).unwrap())
}

#[tokio::test]
async fn text_and_tool_calls_come_from_upstream() {
    let call = json!({ "type": "function", "function": { "name": "weather", "arguments": "{\"city\":\"Oslo\"}" } });
    let message = json!({ "role": "assistant", "content": "One moment.", "tool_calls": [call] });
    let (url, asked) = openai_server(json!({ "choices": [{ "message": message }] })).await;
    let tool = json!({ "toolSpec": { "name": "weather", "inputSchema": { "json": { "type": "object" } } } });
    let (status, answer) = converse(
        &url,
        json!({
            "system": [{ "text": "Be brief." }],
            "messages": [{ "role": "user", "content": [{ "text": "Rain?" }] }],
            "inferenceConfig": { "maxTokens": 100 },
            "toolConfig": { "tools": [tool] },
        }),
    )
    .await;
    assert_eq!((status, &answer["stopReason"]), (200, &json!("tool_use")));
    let content = &answer["output"]["message"]["content"];
    assert_eq!(content[0], json!({ "text": "One moment." }));
    assert_eq!(content[1]["toolUse"]["input"], json!({ "city": "Oslo" }));
    let asked = asked.lock().unwrap();
    assert_eq!(asked["model"], "local-model");
    assert_eq!(asked["max_tokens"], 100);
    assert_eq!(asked["messages"][0], json!({ "role": "system", "content": "Be brief." }));
    assert_eq!(asked["messages"][1], json!({ "role": "user", "content": "Rain?" }));
    assert_eq!(asked["tools"][0]["function"]["name"], "weather");
}

#[tokio::test]
async fn an_upstream_that_fails_is_a_model_error() {
    let question = json!({ "messages": [{ "role": "user", "content": [{ "text": "Rain?" }] }] });
    let (url, _) = openai_server(json!({ "nothing": "here" })).await;
    let (status, answer) = converse(&url, question.clone()).await;
    assert_eq!((status, &answer["originalStatusCode"]), (424, &json!(500)));
    assert!(answer["message"].as_str().unwrap().contains("no message in the reply"), "{answer}");
    // Nobody listens on a port that was just given back.
    let free = TcpListener::bind("127.0.0.1:0").await.unwrap().local_addr().unwrap();
    assert_eq!(converse(&format!("http://{free}"), question).await.0, 424);
}
