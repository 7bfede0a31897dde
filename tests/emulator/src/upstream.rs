//! Replies written by a real model: any server with OpenAI's chat completions, such as Ollama or llama.cpp, over plain
//! HTTP. The whole reply is fetched first; the stream the client sees is then cut from it.

use std::io;

use base64::Engine;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use bytes::Bytes;
use http_body_util::BodyExt;
use http_body_util::Full;
use http_body_util::Limited;
use hyper::Request;
use hyper::Uri;
use hyper::client::conn::http1;
use hyper_util::rt::TokioIo;
use serde_json::Value;
use serde_json::json;
use tokio::net::TcpStream;

use crate::reply::Block;
use crate::reply::Conversation;
use crate::reply::Random;
use crate::reply::ToolChoice;

const REPLY_BYTES_MAX: usize = 16 * 1024 * 1024;

/// Where replies come from.
#[derive(Debug, Clone)]
pub struct Upstream {
    base: Uri,
    model: Option<String>,
}

impl Upstream {
    /// `url` is the server's base URL, with or without `/v1`; `model` replaces the Bedrock model id of each request.
    ///
    /// # Errors
    /// When the URL is not a plain `http://` one.
    pub fn new(url: &str, model: Option<String>) -> io::Result<Upstream> {
        let base: Uri = url.parse().map_err(io::Error::other)?;
        if base.scheme_str() != Some("http") || base.host().is_none() {
            return Err(io::Error::other("the upstream must be an http:// URL; put a local server there"));
        }
        Ok(Upstream { base, model })
    }

    pub(crate) async fn complete(&self, model_id: &str, conversation: &Conversation) -> io::Result<Vec<Block>> {
        let answer = self.post(self.request(model_id, conversation)).await?;
        let message =
            answer.pointer("/choices/0/message").ok_or_else(|| io::Error::other("no message in the reply"))?;
        let mut blocks = Vec::new();
        blocks.extend(
            message
                .get("content")
                .and_then(Value::as_str)
                .filter(|text| !text.is_empty())
                .map(|text| Block::Text(text.to_owned())),
        );
        let mut random = Random::new(conversation.seed);
        for call in message.get("tool_calls").and_then(Value::as_array).into_iter().flatten() {
            let function = call.get("function").cloned().unwrap_or_default();
            let arguments = function.get("arguments").and_then(Value::as_str).unwrap_or("{}");
            blocks.push(Block::ToolUse {
                id: format!("tooluse_{}", URL_SAFE_NO_PAD.encode(random.bytes(16))),
                name: function.get("name").and_then(Value::as_str).unwrap_or_default().to_owned(),
                input: serde_json::from_str(arguments).unwrap_or_else(|_| json!({})),
            });
        }
        Ok(blocks)
    }

    fn request(&self, model_id: &str, conversation: &Conversation) -> Value {
        let messages: Vec<Value> =
            conversation.turns.iter().map(|turn| json!({ "role": turn.role, "content": turn.text })).collect();
        let mut request = json!({ "model": self.model.as_deref().unwrap_or(model_id), "messages": messages });
        if let Some(max_tokens) = conversation.max_tokens {
            request["max_tokens"] = json!(max_tokens);
        }
        if !conversation.stop_sequences.is_empty() {
            request["stop"] = json!(conversation.stop_sequences);
        }
        if !conversation.tools.is_empty() {
            let tool = |tool: &crate::reply::Tool| {
                let function = json!({ "name": tool.name, "description": tool.description, "parameters": tool.schema });
                json!({ "type": "function", "function": function })
            };
            request["tools"] = conversation.tools.iter().map(tool).collect();
            request["tool_choice"] = match &conversation.tool_choice {
                ToolChoice::Auto => json!("auto"),
                ToolChoice::Any => json!("required"),
                ToolChoice::None => json!("none"),
                ToolChoice::Tool(name) => json!({ "type": "function", "function": { "name": name } }),
            };
        }
        request
    }

    async fn post(&self, body: Value) -> io::Result<Value> {
        let authority = self.base.authority().map(ToString::to_string).unwrap_or_default();
        let address = (self.base.host().unwrap_or_default(), self.base.port_u16().unwrap_or(80));
        let stream = TcpStream::connect(address).await?;
        let (mut sender, connection) = http1::handshake(TokioIo::new(stream)).await.map_err(io::Error::other)?;
        let driver = tokio::spawn(connection);
        let path = self.base.path().trim_end_matches('/').trim_end_matches("/v1");
        let request = Request::post(format!("{path}/v1/chat/completions"))
            .header("host", authority)
            .header("content-type", "application/json")
            .body(Full::new(Bytes::from(body.to_string())))
            .map_err(io::Error::other)?;
        let response = sender.send_request(request).await.map_err(io::Error::other)?;
        let status = response.status();
        let body = Limited::new(response.into_body(), REPLY_BYTES_MAX).collect().await.map_err(io::Error::other)?;
        driver.abort();
        let body = body.to_bytes();
        if !status.is_success() {
            return Err(io::Error::other(format!("status {status}: {}", String::from_utf8_lossy(&body))));
        }
        serde_json::from_slice(&body).map_err(io::Error::other)
    }
}
