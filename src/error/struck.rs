//! Errors without secrets.

use super::Error;
use crate::secrets::strike;

impl Error {
    /// Without the secrets that others have quoted in it.
    #[must_use]
    pub fn struck(mut self) -> Self {
        strike_in(&mut self.0.message);
        if let Some(reply) = &mut self.0.reply {
            strike_in(&mut reply.body);
            if let Some(code) = &mut reply.code {
                strike_in(code);
            }
            if let Some(id) = &mut reply.request_id {
                strike_in(id);
            }
            for (_, value) in &mut reply.headers {
                strike_in(value);
            }
        }
        self
    }
}

#[inline(never)]
fn strike_in(text: &mut String) {
    *text = strike(text);
}
