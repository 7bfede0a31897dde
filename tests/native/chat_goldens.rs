//! Each golden completion, streamed as Bedrock would stream its output: the chunks add up to it, however small the
//! pieces of text are.

use bedrock_wasm::translate::Chat;
use serde_json::Value;

use crate::support;
use crate::support::chunks::CREATED_S;
use crate::support::chunks::ID;
use crate::support::chunks::added_up;
use crate::support::chunks::chunks_of;
use crate::support::replies::events;

#[test]
fn golden_completions_streamed_add_up_to_themselves() {
    let names = support::fixture_names("openai/completion");
    assert!(names.len() >= 9, "golden files were lost");
    for name in names {
        let case = support::fixture_json(&format!("openai/completion/{name}"));
        let chat = Chat { includes_usage: true, ..Chat::from_json(&case["chat"].to_string()) };
        let mut expected = case["completion"].clone();
        expected["id"] = ID.into();
        expected["created"] = CREATED_S.into();
        for characters in [1, 3, usize::MAX] {
            let events = events(&case["output"], characters);
            let stream: Vec<u8> =
                events.iter().flat_map(|(name, event)| support::event_frame(name, event.to_string())).collect();
            for size in [stream.len(), 100] {
                let pieces: Vec<&[u8]> = stream.chunks(size).collect();
                let sum = added_up(&chunks_of(&pieces, &chat));
                assert_eq!(
                    without_foreign_blocks(sum),
                    without_foreign_blocks(expected.clone()),
                    "{name} {characters}"
                );
            }
        }
    }
}

/// Blocks that OpenAI has no words for are `_bedrock.content` in a whole reply, and in a stream the events they come
/// in: whether there are any, and all the rest.
fn without_foreign_blocks(mut completion: Value) -> (Value, bool) {
    let bedrock = completion["_bedrock"].as_object_mut().unwrap();
    let count = bedrock.len();
    bedrock.retain(|name, _| !["content", "contentBlockStart", "contentBlockDelta"].contains(&name.as_str()));
    let has_any = bedrock.len() < count;
    (completion, has_any)
}
