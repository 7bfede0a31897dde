//! What Bedrock refuses of the tools of Anthropic's Messages, and of the marks of the cache.

use serde_json::Value;
use serde_json::json;

use super::tests::HAIKU_4_5;
use super::tests::OPUS_4_8;
use super::tests::SONNET_4_6;
use super::tests::answer;
use super::tests::body;
use super::tests::refuses;
use super::tests::takes;

const SONNET_4: &str = "us.anthropic.claude-sonnet-4-20250514-v1:0";

fn says(content: &Value) -> Value {
    json!({ "messages": [{ "role": "user", "content": content }] })
}

/// Recorded: pydantic-ai (Sonnet 4), GitHub Copilot's upstream (Sonnet 4.6).
#[test]
fn tools_have_tags_of_the_model_and_of_betas() {
    let five = "'bash_20250124', 'custom', 'text_editor_20250124', 'text_editor_20250429', 'text_editor_20250728'";
    let ten = "'bash_20250124', 'custom', 'memory_20250818', 'text_editor_20250124', 'text_editor_20250429', 'text_editor_20250728', \
               'tool_search_tool_bm25', 'tool_search_tool_bm25_20251119', 'tool_search_tool_regex', 'tool_search_tool_regex_20251119'";
    let tagged = |tag: &str| json!({ "tools": [{ "type": tag, "name": "a" }] });
    for (model, tag, known) in [
        (SONNET_4, "web_search_20250305", five),
        (SONNET_4, "memory_20250818", five),
        (SONNET_4_6, "code_execution_20250825", ten),
        (SONNET_4_6, "mcp_toolset", ten),
        (SONNET_4_6, "computer_20251124", ten),
    ] {
        let complaint =
            format!("tools.0: Input tag '{tag}' found using 'type' does not match any of the expected tags: {known}");
        refuses(model, tagged(tag), &complaint);
    }
    takes(SONNET_4_6, tagged("memory_20250818"));
    for (model, tag, beta, known) in [
        (SONNET_4_6, "computer_20251124", "computer-use-2025-11-24", true),
        (SONNET_4_6, "computer_20250124", "computer-use-2025-01-24", false),
        (SONNET_4, "computer_20250124", "computer-use-2025-01-24", true),
        (SONNET_4, "computer_20251124", "computer-use-2025-01-24", false),
        (SONNET_4_6, "web_search_20250305", "web-search-2025-03-05", false),
    ] {
        let mut asked = tagged(tag);
        asked["anthropic_beta"] = json!([beta]);
        assert_eq!(answer(model, &body(&asked)).is_ok(), known, "{model} {tag}");
    }
}

#[test]
fn tools_are_named_once_and_have_a_schema() {
    let tool = |more: Value| {
        let mut tool = json!({ "name": "a", "input_schema": { "type": "object" } });
        tool.as_object_mut().unwrap().extend(more.as_object().unwrap().clone());
        tool
    };
    let with = |tool: Value| json!({ "tools": [tool] });
    for (tool, complaint) in [
        (json!({ "name": "a" }), "tools.0.custom.input_schema: Field required"),
        (json!({ "input_schema": {} }), "tools.0.custom.name: Field required"),
        (tool(json!({ "name": "a b" })), "tools.0.custom.name: String should match pattern '^[a-zA-Z0-9_-]{1,128}$'"),
        (tool(json!({ "input_schema": {} })), "tools.0.custom.input_schema.type: Field required"),
        (
            tool(json!({ "input_schema": { "type": "array" } })),
            "tools.0.custom.input_schema.type: Input should be 'object'",
        ),
        (tool(json!({ "custom": {} })), "tools.0.custom.custom: Extra inputs are not permitted"),
        (tool(json!({ "input_examples": [] })), "tools.0.custom.input_examples: Extra inputs are not permitted"),
        (
            tool(json!({ "input_schema": { "type": "object", "oneOf": [] } })),
            "tools.0.custom.input_schema: input_schema does not support oneOf, allOf, or anyOf at the top level",
        ),
        (
            tool(json!({ "strict": true, "input_schema": { "type": "object", "properties": {} } })),
            "tools.0.custom: For 'object' type, 'additionalProperties' must be explicitly set to false",
        ),
    ] {
        refuses(SONNET_4_6, with(tool), complaint);
    }
    refuses(SONNET_4_6, json!({ "tools": [tool(json!({})), tool(json!({}))] }), "tools: Tool names must be unique.");
    let eager = with(tool(json!({ "eager_input_streaming": true })));
    refuses(HAIKU_4_5, eager.clone(), "tools.0.custom.eager_input_streaming: Extra inputs are not permitted");
    takes(SONNET_4_6, eager);
    let deferred = with(tool(json!({ "defer_loading": true })));
    refuses(SONNET_4, deferred.clone(), "tools.0.custom.defer_loading: Extra inputs are not permitted");
    takes(SONNET_4_6, deferred);
    let strict = json!({ "strict": true, "input_schema": { "type": "object", "additionalProperties": false } });
    refuses(OPUS_4_8, with(tool(strict)), "tools.0.custom.strict: Extra inputs are not permitted");
    let mut shown = with(tool(json!({ "input_examples": [{}] })));
    shown["anthropic_beta"] = json!(["tool-examples-2025-10-29"]);
    takes(SONNET_4_6, shown);
}

