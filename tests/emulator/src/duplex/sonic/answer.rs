//! What the model says: a completion with one content, its text in sentences, and what it has cost.
//! <https://docs.aws.amazon.com/nova/latest/nova2-userguide/sonic-output-events.html>

use serde_json::Value;
use serde_json::json;

use super::Sonic;
use crate::reply::Block;
use crate::reply::Random;
use crate::reply::Reply;
use crate::reply::Turn;
use crate::reply::sentences;
use crate::signature::hex;

impl Sonic {
    /// What is said when a question was answered.
    pub(in crate::duplex) fn answer(&mut self, prompt: &str, reply: &Reply, random: &mut Random) -> Vec<Value> {
        let text: String = reply
            .blocks
            .iter()
            .filter_map(|block| if let Block::Text(text) = block { Some(text.as_str()) } else { None })
            .collect();
        let (input, output) = (reply.usage.input_tokens, reply.usage.output_tokens);
        self.input_tokens = self.input_tokens.saturating_add(input);
        self.output_tokens = self.output_tokens.saturating_add(output);
        let names = json!({
            "sessionId": self.session_id, "promptName": prompt, "completionId": hex(&random.bytes(16)),
        });
        let content_id = hex(&random.bytes(16));
        let said = |name: &str, members: Value| {
            let mut event = names.clone();
            if let (Some(event), Value::Object(members)) = (event.as_object_mut(), members) {
                event.extend(members);
            }
            json!({ "event": { name: event } })
        };
        let mut events = vec![said("completionStart", json!({}))];
        events.push(said(
            "contentStart",
            json!({
                "contentId": content_id, "type": "TEXT", "role": "ASSISTANT",
                "additionalModelFields": json!({ "generationStage": "FINAL" }).to_string(),
                "textOutputConfiguration": { "mediaType": "text/plain" },
            }),
        ));
        for sentence in sentences(&text) {
            let members = json!({ "contentId": content_id, "role": "ASSISTANT", "content": sentence });
            events.push(said("textOutput", members));
        }
        let end = json!({ "contentId": content_id, "type": "TEXT", "stopReason": "END_TURN" });
        events.push(said("contentEnd", end));
        events.push(said("usageEvent", self.usage(input, output)));
        events.push(said("completionEnd", json!({ "stopReason": "END_TURN" })));
        self.turns.push(Turn { role: "assistant", text });
        events
    }

    fn usage(&self, input: u64, output: u64) -> Value {
        let tokens = |input: u64, output: u64| {
            json!({
                "input": { "speechTokens": 0, "textTokens": input },
                "output": { "speechTokens": 0, "textTokens": output },
            })
        };
        json!({
            "details": { "delta": tokens(input, output), "total": tokens(self.input_tokens, self.output_tokens) },
            "totalInputTokens": self.input_tokens,
            "totalOutputTokens": self.output_tokens,
            "totalTokens": self.input_tokens.saturating_add(self.output_tokens),
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::reply::Conversation;
    use crate::reply::compose;

    #[test]
    fn an_answer_is_whole_and_names_its_prompt() {
        let reply = compose(&Conversation { last_text: "What is a fjord?".to_owned(), ..Conversation::default() });
        let events = Sonic::new("s".to_owned()).answer("p", &reply, &mut Random::new(1));
        let names: Vec<&String> = events.iter().flat_map(|event| event["event"].as_object().unwrap().keys()).collect();
        assert_eq!(names[..2], ["completionStart", "contentStart"]);
        assert_eq!(names[names.len() - 3..], ["contentEnd", "usageEvent", "completionEnd"]);
        assert!(names[2..names.len() - 3].iter().all(|name| *name == "textOutput") && names.len() > 7, "{names:?}");
        let text: String =
            events.iter().filter_map(|event| event.pointer("/event/textOutput/content")?.as_str()).collect();
        assert_eq!(reply.blocks, [Block::Text(text)]);
        assert!(
            events.iter().all(|event| event["event"].as_object().unwrap().values().all(|e| e["promptName"] == "p"))
        );
    }
}
