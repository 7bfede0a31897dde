//! What the one guardrail there is makes of a content: filters for harmful content and prompt attacks, a denied topic,
//! words, personal information to block or to mask, and grounding.

use serde_json::Map;
use serde_json::Value;
use serde_json::json;

use super::CHARACTERS_PER_UNIT;
use super::detect;
use super::detect::Entity;
use crate::arn;
use crate::operation::overlap::coverage;

/// All kinds of personal information that AWS knows; only some of them are ever found here.
pub(super) const ENTITY_KINDS: [&str; 31] = [
    "ADDRESS",
    "AGE",
    "AWS_ACCESS_KEY",
    "AWS_SECRET_KEY",
    "CA_HEALTH_NUMBER",
    "CA_SOCIAL_INSURANCE_NUMBER",
    "CREDIT_DEBIT_CARD_CVV",
    "CREDIT_DEBIT_CARD_EXPIRY",
    "CREDIT_DEBIT_CARD_NUMBER",
    "DRIVER_ID",
    "EMAIL",
    "INTERNATIONAL_BANK_ACCOUNT_NUMBER",
    "IP_ADDRESS",
    "LICENSE_PLATE",
    "MAC_ADDRESS",
    "NAME",
    "PASSWORD",
    "PHONE",
    "PIN",
    "SWIFT_CODE",
    "UK_NATIONAL_HEALTH_SERVICE_NUMBER",
    "UK_NATIONAL_INSURANCE_NUMBER",
    "UK_UNIQUE_TAXPAYER_REFERENCE_NUMBER",
    "URL",
    "USERNAME",
    "US_BANK_ACCOUNT_NUMBER",
    "US_BANK_ROUTING_NUMBER",
    "US_INDIVIDUAL_TAX_IDENTIFICATION_NUMBER",
    "US_PASSPORT_NUMBER",
    "US_SOCIAL_SECURITY_NUMBER",
    "VEHICLE_IDENTIFICATION_NUMBER",
];

/// Too secret to be masked only.
const BLOCKED_KINDS: [&str; 4] =
    ["AWS_ACCESS_KEY", "CREDIT_DEBIT_CARD_NUMBER", "PASSWORD", "US_SOCIAL_SECURITY_NUMBER"];
const DENIED_TOPIC: &str = "Investment advice";
const TOPIC_PHRASES: [&str; 4] = ["invest", "stocks", "shares to buy", "cryptocurrency"];
const CUSTOM_WORDS: [&str; 1] = ["swordfish"];
const PROFANITY: [&str; 3] = ["damn", "crap", "bloody hell"];
const GROUNDING_THRESHOLD: f64 = 0.5;
/// AWS's default for a guardrail that was given no messages of its own.
const BLOCKED_MESSAGE: &str = "Sorry, the model cannot answer this question.";
const LATENCY_MS: u64 = 120;

/// The content of a request, read.
#[derive(Default)]
pub(super) struct Content {
    guarded: Vec<String>,
    grounding_source: Vec<String>,
    query: Vec<String>,
    characters: usize,
    pub(super) images: usize,
}

impl Content {
    /// Text without a qualifier is guarded.
    pub(super) fn add(&mut self, text: &str, qualifiers: &[&str]) {
        self.characters = self.characters.saturating_add(text.chars().count());
        if qualifiers.contains(&"grounding_source") {
            self.grounding_source.push(text.to_owned());
        }
        if qualifiers.contains(&"query") {
            self.query.push(text.to_owned());
        }
        if qualifiers.is_empty() || qualifiers.contains(&"guard_content") {
            self.guarded.push(text.to_owned());
        }
    }

    fn guarded_characters(&self) -> usize {
        self.guarded.iter().map(|text| text.chars().count()).sum()
    }

    fn units(&self) -> usize {
        self.guarded_characters().div_ceil(CHARACTERS_PER_UNIT)
    }

    fn has_grounding(&self, from_model: bool) -> bool {
        from_model && !self.grounding_source.is_empty() && !self.query.is_empty()
    }
}

/// The answer of ApplyGuardrail. `says_all` adds what was looked for and not found.
pub(super) fn assessment(
    content: &Content,
    from_model: bool,
    says_all: bool,
    (id, version): (&str, &str),
    region: &str,
) -> Value {
    let text = content.guarded.join("\n");
    let entities: Vec<(&str, Entity)> = content
        .guarded
        .iter()
        .flat_map(|text| detect::entities(text).into_iter().map(move |entity| (text.as_str(), entity)))
        .collect();
    let mut policies = Map::new();
    let mut add = |name: &str, list: &str, entries: Vec<Value>| {
        let kept: Vec<Value> = entries.into_iter().filter(|entry| says_all || entry["detected"] == true).collect();
        if !kept.is_empty() {
            let policy = policies.entry(name).or_insert_with(|| empty_policy(name));
            policy[list] = Value::from(kept);
        }
    };
    add("topicPolicy", "topics", vec![topic(&text)]);
    add("contentPolicy", "filters", filters(&text, from_model));
    add("wordPolicy", "customWords", words(&text, &CUSTOM_WORDS, None));
    add("wordPolicy", "managedWordLists", words(&text, &PROFANITY, Some("PROFANITY")));
    add("sensitiveInformationPolicy", "piiEntities", entities.iter().map(pii_entity).collect());
    if content.has_grounding(from_model) {
        add("contextualGroundingPolicy", "filters", grounding(content, &text));
    }
    let actions: Vec<&str> = policies.values().flat_map(actions).collect();
    let (action, reason, outputs) = if actions.contains(&"BLOCKED") {
        ("GUARDRAIL_INTERVENED", "Guardrail blocked.", vec![json!({ "text": BLOCKED_MESSAGE })])
    } else if actions.contains(&"ANONYMIZED") {
        let masked = content.guarded.iter().map(|text| json!({ "text": masked(text) })).collect();
        ("GUARDRAIL_INTERVENED", "Guardrail masked.", masked)
    } else {
        ("NONE", "No action.", Vec::new())
    };
    policies.insert("invocationMetrics".to_owned(), metrics(content, from_model));
    policies.insert("appliedGuardrailDetails".to_owned(), applied(id, version, region));
    json!({
        "usage": usage(content, from_model),
        "action": action,
        "actionReason": reason,
        "outputs": outputs,
        "assessments": [policies],
        "guardrailCoverage": coverage_of(content),
    })
}

