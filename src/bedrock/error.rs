//! Bedrock's refusals: an HTTP status with headers and a body, or a frame inside a stream.
//!
//! The code is looked for where restJson1 puts it (header, then `code`, then `__type`), and a body that is HTML, empty
//! or cut off never hides the status. <https://smithy.io/2.0/aws/protocols/aws-restjson1-protocol.html#operation-error-serialization>

use super::json::string_member;
use super::operation::Service;
use super::xml;
use crate::error::BODY_BYTES_MAX;
use crate::error::CODE_BYTES_MAX;
use crate::error::Error;
use crate::error::ErrorReply;
use crate::error::Kind;
use crate::error::NO_SUCH_MODEL;
use crate::error::NOT_ON_DEMAND;
use crate::error::is_api_key;
use crate::eventstream::Frame;
use crate::http::Head;
use crate::search::says;
use crate::search::split_last;

/// The error of a response of `service` that is not a success.
pub fn from_http(service: &Service, head: &Head, body: &str) -> Error {
    let member = |name: &str| string_member(body, name).filter(|text| says_something(text));
    let element = |name: &str| xml::element(body, name).filter(|text| says_something(text));
    let code = head
        .header("x-amzn-errortype")
        .map(str::to_owned)
        .or_else(|| member("code"))
        .or_else(|| member("__type"))
        .or_else(|| element("Code"))
        .map(|code| excerpt(sanitize_code(&code), CODE_BYTES_MAX).to_owned())
        .filter(|code| !code.is_empty())
        .or_else(|| modelled_code(head.status).map(str::to_owned));
    let said = member("message").or_else(|| member("Message")).or_else(|| member("errorMessage"));
    let said = said.or_else(|| element("Message"));
    let said = match said {
        Some(said) => beginning(&said, BODY_BYTES_MAX),
        None => without_message(service, head.status, body),
    };
    let reply = ErrorReply {
        status: head.status,
        request_id: head.request_id().map(str::to_owned),
        headers: head.headers.clone(),
        body: excerpt(shown(service, body), BODY_BYTES_MAX).to_owned(),
        code,
    };
    // Advice on other services' errors is in pkg-template/credentials/: only pages that use them pay for it.
    if service.gives_credentials() {
        Error::new(Kind::Service, said).with_reply(reply)
    } else {
        service_error(&said, reply)
    }
}

/// Whether Bedrock refuses a model under its own id, because it is available through an inference profile only.
pub fn asks_for_profile(error: &Error) -> bool {
    says(error.message(), NOT_ON_DEMAND)
}

/// Whether Bedrock has neither a model nor an inference profile of the requested id.
pub fn names_no_model(error: &Error) -> bool {
    says(error.message(), NO_SUCH_MODEL)
}

/// The error that an `exception` or `error` frame carries.
pub fn from_frame(frame: Frame<'_>) -> Error {
    let payload = std::str::from_utf8(frame.payload).unwrap_or_default();
    let member = |name: &str| string_member(payload, name).filter(|text| says_something(text));
    let message = member("message").or_else(|| member("Message"));
    let message = message.as_deref();
    let message = message
        .or_else(|| frame.headers.string(":error-message").filter(|text| says_something(text)))
        .unwrap_or("Bedrock broke off the stream without saying why.");
    let message = beginning(message, BODY_BYTES_MAX);
    let name = frame.headers.string(":exception-type").or_else(|| frame.headers.string(":error-code"));
    let name = name.map(|name| excerpt(name, CODE_BYTES_MAX));
    // Streams spell it throttlingException, everything else ThrottlingException.
    let code = name.map(|name| {
        let mut characters = name.chars();
        characters.next().map_or_else(String::new, |first| first.to_ascii_uppercase().to_string() + characters.as_str())
    });
    let status = code.as_deref().and_then(modelled_status).unwrap_or(500);
    let body = excerpt(payload, BODY_BYTES_MAX).to_owned();
    service_error(&message, ErrorReply { status, code, body, ..ErrorReply::default() })
}

/// The error of a reply with a success status but not the requested content.
pub fn unexpected_reply(service: &Service, what: &str, head: &Head, body: &str) -> Error {
    let body = shown(service, body);
    let begins = beginning(body, 200);
    let begins = if begins.is_empty() { begins } else { [" It begins: ", &begins].concat() };
    Error::protocol(format!(
        "{what} Look for a proxy or gateway that answers in place of {}, and check the endpoint.{begins}",
        service.name
    ))
    .with_reply(ErrorReply {
        status: head.status,
        code: None,
        request_id: head.request_id().map(str::to_owned),
        headers: head.headers.clone(),
        body: excerpt(body, BODY_BYTES_MAX).to_owned(),
    })
}

