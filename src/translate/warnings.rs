//! What the caller is told: warnings about what has no effect, errors about what Bedrock has no way to do.

use crate::error::Error;
use crate::translate::Warning;

/// What becomes of parameters that have no effect on Bedrock.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum UnsupportedParams {
    /// A warning.
    #[default]
    Warn,
    /// An error, and nothing is sent.
    Error,
    /// Nothing.
    Ignore,
}

pub(super) struct Warnings {
    policy: UnsupportedParams,
    pub(super) list: Vec<Warning>,
}

impl Warnings {
    pub(super) fn new(policy: UnsupportedParams) -> Self {
        Self { policy, list: Vec::new() }
    }

    /// A parameter that has no effect. `words` are put together to a sentence.
    pub(super) fn lost(&mut self, words: &[&str]) -> Result<(), Error> {
        if self.policy == UnsupportedParams::Error {
            return Err(refusal(words));
        }
        self.warn("unsupported_param", words);
        Ok(())
    }

    /// Something that is sent otherwise than it was written.
    pub(super) fn changed(&mut self, words: &[&str]) {
        self.warn("changed_request", words);
    }

    fn warn(&mut self, code: &'static str, words: &[&str]) {
        if self.policy != UnsupportedParams::Ignore {
            self.list.push(Warning { code, message: words.concat() });
        }
    }
}

/// An error of which `words` are the sentence.
pub(super) fn refusal(words: &[&str]) -> Error {
    Error::input(words.concat())
}

/// A part of a message, for errors: `messages[3].content[1]`.
#[derive(Clone, Copy)]
pub(super) struct Place {
    message: usize,
    part: Option<usize>,
}

impl Place {
    pub(super) fn message(message: usize) -> Self {
        Self { message, part: None }
    }

    pub(super) fn part(self, part: usize) -> Self {
        Self { part: Some(part), ..self }
    }

    pub(super) fn name(self) -> String {
        let message = self.message.to_string();
        let part = self.part.map(|part| part.to_string());
        match &part {
            Some(part) => ["messages[", &message, "].content[", part, "]"].concat(),
            None => ["messages[", &message, "]"].concat(),
        }
    }

    /// An error about the member `member` (`.role`) of the part.
    pub(super) fn refusal(self, member: &str, words: &[&str]) -> Error {
        Error::input([&*self.name(), member, &words.concat()].concat())
    }
}
