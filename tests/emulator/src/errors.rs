//! Errors as AWS sends them: a status, the name in `x-amzn-errortype`, a request id and a JSON body with `message`.

use axum::http::HeaderMap;
use axum::http::HeaderValue;
use axum::http::StatusCode;
use serde_json::Map;
use serde_json::Value;

/// What Bedrock's own code reports, as the `x-amzn-errortype` header spells it.
const BEDROCK_NAMESPACE: &str = "http://internal.amazon.com/coral/com.amazon.bedrock/";
/// What AWS's web framework reports before Bedrock's code is reached: signatures, tokens, unreadable bodies.
const FRAMEWORK_NAMESPACE: &str = "http://internal.amazon.com/coral/com.amazon.coral.service/";

/// An error answer of the service.
#[derive(Debug, Clone, PartialEq)]
pub struct ServiceError {
    /// The HTTP status.
    pub status: u16,
    /// AWS's name for the error, such as `ValidationException`.
    pub name: String,
    /// The text for people, in AWS's wording where that is known.
    pub message: String,
    namespace: &'static str,
    has_extra_members: bool,
}

impl ServiceError {
    /// An error of the service with the given status, as Bedrock's own code reports it.
    pub fn new(status: u16, name: impl Into<String>, message: impl Into<String>) -> ServiceError {
        ServiceError {
            status,
            name: name.into(),
            message: message.into(),
            namespace: BEDROCK_NAMESPACE,
            has_extra_members: false,
        }
    }

    pub(crate) fn framework(status: u16, name: &str, message: impl Into<String>) -> ServiceError {
        ServiceError { namespace: FRAMEWORK_NAMESPACE, ..ServiceError::new(status, name, message) }
    }

    pub(crate) fn validation(message: impl Into<String>) -> ServiceError {
        ServiceError::new(400, "ValidationException", message)
    }

    /// A body that cannot be read at all: not JSON, or JSON of another type than the operation's shape says.
    pub(crate) fn serialization(message: impl Into<String>) -> ServiceError {
        ServiceError::framework(400, "SerializationException", message)
    }

    pub(crate) fn unknown_operation() -> ServiceError {
        ServiceError::framework(
            404,
            "UnknownOperationException",
            "The requested operation is not recognized by the service.",
        )
    }

    /// Adds the members that only some errors have, such as `originalStatusCode`.
    pub(crate) fn with_extra_members(self) -> ServiceError {
        ServiceError { has_extra_members: true, ..self }
    }

    pub(crate) fn status(&self) -> StatusCode {
        StatusCode::from_u16(self.status).unwrap_or(StatusCode::INTERNAL_SERVER_ERROR)
    }

    pub(crate) fn headers(&self) -> HeaderMap {
        let mut headers = HeaderMap::new();
        headers.insert("content-type", HeaderValue::from_static("application/json"));
        if let Ok(value) = HeaderValue::from_str(&format!("{}:{}", self.name, self.namespace)) {
            headers.insert("x-amzn-errortype", value);
        }
        headers
    }

    pub(crate) fn body(&self) -> Vec<u8> {
        let mut body = Map::new();
        body.insert("message".to_owned(), Value::from(self.message.as_str()));
        if self.has_extra_members {
            body.extend(extra_members(&self.name, &self.message));
        }
        Value::Object(body).to_string().into_bytes()
    }
}

/// The extra members an error of this name has beside `message`, with plausible values.
pub(crate) fn extra_members(name: &str, message: &str) -> Map<String, Value> {
    let mut extra = Map::new();
    if name.eq_ignore_ascii_case("modelStreamErrorException") {
        extra.insert("originalMessage".to_owned(), Value::from(message));
        extra.insert("originalStatusCode".to_owned(), Value::from(500));
    } else if name.eq_ignore_ascii_case("modelErrorException") {
        extra.insert("originalStatusCode".to_owned(), Value::from(500));
        extra.insert("resourceName".to_owned(), Value::from("model"));
    }
    extra
}

/// Bedrock's own text for each error name, used when a fault gives none.
pub(crate) fn default_message(name: &str) -> &'static str {
    match name.to_ascii_lowercase().as_str() {
        "throttlingexception" => "Too many requests, please wait before trying again.",
        "internalserverexception" => {
            "The system encountered an unexpected error during processing. Try your request again."
        }
        "serviceunavailableexception" => "Bedrock is unable to process your request.",
        "modeltimeoutexception" => "Model has timed out in processing the request. Try your request again.",
        "modelnotreadyexception" => "The model is not ready to serve inference requests. Try again later.",
        "modelstreamerrorexception" => {
            "The system encountered an unexpected error during processing. Try your request again."
        }
        "modelerrorexception" => "The model encountered an error while processing the request.",
        "validationexception" => "The input fails to satisfy the constraints specified by the service.",
        "accessdeniedexception" => "You don't have access to the model with the specified model ID.",
        "resourcenotfoundexception" => "Could not resolve the foundation model from the provided model identifier.",
        _ => "The request could not be processed.",
    }
}

/// The error names Bedrock's runtime answers with, by status, for faults that give a status only.
pub(crate) fn name_for_status(status: u16) -> &'static str {
    match status {
        400 => "ValidationException",
        403 => "AccessDeniedException",
        404 => "ResourceNotFoundException",
        408 => "ModelTimeoutException",
        424 => "ModelErrorException",
        429 => "ThrottlingException",
        503 => "ServiceUnavailableException",
        _ => "InternalServerException",
    }
}
