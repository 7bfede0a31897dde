//! Prompt caching: Anthropic's `cache_control` and OpenAI's `prompt_cache_breakpoint`, on messages, parts and tools, to
//! cache points.
//!
//! <https://docs.aws.amazon.com/bedrock/latest/userguide/prompt-caching.html>

use super::Draft;
use super::turn::Blocks;
use crate::json::Value;
use crate::json::Writer;
use crate::models::Capability;
use crate::models::Family;
use crate::search::split_first;
use crate::search::split_last;

/// The kind of block before a cache point.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(super) enum After {
    /// The system prompt, or text and media of a message.
    Content,
    /// A tool, a tool call or its answer.
    Tools,
}

/// Adds the cache point that `holder` asks for, if it does, behind the last block.
pub(super) fn write_cache_point(draft: &mut Draft<'_>, holder: &Value<'_>, after: After, out: &mut Writer) {
    let Some(asked) = asked(holder) else { return };
    let why = match () {
        () if out.is_empty() => Some("there is nothing before it that can be cached."),
        () => objection(draft, after),
    };
    if let Some(why) = why {
        return draft.warnings.lost("A cache point has no effect: {}", &[why]);
    }
    if ends_with_point(out.as_str()) {
        return;
    }
    draft.has_cache_points = true;
    out.raw(MARK).close_all(r#"{"cachePoint":{"type":"default""#);
    if let Some(ttl) = ttl(draft, asked) {
        out.key("ttl").string(ttl);
    }
    out.close_all("}}");
}

/// The same among text and media. Behind documents that cannot be cached by themselves it takes a text.
pub(super) fn write_in_content(draft: &mut Draft<'_>, holder: &Value<'_>, blocks: &mut Blocks) {
    let is_possible = asked(holder).is_some() && objection(draft, After::Content).is_none();
    if is_possible && !blocks.out.is_empty() && !blocks.can_be_cached {
        blocks.string(".");
    }
    write_cache_point(draft, holder, After::Content, &mut blocks.out);
}

fn asked<'s, 'a>(holder: &'s Value<'a>) -> Option<&'s Value<'a>> {
    let asked = [holder.get("cache_control"), holder.get("prompt_cache_breakpoint")];
    asked.into_iter().find(|asked| !asked.is_null() && asked.bool() != Some(false))
}

/// Stands before each cache point until all are known. No JSON has it.
const MARK: &str = "\u{1}";

fn ends_with_point(text: &str) -> bool {
    split_last(text, 1).and_then(|(_, point)| split_first(point, "}}")).is_some_and(|(_, rest)| rest.is_empty())
}

const CACHE_POINTS_MAX: usize = 4;

/// Takes out the marks, and the first of too many cache points: those behind them move with the conversation.
pub(super) fn settle(draft: &mut Draft<'_>, body: String) -> String {
    if !draft.has_cache_points {
        return body;
    }
    let count = body.bytes().filter(|byte| MARK.as_bytes().contains(byte)).count();
    let excess = count.saturating_sub(CACHE_POINTS_MAX);
    if excess > 0 {
        draft.warnings.lost("A cache point has no effect: a request has at most four; the last four are sent.", &[]);
    }
    let mut was_demoted = false;
    let settled = without_points(&body, excess, &mut was_demoted);
    if was_demoted {
        draft.warnings.changed(
            "A cache point of an hour cannot come after one of 5 minutes; it is sent as one of 5 minutes. In the order of \
             tools, system prompt and messages, ask for the hours first.",
            &[],
        );
    }
    settled
}

/// Takes the cache points out of the blocks beside tool calls or their results, where Nova takes none.
pub(super) fn take_out(draft: &mut Draft<'_>, blocks: &mut Blocks) {
    let text = std::mem::take(&mut blocks.out).finish();
    let rest = without_points(&text, usize::MAX, &mut false);
    if rest.len() < text.len() {
        draft.warnings.lost("A cache point has no effect: {}", &[BESIDE_TOOLS]);
    }
    blocks.out.raw(&rest);
}

/// The text without the marks and without the first cache points. Of the others those of an hour come first.
fn without_points(text: &str, mut excess: usize, was_demoted: &mut bool) -> String {
    let mut settled = String::with_capacity(text.len());
    let mut rest = text;
    let mut has_short = false;
    while let Some((before, behind)) = split_first(rest, MARK) {
        let (point, behind) = split_first(behind, "}}").unwrap_or((behind, ""));
        rest = behind;
        if excess > 0 {
            excess = excess.saturating_sub(1);
            settled.push_str(before.strip_suffix(',').unwrap_or(before));
            continue;
        }
        let hour = split_first(point, HOUR);
        *was_demoted |= has_short && hour.is_some();
        settled.push_str(before);
        settled.push_str(hour.filter(|_| has_short).map_or(point, |(point, _)| point));
        settled.push_str("}}");
        has_short |= hour.is_none();
    }
    settled.push_str(rest);
    settled
}

const HOUR: &str = r#","ttl":"1h""#;
const BESIDE_TOOLS: &str = "Nova takes them in the system prompt and behind text and media only.";

fn objection(draft: &Draft<'_>, after: After) -> Option<&'static str> {
    let family = draft.model.family();
    match draft.model.can(Capability::PromptCaching) {
        Some(false) => Some("the model has no prompt caching."),
        Some(true) if !matches!(family, Family::Claude | Family::Nova) => Some("the model caches by itself."),
        _ if family == Family::Nova && after == After::Tools => Some(BESIDE_TOOLS),
        _ => None,
    }
}

/// How long the cache is kept, where it is said: five minutes, or as long as Bedrock keeps it.
fn ttl(draft: &mut Draft<'_>, asked: &Value<'_>) -> Option<&'static str> {
    let of_all = draft.param("prompt_cache_options").get("ttl");
    let ttl = asked.get("ttl").text().or(of_all.text())?;
    let ttl = if ttl.is("5m") { "5m" } else { "1h" };
    if draft.model.lacks(Capability::HourLongCache) {
        if ttl != "5m" {
            draft
                .warnings
                .lost("The `ttl` of a cache point has no effect: the model keeps its cache for 5 minutes.", &[]);
        }
        return None;
    }
    Some(ttl)
}
