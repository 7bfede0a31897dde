//! Tools that the service runs itself, within the assistant's turn: Nova's search and Nova's interpreter.

use base64::Engine;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use serde_json::Value;
use serde_json::json;

use super::list;
use super::message::Piece;
use crate::reply::Random;

const SEARCH: &str = "nova_grounding";
const INTERPRETER: &str = "nova_code_interpreter";
const SITES: [(&str, &str); 2] =
    [("https://en.wikipedia.org/wiki/", "wikipedia.org"), ("https://www.example.com/", "example.com")];

pub(super) fn has_any(request: &Value) -> bool {
    tools(request).next().is_some()
}

/// Nova uses what it may use.
pub(super) fn run(request: &Value, mut pieces: Vec<Piece>, asked: &str, random: &mut Random) -> Vec<Piece> {
    if tools(request).any(|name| name == INTERPRETER) {
        pieces = compute(pieces, asked, random);
    }
    if tools(request).any(|name| name == SEARCH) {
        pieces = ground(pieces, asked, random);
    }
    pieces
}

fn tools(request: &Value) -> impl Iterator<Item = &str> {
    let tools = list(request.get("toolConfig").unwrap_or(&Value::Null), "tools");
    tools.filter_map(|tool| tool.pointer("/systemTool/name")?.as_str())
}

/// The call and its result, behind the thoughts, as recorded by pydantic-ai; the program is a stand-in.
fn compute(pieces: Vec<Piece>, asked: &str, random: &mut Random) -> Vec<Piece> {
    let input = json!({ "snippet": format!("len({})", json!(asked)) });
    let output = json!({ "stdOut": asked.chars().count().to_string(), "stdErr": "", "exitCode": 0, "isError": false });
    let (mut thoughts, rest) = split(pieces);
    thoughts.extend(call(INTERPRETER, "nova_code_interpreter_result", input, output, random));
    thoughts.extend(rest);
    thoughts
}

fn ground(pieces: Vec<Piece>, asked: &str, random: &mut Random) -> Vec<Piece> {
    let call = call(SEARCH, "nova_grounding_result", json!({}), json!({}), random);
    let word = asked.split(|c: char| !c.is_alphanumeric()).max_by_key(|word| word.len()).unwrap_or_default();
    let location = |(site, domain): (&str, &str)| json!({ "location": { "web": { "url": format!("{site}{word}"), "domain": domain } } });
    let cited = Piece::Cited { text: String::new(), citations: SITES.into_iter().map(location).collect() };
    let (mut thoughts, mut rest) = split(pieces);
    thoughts.extend(call);
    let after_text = rest.iter().position(|piece| matches!(piece, Piece::Text(_))).map_or(0, |at| at.saturating_add(1));
    rest.insert(after_text, cited);
    thoughts.extend(rest);
    thoughts
}

fn call(name: &'static str, kind: &'static str, input: Value, json: Value, random: &mut Random) -> [Piece; 2] {
    let id = format!("tooluse_{}", URL_SAFE_NO_PAD.encode(random.bytes(16)));
    [Piece::ServerToolUse { id: id.clone(), name, input }, Piece::ServerToolResult { id, kind, json }]
}

fn split(pieces: Vec<Piece>) -> (Vec<Piece>, Vec<Piece>) {
    pieces.into_iter().partition(|piece| matches!(piece, Piece::Thought { .. }))
}
