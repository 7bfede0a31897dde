//! Options, requests, heads and replies cross as one text each. U+0001 begins a field, U+0002 ends its name, and no
//! name or value has either of them. `pkg-template/engine/text.js` is the other end.

mod keys;

use crate::bedrock::operation::Operation;
use crate::bedrock::operation::Payload;
use crate::bedrock::operation::Stream;
use crate::bedrock::xml;
use crate::call::Job;
use crate::call::Reply;
use crate::call::Secrets;
use crate::config::CallOptions;
use crate::config::ClientOptions;
use crate::http::Head;
use crate::http::Request;
use crate::io::Failure;
use crate::io::FailureKind;
use crate::secrets::learn;

pub(super) use self::keys::keys;
#[cfg(feature = "openai")]
pub(super) use self::keys::learnt;

const FIELD: char = '\u{1}';
const VALUE: char = '\u{2}';

/// Names and values.
pub(super) fn fields(text: &str) -> impl Iterator<Item = (&str, &str)> {
    text.split(FIELD).filter_map(|field| field.split_once(VALUE))
}

/// Adds a field.
pub(super) fn put(out: &mut String, name: &str, value: &str) {
    out.push(FIELD);
    out.push_str(name);
    out.push(VALUE);
    out.extend(value.chars().filter(|character| ![FIELD, VALUE].contains(character)));
}

/// The options of `new Bedrock`, as far as the core reads them.
#[derive(Default)]
pub(super) struct ClientText {
    pub(super) client: ClientOptions,
    pub(super) call: CallOptions,
    pub(super) renews_keys: bool,
}

/// Reads a client's options.
pub(super) fn client(text: &str) -> ClientText {
    let mut read = ClientText::default();
    let ClientText { client, call, renews_keys } = &mut read;
    for (name, value) in fields(text) {
        let string = || Some(value.to_owned());
        let flag = || Some(value == "true");
        match name {
            "region" => client.region = string(),
            "signingRegion" => client.signing_region = string(),
            "signingHost" => client.signing_host = string(),
            "useFipsEndpoint" => client.use_fips_endpoint = flag(),
            "useDualstackEndpoint" => client.use_dualstack_endpoint = flag(),
            "correctClockSkew" => client.correct_clock_skew = flag(),
            "renewsKeys" => *renews_keys = true,
            _ => {
                if let Some((_, service)) = ENDPOINTS.iter().find(|(option, _)| *option == name) {
                    client.endpoints.push((*service, value.to_owned()));
                } else if let Some(header) = name.strip_prefix('d') {
                    client.default_headers.get_or_insert_default().push((header.to_owned(), value.to_owned()));
                } else {
                    limit(call, name, value);
                }
            }
        }
    }
    read
}

/// The option `endpoint`, and its possible members; beside each, the beginning of that service's own host names.
const ENDPOINTS: [(&str, Option<&str>); 4] = [
    ("endpoint", None),
    ("bedrockRuntime", Some("bedrock-runtime")),
    ("bedrockAgentRuntime", Some("bedrock-agent-runtime")),
    ("bedrock", Some("bedrock")),
];

/// Reads a limit. A number that is not whole becomes one that no option may be.
fn limit(call: &mut CallOptions, name: &str, value: &str) {
    let number = Some(value.parse::<u32>().map_or(-1.0, f64::from));
    match name {
        "maxRetries" => call.max_retries = number,
        "timeout" => call.timeout = number,
        "streamIdleTimeout" => call.stream_idle_timeout = number,
        _ => {}
    }
}

