//! How a request identifies its sender.

use super::Client;
use super::Job;
use crate::bedrock::operation::Auth;
use crate::error::Error;
use crate::http::Request;
use crate::io::Because;
use crate::io::Io;
use crate::io::Keys;
use crate::io::Told;
use crate::sign;

impl Client {
    /// Signs the request, or adds the API key.
    #[inline(never)]
    pub(super) fn authorize(
        &self,
        job: &Job,
        keys: Option<&Keys>,
        payload_hash: &str,
        local_ms: f64,
    ) -> Result<Request, Error> {
        let request = job.request.clone();
        let credentials = match keys {
            None => return Ok(request),
            Some(Keys::Api(key)) => return Ok(sign::authorize(request, key)),
            Some(Keys::Access(credentials)) => credentials,
        };
        let now_ms = self.service_time_ms(local_ms);
        credentials.check_not_expired(now_ms)?;
        let mut signer = self.signer.borrow_mut();
        #[cfg(feature = "more")]
        if job.operation.sends_events() {
            return Ok(signer.presign(request, credentials, job.scope(), PRESIGNED_FOR_S, now_ms));
        }
        Ok(signer.sign(request, payload_hash, credentials, job.scope(), now_ms))
    }
}

/// The AWS SDK's validity of a presigned URL, in seconds.
#[cfg(feature = "more")]
const PRESIGNED_FOR_S: u32 = 60;

/// Reports facts that the caller would not learn otherwise, before anything is sent.
#[inline(never)]
pub(super) fn warn(io: &impl Io, job: &Job) {
    if job.operation.sends_events() && !job.config.headers.is_empty() {
        let message = "headers and defaultHeaders have no effect here: a WebSocket cannot send any.";
        io.tell(Told::Warning("unsent_headers", message, Because::Itself));
    }
    if job.operation.auth != Auth::None && job.request.is_in_clear() {
        let message = "The endpoint begins with http:, so the network can read keys, requests and replies. Use https:.";
        io.tell(Told::Warning("insecure_endpoint", message, Because::Itself));
    }
}
