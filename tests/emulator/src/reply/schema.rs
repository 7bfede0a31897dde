//! A value that fits a JSON schema: required members are there, enums are kept to, numbers lie within their bounds.
//! `values` has what stands for a name.

use serde_json::Map;
use serde_json::Value;
use serde_json::json;

use super::Random;
use super::question::Question;
use super::values;
use super::values::Place;

/// Schemas may refer to themselves; below this depth there is nothing.
const DEPTH_MAX: usize = 12;
/// Below this depth lists are short, and optional parts are left out: lists of lists grow fast.
const DEPTH_WIDE: usize = 4;
/// How many items a list has where the schema does not say.
const ITEMS: u64 = 3;
/// No list has more, whatever the schema says.
const ITEMS_MAX: u64 = 8;

/// An instance of `schema` as an answer; some optional members are there.
pub(super) fn answer(schema: &Value, question: &Question, random: &mut Random) -> Value {
    Maker { root: schema, question, optional: Some(random) }.make(schema, ROOT, 0)
}

/// An instance of `schema` as a tool's input; optional members are there if the question says what they are.
pub(super) fn arguments(schema: &Value, question: &Question) -> Value {
    Maker { root: schema, question, optional: None }.make(schema, ROOT, 0)
}

const ROOT: Place<'_> = Place { name: "", parent: "", index: 0 };

struct Maker<'a> {
    root: &'a Value,
    question: &'a Question,
    /// Decides on optional members.
    optional: Option<&'a mut Random>,
}