fn service_error(said: &str, reply: ErrorReply) -> Error {
    let code = reply.code.as_deref().unwrap_or_default();
    let message = match advice(code, reply.status, said) {
        Some(advice) => format!("{said} ({advice})"),
        None => said.to_owned(),
    };
    Error::new(Kind::Service, message).with_reply(reply)
}

/// The reader's next step. AWS's sentences mostly leave that open.
fn advice(code: &str, status: u16, said: &str) -> Option<&'static str> {
    if says(said, NOT_ON_DEMAND) {
        return Some("Put the prefix of an inference profile before the model id, such as us. or global.");
    }
    if says(said, NO_SUCH_MODEL) {
        return Some("Check how the id is spelt, and that the region has the model: bedrock.models.list() tells.");
    }
    if is_api_key(said) {
        return Some("Create a new API key, or pass a function as `apiKey`: a short-term key lasts for twelve hours.");
    }
    Some(match code {
        "ExpiredTokenException" => {
            "The temporary credentials have expired: get fresh ones, or pass a function as `credentials`."
        }
        "UnrecognizedClientException" | "InvalidClientTokenId" => {
            "AWS does not know this access key or session token: pass accessKeyId, secretAccessKey and sessionToken from one source."
        }
        "InvalidSignatureException" if says(said, "Signature expired") || says(said, "not yet current") => {
            "Set this machine's clock: AWS accepts five minutes of difference."
        }
        "InvalidSignatureException" => {
            "Check the secret access key, and that no proxy changes the path, the headers or the body."
        }
        "AccessDeniedException" | "AccessDenied" if says(said, "not authorized to perform") => {
            "Allow this action to this identity in IAM."
        }
        "AccessDeniedException" => {
            "Request access to the model in the Bedrock console, and allow bedrock:InvokeModel* to this identity."
        }
        "ThrottlingException" => "Send fewer requests, use an inference profile, or ask for a higher quota.",
        "ServiceQuotaExceededException" => "Ask for a higher quota in the Service Quotas console.",
        "ModelNotReadyException" => "The model is being loaded: try again in a minute.",
        _ if status == 403 => "Check that the credentials may call Bedrock in this region.",
        _ => return None,
    })
}

/// Servers leave a member empty rather than out.
fn says_something(text: &str) -> bool {
    !text.trim_ascii().is_empty()
}

/// `aws.protocoltests.restjson#FooError:http://…,…` becomes `FooError`.
fn sanitize_code(code: &str) -> &str {
    let code = code.split(',').next().unwrap_or_default();
    let code = code.split(':').next().unwrap_or_default();
    split_last(code, b'#').map_or(code, |(_, name)| name).trim_ascii()
}

fn without_message(service: &Service, status: u16, body: &str) -> String {
    let (body, name) = (body.trim_ascii(), service.name);
    if body.is_empty() {
        return format!("{name} answered {status} and nothing else.");
    }
    if body.starts_with('<') {
        return format!("A proxy or gateway answered {status} with a page instead of {name}.");
    }
    if service.gives_credentials() {
        return format!("{name} answered {status} without a message.");
    }
    format!("{name} answered {status}: {}", beginning(body, 200))
}

/// The part of a body that errors may show. Even the body of an error may hold keys, where the service gives such.
fn shown<'a>(service: &Service, body: &'a str) -> &'a str {
    if service.gives_credentials() { "" } else { body }
}

/// The beginning of the text, with an `…` where it was cut.
fn beginning(text: &str, bytes_max: usize) -> String {
    let begins = excerpt(text, bytes_max);
    [begins, if begins.len() < text.len() { "…" } else { "" }].concat()
}

fn excerpt(text: &str, bytes_max: usize) -> &str {
    text.get(..text.floor_char_boundary(bytes_max)).unwrap_or(text)
}

/// Browsers hide the header with the code unless CORS exposes it. A status is a code only where it has one meaning.
fn modelled_code(status: u16) -> Option<&'static str> {
    match status {
        408 => Some("ModelTimeoutException"),
        _ => None,
    }
}

/// The HTTP status that AWS's model gives an exception, for those that come inside a stream.
fn modelled_status(code: &str) -> Option<u16> {
    Some(match code {
        "ValidationException" => 400,
        "ModelTimeoutException" => 408,
        "ModelStreamErrorException" => 424,
        "ThrottlingException" => 429,
        "InternalServerException" => 500,
        "ServiceUnavailableException" => 503,
        _ => return None,
    })
}