#[test]
fn a_tool_is_chosen_among_those_that_are_there() {
    let asked = |choice: Value| json!({ "tools": [{ "name": "a", "input_schema": { "type": "object" } }], "tool_choice": choice });
    for (choice, complaint) in [
        (
            json!({ "type": "required" }),
            "tool_choice: Input tag 'required' found using 'type' does not match any of the expected tags: 'any', 'auto', 'none', \
             'tool'",
        ),
        (json!({}), "tool_choice.type: Field required"),
        (json!({ "type": "tool" }), "tool_choice.tool.name: Field required"),
        (json!({ "type": "tool", "name": "b" }), "Tool 'b' not found in provided tools"),
        (
            json!({ "type": "none", "disable_parallel_tool_use": true }),
            "tool_choice.none.disable_parallel_tool_use: Extra inputs are not permitted",
        ),
    ] {
        refuses(SONNET_4_6, asked(choice), complaint);
    }
    let alone = "tool_choice: tool_choice may only be specified while providing tools";
    refuses(SONNET_4_6, json!({ "tool_choice": { "type": "auto" } }), alone);
    for kind in ["auto", "any", "none"] {
        takes(SONNET_4_6, asked(json!({ "type": kind })));
    }
    let forced = "tool_choice: type \"tool\" and \"any\" are not supported for this model.";
    refuses("us.anthropic.claude-sonnet-5-5", asked(json!({ "type": "any" })), forced);
    let mut thinks = asked(json!({ "type": "any" }));
    thinks["thinking"] = json!({ "type": "enabled", "budget_tokens": 1_024 });
    refuses(HAIKU_4_5, thinks, "Thinking may not be enabled when tool_choice forces tool use.");
}

#[test]
fn marks_of_the_cache_are_few_and_in_order() {
    let marked =
        |ttl: &str| json!({ "type": "text", "text": "a", "cache_control": { "type": "ephemeral", "ttl": ttl } });
    refuses(
        SONNET_4_6,
        says(&json!(vec![marked("5m"); 5])),
        "A maximum of 4 blocks with cache_control may be provided. Found 5.",
    );
    takes(SONNET_4_6, says(&json!(vec![marked("1h"); 4])));
    refuses(
        SONNET_4_6,
        json!({ "system": [marked("5m")], "messages": [{ "role": "user", "content": [marked("5m"), marked("1h")] }] }),
        "messages.0.content.1.cache_control.ttl: a ttl='1h' cache_control block must not come after a ttl='5m' cache_control block. \
         Note that blocks are processed in the following order: `tools`, `system`, `messages`.",
    );
    let odd = says(&json!([marked("2h")]));
    refuses(SONNET_4_6, odd, "messages.0.content.0.text.cache_control.ephemeral.ttl: Input should be '5m' or '1h'");
    let old = "You invoked an unsupported model or your request did not allow prompt caching. See the documentation for more \
               information.";
    refuses("anthropic.claude-3-haiku-20240307-v1:0", says(&json!([marked("5m")])), old);
}
