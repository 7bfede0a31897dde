//! The keys of a client: asked for when the first call needs them, and again before they expire.

use super::Client;
use super::Job;
use super::errors::error_of;
use super::secrets::learn_secrets;
use crate::bedrock::operation::Auth;
use crate::error::Error;
use crate::error::Kind;
use crate::io::Because;
use crate::io::Io;
use crate::io::Keys;
use crate::io::Told;

impl Client {
    /// Keys that are good now, for an operation that takes keys. `local_ms` is the local clock's time.
    pub(super) async fn keys<I: Io>(&self, io: &I, job: &Job, local_ms: f64) -> Result<Keys, Error> {
        let keys = self.current_keys(io, job, local_ms).await?;
        if matches!(keys, Keys::Api(_)) && job.operation.auth == Auth::Signature {
            return Err(Error::credentials(NO_API_KEY));
        }
        Ok(keys)
    }

    async fn current_keys<I: Io>(&self, io: &I, job: &Job, local_ms: f64) -> Result<Keys, Error> {
        let now_ms = self.service_time_ms(local_ms);
        let known = self.keys.borrow().clone();
        if let Some(Keys::Access(credentials)) = &known
            && !credentials.wants_refresh(now_ms)
        {
            return Ok(Keys::Access(credentials.clone()));
        }
        match io.keys(job.config.timeout_ms).await {
            // A caller's function is asked for its API key before each attempt.
            Ok(Keys::Api(key)) => Ok(Keys::Api(key)),
            Ok(keys) => {
                self.warned_of_refresh.set(false);
                self.keys.replace(Some(keys.clone()));
                Ok(keys)
            }
            Err(failure) => self.last_keys(io, job, known, now_ms, error_of(job, failure)),
        }
    }

    /// The keys from before a refresh that failed: their last minutes are there for this.
    #[inline(never)]
    fn last_keys(
        &self,
        io: &impl Io,
        job: &Job,
        known: Option<Keys>,
        now_ms: f64,
        error: Error,
    ) -> Result<Keys, Error> {
        let _secrets = learn_secrets(job, known.as_ref(), None);
        let is_good = |keys: &Keys| matches!(keys, Keys::Access(access) if access.check_not_expired(now_ms).is_ok());
        let Some(keys) = known.filter(|keys| error.kind() == Kind::Credentials && is_good(keys)) else {
            return Err(error);
        };
        if !self.warned_of_refresh.replace(true) {
            let message = format!("{} The last credentials are used until they expire.", error.message());
            io.tell(Told::Warning("credentials_refresh", &message, Because::Thrown(error.cause())));
        }
        Ok(keys)
    }

    /// Forgets keys that AWS called expired, unless another call has replaced them already. Says whether asking again
    /// can help.
    pub(super) fn forget(&self, used: &Keys) -> bool {
        let Keys::Access(used) = used else { return false };
        self.keys.borrow_mut().take_if(|keys| matches!(keys, Keys::Access(known) if known == used));
        self.renews_keys
    }
}

pub(super) const NO_API_KEY: &str =
    "Bedrock does not accept an API key for this. Pass `credentials` instead of an apiKey.";
