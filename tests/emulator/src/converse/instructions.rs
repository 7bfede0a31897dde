//! What a request wants the answer to be: a value of a JSON schema, by `outputConfig` or by words of the system prompt,
//! or the call of a tool that the system prompt names.

use serde::Deserialize;
use serde_json::Deserializer;
use serde_json::Value;
use serde_json::json;

use super::text_of;
use crate::json;

const JSON_ALONE: &str = "JSON value and nothing else";
const BY_SCHEMA: &str = "JSON schema: ";
const BY_TOOL: &str = "Answer by calling the tool `";

/// The schema of the answer's text. In `outputConfig` it is a string of JSON inside the JSON.
pub(super) fn schema(request: &Value) -> Option<Value> {
    if let Some(schema) = request.pointer("/outputConfig/textFormat/structure/jsonSchema/schema") {
        return json::parse(schema.as_str()?.as_bytes()).ok();
    }
    let asked = system(request).find(|text| text.contains(JSON_ALONE))?;
    let Some((_, rest)) = asked.split_once(BY_SCHEMA) else {
        return Some(json!({ "type": "object", "properties": { "answer": {} }, "required": ["answer"] }));
    };
    Value::deserialize(&mut Deserializer::from_str(rest)).ok()
}

/// The tool that the answer is to be a call of.
pub(super) fn tool(request: &Value) -> Option<String> {
    let name = |text: &str| Some(text.split_once(BY_TOOL)?.1.split_once('`')?.0.to_owned());
    system(request).find_map(name)
}

fn system(request: &Value) -> impl Iterator<Item = &str> {
    super::list(request, "system").filter_map(text_of)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn told(system: &str) -> Value {
        json!({ "system": [{ "text": "Be brief." }, { "text": system }] })
    }

    #[test]
    fn words_ask_for_json_as_well() {
        let words = "Answer with one JSON value and nothing else: no prose. ";
        let by_schema = told(&format!("{words}It follows this JSON schema: {{\"type\":\"integer\"}} Thanks."));
        assert_eq!(schema(&by_schema), Some(json!({ "type": "integer" })));
        assert_eq!(
            schema(&told(words)).and_then(|schema| Some(schema["required"][0].as_str()? == "answer")),
            Some(true)
        );
        assert_eq!(schema(&told("JSON is a format.")), None);
    }

    #[test]
    fn words_ask_for_a_tool() {
        assert_eq!(tool(&told("Answer by calling the tool `json_response`. If …")).as_deref(), Some("json_response"));
        assert_eq!(tool(&told("Call any tool.")), None);
    }
}
