//! The port: all that a call needs of the world. `wasm::io` implements it over JavaScript, tests over a world of their
//! own, which has its own clock and server.

use std::rc::Rc;

use crate::credentials::ApiKey;
use crate::credentials::Credentials;
use crate::error::Error;
use crate::http::Head;
use crate::http::Request;

/// The world as one call sees it. It dispatches statically and stays on one thread.
#[allow(async_fn_in_trait, reason = "no caller needs the futures to be Send")]
pub trait Io {
    /// Asks for the keys, for at most `limit_ms` milliseconds (0: without a limit). The limit also holds for the hash.
    async fn keys(&self, limit_ms: u32) -> Result<Keys, Failure>;
    /// SHA-256 of the payload in lower-case hex.
    async fn hash(&self) -> Result<String, Failure>;
    /// Sends the request with the payload and waits for the head of the reply. The limit holds until its body is read.
    async fn exchange(&self, request: &Request, limit_ms: u32) -> Result<Head, Failure>;
    /// Reads the body of the last reply. Only [`Want::Text`], [`Want::Outline`] and [`Want::Piece`] give it. The limit
    /// is that of a piece.
    async fn body(&self, want: Want, limit_ms: u32) -> Result<String, Failure>;
    /// Fetches files from the web for a request. Gives a data URL for each address, whose bulk stays with the world.
    async fn files(&self, addresses: &[String]) -> Result<Vec<String>, Failure>;
    /// Waits.
    async fn sleep(&self, ms: u32) -> Result<(), Failure>;
    /// Replaces the payload: the bytes that are hashed and sent. At first it is the caller's input. The world puts its
    /// bulk back in the place of tokens.
    fn set_payload(&self, text: &str);
    /// A line of its own for a call that runs beside this one.
    #[must_use]
    fn line(&self) -> Self;
    /// Milliseconds since 1970 by the local clock.
    fn now(&self) -> f64;
    /// A number from 0 to 1.
    fn random(&self) -> f64;
    /// Tells the caller's hooks and log.
    fn tell(&self, told: Told<'_>);
}

/// The keys that authorize a request.
#[derive(Clone, Debug)]
pub enum Keys {
    /// They sign it.
    Access(Rc<Credentials>),
    /// It goes along.
    Api(ApiKey),
}

/// How a body is read.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Want {
    /// Text for the core.
    Text = 0,
    /// A JSON object, parsed by the world.
    Json = 1,
    /// Bytes, which stay with the world.
    Bytes = 2,
    /// JSON without its bulk, as text for the core: the world keeps long base64 and lists of numbers, and puts a token
    /// in the place of each.
    Outline = 3,
    /// The next piece of a stream, a character a byte: empty at its end, and for a piece that is too long for an
    /// exception. The later reader of the stream gets it all the same.
    Piece = 4,
}

/// Why the world did not do as asked.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Failure {
    /// The kind of failure.
    pub kind: FailureKind,
    /// The number under which the world keeps the thrown value; 0: nothing was thrown.
    pub cause: u32,
}

/// The kind of a failure.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum FailureKind {
    /// The caller's signal aborted the call.
    Aborted,
    /// The limit was reached.
    TimedOut,
    /// The connection failed or broke: the name and the message of the thrown value.
    Connection(String, String),
    /// The body is not a JSON object; its text.
    NotJson(String),
    /// The caller passed neither credentials nor an API key.
    NoKeys,
    /// The keys cannot be used; a sentence that says why.
    Keys(String),
    /// Something else that the caller passed cannot be used; a sentence that says why.
    Input(String),
}

/// A call's reports on its way.
#[derive(Debug)]
pub enum Told<'a> {
    /// A request is about to be sent.
    Request(Attempt<'a>, &'a Request),
    /// A head arrived, after this many milliseconds.
    Response(Attempt<'a>, &'a Head, f64),
    /// The attempt failed; the next one follows after this many milliseconds.
    Retry(Attempt<'a>, &'a Error, u32),
    /// A fact that the caller would not learn otherwise: its code, a sentence, and the reason.
    Warning(&'static str, &'a str, Because<'a>),
}

/// The reason for a warning.
#[derive(Clone, Copy, Debug)]
pub enum Because<'a> {
    /// The sentence says all.
    Itself,
    /// An error.
    Of(&'a Error),
    /// The thrown value that the world keeps under this number.
    Thrown(u32),
}

/// One attempt of a call, as hooks and the log name it.
#[derive(Clone, Copy, Debug)]
pub struct Attempt<'a> {
    /// AWS's name of the operation.
    pub operation: &'static str,
    /// The model's id, where the operation has one.
    pub model_id: Option<&'a str>,
    /// From 1.
    pub number: u32,
}
