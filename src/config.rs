//! Client and call options, parsed once: a [`Config`] that exists is valid, and no later step checks it again.

use crate::endpoint;
use crate::endpoint::Endpoint;
use crate::error::Error;

/// What `new Bedrock({ … })` takes, as plain data. Functions and credentials stay with `wasm::client`.
#[derive(Clone, Debug, Default)]
pub struct ClientOptions {
    /// `us-east-1`
    pub region: Option<String>,
    /// A gateway, a VPC endpoint or a local Bedrock.
    pub endpoint: Option<String>,
    /// FIPS 140 endpoints.
    pub use_fips_endpoint: Option<bool>,
    /// Dual-stack endpoints.
    pub use_dualstack_endpoint: Option<bool>,
    /// Headers sent with every request.
    pub default_headers: Option<Vec<(String, String)>>,
}

/// What the second argument of every operation takes, as plain data.
#[derive(Clone, Debug, Default)]
pub struct CallOptions {
    /// How often a failed attempt is tried again. Default 2, so three attempts in all.
    pub max_retries: Option<f64>,
    /// Milliseconds for one attempt: until the whole reply, of a stream until its head. 0 means no limit.
    pub timeout: Option<f64>,
    /// Milliseconds between two pieces of a stream. 0 means no limit.
    pub stream_idle_timeout: Option<f64>,
    /// Headers of this call; they replace default ones of the same name.
    pub headers: Option<Vec<(String, String)>>,
}

/// A client's valid options.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Config {
    /// The region of endpoint and signature.
    pub region: String,
    /// Where `bedrock-runtime` requests go.
    pub runtime: Endpoint,
    /// Limits and headers, with a call's own merged in by [`Config::for_call`].
    pub call: CallConfig,
}

/// The valid options of one call.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct CallConfig {
    /// Attempts after the first.
    pub max_retries: u32,
    /// Milliseconds for one attempt; 0 means no limit.
    pub timeout_ms: u32,
    /// Milliseconds between two pieces of a stream; 0 means no limit.
    pub stream_idle_timeout_ms: u32,
    /// The caller's own headers, names in lower case.
    pub headers: Vec<(String, String)>,
}

impl Config {
    /// Parses a client's options, and those of them that a call may override.
    ///
    /// # Errors
    /// [`Kind::Input`](crate::error::Kind::Input) naming the option and what it may be.
    pub fn parse(options: &ClientOptions, call: &CallOptions) -> Result<Self, Error> {
        let region = options.region.as_deref().filter(|region| !region.is_empty()).ok_or_else(|| {
            Error::input("No region. Pass one that has your model: new Bedrock({ region: \"us-east-1\", … }).")
        })?;
        endpoint::check_region(region)?;
        let runtime = endpoint::resolve(
            "bedrock-runtime",
            &endpoint::Parameters {
                region: Some(region),
                endpoint: options.endpoint.as_deref(),
                use_fips: options.use_fips_endpoint.unwrap_or(false),
                use_dualstack: options.use_dualstack_endpoint.unwrap_or(false),
            },
        )?;
        let mut defaults = CallConfig {
            max_retries: MAX_RETRIES_DEFAULT,
            timeout_ms: TIMEOUT_MS_DEFAULT,
            stream_idle_timeout_ms: STREAM_IDLE_TIMEOUT_MS_DEFAULT,
            headers: Vec::new(),
        };
        defaults.merge_headers(options.default_headers.as_ref(), "defaultHeaders")?;
        Ok(Self { region: region.to_owned(), runtime, call: defaults.overridden_by(call)? })
    }

    /// The options of one call over those of the client.
    ///
    /// # Errors
    /// As [`Config::parse`].
    pub fn for_call(&self, options: &CallOptions) -> Result<CallConfig, Error> {
        self.call.clone().overridden_by(options)
    }
}

impl CallConfig {
    fn overridden_by(mut self, options: &CallOptions) -> Result<Self, Error> {
        if let Some(retries) = options.max_retries {
            self.max_retries = whole_number("maxRetries", retries, f64::from(RETRIES_MAX))?;
        }
        if let Some(timeout) = options.timeout {
            self.timeout_ms = whole_number("timeout", timeout, TIMEOUT_MS_MAX)?;
        }
        if let Some(timeout) = options.stream_idle_timeout {
            self.stream_idle_timeout_ms = whole_number("streamIdleTimeout", timeout, TIMEOUT_MS_MAX)?;
        }
        self.merge_headers(options.headers.as_ref(), "headers")?;
        Ok(self)
    }

    fn merge_headers(&mut self, headers: Option<&Vec<(String, String)>>, option: &str) -> Result<(), Error> {
        for (name, value) in headers.into_iter().flatten() {
            let name = name.to_ascii_lowercase();
            check_header(&name, value, option)?;
            self.headers.retain(|(existing, _)| *existing != name);
            self.headers.push((name, value.trim().to_owned()));
        }
        Ok(())
    }
}

fn whole_number(option: &str, value: f64, max: f64) -> Result<u32, Error> {
    if value.fract() == 0.0 && (0.0..=max).contains(&value) {
        return Ok(value as u32);
    }
    // Without the number: formatting floats would bring 15 KB of code.
    Err(Error::input(format!("{option} is not a whole number from 0 to {}. Pass one.", max as u32)))
}

