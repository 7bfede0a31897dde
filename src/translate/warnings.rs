//! Messages to the caller: warnings about parameters without effect, errors about requests that Bedrock cannot meet.

use crate::error::Error;
use crate::search::filled;
use crate::search::pairs;
use crate::search::split_first;
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
    words: Words,
    list: Vec<Warning>,
    /// The first thing that is refused.
    refusal: Option<Error>,
}

impl Warnings {
    pub(super) fn new(policy: UnsupportedParams, words: Words) -> Self {
        Self { policy, words, list: Vec::new(), refusal: None }
    }

    /// The name of a part of a message.
    pub(super) fn name(&self, at: Place) -> String {
        self.words.name(at)
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
        self.refusal.get_or_insert_with(|| Error::input(filled(&self.words.say(sentence), words)));
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
            self.list.push(Warning { code, message: filled(&self.words.say(sentence), words) });
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
}

/// The names of a request's parts in messages.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub enum Words {
    /// Those of a chat.
    #[default]
    Chat,
    /// Those of Responses: for each message of the chat that it became, the item it was, and whether that is the output
    /// of a call.
    Responses(Vec<(usize, bool)>),
}

impl Words {
    fn name(&self, Place { message, part }: Place) -> String {
        let (list, item, content) = match self {
            Self::Chat => ("messages", message, "content"),
            Self::Responses(items) => {
                let (item, is_output) = items.get(message).copied().unwrap_or_default();
                ("input", item, if is_output { "output" } else { "content" })
            }
        };
        let item = item.to_string();
        match part {
            Some(part) => filled("{}[{}].{}[{}]", &[list, &item, content, &part.to_string()]),
            None => filled("{}[{}]", &[list, &item]),
        }
    }

    /// A sentence about a chat, in these words.
    fn say(&self, sentence: &str) -> String {
        let mut said = sentence.to_owned();
        if *self != Self::Chat {
            for (of_chat, word) in pairs(OF_RESPONSES, '\n', '|') {
                if let Some((before, behind)) = split_first(&said, of_chat) {
                    said = [before, word, behind].concat();
                }
            }
        }
        said
    }
}

/// A chat's words, and those of Responses. None is in a sentence twice.
const OF_RESPONSES: &str = "\
add a message of the role `tool` with this id|add a `function_call_output` with this `call_id`
.tool_call_id |.call_id\x20
the assistant's message before it: answer each of its `tool_calls` once|`input` before it: answer each once
.tool_calls:|:
`thinking_blocks` of the reply|`encrypted_content` of its items
`thinking_blocks` of its reply|the items of its reply
`messages`|`input`
messages: |`input`:\x20
`max_completion_tokens`|`max_output_tokens`
`max_tokens`|`max_output_tokens`
`reasoning_effort|`reasoning.effort
`response_format.json_schema.schema`|`text.format.schema`
`response_format.type`|`text.format.type`
`response_format`|`text.format`
`text`, `image_url`, `file`,|`input_text`, `input_image`, `input_file`,
its reasoning has no signature|the reasoning before it has no `encrypted_content` of this package";
