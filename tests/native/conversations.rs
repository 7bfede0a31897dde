//! Conversations of any kind with models of all families. What is made of them has the shape of AWS's service model,
//! the local Bedrock takes it by its rules, and nothing that anybody said is lost or said twice.

use bedrock_emulator::check_converse;
use bedrock_wasm::models::Model;
use bedrock_wasm::translate;
use bedrock_wasm::translate::Converse;
use bedrock_wasm::translate::TranslationOptions;
use proptest::prelude::*;
use proptest::sample::select;
use proptest::strategy::ValueTree;
use proptest::test_runner::TestCaseError;
use proptest::test_runner::TestRunner;
use serde_json::Value;

use crate::support::conversations::MODELS;
use crate::support::conversations::any_conversation;
use crate::support::conversations::marks;
use crate::support::shapes;

/// Refusals that the user could have avoided by asking for something else, by words of theirs.
const AVOIDABLE: [&str; 4] = [
    // Of this package, before anything is sent.
    "the system prompt is text",
    "`messages` has nothing to answer",
    // Of the model: it is shown, or given, what it does not take.
    "support the image field",
    "support documents",
];

fn is_avoidable(complaint: &str) -> bool {
    AVOIDABLE.iter().any(|words| complaint.contains(words))
}

/// What is wrong with what is sent.
fn complaint(model: &str, converse: &Converse, shapes: &shapes::Model) -> Option<String> {
    let sent: Value = serde_json::from_str(&converse.body).unwrap();
    let misshapen = shapes.complaints("ConverseRequest", &sent);
    if !misshapen.is_empty() {
        return Some(misshapen.join(", "));
    }
    let outcome = check_converse(model, &converse.body, !converse.is_whole);
    outcome.err().map(|error| error.message).filter(|complaint| !is_avoidable(complaint))
}

/// The marks that are not said exactly once.
fn lost_or_doubled(request: &Value, converse: &Converse) -> Vec<String> {
    let warnings: String = converse.warnings.iter().map(|warning| warning.message.as_str()).collect();
    let said = |mark: &String| converse.body.matches(mark.as_str()).count() + warnings.matches(mark.as_str()).count();
    marks(&request.to_string()).into_iter().filter(|mark| said(mark) != 1).collect()
}

fn check(request: &Value, model: &str) -> Result<(), TestCaseError> {
    thread_local! {
        static SHAPES: shapes::Model = shapes::Model::bedrock_runtime();
    }
    let text = request.to_string();
    let parsed = translate::parse(&text).unwrap();
    match translate::request(&parsed, &Model::of(model), &TranslationOptions::default()) {
        Err(error) => prop_assert!(is_avoidable(error.message()), "{error}\n{text}"),
        Ok(converse) => {
            let complaint = SHAPES.with(|shapes| complaint(model, &converse, shapes));
            prop_assert_eq!(complaint, None, "{}\n{}", text, converse.body);
            prop_assert_eq!(lost_or_doubled(request, &converse), [""; 0], "{}\n{}", text, converse.body);
        }
    }
    Ok(())
}

// In two, for two cores.
proptest! {
    #![proptest_config(ProptestConfig { cases: 10_000, ..ProptestConfig::default() })]

    #[test]
    fn what_is_sent_is_taken_and_nothing_is_lost(
        request in any_conversation(),
        model in select(MODELS[..15].to_vec()),
    ) {
        check(&request, model)?;
    }

    #[test]
    fn the_same_with_other_models(request in any_conversation(), model in select(MODELS[15..].to_vec())) {
        check(&request, model)?;
    }
}

#[test]
fn there_are_models_of_every_family_and_most_conversations_are_sent() {
    let mut runner = TestRunner::deterministic();
    let (mut sent, mut refused) = (0, 0);
    for model in MODELS {
        for _ in 0..20 {
            let request = any_conversation().new_tree(&mut runner).unwrap().current().to_string();
            let parsed = translate::parse(&request).unwrap();
            let outcome = translate::request(&parsed, &Model::of(model), &TranslationOptions::default());
            let is_taken = outcome.is_ok_and(|converse| check_converse(model, &converse.body, false).is_ok());
            if is_taken { sent += 1 } else { refused += 1 }
        }
    }
    assert!(sent > 2 * refused, "{sent} sent, {refused} refused");
}
