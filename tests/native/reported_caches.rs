//! Cache points are money: what asks for one gets it behind a block that Bedrock can cache, or the caller is told.

#![expect(clippy::needless_pass_by_value, reason = "values made by json! on the spot read better without &")]

use serde_json::Value;
use serde_json::json;

use crate::support::translated::CLAUDE;
use crate::support::translated::NOVA;
use crate::support::translated::body;
use crate::support::translated::sent;
use crate::support::translated::sent_with;
use crate::support::translated::turns;
use crate::support::translated::warnings;

const NOTHING_BEFORE: &str = "A cache point has no effect: there is nothing before it that can be cached.";
fn marked(mut holder: Value) -> Value {
    holder["cache_control"] = json!({ "type": "ephemeral" });
    holder
}

fn text(text: &str) -> Value {
    json!({ "type": "text", "text": text })
}

fn file(name: &str, data: &str) -> Value {
    json!({ "type": "file", "file": { "filename": name, "file_data": data } })
}

fn user(content: Value) -> Value {
    json!({ "messages": [{ "role": "user", "content": content }] })
}

fn tool(name: &str) -> Value {
    json!({ "type": "function", "function": { "name": name, "parameters": { "type": "object" } } })
}

fn calling(assistant: Value, answer: Value) -> Value {
    let call = json!({ "id": "c1", "type": "function", "function": { "name": "f", "arguments": "{}" } });
    let mut assistant = assistant;
    assistant["role"] = "assistant".into();
    assistant["tool_calls"] = json!([call]);
    let mut answer = answer;
    answer["role"] = "tool".into();
    answer["tool_call_id"] = "c1".into();
    json!({ "messages": [{ "role": "user", "content": "x" }, assistant, answer], "tools": [tool("f")] })
}

#[test]
fn a_tool_message_is_cached_with_its_result() {
    let with_point = "user: text | assistant: toolUse | user: toolResult cachePoint";
    for answer in [
        marked(json!({ "content": "r" })),
        json!({ "content": [marked(text("r"))] }),
        json!({ "content": [marked(text("r")), text("s")] }),
        marked(json!({ "content": [marked(text("r")), marked(text("s"))] })),
    ] {
        let converse = sent(CLAUDE, calling(json!({ "content": null }), answer.clone()));
        assert_eq!((turns(&converse).as_str(), warnings(&converse).len()), (with_point, 0), "{answer}");
        let converse = sent(NOVA, calling(json!({ "content": null }), answer));
        assert_eq!(turns(&converse), "user: text | assistant: toolUse | user: toolResult");
        assert!(warnings(&converse)[0].contains("Nova takes them in the system prompt and behind text"));
    }
}

#[test]
fn an_assistant_that_calls_is_cached_behind_its_calls() {
    for (assistant, turn) in [
        (marked(json!({ "content": null })), "assistant: toolUse cachePoint"),
        (marked(json!({ "content": "I look." })), "assistant: text toolUse cachePoint"),
        (json!({ "content": [marked(text("I look."))] }), "assistant: text cachePoint toolUse"),
    ] {
        let converse = sent(CLAUDE, calling(assistant.clone(), json!({ "content": "r" })));
        assert_eq!(turns(&converse), format!("user: text | {turn} | user: toolResult"), "{assistant}");
        assert_eq!(warnings(&converse), [""; 0], "{assistant}");
    }
    // Never behind a thought.
    let thinking = json!({ "type": "thinking", "thinking": "t", "signature": "c2ln" });
    let assistant = marked(json!({ "content": null, "thinking_blocks": [thinking] }));
    let converse = sent(CLAUDE, calling(assistant, json!({ "content": "r" })));
    assert_eq!(turns(&converse), "user: text | assistant: reasoningContent toolUse cachePoint | user: toolResult");
    let converse = sent(CLAUDE, calling(json!({ "content": [marked(thinking)] }), json!({ "content": "r" })));
    assert_eq!(turns(&converse), "user: text | assistant: reasoningContent toolUse | user: toolResult");
    assert_eq!(warnings(&converse), [NOTHING_BEFORE]);
    // Nova takes none in a turn with a call or a result.
    let mut request = calling(marked(json!({ "content": "I look." })), json!({ "content": "r" }));
    request["messages"].as_array_mut().unwrap().push(user(json!([marked(text("and now?"))]))["messages"][0].clone());
    let converse = sent(NOVA, request);
    assert_eq!(turns(&converse), "user: text | assistant: text toolUse | user: toolResult text");
    assert_eq!(warnings(&converse).len(), 2);
}

