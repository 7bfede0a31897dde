//! What a session remembers of the beginnings of requests: written where a request has cache points, read by the next
//! one that begins the same, for five minutes or an hour.

use std::collections::HashMap;
use std::time::Duration;
use std::time::SystemTime;

use serde_json::Value;
use serde_json::json;

use crate::converse::tokens_in;
use crate::family::Family;
use crate::family::Refusal;
use crate::json;
use crate::reply::hash;

const SHORT: Duration = Duration::from_secs(5 * 60);
const LONG: Duration = Duration::from_secs(60 * 60);

/// Beginnings by their hash, and until when they are kept.
#[derive(Debug, Default)]
pub(crate) struct PromptCache(HashMap<u64, SystemTime>);

/// Tokens that are counted apart from the others.
#[derive(Debug, Default, PartialEq)]
pub(crate) struct CacheUsage {
    pub(crate) read: u64,
    pub(crate) written_short: u64,
    pub(crate) written_long: u64,
}

/// The end of a block: what the request is up to there.
struct Boundary {
    hash: u64,
    tokens: u64,
    /// How long to keep it, if there is a cache point.
    keep: Option<Duration>,
}

impl PromptCache {
    /// What a request with cache points reads and writes; `None` for one without.
    pub(crate) fn account(&mut self, family: &Family, request: &Value, now: SystemTime) -> Option<CacheUsage> {
        let boundaries = boundaries(family, request);
        boundaries.iter().find(|boundary| boundary.keep.is_some())?;
        self.0.retain(|_, until| *until > now);
        let last_point = boundaries.iter().rposition(|boundary| boundary.keep.is_some()).unwrap_or_default();
        let before = boundaries.get(..=last_point).unwrap_or_default();
        let large = |boundary: &&Boundary| boundary.tokens >= family.cache_tokens_min;
        let known = before.iter().filter(large).rfind(|boundary| self.0.contains_key(&boundary.hash));
        let mut usage = CacheUsage { read: known.map_or(0, |boundary| boundary.tokens), ..CacheUsage::default() };
        let mut counted = usage.read;
        for boundary in before.iter().filter(large) {
            let Some(keep) = boundary.keep else { continue };
            // Reading keeps for as long again.
            self.0.insert(boundary.hash, now.checked_add(keep).unwrap_or(now));
            let more = boundary.tokens.saturating_sub(counted);
            counted = counted.saturating_add(more);
            let written = if keep == LONG { &mut usage.written_long } else { &mut usage.written_short };
            *written = written.saturating_add(more);
        }
        Some(usage)
    }
}

impl CacheUsage {
    /// Moves the tokens out of `inputTokens`, which has those that are neither read nor written. In GPT's streams they
    /// stay there and are added to the total once more: measured by earendil-works/pi#8752 and maximhq/bifrost#6942.
    /// That GPT's whole replies are as the others' is a guess.
    pub(crate) fn apply(&self, family: &Family, streams: bool, usage: &mut Value) {
        let written = self.written_short.saturating_add(self.written_long);
        let cached = self.read.saturating_add(written);
        if family.is_gpt() && cached == 0 {
            return;
        }
        let (changed, count): (_, fn(u64, u64) -> u64) = if family.is_gpt() && streams {
            ("totalTokens", u64::saturating_add)
        } else {
            ("inputTokens", u64::saturating_sub)
        };
        usage[changed] = json!(count(usage[changed].as_u64().unwrap_or_default(), cached));
        usage["cacheReadInputTokens"] = json!(self.read);
        usage["cacheWriteInputTokens"] = json!(written);
        let details = [("5m", self.written_short), ("1h", self.written_long)];
        // Recorded of Claude only, and never of Nova.
        let details: Vec<Value> = details
            .into_iter()
            .filter(|(_, tokens)| *tokens > 0 && family.is_claude())
            .map(|(ttl, tokens)| json!({ "ttl": ttl, "inputTokens": tokens }))
            .collect();
        if !details.is_empty() {
            usage["cacheDetails"] = json!(details);
        }
    }
}

/// Tools come before the system prompt, and that before the messages.
fn boundaries(family: &Family, request: &Value) -> Vec<Boundary> {
    let list = |pointer: &str| request.pointer(pointer).and_then(Value::as_array).into_iter().flatten();
    let blocks = list("/messages").flat_map(|message| {
        let role = message.get("role");
        let blocks = message.get("content").and_then(Value::as_array).into_iter().flatten();
        blocks.map(move |block| (role, block))
    });
    let parts = list("/toolConfig/tools").chain(list("/system")).map(|part| (None, part)).chain(blocks);
    let mut boundaries: Vec<Boundary> = Vec::new();
    let mut seed = hash(family.name().as_bytes());
    let mut tokens = 0_u64;
    for (role, part) in parts {
        if let Some(point) = part.get("cachePoint").filter(|point| !point.is_null()) {
            let long = point.get("ttl").is_some_and(|ttl| ttl == "1h") && !family.refuses(Refusal::LongCacheTtl);
            if let Some(boundary) = boundaries.last_mut() {
                boundary.keep = Some(if long { LONG } else { SHORT });
            }
            continue;
        }
        seed = hash(json::sorted(json!([seed, role, part])).as_bytes());
        tokens = tokens.saturating_add(tokens_in(part));
        boundaries.push(Boundary { hash: seed, tokens, keep: None });
    }
    // OpenAI caches all there is, and nobody needs to ask.
    if let Some(last) = boundaries.last_mut().filter(|_| family.is_gpt()) {
        last.keep = Some(SHORT);
    }
    boundaries
}

