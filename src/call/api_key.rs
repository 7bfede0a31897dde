//! Short-term Bedrock API keys, made of the client's credentials.

use super::Client;
use super::Job;
use super::keys::NO_API_KEY;
use crate::error::Error;
use crate::io::Io;
use crate::io::Keys;

impl Client {
    /// Makes a key, all but its base64: for `expires_in_s` seconds, but not for longer than the credentials are good.
    ///
    /// # Errors
    /// [`Kind::Input`](crate::error::Kind::Input) for a number out of range, else as [`Client::call`].
    pub async fn api_key<I: Io>(&self, io: &I, job: &Job, expires_in_s: Option<f64>) -> Result<String, Error> {
        let wanted_s = expires_in_s.unwrap_or(EXPIRES_IN_S_MAX);
        if wanted_s.fract() != 0.0 || !(1.0..=EXPIRES_IN_S_MAX).contains(&wanted_s) {
            return Err(Error::input("expiresIn is not a whole number of seconds from 1 to 43200. Pass one."));
        }
        let Keys::Access(credentials) = self.keys(io, job, io.now()).await? else {
            return Err(Error::credentials(NO_API_KEY));
        };
        let now_ms = self.service_time_ms(io.now());
        credentials.check_not_expired(now_ms)?;
        let left_s = credentials.seconds_left(now_ms).unwrap_or(u32::MAX).max(1);
        let seconds = left_s.min(wanted_s as u32);
        let region = &self.config.signing_region;
        Ok(self.signer.borrow_mut().short_term_key(&credentials, region, seconds, now_ms))
    }
}

const EXPIRES_IN_S_MAX: f64 = 43_200.0;
