//! The content of messages: text, or parts of several types.

use super::Draft;
use super::cache;
use super::media;
use super::turn::Blocks;
use super::warnings::Place;
use crate::json::Text;
use crate::json::Value;
use crate::search::is_among;

/// Where content goes.
pub(super) struct Sink<'a> {
    pub(super) text: &'a mut Blocks,
    /// The place of images, documents and the like that the model does not read in a tool's result.
    pub(super) beside: Option<&'a mut Blocks>,
}

impl<'a> Sink<'a> {
    pub(super) fn of(blocks: &'a mut Blocks) -> Self {
        Self { text: blocks, beside: None }
    }
}

/// Adds the content of a user, a tool or later instructions.
pub(super) fn write_content(draft: &mut Draft<'_>, message: &Value<'_>, at: Place, sink: &mut Sink<'_>) {
    let role = message.get("role").word();
    let is_answer = is_among(role, "tool function");
    let content = message.get("content");
    if let Some(text) = content.text() {
        sink.text.text(text);
    }
    for (position, part) in content.items().iter().enumerate() {
        let at = at.part(position);
        write_part(draft, part, at, sink);
        // An answer has no room for cache points.
        if !is_answer {
            cache::write_in_content(draft, part, sink.text);
        }
    }
    check_content(draft, content, at);
    if !is_answer {
        cache::write_in_content(draft, message, sink.text);
    }
}

/// Adds the assistant's content. The model goes on from the `is_last` words, and not after white space.
pub(super) fn write_assistant(
    draft: &mut Draft<'_>,
    message: &Value<'_>,
    at: Place,
    is_last: bool,
    blocks: &mut Blocks,
) {
    let content = message.get("content");
    check_content(draft, content, at);
    let mut texts = Vec::new();
    for whole in [content, message.get("refusal")] {
        if let Some(text) = whole.text() {
            texts.push((text, None));
        }
    }
    for (position, part) in content.items().iter().enumerate() {
        let kind = part.get("type").word();
        let said = match kind {
            _ if part.text().is_some() => part.text(),
            "text" | "output_text" | "input_text" => part.get("text").text(),
            "refusal" => part.get("refusal").text(),
            "thinking" | "redacted_thinking" => Some(Text::default()),
            _ => {
                return draft.refuse_at(
                    at.part(position),
                    ".type `{}`: the assistant says text only; what it is shown goes into a message of the role \
                     `user`.",
                    &[kind],
                );
            }
        };
        if let Some(text) = said {
            texts.push((text, Some(part)));
        }
    }
    let last = texts.iter().rposition(|(text, _)| !text.is_blank()).filter(|_| is_last);
    for (position, (text, part)) in texts.into_iter().enumerate() {
        if last == Some(position) {
            blocks.string(text.unescaped().trim_end());
        } else {
            blocks.text(text);
        }
        if let Some(part) = part {
            cache::write_in_content(draft, part, blocks);
        }
    }
}

/// Adds to the system prompt.
pub(super) fn write_system(draft: &mut Draft<'_>, message: &Value<'_>, at: Place) {
    let mut blocks = Blocks::default();
    write_content(draft, message, at, &mut Sink::of(&mut blocks));
    let has_media =
        message.get("content").items().iter().any(|part| part.text().is_none() && part_text(part).is_none());
    if has_media {
        return draft.refuse_at(at, ".content: the system prompt is text; show the model the rest as the user.", &[]);
    }
    if !blocks.out.is_empty() {
        draft.system.raw(&blocks.out.finish());
    }
}

fn write_part(draft: &mut Draft<'_>, part: &Value<'_>, at: Place, sink: &mut Sink<'_>) {
    let Some(text) = part.text().or_else(|| part_text(part)) else {
        return media::write_media(draft, part, at, sink);
    };
    let is_guarded = part.get("type").word() == "guarded_text";
    if is_guarded && !text.is_blank() {
        let blocks = &mut *sink.text;
        blocks.out.open('{').key("guardContent").open('{').key("text").open('{').key("text").text(text);
        blocks.out.close_all("}}}");
        blocks.can_be_cached = true;
    } else {
        sink.text.text(text);
    }
}

/// The text of a part that is text.
fn part_text<'a>(part: &Value<'a>) -> Option<Text<'a>> {
    let is_text = is_among(part.get("type").word(), "text input_text guarded_text");
    is_text.then(|| part.get("text").text().unwrap_or_default())
}

/// Whether the content of a message says nothing; thoughts do not count.
pub(super) fn is_blank(message: &Value<'_>) -> bool {
    let content = message.get("content");
    let is_blank = |text: Option<Text<'_>>| text.is_some_and(Text::is_blank);
    let is_silent = |part: &Value<'_>| {
        is_blank(part.text().or(part_text(part))) || is_among(part.get("type").word(), "thinking redacted_thinking")
    };
    content.is_null()
        || is_blank(content.text())
        || matches!(content, Value::Array(parts) if parts.iter().all(is_silent))
}

fn check_content(draft: &mut Draft<'_>, content: &Value<'_>, at: Place) {
    if !matches!(content, Value::Null | Value::String(_) | Value::Array(_)) {
        draft.refuse_at(at, ".content is neither text nor a list of parts.", &[]);
    }
}
