//! ApplyGuardrail and InvokeGuardrailChecks. What is found is made up by rules (`detect`), what is made of it is not:
//! an action, masked or blocked outputs, assessments, usage and coverage, as the service shapes them.

mod assess;
mod conversation;
mod detect;

use base64::Engine;
use base64::engine::general_purpose::STANDARD;
use serde_json::Map;
use serde_json::Value;
use serde_json::json;

use super::Call;
use crate::answer::Answer;
use crate::errors::ServiceError;
use crate::json;
use crate::shape::Shape;

use assess::Content;
pub(crate) use conversation::Guard;
use detect::Category;
use detect::Entity;

const CHARACTERS_PER_UNIT: usize = 1_000;
const ENTITIES_MAX: usize = 100;

/// Every guardrail exists here, in these versions.
const VERSIONS: [&str; 2] = ["DRAFT", "1"];

pub(super) fn apply(call: &Call<'_>) -> Result<Answer, ServiceError> {
    let (id, version) = (call.label("guardrailIdentifier"), call.label("guardrailVersion"));
    let request = call.json()?;
    let mut shape = Shape::default();
    if !is_identifier(id) {
        let pattern = "(|([a-z0-9]+)|(arn:aws(-[^:]+)?:bedrock:[a-z0-9-]{1,20}:[0-9]{12}:guardrail/[a-z0-9]+))";
        shape.pattern("guardrailIdentifier", pattern);
    }
    if version != "DRAFT" && !(version.len() <= 8 && version.bytes().all(|byte| byte.is_ascii_digit())) {
        shape.pattern("guardrailVersion", "(|([1-9][0-9]{0,7})|(DRAFT))");
    }
    shape.required_one_of(&request, "source", "", &["INPUT", "OUTPUT"])?;
    shape.one_of(&request, "outputScope", "", &["INTERVENTIONS", "FULL"])?;
    let mut content = Content::default();
    let blocks = shape.required_list(&request, "content", "", 0..=usize::MAX)?;
    for (position, block) in (1..).zip(blocks) {
        read_block(block, &format!("content.{position}.member"), &mut content, &mut shape)?;
    }
    shape.into_result()?;
    if !VERSIONS.contains(&version) {
        let message = "The guardrail identifier or version provided in the request does not exist.";
        return Err(ServiceError::new(404, "ResourceNotFoundException", message));
    }
    let from_model = request["source"] == "OUTPUT";
    let says_all = request["outputScope"] == "FULL";
    Ok(Answer::json(&assess::assessment(&content, from_model, says_all, (id, version), call.region)))
}

pub(super) fn check(call: &Call<'_>) -> Result<Answer, ServiceError> {
    let request = call.json()?;
    let mut shape = Shape::default();
    let texts = check_messages(&request, &mut shape)?;
    let checks = shape.required_object(&request, "checks", "")?.unwrap_or(&Value::Null);
    let content = asked(checks, "contentFilter", "categories", "category", 5, &mut shape)?;
    let attacks = asked(checks, "promptAttack", "categories", "category", 3, &mut shape)?;
    let kinds = asked(checks, "sensitiveInformation", "entities", "type", 31, &mut shape)?;
    shape.into_result()?;
    if content.is_none() && attacks.is_none() && kinds.is_none() {
        return Err(ServiceError::validation("At least one check must be set in checks."));
    }
    let characters: usize = texts.iter().map(|place| place.text.chars().count()).sum();
    let units = json!({ "textUnits": characters.div_ceil(CHARACTERS_PER_UNIT) });
    let (mut results, mut usage) = (Map::new(), Map::new());
    let mut add = |name: &str, result: Value| {
        results.insert(name.to_owned(), result);
        usage.insert(name.to_owned(), units.clone());
    };
    if let Some(names) = content {
        add("contentFilter", json!({ "results": scores(&detect::CONTENT, &names, &texts) }));
    }
    if let Some(names) = attacks {
        add("promptAttack", json!({ "results": scores(&detect::PROMPT_ATTACK, &names, &texts) }));
    }
    if let Some(kinds) = kinds {
        let mut found: Vec<Value> = texts.iter().flat_map(|place| place.entities(&kinds)).collect();
        let truncated = found.len() > ENTITIES_MAX;
        found.truncate(ENTITIES_MAX);
        add("sensitiveInformation", json!({ "results": found, "truncated": truncated }));
    }
    Ok(Answer::json(&json!({ "results": results, "usage": usage })))
}

