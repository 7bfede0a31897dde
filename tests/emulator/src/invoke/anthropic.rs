//! Claude's Messages API, as Bedrock takes it: `anthropic_version` in the body, no `model`, no `stream`. The shape of a
//! request is checked here, in the words of Anthropic's validator; what a model takes is the same in Converse, and
//! checked there. A refusal is Anthropic's sentence alone, without the words that Converse puts before it: recorded by
//! pydantic-ai and others.

mod betas;
mod blocks;
mod edits;
mod fields;
mod place;
mod reply;
mod sources;
mod tools;
mod translate;
mod turns;

use serde_json::Value;

use crate::converse;
use crate::errors::ServiceError;
use crate::family::Family;
use crate::validate;
use place::Place;
use translate::Purpose;

pub(crate) use reply::Written;

/// A request that has been checked.
pub(crate) struct Messages {
    /// Written as one of Converse.
    pub(crate) request: Value,
    /// What a reply says of the edits that were asked for.
    edits: Option<Value>,
    /// Thoughts were asked for, whether or not there are some.
    thinks: bool,
    search: Option<Search>,
    /// A reply may be made in several steps, and counts each.
    compacts: bool,
}

/// A search for tools, which Anthropic runs on Bedrock as well.
struct Search {
    name: &'static str,
    /// What only a search finds.
    deferred: Vec<String>,
}

impl Messages {
    pub(crate) fn input_tokens(&self) -> u64 {
        converse::conversation(&self.request).input_tokens
    }
}

pub(super) fn read(model_id: &str, mut body: Value) -> Result<Messages, ServiceError> {
    check(&Family::of(model_id), &body).map_err(in_anthropics_words)?;
    let edits = edits::apply(&mut body);
    let kind = body.pointer("/thinking/type").and_then(Value::as_str);
    let thinks = kind.is_some_and(|kind| kind != "disabled");
    let search = search(&body);
    let compacts = edits::compacts(&body);
    Ok(Messages { request: translate::request(&body, Purpose::Reply), edits, thinks, search, compacts })
}

fn check(family: &Family, body: &Value) -> Result<(), ServiceError> {
    fields::check(family, body)?;
    validate::cache_marks(family, &marks(body))?;
    validate::messages_of_claude(family, &translate::request(body, Purpose::Rules))
}

fn search(body: &Value) -> Option<Search> {
    let tag = converse::list(body, "tools").find(|tool| translate::is_search(tool))?["type"].as_str()?;
    let name = if tag.contains("regex") { "tool_search_tool_regex" } else { "tool_search_tool_bm25" };
    let deferred = converse::list(body, "tools").filter(|tool| tool["defer_loading"] == Value::Bool(true));
    Some(Search { name, deferred: deferred.filter_map(|tool| tool["name"].as_str()).map(str::to_owned).collect() })
}

fn items(place: Option<Place<'_>>) -> Vec<Place<'_>> {
    place.and_then(|place| place.items().ok()).unwrap_or_default()
}

/// Every mark of the cache in the order they count, with its place.
fn marks(body: &Value) -> Vec<(String, &Value)> {
    let root = Place::root(body);
    let in_messages = items(root.member("messages")).into_iter().flat_map(|message| {
        let blocks = items(message.member("content")).into_iter();
        blocks.flat_map(|block| items(block.member("content")).into_iter().chain([block]))
    });
    let holders = items(root.member("tools")).into_iter().chain(items(root.member("system"))).chain(in_messages);
    holders
        .filter_map(|holder| {
            let control = body.pointer(&format!("/{}/cache_control", holder.path.replace('.', "/")))?;
            (!control.is_null()).then_some((holder.path, control))
        })
        .collect()
}

/// The rules are the same, the service that complains is another one.
fn in_anthropics_words(error: ServiceError) -> ServiceError {
    match error.message.strip_prefix(validate::BY_MODEL) {
        Some(words) => ServiceError::new(error.status, error.name, words),
        None => error,
    }
}

#[cfg(test)]
mod tests;
#[cfg(test)]
mod tests_of_recordings;
#[cfg(test)]
mod tests_of_replies;
#[cfg(test)]
mod tests_of_tools;
#[cfg(test)]
mod tests_of_turns;
