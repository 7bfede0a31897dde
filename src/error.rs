//! The one error of the crate: a kind, a sentence that tells the reader the next step, and the service's reply.
//!
//! `pkg-template/client/errors.js` turns it into a JavaScript `Error` subclass named as in the `openai` package.

mod wording;

use std::fmt;

use self::wording::says_too_long;
use crate::search::says;

/// The kind of failure, and whether it is worth another try.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Kind {
    /// The caller's input cannot be sent: options, model id, headers. Never retried. JS: `BedrockError`.
    Input,
    /// The credentials cannot be used: missing, half, expired. Never retried. JS: `AuthenticationError`.
    Credentials,
    /// The service answered with an error, as an HTTP status or inside a stream. Retried when
    /// [`retry::class`](crate::retry::class) says so. JS: by status and code, all of them `APIError`.
    Service,
    /// No answer arrived, or the connection broke: DNS, TLS, CORS, reset. Retried before the head, never after it.
    /// JS: `APIConnectionError`.
    Connection,
    /// No answer in time. Retried before the first event. JS: `APIConnectionTimeoutError`.
    Timeout,
    /// The caller stopped the call. Never retried. JS: `APIUserAbortError`.
    Abort,
    /// The answer breaks the protocol: damaged or truncated frames, no eventstream at all. Never retried. JS:
    /// `APIError`.
    Protocol,
}

/// An error of this crate. Boxed: the results that carry it are moved often, and mostly without one.
#[derive(Clone, PartialEq, Eq)]
pub struct Error(Box<Inner>);

#[derive(Clone, Debug, PartialEq, Eq)]
struct Inner {
    kind: Kind,
    message: String,
    reply: Option<ErrorReply>,
    has_passed: bool,
    retries: u32,
    cause: u32,
}

/// The service's reply, as far as it said anything.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct ErrorReply {
    /// HTTP status. Of an exception inside a stream: the status AWS's model gives that exception.
    pub status: u16,
    /// AWS's name of the error, `ThrottlingException`. Absent when neither header nor body names one.
    pub code: Option<String>,
    /// AWS's id of the request, for support cases.
    pub request_id: Option<String>,
    /// Response headers, as far as the runtime shows them.
    pub headers: Vec<(String, String)>,
    /// The beginning of the body, at most [`BODY_BYTES_MAX`] bytes.
    pub body: String,
}

/// How much of an error's body is kept, in bytes.
pub const BODY_BYTES_MAX: usize = 8 * 1024;
/// The same, of a code. AWS's have up to 50.
pub const CODE_BYTES_MAX: usize = 256;

impl Error {
    /// An error that carries nothing but its message.
    pub fn new(kind: Kind, message: impl Into<String>) -> Self {
        Self(Box::new(Inner { kind, message: message.into(), reply: None, has_passed: false, retries: 0, cause: 0 }))
    }

    /// A copy of an error in options. No service has replied to them.
    #[must_use]
    pub fn again(&self) -> Self {
        Self::new(self.kind(), self.message())
    }

    /// The caller's input cannot be sent; `message` says what to do.
    pub fn input(message: impl Into<String>) -> Self {
        Self::new(Kind::Input, message)
    }

    /// The credentials cannot be used; `message` says what to do.
    pub fn credentials(message: impl Into<String>) -> Self {
        Self::new(Kind::Credentials, message)
    }

    /// The answer breaks the protocol.
    pub fn protocol(message: impl Into<String>) -> Self {
        Self::new(Kind::Protocol, message)
    }

    /// Adds the service's reply.
    #[must_use]
    pub fn with_reply(mut self, reply: ErrorReply) -> Self {
        self.0.reply = Some(reply);
        self
    }

    /// Adds to the service's words the reply that brought them.
    #[must_use]
    pub fn in_reply(mut self, request_id: Option<&str>, headers: &[(String, String)]) -> Self {
        if let Some(reply) = &mut self.0.reply {
            reply.request_id = request_id.map(str::to_owned);
            reply.headers = headers.to_vec();
        }
        self
    }

    /// Marks its reason as over: the same call may succeed later, whatever kind and code say.
    #[must_use]
    pub fn passed(mut self) -> Self {
        self.0.has_passed = true;
        self
    }

    /// Whether the error's reason is known to be over.
    pub fn has_passed(&self) -> bool {
        self.0.has_passed
    }

    /// Sets how often the call was tried again.
    #[must_use]
    pub fn after_retries(mut self, retries: u32) -> Self {
        self.0.retries = retries;
        self
    }

    /// How often the call was tried again.
    pub fn retries(&self) -> u32 {
        self.0.retries
    }

    /// Sets the number under which the world keeps the thrown value; 0: nothing was thrown.
    #[must_use]
    pub fn caused_by(mut self, cause: u32) -> Self {
        self.0.cause = cause;
        self
    }

