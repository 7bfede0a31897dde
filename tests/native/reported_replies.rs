//! Replies that users of other clients complained of: counts and calls that are not what they seem. Each kind has the
//! case that was reported and further ones of it.

use bedrock_wasm::models::Model;
use bedrock_wasm::translate;
use bedrock_wasm::translate::Chat;
use bedrock_wasm::translate::TranslationOptions;
use bedrock_wasm::translate::completion;
use serde_json::Value;
use serde_json::json;

use crate::support::chunks::CREATED_S;
use crate::support::chunks::ID;
use crate::support::chunks::added_up;
use crate::support::chunks::chunks_and_end;
use crate::support::chunks::chunks_of;
use crate::support::replies::chat;
use crate::support::replies::frames;
use crate::support::replies::streamed;

/// A stream of one word with these counts.
fn counted(usage: &Value) -> Vec<u8> {
    frames(&[
        ("messageStart", json!({ "role": "assistant" })),
        ("contentBlockDelta", json!({ "contentBlockIndex": 0, "delta": { "text": "A" } })),
        ("contentBlockStop", json!({ "contentBlockIndex": 0 })),
        ("messageStop", json!({ "stopReason": "end_turn" })),
        ("metadata", json!({ "usage": usage, "metrics": { "latencyMs": 1 } })),
    ])
}

/// A model, Bedrock's counts (input, read from the cache, written to it), and how many tokens the prompt had.
const COUNTS: [(&str, [u32; 3], u32); 12] = [
    // As reported, read and written.
    ("us.openai.gpt-5.6-sol", [12_401, 8_367, 4_032], 12_401),
    ("us.openai.gpt-5.6-sol", [8_369, 0, 8_367], 8_369),
    // The other measurement, and other models and names.
    ("openai.gpt-5.6-luna", [4_995, 0, 4_993], 4_995),
    ("global.openai.gpt-5.4", [300, 300, 0], 300),
    ("openai.gpt-6", [1_000, 10, 20], 1_000),
    ("arn:aws:bedrock:us-east-1:123456789012:inference-profile/us.openai.gpt-5.6-sol", [12, 10, 0], 12),
    // Counts that cannot be gross: the cache has more than all.
    ("us.openai.gpt-5.6-sol", [2, 0, 4_993], 4_995),
    ("us.openai.gpt-5.6-sol", [9, 10, 0], 19),
    ("us.openai.gpt-5.6-sol", [9, 0, 0], 9),
    // Everybody else counts as Bedrock says.
    ("us.anthropic.claude-sonnet-4-5-20250929-v1:0", [12_401, 8_367, 4_032], 24_800),
    ("amazon.nova-lite-v1:0", [500, 100, 0], 600),
    ("openai.gpt-oss-120b-1:0", [500, 100, 0], 600),
];

#[test]
fn streams_of_gpt_have_the_cache_within_the_input() {
    for (model, [input, read, written], prompt) in COUNTS {
        let usage = json!({
            "inputTokens": input, "outputTokens": 10, "totalTokens": input + read + written + 10,
            "cacheReadInputTokens": read, "cacheWriteInputTokens": written,
        });
        let expected = |prompt: u32| {
            json!({
                "prompt_tokens": prompt, "completion_tokens": 10, "total_tokens": prompt + 10,
                "prompt_tokens_details": { "cached_tokens": read, "cache_write_tokens": written },
            })
        };
        let chunks = chunks_of(&[&counted(&usage)], &chat(model, json!({ "stream": true })));
        assert_eq!(chunks.last().unwrap()["usage"], expected(prompt), "{model} {usage}");
        assert_eq!(chunks.last().unwrap()["_bedrock"]["usage"], usage, "Bedrock's own counts are as they came");

        // A whole reply counts as documented, for all that is known.
        let output = json!({ "output": { "message": { "content": [{ "text": "A" }] } }, "usage": usage });
        let whole = chat(model, json!({}));
        let reply = completion(&output.to_string(), &whole, ID, CREATED_S, &mut Vec::new()).unwrap();
        let reply: Value = serde_json::from_str(&reply).unwrap();
        assert_eq!(reply["usage"], expected(input + read + written), "{model} {usage}");
    }
}

/// A stream of these blocks that ends for this reason: each is a text, or a call's name and the pieces of its input.
fn ended(blocks: &[(&str, &[&str])], stop_reason: &str) -> Vec<u8> {
    let mut events = vec![("messageStart", json!({ "role": "assistant" }))];
    for (index, (name, pieces)) in blocks.iter().enumerate() {
        if !name.is_empty() {
            let tool = json!({ "toolUseId": format!("t{index}"), "name": name, "type": "tool_use" });
            let start = json!({ "contentBlockIndex": index, "start": { "toolUse": tool } });
            events.push(("contentBlockStart", start));
        }
        for piece in *pieces {
            let delta =
                if name.is_empty() { json!({ "text": piece }) } else { json!({ "toolUse": { "input": piece } }) };
            events.push(("contentBlockDelta", json!({ "contentBlockIndex": index, "delta": delta })));
        }
    }
    let usage = json!({ "inputTokens": 1, "outputTokens": 2, "totalTokens": 3 });
    events.push(("messageStop", json!({ "stopReason": stop_reason })));
    events.push(("metadata", json!({ "usage": usage, "metrics": { "latencyMs": 1 } })));
    frames(&events)
}