impl Maker<'_> {
    fn make(&mut self, schema: &Value, place: Place<'_>, depth: usize) -> Value {
        if depth > DEPTH_MAX {
            return Value::Null;
        }
        let deeper = depth.saturating_add(1);
        if let Some(target) = self.reference(schema) {
            return self.make(&target, place, deeper);
        }
        if let Some(fixed) = schema.get("const").or(schema.get("default")) {
            return fixed.clone();
        }
        if let Some(values) = schema.get("enum").and_then(Value::as_array) {
            return self.choice(values);
        }
        if let Some(example) = schema.get("examples").and_then(|examples| examples.get(place.index).or(examples.get(0)))
        {
            return example.clone();
        }
        for union in ["anyOf", "oneOf"] {
            if let Some(option) = schema.get(union).and_then(|options| options.get(0)) {
                return self.make(&option.clone(), place, deeper);
            }
        }
        match type_of(schema) {
            "object" => self.object(schema, place, deeper),
            "array" => self.array(schema, place, deeper),
            "integer" => json!(self.number(schema, place, 1.0).ceil() as i64),
            "number" => json!(self.number(schema, place, 0.5)),
            "boolean" => json!(true),
            "null" => Value::Null,
            _ => json!(self.string(schema, place)),
        }
    }

    fn reference(&self, schema: &Value) -> Option<Value> {
        let pointer = schema.get("$ref")?.as_str()?.strip_prefix('#')?;
        self.root.pointer(pointer).cloned()
    }

    /// The value that the question names, or the first.
    fn choice(&self, values: &[Value]) -> Value {
        let asked = self.question.text.to_lowercase();
        let is_named = |value: &&Value| value.as_str().is_some_and(|text| asked.contains(&text.to_lowercase()));
        values.iter().find(is_named).or(values.first()).cloned().unwrap_or(Value::Null)
    }

    fn object(&mut self, schema: &Value, place: Place<'_>, depth: usize) -> Value {
        let mut members = Map::new();
        let Some(properties) = schema.get("properties").and_then(Value::as_object) else {
            return Value::Object(members);
        };
        let required: Vec<&str> =
            schema.get("required").and_then(Value::as_array).into_iter().flatten().filter_map(Value::as_str).collect();
        for (name, property) in properties {
            let inner = Place { name, parent: place.name, index: place.index };
            let optional_wanted = depth < DEPTH_WIDE && self.wants(inner);
            if required.contains(&name.as_str()) || optional_wanted {
                members.insert(name.clone(), self.make(property, inner, depth));
            }
        }
        Value::Object(members)
    }

    fn wants(&mut self, optional: Place<'_>) -> bool {
        let by_chance = self.optional.as_mut().is_some_and(|random| random.below(2) == 0);
        by_chance || optional.is_told(self.question)
    }

    fn array(&mut self, schema: &Value, place: Place<'_>, depth: usize) -> Value {
        let usual = if depth <= DEPTH_WIDE { ITEMS } else { 1 };
        let least = schema.get("minItems").and_then(Value::as_u64).unwrap_or(usual).clamp(1, ITEMS_MAX);
        let most = schema.get("maxItems").and_then(Value::as_u64).unwrap_or(u64::MAX);
        let item = schema.get("items").cloned().unwrap_or(json!({}));
        let indices = (0..).take(usize::try_from(least.min(most)).unwrap_or_default());
        indices.map(|index| self.make(&item, Place { index, ..place }, depth)).collect()
    }

    fn number(&mut self, schema: &Value, place: Place<'_>, step: f64) -> f64 {
        let bound = |inclusive: &str, exclusive: &str, inward: f64| {
            let found = schema.get(inclusive).and_then(Value::as_f64);
            found.or_else(|| Some(schema.get(exclusive).and_then(Value::as_f64)? + inward))
        };
        let low = bound("minimum", "exclusiveMinimum", step).unwrap_or(f64::MIN);
        let high = bound("maximum", "exclusiveMaximum", -step).unwrap_or(f64::MAX).max(low);
        place.number(self.question, |number| low <= number && number <= high).clamp(low, high)
    }

    fn string(&mut self, schema: &Value, place: Place<'_>) -> String {
        let format = schema.get("format").and_then(Value::as_str);
        if let Some(value) = format.and_then(values::of_format) {
            return value.to_owned();
        }
        let text = place.string(schema, self.question).unwrap_or_else(|| values::telling_word(self.question));
        let pattern = schema.get("pattern").and_then(Value::as_str);
        let text = pattern.and_then(|pattern| values::matching(pattern, &text)).unwrap_or(text);
        let bound = |name: &str| schema.get(name).and_then(Value::as_u64).and_then(|bound| usize::try_from(bound).ok());
        values::of_length(text, bound("minLength").unwrap_or(0), bound("maxLength").unwrap_or(usize::MAX))
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
    use crate::reply::question::asked;

    #[test]
    fn rules_of_the_schema_are_kept() {
        let schema = json!({
            "type": "object",
            "properties": {
                "city": {"type": "string"},
                "unit": {"enum": ["celsius", "fahrenheit"]},
                "days": {"type": "integer", "minimum": 4, "maximum": 5},
                "share": {"type": "number", "exclusiveMinimum": 0, "maximum": 1},
                "tags": {"type": "array", "items": {"$ref": "#/$defs/tag"}, "minItems": 2},
                "code": {"type": "string", "pattern": "^[A-Z]-[0-9]{4}$"},
                "exact": {"type": ["boolean", "null"]},
            },
            "required": ["city", "unit", "days", "share", "tags", "code", "exact"],
            "$defs": {"tag": {"type": "string", "minLength": 12, "maxLength": 14}},
        });
        for seed in 0..50 {
            let question = asked("What is the weather in Oslo today, in Fahrenheit?");
            let made = answer(&schema, &question, &mut Random::new(seed));
            assert_eq!(made["city"], "Oslo");
            assert_eq!(made["unit"], "fahrenheit");
            assert!((4..=5).contains(&made["days"].as_i64().unwrap()), "{made}");
            assert!((0.01..=1.0).contains(&made["share"].as_f64().unwrap()), "{made}");
            assert_eq!(made["tags"].as_array().unwrap().len(), 2);
            assert!((12..=14).contains(&made["tags"][0].as_str().unwrap().len()), "{made}");
            assert_eq!(made["code"], "A-1001");
            assert!(made["exact"].is_boolean());
            assert_eq!(arguments(&schema, &question), made);
        }
    }

    #[test]
    fn names_say_what_stands_there() {
        let text = json!({"type": "string"});
        let ingredient =
            json!({"type": "object", "properties": {"name": text, "amount": text}, "required": ["name", "amount"]});
        let schema = json!({
            "type": "object",
            "properties": {
                "title": text,
                "minutes": {"type": "integer"},
                "ingredients": {"type": "array", "items": ingredient},
            },
            "required": ["title", "minutes", "ingredients"],
        });
        let made = answer(&schema, &asked("Give me a short recipe for pancakes."), &mut Random::new(1));
        let expected = json!({
            "title": "Pancakes",
            "minutes": 20,
            "ingredients": [
                {"name": "flour", "amount": "200 g"}, {"name": "milk", "amount": "400 ml"}, {"name": "eggs", "amount": "2"},
            ],
        });
        assert_eq!(made, expected);
    }

    #[test]
    fn a_tool_gets_what_it_needs_and_what_was_said() {
        let schema =
            json!({"type": "object", "properties": {"time_zone": {"type": "string"}, "limit": {"default": 5}}});
        assert_eq!(arguments(&schema, &asked("What time is it?")), json!({}));
        assert_eq!(arguments(&schema, &asked("What time is it in Asia/Tokyo?")), json!({"time_zone": "Asia/Tokyo"}));
    }

    #[test]
    fn a_schema_that_contains_itself_ends() {
        let schema = json!({"type": "object", "properties": {"next": {"$ref": "#"}}, "required": ["next"]});
        assert!(arguments(&schema, &asked("")).is_object());
    }
}