fn check_header(name: &str, value: &str, option: &str) -> Result<(), Error> {
    let is_token = |byte: u8| byte.is_ascii_alphanumeric() || b"!#$%&'*+-.^_`|~".contains(&byte);
    if name.is_empty() || !name.bytes().all(is_token) {
        return Err(Error::input(format!("{option} has the name \"{name}\", which no HTTP header can have.")));
    }
    if OWN_HEADERS.contains(&name) {
        return Err(Error::input(format!(
            "{option} sets \"{name}\", which signing or fetch sets itself. Leave it out."
        )));
    }
    check_header_value(&format!("{option}[\"{name}\"]"), value)
}

/// Fetch and SigV4 agree on printable ASCII only.
///
/// # Errors
/// [`Kind::Input`](crate::error::Kind::Input) naming `what` but never the value: it may be a secret.
pub fn check_header_value(what: &str, value: &str) -> Result<(), Error> {
    if value.bytes().all(|byte| (0x20..0x7f).contains(&byte) || byte == b'\t') {
        return Ok(());
    }
    Err(Error::input(format!("{what} has a line break or a character outside ASCII, which no HTTP header can carry.")))
}

const MAX_RETRIES_DEFAULT: u32 = 2;
const RETRIES_MAX: u32 = 100;
const TIMEOUT_MS_DEFAULT: u32 = 600_000;
const STREAM_IDLE_TIMEOUT_MS_DEFAULT: u32 = 300_000;
/// The longest delay `setTimeout` takes; above it, it fires at once.
const TIMEOUT_MS_MAX: f64 = 2_147_483_647.0;

/// Set by signing, or by fetch, which forbids setting them.
const OWN_HEADERS: [&str; 10] = [
    "authorization",
    "connection",
    "content-length",
    "cookie",
    "host",
    "te",
    "transfer-encoding",
    "upgrade",
    "x-amz-date",
    "x-amz-security-token",
];

#[cfg(test)]
mod tests {
    use super::*;

    fn in_ireland() -> ClientOptions {
        ClientOptions { region: Some("eu-west-1".into()), ..ClientOptions::default() }
    }

    fn headers(name: &str, value: &str) -> Option<Vec<(String, String)>> {
        Some(vec![(name.to_owned(), value.to_owned())])
    }

    fn refusal(options: &ClientOptions, call: &CallOptions) -> String {
        Config::parse(options, call).unwrap_err().message().to_owned()
    }

    #[test]
    fn defaults_are_those_of_the_documentation() {
        let config = Config::parse(&in_ireland(), &CallOptions::default()).unwrap();
        assert_eq!(config.runtime.origin, "https://bedrock-runtime.eu-west-1.amazonaws.com");
        let call = config.call;
        assert_eq!((call.max_retries, call.timeout_ms, call.stream_idle_timeout_ms), (2, 600_000, 300_000));
    }

    #[test]
    fn a_call_overrides_the_client_and_headers_merge_without_regard_to_case() {
        let options = ClientOptions { default_headers: headers("X-A", "1"), ..in_ireland() };
        let config = Config::parse(&options, &CallOptions { timeout: Some(5.0), ..CallOptions::default() }).unwrap();
        let call = CallOptions { max_retries: Some(0.0), headers: headers("x-a", " 3 "), ..CallOptions::default() };
        let call = config.for_call(&call).unwrap();
        assert_eq!((call.max_retries, call.timeout_ms), (0, 5));
        assert_eq!(call.headers, [("x-a".to_owned(), "3".to_owned())]);
    }

    #[test]
    fn each_malformed_client_option_is_named() {
        let none = CallOptions::default();
        let region = |region: &str| ClientOptions { region: Some(region.into()), ..in_ireland() };
        assert!(refusal(&ClientOptions::default(), &none).starts_with("No region."));
        assert!(refusal(&region(""), &none).starts_with("No region."));
        assert!(refusal(&region("us-east-1.evil.example/"), &none).contains("is not a region name"));
        let endpoint = ClientOptions { endpoint: Some("localhost:80".into()), ..in_ireland() };
        assert!(refusal(&endpoint, &none).contains("https:// or http://"));
        let host = ClientOptions { default_headers: headers("Host", "x"), ..in_ireland() };
        assert!(refusal(&host, &none).contains("sets \"host\""));
    }

    #[test]
    fn each_malformed_call_option_is_named() {
        let none = CallOptions::default();
        let refusal = |call: CallOptions| refusal(&in_ireland(), &call);
        assert!(
            refusal(CallOptions { max_retries: Some(1.5), ..none.clone() })
                .starts_with("maxRetries is not a whole number from 0 to 100.")
        );
        assert!(refusal(CallOptions { timeout: Some(-1.0), ..none.clone() }).starts_with("timeout is not"));
        assert!(refusal(CallOptions { timeout: Some(f64::NAN), ..none.clone() }).starts_with("timeout is not"));
        assert!(
            refusal(CallOptions { stream_idle_timeout: Some(1e10), ..none.clone() })
                .starts_with("streamIdleTimeout is not")
        );
        assert!(refusal(CallOptions { headers: headers("a b", "x"), ..none }).contains("no HTTP header can have"));
    }

    #[test]
    fn a_header_value_that_cannot_be_sent_is_refused_without_being_shown() {
        let call = CallOptions { headers: headers("x-key", "geheim\r\nx"), ..CallOptions::default() };
        let message = refusal(&in_ireland(), &call);
        assert!(message.contains("x-key") && !message.contains("geheim"), "{message}");
    }
}
