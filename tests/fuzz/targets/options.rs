//! The text in which JavaScript hands over options, calls, keys, heads and answers, and what is made of it: whatever is
//! accepted, `fetch` takes it, and no key is ever shown.
#![no_main]

use bedrock_fuzz::address;
use bedrock_fuzz::seeds::with_choices;
use bedrock_fuzz::wasm;
use bedrock_wasm::bedrock::error::from_http;
use bedrock_wasm::bedrock::operation::Auth;
use bedrock_wasm::bedrock::operation::OPERATIONS;
use bedrock_wasm::config::CallOptions;
use bedrock_wasm::config::ClientOptions;
use bedrock_wasm::config::Config;
use bedrock_wasm::error::Kind;
use bedrock_wasm::http::Head;
use bedrock_wasm::io::FailureKind;
use bedrock_wasm::io::Keys;
use bedrock_wasm::pipeline::prepare;
use http::HeaderName;
use http::HeaderValue;
use url::Position;

bedrock_fuzz::text_target!(check, seeds: seeds);

fn check([choice, operation, ..]: [u8; 4], text: &str) {
    match choice % 6 {
        0 => check_keys(text),
        1 => check_answer(text),
        2 => check_head(text, operation),
        3 => check_fields(text),
        _ => check_call(text, operation),
    }
}

/// A client's options up to the first line break, and a call's behind it.
fn check_call(text: &str, operation: u8) {
    let (client, call) = text.split_once('\n').unwrap_or((text, ""));
    let (options, limits) = wasm::client(client);
    let Some(config) = parsed(&options, &limits) else { return };
    let (named, options, mut members) = wasm::call(call);
    let operation = named.unwrap_or(&OPERATIONS[usize::from(operation) % OPERATIONS.len()]);
    let Ok(call) = config.for_call(&options) else { return };
    assert!(
        call.max_retries <= 100 && call.timeout_ms <= i32::MAX as u32 && call.stream_idle_timeout_ms <= i32::MAX as u32
    );
    if named.is_none() {
        members = operation.labels().map(|label| (label, text.chars().take(40).collect())).collect();
    }
    let members: Vec<_> = members.iter().map(|(name, value)| (*name, value.clone())).collect();
    let request = match prepare(operation, &members, &config, &call) {
        Ok(request) => request,
        Err(error) => return assert_eq!(error.kind(), Kind::Input),
    };
    let Some(url) = address::read(&request.url(), &request.origin) else { return };
    // Of the origin, the target `endpoint` sees to it.
    let is_kept = request.url().ends_with(&url[Position::BeforePath..]);
    assert!(operation.auth == Auth::None || is_kept, "fetch changes {} after it was signed", request.url());
    let query: Vec<_> = url.query_pairs().map(|(name, value)| (name.into_owned(), value.into_owned())).collect();
    assert_eq!(query, request.query);
    for (name, value) in &request.headers {
        assert_eq!(HeaderName::try_from(name).expect("a name").as_str(), name);
        assert_eq!(HeaderValue::try_from(value).expect("a value").to_str().expect("ASCII").trim(), value.trim());
    }
    assert!(bedrock_wasm::http::redacted(&request.headers).count() == request.headers.len());
}

fn parsed(options: &ClientOptions, limits: &CallOptions) -> Option<Config> {
    match Config::parse(options, limits) {
        Ok(config) => Some(config),
        Err(error) => {
            assert!(error.kind() == Kind::Input && error.message().len() < 5000);
            None
        }
    }
}

/// Keys that can be sent, or a sentence that does not show them.
fn check_keys(text: &str) {
    let shown = match wasm::keys(text) {
        Ok(Keys::Api(key)) => format!("{key:?}"),
        Ok(Keys::Access(keys)) => {
            let token = keys.session_token().unwrap_or("x");
            for part in [keys.access_key_id(), token] {
                assert!(HeaderValue::try_from(part).is_ok() && !part.contains(' ') && !part.is_empty());
            }
            format!("{keys:?}")
        }
        Err(failure) => match failure.kind {
            FailureKind::Keys(message) => message,
            other => panic!("{other:?}"),
        },
    };
    for value in text.split('\u{1}').filter_map(|field| field.split_once('\u{2}')).map(|(_, value)| value.trim()) {
        // Shorter ones, and words of the sentences themselves, are there by chance.
        let is_secret = value.len() > 8 && !SENTENCES.iter().any(|sentence| sentence.contains(value));
        assert!(!is_secret || !shown.contains(value), "{shown} shows {value}");
    }
    let (_, offset) = wasm::learnt(text);
    assert!(offset.fract() == 0.0 || !offset.is_finite());
}

fn check_answer(text: &str) {
    match wasm::answer(text) {
        Ok(said) => assert_eq!(text.strip_prefix('+'), Some(said)),
        Err(_) => assert!(!text.starts_with('+')),
    }
}

