//! A small client: one connection a request, nothing retried, nothing decoded that a test does not ask for.

use std::error::Error;
use std::io;
use std::time::Duration;
use std::time::SystemTime;

use aws_credential_types::Credentials;
use aws_sigv4::http_request::SignableBody;
use aws_sigv4::http_request::SignableRequest;
use aws_sigv4::http_request::SigningSettings;
use aws_sigv4::http_request::sign;
use aws_sigv4::sign::v4;
use aws_smithy_eventstream::frame::DecodedFrame;
use aws_smithy_eventstream::frame::MessageFrameDecoder;
use aws_smithy_types::event_stream::Message;
use bedrock_emulator::Emulator;
use bedrock_emulator::Options;
use bedrock_emulator::credentials;
use bytes::Bytes;
use bytes::BytesMut;
use http_body_util::BodyExt;
use http_body_util::Full;
use hyper::Request;
use hyper::Response;
use hyper::body::Incoming;
use hyper::client::conn::http1;
use hyper_util::rt::TokioIo;
use serde_json::Value;
use serde_json::json;
use tokio::net::TcpStream;

pub(crate) const CONVERSE: &str = "/model/amazon.nova-micro-v1%3A0/converse";
pub(crate) const CONVERSE_STREAM: &str = "/model/amazon.nova-micro-v1%3A0/converse-stream";

pub(crate) fn question() -> String {
    json!({ "messages": [{ "role": "user", "content": [{ "text": "Why is the sky blue over Oslo?" }] }] }).to_string()
}

/// A running emulator and its address.
pub(crate) struct Local {
    _emulator: Emulator,
    pub(crate) host: String,
}

/// A session and where it lives.
pub(crate) struct Session<'a> {
    local: &'a Local,
    pub(crate) id: String,
    pub(crate) prefix: String,
}

impl Local {
    pub(crate) async fn start() -> Local {
        let emulator = Emulator::start(Options::default()).await.unwrap();
        let host = emulator.url().strip_prefix("http://").unwrap().to_owned();
        Local { _emulator: emulator, host }
    }

    pub(crate) async fn session(&self, options: Value) -> Session<'_> {
        let (status, made) = self.control("POST", "sessions", &options.to_string()).await;
        assert_eq!(status, 200, "{made}");
        let prefix =
            made["endpoint"].as_str().unwrap().strip_prefix(&format!("http://{}", self.host)).unwrap().to_owned();
        Session { local: self, id: made["id"].as_str().unwrap().to_owned(), prefix }
    }

    pub(crate) async fn control(&self, method: &str, path: &str, body: &str) -> (u16, Value) {
        let request = Request::builder()
            .method(method)
            .uri(format!("/_emulator/{path}"))
            .header("host", &self.host)
            .body(Full::new(Bytes::copy_from_slice(body.as_bytes())))
            .unwrap();
        let answer = self.send(request).await.unwrap();
        let status = answer.status().as_u16();
        let body = answer.into_body().collect().await.unwrap().to_bytes();
        (status, serde_json::from_slice(&body).unwrap_or_default())
    }

    pub(crate) async fn send(&self, request: Request<Full<Bytes>>) -> hyper::Result<Response<Incoming>> {
        let stream = TcpStream::connect(&self.host).await.unwrap();
        let (mut sender, connection) = http1::handshake(TokioIo::new(stream)).await?;
        // Its error is the request's or the body's error as well.
        tokio::spawn(async move { connection.await.ok() });
        sender.send_request(request).await
    }

    pub(crate) async fn call(&self, call: &Call) -> Answer {
        Answer::of(self.send(call.request(&self.host)).await.unwrap()).await
    }
}

impl Session<'_> {
    pub(crate) async fn converse(&self) -> Answer {
        self.local.call(&Call::new(&(self.prefix.clone() + CONVERSE))).await
    }

    pub(crate) async fn stream(&self) -> Answer {
        self.local.call(&Call::new(&(self.prefix.clone() + CONVERSE_STREAM))).await
    }

    /// The head of a streamed answer, with the body still to be read.
    pub(crate) async fn open(&self) -> Incoming {
        let request = Call::new(&(self.prefix.clone() + CONVERSE_STREAM)).request(&self.local.host);
        self.local.send(request).await.unwrap().into_body()
    }

    pub(crate) async fn log(&self) -> Value {
        self.local.control("GET", &format!("sessions/{}", self.id), "").await.1
    }

    pub(crate) async fn release(&self) {
        let (status, _) = self.local.control("POST", &format!("sessions/{}/release", self.id), "").await;
        assert_eq!(status, 200);
    }

    /// Waits until no request is open, and returns how far the last one got.
    pub(crate) async fn settled(&self) -> Value {
        let wait = async {
            loop {
                let log = self.log().await;
                if log["open"] == 0 {
                    return log["requests"].as_array().unwrap().last().unwrap()["events"].clone();
                }
            }
        };
        within(wait).await
    }

    /// Waits until a request has arrived.
    pub(crate) async fn arrived(&self) {
        within(async { while self.log().await["open"] == 0 {} }).await;
    }
}

