//! Replies are always the same, look like language and keep to their limits.

use super::*;

fn asking(text: &str) -> Conversation {
    Conversation {
        seed: hash(text.as_bytes()),
        last_text: text.to_owned(),
        input_tokens: count(text),
        ..Conversation::default()
    }
}

fn text_of(reply: &Reply) -> String {
    reply
        .blocks
        .iter()
        .filter_map(|block| if let Block::Text(text) = block { Some(text.as_str()) } else { None })
        .collect()
}

#[test]
fn the_same_conversation_gets_the_same_reply_and_another_gets_another() {
    let conversation = asking("Why is the sky blue over Lisbon?");
    assert_eq!(compose(&conversation), compose(&conversation));
    assert_ne!(text_of(&compose(&conversation)), text_of(&compose(&asking("Why is the sea green near Lisbon?"))));
}

#[test]
fn replies_are_sentences_about_what_was_asked_with_more_than_ascii() {
    let mut non_ascii = 0;
    let mut newlines = 0;
    let mut quotes = 0;
    for number in 0..200 {
        let reply = text_of(&compose(&asking(&format!("Tell me about lighthouses {number}"))));
        assert!(reply.contains("lighthouses"), "{reply}");
        assert!(reply.matches(['.', '?', '!']).count() >= 3, "{reply}");
        non_ascii += usize::from(!reply.is_ascii());
        newlines += usize::from(reply.contains('\n'));
        quotes += usize::from(reply.contains('"'));
    }
    assert!(non_ascii > 50 && newlines > 50 && quotes > 20, "{non_ascii} {newlines} {quotes}");
}

#[test]
fn max_tokens_cuts_and_says_so() {
    let whole = text_of(&compose(&asking("Explain tides")));
    let reply = compose(&Conversation { max_tokens: Some(5), ..asking("Explain tides") });
    assert_eq!(reply.stop_reason, StopReason::MaxTokens);
    assert_eq!(reply.usage.output_tokens, 5);
    assert!(whole.starts_with(&text_of(&reply)));
}

#[test]
fn a_stop_sequence_ends_the_text_before_it() {
    let whole = text_of(&compose(&asking("Explain tides")));
    let word = whole.split(' ').nth(4).unwrap();
    let reply = compose(&Conversation { stop_sequences: vec![word.to_owned()], ..asking("Explain tides") });
    assert_eq!(reply.stop_reason, StopReason::StopSequence);
    assert_eq!(reply.stop_sequence.as_deref(), Some(word));
    assert_eq!(text_of(&reply), whole[..whole.find(word).unwrap()]);
}

#[test]
fn a_tool_is_called_when_the_question_names_it_and_not_otherwise() {
    let tool = Tool {
        name: "get_weather".to_owned(),
        description: "The current weather of a city".to_owned(),
        schema: serde_json::json!({"type": "object", "properties": {"city": {"type": "string"}}, "required": ["city"]}),
    };
    let with_tool = |text: &str| compose(&Conversation { tools: vec![tool.clone()], ..asking(text) });
    let called = with_tool("What is the weather in Oslo?");
    assert_eq!(called.stop_reason, StopReason::ToolUse);
    let Some(Block::ToolUse { name, input, .. }) = called.blocks.last() else { panic!("{called:?}") };
    assert_eq!((name.as_str(), input), ("get_weather", &serde_json::json!({"city": "Oslo"})));
    assert_eq!(with_tool("Tell me a joke").stop_reason, StopReason::EndTurn);
}
