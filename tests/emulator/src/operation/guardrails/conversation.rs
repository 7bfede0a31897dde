//! The guardrail of a conversation: it reads what comes in, and what would go out, and may put its own words in place.

use serde_json::Value;
use serde_json::json;

use super::VERSIONS;
use super::assess;
use super::assess::Content;
use crate::converse::Message;
use crate::converse::Piece;
use crate::converse::list;
use crate::errors::ServiceError;
use crate::reply::StopReason;

/// Which guardrail a request is under.
pub(crate) struct Guard<'a> {
    id: &'a str,
    version: &'a str,
    region: &'a str,
    traces: bool,
}

impl Guard<'_> {
    pub(crate) fn of<'a>(request: &'a Value, region: &'a str) -> Result<Option<Guard<'a>>, ServiceError> {
        let Some(config) = request.get("guardrailConfig").filter(|config| !config.is_null()) else { return Ok(None) };
        let member = |name: &str| config.get(name).and_then(Value::as_str).unwrap_or_default();
        if !VERSIONS.contains(&member("guardrailVersion")) {
            return Err(ServiceError::validation(
                "The guardrail identifier or version provided in the request does not exist.",
            ));
        }
        let traces = matches!(member("trace"), "enabled" | "enabled_full");
        Ok(Some(Guard { id: member("guardrailIdentifier"), version: member("guardrailVersion"), region, traces }))
    }

    /// Puts in place of the answer what the guardrail makes of it.
    pub(crate) fn apply(&self, request: &Value, message: &mut Message) {
        let input = self.assess(&asked(request, &[]), false);
        // Recorded: the reason and the output are there also where nothing happened.
        let mut trace = json!({
            "inputAssessment": { self.id: input["assessments"][0] },
            "actionReason": "No action.",
            "modelOutput": [],
        });
        let blocked = input["actionReason"] == "Guardrail blocked.";
        let said = message.text();
        let mut content = asked(request, &["grounding_source", "query"]);
        content.add(&said, &[]);
        let output = self.assess(&content, true);
        let verdict = if blocked { &input } else { &output };
        if !blocked {
            trace["outputAssessments"] = json!({ self.id: output["assessments"] });
        }
        if blocked || output["action"] == "GUARDRAIL_INTERVENED" {
            let text = verdict["outputs"][0]["text"].as_str().unwrap_or_default();
            message.pieces = vec![Piece::Text(text.to_owned())];
            message.stop_reason = StopReason::GuardrailIntervened;
            message.stop_sequence = None;
            trace["actionReason"] = verdict["actionReason"].clone();
            if !blocked {
                trace["modelOutput"] = json!([said]);
            }
        }
        if blocked {
            // The model was not asked.
            message.usage = json!({ "inputTokens": 0, "outputTokens": 0, "totalTokens": 0 });
        }
        if self.traces {
            message.trace = Some(json!({ "guardrail": trace }));
        }
    }

    fn assess(&self, content: &Content, from_model: bool) -> Value {
        assess::assessment(content, from_model, false, (self.id, self.version), self.region)
    }
}

/// What the request wants guarded: what it marks, or all texts if it marks none. With `qualifiers`, only what has one
/// of them.
fn asked(request: &Value, qualifiers: &[&str]) -> Content {
    let blocks =
        || list(request, "messages").flat_map(|message| list(message, "content")).chain(list(request, "system"));
    let marked: Vec<&Value> = blocks().filter_map(|block| block.pointer("/guardContent/text")).collect();
    let mut content = Content::default();
    for part in &marked {
        let own: Vec<&str> = list(part, "qualifiers").filter_map(Value::as_str).collect();
        let wanted: Vec<&str> = own.iter().copied().filter(|name| qualifiers.contains(name)).collect();
        let text = part.get("text").and_then(Value::as_str).unwrap_or_default();
        if qualifiers.is_empty() {
            content.add(text, &own);
        } else if !wanted.is_empty() {
            content.add(text, &wanted);
        }
    }
    if marked.is_empty() && qualifiers.is_empty() {
        let texts = list(request, "messages").flat_map(|message| list(message, "content"));
        texts.filter_map(|block| block.get("text")?.as_str()).for_each(|text| content.add(text, &[]));
    }
    content
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::converse::conversation_with;
    use crate::family::Family;
    use crate::reply::compose;

    fn trace(text: &str) -> Value {
        let request = json!({
            "messages": [{"role": "user", "content": [{"text": text}]}],
            "guardrailConfig": {"guardrailIdentifier": "a1", "guardrailVersion": "1", "trace": "enabled"},
        });
        let family = Family::of("us.amazon.nova-micro-v1:0");
        let conversation = conversation_with(&family, &request);
        let mut message = Message::new(&family, &request, &conversation, compose(&conversation));
        Guard::of(&request, "us-east-1").unwrap().unwrap().apply(&request, &mut message);
        message.trace.unwrap()["guardrail"].clone()
    }

    #[test]
    fn a_trace_says_what_was_done_also_when_it_was_nothing() {
        let nothing = trace("hi");
        assert_eq!((&nothing["actionReason"], &nothing["modelOutput"]), (&json!("No action."), &json!([])));
        assert!(nothing["outputAssessments"]["a1"].is_array());
        let blocked = trace("buy stocks");
        assert_eq!((&blocked["actionReason"], &blocked["modelOutput"]), (&json!("Guardrail blocked."), &json!([])));
    }

    #[test]
    fn no_text_of_the_local_bedrock_offends_its_guardrail() {
        let topics: Value = serde_json::from_str(include_str!("../../../data/passages.json")).unwrap();
        for word in topics.as_array().unwrap().iter().map(|topic| topic["words"][0].as_str().unwrap()) {
            let trace = trace(&format!("Tell me everything about {word}"));
            assert_eq!(trace["actionReason"], "No action.", "{word}: {trace}");
        }
        for text in ["Hello", "Thanks", "Who are you?", "Well", "A list", "A table", "Show me code"] {
            assert_eq!(trace(text)["actionReason"], "No action.", "{text}");
        }
    }
}
