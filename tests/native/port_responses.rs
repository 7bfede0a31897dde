//! Responses through whole calls: what is sent, and what of it all chats have.

use bedrock_wasm::error::Kind;
use bedrock_wasm::openai::Answer;
use bedrock_wasm::openai::Options;
use bedrock_wasm::openai::Output;
use serde_json::Value;
use serde_json::json;

use crate::support::script::openai;
use crate::support::script::retries;
use crate::support::script::said;
use crate::support::script::unavailable;
use crate::support::world::World;
use crate::support::world::now;

fn output(answer: &Answer) -> Value {
    let Output::Whole(json) = &answer.output else { panic!("the reply is whole") };
    serde_json::from_str(json).unwrap()
}

#[test]
fn a_response_is_a_converse_there_and_back() {
    let world = World::new([said("Hello").header("x-amzn-requestid", "r-1")]);
    let request = json!({ "model": "bedrock/nova-micro", "instructions": "Be brief.", "input": "Hi", "store": true });
    let answer = now(openai().respond(&world, &request.to_string(), &Options::default())).unwrap();
    let expected = r#"{"system":[{"text":"Be brief."}],"messages":[{"role":"user","content":[{"text":"Hi"}]}]}"#;
    let sent = world.last_sent();
    assert_eq!(sent.payload, expected);
    assert!(sent.url.ends_with("/model/amazon.nova-micro-v1%3A0/converse"), "{}", sent.url);
    let output = output(&answer);
    assert_eq!((&output["id"], &output["output"][0]["id"]), (&json!("resp_r-1"), &json!("msg_r-1_0")));
    assert_eq!((&output["model"], &output["created_at"]), (&json!("bedrock/nova-micro"), &json!(1_795_348_800)));
    assert_eq!((&output["output_text"], &output["instructions"]), (&json!("Hello"), &json!("Be brief.")));
    assert_eq!((&output["store"], answer.warnings.len()), (&json!(false), 1));
    assert!(answer.warnings[0].message.starts_with("`store`"), "{:?}", answer.warnings);
}

#[test]
fn an_id_that_bedrock_hides_from_the_page_is_made_up() {
    let request = r#"{"model":"nova-micro","input":"Hi"}"#;
    let answer = now(openai().respond(&World::new([said("Hello")]), request, &Options::default())).unwrap();
    assert_eq!(output(&answer)["id"], "resp_9000000000000000");
}

#[test]
fn another_model_takes_the_place_of_one_that_is_out_of_order() {
    let world = World::new([unavailable(), said("Hello")]);
    let request = r#"{"model":"nova-lite","fallback_models":["nova-micro"],"input":"Hi","user":"u"}"#;
    let options = Options { call: retries(0), ..Options::default() };
    let answer = now(openai().respond(&world, request, &options)).unwrap();
    assert_eq!(output(&answer)["model"], "nova-micro");
    let codes: Vec<_> = answer.warnings.iter().map(|warning| warning.code).collect();
    assert_eq!(codes, ["fallback_model", "unsupported_param"]);
}

#[test]
fn what_is_refused_is_not_sent() {
    let world = World::new([]);
    for request in [r#"{"model":"nova-lite","input":"Hi","background":true}"#, "[]", r#"{"input":"Hi"}"#] {
        let error = now(openai().respond(&world, request, &Options::default())).unwrap_err();
        assert_eq!(error.kind(), Kind::Input, "{request}");
    }
    assert_eq!(world.sent().len(), 0);
}
