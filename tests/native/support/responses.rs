//! Chats in the words of Responses.

use serde_json::Map;
use serde_json::Value;
use serde_json::json;

/// A request of a chat as one of Responses; nothing if Responses has no words for it.
pub(crate) fn as_response(chat: &Value) -> Option<Value> {
    let mut request = Map::new();
    for (name, value) in chat.as_object()? {
        match name.as_str() {
            "messages" => {
                let messages: Option<Vec<_>> = value.as_array()?.iter().map(items).collect();
                request.insert("input".into(), messages?.concat().into());
            }
            "max_completion_tokens" | "max_tokens" => {
                // A chat may have both.
                let is_first = name == "max_completion_tokens" || chat.get("max_completion_tokens").is_none();
                if is_first {
                    request.insert("max_output_tokens".into(), value.clone());
                }
            }
            "reasoning_effort" => drop(request.insert("reasoning".into(), json!({ "effort": value }))),
            "response_format" => drop(request.insert("text".into(), json!({ "format": format(value) }))),
            "tools" => {
                let tools: Option<Vec<_>> = value.as_array()?.iter().map(tool).collect();
                request.insert("tools".into(), tools?.into());
            }
            "tool_choice" => {
                let named = &value["function"]["name"];
                let choice = if named.is_null() { value.clone() } else { json!({ "type": "function", "name": named }) };
                request.insert("tool_choice".into(), choice);
            }
            "functions" | "function_call" | "verbosity" | "web_search_options" | "store" => return None,
            _ => drop(request.insert(name.clone(), value.clone())),
        }
    }
    Some(request.into())
}

fn format(format: &Value) -> Value {
    let mut flat = format["json_schema"].as_object().cloned().unwrap_or_default();
    flat.insert("type".into(), format["type"].clone());
    flat.into()
}

fn tool(tool: &Value) -> Option<Value> {
    if tool["type"] != "function" {
        return None;
    }
    let mut flat = tool["function"].as_object()?.clone();
    flat.insert("type".into(), "function".into());
    if let Some(mark) = tool.get("cache_control") {
        flat.insert("cache_control".into(), mark.clone());
    }
    Some(flat.into())
}

/// The items of a message.
fn items(message: &Value) -> Option<Vec<Value>> {
    let known =
        "role content tool_calls tool_call_id thinking_blocks is_error cache_control prompt_cache_breakpoint name";
    if message.as_object()?.keys().any(|name| !known.split(' ').any(|known| known == name)) {
        return None;
    }
    let role = message["role"].as_str()?;
    let mut item = message.as_object()?.clone();
    item.retain(|name, _| ["role", "content", "is_error", "cache_control"].contains(&name.as_str()));
    if let Some(mark) = message.get("prompt_cache_breakpoint") {
        item.insert("prompt_cache_breakpoint".into(), mark.clone());
    }
    match role {
        "tool" => {
            item.retain(|name, _| name != "role" && name != "content");
            item.insert("type".into(), "function_call_output".into());
            item.insert("call_id".into(), message.get("tool_call_id")?.clone());
            item.insert("output".into(), content(&message["content"])?);
            Some(vec![item.into()])
        }
        "assistant" => assistant(message, item),
        "system" | "developer" | "user" => {
            item.insert("content".into(), content(&message["content"])?);
            Some(vec![item.into()])
        }
        _ => None,
    }
}

fn assistant(message: &Value, item: Map<String, Value>) -> Option<Vec<Value>> {
    let mut items = Vec::new();
    let blocks = message["thinking_blocks"].as_array().cloned().unwrap_or_default();
    if !blocks.is_empty() {
        let sealed = Value::Array(blocks).to_string();
        items.push(json!({ "type": "reasoning", "summary": [], "encrypted_content": sealed }));
    }
    let calls = message["tool_calls"].as_array().cloned().unwrap_or_default();
    // A mark stands behind the last of what it is on.
    let has_mark = item.contains_key("cache_control") || item.contains_key("prompt_cache_breakpoint");
    if has_mark && !calls.is_empty() {
        return None;
    }
    if !message["content"].is_null() {
        items.push(item.into());
    }
    for call in &calls {
        let function = call.get("function")?;
        items.push(json!({
            "type": "function_call", "call_id": call["id"], "name": function["name"],
            "arguments": function["arguments"],
        }));
    }
    Some(items)
}

/// The parts of a content.
fn content(content: &Value) -> Option<Value> {
    let Value::Array(parts) = content else { return Some(content.clone()) };
    let part = |part: &Value| {
        let mut flat = part.as_object()?.clone();
        match part["type"].as_str()? {
            "text" => flat.insert("type".into(), "input_text".into()),
            "image_url" => {
                let address = part["image_url"].get("url").unwrap_or(&part["image_url"]).clone();
                flat.extend(part["image_url"].as_object().cloned().unwrap_or_default());
                flat.remove("url");
                flat.insert("image_url".into(), address);
                flat.insert("type".into(), "input_image".into())
            }
            "file" => {
                flat.remove("file");
                flat.extend(part["file"].as_object()?.clone());
                flat.insert("type".into(), "input_file".into())
            }
            _ => None,
        };
        Some(Value::Object(flat))
    };
    parts.iter().map(part).collect::<Option<Vec<_>>>().map(Value::Array)
}
