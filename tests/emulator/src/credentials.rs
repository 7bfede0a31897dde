//! The credentials the emulator knows. They are constants, they are public, and they open nothing but the emulator.
//!
//! | access key id | secret access key | session token | a right signature gets |
//! |---|---|---|---|
//! | `AKIDEXAMPLE` | `wJalrXUtnFEMI/K7MDENG+bPxRfiCYEXAMPLEKEY` | none, or `IQoJb3JpZ2luX2VjEXAMPLE//token+with/slashes==` | the operation's answer |
//! | `ASIAEXPIRED` | `expiredSecretAccessKeyEXAMPLE` | any | 403 `ExpiredTokenException` |
//! | `ASIADENIED` | `deniedSecretAccessKeyEXAMPLE` | any | 403 `AccessDeniedException` |
//!
//! Bedrock API keys: [`API_KEY`] is a long-term key that is accepted, [`EXPIRED_API_KEY`] one that has expired.
//! Short-term keys (`bedrock-api-key-…`) are presigned requests and are checked like any other signature.

/// The access key that works, the one of AWS's signing documentation.
pub const ACCESS_KEY_ID: &str = "AKIDEXAMPLE";
/// The secret of [`ACCESS_KEY_ID`].
pub const SECRET_ACCESS_KEY: &str = "wJalrXUtnFEMI/K7MDENG+bPxRfiCYEXAMPLEKEY";
/// The only session token accepted together with [`ACCESS_KEY_ID`]; sending none is right as well.
pub const SESSION_TOKEN: &str = "IQoJb3JpZ2luX2VjEXAMPLE//token+with/slashes==";

/// The account that all keys belong to, as it stands in ARNs.
pub const ACCOUNT_ID: &str = "123456789012";

/// An access key whose session is over.
pub const EXPIRED_ACCESS_KEY_ID: &str = "ASIAEXPIRED";
/// The secret of [`EXPIRED_ACCESS_KEY_ID`].
pub const EXPIRED_SECRET_ACCESS_KEY: &str = "expiredSecretAccessKeyEXAMPLE";

/// An access key of an account that was never given access to a model.
pub const DENIED_ACCESS_KEY_ID: &str = "ASIADENIED";
/// The secret of [`DENIED_ACCESS_KEY_ID`].
pub const DENIED_SECRET_ACCESS_KEY: &str = "deniedSecretAccessKeyEXAMPLE";

/// A long-term Bedrock API key that works, sent as `Authorization: Bearer …`.
pub const API_KEY: &str = "ABSKQmVkcm9ja0FQSUtleS1FWEFNUExFOmVtdWxhdG9y";
/// A long-term Bedrock API key that has expired.
pub const EXPIRED_API_KEY: &str = "ABSKQmVkcm9ja0FQSUtleS1FWFBJUkVEOmVtdWxhdG9y";

/// What the service makes of a caller whose signature is right.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Standing {
    Good,
    Expired,
    Denied,
}

#[derive(Debug)]
pub(crate) struct Account {
    pub(crate) access_key_id: &'static str,
    pub(crate) secret_access_key: &'static str,
    pub(crate) standing: Standing,
}

impl Account {
    pub(crate) fn of(access_key_id: &str) -> Option<&'static Account> {
        ACCOUNTS.iter().find(|account| account.access_key_id == access_key_id)
    }

    /// Whether the `x-amz-security-token` of a request, if any, belongs to this key.
    pub(crate) fn accepts_token(&self, token: Option<&str>) -> bool {
        self.standing != Standing::Good || token.is_none_or(|token| token == SESSION_TOKEN)
    }
}

static ACCOUNTS: [Account; 3] = [
    Account { access_key_id: ACCESS_KEY_ID, secret_access_key: SECRET_ACCESS_KEY, standing: Standing::Good },
    Account {
        access_key_id: EXPIRED_ACCESS_KEY_ID,
        secret_access_key: EXPIRED_SECRET_ACCESS_KEY,
        standing: Standing::Expired,
    },
    Account {
        access_key_id: DENIED_ACCESS_KEY_ID,
        secret_access_key: DENIED_SECRET_ACCESS_KEY,
        standing: Standing::Denied,
    },
];