#[test]
fn a_stream_with_a_malformed_call_is_an_error() {
    let cases: [&[(&str, &[&str])]; 6] = [
        // As reported, cut into pieces, and without a word of its arguments.
        &[("f", &["{\"x\":"])],
        &[("f", &["{\"x", "\":", " [1,"])],
        &[("f", &[])],
        // Behind text, behind a call that is whole, and arguments that are JSON by chance.
        &[("", &["I look."]), ("f", &["{\"x\""])],
        &[("f", &["{\"x\":1}"]), ("g", &["{"])],
        &[("f", &["7"])],
    ];
    for blocks in cases {
        for reason in ["malformed_tool_use", "malformed_model_output"] {
            let (chunks, error) = chunks_and_end(&[&ended(blocks, reason)], &Chat::default());
            let error = error.unwrap();
            assert!(error.message().contains(reason) && error.message().contains("Send the request again"));
            assert!((error.class(), error.has_passed()) == ("APIError", true), "{error:?}");
            assert!(chunks.iter().all(|chunk| chunk["choices"][0]["finish_reason"].is_null()), "{blocks:?}");
        }
        // The same calls are the caller's where Bedrock finds no fault in them.
        let (chunks, error) = chunks_and_end(&[&ended(blocks, "tool_use")], &Chat::default());
        assert_eq!((error, &chunks.last().unwrap()["choices"][0]["finish_reason"]), (None, &json!("tool_calls")));
    }
}

#[test]
fn a_stream_without_calls_says_that_it_is_malformed() {
    for reason in ["malformed_tool_use", "malformed_model_output", "malformed_thing_of_next_year"] {
        let chunks = chunks_of(&[&ended(&[("", &["I think"])], reason)], &Chat::default());
        let last = chunks.last().unwrap();
        assert_eq!([&last["choices"][0]["finish_reason"], &last["_bedrock"]["stopReason"]], ["stop", reason]);
        let warning = &last["_bedrock"]["warnings"][0];
        assert_eq!(warning["code"], "malformed_reply");
        assert!(warning["message"].as_str().unwrap().contains(reason));
    }
    let chunks = chunks_of(&[&ended(&[("", &["I think"])], "end_turn")], &Chat::default());
    assert_eq!(chunks.last().unwrap()["_bedrock"], json!({ "stopReason": "end_turn" }));
}

#[test]
fn a_whole_reply_leaves_malformed_calls_out_and_says_so() {
    let call = |id: &str, input: Value| json!({ "toolUse": { "toolUseId": id, "name": "f", "input": input } });
    let mut bare = call("c", Value::Null);
    bare["toolUse"].as_object_mut().unwrap().remove("input");
    let halves = [call("a", "{\"x\":".into()), call("b", json!({})), bare, call("d", json!([1]))];
    for reason in ["malformed_tool_use", "malformed_model_output"] {
        for half in &halves {
            let content = json!([{ "text": "Both:" }, call("whole", json!({ "x": 1 })), half]);
            let output = json!({ "output": { "message": { "content": content } }, "stopReason": reason });
            let mut warnings = Vec::new();
            let reply = completion(&output.to_string(), &Chat::default(), ID, CREATED_S, &mut warnings).unwrap();
            let reply: Value = serde_json::from_str(&reply).unwrap();
            // Not even the whole one: a stream has no way to tell them apart, and a loop runs what it finds.
            assert_eq!(reply["choices"][0]["message"]["tool_calls"], Value::Null, "{half}");
            assert_eq!(reply["choices"][0]["finish_reason"], "stop");
            let kept = [&content[1], half];
            assert_eq!(reply["_bedrock"]["content"].as_array().unwrap().iter().collect::<Vec<_>>(), kept);
            assert_eq!(reply["_bedrock"]["stopReason"], reason);
            assert_eq!(reply["_bedrock"]["warnings"][0]["message"], warnings[0].message);
            assert_eq!((warnings.len(), warnings[0].code), (1, "malformed_reply"));
        }
    }
}

#[test]
fn only_tools_that_bedrock_runs_are_no_calls_of_the_callers() {
    let tool = |id: &str, name: &str, kind: Option<&str>| {
        let mut tool = json!({ "toolUseId": id, "name": name, "input": { "code": "6*7" } });
        if let Some(kind) = kind {
            tool["type"] = kind.into();
        }
        json!({ "toolUse": tool })
    };
    let ran = json!({ "toolResult": {
        "toolUseId": "s", "type": "nova_code_interpreter_result", "status": "success",
        "content": [{ "json": { "stdOut": "42", "exitCode": 0 } }],
    } });
    for server in ["nova_code_interpreter", "nova_grounding"] {
        for kind in [None, Some("tool_use"), Some("a_kind_of_next_year")] {
            let content = json!([tool("s", server, Some("server_tool_use")), ran, tool("own", "f", kind)]);
            let output = json!({ "output": { "message": { "content": content } }, "stopReason": "tool_use" });
            let reply = completion(&output.to_string(), &Chat::default(), ID, CREATED_S, &mut Vec::new()).unwrap();
            let reply: Value = serde_json::from_str(&reply).unwrap();
            let chunks = chunks_of(&[&streamed(&output)], &Chat::default());
            for reply in [&reply, &added_up(&chunks)] {
                let calls = reply["choices"][0]["message"]["tool_calls"].as_array().unwrap();
                assert_eq!(calls.iter().map(|call| &call["id"]).collect::<Vec<_>>(), ["own"]);
                assert_eq!(reply["choices"][0]["finish_reason"], "tool_calls");
            }
            assert_eq!(reply["_bedrock"]["content"], json!([content[0], content[1]]));
        }
    }
}

