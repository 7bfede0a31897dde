//! The options that each call may set anew.

use crate::endpoint::check_region;
use crate::error::Error;

/// The options in the second argument of every operation, as plain data.
#[derive(Clone, Debug, Default)]
pub struct CallOptions {
    /// The region, where it is not the client's.
    pub region: Option<String>,
    /// How often a failed attempt is tried again. Default 2, so three attempts in all.
    pub max_retries: Option<f64>,
    /// Milliseconds for one attempt: until the whole reply, or until the head of a stream. 0 means no limit.
    pub timeout: Option<f64>,
    /// Milliseconds between two pieces of a stream. 0 means no limit.
    pub stream_idle_timeout: Option<f64>,
    /// Headers of this call; they replace default ones of the same name.
    pub headers: Option<Vec<(String, String)>>,
    /// Parameters that are added to the query of this call.
    pub query: Option<Vec<(String, String)>>,
}

/// The valid options of one call.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct CallConfig {
    /// The region, where it is not the client's.
    pub region: Option<String>,
    /// Attempts after the first.
    pub max_retries: u32,
    /// Milliseconds for one attempt; 0 means no limit.
    pub timeout_ms: u32,
    /// Milliseconds between two pieces of a stream; 0 means no limit.
    pub stream_idle_timeout_ms: u32,
    /// The caller's own headers, names in lower case.
    pub headers: Vec<(String, String)>,
    /// Parameters that are added to the query.
    pub query: Vec<(String, String)>,
}

impl Default for CallConfig {
    fn default() -> Self {
        Self {
            region: None,
            max_retries: MAX_RETRIES_DEFAULT,
            timeout_ms: TIMEOUT_MS_DEFAULT,
            stream_idle_timeout_ms: STREAM_IDLE_TIMEOUT_MS_DEFAULT,
            headers: Vec::new(),
            query: Vec::new(),
        }
    }
}

impl CallConfig {
    pub(super) fn overridden_by(mut self, options: &CallOptions) -> Result<Self, Error> {
        if let Some(region) = &options.region {
            check_region(region)?;
            self.region = Some(region.clone());
        }
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
        self.query.extend_from_slice(options.query.as_deref().unwrap_or_default());
        Ok(self)
    }

    pub(super) fn merge_headers(&mut self, headers: Option<&Vec<(String, String)>>, option: &str) -> Result<(), Error> {
        for (name, value) in headers.into_iter().flatten() {
            let name = name.to_ascii_lowercase();
            check_header(&name, value, option)?;
            self.headers.retain(|(existing, _)| *existing != name);
            self.headers.push((name, value.trim_ascii().to_owned()));
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
    // No tab either: AWS's own signers disagree on how to sign it.
    if value.bytes().all(|byte| (0x20..0x7f).contains(&byte)) {
        return Ok(());
    }
    let message = "has a line break, a tab or a character outside ASCII, which cannot be signed and sent as a header.";
    Err(Error::input(format!("{what} {message}")))
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
