//! Messages to the system prompt and to turns that alternate.

use super::Draft;
use super::cache;
use super::cache::After;
use super::content;
use super::replay;
use super::tool_calls;
use super::turn::Turn;
use super::turn::write_filler;
use super::warnings::Place;
use crate::json::Value;
use crate::json::Writer;
use crate::models::Capability;
use crate::models::Family;

/// Translates all messages.
pub(super) fn add_turns(draft: &mut Draft<'_>) {
    let messages = draft.messages();
    let is_assistant = |message: &Value<'_>| message.get("role").word() == "assistant";
    let others = messages.iter().rposition(|message| !is_assistant(message) && !content::is_blank(message));
    for (position, message) in messages.iter().enumerate() {
        let at = Place::message(position);
        let role = message.get("role").word();
        match role {
            "system" | "developer" => {
                if draft.turns.is_empty() {
                    content::write_system(draft, message, at);
                } else {
                    let turn = later_instructions(draft, message, at);
                    draft.push(turn);
                }
            }
            "user" => {
                let mut turn = Turn::of_user();
                content::write_content(draft, message, at, &mut content::Sink::of(&mut turn.middle));
                draft.push(turn);
            }
            "assistant" => {
                let is_last = others.is_none_or(|others| position > others);
                write_assistant(draft, message, at, is_last);
            }
            "tool" | "function" => {
                let turn = tool_calls::write_answer(draft, message, at);
                draft.push(turn);
            }
            _ => {
                return draft.refuse_at(
                    at,
                    ".role `{}`: Bedrock knows `system`, `developer`, `user`, `assistant`, `tool` and `function`.",
                    &[role],
                );
            }
        }
    }
    tool_calls::check_answered(draft);
}

/// A conversation begins with the user, and with newer models ends with them.
pub(super) fn complete(draft: &mut Draft<'_>) {
    let is_prompt = draft.messages().is_empty() && !super::bedrock_members::param(draft, "promptVariables").is_null();
    if draft.turns.is_empty() && !is_prompt {
        return draft.refuse("`messages` has nothing to answer: add a message of the role `user` with content.", &[]);
    }
    if draft.turns.first().is_some_and(|turn| !turn.is_user) && draft.model.lacks(Capability::AssistantFirst) {
        draft.turns.insert(0, filler("."));
        draft
            .warnings
            .changed("`messages` begins with the assistant, which this model refuses: a turn `.` is put first.", &[]);
    }
    if draft.turns.last().is_some_and(|turn| !turn.is_user) && draft.model.lacks(Capability::Prefill) {
        draft.turns.push(filler("Continue."));
        draft.warnings.changed(
            "`messages` ends with the assistant, which this model refuses: a turn `Continue.` is put last.",
            &[],
        );
    }
}

fn filler(text: &str) -> Turn {
    let mut turn = Turn::of_user();
    turn.middle.string(text);
    turn
}

/// Instructions in the middle of a conversation, as the user's, where only some models take a turn of the system.
fn later_instructions(draft: &mut Draft<'_>, message: &Value<'_>, at: Place) -> Turn {
    let mut turn = Turn::of_user();
    content::write_content(draft, message, at, &mut content::Sink::of(&mut turn.middle));
    if !turn.middle.out.is_empty() {
        let said = std::mem::take(&mut turn.middle);
        turn.middle.string("Instructions of the system, not of the user:");
        turn.middle.out.raw(&said.out.finish());
        turn.middle.has_apart = said.has_apart;
    }
    turn
}

fn write_assistant(draft: &mut Draft<'_>, message: &Value<'_>, at: Place, is_last: bool) {
    if draft.turns.last().is_none_or(|turn| turn.is_user) {
        tool_calls::check_answered(draft);
    }
    let mut turn = Turn::default();
    replay::write_replayed(draft, message, at, &mut turn.first);
    content::write_assistant(draft, message, at, is_last, &mut turn.middle);
    tool_calls::write_tool_calls(draft, message, at, &mut turn);
    if turn.last.is_empty() || draft.model.family() == Family::Nova {
        cache::write_in_content(draft, message, &mut turn.middle);
    } else {
        cache::write_cache_point(draft, message, After::Tools, &mut turn.last);
    }
    draft.push(turn);
}

/// Writes all turns; one that a model does not take whole, as several.
pub(super) fn write_messages(draft: &mut Draft<'_>, body: &mut Writer) {
    body.key("messages").open('[');
    for mut turn in std::mem::take(&mut draft.turns) {
        if draft.model.family() == Family::Nova && turn.has_tools() {
            cache::take_out(draft, &mut turn.middle);
        }
        let apart = turn.take_apart();
        let is_mixed = turn.is_mixed(draft.model);
        if is_mixed {
            draft.warnings.changed(
                "`messages`: the model takes tool calls and their results in turns of their \
                 own; a turn `.` parts them from the rest.",
                &[],
            );
        }
        turn.write(is_mixed, body);
        if let Some(apart) = apart {
            draft.warnings.changed(
                "`messages`: the model takes a file of this kind in no turn with the result of a tool; a turn `.` parts \
                 them.",
                &[],
            );
            write_filler(false, body);
            apart.write(false, body);
        }
    }
    body.close(']');
}
