//! A model's thoughts of earlier turns, byte for byte as they came: a signature seals them.
//!
//! Two shapes are read, LiteLLM's `thinking_blocks` (and such blocks among the content) and OpenRouter's
//! `reasoning_details`. Reasoning without a signature is never sent: Claude refuses it, others do not want it back.

use super::Draft;
use super::blob;
use super::content;
use super::reply;
use super::warnings::Place;
use crate::json::Value;
use crate::json::Writer;
use crate::models::Capability;
use crate::models::Family;
use crate::search::is_among;

/// Adds the reasoning of a message of the assistant.
pub(super) fn write_replayed(draft: &mut Draft<'_>, message: &Value<'_>, at: Place, out: &mut Writer) {
    write_server_tools(draft, message, out);
    // Another model's thoughts, as in a conversation that goes on with this one, mean nothing to it.
    if draft.model.lacks(Capability::SignedThoughts) {
        return;
    }
    let sources = [
        (message.get("content"), "content"),
        (message.get("thinking_blocks"), "thinking_blocks"),
        (message.get("reasoning_details"), "reasoning_details"),
    ];
    let mut has_unsigned = message.get("reasoning_content").text().is_some_and(|text| !text.is_blank());
    for (blocks, source) in sources {
        for block in blocks.items() {
            match write_block(block, out) {
                Some(can_be_sent) => has_unsigned |= !can_be_sent,
                None => {
                    let sentence = ".{} has a reasoning block without `data`; send blocks back unchanged.";
                    draft.refuse_at(at, sentence, &[source]);
                }
            }
        }
        if !out.is_empty() {
            return;
        }
    }
    if has_unsigned && draft.model.family() == Family::Claude {
        draft.warnings.changed(
            "{}: its reasoning has no signature and is not sent back. Keep `thinking_blocks` of the reply.",
            &[&draft.warnings.name(at)],
        );
    }
}

/// Adds the calls and results of Nova's own tools in a reply, if the caller keeps its `_bedrock`.
fn write_server_tools(draft: &Draft<'_>, message: &Value<'_>, out: &mut Writer) {
    if draft.model.family() == Family::Nova && !draft.param("tools").items().is_empty() {
        for block in message.get("_bedrock").get("content").items() {
            if reply::is_server_tool(block.get("toolUse")) || !block.get("toolResult").is_null() {
                out.value(block);
            }
        }
    }
}

/// Whether Claude would miss its thoughts, if it is to think on: where tool calls and their answers go back and forth,
/// it thought before the first of them, and that has to be there. Later ones it may have made without a word.
pub(super) fn is_missing(draft: &Draft<'_>) -> bool {
    let is_assistant = |message: &Value<'_>| message.get("role").word() == "assistant";
    let is_answer = |message: &Value<'_>| is_among(message.get("role").word(), "tool function");
    let mut sent = Vec::new();
    for message in draft.messages() {
        if is_answer(message) || says_something(message) {
            sent.push(message);
        }
    }
    let mut messages = sent.as_slice();
    let (mut is_missing, mut was_missing) = (false, false);
    while let Some(last) = messages.iter().rposition(|message| is_assistant(message))
        && messages.iter().skip(last).any(|message| is_answer(message))
    {
        let said = messages.get(..=last).unwrap_or_default();
        // The assistant's messages in a row are one turn.
        let first = said.iter().rposition(|message| !is_assistant(message)).map_or(0, |other| other.saturating_add(1));
        is_missing = was_missing || !said.iter().skip(first).any(|message| has_thoughts(message));
        messages = messages.get(..first).unwrap_or_default();
        // A file that does not go beside a result begins a turn, behind which Claude thinks anew.
        let has_files =
            messages.iter().rev().take_while(|message| !is_assistant(message)).any(|message| has_files(message));
        was_missing |= is_missing && has_files;
    }
    is_missing
}

fn has_files(message: &Value<'_>) -> bool {
    message.get("content").items().iter().any(|part| is_among(part.get("type").word(), "file input_file"))
}

/// Whether anything of a message is sent besides its thoughts.
fn says_something(message: &Value<'_>) -> bool {
    let calls = [message.get("tool_calls"), message.get("function_call")];
    calls.iter().any(|calls| !calls.is_null()) || !content::is_blank(message)
}

fn has_thoughts(message: &Value<'_>) -> bool {
    let mut out = Writer::default();
    for name in ["content", "thinking_blocks", "reasoning_details"] {
        for block in message.get(name).items() {
            let _ = write_block(block, &mut out);
        }
    }
    !out.is_empty()
}

/// Adds a block if it is one of reasoning; `Some(false)` if it is one that cannot be sent.
fn write_block(block: &Value<'_>, out: &mut Writer) -> Option<bool> {
    let kind = block.get("type").word();
    let (text, data) = match kind {
        "thinking" => ("thinking", ""),
        "reasoning.text" => ("text", ""),
        "redacted_thinking" | "reasoning.encrypted" => ("", "data"),
        _ => return Some(true),
    };
    if !data.is_empty() {
        let data = block.get(data).str()?;
        let blob = blob::of_text_or_url(&data);
        out.open('{').key("reasoningContent").open('{').key("redactedContent").string(&blob).close_all("}}");
        return Some(true);
    }
    let Some(signature) = block.get("signature").text().filter(|signature| !signature.is_blank()) else {
        return Some(false);
    };
    // Claude may keep its thoughts to itself: then the signature stands alone.
    let text = block.get(text).text().unwrap_or_default();
    out.open('{').key("reasoningContent").open('{').key("reasoningText").open('{');
    out.key("text").text(text).key("signature").text(signature);
    out.close('}').close('}').close('}');
    Some(true)
}
