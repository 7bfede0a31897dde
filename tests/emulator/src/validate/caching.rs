//! Where a request may ask for its beginning to be cached.

use serde_json::Value;

use super::by_model;
use super::content;
use super::fields::present;
use super::fields::tools;
use super::fields::unsupported;
use super::messages;
use crate::errors::ServiceError;
use crate::family::Family;
use crate::family::Refusal;

const CACHE_POINTS_MAX: usize = 4;

pub(super) fn check(family: &Family, request: &Value) -> Result<(), ServiceError> {
    let points = points(request);
    if points.is_empty() {
        return Ok(());
    }
    if family.refuses(Refusal::CachePointField) {
        return unsupported("cachePoint");
    }
    check_support(family)?;
    if family.refuses(Refusal::CacheTtl) && points.iter().any(|(_, point)| present(point, "/ttl").is_some()) {
        return Err(ServiceError::validation("Extended TTL prompt caching is only supported for Anthropic models"));
    }
    if family.refuses(Refusal::CachePointsBesideTools) {
        check_beside_tools(request)?;
    }
    if family.is_claude() {
        check_order(&points)?;
    }
    check_places(family, request)?;
    check_count(&points)
}

/// The same for Anthropic's `cache_control`, which marks a block instead of coming after it: each with the place of its
/// block.
pub(crate) fn check_marks(family: &Family, marks: &[(String, &Value)]) -> Result<(), ServiceError> {
    if marks.is_empty() {
        return Ok(());
    }
    check_support(family)?;
    check_order(marks)?;
    check_count(marks)
}

fn check_support(family: &Family) -> Result<(), ServiceError> {
    if !family.refuses(Refusal::Caching) {
        return Ok(());
    }
    let message = "You invoked an unsupported model or your request did not allow prompt caching. See the documentation for more \
                   information.";
    Err(ServiceError::new(403, "AccessDeniedException", message))
}

fn check_count(points: &[(String, &Value)]) -> Result<(), ServiceError> {
    let found = points.len();
    if found <= CACHE_POINTS_MAX {
        return Ok(());
    }
    by_model(&format!("A maximum of 4 blocks with cache_control may be provided. Found {found}."))
}

/// A point needs something to cache before it in its own message, and not everything will do. Reported by
/// strands-agents/harness-sdk#3677, anomalyco/opencode#36517 and, with the position of the point itself,
/// aws/aws-sdk-java-v2#6277: Bedrock makes texts of these documents and loses the point behind them. That the first two
/// hold for Nova is a guess.
fn check_places(family: &Family, request: &Value) -> Result<(), ServiceError> {
    for (index, message) in messages(request) {
        let mut before: Option<&Value> = None;
        for (position, block) in content(message) {
            if present(block, "/cachePoint").is_none() {
                before = Some(block);
                continue;
            }
            let has = |kind: &str| before.and_then(|before| present(before, kind));
            if before.is_none() {
                return invalid("There is nothing available to cache.");
            }
            if has("/reasoningContent").is_some() {
                return invalid("Cache point cannot be inserted after reasoning block.");
            }
            let is_text = |document: &Value| document.get("format").is_none_or(|format| format != "pdf");
            if family.is_claude() && has("/document").is_some_and(is_text) {
                return by_model(&format!("messages.{index}.content.{position}.type: Field required"));
            }
        }
    }
    Ok(())
}

fn invalid(complaint: &str) -> Result<(), ServiceError> {
    Err(ServiceError::validation(format!("{complaint} Please remove the invalid cache point and try again.")))
}

/// Nova takes them in the system prompt and in messages, but not where tools are.
fn check_beside_tools(request: &Value) -> Result<(), ServiceError> {
    let refuse = |place: String| {
        by_model(&format!(
            "Malformed input request: #/{place}: extraneous key [cachePoint] is not permitted, please reformat your input and try \
             again."
        ))
    };
    if let Some(index) = tools(request).position(|tool| present(tool, "/cachePoint").is_some()) {
        return refuse(format!("toolConfig/tools/{index}"));
    }
    for (index, message) in messages(request) {
        let has = |kind: &str| content(message).find(|(_, block)| present(block, kind).is_some());
        if let Some((position, _)) = has("/cachePoint")
            && (has("/toolUse").is_some() || has("/toolResult").is_some())
        {
            return refuse(format!("messages/{index}/content/{position}"));
        }
    }
    Ok(())
}

/// What is kept longer comes first.
fn check_order(points: &[(String, &Value)]) -> Result<(), ServiceError> {
    let is_long = |(_, point): &&(String, &Value)| present(point, "/ttl").is_some_and(|ttl| ttl == "1h");
    match points.iter().skip_while(is_long).find(is_long) {
        Some((place, _)) => by_model(&format!(
            "{place}.cache_control.ttl: a ttl='1h' cache_control block must not come after a ttl='5m' cache_control block. Note that \
             blocks are processed in the following order: `tools`, `system`, `messages`."
        )),
        None => Ok(()),
    }
}

/// All cache points in the order they count, with the place of the block that each follows.
fn points(request: &Value) -> Vec<(String, &Value)> {
    let system = request.get("system").and_then(Value::as_array).into_iter().flatten();
    let tools = tools(request).enumerate().map(|(index, tool)| (format!("tools.{}", index.saturating_sub(1)), tool));
    let system = system.enumerate().map(|(index, block)| (format!("system.{}", index.saturating_sub(1)), block));
    let blocks = messages(request).flat_map(|(index, message)| {
        content(message).map(move |(at, block)| (format!("messages.{index}.content.{}", at.saturating_sub(1)), block))
    });
    let holders = tools.chain(system).chain(blocks);
    holders.filter_map(|(place, holder)| Some((place, present(holder, "/cachePoint")?))).collect()
}