/// A result that Bedrock made comes in pieces of its own: `toolResult[].json`.
#[test]
fn results_of_bedrocks_tools_pass_through_a_stream() {
    let start = |index: u32, start: Value| ("contentBlockStart", json!({ "contentBlockIndex": index, "start": start }));
    let delta = |index: u32, delta: Value| ("contentBlockDelta", json!({ "contentBlockIndex": index, "delta": delta }));
    let tool = json!({ "toolUse": { "toolUseId": "s", "name": "nova_code_interpreter", "type": "server_tool_use" } });
    let result = json!({ "toolResult": { "toolUseId": "s", "status": "success" } });
    let events = [
        start(0, tool),
        delta(0, json!({ "toolUse": { "input": "{\"code\":\"6*7\"}" } })),
        start(1, result),
        delta(1, json!({ "toolResult": [{ "json": { "stdOut": "42" } }] })),
        delta(2, json!({ "text": "42" })),
    ];
    let mut all = events.to_vec();
    all.push(("messageStop", json!({ "stopReason": "end_turn" })));
    let chunks = chunks_of(&[&frames(&all)], &Chat::default());
    for (chunk, (name, event)) in chunks[1..5].iter().zip(&events) {
        assert_eq!(chunk["_bedrock"], json!({ *name: event }));
        assert_eq!(chunk["choices"][0]["delta"], json!({}));
    }
    let sum = added_up(&chunks);
    assert_eq!([&sum["choices"][0]["message"]["content"], &sum["choices"][0]["finish_reason"]], ["42", "stop"]);
    assert!(sum["choices"][0]["message"].get("tool_calls").is_none());
}

#[test]
fn novas_own_tools_are_asked_for_and_what_they_did_goes_back() {
    let sent = |model: &str, request: Value| {
        let text = request.to_string();
        let request = translate::parse(&text).unwrap();
        let sent = translate::request(&request, &Model::of(model), &TranslationOptions::default());
        sent.map(|sent| serde_json::from_str::<Value>(&sent.body).unwrap()).map_err(|error| error.message().to_owned())
    };
    let nova = "us.amazon.nova-2-lite-v1:0";
    let did = json!([
        { "toolUse": { "toolUseId": "s", "name": "nova_code_interpreter", "type": "server_tool_use", "input": {} } },
        { "toolResult": { "toolUseId": "s", "content": [{ "json": { "stdOut": "42" } }] } },
    ]);
    let mut kept = did.clone();
    kept.as_array_mut().unwrap().push(json!({ "toolUse": { "toolUseId": "half", "name": "f", "input": "{" } }));
    let messages = json!([
        { "role": "user", "content": "6*7?" },
        { "role": "assistant", "content": "42", "_bedrock": { "stopReason": "end_turn", "content": kept } },
        { "role": "user", "content": "Sure?" },
    ]);
    for (tool, name) in [
        (json!({ "type": "code_interpreter" }), "nova_code_interpreter"),
        (json!({ "type": "code_interpreter", "container": { "type": "auto" } }), "nova_code_interpreter"),
        (json!({ "type": "system_tool", "systemTool": { "name": "nova_code_interpreter" } }), "nova_code_interpreter"),
        (json!({ "systemTool": { "name": "a_tool_of_next_year" } }), "a_tool_of_next_year"),
        (json!({ "type": "web_search_preview" }), "nova_grounding"),
    ] {
        let request = json!({ "model": "m", "messages": messages, "tools": [&tool] });
        let body = sent(nova, request.clone()).unwrap();
        assert_eq!(body["toolConfig"]["tools"], json!([{ "systemTool": { "name": name } }]));
        assert_eq!(body["messages"][1]["content"], json!([did[0], did[1], { "text": "42" }]));
        let refused = sent("us.anthropic.claude-sonnet-4-5-20250929-v1:0", request).unwrap_err();
        let asked = tool["type"].as_str().filter(|kind| *kind != "system_tool").unwrap_or(name);
        assert!(refused.contains(asked) && refused.contains("only Nova has it"), "{refused}");
    }
    // Bedrock wants `tools` beside blocks of tools; and another model has no such blocks.
    let body = sent(nova, json!({ "model": "m", "messages": messages })).unwrap();
    assert_eq!(body["messages"][1]["content"], json!([{ "text": "42" }]));
}
