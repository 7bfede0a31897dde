//! Tool calls of the assistant and the answers to them. Bedrock wants every call of a turn answered in the next one,
//! and ids that the model's maker likes.

use std::borrow::Cow;

use super::Draft;
use super::cache;
use super::cache::After;
use super::content;
use super::tool_input;
use super::tool_input::Call;
use super::turn::Blocks;
use super::turn::Turn;
use super::warnings::Place;
use crate::json::Value;
use crate::models::Capability;
use crate::models::Family;
use crate::search::filled;
use crate::translate::index::Index;

/// The calls of the assistant's last turn that are not answered yet, and every id that was ever sent.
#[derive(Default)]
pub(super) struct ToolCalls {
    open: Vec<ToolCall>,
    sent: Index,
}

/// Nobody makes more calls in one turn, and each would have to be looked for among all.
const OPEN_MAX: usize = 1000;

struct ToolCall {
    /// As the caller has it; empty for `function_call`, which has none.
    id: String,
    /// As it is sent.
    sent: String,
}

/// Adds the calls of a message of the assistant: `tool_calls`, or `function_call` of old.
pub(super) fn write_tool_calls(draft: &mut Draft<'_>, message: &Value<'_>, at: Place, turn: &mut Turn) {
    for call in message.get("tool_calls").items() {
        if !matches!(call.get("function"), Value::Object(_)) {
            return draft.refuse_at(
                at,
                ".tool_calls: Bedrock has functions only; there is one without `function`.",
                &[],
            );
        }
        let id = call.get("id").said();
        write_call(draft, &id, call.get("function"), at, turn);
        for holder in [call, call.get("function")] {
            cache::write_cache_point(draft, holder, After::Tools, &mut turn.last);
        }
    }
    if !message.get("function_call").is_null() {
        write_call(draft, "", message.get("function_call"), at, turn);
    }
}

/// Adds the answer to a call: a message of the role `tool`, or `function`.
pub(super) fn write_answer(draft: &mut Draft<'_>, message: &Value<'_>, at: Place) -> Turn {
    let mut turn = Turn::of_user();
    let id = message.get("tool_call_id").said();
    let position = draft.tool_calls.open.iter().position(|call| call.id == *id);
    let Some(position) = position else {
        draft.refuse_at(
            at,
            ".tool_call_id `{}` is no open call of the assistant's message before it: answer each \
             of its `tool_calls` once.",
            &[&id],
        );
        return turn;
    };
    let call = draft.tool_calls.open.remove(position);
    let mut answer = Blocks::default();
    let has_failed = message.get("is_error").bool() == Some(true);
    let is_said = draft.model.lacks(Capability::Tools);
    let has_status = has_failed && !is_said && !draft.model.lacks(Capability::ToolResultStatus);
    if has_failed && !has_status {
        answer.string("The tool failed.");
    }
    let mut beside = Blocks::default();
    let mut sink = content::Sink { text: &mut answer, beside: if is_said { None } else { Some(&mut beside) } };
    content::write_content(draft, message, at, &mut sink);
    if is_said {
        turn.middle = answer;
        return turn;
    }
    if answer.out.is_empty() {
        answer.string(if beside.out.is_empty() { "(no output)" } else { "(below)" });
    }
    turn.first.open('{').key("toolResult").open('{').key("toolUseId").string(&call.sent);
    turn.first.key("content").open('[').raw(&answer.out.finish()).close(']');
    if has_status {
        turn.first.key("status").string("error");
    }
    turn.first.close('}').close('}');
    for part in message.get("content").items() {
        cache::write_cache_point(draft, part, After::Tools, &mut turn.first);
    }
    cache::write_cache_point(draft, message, After::Tools, &mut turn.first);
    turn.middle = beside;
    turn
}

/// Refuses to go on while a call is not answered, as OpenAI does.
pub(super) fn check_answered(draft: &mut Draft<'_>) {
    if let Some(call) = draft.tool_calls.open.first() {
        draft.warnings.refuse(
            "messages: the tool call `{}` has no answer: add a message of the role `tool` with this id.",
            &[&call.id],
        );
    }
}

fn write_call(draft: &mut Draft<'_>, id: &str, function: &Value<'_>, at: Place, turn: &mut Turn) {
    let name = function.get("name").said();
    let sent = draft.tool_calls.free_id(id, draft.model.family());
    if draft.model.lacks(Capability::Tools) {
        // As in a conversation that began with another model.
        let arguments = function.get("arguments").said();
        turn.middle.string(&filled("`{}({})`", &[&name, &arguments]));
        return open(draft, id, sent);
    }
    let name = draft.tool_names.sent(&name).unwrap_or_default().to_owned();
    turn.last.open('{').key("toolUse").open('{');
    turn.last.key("toolUseId").string(&sent).key("name").string(&name).key("input");
    let call = Call { id, tool: &name, arguments: function.get("arguments") };
    tool_input::write_tool_input(draft, &call, at, &mut turn.last);
    turn.last.close('}').close('}');
    draft.tool_calls.sent.set(sent.as_bytes(), 0);
    open(draft, id, sent);
}

fn open(draft: &mut Draft<'_>, id: &str, sent: String) {
    if draft.tool_calls.open.len() >= OPEN_MAX {
        return draft.refuse("messages: a turn has more than 1000 tool calls. Send them in several.", &[]);
    }
    draft.tool_calls.open.push(ToolCall { id: id.to_owned(), sent });
}

impl ToolCalls {
    /// The id itself if the model takes it, else one made of it; never one that was sent before.
    fn free_id(&self, id: &str, family: Family) -> String {
        let mut seed = Cow::Borrowed(id);
        loop {
            let free = valid_id(&seed, family);
            if self.sent.find(free.as_bytes()).is_none() {
                return free;
            }
            seed = Cow::Owned([&*seed, "'"].concat());
        }
    }
}

const ID_LENGTH_MAX: usize = 64;
const MISTRAL_ID_LENGTH: usize = 9;

fn valid_id(id: &str, family: Family) -> String {
    let is_valid =
        |extra: &str| id.bytes().all(|byte| byte.is_ascii_alphanumeric() || extra.as_bytes().contains(&byte));
    let is_mistral = family == Family::Mistral;
    let is_valid = match is_mistral {
        true => id.len() == MISTRAL_ID_LENGTH && is_valid(""),
        false => (1..=ID_LENGTH_MAX).contains(&id.len()) && is_valid("_.:-"),
    };
    if is_valid {
        return id.to_owned();
    }
    // FNV-1a: short, and no two ids of one conversation have the same.
    let mut hash = 0xcbf2_9ce4_8422_2325_u64;
    for byte in id.bytes() {
        hash = (hash ^ u64::from(byte)).wrapping_mul(0x0100_0000_01b3);
    }
    let (start, digits) = if is_mistral { ("", MISTRAL_ID_LENGTH) } else { ("call_", 13) };
    let mut valid = start.to_owned();
    for _ in 0..digits {
        valid.push(char::from_digit((hash & 31) as u32, 36).unwrap_or('0'));
        hash >>= 5;
    }
    valid
}
