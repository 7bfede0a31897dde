//! What a world's server answers and where its keys come from, in a few words; and clients that ask.

use std::rc::Rc;

use bedrock_wasm::bedrock::operation::Operation;
use bedrock_wasm::call::Client;
use bedrock_wasm::call::Job;
use bedrock_wasm::config::CallOptions;
use bedrock_wasm::config::ClientOptions;
use bedrock_wasm::config::Config;
use bedrock_wasm::credentials::ApiKey;
use bedrock_wasm::credentials::Credentials;
use bedrock_wasm::credentials::CredentialsInput;
use bedrock_wasm::http::Head;
use bedrock_wasm::io::Failure;
use bedrock_wasm::io::FailureKind;
use bedrock_wasm::io::Keys;
use bedrock_wasm::models::InferenceProfile;
use bedrock_wasm::models::Known;
use bedrock_wasm::openai::OpenAi;
use bedrock_wasm::openai::Route;
use bedrock_wasm::translate;

/// What becomes of one request.
#[derive(Clone, Debug)]
pub(crate) struct Answer {
    pub(crate) head_ms: u32,
    pub(crate) head: Result<Head, Failure>,
    pub(crate) body_ms: u32,
    pub(crate) body: Result<String, Failure>,
}

/// A reply that takes 100 milliseconds.
pub(crate) fn reply(status: u16, body: &str) -> Answer {
    let head = Head { status, headers: Vec::new() };
    Answer { head_ms: 100, head: Ok(head), body_ms: 0, body: Ok(body.to_owned()) }
}

/// A good reply.
pub(crate) fn good() -> Answer {
    reply(200, "{}")
}

/// A refusal with AWS's code in the header, and a message.
pub(crate) fn refused(status: u16, code: &str, message: &str) -> Answer {
    reply(status, &format!(r#"{{"message":"{message}"}}"#)).header("x-amzn-errortype", code)
}

pub(crate) fn throttled() -> Answer {
    refused(429, "ThrottlingException", "Too many requests.")
}

pub(crate) fn unavailable() -> Answer {
    refused(503, "ServiceUnavailableException", "Not now.")
}

pub(crate) fn expired() -> Answer {
    refused(403, "ExpiredTokenException", "The security token included in the request is expired")
}

/// No reply at all.
pub(crate) fn failed(kind: FailureKind) -> Answer {
    Answer { head: Err(failure(kind, 3)), ..good() }
}

/// A connection that breaks.
pub(crate) fn broken() -> FailureKind {
    FailureKind::Connection("TypeError".to_owned(), "fetch failed".to_owned())
}

pub(crate) fn failure(kind: FailureKind, cause: u32) -> Failure {
    Failure { kind, cause }
}

impl Answer {
    pub(crate) fn header(mut self, name: &str, value: &str) -> Self {
        self.head.as_mut().unwrap().headers.push((name.to_owned(), value.to_owned()));
        self
    }

    /// The head takes so many milliseconds.
    pub(crate) fn after(self, head_ms: u32) -> Self {
        Self { head_ms, ..self }
    }

    /// The body takes so many milliseconds more.
    pub(crate) fn body_after(self, body_ms: u32) -> Self {
        Self { body_ms, ..self }
    }

    /// The body cannot be read.
    pub(crate) fn unreadable(self, kind: FailureKind) -> Self {
        Self { body: Err(failure(kind, 4)), ..self }
    }
}

/// Keys of this id, which are good until then.
pub(crate) fn access_keys(id: &str, expires_at_ms: Option<f64>) -> Keys {
    let (access_key_id, secret_access_key) = (Some(id.to_owned()), Some("secret".to_owned()));
    let input = CredentialsInput { access_key_id, secret_access_key, session_token: None, expires_at_ms };
    Keys::Access(Credentials::new(input).unwrap().into())
}

pub(crate) fn api_key(key: &str) -> Keys {
    Keys::Api(ApiKey::new(key.to_owned()).unwrap())
}

/// Keys that are new each time they are asked for: K1, K2, …; each good for so many milliseconds.
pub(crate) fn new_keys(ms: f64) -> impl FnMut(f64) -> (u32, Result<Keys, Failure>) {
    let mut count = 0;
    move |now_ms| {
        count += 1;
        (0, Ok(access_keys(&format!("K{count}"), Some(now_ms + ms))))
    }
}

/// A client in Virginia whose credentials are a function.
pub(crate) fn client() -> Client {
    client_with(ClientOptions::default())
}

pub(crate) fn client_with(options: ClientOptions) -> Client {
    Client::new(config(options), true)
}

/// One whose credentials are no function, so that there are no others.
pub(crate) fn client_with_fixed_keys() -> Client {
    Client::new(config(ClientOptions::default()), false)
}

fn config(options: ClientOptions) -> Config {
    let options = ClientOptions { region: Some("us-east-1".to_owned()), ..options };
    Config::parse(&options, &CallOptions::default()).unwrap()
}

/// A call of this operation, of the model `m` where it has one.
pub(crate) fn job(client: &Client, operation: &str) -> Job {
    job_with(client, operation, &CallOptions::default())
}

pub(crate) fn job_with(client: &Client, operation: &str, options: &CallOptions) -> Job {
    let operation = Operation::named(operation).unwrap();
    let members: &[_] = if operation.path.contains("{modelId}") { &[("modelId", "m".to_owned())] } else { &[] };
    Job::new(operation, members, &client.config, options).unwrap()
}

/// So many milliseconds for an attempt.
pub(crate) fn timeout(ms: u32) -> CallOptions {
    CallOptions { timeout: Some(f64::from(ms)), ..CallOptions::default() }
}

/// So many retries.
pub(crate) fn retries(count: u32) -> CallOptions {
    CallOptions { max_retries: Some(f64::from(count)), ..CallOptions::default() }
}

/// A client in OpenAI's vocabulary, in Virginia.
pub(crate) fn openai() -> OpenAi {
    openai_with(InferenceProfile::Auto)
}

pub(crate) fn openai_with(profile: InferenceProfile) -> OpenAi {
    OpenAi::new(Rc::new(client()), Route::new(Known::default(), profile, translate::TranslationOptions::default()))
}

/// A reply of Converse that says this.
pub(crate) fn said(text: &str) -> Answer {
    let content = format!(r#"{{"role":"assistant","content":[{{"text":"{text}"}}]}}"#);
    reply(200, &format!(r#"{{"output":{{"message":{content}}},"stopReason":"end_turn"}}"#))
}

/// What Bedrock says of an id that it does not have.
pub(crate) fn no_such_model() -> Answer {
    refused(400, "ValidationException", "The provided model identifier is invalid.")
}

/// What Bedrock says of a model that is called by its own id and has to be called by a profile's.
pub(crate) fn not_on_demand() -> Answer {
    let message = "Invocation of model ID with on-demand throughput isn\u{2019}t supported. Retry your request with the ID \
                   or ARN of an inference profile that contains this model.";
    refused(400, "ValidationException", message)
}
