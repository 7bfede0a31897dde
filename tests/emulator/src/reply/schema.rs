//! A value that fits a JSON schema: required members are there, enums are kept to, numbers lie within their bounds.

use serde_json::Map;
use serde_json::Value;
use serde_json::json;

use super::Random;

/// Schemas may refer to themselves; below this depth optional parts are left out and references end.
const DEPTH_MAX: usize = 12;

/// An instance of `schema`; strings are words of `text` where there is no other rule for them.
pub(super) fn instance(schema: &Value, text: &str, random: &mut Random) -> Value {
    Maker { root: schema, text, random }.make(schema, 0)
}

struct Maker<'a> {
    root: &'a Value,
    text: &'a str,
    random: &'a mut Random,
}

impl Maker<'_> {
    fn make(&mut self, schema: &Value, depth: usize) -> Value {
        if depth > DEPTH_MAX {
            return Value::Null;
        }
        let deeper = depth.saturating_add(1);
        if let Some(target) = self.reference(schema) {
            return self.make(&target, deeper);
        }
        if let Some(fixed) = schema.get("const").or(schema.get("default")) {
            return fixed.clone();
        }
        if let Some(values) = schema.get("enum").and_then(Value::as_array) {
            return values.get(self.random.below(values.len())).cloned().unwrap_or(Value::Null);
        }
        for union in ["anyOf", "oneOf"] {
            if let Some(option) = schema.get(union).and_then(|options| options.get(0)) {
                return self.make(&option.clone(), deeper);
            }
        }
        match type_of(schema) {
            "object" => self.object(schema, deeper),
            "array" => self.array(schema, deeper),
            "integer" => json!(self.number(schema, 1.0).ceil() as i64),
            "number" => json!(self.number(schema, 0.5)),
            "boolean" => json!(self.random.below(2) == 0),
            "null" => Value::Null,
            _ => json!(self.string(schema)),
        }
    }

    fn reference(&self, schema: &Value) -> Option<Value> {
        let pointer = schema.get("$ref")?.as_str()?.strip_prefix('#')?;
        self.root.pointer(pointer).cloned()
    }

    fn object(&mut self, schema: &Value, depth: usize) -> Value {
        let mut members = Map::new();
        let Some(properties) = schema.get("properties").and_then(Value::as_object) else {
            return Value::Object(members);
        };
        let required: Vec<&str> =
            schema.get("required").and_then(Value::as_array).into_iter().flatten().filter_map(Value::as_str).collect();
        for (name, property) in properties {
            let optional_wanted = depth < 4 && self.random.below(2) == 0;
            if required.contains(&name.as_str()) || optional_wanted {
                members.insert(name.clone(), self.make(property, depth));
            }
        }
        Value::Object(members)
    }

    fn array(&mut self, schema: &Value, depth: usize) -> Value {
        let least = schema.get("minItems").and_then(Value::as_u64).unwrap_or(1).clamp(1, 8);
        let most = schema.get("maxItems").and_then(Value::as_u64).unwrap_or(u64::MAX);
        let item = schema.get("items").cloned().unwrap_or(json!({}));
        (0..least.min(most)).map(|_| self.make(&item, depth)).collect()
    }

    fn number(&mut self, schema: &Value, step: f64) -> f64 {
        let bound = |inclusive: &str, exclusive: &str, inward: f64| {
            let found = schema.get(inclusive).and_then(Value::as_f64);
            found.or_else(|| Some(schema.get(exclusive).and_then(Value::as_f64)? + inward))
        };
        let low = bound("minimum", "exclusiveMinimum", step).unwrap_or(1.0);
        let high = bound("maximum", "exclusiveMaximum", -step).unwrap_or(low + 40.0);
        let wanted = low + self.random.below(20) as f64 * step;
        wanted.min(high.max(low))
    }

    fn string(&mut self, schema: &Value) -> String {
        match schema.get("format").and_then(Value::as_str) {
            Some("date") => return "2026-11-22".to_owned(),
            Some("date-time") => return "2026-11-22T21:43:05Z".to_owned(),
            Some("email") => return "ada@example.com".to_owned(),
            Some("uri") => return "https://example.com/".to_owned(),
            _ => {}
        }
        let mut text = self.telling_word();
        let least = schema.get("minLength").and_then(Value::as_u64).unwrap_or(0);
        while (text.chars().count() as u64) < least {
            text.push('x');
        }
        let most = schema.get("maxLength").and_then(Value::as_u64).unwrap_or(u64::MAX);
        text.chars().take(usize::try_from(most).unwrap_or(usize::MAX)).collect()
    }

    /// What a model would take from the question: a name, that is a capitalised word that does not begin the text, else
    /// the last word.
    fn telling_word(&self) -> String {
        let words: Vec<&str> = self
            .text
            .split_whitespace()
            .map(|word| word.trim_matches(|c: char| !c.is_alphanumeric()))
            .filter(|word| !word.is_empty())
            .collect();
        let named = words.iter().skip(1).rev().find(|word| word.chars().next().is_some_and(char::is_uppercase));
        named.or(words.last()).map_or_else(|| "example".to_owned(), |word| (*word).to_owned())
    }
}

fn type_of(schema: &Value) -> &str {
    match schema.get("type") {
        Some(Value::String(name)) => name,
        Some(Value::Array(names)) => {
            names.iter().filter_map(Value::as_str).find(|name| *name != "null").unwrap_or("null")
        }
        _ if schema.get("properties").is_some() => "object",
        _ if schema.get("items").is_some() => "array",
        _ => "string",
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn rules_of_the_schema_are_kept() {
        let schema = json!({
            "type": "object",
            "properties": {
                "city": {"type": "string"},
                "unit": {"enum": ["celsius", "fahrenheit"]},
                "days": {"type": "integer", "minimum": 3, "maximum": 5},
                "tags": {"type": "array", "items": {"$ref": "#/$defs/tag"}, "minItems": 2},
                "exact": {"type": ["boolean", "null"]},
            },
            "required": ["city", "unit", "days", "tags", "exact"],
            "$defs": {"tag": {"type": "string", "minLength": 12, "maxLength": 14}},
        });
        for seed in 0..50 {
            let made = instance(&schema, "What is the weather in Oslo today?", &mut Random::new(seed));
            assert_eq!(made["city"], "Oslo");
            assert!(["celsius", "fahrenheit"].contains(&made["unit"].as_str().unwrap()));
            assert!((3..=5).contains(&made["days"].as_i64().unwrap()), "{made}");
            assert_eq!(made["tags"].as_array().unwrap().len(), 2);
            assert_eq!(made["tags"][0].as_str().unwrap().len(), 12);
            assert!(made["exact"].is_boolean());
        }
    }

    #[test]
    fn a_schema_that_contains_itself_ends() {
        let schema = json!({"type": "object", "properties": {"next": {"$ref": "#"}}, "required": ["next"]});
        assert!(instance(&schema, "", &mut Random::new(1)).is_object());
    }
}
