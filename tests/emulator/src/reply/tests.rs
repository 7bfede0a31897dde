//! Replies are always the same, fit what was asked and keep to their limits.

use super::data::REPLIES;
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
        let question = format!("Tell me about lighthouses {number}");
        let reply = text_of(&compose(&asking(&question)));
        assert!(reply.contains(&question) && reply.contains("sailors"), "{reply}");
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
    let calculator = Tool {
        name: "calculator".to_owned(),
        description: String::new(),
        schema: serde_json::json!({"properties": {"expression": {"type": "string"}}, "required": ["expression"]}),
    };
    let asked = |text: &str| compose(&Conversation { tools: vec![calculator.clone()], ..asking(text) });
    let called = asked("What is 12 * (3 + 4)?");
    let Some(Block::ToolUse { input, .. }) = called.blocks.last() else { panic!("{called:?}") };
    assert_eq!(input, &serde_json::json!({"expression": "12 * (3 + 4)"}));
    assert_eq!(asked("What happened in 1815?").stop_reason, StopReason::EndTurn);
}

#[test]
fn the_form_of_an_answer_is_the_one_that_was_asked_for() {
    let answer = |text: &str| text_of(&compose(&asking(text)));
    for (text, begins) in [
        ("Give me a list of facts about tides", "- The Moon pulls"),
        ("How do I make pancakes, step by step?", "1. Mix 200 g"),
        ("Put some rivers into a table", "| River |"),
        ("A table of things", "| City |"),
        ("Write a Python function", "```python"),
        ("Can you show me some code?", "```js"),
    ] {
        let answer = answer(text);
        assert!(answer.lines().any(|line| line.starts_with(begins)), "{text}: {answer}");
        assert!(answer.contains(text), "{text}: {answer}");
    }
    for greeting in ["Hello", "hi there", "Say hello."] {
        assert!(REPLIES.greeting.contains(&answer(greeting)), "{greeting}");
    }
    assert!(REPLIES.thanks.contains(&answer("Thanks!")));
    assert!(answer("Who are you?").contains("emulator of Amazon Bedrock"));
    assert!(answer("Do you know why the sky is blue?").contains("Sunlight"), "a topic comes before a greeting");
    assert!(answer("Tell me everything.").len() > 3 * answer("Tell me something.").len());
}

#[test]
fn a_text_without_a_topic_goes_on_with_the_one_before() {
    let earlier_texts = vec!["Why is the sky blue?".to_owned()];
    let followed = text_of(&compose(&Conversation { earlier_texts, ..asking("And at night?") }));
    assert!(followed.contains("\"And at night?\"") && followed.contains("In the evening the sunlight"), "{followed}");
    let alone = text_of(&compose(&asking("And at night?")));
    assert!(REPLIES.general.iter().any(|passage| alone.contains(&passage[0])), "{alone}");
}

#[test]
fn an_answer_has_as_many_sentences_as_the_session_wants_and_each_is_one_of_the_data() {
    let reply = text_of(&compose(&Conversation { sentences_min: 800, ..asking("Tell me everything.") }));
    assert!(sentences(&reply).len() >= 800 && count(&reply) > 10_000);
    let known: String = include_str!("../../data/passages.json").replace("\\\"", "\"");
    for sentence in sentences(&reply).iter().skip(1).take(780).map(|sentence| sentence.trim()) {
        assert!(known.contains(&sentence.replace('\n', "\\n")), "{sentence}");
    }
}

#[test]
fn results_come_back_word_for_word() {
    let answer = |result: &str, failed: bool| {
        let result = ToolResult { name: "get_weather".to_owned(), text: result.to_owned(), failed };
        let earlier_texts = vec!["Is it cold?".to_owned()];
        text_of(&compose(&Conversation { tool_results: vec![result], earlier_texts, ..asking("") }))
    };
    let json = answer("{\"celsius\":{\"now\":21}}", false);
    assert!(json.contains("`{\"celsius\":{\"now\":21}}`"), "{json}");
    let text = answer("It rains.", false);
    assert!(text.contains("It rains.") && text.contains("`get_weather`") && text.contains("Is it cold?"), "{text}");
    let failed = answer("No such city", true);
    assert!(failed.starts_with("`get_weather` failed and said: No such city."), "{failed}");
}

#[test]
fn files_are_named_and_triggers_are_not() {
    let received = vec!["one PNG image of 640 × 480 pixels".to_owned()];
    let reply = text_of(&compose(&Conversation { received, ..asking("emulator:interleave Look at this") }));
    assert!(
        reply.contains("I received one PNG image of 640 × 480 pixels.") && reply.contains("\"Look at this.\""),
        "{reply}"
    );
    assert!(!reply.contains("emulator:"), "{reply}");
}

#[test]
fn thoughts_are_about_the_question() {
    let reply = compose(&Conversation { thinking: true, ..asking("Give me a table of planets") });
    let Some(Block::Reasoning { text, .. }) = reply.blocks.first() else { panic!("{reply:?}") };
    assert!(text.contains("\"Give me a table of planets.\"") && text.contains("a table"), "{text}");
    assert!(sentences(text).len() >= 3, "{text}");
}

#[test]
fn a_long_text_is_quoted_by_its_question_or_its_beginning() {
    let quoted = |text: &str| Question::of(&asking(text)).quoted();
    let long = "The river is long and winds through many towns. ".repeat(10);
    assert_eq!(quoted(&format!("{long} How long is \"it\"?")), "How long is 'it'?");
    assert!(quoted(&long).ends_with(" …") && quoted(&long).starts_with("The river is long and winds"));
    assert_eq!(quoted("Read this.\nWhy is it so?\nThe end."), "Why is it so?");
    assert_eq!((quoted("a\n b").as_str(), quoted("Look!").as_str()), ("a b.", "Look!"));
}
