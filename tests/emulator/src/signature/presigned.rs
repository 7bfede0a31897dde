//! A signature in the query of a URL, as browsers open WebSockets with one, and as short-term API keys are made of one.
//! <https://docs.aws.amazon.com/IAM/latest/UserGuide/create-signed-request.html#add-signature-to-request>

use std::time::Duration;
use std::time::SystemTime;

use aws_sigv4::http_request::SignatureLocation;
use aws_sigv4::http_request::SigningSettings;
use percent_encoding::percent_decode_str;

use super::Caller;
use super::Payload;
use super::Received;
use super::authorization::Scope;
use super::check_standing;
use super::clock::CLOCK_TOLERANCE;
use super::clock::format_date;
use super::clock::not_yet_current;
use super::clock::parse_date;
use super::header;
use super::mismatch;
use super::refused;
use super::signature;
use super::unknown_token;
use crate::credentials::Account;
use crate::errors::ServiceError;

/// Seven days.
const EXPIRES_SECONDS_MAX: u64 = 604_800;
/// What the signer adds to a query by itself.
const OWN_PARAMETERS: [&str; 6] =
    ["X-Amz-Algorithm", "X-Amz-Credential", "X-Amz-Date", "X-Amz-Expires", "X-Amz-SignedHeaders", "X-Amz-Signature"];
const TOKEN: &str = "X-Amz-Security-Token";

/// A right signature.
pub(super) struct Valid {
    pub(super) account: &'static Account,
    from: SystemTime,
    pub(super) until: SystemTime,
}

/// What the query of a presigned URL says.
pub(super) struct Presigned {
    access_key_id: String,
    pub(super) scope: Scope,
    date: String,
    pub(super) expires_seconds: u64,
    token: Option<String>,
    pub(super) signed_headers: Vec<String>,
    signature: String,
    /// The other parameters as they stand on the wire. The session token is one of them: the signer would add it only
    /// for credentials that carry one.
    pub(super) others: String,
}

impl Presigned {
    /// `None` if there is no signature in the query, or not all that belongs to one.
    pub(super) fn parse(query: &str) -> Option<Presigned> {
        let pairs = || query.split('&').filter_map(|pair| Some((pair.split_once('=')?, pair)));
        let parameter = |name: &str| {
            let ((_, value), _) = pairs().find(|((key, _), _)| *key == name)?;
            Some(percent_decode_str(value).decode_utf8_lossy().into_owned())
        };
        let (access_key_id, scope) = Scope::parse(&parameter("X-Amz-Credential")?)?;
        let others: Vec<&str> =
            pairs().filter(|((key, _), _)| !OWN_PARAMETERS.contains(key)).map(|(_, pair)| pair).collect();
        Some(Presigned {
            access_key_id,
            scope,
            date: parameter("X-Amz-Date")?,
            expires_seconds: parameter("X-Amz-Expires")?.parse().ok()?,
            token: parameter(TOKEN),
            signed_headers: parameter("X-Amz-SignedHeaders")?.split(';').map(str::to_owned).collect(),
            signature: parameter("X-Amz-Signature")?,
            others: others.join("&"),
        })
    }

    /// Checks the signature of a presigned request.
    pub(super) fn verify(self, request: &Received<'_>, now: Option<SystemTime>) -> Result<Caller, ServiceError> {
        if !self.signed_headers.iter().any(|name| name == "host") {
            return Err(refused("'Host' must be a 'SignedHeader' in the AWS Authorization."));
        }
        if self.expires_seconds > EXPIRES_SECONDS_MAX {
            return Err(refused(format!("X-Amz-Expires must be less than or equal to {EXPIRES_SECONDS_MAX} seconds.")));
        }
        let host = header(request.headers, "host").or(request.authority.map(str::to_owned)).ok_or_else(mismatch)?;
        let mut headers = vec![("host", host.as_str())];
        for name in self.signed_headers.iter().filter(|name| *name != "host") {
            for value in request.headers.get_all(name) {
                headers.push((name.as_str(), value.to_str().map_err(|_| mismatch())?));
            }
        }
        let path = request.target.split('?').next().unwrap_or_default();
        let url = format!("http://{host}{path}?{}", self.others);
        let valid = self.check(request.method, &url, headers, request.payload)?.ok_or_else(mismatch)?;
        if let Some(now) = now {
            self.check_clock(&valid, now)?;
        }
        check_standing(valid.account.standing)?;
        Ok(Caller::signed(valid.account, &self.scope, self.signature))
    }

    /// Whose signature it is and how long it is good for, or `None` if it is wrong. `url` is without the parameters
    /// that a signature adds.
    pub(super) fn check(
        &self,
        method: &str,
        url: &str,
        headers: Vec<(&str, &str)>,
        payload: Payload<'_>,
    ) -> Result<Option<Valid>, ServiceError> {
        let account = Account::of(&self.access_key_id).ok_or_else(unknown_token)?;
        if !account.accepts_token(self.token.as_deref()) {
            return Err(unknown_token());
        }
        self.scope.check(&self.date)?;
        let from = parse_date(&self.date).ok_or_else(mismatch)?;
        let life = Duration::from_secs(self.expires_seconds);
        let until = from.checked_add(life).ok_or_else(mismatch)?;
        let mut settings = SigningSettings::default();
        settings.excluded_headers = None;
        settings.signature_location = SignatureLocation::QueryParams;
        settings.expires_in = Some(life);
        let expected = signature(method, url, headers, payload, account, &self.scope, from, settings)?;
        Ok((expected == self.signature).then_some(Valid { account, from, until }))
    }

    fn check_clock(&self, valid: &Valid, now: SystemTime) -> Result<(), ServiceError> {
        let (date, expires) = (&self.date, self.expires_seconds);
        if now >= valid.until {
            let (until, now) = (format_date(valid.until), format_date(now));
            return Err(refused(format!("Signature expired: {date} + {expires} sec. is {until}, and it is {now} now")));
        }
        let latest = now.checked_add(CLOCK_TOLERANCE).unwrap_or(now);
        if valid.from > latest {
            return Err(not_yet_current(date, now, latest));
        }
        Ok(())
    }
}
