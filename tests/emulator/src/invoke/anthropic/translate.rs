//! A request written as one of Converse: the rules of a model are the same there, and a reply depends on the same
//! things.

use serde_json::Value;
use serde_json::json;

use crate::converse::list;

#[derive(Debug, Clone, Copy, PartialEq)]
pub(super) enum Purpose {
    /// To be checked: blocks and tools are counted as Anthropic counts them.
    Rules,
    /// To be answered: with the points of the cache, and with the tools that Claude can call.
    Reply,
}

pub(super) fn request(body: &Value, purpose: Purpose) -> Value {
    let messages: Vec<Value> = list(body, "messages")
        .map(|message| json!({ "role": message["role"], "content": content(&message["content"], purpose) }))
        .collect();
    let mut request = json!({
        "messages": messages,
        "inferenceConfig": present(body, &[
            ("max_tokens", "maxTokens"), ("temperature", "temperature"), ("top_p", "topP"), ("stop_sequences", "stopSequences"),
        ]),
        "additionalModelRequestFields": present(body, &[
            ("thinking", "thinking"), ("top_k", "top_k"), ("tool_choice", "tool_choice"), ("anthropic_beta", "anthropic_beta"),
        ]),
    });
    if let Some(effort) = body.pointer("/output_config/effort").filter(|effort| !effort.is_null()) {
        request["additionalModelRequestFields"]["output_config"] = json!({ "effort": effort });
    }
    if let Some(schema) = body.pointer("/output_config/format/schema") {
        let structure = json!({ "jsonSchema": { "schema": schema.to_string() } });
        request["outputConfig"] = json!({ "textFormat": { "type": "json_schema", "structure": structure } });
    }
    if body.get("system").is_some_and(|system| !system.is_null() && system != "") {
        request["system"] = content(&body["system"], purpose);
    }
    let tools = list(body, "tools").filter(|tool| purpose == Purpose::Rules || !is_search(tool));
    let tools: Vec<Value> = tools.flat_map(|tool| [Some(self::tool(tool)), point(tool, purpose)]).flatten().collect();
    if !tools.is_empty() {
        request["toolConfig"] = json!({ "tools": tools });
        match body.pointer("/tool_choice/type").and_then(Value::as_str) {
            Some("any") => request["toolConfig"]["toolChoice"] = json!({ "any": {} }),
            Some("tool") => {
                let name = body.pointer("/tool_choice/name");
                request["toolConfig"]["toolChoice"] = json!({ "tool": { "name": name } });
            }
            _ => {}
        }
    }
    request
}

/// Members that are there, under Converse's names.
fn present(body: &Value, names: &[(&str, &str)]) -> Value {
    let members = names.iter().filter_map(|(name, other)| {
        let value = body.get(*name).filter(|value| !value.is_null())?;
        Some(((*other).to_owned(), value.clone()))
    });
    Value::Object(members.collect())
}

fn content(content: &Value, purpose: Purpose) -> Value {
    match content {
        Value::String(text) => json!([{ "text": text }]),
        Value::Array(blocks) => blocks.iter().flat_map(|item| [block(item), point(item, purpose)]).flatten().collect(),
        _ => json!([]),
    }
}

fn point(holder: &Value, purpose: Purpose) -> Option<Value> {
    let control = |holder: &'_ Value| holder.get("cache_control").filter(|control| !control.is_null()).cloned();
    // What is marked within a tool's result ends with it here.
    let within = || list(holder, "content").filter_map(control).last();
    let control = control(holder).or_else(within).filter(|_| purpose == Purpose::Reply)?;
    let mut point = json!({ "type": "default" });
    if let Some(ttl) = control.get("ttl") {
        point["ttl"] = ttl.clone();
    }
    Some(json!({ "cachePoint": point }))
}

/// Searches for tools are Anthropic's own and leave no trace.
fn block(block: &Value) -> Option<Value> {
    Some(match block["type"].as_str()? {
        "text" => json!({ "text": block["text"] }),
        "image" => {
            let media_type = block.pointer("/source/media_type").and_then(Value::as_str).unwrap_or_default();
            let format = media_type.trim_start_matches("image/");
            json!({ "image": { "format": format, "source": { "bytes": block.pointer("/source/data") } } })
        }
        "document" => document(block),
        "search_result" => json!({ "searchResult": present(block, &[
            ("source", "source"), ("title", "title"), ("content", "content"), ("citations", "citations"),
        ]) }),
        "tool_use" => {
            json!({ "toolUse": { "toolUseId": block["id"], "name": block["name"], "input": block["input"] } })
        }
        "tool_result" => {
            let mut result = json!({
                "toolUseId": block["tool_use_id"], "content": content(&block["content"], Purpose::Rules),
            });
            if block["is_error"] == json!(true) {
                result["status"] = json!("error");
            }
            json!({ "toolResult": result })
        }
        "thinking" => {
            let text = json!({ "text": block["thinking"], "signature": block["signature"] });
            json!({ "reasoningContent": { "reasoningText": text } })
        }
        "redacted_thinking" => json!({ "reasoningContent": { "redactedContent": block["data"] } }),
        "tool_reference" => json!({ "text": block["tool_name"] }),
        _ => return None,
    })
}

fn document(block: &Value) -> Value {
    let source = &block["source"];
    let (format, source) = match source["type"].as_str() {
        Some("base64") => (Some("pdf"), json!({ "bytes": source["data"] })),
        Some("text") => (Some("txt"), json!({ "text": source["data"] })),
        _ => (None, json!({ "content": content(&source["content"], Purpose::Rules) })),
    };
    let mut document = present(block, &[("title", "name"), ("context", "context"), ("citations", "citations")]);
    document["source"] = source;
    if let Some(format) = format {
        document["format"] = json!(format);
    }
    json!({ "document": document })
}

/// A tool that Anthropic runs, on Bedrock as well.
pub(super) fn is_search(tool: &Value) -> bool {
    tool["type"].as_str().is_some_and(|tag| tag.starts_with("tool_search_tool_"))
}

/// Anthropic knows the schemas of the tools that have a tag; these are short for them.
fn tool(tool: &Value) -> Value {
    let tag = tool.get("type").and_then(Value::as_str).unwrap_or("custom");
    let text = json!({ "type": "string" });
    let own = |commands: &[&str], more: &str| {
        let properties = json!({ "command": { "type": "string", "enum": commands }, more: text });
        json!({ "type": "object", "properties": properties, "required": ["command", more] })
    };
    let schema = match tag.split("_20").next().unwrap_or_default() {
        "custom" => tool["input_schema"].clone(),
        "bash" => json!({ "type": "object", "properties": { "command": text }, "required": ["command"] }),
        "computer" => {
            let action = json!({ "type": "string", "enum": ["screenshot"] });
            json!({ "type": "object", "properties": { "action": action }, "required": ["action"] })
        }
        "text_editor" | "memory" => own(&["view"], "path"),
        _ => json!({ "type": "object" }),
    };
    let mut spec = json!({ "name": tool["name"], "inputSchema": { "json": schema } });
    for name in ["description", "strict"] {
        if let Some(value) = tool.get(name).filter(|value| !value.is_null()) {
            spec[name] = value.clone();
        }
    }
    json!({ "toolSpec": spec })
}
