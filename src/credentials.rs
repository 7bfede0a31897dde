//! AWS access keys, which sign a request. The memory is wiped on drop, and `Debug` shows none of it.

use std::fmt;

use zeroize::Zeroizing;

use crate::error::Error;

/// Credentials are asked for again this long before they expire, in milliseconds: the AWS SDK's five minutes.
pub const REFRESH_BEFORE_MS: f64 = 5.0 * 60.0 * 1000.0;

/// Access keys, complete by construction.
#[derive(Clone, PartialEq)]
pub struct Credentials {
    access_key_id: String,
    secret_access_key: Zeroizing<String>,
    session_token: Option<Zeroizing<String>>,
    expires_at_ms: Option<f64>,
}

/// Access keys as a caller or one of the AWS SDK's providers writes them.
#[derive(Default)]
pub struct CredentialsInput {
    /// `AKIA…` or `ASIA…`
    pub access_key_id: Option<String>,
    /// The secret half.
    pub secret_access_key: Option<String>,
    /// Comes with temporary credentials.
    pub session_token: Option<String>,
    /// When they expire, in milliseconds since 1970. JavaScript reads dates and ISO strings into it.
    pub expires_at_ms: Option<f64>,
}

impl fmt::Debug for CredentialsInput {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("CredentialsInput(******)")
    }
}

impl Credentials {
    /// Takes both keys as one unit.
    ///
    /// # Errors
    /// [`Kind::Credentials`](crate::error::Kind::Credentials) when a key is missing or cannot be part of a header.
    pub fn new(input: CredentialsInput) -> Result<Self, Error> {
        let secret_access_key = Zeroizing::new(input.secret_access_key.unwrap_or_default());
        let session_token = input.session_token.filter(|token| !token.is_empty()).map(Zeroizing::new);
        let access_key_id = input.access_key_id.unwrap_or_default();
        if access_key_id.is_empty() || secret_access_key.is_empty() {
            let missing = if access_key_id.is_empty() { "accessKeyId" } else { "secretAccessKey" };
            return Err(Error::credentials(format!(
                "The credentials have no {missing}. Pass {{ accessKeyId, secretAccessKey, sessionToken }} from one source, or a function that resolves to them."
            )));
        }
        let is_header_text = |text: &str| text.bytes().all(|byte| (0x21..=0x7e).contains(&byte));
        if !is_header_text(&access_key_id) || !session_token.as_ref().is_none_or(|token| is_header_text(token)) {
            return Err(Error::credentials(
                "The accessKeyId or sessionToken has a character that no AWS key has, such as a space. Copy it again.",
            ));
        }
        Ok(Self { access_key_id, secret_access_key, session_token, expires_at_ms: input.expires_at_ms })
    }

    /// The public half.
    pub fn access_key_id(&self) -> &str {
        &self.access_key_id
    }

    /// The secret half, for deriving signing keys and nothing else.
    pub(crate) fn secret_access_key(&self) -> &str {
        &self.secret_access_key
    }

    /// Goes into `x-amz-security-token`.
    pub fn session_token(&self) -> Option<&str> {
        self.session_token.as_ref().map(|token| token.as_str())
    }

    /// Whether they may still sign at `now_ms`.
    ///
    /// # Errors
    /// [`Kind::Credentials`](crate::error::Kind::Credentials) when they have expired: sending them would only cost a
    /// round trip.
    pub fn check_not_expired(&self, now_ms: f64) -> Result<(), Error> {
        if self.expires_at_ms.is_some_and(|expiry| expiry <= now_ms) {
            return Err(Error::credentials(
                "The credentials have expired. Get fresh ones, or pass a function as `credentials` that resolves to fresh ones: it is called again before they expire.",
            ));
        }
        Ok(())
    }

    /// How many whole seconds they are still good at `now_ms`, if they say.
    pub fn seconds_left(&self, now_ms: f64) -> Option<u32> {
        // A float saturates on its way to an integer.
        self.expires_at_ms.map(|expiry| ((expiry - now_ms) / 1000.0) as u32)
    }