    /// The number of the thrown value, or 0.
    pub fn cause(&self) -> u32 {
        self.0.cause
    }

    /// The kind of failure.
    pub fn kind(&self) -> Kind {
        self.0.kind
    }

    /// The sentence for the reader. Never holds a secret.
    pub fn message(&self) -> &str {
        &self.0.message
    }

    /// The service's reply, if it answered.
    pub fn reply(&self) -> Option<&ErrorReply> {
        self.0.reply.as_ref()
    }

    /// HTTP status, if the service answered.
    pub fn status(&self) -> Option<u16> {
        self.reply().map(|reply| reply.status)
    }

    /// AWS's name of the error, if it has one.
    pub fn code(&self) -> Option<&str> {
        self.reply().and_then(|reply| reply.code.as_deref())
    }

    /// The parameter that is to blame. A sentence of ours names it first, as `` `stop` `` or `messages[2].content`; a
    /// model's words that Bedrock passes on do so at times, in backticks.
    pub fn param(&self) -> Option<&str> {
        let message = self.message();
        match self.0.kind {
            Kind::Input => {
                let message = message.strip_prefix("No ").unwrap_or(message);
                quoted(message).or_else(|| {
                    let place = message.starts_with("messages[") || message.starts_with("input[");
                    place.then(|| message.split([':', ' ']).next().unwrap_or_default())
                })
            }
            Kind::Service => quoted(message.strip_prefix(OF_MODEL).unwrap_or(message)),
            _ => None,
        }
    }

    /// The same error with OpenAI's code, which exists for one case: OpenAI's clients send less when they read it.
    #[must_use]
    pub fn in_openais_words(mut self) -> Self {
        if let Some(reply) = &mut self.0.reply
            && self.0.kind == Kind::Service
            && says_too_long(reply, &self.0.message)
        {
            reply.code = Some(TOO_LONG.to_owned());
            // OpenAI's own status for it, with which nothing is tried again.
            reply.status = 400;
        }
        self
    }

    /// The name of the JavaScript class, as in the `openai` package.
    pub fn class(&self) -> &'static str {
        match self.0.kind {
            Kind::Input => "BedrockError",
            Kind::Credentials => "AuthenticationError",
            Kind::Connection => "APIConnectionError",
            Kind::Timeout => "APIConnectionTimeoutError",
            Kind::Abort => "APIUserAbortError",
            Kind::Protocol => "APIError",
            Kind::Service if is_api_key(self.message()) => "AuthenticationError",
            Kind::Service => service_class(self.status().unwrap_or_default(), self.code().unwrap_or_default()),
        }
    }
}

/// Bedrock's words for a model that is available through an inference profile only.
pub(crate) const NOT_ON_DEMAND: &str = "on-demand throughput isn";
/// Bedrock's words for a model that it does not have.
pub(crate) const NO_SUCH_MODEL: &str = "model identifier is invalid";

/// Bedrock's words before those of a model.
const OF_MODEL: &str = "The model returned the following errors: ";

/// The text in backticks at the beginning.
fn quoted(message: &str) -> Option<&str> {
    let (name, _) = message.strip_prefix('`')?.split_once('`')?;
    (!name.is_empty()).then_some(name)
}

/// Whether Bedrock says of an API key that it is wrong or has expired: by the words, since everything that is not
/// allowed has the same code.
pub(crate) fn is_api_key(message: &str) -> bool {
    says(message, "Bearer Token has expired") || says(message, "API Key is valid")
}

/// OpenAI's code for more input than the model takes.
pub const TOO_LONG: &str = "context_length_exceeded";

/// The code decides where AWS's status says too little: a quota or a conflict comes as 400, a bad signature as 403.
fn service_class(status: u16, code: &str) -> &'static str {
    match code {
        "ServiceQuotaExceededException"
        | "ThrottlingException"
        | "TooManyRequestsException"
        | "ModelNotReadyException" => "RateLimitError",
        "ConflictException" => "ConflictError",
        "ExpiredTokenException"
        | "ExpiredToken"
        | "UnrecognizedClientException"
        | "InvalidSignatureException"
        | "SignatureDoesNotMatch"
        | "IncompleteSignatureException"
        | "IncompleteSignature"
        | "MissingAuthenticationTokenException"
        | "InvalidClientTokenId" => "AuthenticationError",
        "ModelTimeoutException" => "APIConnectionTimeoutError",
        "ModelErrorException" | "ModelStreamErrorException" => "InternalServerError",
        _ => match status {
            400 => "BadRequestError",
            401 => "AuthenticationError",
            403 => "PermissionDeniedError",
            404 => "NotFoundError",
            409 => "ConflictError",
            429 => "RateLimitError",
            424 | 500.. => "InternalServerError",
            _ => "APIError",
        },
    }
}

impl fmt::Debug for Error {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.0.fmt(f)
    }
}

impl fmt::Display for Error {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0.message)
    }
}

impl std::error::Error for Error {}
