//! Messages to the caller: warnings about parameters without effect, errors about requests that Bedrock cannot meet.

use crate::error::Error;
use crate::search::filled;
use crate::translate::Warning;

/// The treatment of parameters that have no effect on Bedrock.
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
    list: Vec<Warning>,
    /// The first thing that is refused.
    refusal: Option<Error>,
}

impl Warnings {
    pub(super) fn new(policy: UnsupportedParams) -> Self {
        Self { policy, list: Vec::new(), refusal: None }
    }

    /// A parameter that has no effect. The sentence has a `{}` for each of the words.
    pub(super) fn lost(&mut self, sentence: &str, words: &[&str]) {
        if self.policy == UnsupportedParams::Error {
            self.refuse(sentence, words);
        } else {
            self.warn("unsupported_param", sentence, words);
        }
    }

    /// Something that Bedrock cannot do.
    pub(super) fn refuse(&mut self, sentence: &str, words: &[&str]) {
        self.refusal.get_or_insert_with(|| Error::input(filled(sentence, words)));
    }

    /// All warnings; or the first refusal.
    pub(super) fn finish(self) -> Result<Vec<Warning>, Error> {
        self.refusal.map_or(Ok(self.list), Err)
    }

    /// Something that is sent in another form than it was written.
    pub(super) fn changed(&mut self, sentence: &str, words: &[&str]) {
        self.warn("changed_request", sentence, words);
    }

    fn warn(&mut self, code: &'static str, sentence: &str, words: &[&str]) {
        if self.policy != UnsupportedParams::Ignore {
            self.list.push(Warning { code, message: filled(sentence, words) });
        }
    }
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
        match self.part {
            Some(part) => filled("messages[{}].content[{}]", &[&message, &part.to_string()]),
            None => filled("messages[{}]", &[&message]),
        }
    }
}
