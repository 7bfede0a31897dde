//! The operations as data: one row says everything that telling them apart takes. Adding one is adding a row.
//!
//! Names, paths and header names are those of AWS's service model for `bedrock-runtime`, version 2023-09-30.

/// One operation of a Bedrock API.
#[derive(Debug, PartialEq, Eq)]
pub struct Operation {
    /// AWS's name: `ConverseStream`.
    pub name: &'static str,
    /// The name of the method in JavaScript: `converseStream`.
    pub method_name: &'static str,
    /// `GET` or `POST`.
    pub method: &'static str,
    /// The path, with input members in braces.
    pub path: &'static str,
    /// Input members that travel as headers: member and header.
    pub input_headers: &'static [(&'static str, &'static str)],
    /// Input members that travel in the query: member and parameter.
    pub input_query: &'static [(&'static str, &'static str)],
    /// The input member that makes repeating a request harmless: it is made up where the caller leaves it out.
    pub idempotency_token: Option<&'static str>,
    /// What the body of the request is made of.
    pub input: Payload,
    /// Output members that come as headers: member and header.
    pub output_headers: &'static [(&'static str, &'static str)],
    /// What the body of the reply is.
    pub output: Payload,
}

/// What a body is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Payload {
    /// The members that travel nowhere else, as a JSON object.
    Json,
    /// The bytes of the member `body`, and nothing around them.
    Blob,
    /// An eventstream; one that is sent goes over a WebSocket.
    Events(Stream),
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

impl Operation {
    /// The operation of this AWS name.
    pub fn named(name: &str) -> Option<&'static Self> {
        OPERATIONS.iter().find(|operation| operation.name == name)
    }

    /// Whether events are sent as well as received: over a WebSocket, since fetch cannot do both at once.
    pub fn sends_events(&self) -> bool {
        matches!(self.input, Payload::Events(_))
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

/// The member that a segment of a path template stands for.
pub fn label(segment: &'static str) -> Option<&'static str> {
    segment.strip_prefix('{')?.strip_suffix('}')
}

/// What most operations have in common: JSON is posted, and JSON comes back.
const JSON: Operation = Operation {
    name: "",
    method_name: "",
    method: "POST",
    path: "",
    input_headers: &[],
    input_query: &[],
    idempotency_token: None,
    input: Payload::Json,
    output_headers: &[],
    output: Payload::Json,
};

/// Every operation.
pub const OPERATIONS: [Operation; 11] = [
    Operation { name: "Converse", method_name: "converse", path: "/model/{modelId}/converse", ..JSON },
    Operation {
        name: "ConverseStream",
        method_name: "converseStream",
        path: "/model/{modelId}/converse-stream",
        output: Payload::Events(Stream::Converse),
        ..JSON
    },
    Operation {
        name: "InvokeModel",
        method_name: "invokeModel",
        path: "/model/{modelId}/invoke",
        input_headers: &[
            ("contentType", "content-type"),
            ("accept", "accept"),
            ("trace", "x-amzn-bedrock-trace"),
            ("guardrailIdentifier", "x-amzn-bedrock-guardrailidentifier"),
            ("guardrailVersion", "x-amzn-bedrock-guardrailversion"),
            ("performanceConfigLatency", "x-amzn-bedrock-performanceconfig-latency"),
            ("serviceTier", "x-amzn-bedrock-service-tier"),
            ("requestMetadata", "x-amzn-bedrock-request-metadata"),
        ],
        input: Payload::Blob,
        output_headers: &[
            ("contentType", "content-type"),
            ("performanceConfigLatency", "x-amzn-bedrock-performanceconfig-latency"),
            ("serviceTier", "x-amzn-bedrock-service-tier"),
        ],
        output: Payload::Blob,
        ..JSON
    },
    Operation {
        name: "InvokeModelWithResponseStream",
        method_name: "invokeModelWithResponseStream",
        path: "/model/{modelId}/invoke-with-response-stream",
        input_headers: &[
            ("contentType", "content-type"),
            ("accept", "x-amzn-bedrock-accept"),
            ("trace", "x-amzn-bedrock-trace"),
            ("guardrailIdentifier", "x-amzn-bedrock-guardrailidentifier"),
            ("guardrailVersion", "x-amzn-bedrock-guardrailversion"),
            ("performanceConfigLatency", "x-amzn-bedrock-performanceconfig-latency"),
            ("serviceTier", "x-amzn-bedrock-service-tier"),
            ("requestMetadata", "x-amzn-bedrock-request-metadata"),
        ],
        input: Payload::Blob,
        output_headers: &[
            ("contentType", "x-amzn-bedrock-content-type"),
            ("performanceConfigLatency", "x-amzn-bedrock-performanceconfig-latency"),
            ("serviceTier", "x-amzn-bedrock-service-tier"),
        ],
        output: Payload::Events(Stream::Model),
        ..JSON
    },
    Operation {
        name: "InvokeModelWithBidirectionalStream",
        method_name: "invokeModelWithBidirectionalStream",
        path: "/model/{modelId}/invoke-with-bidirectional-stream",
        input: Payload::Events(Stream::Model),
        output: Payload::Events(Stream::Model),
        ..JSON
    },
    Operation { name: "CountTokens", method_name: "countTokens", path: "/model/{modelId}/count-tokens", ..JSON },
    Operation {
        name: "ApplyGuardrail",
        method_name: "applyGuardrail",
        path: "/guardrail/{guardrailIdentifier}/version/{guardrailVersion}/apply",
        ..JSON
    },
    Operation {
        name: "InvokeGuardrailChecks",
        method_name: "invokeGuardrailChecks",
        path: "/guardrail-checks/invoke",
        ..JSON
    },
    Operation {
        name: "StartAsyncInvoke",
        method_name: "startAsyncInvoke",
        path: "/async-invoke",
        idempotency_token: Some("clientRequestToken"),
        ..JSON
    },
    Operation {
        name: "GetAsyncInvoke",
        method_name: "getAsyncInvoke",
        method: "GET",
        path: "/async-invoke/{invocationArn}",
        input: Payload::Empty,
        ..JSON
    },
    Operation {
        name: "ListAsyncInvokes",
        method_name: "listAsyncInvokes",
        method: "GET",
        path: "/async-invoke",
        input_query: &[
            ("submitTimeAfter", "submitTimeAfter"),
            ("submitTimeBefore", "submitTimeBefore"),
            ("statusEquals", "statusEquals"),
            ("maxResults", "maxResults"),
            ("nextToken", "nextToken"),
            ("sortBy", "sortBy"),
            ("sortOrder", "sortOrder"),
        ],
        input: Payload::Empty,
        ..JSON
    },
];
