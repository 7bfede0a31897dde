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
    if family.refuses(Refusal::Caching) {
        let message = "You invoked an unsupported model or your request did not allow prompt caching. See the documentation for \
                       more information.";
        return Err(ServiceError::new(403, "AccessDeniedException", message));
    }
    if family.refuses(Refusal::CacheTtl) && points.iter().any(|(_, point)| present(point, "/ttl").is_some()) {
        return Err(ServiceError::validation("Extended TTL prompt caching is only supported for Anthropic models"));
    }
    if family.refuses(Refusal::CachePointsBesideTools) {
        check_beside_tools(request)?;
    }
    if family.is_claude() {
        check_order(&points)?;
    }
    if points.len() > CACHE_POINTS_MAX {
        let found = points.len();
        return by_model(&format!("A maximum of 4 blocks with cache_control may be provided. Found {found}."));
    }
    Ok(())
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