/// A call's options, and the members of its input that are not in its body.
#[derive(Default)]
pub(super) struct CallText {
    pub(super) operation: Option<&'static Operation>,
    pub(super) options: CallOptions,
    pub(super) members: Vec<(&'static str, String)>,
    /// Which of the world's events the caller listens to.
    pub(super) listens: u32,
    /// Those of its input, which the core does not read itself.
    pub(super) secrets: Secrets,
    #[cfg(feature = "more")]
    pub(super) expires_in_s: Option<f64>,
    #[cfg(feature = "openai")]
    pub(super) fallback_models: Vec<String>,
    #[cfg(feature = "chat")]
    pub(super) fetches_files: bool,
}

/// Reads a call. The operation comes first: it says which members there are.
pub(super) fn call(text: &str) -> CallText {
    let mut read = CallText::default();
    for (name, value) in fields(text) {
        match name {
            "operation" => read.operation = Operation::named(value),
            "region" => read.options.region = Some(value.to_owned()),
            "secret" => read.secrets.extend(learn(value)),
            "listens" => read.listens = value.parse().unwrap_or_default(),
            #[cfg(feature = "more")]
            "expiresIn" => read.expires_in_s = Some(value.parse::<u32>().map_or(-1.0, f64::from)),
            #[cfg(feature = "openai")]
            "fallbackModel" => read.fallback_models.push(value.to_owned()),
            #[cfg(feature = "chat")]
            "fetchesFiles" => read.fetches_files = true,
            _ => pair(&mut read, name, value),
        }
    }
    read
}

/// A header, a parameter of the query or a member, by the first letter.
fn pair(read: &mut CallText, name: &str, value: &str) {
    let Some((kind, rest)) = name.split_at_checked(1) else { return };
    let pair = || (rest.to_owned(), value.to_owned());
    match kind {
        "h" => read.options.headers.get_or_insert_default().push(pair()),
        "q" => read.options.query.get_or_insert_default().push(pair()),
        "." => {
            let member = read
                .operation
                .and_then(|operation| operation.bound_members().chain(["modelId"]).find(|member| *member == rest));
            if let Some(member) = member {
                read.members.push((member, value.to_owned()));
            }
        }
        _ => limit(&mut read.options, name, value),
    }
}

/// The facts that JavaScript needs to read an input: name of the method, kind of body, kind of reply, the idempotency
/// token, then the members that are not in the body, those of the query behind a `?`.
pub(super) fn operation(operation: &Operation) -> String {
    let input = match operation.input {
        Payload::Json => "json",
        Payload::Blob => "blob",
        Payload::Form => "form",
        _ => "",
    };
    let mut out = operation.method_name.to_owned();
    for part in [input, kind(operation), operation.idempotency_token.unwrap_or_default()] {
        out.push(FIELD);
        out.push_str(part);
    }
    for member in operation.bound_members() {
        out.push(FIELD);
        if operation.input_query.iter().any(|(name, _)| *name == member) {
            out.push('?');
        }
        out.push_str(member);
    }
    out
}

fn kind(operation: &Operation) -> &'static str {
    match operation.output {
        Payload::Json => "json",
        Payload::Events(Stream::Converse) => "converse",
        Payload::Events(_) => "model",
        Payload::Xml(_) => "fields",
        _ => "blob",
    }
}

/// The facts that JavaScript needs of a good reply besides its body.
pub(super) fn reply(job: &Job, reply: &Reply) -> String {
    let mut out = String::new();
    let Reply { head, text, .. } = reply;
    if let Some(id) = head.request_id() {
        put(&mut out, "requestId", id);
    }
    match job.operation.output {
        Payload::Events(_) => put(&mut out, "idleTimeout", &job.config.stream_idle_timeout_ms.to_string()),
        Payload::Xml(elements) => {
            for name in elements {
                if let Some(value) = xml::element(text, name) {
                    put(&mut out, &[".", name].concat(), &value);
                }
            }
        }
        Payload::Blob => {
            for (member, header) in COUNTS {
                if let Some(count) = head.header(header).and_then(|text| text.parse::<u32>().ok()) {
                    put(&mut out, member, &count.to_string());
                }
            }
        }
        _ => {}
    }
    for (member, header) in job.operation.output_headers {
        if let Some(value) = head.header(header) {
            put(&mut out, &[".", member].concat(), value);
        }
    }
    out
}

/// Numbers that a model's own body may not have.
const COUNTS: [(&str, &str); 5] = [
    ("uinputTokens", "x-amzn-bedrock-input-token-count"),
    ("uoutputTokens", "x-amzn-bedrock-output-token-count"),
    ("ucacheReadInputTokens", "x-amzn-bedrock-cache-read-input-token-count"),
    ("ucacheWriteInputTokens", "x-amzn-bedrock-cache-write-input-token-count"),
    ("mlatencyMs", "x-amzn-bedrock-invocation-latency"),
];

/// Address, method and headers.
pub(super) fn request(request: &Request) -> String {
    let mut out = request.url();
    put(&mut out, "", request.method);
    for (name, value) in &request.headers {
        put(&mut out, name, value);
    }
    out
}

/// An answer of the world: `+` and a text; or `-`, a number under which it keeps the thrown value, and the failure.
pub(super) fn answer(said: &str) -> Result<&str, Failure> {
    if let Some(text) = said.strip_prefix('+') {
        return Ok(text);
    }
    let mut rest = said;
    let mut part = || {
        let (part, after) = rest.split_once(VALUE).unwrap_or((rest, ""));
        rest = after;
        part
    };
    let (word, cause, one) = (part(), part().parse().unwrap_or_default(), part().to_owned());
    let kind = match word {
        "-abort" => FailureKind::Aborted,
        "-timeout" => FailureKind::TimedOut,
        "-json" => FailureKind::NotJson([&*one, rest].concat()),
        "-nokeys" => FailureKind::NoKeys,
        "-keys" => FailureKind::Keys(one),
        "-input" => FailureKind::Input(one),
        _ => FailureKind::Connection(one, rest.to_owned()),
    };
    Err(Failure { kind, cause })
}

/// Status and headers.
pub(super) fn head(text: &str) -> Head {
    let (status, headers) = text.split_once(FIELD).unwrap_or((text, ""));
    let headers = fields(headers).map(|(name, value)| (name.to_owned(), value.to_owned())).collect();
    Head { status: status.parse().unwrap_or_default(), headers }
}