#[test]
fn a_blank_part_marks_the_text_before_it() {
    for blank in ["", " ", "\n\t"] {
        let converse = sent(CLAUDE, user(json!([text("long"), marked(text(blank))])));
        assert_eq!((turns(&converse).as_str(), warnings(&converse).len()), ("user: text cachePoint", 0));
        let converse = sent(CLAUDE, user(json!([marked(text(blank)), text("long")])));
        assert_eq!((turns(&converse).as_str(), warnings(&converse)), ("user: text", vec![NOTHING_BEFORE]));
        let converse = sent(NOVA, user(json!([text("long"), marked(text(blank)), text("more")])));
        assert_eq!(turns(&converse), "user: text cachePoint text");
        let mut request = user(json!("x"));
        request["messages"]
            .as_array_mut()
            .unwrap()
            .insert(0, json!({ "role": "system", "content": [text("s"), marked(text(blank))] }));
        assert_eq!(body(&sent(CLAUDE, request))["system"].as_array().unwrap().len(), 2);
        let request = json!({ "messages": [
            { "role": "user", "content": "x" },
            { "role": "assistant", "content": [text("y"), marked(text(blank))] },
            { "role": "user", "content": "z" },
        ] });
        assert_eq!(turns(&sent(CLAUDE, request)), "user: text | assistant: text cachePoint | user: text");
    }
}

#[test]
fn a_tool_is_cached_wherever_the_mark_is() {
    let tools = |request: Value| {
        let converse = sent(CLAUDE, request);
        let tools = body(&converse)["toolConfig"]["tools"].as_array().unwrap().clone();
        let kinds: Vec<String> =
            tools.iter().map(|tool| tool["toolSpec"]["name"].as_str().unwrap_or("cachePoint").to_owned()).collect();
        (kinds.join(" "), warnings(&converse).join(" "))
    };
    let mut inside = tool("f");
    inside["function"] = marked(inside["function"].clone());
    let request = |tools: Value, choice: Value| json!({ "messages": [{ "role": "user", "content": "x" }], "tools": tools, "tool_choice": choice });
    let quiet = String::new();
    assert_eq!(tools(request(json!([inside]), Value::Null)), ("f cachePoint".into(), quiet.clone()));
    assert_eq!(
        tools(request(json!([marked(inside.clone()), tool("g")]), Value::Null)),
        ("f cachePoint g".into(), quiet.clone())
    );
    let allowed = json!({ "type": "allowed_tools", "allowed_tools": { "mode": "auto", "tools": [
        { "type": "function", "function": { "name": "g" } } ] } });
    // The tool that asks for it is left out.
    assert_eq!(tools(request(json!([tool("g"), marked(tool("f"))]), allowed.clone())), ("g cachePoint".into(), quiet));
    assert_eq!(tools(request(json!([marked(tool("f")), tool("g")]), allowed)), ("g".into(), NOTHING_BEFORE.into()));
}

#[test]
fn what_is_not_sent_takes_no_point_along_in_silence() {
    let functions = json!([{ "name": "f", "parameters": {}, "cache_control": { "type": "ephemeral" } }]);
    let request = json!({ "messages": [{ "role": "user", "content": "x" }], "functions": functions });
    assert_eq!(body(&sent(CLAUDE, request))["toolConfig"]["tools"].as_array().unwrap().len(), 2);
    let mut call = calling(json!({ "content": null }), json!({ "content": "r" }));
    call["messages"][1]["tool_calls"][0]["function"]["cache_control"] = json!({ "type": "ephemeral" });
    assert_eq!(turns(&sent(CLAUDE, call)), "user: text | assistant: toolUse cachePoint | user: toolResult");
    let mut none = user(json!("x"));
    none["tools"] = json!([marked(tool("f"))]);
    none["tool_choice"] = "none".into();
    assert_eq!(warnings(&sent(CLAUDE, none)), [NOTHING_BEFORE]);
}

