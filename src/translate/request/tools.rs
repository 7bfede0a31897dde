//! `toolConfig`: the tools as Bedrock wants them.

use super::Draft;
use super::cache;
use super::cache::After;
use super::format::Format;
use super::grammar;
use super::reasoning::Thinking;
use super::schema;
use super::tool_choice::Choice;
use super::tool_choice::choice;
use super::tool_choice::forbid;
use super::tool_choice::write_choice;
use super::tool_choice::write_parallel;
use crate::json::Text;
use crate::json::Value;
use crate::json::Writer;
use crate::models::Capability;
use crate::models::Family;
use crate::translate::Chat;

/// Writes the members of `toolConfig`; nothing without tools.
pub(super) fn tool_config(draft: &mut Draft<'_>, format: &mut Format<'_>, thinking: Thinking) -> String {
    if draft.model.lacks(Capability::Tools) {
        if [draft.param("tools"), draft.param("functions")].iter().any(|list| !list.items().is_empty()) {
            draft.warnings.lost("`tools` has no effect: the model has no tools.", &[]);
        }
        return String::new();
    }
    let history = draft.messages().iter().any(has_calls);
    let (choice, allowed) = choice(draft);
    // A model that cannot be made to use a certain tool gets no other.
    let only = match &choice {
        Choice::Tool(name) if draft.model.lacks(Capability::NamedToolChoice) => Some(name.clone()),
        _ => None,
    };
    let mut tools = Writer::default();
    // Without tools there is nothing to choose; but tool calls in the messages want tools beside them.
    if history || !matches!(choice, Choice::None) {
        write_tools(draft, allowed, only.as_deref(), &mut tools);
    } else {
        leave_cache_points(draft);
    }
    let has_own = !tools.is_empty();
    if let Choice::Tool(name) = &choice
        && !(has_own && defined(draft).iter().any(|function| names(function, name)))
    {
        draft.refuse("`tool_choice`: there is no tool `{}` among `tools`.", &[name]);
    }
    if let Some(json_schema) = format.tool_schema() {
        write_json_tool(draft, format, json_schema, &mut tools);
    }
    let has_none = tools.is_empty();
    if has_none && matches!(choice, Choice::Any) {
        draft.warnings.lost("`tool_choice` has no effect: there are no `tools`.", &[]);
    }
    if has_none && history {
        write_tools_of_history(draft, &mut tools);
    }
    if tools.is_empty() {
        return String::new();
    }
    let mut config = Writer::default();
    config.key("tools").open('[').raw(&tools.finish()).close(']');
    if has_none {
        if draft.model.family() == Family::Claude {
            forbid(draft);
        }
        return config.finish();
    }
    let sent = match choice {
        Choice::None if format.tool_schema().is_none() => {
            forbid(draft);
            return config.finish();
        }
        // The reply is a tool's input: one has to be used.
        Choice::Auto | Choice::None if format.tool_schema().is_some() => {
            let alone = !has_own || matches!(choice, Choice::None);
            let can_be_named = !draft.model.lacks(Capability::NamedToolChoice);
            Some((alone && can_be_named).then(|| Chat::JSON_TOOL.to_owned()))
        }
        Choice::Auto | Choice::None => None,
        Choice::Any => Some(None),
        Choice::Tool(_) if only.is_some() => Some(None),
        Choice::Tool(name) => Some(Some(draft.tool_names.sent(&name).unwrap_or_default().to_owned())),
    };
    let is_forced = write_choice(draft, format, thinking, sent, &mut config);
    format.is_forced = is_forced;
    write_parallel(draft, is_forced);
    config.finish()
}

/// Reports the cache points of tools that are not sent.
fn leave_cache_points(draft: &mut Draft<'_>) {
    for holder in defined(draft).into_iter().chain(draft.param("tools").items()) {
        cache::write_cache_point(draft, holder, After::Tools, &mut Writer::default());
    }
}

fn has_calls(message: &Value<'_>) -> bool {
    !message.get("tool_calls").items().is_empty() || !message.get("function_call").is_null()
}

/// The functions that the request defines.
pub(super) fn defined<'a>(draft: &Draft<'a>) -> Vec<&'a Value<'a>> {
    let mut functions = Vec::new();
    for tool in draft.param("tools").items() {
        let function = tool.get("function");
        if !function.is_null() {
            functions.push(function);
        }
    }
    functions.extend(draft.param("functions").items());
    functions
}

fn names(function: &Value<'_>, name: &str) -> bool {
    function.get("name").says(name)
}