/// Fails instead of hanging.
pub(crate) async fn within<T>(work: impl Future<Output = T>) -> T {
    tokio::time::timeout(Duration::from_secs(20), work).await.expect("took longer than 20 seconds")
}

/// A request before it is signed.
#[derive(Clone)]
pub(crate) struct Call {
    pub(crate) path: String,
    pub(crate) body: String,
    pub(crate) key: &'static str,
    pub(crate) secret: &'static str,
    pub(crate) token: Option<&'static str>,
    pub(crate) service: &'static str,
    pub(crate) time: SystemTime,
}

impl Call {
    pub(crate) fn new(path: &str) -> Call {
        Call {
            path: path.to_owned(),
            body: question(),
            key: credentials::ACCESS_KEY_ID,
            secret: credentials::SECRET_ACCESS_KEY,
            token: None,
            service: "bedrock",
            time: SystemTime::now(),
        }
    }

    pub(crate) fn request(&self, host: &str) -> Request<Full<Bytes>> {
        let uri = format!("http://{host}{}", self.path);
        let headers = [("host", host), ("content-type", "application/json")];
        let identity = Credentials::from_keys(self.key, self.secret, self.token.map(str::to_owned)).into();
        let params = v4::SigningParams::builder()
            .identity(&identity)
            .region("us-east-1")
            .name(self.service)
            .time(self.time)
            .settings(SigningSettings::default())
            .build()
            .unwrap()
            .into();
        let body = SignableBody::Bytes(self.body.as_bytes());
        let signable = SignableRequest::new("POST", uri, headers.into_iter(), body).unwrap();
        let (instructions, _) = sign(signable, &params).unwrap().into_parts();
        let mut request = Request::post(&self.path);
        for (name, value) in headers.into_iter().chain(instructions.headers()) {
            request = request.header(name, value);
        }
        request.body(Full::new(Bytes::from(self.body.clone()))).unwrap()
    }
}

/// An answer read to its end, whatever that end was.
pub(crate) struct Answer {
    pub(crate) status: u16,
    pub(crate) headers: hyper::HeaderMap,
    pub(crate) body: Bytes,
    /// The kind of the I/O error, or `Other` for an HTTP one, if the body broke off.
    pub(crate) broken: Option<io::ErrorKind>,
}

impl Answer {
    pub(crate) async fn of(response: Response<Incoming>) -> Answer {
        let (head, mut incoming) = response.into_parts();
        let mut body = BytesMut::new();
        let mut broken = None;
        while let Some(frame) = within(incoming.frame()).await {
            match frame {
                Ok(frame) => body.extend_from_slice(&frame.into_data().unwrap_or_default()),
                Err(error) => {
                    let source = error.source().and_then(|source| source.downcast_ref::<io::Error>());
                    broken = Some(source.map_or(io::ErrorKind::Other, io::Error::kind));
                    break;
                }
            }
        }
        Answer { status: head.status.as_u16(), headers: head.headers, body: body.freeze(), broken }
    }

    pub(crate) fn header(&self, name: &str) -> &str {
        self.headers.get(name).map(|value| value.to_str().unwrap()).unwrap_or_default()
    }

    pub(crate) fn json(&self) -> Value {
        serde_json::from_slice(&self.body).unwrap()
    }

    /// AWS's name for the error.
    pub(crate) fn error(&self) -> &str {
        self.header("x-amzn-errortype").split(':').next().unwrap()
    }

    pub(crate) fn message(&self) -> String {
        self.json()["message"].as_str().unwrap().to_owned()
    }

    /// The frames, as decoded by AWS, and what is left behind the last whole one.
    pub(crate) fn frames(&self) -> Result<(Vec<Message>, usize), String> {
        let mut decoder = MessageFrameDecoder::new();
        let mut rest = self.body.clone();
        let mut messages = Vec::new();
        while let DecodedFrame::Complete(message) =
            decoder.decode_frame(&mut rest).map_err(|error| error.to_string())?
        {
            messages.push(message);
        }
        let taken: usize = messages.iter().map(encoded_length).sum();
        Ok((messages, self.body.len() - taken))
    }
}

/// Header values of a frame by name.
pub(crate) fn frame_header(message: &Message, name: &str) -> String {
    let header = message.headers().iter().find(|header| header.name().as_str() == name);
    header.map(|header| header.value().as_string().unwrap().as_str().to_owned()).unwrap_or_default()
}

pub(crate) fn payload(message: &Message) -> Value {
    serde_json::from_slice(message.payload()).unwrap()
}

fn encoded_length(message: &Message) -> usize {
    let mut bytes = Vec::new();
    aws_smithy_eventstream::frame::write_message_to(message, &mut bytes).unwrap();
    bytes.len()
}
