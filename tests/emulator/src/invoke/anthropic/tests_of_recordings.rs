//! Requests that Bedrock was asked, spelled anew, and what is recorded of its answers: words of refusals, blocks,
//! members.
//! `copilot` is GitHub Copilot's upstream, which was Bedrock (Sonnet 4.6, 2026-07): a public record of sixty requests.

use serde_json::Value;
use serde_json::json;

use super::tests::answer;
use super::tests::body;
use super::tests_of_replies::names;
use super::tests_of_replies::streamed;
use super::tests_of_replies::whole;

const RECORDED: &str = include_str!("../../../tests/data/claude-messages.jsonl");
/// What every reply counts.
const USAGE: [&str; 5] =
    ["cache_creation", "cache_creation_input_tokens", "cache_read_input_tokens", "input_tokens", "output_tokens"];
const MEMBERS: [&str; 9] =
    ["content", "id", "model", "role", "stop_details", "stop_reason", "stop_sequence", "type", "usage"];

#[test]
fn requests_are_answered_as_they_were() {
    let mut count = 0;
    for line in RECORDED.lines() {
        let recorded: Value = serde_json::from_str(line).unwrap();
        let (source, model) = (recorded["source"].as_str().unwrap(), recorded["model"].as_str().unwrap());
        count += 1;
        if let Some(words) = recorded["refused"].as_str() {
            assert_eq!(answer(model, &body(&recorded["body"])), Err(words.to_owned()), "{source}");
            continue;
        }
        let reply = whole(model, &recorded["body"]);
        compare(source, &recorded, &reply);
        let streams = streamed(model, &recorded["body"]);
        let starts = streams.iter().filter(|event| event["type"] == "content_block_start");
        let kinds: Vec<&Value> = starts.map(|event| &event["content_block"]["type"]).collect();
        let blocks = reply["content"].as_array().unwrap().iter();
        assert_eq!(kinds, blocks.map(|block| &block["type"]).collect::<Vec<_>>(), "{source}");
    }
    assert!(count > 25, "only {count}");
}

fn compare(source: &str, recorded: &Value, reply: &Value) {
    assert_eq!(reply["stop_reason"], recorded["stop"], "{source}");
    let blocks = reply["content"].as_array().unwrap();
    if recorded.get("blocks").is_some() {
        let kinds: Vec<&Value> = blocks.iter().map(|block| &block["type"]).collect();
        assert_eq!(json!(kinds), recorded["blocks"], "{source}");
    }
    if let Some(input) = recorded.get("input") {
        let call = blocks.iter().find(|block| block["type"] == "tool_use").unwrap();
        assert_eq!(call["input"], *input, "{source}");
    }
    if recorded.get("cites").is_some() {
        let citation = blocks.iter().find_map(|block| block["citations"].get(0)).unwrap();
        assert_eq!(json!(names(citation)), recorded["cites"], "{source}");
    }
    let more = |member: &str, base: &[&str]| {
        let more = recorded.get(member).and_then(Value::as_array).into_iter().flatten().filter_map(Value::as_str);
        let mut all: Vec<String> = base.iter().copied().chain(more).map(str::to_owned).collect();
        all.sort_unstable();
        all
    };
    if recorded.get("usage").is_some() {
        assert_eq!(names(&reply["usage"]), more("usage", &USAGE), "{source}");
        assert_eq!(names(reply), more("body_members", &MEMBERS), "{source}");
    }
}
