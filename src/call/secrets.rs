//! Which secrets a request has.

use super::Job;
use crate::http::Request;
use crate::io::Keys;
use crate::search::says;
use crate::secrets::Secret;
use crate::secrets::learn;

/// Those of a call, known as long as this is held.
pub type Secrets = Vec<Secret>;

/// Makes the keys, the signature, and the caller's own headers and parameters known as secrets, to be struck from all
/// that others say of this request: at least as long as these are held.
#[inline(never)]
pub(super) fn learn_secrets(job: &Job, keys: Option<&Keys>, request: Option<&Request>) -> Secrets {
    let mut held = Vec::new();
    let mut hold = |text: &str| held.extend(learn(text));
    for (name, value) in &job.config.headers {
        if SECRET_NAMES.iter().any(|part| says(name, part)) {
            hold(value);
        }
    }
    for (_, value) in &job.config.query {
        hold(value);
    }
    match keys {
        Some(Keys::Api(key)) => hold(key.as_str()),
        Some(Keys::Access(credentials)) => {
            if let Some(Request { headers, query, .. }) = request {
                // It ends with the signature, as the last parameter of a presigned URL does. Not held: it is good for
                // this request only, and a thousand at once would make striking slow.
                let authorization = headers.last().filter(|(name, _)| name == "authorization");
                if let Some((_, value)) = authorization.or(query.last()) {
                    learn(value.get(value.len().saturating_sub(SIGNATURE_BYTES)..).unwrap_or_default());
                }
            }
            hold(credentials.secret_access_key());
            hold(credentials.session_token().unwrap_or_default());
        }
        None => {}
    }
    held
}

/// Parts of names: the value of another header may be a word that an error is about.
const SECRET_NAMES: [&str; 5] = ["auth", "cookie", "key", "secret", "token"];
/// Hex of a SHA-256.
const SIGNATURE_BYTES: usize = 64;