    /// Whether a provider should be asked again: less than [`REFRESH_BEFORE_MS`] is left.
    pub fn wants_refresh(&self, now_ms: f64) -> bool {
        self.expires_at_ms.is_some_and(|expiry| expiry - now_ms < REFRESH_BEFORE_MS)
    }
}

impl fmt::Debug for Credentials {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Credentials(******)")
    }
}

/// A Bedrock API key: sent as it is, instead of a signature.
///
/// <https://docs.aws.amazon.com/bedrock/latest/userguide/api-keys.html>
#[derive(Clone)]
pub struct ApiKey(Zeroizing<String>);

impl ApiKey {
    /// Takes a key, without the white space around it.
    ///
    /// # Errors
    /// [`Kind::Credentials`](crate::error::Kind::Credentials) when it is empty or cannot be part of a header.
    pub fn new(key: String) -> Result<Self, Error> {
        let key = Zeroizing::new(key);
        let trimmed = key.trim_ascii();
        if trimmed.is_empty() || !trimmed.bytes().all(|byte| (0x21..=0x7e).contains(&byte)) {
            return Err(Error::credentials(
                "The apiKey is empty or has a character that no Bedrock API key has. Copy it again.",
            ));
        }
        Ok(Self(Zeroizing::new(trimmed.to_owned())))
    }

    /// The key, for the one header it goes into.
    pub(crate) fn as_str(&self) -> &str {
        &self.0
    }
}

impl fmt::Debug for ApiKey {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("ApiKey(******)")
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn input() -> CredentialsInput {
        CredentialsInput {
            access_key_id: Some("AKIDEXAMPLE".into()),
            secret_access_key: Some("a-secret".into()),
            session_token: Some("a-token".into()),
            expires_at_ms: Some(1_000_000.0),
        }
    }

    #[test]
    fn debug_shows_no_key() {
        assert_eq!(
            format!("{:?} {:?}", input(), Credentials::new(input()).unwrap()),
            "CredentialsInput(******) Credentials(******)"
        );
    }

    #[test]
    fn half_a_pair_is_refused_by_the_name_of_the_missing_half() {
        let no_secret = Credentials::new(CredentialsInput { secret_access_key: None, ..input() }).unwrap_err();
        assert!(no_secret.message().contains("no secretAccessKey"), "{no_secret}");
        let no_id = Credentials::new(CredentialsInput { access_key_id: Some(String::new()), ..input() }).unwrap_err();
        assert!(no_id.message().contains("no accessKeyId"), "{no_id}");
    }

    #[test]
    fn a_key_that_could_break_a_header_is_refused_without_being_shown() {
        let error =
            Credentials::new(CredentialsInput { session_token: Some("tok\r\nen".into()), ..input() }).unwrap_err();
        assert!(!error.message().contains("tok\r"), "{error}");
    }

    #[test]
    fn expiry_is_checked_to_the_millisecond_and_refresh_comes_five_minutes_early() {
        let credentials = Credentials::new(input()).unwrap();
        assert!(credentials.check_not_expired(999_999.0).is_ok());
        assert!(credentials.check_not_expired(1_000_000.0).is_err());
        assert!(!credentials.wants_refresh(700_000.0));
        assert!(credentials.wants_refresh(700_001.0));
    }

    #[test]
    fn an_api_key_is_trimmed_checked_and_never_shown() {
        let key = ApiKey::new(" ABSKkey==\n".into()).unwrap();
        assert_eq!(key.as_str(), "ABSKkey==");
        assert_eq!(format!("{key:?}"), "ApiKey(******)");
        for bad in ["", " ", "two words", "line\nbreak", "schlüssel"] {
            let message = ApiKey::new(bad.into()).unwrap_err().message().to_owned();
            assert!(bad.trim().is_empty() || !message.contains(bad), "{message}");
        }
    }

    #[test]
    fn what_is_left_is_counted_in_whole_seconds() {
        let credentials = Credentials::new(input()).unwrap();
        assert_eq!(credentials.seconds_left(998_500.0), Some(1));
        assert_eq!(credentials.seconds_left(2_000_000.0), Some(0));
    }
}