fn read_block(block: &Value, path: &str, content: &mut Content, shape: &mut Shape) -> Result<(), ServiceError> {
    match (json::object(block, "text")?, json::object(block, "image")?) {
        (Some(part), None) => {
            let path = format!("{path}.text");
            let text = shape.required_string(part, "text", &path)?.unwrap_or_default();
            let mut qualifiers = Vec::new();
            for (position, qualifier) in (1..).zip(json::list(part, "qualifiers")?.into_iter().flatten()) {
                let name = qualifier.as_str().unwrap_or_default();
                let path = format!("{path}.qualifiers.{position}.member");
                shape.choice(&path, name, &["grounding_source", "query", "guard_content"]);
                qualifiers.push(name);
            }
            content.add(text, &qualifiers);
        }
        (None, Some(image)) => {
            let path = format!("{path}.image");
            shape.required_one_of(image, "format", &path, &["png", "jpeg"])?;
            let source = shape.required_object(image, "source", &path)?.unwrap_or(&Value::Null);
            let bytes = shape.required_string(source, "bytes", &format!("{path}.source"))?.unwrap_or_default();
            STANDARD.decode(bytes).map_err(|_| ServiceError::serialization("Invalid base64 in a blob"))?;
            content.images = content.images.saturating_add(1);
        }
        _ => {
            let message =
                format!("GuardrailContentBlock object at {path} must set one of the following keys: text, image.");
            return Err(ServiceError::validation(message));
        }
    }
    Ok(())
}

fn is_identifier(id: &str) -> bool {
    let name = match id.strip_prefix("arn:") {
        Some(arn) => arn.split_once(":guardrail/").map(|(_, name)| name).unwrap_or_default(),
        None => id,
    };
    !name.is_empty() && name.bytes().all(|byte| byte.is_ascii_lowercase() || byte.is_ascii_digit())
}

/// A text and its place among the messages, both counted from zero.
struct Place<'a> {
    text: &'a str,
    message: usize,
    content: usize,
}

fn check_messages<'a>(request: &'a Value, shape: &mut Shape) -> Result<Vec<Place<'a>>, ServiceError> {
    let mut texts = Vec::new();
    let messages = shape.required_list(request, "messages", "", 1..=usize::MAX)?;
    for (message, value) in messages.iter().enumerate() {
        let path = format!("messages.{}.member", message.saturating_add(1));
        shape.required_one_of(value, "role", &path, &["user", "assistant", "system"])?;
        let blocks = shape.required_list(value, "content", &path, 1..=usize::MAX)?;
        for (content, block) in blocks.iter().enumerate() {
            let path = format!("{path}.content.{}.member", content.saturating_add(1));
            let text = shape.required_string(block, "text", &path)?.unwrap_or_default();
            texts.push(Place { text, message, content });
        }
    }
    Ok(texts)
}

/// The names that one check asks for, if it is asked for at all.
fn asked<'a>(
    checks: &'a Value,
    check: &str,
    list: &str,
    member: &str,
    max: usize,
    shape: &mut Shape,
) -> Result<Option<Vec<&'a str>>, ServiceError> {
    let allowed: Vec<&str> = match check {
        "contentFilter" => detect::CONTENT.iter().map(|category| category.name).collect(),
        "promptAttack" => detect::PROMPT_ATTACK.iter().map(|category| category.name).collect(),
        _ => assess::ENTITY_KINDS.to_vec(),
    };
    let Some(check_value) = json::object(checks, check)? else { return Ok(None) };
    let path = format!("checks.{check}");
    let mut names = Vec::new();
    for (position, item) in (1..).zip(shape.required_list(check_value, list, &path, 1..=max)?) {
        let path = format!("{path}.{list}.{position}.member");
        shape.required_one_of(item, member, &path, &allowed)?;
        names.extend(json::string(item, member)?);
    }
    Ok(Some(names))
}

/// One hit is half of the way to certainty, and each further one half of the rest.
fn scores(categories: &[Category], names: &[&str], texts: &[Place<'_>]) -> Vec<Value> {
    let wanted = names.iter().filter_map(|name| categories.iter().find(|category| category.name == *name));
    let score = |category: &Category| {
        let hits: usize = texts.iter().map(|place| category.hits(place.text)).sum();
        let doubt = (0..hits.min(16)).fold(1.0, |doubt, _| doubt / 2.0);
        json!({ "category": category.name, "severityScore": 1.0 - doubt })
    };
    wanted.map(score).collect()
}

impl Place<'_> {
    /// Offsets count characters, not bytes.
    fn entities(&self, kinds: &[&str]) -> Vec<Value> {
        let offset = |bytes: usize| self.text.get(..bytes).unwrap_or_default().chars().count();
        let entry = |Entity { kind, begin, end }| {
            json!({
                "type": kind,
                "confidenceScore": detect::confidence(kind),
                "beginOffset": offset(begin),
                "endOffset": offset(end),
                "messageIndex": self.message,
                "contentIndex": self.content,
            })
        };
        detect::entities(self.text).into_iter().filter(|entity| kinds.contains(&entity.kind)).map(entry).collect()
    }
}