/// A head, and the error that a body behind it would be.
fn check_head(text: &str, operation: u8) {
    let (head, body) = text.split_once('\n').unwrap_or((text, ""));
    let head: Head = wasm::head(head);
    let operation = &OPERATIONS[usize::from(operation) % OPERATIONS.len()];
    let error = from_http(operation.service, &head, body);
    assert!(!error.message().is_empty() && !error.class().is_empty());
    assert_eq!(error.status(), Some(head.status));
    let reply = error.reply().expect("what it is the error of");
    assert!(body.starts_with(&reply.body) && reply.code.as_deref() != Some(""));
    if let Some(date_ms) = head.date_ms() {
        // Year 0 to 9999.
        assert!(date_ms.fract() == 0.0 && (-63e12..254e12).contains(&date_ms));
    }
}

/// What JavaScript writes, Rust reads, without the two characters that part fields.
fn check_fields(text: &str) {
    let mut out = String::from("200");
    for value in text.split('\n') {
        wasm::put(&mut out, "x-name", value);
    }
    let values: Vec<String> = text.split('\n').map(|value| value.replace(['\u{1}', '\u{2}'], "")).collect();
    let head = wasm::head(&out);
    assert_eq!(head.status, 200);
    assert_eq!(head.headers.into_iter().map(|(_, value)| value).collect::<Vec<_>>(), values);
}

/// What a message may say of keys.
const SENTENCES: [&str; 4] = [
    "The credentials have no accessKeyId. Pass { accessKeyId, secretAccessKey, sessionToken } from one source, or a \
     function that resolves to them.",
    "The credentials have no secretAccessKey.",
    "The accessKeyId or sessionToken has a character that no AWS key has, such as a space. Copy it again.",
    "The apiKey is empty or has a character that no Bedrock API key has. Credentials(******) ApiKey(******)",
];

fn seeds() -> Vec<Vec<u8>> {
    let mut seeds = Vec::new();
    for client in CLIENTS.map(fields) {
        seeds.extend(CALLS.map(|call| with_choices([4, 0, 0, 0], &format!("{client}\n{}", fields(call)))));
    }
    let client = fields(CLIENTS[0]);
    let operations = 0..OPERATIONS.len() as u8;
    seeds.extend(operations.clone().map(|operation| with_choices([4, operation, 0, 0], &client)));
    seeds.extend(KEYS.map(|keys| with_choices([0; 4], &fields(keys))));
    seeds.extend(ANSWERS.map(|answer| with_choices([1, 0, 0, 0], answer)));
    for body in BODIES {
        let reply = format!("429{}\n{body}", fields(HEAD));
        seeds.extend(operations.clone().step_by(9).map(|operation| with_choices([2, operation, 0, 0], &reply)));
    }
    seeds.push(with_choices([3, 0, 0, 0], "a\nb\u{1}c\u{2}\n"));
    seeds
}

/// As they cross: `name=value` becomes a field.
fn fields(text: &str) -> String {
    let mut out = String::new();
    for (name, value) in text.split('|').filter_map(|field| field.split_once('=')) {
        wasm::put(&mut out, name, value);
    }
    out
}

const CLIENTS: [&str; 3] = [
    "region=us-east-1|signingRegion=eu-west-1|signingHost=a.example:8443|useFipsEndpoint=false|dX-A=1|maxRetries=3|\
     timeout=600000|streamIdleTimeout=1.5",
    "region=us-east-1|bedrockRuntime=http://127.0.0.1:8080/base|endpoint=https://[::1]/x|renewsKeys=|maxRetries=0",
    "region=us-gov-west-1|useFipsEndpoint=true|useDualstackEndpoint=true|correctClockSkew=false",
];

const CALLS: [&str; 3] = [
    "operation=Converse|region=us-west-2|.modelId=us.amazon.nova-lite-v1:0|hX-B=2|qa b=é|timeout=5|listens=7",
    "operation=InvokeModel|.modelId=arn:aws:bedrock:us-east-1:123456789012:custom-model/a|.accept=*/*|\
     .guardrailIdentifier=g|.requestMetadata={\"a\":\"é\"}",
    "operation=ListFoundationModels|.byProvider=Amazon",
];

const KEYS: [&str; 2] = [
    "accessKeyId=AKIDEXAMPLE|secretAccessKey=wJalrXUtnFEMI/K7MDENG|sessionToken=IQoJb3JpZ2luX2Vj|\
     expiration=1795383785000|clockOffset=-1500",
    "apiKey= ABSKkey",
];

const ANSWERS: [&str; 5] =
    ["+{}", "-abort\u{2}1", "-json\u{2}2\u{2}why\u{2}rest", "-keys\u{2}3\u{2}text", "-\u{2}4\u{2}a\u{2}b"];

const HEAD: &str =
    "x-amzn-errortype=ThrottlingException:http://x|date=Sun, 22 Nov 2026 21:43:05 GMT|x-amzn-requestid=1";

const BODIES: [&str; 4] = [
    r#"{"message":"Too many","__type":"a#ThrottlingException"}"#,
    "<ErrorResponse><Error><Code>AccessDenied</Code><Message>No.</Message></Error></ErrorResponse>",
    "<html>",
    "",
];