fn write_tools(draft: &mut Draft<'_>, allowed: Option<&[Value<'_>]>, only: Option<&str>, out: &mut Writer) {
    let is_allowed = |function: &Value<'_>| {
        let name = function.get("name");
        only.is_none_or(|only| names(function, only))
            && allowed.is_none_or(|tools| {
                tools.iter().any(|tool| tool.get("function").get("name") == name || tool.get("name") == name)
            })
    };
    for tool in draft.param("tools").items() {
        let kind = tool.get("type").word();
        let function = tool.get("function");
        let system_tool = match kind {
            _ if kind.starts_with("web_search") => WEB_SEARCH,
            "code_interpreter" => "nova_code_interpreter",
            _ => tool.get("systemTool").get("name").word(),
        };
        if !system_tool.is_empty() {
            let asked = if matches!(kind, "" | "system_tool") { system_tool } else { kind };
            write_system_tool(draft, asked, system_tool, out);
        } else if function.is_null() {
            return draft.refuse("`tools`: Bedrock has functions only, no tools of the type `{}`.", &[kind]);
        } else {
            if is_allowed(function) {
                write_tool(draft, function, out);
            }
            for holder in [tool, function] {
                cache::write_cache_point(draft, holder, After::Tools, out);
            }
        }
    }
    for function in draft.param("functions").items() {
        if is_allowed(function) {
            write_tool(draft, function, out);
        }
        cache::write_cache_point(draft, function, After::Tools, out);
    }
    if !draft.param("web_search_options").is_null() {
        write_system_tool(draft, "web_search_options", WEB_SEARCH, out);
    }
}

fn write_tool(draft: &mut Draft<'_>, function: &Value<'_>, out: &mut Writer) {
    let name = function.get("name").said();
    let sent = draft.tool_names.sent(&name).unwrap_or_default().to_owned();
    let schema = function.get("parameters");
    out.open('{').key("toolSpec").open('{').key("name").string(&sent);
    if let Some(text) = function.get("description").text().filter(|text| !text.is_blank()) {
        out.key("description").text(text);
    }
    let wants_strict = function.get("strict").bool() == Some(true);
    let why = match () {
        () if draft.model.can(Capability::StrictTools) != Some(true) => "the model is held to no schema.",
        () => grammar::objection(schema, true).unwrap_or_default(),
    };
    let is_strict = wants_strict && why.is_empty();
    if wants_strict && !is_strict {
        draft.warnings.lost("`tools`: `strict` of `{}` has no effect: {}", &[&name, why]);
    }
    out.key("inputSchema").open('{').key("json");
    schema::write_input(draft, &sent, schema, is_strict, out);
    out.close('}');
    if is_strict {
        out.key("strict").raw("true");
    }
    out.close('}').close('}');
}

const WEB_SEARCH: &str = "nova_grounding";

/// Nova looks things up and runs programs by itself. `asked` is the caller's word for that.
fn write_system_tool(draft: &mut Draft<'_>, asked: &str, name: &str, out: &mut Writer) {
    if draft.model.family() != Family::Nova {
        return draft.refuse("`{}`: of Bedrock's models only Nova has it. Define a function for that.", &[asked]);
    }
    out.open('{').key("systemTool").open('{').key("name").text(Text::written(name)).close_all("}}");
}

fn write_json_tool(draft: &mut Draft<'_>, format: &Format<'_>, json_schema: &Value<'_>, out: &mut Writer) {
    out.open('{').key("toolSpec").open('{').key("name").string(Chat::JSON_TOOL);
    let words = "Gives the final answer. Always use it to answer, instead of text.";
    out.key("description").string(&format.describe(words));
    out.key("inputSchema").open('{').key("json");
    schema::write_input(draft, Chat::JSON_TOOL, json_schema, false, out);
    out.close('}').close('}').close('}');
}

/// Bedrock refuses tool calls in the messages without tools beside them.
fn write_tools_of_history(draft: &mut Draft<'_>, out: &mut Writer) {
    for name in draft.tool_names.all() {
        out.open('{').key("toolSpec").open('{').key("name").text(Text::plain(name));
        out.key("inputSchema").open('{').key("json").open('{').key("type").string("object").close('}').close('}');
        out.close('}').close('}');
    }
    draft.warnings.changed(
        "`tools` is missing, and Bedrock wants the tools that `messages` calls: their names are \
         sent, and the model may call them. Send `tools` along.",
        &[],
    );
}
