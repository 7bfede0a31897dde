//! Tools: functions as they are, and custom tools, whose input is text, as functions with one parameter.

use super::copy;
use crate::json::Value;
use crate::json::Writer;
use crate::search::filled;
use crate::translate::warnings::Warnings;

/// Members that mark a cache point.
pub(super) const MARKS: &str = "cache_control prompt_cache_breakpoint";

/// The parameter of a custom tool, which is its input.
pub(super) const INPUT: &str = "input";

/// Writes the tools of a chat, and which of them it may use. Gives the names of custom tools.
pub(super) fn write_tools(request: &Value<'_>, warnings: &mut Warnings, chat: &mut Writer) -> Vec<String> {
    let mut customs = Vec::new();
    let tools = request.get("tools");
    if !tools.items().is_empty() {
        chat.key("tools").open('[');
        for (position, tool) in tools.items().iter().enumerate() {
            let kind = tool.get("type").word();
            match kind {
                "function" => {
                    chat.open('{').key("type").string(kind).key("function").value(tool).close('}');
                }
                "custom" => {
                    customs.push(tool.get("name").said().into_owned());
                    write_custom(tool, warnings, chat);
                }
                // Nova has them, which is found out once the model is known.
                "code_interpreter" | "system_tool" => drop(chat.value(tool)),
                _ if kind.starts_with("web_search") => drop(chat.value(tool)),
                _ => warnings
                    .refuse("`tools[{}]`: Bedrock runs no `{}`: {}", &[&position.to_string(), kind, instead(kind)]),
            }
        }
        chat.close(']');
    } else if !tools.is_null() && tools != &Value::Array(Vec::new()) {
        warnings.refuse("`tools` is not a list.", &[]);
    }
    let choice = request.get("tool_choice");
    if choice.get("type").word() == "custom" {
        chat.key("tool_choice").open('{').key("type").string("function");
        copy(choice, "name", chat);
        chat.close('}');
    } else {
        copy(request, "tool_choice", chat);
    }
    customs
}

fn instead(kind: &str) -> &'static str {
    match kind {
        "file_search" => "put what is found into a message, or search in a function.",
        "image_generation" => "call `images.generate` in a function.",
        "mcp" => "connect to the server yourself, and pass its tools as functions.",
        "namespace" | "tool_search" => "pass all functions by themselves.",
        _ => "define a function for that, and answer its calls.",
    }
}

fn write_custom(tool: &Value<'_>, warnings: &mut Warnings, chat: &mut Writer) {
    let mut described = tool.get("description").said().into_owned();
    let format = tool.get("format");
    let definition = format.get("definition").said();
    if !definition.is_empty() {
        warnings.lost(
            "`tools`: the model is held to no grammar; that of `{}` goes into its description.",
            &[&tool.get("name").said()],
        );
        let grammar = filled("The input follows this {} grammar:\n{}", &[&format.get("syntax").said(), &definition]);
        described = [&*described, if described.is_empty() { "" } else { "\n\n" }, &grammar].concat();
    }
    chat.open('{').key("type").string("function").key("function").open('{');
    copy(tool, "name", chat);
    chat.key("description").string(&described);
    chat.raw(r#""parameters":{"type":"object","properties":{"input":{"type":"string"}},"required":["input"]"#);
    chat.raw(r#""additionalProperties":false}"#).close('}');
    copy(tool, MARKS, chat);
    chat.close('}');
}
