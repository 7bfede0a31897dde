//! The properties that tell operations apart. The operations themselves are rows of [`OPERATIONS`].

pub use super::operations::OPERATIONS;

/// One operation of an AWS API.
#[derive(Debug, PartialEq, Eq)]
pub struct Operation {
    /// AWS's name: `ConverseStream`.
    pub name: &'static str,
    /// The API that it belongs to.
    pub service: &'static Service,
    /// How a request identifies its sender.
    pub auth: Auth,
    /// The name of the method in JavaScript: `converseStream`.
    pub method_name: &'static str,
    /// `GET` or `POST`.
    pub method: &'static str,
    /// The path, with input members in braces.
    pub path: &'static str,
    /// The headers of every request with a body.
    pub body_headers: &'static [(&'static str, &'static str)],
    /// Input members that travel as headers: member and header.
    pub input_headers: &'static [(&'static str, &'static str)],
    /// Input members that travel in the query: member and parameter.
    pub input_query: &'static [(&'static str, &'static str)],
    /// The input member that makes repeating a request harmless: it is generated where the caller leaves it out.
    pub idempotency_token: Option<&'static str>,
    /// The kind of the request's body.
    pub input: Payload,
    /// Output members that come as headers: member and header.
    pub output_headers: &'static [(&'static str, &'static str)],
    /// The kind of the reply's body.
    pub output: Payload,
}

/// An AWS API, with an endpoint of its own.
#[derive(Debug, PartialEq, Eq)]
pub struct Service {
    /// Its name in messages: `Bedrock`.
    pub name: &'static str,
    /// The beginning of its host names: `bedrock-runtime`.
    pub endpoint_prefix: &'static str,
    /// The service in the scope of a signature: `bedrock`.
    pub signing_name: &'static str,
}

/// How a request identifies its sender.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Auth {
    /// By a signature or a Bedrock API key, whichever the client has.
    SignatureOrApiKey,
    /// By a signature: Bedrock takes no API key here.
    Signature,
    /// Not at all.
    None,
}

/// The kind of a body.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Payload {
    /// The members that travel nowhere else, as a JSON object.
    Json,
    /// The bytes of the member `body`, and nothing around them.
    Blob,
    /// An eventstream; one that is sent goes over a WebSocket.
    Events(Stream),
    /// The input as a form, in AWS's query protocol.
    Form,
    /// XML, in which only these elements count.
    Xml(&'static [&'static str]),
    /// Nothing.
    Empty,
}

/// Which events a stream has.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Stream {
    /// `messageStart` to `metadata`.
    Converse,
    /// `chunk` with the model's own bytes.
    Model,
}

/// Whether any operation [sends events](Operation::sends_events). If not, the compiler leaves out the code that only
/// such operations need.
pub const SENDS_EVENTS: bool = cfg!(feature = "more");

impl Operation {
    /// The operation of this AWS name.
    pub fn named(name: &str) -> Option<&'static Self> {
        OPERATIONS.iter().find(|operation| operation.name == name)
    }

    /// Whether events are sent as well as received: over a WebSocket, since fetch cannot do both at once.
    pub fn sends_events(&self) -> bool {
        SENDS_EVENTS && matches!(self.input, Payload::Events(_))
    }

    /// The members of the input that are part of the path.
    pub fn labels(&self) -> impl Iterator<Item = &'static str> + use<> {
        self.path.split('/').filter_map(label)
    }

    /// The members of the input that are not in its JSON body.
    pub fn bound_members(&self) -> impl Iterator<Item = &'static str> + use<> {
        let others = self.input_headers.iter().chain(self.input_query);
        self.labels().chain(others.map(|(member, _)| *member))
    }
}

impl Service {
    /// Whether its replies are credentials. No message may show any part of them.
    pub fn gives_credentials(&self) -> bool {
        self.signing_name != "bedrock"
    }
}

/// The member that a segment of a path template stands for.
pub fn label(segment: &'static str) -> Option<&'static str> {
    segment.strip_prefix('{')?.strip_suffix('}')
}