/// The members that a policy must have even when only one of its lists has something.
fn empty_policy(name: &str) -> Value {
    match name {
        "wordPolicy" => json!({ "customWords": [], "managedWordLists": [] }),
        "sensitiveInformationPolicy" => json!({ "piiEntities": [], "regexes": [] }),
        _ => json!({}),
    }
}

fn actions(policy: &Value) -> Vec<&str> {
    let lists = policy.as_object().into_iter().flat_map(|policy| policy.values());
    lists.flat_map(|list| list.as_array().into_iter().flatten()).filter_map(|entry| entry["action"].as_str()).collect()
}

fn blocked(detected: bool) -> &'static str {
    if detected { "BLOCKED" } else { "NONE" }
}

fn topic(text: &str) -> Value {
    let detected = !detect::phrases(text, &TOPIC_PHRASES).is_empty();
    json!({ "name": DENIED_TOPIC, "type": "DENY", "action": blocked(detected), "detected": detected })
}

/// Prompt attacks are looked for in what people say only.
fn filters(text: &str, from_model: bool) -> Vec<Value> {
    let attacks = || detect::PROMPT_ATTACK.iter().map(|category| category.hits(text)).sum();
    let attack = (!from_model).then(|| ("PROMPT_ATTACK", attacks()));
    let content = detect::CONTENT.iter().map(|category| (category.name, category.hits(text)));
    let filter = |(name, hits): (&str, usize)| {
        let confidence = match hits {
            0 => "NONE",
            1 => "MEDIUM",
            _ => "HIGH",
        };
        let (action, detected) = (blocked(hits > 0), hits > 0);
        json!({ "type": name, "confidence": confidence, "filterStrength": "HIGH", "action": action, "detected": detected })
    };
    content.chain(attack).map(filter).collect()
}

fn words(text: &str, list: &[&str], kind: Option<&str>) -> Vec<Value> {
    let found = detect::phrases(text, list).into_iter();
    let entry = |word: &str| match kind {
        Some(kind) => json!({ "match": word, "type": kind, "action": "BLOCKED", "detected": true }),
        None => json!({ "match": word, "action": "BLOCKED", "detected": true }),
    };
    found.map(entry).collect()
}

fn pii_entity((text, entity): &(&str, Entity)) -> Value {
    let action = if BLOCKED_KINDS.contains(&entity.kind) { "BLOCKED" } else { "ANONYMIZED" };
    let found = text.get(entity.begin..entity.end).unwrap_or_default();
    json!({ "match": found, "type": entity.kind, "action": action, "detected": true })
}

fn masked(text: &str) -> String {
    let mut masked = String::new();
    let mut from = 0;
    for Entity { kind, begin, end } in detect::entities(text) {
        masked += text.get(from..begin).unwrap_or_default();
        masked += &format!("{{{kind}}}");
        from = end;
    }
    masked + text.get(from..).unwrap_or_default()
}

/// Is the answer in the source, and is it about the question?
fn grounding(content: &Content, text: &str) -> Vec<Value> {
    let filter = |kind: &str, score: f64| {
        let detected = score < GROUNDING_THRESHOLD;
        let (threshold, action) = (GROUNDING_THRESHOLD, blocked(detected));
        json!({ "type": kind, "threshold": threshold, "score": score, "action": action, "detected": detected })
    };
    let grounded = coverage(text, &content.grounding_source.join("\n"));
    let relevant = coverage(&content.query.join("\n"), text);
    vec![filter("GROUNDING", grounded), filter("RELEVANCE", relevant)]
}

fn usage(content: &Content, from_model: bool) -> Value {
    let units = content.units();
    json!({
        "topicPolicyUnits": units,
        "contentPolicyUnits": units,
        "wordPolicyUnits": units,
        "sensitiveInformationPolicyUnits": units,
        "sensitiveInformationPolicyFreeUnits": 0,
        "contextualGroundingPolicyUnits": if content.has_grounding(from_model) { units } else { 0 },
        "contentPolicyImageUnits": content.images,
        "automatedReasoningPolicyUnits": 0,
        "automatedReasoningPolicies": 0,
    })
}

fn coverage_of(content: &Content) -> Value {
    let (guarded, total) = (content.guarded_characters(), content.characters);
    let mut coverage = json!({ "textCharacters": { "guarded": guarded, "total": total } });
    if content.images > 0 {
        coverage["images"] = json!({ "guarded": content.images, "total": content.images });
    }
    coverage
}

fn metrics(content: &Content, from_model: bool) -> Value {
    json!({
        "guardrailProcessingLatency": LATENCY_MS,
        "usage": usage(content, from_model),
        "guardrailCoverage": coverage_of(content),
    })
}

fn applied(id: &str, version: &str, region: &str) -> Value {
    let name = id.rsplit('/').next().unwrap_or(id);
    json!({
        "guardrailId": name,
        "guardrailVersion": version,
        "guardrailArn": arn::of_account(region, &format!("guardrail/{name}")),
        "guardrailOrigin": ["REQUEST"],
        "guardrailOwnership": "SELF",
    })
}
