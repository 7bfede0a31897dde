//! Reading and writing JSON the way the service does: members sorted by name on the way out, Coral's complaints about
//! wrong types on the way in.

use serde::Deserialize;
use serde::de::Error;
use serde_json::Value;

use crate::errors::ServiceError;

/// Compact JSON with the members of every object in alphabetical order, as Bedrock writes its own shapes.
pub(crate) fn sorted(mut value: Value) -> String {
    value.sort_all_objects();
    value.to_string()
}

/// How deep a body nests at most. Nobody has published Bedrock's limit: this one is a guess, after Jackson's, the
/// parser of most services in Java.
const DEPTH_MAX: usize = 1_000;

/// Reads JSON that may nest deeper than `serde_json` lets it.
///
/// # Errors
/// When it is no JSON, and when it nests deeper than `DEPTH_MAX`, which this thread's stack may not hold.
pub(crate) fn parse(bytes: &[u8]) -> Result<Value, serde_json::Error> {
    if depth(bytes) > DEPTH_MAX {
        return Err(Error::custom(format!("document nesting depth exceeds the maximum allowed ({DEPTH_MAX})")));
    }
    let mut reader = serde_json::Deserializer::from_slice(bytes);
    reader.disable_recursion_limit();
    let value = Value::deserialize(&mut reader)?;
    reader.end()?;
    Ok(value)
}

/// The most brackets that are open at once; those in strings do not count.
fn depth(bytes: &[u8]) -> usize {
    let (mut open, mut most, mut in_string, mut escaped) = (0_usize, 0, false, false);
    for byte in bytes {
        match byte {
            _ if escaped => escaped = false,
            b'\\' if in_string => escaped = true,
            b'"' => in_string = !in_string,
            b'{' | b'[' if !in_string => {
                open = open.saturating_add(1);
                most = most.max(open);
            }
            b'}' | b']' if !in_string => open = open.saturating_sub(1),
            _ => {}
        }
    }
    most
}

/// The body of a request that has a shape: an object.
pub(crate) fn body(bytes: &[u8]) -> Result<Value, ServiceError> {
    let body = parse(bytes)
        .map_err(|error| ServiceError::serialization(format!("The request body is not valid JSON: {error}")))?;
    if body.is_object() {
        Ok(body)
    } else {
        Err(ServiceError::serialization("Start of structure or map expected at the beginning of the body"))
    }
}

/// What is wrong with a body in which half a surrogate pair stands: `"\ud83d"`.
pub(crate) fn half_character(bytes: &[u8]) -> Option<serde_json::Error> {
    let error = parse(bytes).err()?;
    error.to_string().contains("hex escape").then_some(error)
}

/// Anthropic's words for it.
pub(crate) fn no_low_surrogate(error: &serde_json::Error) -> String {
    let (line, column) = (error.line(), error.column());
    let char = column.saturating_sub(1);
    format!("The request body is not valid JSON: no low surrogate in string: line {line} column {column} (char {char})")
}

/// A member that must be an object if it is there; `null` counts as absent, as in every AWS protocol.
pub(crate) fn object<'a>(value: &'a Value, member: &str) -> Result<Option<&'a Value>, ServiceError> {
    match present(value, member) {
        None => Ok(None),
        Some(found) if found.is_object() => Ok(Some(found)),
        Some(found) if found.is_array() => Err(ServiceError::serialization("Start of list found where not expected")),
        Some(_) => Err(ServiceError::serialization("Expected struct or null")),
    }
}

/// A member that must be a list if it is there.
pub(crate) fn list<'a>(value: &'a Value, member: &str) -> Result<Option<&'a Vec<Value>>, ServiceError> {
    match present(value, member) {
        None => Ok(None),
        Some(Value::Array(items)) => Ok(Some(items)),
        Some(Value::Object(_)) => {
            Err(ServiceError::serialization("Start of structure or map found where not expected."))
        }
        Some(_) => Err(ServiceError::serialization("Expected list or null")),
    }
}

/// A member that must be a string if it is there.
pub(crate) fn string<'a>(value: &'a Value, member: &str) -> Result<Option<&'a str>, ServiceError> {
    match present(value, member) {
        None => Ok(None),
        Some(Value::String(text)) => Ok(Some(text)),
        Some(found) => Err(cannot_be(found, "String")),
    }
}

/// A member that must be a number if it is there; `target` is the type named in the complaint.
pub(crate) fn number(value: &Value, member: &str, target: &str) -> Result<Option<f64>, ServiceError> {
    match present(value, member) {
        None => Ok(None),
        Some(Value::Number(found)) => Ok(found.as_f64()),
        Some(found) => Err(cannot_be(found, target)),
    }
}

fn present<'a>(value: &'a Value, member: &str) -> Option<&'a Value> {
    value.get(member).filter(|found| !found.is_null())
}

fn cannot_be(found: &Value, target: &str) -> ServiceError {
    let kind = match found {
        Value::Null => "NULL_VALUE",
        Value::Bool(true) => "TRUE_VALUE",
        Value::Bool(false) => "FALSE_VALUE",
        Value::Number(_) => "NUMBER_VALUE",
        Value::String(_) => "STRING_VALUE",
        Value::Array(_) => return ServiceError::serialization("Start of list found where not expected"),
        Value::Object(_) => {
            return ServiceError::serialization("Start of structure or map found where not expected.");
        }
    };
    ServiceError::serialization(format!("{kind} can not be converted to a {target}"))
}
