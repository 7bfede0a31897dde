//! Prompt caching: Anthropic's `cache_control` and OpenAI's `prompt_cache_breakpoint`, on messages, parts and tools, to
//! cache points.
//!
//! <https://docs.aws.amazon.com/bedrock/latest/userguide/prompt-caching.html>

use super::Draft;
use crate::error::Error;
use crate::json::Value;
use crate::json::Writer;
use crate::models::Ability;
use crate::models::Family;

/// What a cache point stands behind.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(super) enum After {
    /// The system prompt, or text and media of a message.
    Content,
    /// A tool, a tool call or its answer.
    Tools,
}

/// Adds the cache point that `holder` asks for, if it does; says whether one was added.
pub(super) fn write_cache_point(
    draft: &mut Draft<'_>,
    holder: &Value<'_>,
    after: After,
    out: &mut Writer,
) -> Result<bool, Error> {
    let asked = [holder.get("cache_control"), holder.get("prompt_cache_breakpoint")];
    let Some(asked) = asked.into_iter().find(|asked| !asked.is_null() && asked.bool() != Some(false)) else {
        return Ok(false);
    };
    if let Some(why) = objection(draft, after) {
        draft.warnings.lost(&["A cache point has no effect: ", why])?;
        return Ok(false);
    }
    draft.cache_points = draft.cache_points.saturating_add(1);
    out.open('{').key("cachePoint").open('{').key("type").string("default");
    let ttl = ttl(draft, asked)?;
    draft.has_short_cache |= ttl != Some("1h");
    if let Some(ttl) = ttl {
        out.key("ttl").string(ttl);
    }
    out.close('}').close('}');
    Ok(true)
}

const CACHE_POINTS_MAX: u32 = 4;

fn objection(draft: &Draft<'_>, after: After) -> Option<&'static str> {
    let family = draft.model.family();
    let known = draft.model.can(Ability::PromptCaching);
    match known {
        Some(false) => Some("the model has no prompt caching."),
        Some(true) if !matches!(family, Family::Claude | Family::Nova) => Some("the model caches by itself."),
        _ if family == Family::Nova && after == After::Tools => {
            Some("Nova takes them in the system prompt and behind text and media only.")
        }
        _ if draft.cache_points >= CACHE_POINTS_MAX => Some("a request has at most four; the first four are sent."),
        _ => None,
    }
}

/// How long the cache is kept, where it is said: five minutes, or as long as Bedrock keeps it.
fn ttl(draft: &mut Draft<'_>, asked: &Value<'_>) -> Result<Option<&'static str>, Error> {
    let of_all = draft.param("prompt_cache_options").get("ttl");
    let Some(ttl) = asked.get("ttl").text().or(of_all.text()) else { return Ok(None) };
    let ttl = if ttl.is("5m") { "5m" } else { "1h" };
    if draft.model.lacks(Ability::HourLongCache) {
        if ttl != "5m" {
            draft
                .warnings
                .lost(&["The `ttl` of a cache point has no effect: the model keeps its cache for 5 minutes."])?;
        }
        return Ok(None);
    }
    // Tools are written first, then the system prompt and the messages, which is the order that counts.
    if ttl == "1h" && draft.has_short_cache {
        draft.warnings.changed(&[
            "A cache point of an hour cannot come after one of 5 minutes; it is sent as one of 5 minutes. In the order of \
             tools, system prompt and messages, ask for the hours first.",
        ]);
        return Ok(None);
    }
    Ok(Some(ttl))
}