#[test]
fn no_point_stands_where_bedrock_has_nothing_to_cache() {
    let pdf = || file("a.pdf", "JVBERi0x");
    let csv = || file("a.csv", "data:text/csv;base64,YSxiCg==");
    for (content, turn) in [
        (json!([text("t"), marked(pdf())]), "user: text document cachePoint"),
        // A text of our own carries the point.
        (json!([text("t"), marked(csv())]), "user: text document text cachePoint"),
        (json!([text("t"), csv(), marked(csv())]), "user: text document document text cachePoint"),
        (
            json!([text("t"), marked(csv()), marked(csv())]),
            "user: text document text cachePoint document text cachePoint",
        ),
        (json!([csv(), marked(text("t"))]), "user: document text cachePoint"),
        (json!([marked(pdf())]), "user: document text cachePoint"),
        (json!([pdf(), marked(pdf()), text("t")]), "user: document document text cachePoint text"),
        (json!([marked(csv()), text("t")]), "user: document text cachePoint text"),
    ] {
        let converse = sent(CLAUDE, user(content.clone()));
        assert_eq!((turns(&converse).as_str(), warnings(&converse).len()), (turn, 0), "{content}");
    }
    // The mark of the whole message.
    let request = json!({ "messages": [marked(json!({ "role": "user", "content": [pdf()] }))] });
    assert_eq!(turns(&sent(CLAUDE, request.clone())), "user: document text cachePoint");
    assert_eq!(turns(&sent(NOVA, request.clone())), "user: document text cachePoint");
    // A model that does not cache is told nothing more than before.
    assert_eq!(turns(&sent("us.meta.llama4-maverick-17b-instruct-v1:0", request)), "user: document text");
    // Nova reads every document the same way.
    let converse = sent(NOVA, user(json!([text("t"), marked(csv())])));
    assert_eq!((turns(&converse).as_str(), warnings(&converse).len()), ("user: text document cachePoint", 0));
}

#[test]
fn of_more_than_four_the_last_count() {
    let four = "A cache point has no effect: a request has at most four; the last four are sent.";
    let mut request = json!({
        "messages": [
            { "role": "system", "content": [marked(text("s"))] },
            { "role": "user", "content": [marked(text("a")), marked(text("b")), marked(text("c"))] },
        ],
        "tools": [marked(tool("f")), marked(tool("g"))],
    });
    let converse = sent(CLAUDE, request.clone());
    let sent_body = body(&converse);
    assert_eq!(warnings(&converse), [four]);
    assert_eq!(turns(&converse), "user: text cachePoint text cachePoint text cachePoint");
    assert_eq!(sent_body["system"].as_array().unwrap().len(), 2);
    assert_eq!(sent_body["toolConfig"]["tools"].as_array().unwrap().len(), 2);
    assert_eq!(sent_with(CLAUDE, request.clone(), Some("error")).unwrap_err(), four);
    // A text that looks like a point is no point, and stays.
    request["messages"][1]["content"][0]["text"] = "{\"cachePoint\":{}}".into();
    assert_eq!(body(&sent(CLAUDE, request))["messages"][0]["content"][0]["text"], "{\"cachePoint\":{}}");
    // An hour comes first, in the order of the turn and not of the messages.
    let mut turned = calling(json!({ "content": null }), marked(json!({ "content": "r" })));
    let messages = turned["messages"].as_array_mut().unwrap();
    let asked = json!({ "type": "ephemeral", "ttl": "1h" });
    messages.insert(2, json!({ "role": "user", "content": [{ "type": "text", "text": "t", "cache_control": asked }] }));
    let converse = sent(CLAUDE, turned);
    assert_eq!(turns(&converse), "user: text | assistant: toolUse | user: toolResult cachePoint text cachePoint");
    assert_eq!(body(&converse).to_string().matches("1h").count(), 0);
    bedrock_emulator::check_converse(CLAUDE, &converse.body, false).unwrap();
    // One of five minutes that is left out demotes none.
    let mut parts = vec![marked(text("x"))];
    let hour = |text: &str| json!({ "type": "text", "text": text, "cache_control": asked });
    parts.extend(["a", "b", "c", "d"].map(hour));
    let text_of = body(&sent(CLAUDE, user(parts.into()))).to_string();
    assert_eq!(text_of.matches("\"ttl\":\"1h\"").count(), 4);
    // An hour goes with its point.
    let hour =
        |text: &str| json!({ "type": "text", "text": text, "cache_control": { "type": "ephemeral", "ttl": "1h" } });
    let converse = sent(CLAUDE, user(json!([hour("a"), hour("b"), hour("c"), hour("d"), hour("e")])));
    let text = body(&converse).to_string();
    assert_eq!((text.matches("\"ttl\":\"1h\"").count(), text.matches("cachePoint").count()), (4, 4));
}
