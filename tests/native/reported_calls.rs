//! What was reported of calls, whatever they say: refusals that mean something else than their code, places, first
//! frames, and text that is no Unicode.

use bedrock_wasm::error::Error;
use bedrock_wasm::openai::Options;
use bedrock_wasm::retry;
use bedrock_wasm::translate::Chat;

use crate::support;
use crate::support::chats::chat;
use crate::support::chats::request;
use crate::support::chunks::chunks_and_end;
use crate::support::script::Answer;
use crate::support::script::openai;
use crate::support::script::refused;
use crate::support::script::retries;
use crate::support::script::said;
use crate::support::script::throttled;
use crate::support::script::unavailable;
use crate::support::world::Sent;
use crate::support::world::World;
use crate::support::world::now;

/// The error of a chat that is refused so.
fn refusal(answer: &Answer) -> Error {
    let options = Options { call: retries(0), ..Options::default() };
    now(openai().chat(&World::new([answer.clone()]), &request("amazon.nova-micro-v1:0"), &options)).unwrap_err()
}

/// Bedrock's ways to say so: those that were reported (the four of them that the package did not know come first),
/// those that stdapi.ai (2026-09-22) and redpanda's ai-sdk-go (2026-08-21) recorded, and those of strands-agents' and
/// pi's lists for makers that Bedrock serves.
const TOO_LONG: [&str; 21] = [
    "too many total text bytes: 30000000 > 25000000",
    "Mantle streaming error for requestId abc: \\\"This model's maximum context length is 202752 tokens. However, you requested 65536 output tokens and your prompt contains at least 137217 input tokens\\\"",
    "Input length (265330) exceeds model's maximum context length (262144).",
    "Input Tokens Exceeded: Number of input tokens exceeds maximum length. Please update the input to try again.",
    "Input is too long for requested model.",
    "The model returned the following errors: prompt is too long: 286028 tokens > 200000 maximum",
    "input length and `max_tokens` exceed context limit: 142422 + 64000 > 204658, decrease input length or `max_tokens` and try again",
    "The model returned the following errors: too many total text bytes",
    "Too many input tokens. Max input tokens: 8192, request input token count: 9000",
    "This model's maximum context length is 131072 tokens. Please reduce the length of the prompt",
    "ErrorEvent { error: APIError { type: BadRequestError, code: Some(400), message: Input length (195071) exceeds model's maximum context length (131072). } }",
    "prompt tokens (170029) exceed model maximum (131072) for google.gemma-4-e2b",
    "The engine prompt length 185692 exceeds the max_model_len 131072. Please reduce prompt.",
    "The decoder prompt (length 65536) is longer than the maximum model length of 40960.",
    "Prompt contains 65537 tokens and 0 draft tokens, too large for model with 32768 maximum context length",
    "Your input exceeds the context window of this model. Please adjust your input and try again.",
    "invalid params, context window exceeds limit",
    "Your request exceeded model token limit: 262144 (requested: 300000)",
    "This model's maximum prompt length is 131072 but the request contains 537812 tokens.",
    "Malformed input request: expected maxLength: 50000, actual: 52611, please reformat your input and try again.",
    "too many tokens: total number of tokens in the prompt cannot exceed 128000",
];

