//! The JSON schemas that an answer can be made to follow: a string of JSON, closed objects, no limits.

use serde_json::Value;
use serde_json::json;

use super::by_model;
use super::fields::present;
use super::fields::tools;
use super::references;
use crate::errors::ServiceError;
use crate::family::Family;
use crate::json;

const SCHEMA: &str = "/outputConfig/textFormat/structure/jsonSchema/schema";
/// What no grammar is made of, and the type it belongs to.
///
/// AWS's documents have `minLength` and `maxLength` here as well, and Bedrock takes both: recorded, and tried by
/// pydantic-ai on 2026-05-19.
const LIMITS: [(&str, &[&str]); 4] = [
    ("integer", &["maximum", "minimum", "multipleOf", "exclusiveMaximum", "exclusiveMinimum"]),
    ("number", &["maximum", "minimum", "multipleOf", "exclusiveMaximum", "exclusiveMinimum"]),
    ("array", &["maxItems", "uniqueItems", "contains", "maxContains", "minContains", "prefixItems"]),
    ("object", &["maxProperties", "minProperties", "patternProperties", "propertyNames"]),
];
/// Schemas made of schemas that no grammar is made of either.
const UNIONS: [&str; 3] = ["oneOf", "not", "if"];
const MEMBERS_WITH_SCHEMAS: [&str; 3] = ["properties", "$defs", "definitions"];
const LISTS_OF_SCHEMAS: [&str; 2] = ["anyOf", "allOf"];

pub(super) fn check(request: &Value) -> Result<(), ServiceError> {
    let format = request.pointer("/outputConfig/textFormat").filter(|format| !format.is_null());
    if format.is_none() {
        return Ok(());
    }
    let text = request.pointer(SCHEMA).and_then(Value::as_str).unwrap_or_default();
    let Ok(schema) = json::parse(text.as_bytes()) else {
        return Err(ServiceError::validation(
            "The value at outputConfig.textFormat.structure.jsonSchema.schema is not valid JSON. Provide a JSON schema as a string and \
             try again.",
        ));
    };
    check_schema(&schema).or_else(|complaint| by_model(&format!("output_config.format.schema: {complaint}")))
}

/// What no grammar can be made of, in Anthropic's words. References come first: a project with mistakes of both kinds
/// was told of the circle before the `oneOf`.
pub(super) fn check_schema(schema: &Value) -> Result<(), String> {
    references::check(schema)?;
    check_level(schema)
}

fn check_level(schema: &Value) -> Result<(), String> {
    let is = |kind: &str| match schema.get("type") {
        Some(Value::String(name)) => name == kind,
        Some(Value::Array(names)) => names.iter().any(|name| name == kind),
        _ => false,
    };
    if (is("object") || schema.get("properties").is_some())
        && schema.get("additionalProperties") != Some(&Value::Bool(false))
    {
        return Err("For 'object' type, 'additionalProperties' must be explicitly set to false".to_owned());
    }
    for (kind, limits) in LIMITS {
        let found: Vec<&str> =
            limits.iter().copied().filter(|limit| is(kind) && schema.get(*limit).is_some()).collect();
        match found.as_slice() {
            [] => {}
            [limit] => return Err(format!("For '{kind}' type, property '{limit}' is not supported")),
            limits => {
                return Err(format!("For '{kind}' type, properties {} are not supported", limits.join(", ")));
            }
        }
    }
    if let Some(union) = UNIONS.iter().find(|union| schema.get(**union).is_some()) {
        return Err(format!("Schema type '{union}' is not supported"));
    }
    if schema.get("minItems").and_then(Value::as_u64).is_some_and(|least| least > 1) {
        return Err("For 'array' type, 'minItems' values other than 0 or 1 are not supported".to_owned());
    }
    parts(schema).try_for_each(check_level)
}

/// Grammars are made of strict tools too, by the same rules.
///
/// Anthropic documents the words for objects that are not closed. That its other complaints have the same beginning is
/// a guess, and so are the words of other makers' models.
pub(super) fn check_strict_tools(family: &Family, request: &Value) -> Result<(), ServiceError> {
    let specs = tools(request).enumerate().filter_map(|(place, tool)| Some((place, present(tool, "/toolSpec")?)));
    // Claude is not told of cache points among the tools, and counts without them.
    for (index, (place, spec)) in specs.enumerate().filter(|(_, (_, spec))| spec.get("strict") == Some(&json!(true))) {
        let schema = present(spec, "/inputSchema/json").unwrap_or(&Value::Null);
        let Err(complaint) = check_schema(schema) else { continue };
        return if family.is_claude() {
            by_model(&format!("tools.{index}.custom: {complaint}"))
        } else {
            Err(ServiceError::validation(format!(
                "The value at toolConfig.tools.{place}.toolSpec.inputSchema.json is invalid: {complaint}"
            )))
        };
    }
    Ok(())
}

/// The schemas that a schema is made of.
pub(super) fn parts(schema: &Value) -> impl Iterator<Item = &Value> {
    let named = MEMBERS_WITH_SCHEMAS.iter().filter_map(|member| schema.get(*member)?.as_object());
    let listed = LISTS_OF_SCHEMAS.iter().filter_map(|member| schema.get(*member)?.as_array());
    named.flat_map(|members| members.values()).chain(listed.flatten()).chain(schema.get("items"))
}
