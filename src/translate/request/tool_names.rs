//! Names of tools: OpenAI's may have any letters, Bedrock's are `[a-zA-Z0-9_-]{1,64}`.

use super::Draft;
use super::tools;
use crate::json::Value;
use crate::translate::Chat;
use crate::translate::StructuredOutput;
use crate::translate::index::Index;

/// The names of all tools of a request, as they are sent and as the caller knows them.
#[derive(Default)]
pub(super) struct ToolNames {
    pairs: Vec<(String, String)>,
    by_sent: Index,
    by_known: Index,
}

impl ToolNames {
    /// Reads the names of tools and of the calls to them. Valid names stay, whatever happens to the others.
    pub(super) fn of(draft: &mut Draft<'_>, output: StructuredOutput) -> Self {
        let mut names = Self::default();
        let mut others = Vec::new();
        for caller in callers(draft) {
            let name = caller.get("name").said().into_owned();
            if name.is_empty() {
                draft.refuse("A tool, or a call to one, has no name: give it a `name`.", &[]);
            }
            let is_ours = output == StructuredOutput::Tool && name == Chat::JSON_TOOL;
            if is_ours || !is_valid(&name) {
                others.push(name);
            } else if !names.has(&name) {
                names.add(name.clone(), name);
            }
        }
        for name in others {
            if names.sent(&name).is_none() {
                let is_taken = |free: &str| names.has(free) || free == Chat::JSON_TOOL;
                let sent = free_name(&name, names.pairs.len(), &is_letter, &is_taken);
                names.add(sent, name);
            }
        }
        names
    }

    /// The name that is sent for the caller's.
    pub(super) fn sent(&self, name: &str) -> Option<&str> {
        let (sent, _) = self.pairs.get(self.by_known.find(name.as_bytes())?)?;
        Some(sent)
    }

    /// All names as they are sent.
    pub(super) fn all(&self) -> impl Iterator<Item = &str> {
        self.pairs.iter().map(|(sent, _)| sent.as_str())
    }

    /// The names as they are sent and as the caller knows them.
    pub(super) fn into_pairs(self) -> Vec<(String, String)> {
        self.pairs
    }

    fn has(&self, sent: &str) -> bool {
        self.by_sent.find(sent.as_bytes()).is_some()
    }

    fn add(&mut self, sent: String, known: String) {
        self.by_sent.set(sent.as_bytes(), self.pairs.len());
        self.by_known.set(known.as_bytes(), self.pairs.len());
        self.pairs.push((sent, known));
    }
}

/// A valid name like `name`, with a number behind it if it is taken; where many are alike, one above the count of all
/// `known` names.
pub(super) fn free_name(
    name: &str,
    known: usize,
    is_letter: &dyn Fn(char) -> bool,
    is_taken: &dyn Fn(&str) -> bool,
) -> String {
    let mut valid = String::new();
    for letter in name.chars() {
        valid.push(if is_letter(letter) { letter } else { '_' });
    }
    let mut free = valid.get(..NAME_LENGTH_MAX).unwrap_or(&valid).to_owned();
    let mut number = 1;
    while free.is_empty() || is_taken(&free) {
        let least = if number < TRIED_IN_TURN { number } else { known.max(number) };
        number = least.saturating_add(1);
        let number = number.to_string();
        let length = NAME_LENGTH_MAX.saturating_sub(number.len()).saturating_sub(1);
        free = [valid.get(..length).unwrap_or(&valid), "_", &number].concat();
    }
    free
}

const NAME_LENGTH_MAX: usize = 64;
const TRIED_IN_TURN: usize = 8;

/// Everything with the name of a tool, in the order of the request.
fn callers<'a>(draft: &Draft<'a>) -> Vec<&'a Value<'a>> {
    let mut callers = tools::defined(draft);
    for message in draft.messages() {
        for call in message.get("tool_calls").items() {
            callers.push(call.get("function"));
        }
        if !message.get("function_call").is_null() {
            callers.push(message.get("function_call"));
        }
    }
    callers
}

fn is_valid(name: &str) -> bool {
    name.len() <= NAME_LENGTH_MAX && name.chars().all(is_letter)
}

pub(super) fn is_letter(letter: char) -> bool {
    letter.is_ascii_alphanumeric() || matches!(letter, '_' | '-')
}