#[test]
fn a_context_that_is_too_long_has_openais_code_whatever_the_model_says() {
    for message in TOO_LONG {
        for (status, code) in [(400, "ValidationException"), (424, "ModelErrorException"), (400, "")] {
            let error = refusal(&refused(status, code, message));
            assert_eq!(
                (error.code(), error.class()),
                (Some("context_length_exceeded"), "BadRequestError"),
                "{message}"
            );
            assert!(!retry::may_succeed_later(&error), "{message}");
        }
        // The same in the middle of a stream.
        let payload = format!(r#"{{"message":"{message}"}}"#);
        for name in ["validationException", "modelStreamErrorException"] {
            let frame =
                support::frame(&[(":message-type", "exception"), (":exception-type", name)], payload.as_bytes());
            let (_, error) = chunks_and_end(&[&frame], &Chat::default());
            assert_eq!(error.unwrap().code(), Some("context_length_exceeded"), "{name} {message}");
        }
    }
}

#[test]
fn what_only_sounds_like_a_long_context_keeps_its_code() {
    for (status, code, message) in [
        (429, "ThrottlingException", "Too many tokens, please wait before trying again."),
        (400, "ThrottlingException", "Too many tokens per day, please wait before trying again."),
        (429, "", "Too many tokens, please wait before trying again."),
        (400, "ServiceQuotaExceededException", "Too many tokens per day."),
        (400, "ValidationException", "max_tokens is too long"),
        (400, "ValidationException", "The maximum tokens you requested exceeds the model limit of 64000."),
        (
            400,
            "ValidationException",
            "max_tokens: 100000 > 64000, which is the maximum allowed number of output tokens",
        ),
        (400, "ValidationException", "messages.0.content is too long for this field"),
        (400, "ValidationException", "#/stop_sequences/0: expected maxLength: 64, actual: 70"),
        (400, "ValidationException", "Too many strict tools."),
    ] {
        let error = refusal(&refused(status, code, message));
        assert_eq!(error.code().unwrap_or_default(), code, "{message}");
    }
    // Bedrock's own operations have AWS's codes.
    let client = support::script::client();
    let world = World::new([refused(400, "ValidationException", TOO_LONG[0])]);
    let error = now(client.call(&world, &support::script::job(&client, "Converse"))).unwrap_err();
    assert_eq!(error.code(), Some("ValidationException"));
}

#[test]
fn an_error_names_the_parameter_that_is_to_blame() {
    let param_of = |members: &str| {
        let request = format!(r#"{{"model":"amazon.nova-micro-v1:0",{members}}}"#);
        let error = now(openai().chat(&World::new([]), &request, &Options::default())).unwrap_err();
        error.param().map(ToOwned::to_owned)
    };
    let hi = r#""messages":[{"role":"user","content":"Hi"}]"#;
    for (members, param) in [
        (format!(r#"{hi},"stop":1"#), "stop"),
        (format!(r#"{hi},"max_tokens":0.5"#), "max_tokens"),
        (r#""messages":[]"#.to_owned(), "messages"),
        (r#""messages":[{"role":"user","content":[{"type":"input_audio"}]}]"#.to_owned(), "messages[0].content[0]"),
        (r#""messages":[{"role":"user","content":1}]"#.to_owned(), "messages[0].content"),
    ] {
        assert_eq!(param_of(&members).as_deref().map(|found| found.split(".input_audio").next().unwrap()), Some(param));
    }
    // Bedrock's words name none, unless a model puts one first.
    for (message, param) in [
        ("Malformed input request: `stop` is odd", None),
        ("messages[0] is odd", None),
        ("The model returned the following errors: `temperature` is too hot", Some("temperature")),
        ("`top_k` is odd", Some("top_k")),
        ("``` is odd", None),
        ("The model returned the following errors: `` is odd", None),
    ] {
        let error = refusal(&refused(400, "ValidationException", message));
        assert_eq!(error.param(), param, "{message}");
    }
    assert_eq!(refusal(&support::script::failed(support::script::broken())).param(), None);
}

#[test]
fn a_bad_api_key_says_so() {
    for message in ["Bearer Token has expired", "Authentication failed: Please make sure your API Key is valid."] {
        let refused = || refused(403, "AccessDeniedException", message);
        let error = refusal(&refused());
        assert_eq!((error.class(), error.status()), ("AuthenticationError", Some(403)));
        let advice = "Create a new API key, or pass a function as `apiKey`: a short-term key lasts for twelve hours.";
        assert_eq!(error.message(), format!("{message} ({advice})"));
        // No other model takes it, and no list of the catalogue's hides it.
        let fallbacks = Options { fallback_models: vec!["acme.b".into()], call: retries(0), ..Options::default() };
        let world = World::new([refused()]);
        now(openai().chat(&world, &request("acme.a"), &fallbacks)).unwrap_err();
        let error = now(openai().list_models(&World::new([refused()]), &fallbacks)).unwrap_err();
        assert_eq!(error.class(), "AuthenticationError");
    }
    let denied = refusal(&refused(
        403,
        "AccessDeniedException",
        "You don't have access to the model with the specified model ID.",
    ));
    assert_eq!(denied.class(), "PermissionDeniedError");
    assert!(denied.message().contains("Request access to the model"), "{denied}");
    let world = World::new([said("Hello")]);
    chat(&openai(), &world, "amazon.nova-micro-v1:0").unwrap();
}

#[test]
fn models_that_take_anothers_place_share_its_retries() {
    let requests = |max_retries, models: &[&str], answers: Vec<Answer>| {
        let fallback_models = models.iter().map(|model| (*model).to_owned()).collect();
        let options = Options { fallback_models, call: retries(max_retries), ..Options::default() };
        let world = World::new(answers);
        let outcome = now(openai().chat(&world, &request("acme.a"), &options));
        let of = |sent: &Sent| sent.url.split('/').nth(4).unwrap().replace("acme.", "");
        (outcome.is_ok(), world.sent().iter().map(of).collect::<String>())
    };
    // Each is asked once; the retries are the request's.
    assert_eq!(requests(2, &["acme.b", "acme.c"], vec![throttled(); 5]), (false, "aaabc".into()));
    assert_eq!(requests(1, &["acme.b"], vec![unavailable(); 3]), (false, "aab".into()));
    let denied = || refused(403, "AccessDeniedException", "no");
    let answers = vec![throttled(), denied(), throttled(), said("Hello")];
    assert_eq!(requests(2, &["acme.b"], answers), (true, "aabb".into()));
    assert_eq!(
        requests(2, &["acme.b"], vec![denied(), throttled(), throttled(), said("Hello")]),
        (true, "abbb".into())
    );
    assert_eq!(requests(0, &["acme.b"], vec![throttled(); 2]), (false, "ab".into()));
}

#[test]
fn a_list_ends_when_its_token_repeats() {
    let page = |token: &str| {
        support::script::reply(200, &format!(r#"{{"inferenceProfileSummaries":[],"nextToken":"{token}"}}"#))
    };
    for (tokens, pages) in [(&["a", "a", "a"][..], 2), (&["a", "b", "a", "b"], 3), (&["a", "b", "b"], 3)] {
        let models = support::script::reply(200, r#"{"modelSummaries":[]}"#);
        let world = World::new(std::iter::once(models).chain(tokens.iter().map(|token| page(token))));
        now(openai().list_models(&world, &Options::default())).unwrap();
        assert_eq!(world.sent().len(), 1 + pages, "{tokens:?}");
    }
}