#[cfg(test)]
mod tests {
    use super::*;

    const CLAUDE: &str = "us.anthropic.claude-sonnet-4-5-20250929-v1:0";

    fn request(turns: &[&str], ttl: Option<&str>) -> Value {
        let mut messages: Vec<Value> = turns
            .iter()
            .enumerate()
            .map(|(index, text)| json!({"role": if index % 2 == 0 { "user" } else { "assistant" }, "content": [{"text": text}]}))
            .collect();
        let point = ttl.map_or(json!({"type": "default"}), |ttl| json!({"type": "default", "ttl": ttl}));
        let last = messages.last_mut().unwrap();
        last["content"].as_array_mut().unwrap().push(json!({"cachePoint": point}));
        json!({ "messages": messages })
    }

    #[test]
    fn a_beginning_is_written_once_and_read_until_it_is_old() {
        let family = Family::of(CLAUDE);
        let long = "word ".repeat(1_500);
        let mut cache = PromptCache::default();
        let now = SystemTime::UNIX_EPOCH;
        let first = cache.account(&family, &request(&[&long], None), now).unwrap();
        assert_eq!((first.read, first.written_long), (0, 0));
        assert!(first.written_short >= 1_024, "{first:?}");
        // The next turn's point is elsewhere; what was cached is found all the same.
        let next = request(&[&long, "Yes.", "And then?"], Some("1h"));
        let second = cache.account(&family, &next, now + SHORT / 2).unwrap();
        assert_eq!((second.read, second.written_short), (first.written_short, 0));
        assert!(second.written_long > 0 && second.written_long < 20, "{second:?}");
        let third = cache.account(&family, &next, now + SHORT * 2).unwrap();
        assert_eq!(third.read, second.read + second.written_long, "the hour's point is still there");
        let fourth = cache.account(&family, &request(&[&long], None), now + SHORT * 4).unwrap();
        assert_eq!(fourth.read, 0, "the five minutes are over");
    }

    #[test]
    fn too_little_is_not_cached_and_another_model_reads_nothing() {
        let mut cache = PromptCache::default();
        let long = "word ".repeat(1_500);
        let now = SystemTime::UNIX_EPOCH;
        let little = cache.account(&Family::of(CLAUDE), &request(&["few words"], None), now);
        assert_eq!(little, Some(CacheUsage::default()));
        let haiku = Family::of("us.anthropic.claude-haiku-4-5-20251001-v1:0");
        assert_eq!(cache.account(&haiku, &request(&[&long], None), now), Some(CacheUsage::default()));
        assert!(cache.account(&Family::of(CLAUDE), &request(&[&long], None), now).unwrap().read == 0);
        assert_eq!(cache.account(&haiku, &json!({"messages": []}), now), None);
        // An hour is more than the older ones keep.
        let old = Family::of("us.anthropic.claude-opus-4-1-20250805-v1:0");
        assert_eq!(cache.account(&old, &request(&[&long], Some("1h")), now).unwrap().written_long, 0);
    }

    #[test]
    fn gpt_caches_by_itself_and_counts_twice_in_streams() {
        let family = Family::of("us.openai.gpt-5.6-sol");
        let long = "word ".repeat(1_500);
        let plain = |turns: &[&str]| {
            let mut request = request(turns, None);
            request["messages"][turns.len() - 1]["content"].as_array_mut().unwrap().pop();
            request
        };
        let mut cache = PromptCache::default();
        let now = SystemTime::UNIX_EPOCH;
        let first = cache.account(&family, &plain(&[&long]), now).unwrap();
        let second = cache.account(&family, &plain(&[&long, "Yes.", "And then?"]), now).unwrap();
        assert!(first.written_short >= 1_024 && second.read == first.written_short, "{first:?} {second:?}");
        let counted = |streams: bool, cached: &CacheUsage| {
            let mut usage = json!({"inputTokens": 2_000, "outputTokens": 10, "totalTokens": 2_010});
            cached.apply(&family, streams, &mut usage);
            usage
        };
        let cached = second.read + second.written_short;
        let gross = counted(true, &second);
        assert_eq!((&gross["inputTokens"], &gross["totalTokens"]), (&json!(2_000), &json!(2_010 + cached)));
        assert_eq!(gross["cacheReadInputTokens"], second.read);
        let net = counted(false, &second);
        assert_eq!((&net["inputTokens"], &net["totalTokens"]), (&json!(2_000 - cached), &json!(2_010)));
        let little = cache.account(&family, &plain(&["few words"]), now).unwrap();
        assert_eq!(counted(true, &little), json!({"inputTokens": 2_000, "outputTokens": 10, "totalTokens": 2_010}));
    }

    #[test]
    fn only_claude_gives_details() {
        for (model, has_details) in [(CLAUDE, true), ("us.amazon.nova-lite-v1:0", false)] {
            let mut usage = json!({"inputTokens": 2_000, "outputTokens": 10, "totalTokens": 2_010});
            let written = CacheUsage { written_short: 1_500, ..CacheUsage::default() };
            written.apply(&Family::of(model), false, &mut usage);
            assert_eq!(usage["cacheWriteInputTokens"], 1_500, "{model}");
            assert_eq!(usage.get("cacheDetails").is_some(), has_details, "{model}");
        }
    }
}
