//! What can go wrong on demand. A session has a list of faults; each request that is signed rightly takes the next one,
//! and when the list is empty requests go well.

use serde::Deserialize;
use serde_json::Map;
use serde_json::Value;

/// One fault, as JSON: `{"kind": "throttle", "retryAfter": 2}`. `after` counts the stream events sent whole before it
/// happens; for operations that do not stream the one event is the body.
#[derive(Debug, Clone, Deserialize)]
#[serde(tag = "kind", rename_all = "camelCase", rename_all_fields = "camelCase", deny_unknown_fields)]
pub enum Fault {
    /// 429 `ThrottlingException`; seconds for `retry-after`, milliseconds for `x-amz-retry-after`.
    Throttle {
        /// Value of the `retry-after` header, in seconds.
        retry_after: Option<u64>,
        /// Value of the `x-amz-retry-after` header, in milliseconds.
        retry_after_ms: Option<u64>,
        /// The error's message.
        message: Option<String>,
    },
    /// An error of any status, as the service, a gateway (`html`) or a dying proxy (`empty`) would answer it.
    Status {
        /// The HTTP status.
        status: u16,
        /// AWS's error name; by default the one that belongs to the status.
        code: Option<String>,
        /// The error's message.
        message: Option<String>,
        /// An HTML page instead of JSON, without `x-amzn-errortype`.
        #[serde(default)]
        html: bool,
        /// No body and no `x-amzn-errortype`.
        #[serde(default)]
        empty: bool,
    },
    /// A `:message-type: exception` frame, then the end of the stream.
    Exception {
        /// The `:exception-type`, such as `throttlingException`.
        name: String,
        /// Events before it.
        #[serde(default)]
        after: usize,
        /// The exception's message.
        message: Option<String>,
    },
    /// A `:message-type: error` frame, then the end of the stream.
    ErrorFrame {
        /// The `:error-code`.
        code: String,
        /// Events before it.
        #[serde(default)]
        after: usize,
        /// The `:error-message`.
        #[serde(default)]
        message: String,
    },
    /// No more bytes until the session is released or the client goes.
    Stall {
        /// Events before it.
        #[serde(default)]
        after: usize,
    },
    /// The same as `stall`, under the name tests use that mean to go on.
    Gate {
        /// Events before it.
        #[serde(default)]
        after: usize,
    },
    /// The connection is reset (TCP RST) in the middle of the body.
    Reset {
        /// Events before it.
        #[serde(default)]
        after: usize,
    },
    /// Half an event, then a clean end of the body.
    Truncate {
        /// Events before it.
        #[serde(default)]
        after: usize,
    },
    /// A clean end of the body at an event boundary, too early.
    EndEarly {
        /// Events before it.
        #[serde(default)]
        after: usize,
    },
    /// One event whose checksum is wrong; the others follow as if nothing had happened.
    BadCrc {
        /// Events before it.
        #[serde(default)]
        after: usize,
        /// Which of the frame's two checksums.
        part: CrcPart,
    },
    /// Status 200 with something that is no event stream, as a captive portal or a proxy sends it.
    NotEventstream {
        /// The response's content type.
        content_type: String,
        /// The response's body.
        body: String,
    },
    /// Another pace than the session's.
    Slow {
        /// Milliseconds between two events.
        token_ms: u64,
    },
    /// Exactly these bytes.
    Raw {
        /// The HTTP status.
        status: u16,
        /// Response headers; CORS headers and the request id are added.
        #[serde(default)]
        headers: Map<String, Value>,
        /// The body in base64.
        body_base64: String,
        /// The body is sent in pieces of this many bytes, each in a chunk of its own.
        chunk_bytes: Option<usize>,
    },
    /// 307 to another place.
    Redirect {
        /// The `location` header.
        location: String,
    },
    /// The request is read and never answered; ends when the client goes or the session is deleted.
    Hang,
    /// The connection is closed before the first byte of the answer.
    CloseBeforeHead,
}

impl Fault {
    /// For a fault inside a body, the number of events before it.
    pub(crate) fn events_before(&self) -> Option<usize> {
        match self {
            Fault::Exception { after, .. }
            | Fault::ErrorFrame { after, .. }
            | Fault::Stall { after }
            | Fault::Gate { after }
            | Fault::Reset { after }
            | Fault::Truncate { after }
            | Fault::EndEarly { after }
            | Fault::BadCrc { after, .. } => Some(*after),
            _ => None,
        }
    }

    /// Happens to an event, not between two.
    pub(crate) fn needs_an_event(&self) -> bool {
        matches!(self, Fault::Reset { .. } | Fault::Truncate { .. } | Fault::BadCrc { .. })
    }

    /// May leave a body shorter than it was to be.
    pub(crate) fn cuts_the_body(&self) -> bool {
        matches!(self, Fault::Reset { .. } | Fault::Truncate { .. } | Fault::EndEarly { .. })
    }
}

/// One of the two checksums of a frame.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "camelCase")]
pub enum CrcPart {
    /// The one over the first eight bytes.
    Prelude,
    /// The one over the whole message.
    Message,
}
