//! The constraints of the service model on Converse requests: enums, patterns, ranges, required members.

use serde_json::Value;

use crate::errors::ServiceError;
use crate::json;
use crate::shape::Shape;

const STOP_SEQUENCES_MAX: usize = 2_500;
const RESPONSE_FIELD_PATHS_MAX: usize = 10;
const REQUEST_METADATA_MAX: usize = 16;
const TOOL_NAME_CHARS_MAX: usize = 64;

/// Everything but messages.
pub(super) fn check_request(request: &Value, shape: &mut Shape) -> Result<(), ServiceError> {
    for (index, block) in json::list(request, "system")?.into_iter().flatten().enumerate() {
        if json::string(block, "text")?.is_some_and(|text| text.trim().is_empty()) {
            return Err(ServiceError::validation(format!(
                "The text field in the SystemContentBlock object at system.{index} is blank. Add text to the text field, and try \
                 again."
            )));
        }
    }
    if let Some(config) = json::object(request, "inferenceConfig")? {
        check_inference_config(config, shape)?;
    }
    if let Some(config) = json::object(request, "toolConfig")? {
        check_tool_config(config, shape)?;
    }
    if let Some(config) = json::object(request, "guardrailConfig")? {
        shape.one_of(config, "trace", "guardrailConfig", &["enabled", "disabled", "enabled_full"])?;
        shape.one_of(config, "streamProcessingMode", "guardrailConfig", &["sync", "async"])?;
    }
    if let Some(config) = json::object(request, "performanceConfig")? {
        shape.one_of(config, "latency", "performanceConfig", &["standard", "optimized"])?;
    }
    if let Some(tier) = json::object(request, "serviceTier")? {
        shape.one_of(tier, "type", "serviceTier", &["priority", "default", "flex", "reserved"])?;
    }
    let paths = json::list(request, "additionalModelResponseFieldPaths")?;
    too_many(paths.map(Vec::len), RESPONSE_FIELD_PATHS_MAX, "additionalModelResponseFieldPaths", shape);
    let metadata = json::object(request, "requestMetadata")?.and_then(Value::as_object);
    too_many(metadata.map(serde_json::Map::len), REQUEST_METADATA_MAX, "requestMetadata", shape);
    Ok(())
}

fn check_inference_config(config: &Value, shape: &mut Shape) -> Result<(), ServiceError> {
    shape.range(config, "maxTokens", "inferenceConfig", "Integer", (1.0, f64::INFINITY))?;
    shape.range(config, "temperature", "inferenceConfig", "Float", (0.0, 1.0))?;
    shape.range(config, "topP", "inferenceConfig", "Float", (0.0, 1.0))?;
    let sequences = json::list(config, "stopSequences")?;
    too_many(sequences.map(Vec::len), STOP_SEQUENCES_MAX, "inferenceConfig.stopSequences", shape);
    for (position, sequence) in (1..).zip(sequences.into_iter().flatten()) {
        match sequence {
            Value::String(text) if text.is_empty() => shape.fail(
                &format!("inferenceConfig.stopSequences.{position}.member"),
                "Member must have length greater than or equal to 1",
            ),
            Value::String(_) => {}
            _ => return Err(ServiceError::serialization("stopSequences can only have members of type String")),
        }
    }
    Ok(())
}

fn check_tool_config(config: &Value, shape: &mut Shape) -> Result<(), ServiceError> {
    let tools = json::list(config, "tools")?;
    match tools {
        None => shape.missing("toolConfig.tools"),
        Some(tools) if tools.is_empty() => {
            shape.fail("toolConfig.tools", "Member must have length greater than or equal to 1");
        }
        Some(_) => {}
    }
    for (position, tool) in (1..).zip(tools.into_iter().flatten()) {
        if let Some(spec) = json::object(tool, "toolSpec")? {
            check_tool_spec(spec, position, shape)?;
        } else if tool.get("systemTool").is_none() && tool.get("cachePoint").is_none() {
            let index = position - 1;
            return Err(ServiceError::validation(format!(
                "Tool object at toolConfig.tools.{index} must set one of the following keys: toolSpec, systemTool, cachePoint."
            )));
        }
    }
    let Some(choice) = json::object(config, "toolChoice")? else { return Ok(()) };
    if let Some(tool) = json::object(choice, "tool")? {
        if let Some(name) = shape.required_string(tool, "name", "toolConfig.toolChoice.tool")? {
            shape.name(name, "toolConfig.toolChoice.tool.name", "_-", TOOL_NAME_CHARS_MAX);
        }
    } else if choice.get("auto").is_none() && choice.get("any").is_none() {
        return Err(ServiceError::validation(
            "ToolChoice object at toolConfig.toolChoice must set one of the following keys: auto, any, tool.",
        ));
    }
    Ok(())
}

fn check_tool_spec(spec: &Value, position: usize, shape: &mut Shape) -> Result<(), ServiceError> {
    let path = format!("toolConfig.tools.{position}.member.toolSpec");
    if let Some(name) = shape.required_string(spec, "name", &path)? {
        shape.name(name, &format!("{path}.name"), "_-", TOOL_NAME_CHARS_MAX);
    }
    if json::string(spec, "description")?.is_some_and(str::is_empty) {
        shape.fail(&format!("{path}.description"), "Member must have length greater than or equal to 1");
    }
    let Some(schema) = json::object(spec, "inputSchema")? else {
        shape.missing(&format!("{path}.inputSchema"));
        return Ok(());
    };
    let kind = schema.get("json").and_then(|document| document.get("type")).and_then(Value::as_str);
    if kind != Some("object") {
        let index = position - 1;
        return Err(ServiceError::validation(format!(
            "The value at toolConfig.tools.{index}.toolSpec.inputSchema.json.type must be one of the following: object."
        )));
    }
    Ok(())
}

fn too_many(count: Option<usize>, max: usize, path: &str, shape: &mut Shape) {
    if count.is_some_and(|count| count > max) {
        shape.fail(path, &format!("Member must have length less than or equal to {max}"));
    }
}
