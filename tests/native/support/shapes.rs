//! A JSON body held against a shape of AWS's service model: no unknown member, the right types, what is required there,
//! one member of a union, enums, lengths and ranges.

use serde_json::Value;

use super::fixture_json;

/// A service model.
pub(crate) struct Model(Value);

impl Model {
    pub(crate) fn bedrock_runtime() -> Self {
        Self(fixture_json("service-models/bedrock-runtime.json"))
    }

    /// What is wrong with `body` as the body of `shape`.
    pub(crate) fn complaints(&self, shape: &str, body: &Value) -> Vec<String> {
        let mut complaints = Vec::new();
        self.check(shape, body, "", &mut complaints);
        complaints
    }

    fn check(&self, name: &str, value: &Value, path: &str, complaints: &mut Vec<String>) {
        let shape = &self.0["shapes"][name];
        let is_right = match shape["type"].as_str().unwrap() {
            "structure" if shape["document"] == true => true,
            "structure" => value.is_object(),
            "list" => value.is_array(),
            "map" => value.is_object(),
            "string" | "blob" => value.is_string(),
            "integer" | "long" => value.is_i64(),
            "float" | "double" => value.is_number(),
            "boolean" => value.is_boolean(),
            kind => panic!("{name}: {kind}"),
        };
        if !is_right {
            complaints.push(format!("{path} is no {name}: {value}"));
            return;
        }
        limits(shape, value, path, complaints);
        match value {
            Value::Object(_) if shape["type"] == "map" => {
                for (key, value) in value.as_object().unwrap() {
                    let inner = format!("{path}.{key}");
                    self.check(shape["key"]["shape"].as_str().unwrap(), &Value::from(key.as_str()), &inner, complaints);
                    self.check(shape["value"]["shape"].as_str().unwrap(), value, &inner, complaints);
                }
            }
            Value::Object(_) if shape["document"] != true => self.check_members(shape, value, path, complaints),
            Value::Array(items) if shape["type"] == "list" => {
                for (position, item) in items.iter().enumerate() {
                    self.check(
                        shape["member"]["shape"].as_str().unwrap(),
                        item,
                        &format!("{path}[{position}]"),
                        complaints,
                    );
                }
            }
            _ => {}
        }
    }

    fn check_members(&self, shape: &Value, value: &Value, path: &str, complaints: &mut Vec<String>) {
        let members = value.as_object().unwrap();
        if shape["union"] == true && members.len() != 1 {
            complaints.push(format!("{path} has {} members of a union", members.len()));
        }
        for name in shape["required"].as_array().into_iter().flatten().map(|name| name.as_str().unwrap()) {
            let is_in_path = shape["members"][name].get("location").is_some();
            if !is_in_path && !members.contains_key(name) {
                complaints.push(format!("{path}.{name} is missing"));
            }
        }
        for (name, value) in members {
            let inner = format!("{path}.{name}");
            match shape["members"][name]["shape"].as_str() {
                Some(of) => self.check(of, value, &inner, complaints),
                None => complaints.push(format!("{inner} is unknown")),
            }
        }
    }
}

fn limits(shape: &Value, value: &Value, path: &str, complaints: &mut Vec<String>) {
    let size = match value {
        Value::String(text) => text.chars().count() as f64,
        Value::Array(items) => items.len() as f64,
        Value::Object(members) => members.len() as f64,
        value => value.as_f64().unwrap_or_default(),
    };
    if shape["min"].as_f64().is_some_and(|min| size < min) || shape["max"].as_f64().is_some_and(|max| size > max) {
        complaints.push(format!("{path} is not within {} and {}: {size}", shape["min"], shape["max"]));
    }
    if shape["enum"].as_array().is_some_and(|names| !names.contains(value)) {
        complaints.push(format!("{path} is none of {}: {value}", shape["enum"]));
    }
}
