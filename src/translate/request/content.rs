//! The content of messages: text, or parts of several types.

use super::Draft;
use super::cache;
use super::cache::After;
use super::media;
use super::turn::Blocks;
use super::warnings::Place;
use crate::error::Error;
use crate::json::Text;
use crate::json::Value;

/// Where content goes.
pub(super) struct Sink<'a> {
    pub(super) text: &'a mut Blocks,
    /// Images, documents and the like, if they go elsewhere.
    pub(super) media: Option<&'a mut Blocks>,
}

impl<'a> Sink<'a> {
    pub(super) fn of(blocks: &'a mut Blocks) -> Self {
        Self { text: blocks, media: None }
    }
}

/// Adds what a user, a tool or later instructions say.
pub(super) fn write_content(
    draft: &mut Draft<'_>,
    message: &Value<'_>,
    at: Place,
    sink: &mut Sink<'_>,
) -> Result<(), Error> {
    let role = message.get("role").word();
    let is_answer = matches!(role, "tool" | "function");
    let content = message.get("content");
    let mut has_point = false;
    if let Some(text) = content.text() {
        sink.text.text(text);
    }
    for (position, part) in content.items().iter().enumerate() {
        let at = at.part(position);
        let was_added = write_part(draft, part, at, sink)?;
        // Inside of an answer there is no room for cache points.
        if was_added && !is_answer {
            has_point = cache::write_cache_point(draft, part, After::Content, &mut sink.text.out)?;
        }
    }
    check_content(content, at)?;
    if !is_answer && !has_point && !sink.text.out.is_empty() {
        cache::write_cache_point(draft, message, After::Content, &mut sink.text.out)?;
    }
    Ok(())
}

/// Adds what the assistant said. Of the `is_last` words the model goes on, and not after white space.
pub(super) fn write_assistant(
    draft: &mut Draft<'_>,
    message: &Value<'_>,
    at: Place,
    is_last: bool,
    blocks: &mut Blocks,
) -> Result<(), Error> {
    let content = message.get("content");
    check_content(content, at)?;
    let mut has_point = false;
    let whole = [content, message.get("refusal")].into_iter().filter_map(Value::text).map(|text| (text, None));
    let parts = content.items().iter().enumerate();
    let mut texts: Vec<_> = whole.collect();
    for (position, part) in parts {
        let kind = part.get("type").word();
        match kind {
            "text" | "output_text" => texts.extend(part.get("text").text().map(|text| (text, Some(part)))),
            "refusal" => texts.extend(part.get("refusal").text().map(|text| (text, Some(part)))),
            "thinking" | "redacted_thinking" => {}
            _ => {
                return Err(at.part(position).refusal(
                    ".type",
                    &[
                        " `",
                        kind,
                        "`: the assistant says text only; what it is shown goes into a message of the role `user`.",
                    ],
                ));
            }
        }
    }
    texts.retain(|(text, _)| !text.is_blank());
    let count = texts.len();
    for ((text, part), position) in texts.into_iter().zip(1..) {
        if is_last && position == count {
            blocks.string(text.unescaped().trim_end());
        } else {
            blocks.text(text);
        }
        if let Some(part) = part {
            has_point = cache::write_cache_point(draft, part, After::Content, &mut blocks.out)?;
        }
    }
    if !has_point && !blocks.out.is_empty() {
        cache::write_cache_point(draft, message, After::Content, &mut blocks.out)?;
    }
    Ok(())
}

/// Adds to the system prompt.
pub(super) fn write_system(draft: &mut Draft<'_>, message: &Value<'_>, at: Place) -> Result<(), Error> {
    let mut blocks = Blocks::default();
    write_content(draft, message, at, &mut Sink::of(&mut blocks))?;
    let has_media =
        message.get("content").items().iter().any(|part| part.text().is_none() && part_text(part).is_none());
    if has_media {
        return Err(at.refusal(".content", &[": the system prompt is text; show the model the rest as the user."]));
    }
    if !blocks.out.is_empty() {
        draft.system.raw(&blocks.out.finish());
    }
    Ok(())
}

/// Adds a part; says whether there was anything to it.
fn write_part(draft: &mut Draft<'_>, part: &Value<'_>, at: Place, sink: &mut Sink<'_>) -> Result<bool, Error> {
    if let Some(text) = part.text().or_else(|| part_text(part)) {
        let is_guarded = part.get("type").word() == "guarded_text";
        if !is_guarded || text.is_blank() {
            return Ok(sink.text.text(text));
        }
        let out = &mut sink.text.out;
        out.open('{').key("guardContent").open('{').key("text").open('{').key("text").text(text);
        out.close('}').close('}').close('}');
        return Ok(true);
    }
    media::write_media(draft, part, at, sink.media.as_deref_mut().unwrap_or(sink.text))?;
    Ok(true)
}

/// The text of a part that is text.
fn part_text<'a>(part: &Value<'a>) -> Option<Text<'a>> {
    let is_text = matches!(part.get("type").word(), "text" | "input_text" | "guarded_text");
    is_text.then(|| part.get("text").text().unwrap_or_default())
}

fn check_content(content: &Value<'_>, at: Place) -> Result<(), Error> {
    match content {
        Value::Null | Value::String(_) | Value::Array(_) => Ok(()),
        _ => Err(at.refusal(".content", &[" is neither text nor a list of parts."])),
    }
}
