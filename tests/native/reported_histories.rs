//! Histories with tool calls for models and requests that have no tools.

use serde_json::Value;
use serde_json::json;

use crate::support::translated::body;
use crate::support::translated::called;
use crate::support::translated::sent;
use crate::support::translated::sent_with;
use crate::support::translated::turns;
use crate::support::translated::warnings;

#[test]
fn a_history_of_calls_without_tools_is_no_offer() {
    for (model, field) in [
        ("us.anthropic.claude-sonnet-5", json!({ "tool_choice": { "type": "none" } })),
        ("amazon.nova-pro-v1:0", Value::Null),
        ("us.meta.llama4-scout-17b-instruct-v1:0", Value::Null),
    ] {
        for choice in [Value::Null, json!("none"), json!("auto"), json!("required")] {
            let mut request = called(Value::Null, json!("r"), Value::Null);
            request["tools"] = json!([]);
            request["tool_choice"] = choice;
            let converse = sent(model, request);
            let body = body(&converse);
            assert_eq!(
                (&body["additionalModelRequestFields"], &body["toolConfig"]["toolChoice"]),
                (&field, &Value::Null)
            );
            assert_eq!(body["toolConfig"]["tools"].as_array().unwrap().len(), 1);
            assert!(warnings(&converse).iter().any(|words| words.contains("the model may call them")), "{model}");
        }
    }
}

#[test]
fn a_model_without_tools_reads_what_came_of_them() {
    for model in ["us.deepseek.r1-v1:0", "amazon.titan-text-express-v1", "mistral.mistral-7b-instruct-v0:2"] {
        let request = || called(json!("I look."), json!("seven"), json!("and now?"));
        let converse = sent(model, request());
        let body = body(&converse);
        assert_eq!(turns(&converse), "user: text | assistant: text text | user: text text", "{model}");
        assert_eq!(body["messages"][1]["content"][1]["text"], "`f({})`");
        assert_eq!(body["messages"][2]["content"], json!([{ "text": "seven" }, { "text": "and now?" }]));
        assert_eq!(
            (&body["toolConfig"], warnings(&converse)),
            (&Value::Null, vec!["`tools` has no effect: the model has no tools."])
        );
        assert!(sent_with(model, request(), Some("error")).unwrap_err().contains("has no tools"));
        // Calls have to be answered here, too.
        let mut open = request();
        open["messages"].as_array_mut().unwrap().remove(2);
        assert!(sent_with(model, open, None).unwrap_err().contains("has no answer"));
    }
}
