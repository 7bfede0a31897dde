//! Bodies that nest deep: read, answered and let go on the server's own threads, none of which may run out of stack.

use serde_json::json;

use crate::client::Answer;
use crate::client::Call;
use crate::client::Local;

const LEVELS_MAX: usize = 1_000;
/// The levels of a conversation above the input of a call; above a member of a tool's schema there is one more.
const ABOVE_INPUT: usize = 6;

async fn ask(local: &Local, path: &str, body: String) -> Answer {
    local.call(&Call { body, ..Call::new(&format!("/model/{path}")) }).await
}

fn nested(levels: usize) -> String {
    let (open, close) = if levels.is_multiple_of(2) { (r#"{"a":["#, "]}") } else { (r#"[{"b":"#, "}]") };
    let pairs = levels.div_euclid(2);
    let whole = format!("{}1{}", open.repeat(pairs), close.repeat(pairs));
    if levels.is_multiple_of(2) { whole } else { format!(r#"{{"a":{whole}}}"#) }
}

fn conversation(input: &str, schema: &str) -> String {
    let tool = format!(r#"{{"toolSpec":{{"name":"look","inputSchema":{{"json":{{"type":"object","x":{schema}}}}}}}}}"#);
    let call = format!(r#"{{"toolUse":{{"toolUseId":"a","name":"look","input":{input}}}}}"#);
    let result = json!({"toolResult": {"toolUseId": "a", "content": [{"text": "[[[\"{{{"}]}});
    format!(
        r#"{{"messages":[{{"role":"user","content":[{{"text":"hi"}}]}},{{"role":"assistant","content":[{call}]}},
            {{"role":"user","content":[{result}]}}],"toolConfig":{{"tools":[{tool}]}}}}"#
    )
}

#[tokio::test]
async fn a_thousand_levels_pass_and_one_more_does_not() {
    let local = Local::start().await;
    let paths = [
        "amazon.nova-micro-v1%3A0/converse",
        "us.anthropic.claude-haiku-4-5-20251001-v1%3A0/converse-stream",
        "zai.glm-5/converse",
    ];
    for path in paths {
        for levels in [1, 126, 127, 128, 500, LEVELS_MAX - ABOVE_INPUT] {
            let body = conversation(&nested(levels), &nested(levels - 1));
            let answer = ask(&local, path, body).await;
            assert_eq!(answer.status, 200, "{path}, {levels}: {:?}", answer.body);
        }
        let least = LEVELS_MAX - ABOVE_INPUT + 1;
        for body in [conversation(&nested(least), "1"), conversation("{}", &nested(200_000))] {
            let answer = ask(&local, path, body).await;
            assert_eq!((answer.status, answer.error()), (400, "SerializationException"), "{path}");
            assert!(answer.json()["message"].as_str().unwrap().contains("nesting depth exceeds"), "{path}");
        }
    }
}

#[tokio::test]
async fn bodies_of_invoke_model_nest_as_deep() {
    let local = Local::start().await;
    let path = "us.anthropic.claude-haiku-4-5-20251001-v1%3A0/invoke";
    let body = |schema: &str| {
        format!(
            r#"{{"anthropic_version":"bedrock-2023-05-31","max_tokens":9,"messages":[{{"role":"user","content":"hi"}}],
                "tools":[{{"name":"look","input_schema":{{"type":"object","x":{schema}}}}}]}}"#
        )
    };
    for levels in [126, 500, 990] {
        let answer = ask(&local, path, body(&nested(levels))).await;
        assert_eq!(answer.status, 200, "{levels}: {:?}", answer.body);
    }
    let answer = ask(&local, path, body(&nested(1_200))).await;
    assert_eq!((answer.status, answer.error()), (400, "ValidationException"));
}

#[tokio::test]
async fn schemas_in_strings_nest_as_deep() {
    let local = Local::start().await;
    let arrays = |levels: usize| format!("{}{{}}{}", r#"{"type":"array","items":"#.repeat(levels), "}".repeat(levels));
    for (levels, status) in [(130, 200), (900, 200), (1_100, 400)] {
        let format =
            json!({"type": "json_schema", "structure": {"jsonSchema": {"name": "a", "schema": arrays(levels)}}});
        let body = json!({"messages": [{"role": "user", "content": [{"text": "hi"}]}], "outputConfig": {"textFormat": format}});
        let answer = ask(&local, "zai.glm-5/converse", body.to_string()).await;
        assert_eq!(answer.status, status, "{levels}: {:?}", answer.body);
    }
}
