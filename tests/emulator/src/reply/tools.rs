//! When a tool is called: when the request forces it, or when the user's last text shares a significant word with the
//! tool's name or description, or has a value that only this tool takes, such as a sum for a calculator.

use base64::Engine;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use serde_json::Map;
use serde_json::Value;

use super::Block;
use super::Conversation;
use super::Random;
use super::Tool;
use super::ToolChoice;
use super::names::spaced;
use super::question::Question;
use super::schema;
use super::values::Place;

/// Words shorter than this mean little.
const WORD_CHARS_MIN: usize = 4;
/// Longer words that mean little all the same.
const COMMON_WORDS: [&str; 28] = [
    "about", "also", "argument", "before", "call", "current", "does", "from", "function", "give", "given", "have",
    "into", "please", "returns", "some", "tell", "that", "their", "them", "there", "this", "tool", "what", "when",
    "which", "will", "with",
];

/// The calls of a reply; none when it is text.
pub(super) fn calls(conversation: &Conversation, random: &mut Random) -> Vec<Block> {
    let tools = &conversation.tools;
    let question = Question::of(conversation);
    let chosen: Vec<&Tool> = match &conversation.tool_choice {
        ToolChoice::Tool(name) => tools.iter().filter(|tool| tool.name == *name).collect(),
        ToolChoice::Any => {
            tools.iter().rev().max_by_key(|tool| likeness(tool, &conversation.last_text)).into_iter().collect()
        }
        ToolChoice::None => Vec::new(),
        // A result has just arrived: it is time to answer.
        ToolChoice::Auto if !conversation.tool_results.is_empty() => Vec::new(),
        ToolChoice::Auto if conversation.every_tool => tools.iter().collect(),
        ToolChoice::Auto => tools.iter().filter(|tool| fits(tool, &conversation.last_text, &question)).collect(),
    };
    let call = |tool: &Tool| Block::ToolUse {
        id: format!("tooluse_{}", URL_SAFE_NO_PAD.encode(random.bytes(16))),
        name: tool.name.clone(),
        input: object(schema::arguments(&tool.schema, &question)),
    };
    let calls_max = if conversation.single_call { 1 } else { usize::MAX };
    chosen.into_iter().take(calls_max).map(call).collect()
}

/// Tool input is an object whatever the schema says.
fn object(input: Value) -> Value {
    if input.is_object() { input } else { serde_json::json!({}) }
}

fn fits(tool: &Tool, text: &str, question: &Question) -> bool {
    let members = tool.schema.get("properties").and_then(Value::as_object);
    let mut names = members.into_iter().flat_map(Map::keys);
    let takes = |name: &String| Place { name, parent: "", index: 0 }.is_called_for(question);
    likeness(tool, text) > 0 || names.any(takes)
}

fn likeness(tool: &Tool, text: &str) -> usize {
    let wanted = words(text);
    let offered: Vec<String> = words(&tool.name).into_iter().chain(words(&tool.description)).collect();
    wanted.iter().filter(|word| offered.contains(word)).count()
}

/// Significant words in lower case; `getWeather` and `get_weather` both have `weather`.
fn words(text: &str) -> Vec<String> {
    spaced(text)
        .split(' ')
        .filter(|word| word.chars().count() >= WORD_CHARS_MIN && !COMMON_WORDS.contains(word))
        .map(|word| word.trim_end_matches('s').to_owned())
        .collect()
}
