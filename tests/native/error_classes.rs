//! What a refusal means: the JavaScript class of every exception in AWS's model and of some outside it, whether a retry
//! is worth it, and what the message advises.

use bedrock_wasm::bedrock::error::from_http;
use bedrock_wasm::bedrock::operation::Operation;
use bedrock_wasm::error::Error;
use bedrock_wasm::http::Head;
use bedrock_wasm::retry;
use bedrock_wasm::retry::Class;

use crate::support;

#[test]
fn each_error_of_awss_model_has_its_class_and_its_retries() {
    let model = support::fixture_json("service-models/bedrock-runtime.json");
    let modelled: Vec<_> = model["shapes"]
        .as_object()
        .unwrap()
        .iter()
        .filter(|(_, shape)| shape["exception"] == true)
        .map(|(code, shape)| (code.as_str(), shape["error"]["httpStatusCode"].as_u64().unwrap()))
        .collect();
    let mut tested = Vec::new();
    for (code, status, class, retries) in [
        ("AccessDeniedException", 403, "PermissionDeniedError", Class::Final),
        ("ConflictException", 400, "ConflictError", Class::Final),
        ("InternalServerException", 500, "InternalServerError", Class::Transient),
        ("ModelErrorException", 424, "InternalServerError", Class::Final),
        ("ModelNotReadyException", 429, "RateLimitError", Class::Throttling),
        ("ModelStreamErrorException", 424, "InternalServerError", Class::Final),
        ("ModelTimeoutException", 408, "APIConnectionTimeoutError", Class::Final),
        ("ResourceNotFoundException", 404, "NotFoundError", Class::Final),
        ("ServiceQuotaExceededException", 400, "RateLimitError", Class::Final),
        ("ServiceUnavailableException", 503, "InternalServerError", Class::Transient),
        ("ThrottlingException", 429, "RateLimitError", Class::Throttling),
        ("ValidationException", 400, "BadRequestError", Class::Final),
    ] {
        tested.push((code, u64::from(status)));
        let error = refused(status, &[("x-amzn-errortype", code)], r#"{"message":"Why."}"#);
        assert_eq!((error.class(), retry::class(&error)), (class, retries), "{code}");
        // Browsers may hide the code; the status of all but a quota and a conflict says as much.
        let error = refused(status, &[], r#"{"message":"Why."}"#);
        let class = if matches!(code, "ServiceQuotaExceededException" | "ConflictException") {
            "BadRequestError"
        } else {
            class
        };
        assert_eq!((error.class(), retry::class(&error)), (class, retries), "{status}, which is {code}");
    }
    assert_eq!(tested, modelled);
}

#[test]
fn errors_outside_the_model_have_their_class_and_their_retries_too() {
    for (code, status, class, retries) in [
        ("ExpiredTokenException", 403, "AuthenticationError", Class::Final),
        ("ExpiredToken", 403, "AuthenticationError", Class::Final),
        ("SignatureDoesNotMatch", 403, "AuthenticationError", Class::Final),
        ("IDPCommunicationError", 400, "BadRequestError", Class::Transient),
        ("UnrecognizedClientException", 403, "AuthenticationError", Class::Final),
        ("InvalidClientTokenId", 403, "AuthenticationError", Class::Final),
        ("InvalidSignatureException", 403, "AuthenticationError", Class::Final),
        ("IncompleteSignatureException", 400, "AuthenticationError", Class::Final),
        ("IncompleteSignature", 400, "AuthenticationError", Class::Final),
        ("MissingAuthenticationTokenException", 403, "AuthenticationError", Class::Final),
        ("FTUFormNotFilled", 404, "NotFoundError", Class::Final),
        ("InternalFailure", 500, "InternalServerError", Class::Transient),
        ("TooManyRequestsException", 429, "RateLimitError", Class::Throttling),
        ("TooManyRequestsException", 400, "RateLimitError", Class::Throttling),
        ("SlowDown", 503, "InternalServerError", Class::Throttling),
        ("Unknown", 401, "AuthenticationError", Class::Final),
        ("Unknown", 409, "ConflictError", Class::Final),
        ("Unknown", 413, "APIError", Class::Final),
        ("Unknown", 418, "APIError", Class::Final),
        ("Unknown", 501, "InternalServerError", Class::Final),
        ("Unknown", 502, "InternalServerError", Class::Transient),
        ("Unknown", 504, "InternalServerError", Class::Transient),
        ("Unknown", 599, "InternalServerError", Class::Final),
    ] {
        let error = refused(status, &[("x-amzn-errortype", code)], r#"{"message":"Why."}"#);
        assert_eq!((error.class(), retry::class(&error)), (class, retries), "{status} {code}");
    }
}

#[test]
fn the_message_ends_with_what_can_be_done() {
    let on_demand = "Invocation of model ID amazon.nova-lite-v1:0 with on-demand throughput isn’t supported.";
    let expired =
        "Signature expired: 20261122T214305Z is now earlier than 20261122T215000Z (20261122T215500Z - 5 min.)";
    let forbidden = "User: arn:aws:iam::123456789012:user/mateojackson is not authorized to perform: \
                     bedrock:InvokeModel on resource: arn:aws:bedrock:us-east-1::foundation-model/amazon.nova-lite-v1:0";
    for (status, code, said, advice) in [
        (
            400,
            "ValidationException",
            on_demand,
            "(Put the prefix of an inference profile before the model id, such as us. or global.)",
        ),
        (
            403,
            "ExpiredTokenException",
            "The security token included in the request is expired",
            "get fresh ones, or pass a function as `credentials`.)",
        ),
        (
            403,
            "UnrecognizedClientException",
            "The security token included in the request is invalid.",
            "from one source.)",
        ),
        (
            403,
            "AccessDeniedException",
            "You don't have access to the model with the specified model ID.",
            "bedrock:InvokeModel* to this identity.)",
        ),
        (403, "AccessDeniedException", forbidden, "(Allow this action to this identity in IAM.)"),
        (
            403,
            "InvalidSignatureException",
            "The request signature we calculated does not match",
            "the headers or the body.)",
        ),
        (
            403,
            "InvalidSignatureException",
            expired,
            "(Set this machine's clock: AWS accepts five minutes of difference.)",
        ),
        (403, "SomethingNew", "No.", "(Check that the credentials may call Bedrock in this region.)"),
        (
            429,
            "ThrottlingException",
            "Too many tokens, please wait before trying again.",
            "or ask for a higher quota.)",
        ),
        (400, "ServiceQuotaExceededException", "Too many.", "in the Service Quotas console.)"),
        (429, "ModelNotReadyException", "The model is not ready.", "try again in a minute.)"),
        (
            404,
            "ResourceNotFoundException",
            "Could not resolve the foundation model.",
            "Could not resolve the foundation model.",
        ),
    ] {
        let body = serde_json::json!({ "message": said }).to_string();
        let error = refused(status, &[("x-amzn-errortype", code)], &body);
        assert!(error.message().starts_with(said), "{error}");
        assert!(error.message().ends_with(advice), "{error}");
    }
}

#[test]
fn a_signature_that_came_too_late_is_worth_a_fresh_one() {
    let late = r#"{"message":"Signature expired: 20261122T214305Z is now earlier than 20261122T215000Z"}"#;
    let error = refused(403, &[("x-amzn-errortype", "InvalidSignatureException")], late);
    assert_eq!(retry::class(&error), Class::Transient);
}

fn refused(status: u16, headers: &[(&str, &str)], body: &str) -> Error {
    let headers = headers.iter().map(|(name, value)| ((*name).to_owned(), (*value).to_owned())).collect();
    from_http(Operation::named("Converse").unwrap().service, &Head { status, headers }, body)
}
