//! The caller's keys, and the first state of a client that takes another's place.

use super::fields;
use crate::credentials::ApiKey;
use crate::credentials::Credentials;
use crate::credentials::CredentialsInput;
use crate::error::Error;
use crate::io::Failure;
use crate::io::FailureKind;
use crate::io::Keys;

/// The first state of a client that takes another's place: the keys that were read last, and how many milliseconds the
/// local clock is behind the service's.
#[cfg(feature = "openai")]
pub(in crate::wasm) fn learnt(text: &str) -> (Option<Keys>, f64) {
    let offset = fields(text).find(|(name, _)| *name == "clockOffset").and_then(|(_, value)| whole_number(value));
    (keys(text).ok(), offset.unwrap_or_default())
}

/// A whole number of up to fifteen digits. `parse` would do, with half a KB of code for each type.
fn whole_number(text: &str) -> Option<f64> {
    let digits = text.strip_prefix('-').unwrap_or(text);
    let add = |number: f64, digit: char| Some(number * 10.0 + f64::from(digit.to_digit(10)?));
    let number = digits.chars().try_fold(0.0, add)?;
    Some(if digits.len() < text.len() { -number } else { number })
}

/// Reads access keys or an API key.
pub(in crate::wasm) fn keys(text: &str) -> Result<Keys, Failure> {
    let mut input = CredentialsInput::default();
    let mut api_key = None;
    for (name, value) in fields(text) {
        let string = || Some(value.to_owned());
        match name {
            "apiKey" => api_key = string(),
            "accessKeyId" => input.access_key_id = string(),
            "secretAccessKey" => input.secret_access_key = string(),
            "sessionToken" => input.session_token = string(),
            "expiration" => input.expires_at_ms = whole_number(value),
            _ => {}
        }
    }
    let keys = match api_key {
        Some(key) => ApiKey::new(key).map(Keys::Api),
        None => Credentials::new(input).map(|credentials| Keys::Access(credentials.into())),
    };
    keys.map_err(|error: Error| Failure { kind: FailureKind::Keys(error.message().to_owned()), cause: 0 })
}
