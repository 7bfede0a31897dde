//! What the services that give credentials answer when they give none: AWS's words are kept, and nothing is shown of a
//! reply that may hold keys.

use bedrock_wasm::bedrock::operation::Operation;
use bedrock_wasm::error::Error;
use bedrock_wasm::error::Kind;
use bedrock_wasm::http::Head;
use bedrock_wasm::pipeline;

#[test]
fn sts_refuses_in_xml() {
    let body = "<ErrorResponse xmlns=\"https://sts.amazonaws.com/doc/2011-06-15/\">\n  <Error>\n    <Type>Sender</Type>\n    \
        <Code>AccessDenied</Code>\n    <Message>User: arn:aws:iam::123456789012:user/a is not authorized</Message>\n  \
        </Error>\n  <RequestId>an-id</RequestId>\n</ErrorResponse>";
    let error = refused("AssumeRole", 403, body);
    assert_eq!(
        (error.kind(), error.code(), error.class()),
        (Kind::Service, Some("AccessDenied"), "PermissionDeniedError")
    );
    assert_eq!(error.message(), "User: arn:aws:iam::123456789012:user/a is not authorized");
    // Others than STS answer like it, with keys in their errors.
    assert_eq!(error.reply().unwrap().body, "");
}

#[test]
fn cognito_refuses_in_json_and_gets_no_advice_about_models() {
    for (code, said) in [
        ("NotAuthorizedException", "Unauthenticated access is not supported for this identity pool."),
        ("AccessDeniedException", "No."),
        ("ThrottlingException", "Rate exceeded"),
    ] {
        let body = format!(r#"{{"__type":"{code}","message":"{said}"}}"#);
        let error = refused("GetId", 400, &body);
        assert_eq!((error.code(), error.message()), (Some(code), said));
    }
}

#[test]
fn messages_name_who_answered() {
    for (operation, name) in [
        ("GetId", "Cognito"),
        ("AssumeRole", "STS"),
        ("GetContainerCredentials", "fromHttp's endpoint"),
        ("Converse", "Bedrock"),
    ] {
        assert_eq!(refused(operation, 500, "").message(), format!("{name} answered 500 and nothing else."));
        let page = format!("A proxy or gateway answered 502 with a page instead of {name}.");
        assert_eq!(refused(operation, 502, "<html>").message(), page);
        let place = format!("answers in place of {name}, and check the endpoint.");
        assert!(not_json(operation, "no").message().contains(&place));
    }
}

#[test]
fn nothing_is_shown_of_a_reply_that_may_hold_keys() {
    let secret = "AccessKeyId=ASIA SecretAccessKey=geheim";
    for operation in ["GetCredentialsForIdentity", "GetOpenIdToken", "AssumeRole", "GetContainerCredentials"] {
        for error in [not_json(operation, secret), refused(operation, 302, secret)] {
            assert_eq!(error.kind(), Kind::Protocol);
            assert!(!error.message().contains("geheim"), "{error}");
            assert_eq!(error.reply().unwrap().body, "");
        }
    }
    for status in [400, 403, 500] {
        let error = refused("GetContainerCredentials", status, r#"{"SecretAccessKey":"geheim"}"#);
        assert_eq!(error.message(), format!("fromHttp's endpoint answered {status} without a message."));
        assert_eq!(error.reply().unwrap().body, "");
    }
    // Of Bedrock's replies the beginning tells what they are.
    assert!(not_json("Converse", "<html>").message().ends_with("It begins: <html>"));
}

fn refused(operation: &str, status: u16, body: &str) -> Error {
    let head = Head { status, headers: Vec::new() };
    pipeline::refusal(Operation::named(operation).unwrap(), &head, body)
}

fn not_json(operation: &str, body: &str) -> Error {
    let head = Head { status: 200, headers: Vec::new() };
    pipeline::not_json(Operation::named(operation).unwrap(), &head, body)
}
