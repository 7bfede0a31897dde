//! Which secrets a request has.

use super::Client;
use super::Job;
use crate::http::Request;
use crate::io::Keys;
use crate::search::says;
use crate::search::split_last;

impl Client {
    /// Lets what others say of this request be struck of the keys, the signature, and the caller's own headers and
    /// parameters.
    #[inline(never)]
    pub(super) fn learn_secrets(&self, job: &Job, keys: Option<&Keys>, request: Option<&Request>) {
        let learn = |secret: &str| self.secrets.learn(secret);
        for (name, value) in &job.config.headers {
            if SECRET_NAMES.iter().any(|part| says(name, part)) {
                learn(value);
            }
        }
        job.config.query.iter().for_each(|(_, value)| learn(value));
        match keys {
            Some(Keys::Api(key)) => learn(key.as_str()),
            Some(Keys::Access(credentials)) => {
                learn(credentials.secret_access_key());
                credentials.session_token().map(learn);
                // `… Signature=…`, or the last parameter of a presigned URL.
                let signed = request.and_then(|Request { headers, query, .. }| {
                    headers.last().filter(|(name, _)| name == "authorization").or(query.last())
                });
                if let Some((_, value)) = signed {
                    learn(split_last(value, b'=').map_or(value, |(_, signature)| signature));
                }
            }
            None => {}
        }
    }
}

/// Parts of names: the value of another header may be a word that an error is about.
const SECRET_NAMES: [&str; 7] = ["auth", "cookie", "credential", "key", "password", "secret", "token"];
