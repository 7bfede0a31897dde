//! White space beside a reply's JSON: what is blank in a whole reply is blank in a stream.

use bedrock_wasm::translate::Chat;
use bedrock_wasm::translate::StructuredOutput;
use bedrock_wasm::translate::completion;
use serde_json::Value;
use serde_json::json;

use crate::support;
use crate::support::chunks::CREATED_S;
use crate::support::chunks::ID;
use crate::support::chunks::chunks_of;

#[test]
fn white_space_of_any_script_beside_the_json_tool_is_no_text_whole_or_streamed() {
    let chat = Chat { structured_output: StructuredOutput::Tool, ..Chat::default() };
    for (text, is_told) in [
        ("\u{b}", false),
        ("\u{a0}", false),
        ("\u{2003}\n", false),
        ("\u{3000}", false),
        ("\u{200b}", true),
        (" a", true),
    ] {
        let stop = json!({ "stopReason": "tool_use" });
        let tool = json!({ "toolUseId": "t", "name": Chat::JSON_TOOL });
        let called = json!({ "toolUse": { "toolUseId": "t", "name": Chat::JSON_TOOL, "input": {} } });
        let output =
            json!({ "output": { "message": { "content": [{ "text": text }, called] } }, "stopReason": "tool_use" });
        let whole = completion(&output.to_string(), &chat, ID, CREATED_S, &mut Vec::new()).unwrap();
        let whole: Value = serde_json::from_str(&whole).unwrap();
        let events = [
            ("contentBlockDelta", json!({ "contentBlockIndex": 0, "delta": { "text": text } })),
            ("contentBlockStart", json!({ "contentBlockIndex": 1, "start": { "toolUse": tool } })),
            ("contentBlockDelta", json!({ "contentBlockIndex": 1, "delta": { "toolUse": { "input": "{}" } } })),
            ("messageStop", stop),
        ];
        let stream: Vec<u8> =
            events.iter().flat_map(|(name, event)| support::event_frame(name, event.to_string())).collect();
        let chunks = chunks_of(&[&stream], &chat);
        let told = |value: &Value| value["_bedrock"].get("text").is_some();
        assert_eq!((told(&whole), told(chunks.last().unwrap())), (is_told, is_told), "{text:?}");
    }
}
