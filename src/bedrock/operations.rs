//! The operations as data: one row holds everything that is special to one of them. A new operation is a new row.
//!
//! Names, paths and header names are those of AWS's service models: `bedrock-runtime` and `bedrock-agent-runtime`,
//! `bedrock` (the control plane), and of those that give credentials, `cognito-identity` and `sts`.

use super::operation::Auth;
use super::operation::Operation;
use super::operation::Payload;
use super::operation::Service;
use super::operation::Stream;

/// The common case: the client posts JSON, and JSON comes back.
const JSON: Operation = Operation {
    name: "",
    service: &BEDROCK_RUNTIME,
    auth: Auth::SignatureOrApiKey,
    method_name: "",
    method: "POST",
    path: "",
    body_headers: &[("content-type", "application/json")],
    input_headers: &[],
    input_query: &[],
    idempotency_token: None,
    input: Payload::Json,
    output_headers: &[],
    output: Payload::Json,
};

/// An operation whose input is all in the path and the query.
const GET: Operation = Operation { method: "GET", input: Payload::Empty, ..JSON };

const COGNITO: Operation = Operation {
    service: &COGNITO_IDENTITY,
    auth: Auth::None,
    method_name: "fromCognitoIdentityPool",
    path: "/",
    ..JSON
};

const STS_CREDENTIALS: Operation = Operation {
    service: &STS,
    path: "/",
    body_headers: &[("content-type", "application/x-www-form-urlencoded")],
    input: Payload::Form,
    output: Payload::Xml(&["AccessKeyId", "SecretAccessKey", "SessionToken", "Expiration"]),
    ..JSON
};

/// Every operation.
pub const OPERATIONS: &[Operation] = &[
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
    #[cfg(feature = "more")]
    Operation {
        name: "InvokeModelWithBidirectionalStream",
        auth: Auth::Signature,
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
    Operation { name: "GetAsyncInvoke", method_name: "getAsyncInvoke", path: "/async-invoke/{invocationArn}", ..GET },
    Operation {
        name: "ListAsyncInvokes",
        method_name: "listAsyncInvokes",
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
        ..GET
    },
    Operation {
        name: "Rerank",
        service: &BEDROCK_AGENT_RUNTIME,
        auth: Auth::Signature,
        method_name: "rerank",
        path: "/rerank",
        ..JSON
    },
    Operation {
        name: "ListFoundationModels",
        service: &BEDROCK,
        method_name: "listFoundationModels",
        path: "/foundation-models",
        input_query: &[
            ("byProvider", "byProvider"),
            ("byCustomizationType", "byCustomizationType"),
            ("byOutputModality", "byOutputModality"),
            ("byInferenceType", "byInferenceType"),
        ],
        ..GET
    },
    Operation {
        name: "GetFoundationModel",
        service: &BEDROCK,
        method_name: "getFoundationModel",
        path: "/foundation-models/{modelIdentifier}",
        ..GET
    },
    Operation {
        name: "ListInferenceProfiles",
        service: &BEDROCK,
        method_name: "listInferenceProfiles",
        path: "/inference-profiles",
        input_query: &[("maxResults", "maxResults"), ("nextToken", "nextToken"), ("typeEquals", "type")],
        ..GET
    },
    Operation {
        name: "GetInferenceProfile",
        service: &BEDROCK,
        method_name: "getInferenceProfile",
        path: "/inference-profiles/{inferenceProfileIdentifier}",
        ..GET
    },
    #[cfg(feature = "more")]
    Operation {
        name: "CreateModelInvocationJob",
        service: &BEDROCK,
        method_name: "createModelInvocationJob",
        path: "/model-invocation-job",
        idempotency_token: Some("clientRequestToken"),
        ..JSON
    },
    #[cfg(feature = "more")]
    Operation {
        name: "GetModelInvocationJob",
        service: &BEDROCK,
        method_name: "getModelInvocationJob",
        path: "/model-invocation-job/{jobIdentifier}",
        ..GET
    },
    #[cfg(feature = "more")]
    Operation {
        name: "ListModelInvocationJobs",
        service: &BEDROCK,
        method_name: "listModelInvocationJobs",
        path: "/model-invocation-jobs",
        input_query: &[
            ("submitTimeAfter", "submitTimeAfter"),
            ("submitTimeBefore", "submitTimeBefore"),
            ("statusEquals", "statusEquals"),
            ("nameContains", "nameContains"),
            ("maxResults", "maxResults"),
            ("nextToken", "nextToken"),
            ("sortBy", "sortBy"),
            ("sortOrder", "sortOrder"),
        ],
        ..GET
    },
    #[cfg(feature = "more")]
    Operation {
        name: "StopModelInvocationJob",
        service: &BEDROCK,
        method_name: "stopModelInvocationJob",
        method: "POST",
        path: "/model-invocation-job/{jobIdentifier}/stop",
        ..GET
    },
    Operation { name: "GetId", body_headers: &cognito("AWSCognitoIdentityService.GetId"), ..COGNITO },
    Operation {
        name: "GetCredentialsForIdentity",
        body_headers: &cognito("AWSCognitoIdentityService.GetCredentialsForIdentity"),
        ..COGNITO
    },
    Operation { name: "GetOpenIdToken", body_headers: &cognito("AWSCognitoIdentityService.GetOpenIdToken"), ..COGNITO },
    Operation { name: "AssumeRole", auth: Auth::Signature, method_name: "fromTemporaryCredentials", ..STS_CREDENTIALS },
    Operation { name: "AssumeRoleWithWebIdentity", auth: Auth::None, method_name: "fromWebToken", ..STS_CREDENTIALS },
    Operation {
        name: "GetContainerCredentials",
        service: &HTTP,
        auth: Auth::None,
        method_name: "fromHttp",
        input_headers: &[("authorizationToken", "authorization")],
        ..GET
    },
];

const fn cognito(target: &'static str) -> [(&'static str, &'static str); 2] {
    [("content-type", "application/x-amz-json-1.1"), ("x-amz-target", target)]
}

/// The control plane.
const BEDROCK: Service = Service { name: "Bedrock", endpoint_prefix: "bedrock", signing_name: "bedrock" };
const BEDROCK_RUNTIME: Service = Service { endpoint_prefix: "bedrock-runtime", ..BEDROCK };
const BEDROCK_AGENT_RUNTIME: Service = Service { endpoint_prefix: "bedrock-agent-runtime", ..BEDROCK };
const COGNITO_IDENTITY: Service =
    Service { name: "Cognito", endpoint_prefix: "cognito-identity", signing_name: "cognito-identity" };
const STS: Service = Service { name: "STS", endpoint_prefix: "sts", signing_name: "sts" };
/// The caller's endpoint, of any kind.
const HTTP: Service = Service { name: "fromHttp's endpoint", endpoint_prefix: "", signing_name: "" };
