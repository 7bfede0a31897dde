//! A small imitation of Nova Sonic's protocol: JSON events in the chunks of the stream. Text is answered in text.
//! Sound is taken, but not understood: what is answered is how much of it there was.
//! <https://docs.aws.amazon.com/nova/latest/nova2-userguide/sonic-event-lifecycle.html>

mod answer;

use base64::Engine;
use base64::engine::general_purpose::STANDARD;
use serde_json::Value;

use crate::errors::ServiceError;
use crate::json;
use crate::reply::Conversation;
use crate::reply::Turn;
use crate::reply::count;
use crate::reply::hash;

/// What has been heard of a session so far.
pub(super) struct Sonic {
    session_id: String,
    is_started: bool,
    max_tokens: Option<u64>,
    prompts: Vec<String>,
    contents: Vec<Content>,
    turns: Vec<Turn>,
    input_tokens: u64,
    output_tokens: u64,
}

/// A content that is still being sent.
struct Content {
    prompt: String,
    name: String,
    kind: String,
    role: &'static str,
    text: String,
    sound_bytes: usize,
}

pub(super) enum Heard {
    Nothing,
    Question(Box<Question>),
    Goodbye,
}

pub(super) struct Question {
    pub(super) prompt: String,
    pub(super) conversation: Conversation,
}

impl Sonic {
    pub(super) fn new(session_id: String) -> Sonic {
        Sonic {
            session_id,
            is_started: false,
            max_tokens: None,
            prompts: Vec::new(),
            contents: Vec::new(),
            turns: Vec::new(),
            input_tokens: 0,
            output_tokens: 0,
        }
    }

    /// # Errors
    /// 400 for an event that is not known or not in its place.
    pub(super) fn hear(&mut self, event: &Value) -> Result<Heard, ServiceError> {
        let members = event.get("event").and_then(Value::as_object).filter(|members| members.len() == 1);
        let Some((name, value)) = members.and_then(|members| members.iter().next()) else {
            return Err(invalid("an event is {\"event\": {\"<name>\": {…}}}"));
        };
        if self.is_started == (name == "sessionStart") {
            return Err(invalid(&format!("sessionStart comes first and once, and here comes {name}")));
        }
        match name.as_str() {
            "sessionStart" => {
                self.is_started = true;
                self.max_tokens = value.pointer("/inferenceConfiguration/maxTokens").and_then(Value::as_u64);
            }
            "promptStart" => self.prompts.push(text(value, "promptName")?.to_owned()),
            "contentStart" => self.start_content(value)?,
            "textInput" => {
                let said = text(value, "content")?;
                self.content(value, "TEXT")?.text += said;
            }
            "audioInput" => {
                let sound = STANDARD.decode(text(value, "content")?).map_err(|_| invalid("sound is sent in base64"))?;
                let content = self.content(value, "AUDIO")?;
                content.sound_bytes = content.sound_bytes.saturating_add(sound.len());
            }
            "contentEnd" => return self.end_content(value),
            "promptEnd" => {
                let prompt = self.prompt(value)?;
                self.prompts.retain(|other| *other != prompt);
            }
            "sessionEnd" => return Ok(Heard::Goodbye),
            _ => return Err(invalid(&format!("there is no event {name}"))),
        }
        Ok(Heard::Nothing)
    }

    fn start_content(&mut self, value: &Value) -> Result<(), ServiceError> {
        let role = match text(value, "role")? {
            "USER" => "user",
            "ASSISTANT" => "assistant",
            "SYSTEM" => "system",
            other => return Err(invalid(&format!("there is no role {other}"))),
        };
        let kind = text(value, "type")?;
        if !["TEXT", "AUDIO"].contains(&kind) {
            return Err(invalid(&format!("contents of type {kind} are not understood")));
        }
        let (prompt, name) = (self.prompt(value)?, text(value, "contentName")?.to_owned());
        let (kind, text) = (kind.to_owned(), String::new());
        self.contents.push(Content { prompt, name, kind, role, text, sound_bytes: 0 });
        Ok(())
    }

    fn end_content(&mut self, value: &Value) -> Result<Heard, ServiceError> {
        let (prompt, name) = (self.prompt(value)?, text(value, "contentName")?);
        let position = self.contents.iter().position(|content| content.prompt == prompt && content.name == name);
        let position = position.ok_or_else(|| invalid(&format!("there is no open content {name}")))?;
        let Content { role, kind, text, sound_bytes, .. } = self.contents.remove(position);
        let text = if kind == "AUDIO" { format!("{sound_bytes} bytes of sound") } else { text };
        self.turns.push(Turn { role, text: text.clone() });
        if role != "user" {
            return Ok(Heard::Nothing);
        }
        let told: Vec<&str> = self.turns.iter().map(|turn| turn.text.as_str()).collect();
        let users = self.turns.iter().filter(|turn| turn.role == "user").map(|turn| turn.text.clone());
        let mut earlier_texts: Vec<String> = users.collect();
        earlier_texts.pop();
        let conversation = Conversation {
            earlier_texts,
            seed: hash(told.join("\n").as_bytes()),
            input_tokens: told.iter().map(|text| count(text)).sum(),
            last_text: text,
            max_tokens: self.max_tokens,
            turns: self.turns.clone(),
            ..Conversation::default()
        };
        Ok(Heard::Question(Box::new(Question { prompt, conversation })))
    }

    /// The prompt that an event names, which must be open.
    fn prompt(&self, value: &Value) -> Result<String, ServiceError> {
        let name = text(value, "promptName")?;
        let found = self.prompts.iter().find(|prompt| *prompt == name).cloned();
        found.ok_or_else(|| invalid(&format!("there is no open prompt {name}")))
    }

    /// The content that an event adds to, which must be open and of that kind.
    fn content(&mut self, value: &Value, kind: &str) -> Result<&mut Content, ServiceError> {
        let (prompt, name) = (self.prompt(value)?, text(value, "contentName")?);
        let is_it = |content: &&mut Content| content.prompt == prompt && content.name == name && content.kind == kind;
        let found = self.contents.iter_mut().find(is_it);
        found.ok_or_else(|| invalid(&format!("there is no open content {name} of type {kind}")))
    }
}

fn text<'a>(value: &'a Value, member: &str) -> Result<&'a str, ServiceError> {
    let found = json::string(value, member)?.filter(|text| !text.is_empty());
    found.ok_or_else(|| invalid(&format!("{member} is missing")))
}

fn invalid(reason: &str) -> ServiceError {
    ServiceError::validation(format!("Invalid input request, please fix your input and try again: {reason}."))
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    #[expect(clippy::needless_pass_by_value, reason = "it reads best with json! at the call")]
    fn hear(sonic: &mut Sonic, name: &str, value: Value) -> Result<Heard, ServiceError> {
        sonic.hear(&json!({ "event": { name: value } }))
    }

    fn prompted() -> Sonic {
        let mut sonic = Sonic::new("s".to_owned());
        hear(&mut sonic, "sessionStart", json!({ "inferenceConfiguration": { "maxTokens": 300 } })).unwrap();
        hear(&mut sonic, "promptStart", json!({ "promptName": "p" })).unwrap();
        sonic
    }

    fn content(sonic: &mut Sonic, role: &str, kind: &str, input: &str, content: &str) -> Result<Heard, ServiceError> {
        let names = json!({ "promptName": "p", "contentName": "c" });
        let with = |members: Value| {
            let mut all = names.clone();
            all.as_object_mut().unwrap().extend(members.as_object().unwrap().clone());
            all
        };
        hear(sonic, "contentStart", with(json!({ "type": kind, "role": role })))?;
        hear(sonic, input, with(json!({ "content": content })))?;
        hear(sonic, "contentEnd", names.clone())
    }

    fn question(heard: Heard) -> Conversation {
        match heard {
            Heard::Question(question) => question.conversation,
            _ => panic!("no question"),
        }
    }

    #[test]
    fn what_a_user_says_is_a_question_and_what_the_system_says_is_not() {
        let mut sonic = prompted();
        assert!(matches!(content(&mut sonic, "SYSTEM", "TEXT", "textInput", "Be brief."), Ok(Heard::Nothing)));
        let asked = question(content(&mut sonic, "USER", "TEXT", "textInput", "What is a fjord?").unwrap());
        assert_eq!((asked.last_text.as_str(), asked.max_tokens, asked.turns.len()), ("What is a fjord?", Some(300), 2));
        let heard = question(content(&mut sonic, "USER", "AUDIO", "audioInput", "AAAA").unwrap());
        assert_eq!(heard.last_text, "3 bytes of sound");
        assert_eq!(heard.earlier_texts, ["What is a fjord?"]);
    }

    #[test]
    fn what_is_out_of_place_is_refused() {
        let mut sonic = Sonic::new("s".to_owned());
        assert!(hear(&mut sonic, "promptStart", json!({ "promptName": "p" })).is_err(), "before the session");
        let mut sonic = prompted();
        assert!(hear(&mut sonic, "sessionStart", json!({})).is_err(), "twice");
        assert!(hear(&mut sonic, "contentStart", json!({ "promptName": "q", "contentName": "c" })).is_err());
        let input = json!({ "promptName": "p", "contentName": "c", "content": "hello" });
        assert!(hear(&mut sonic, "textInput", input).is_err(), "before its content");
        assert!(content(&mut sonic, "USER", "TEXT", "audioInput", "AAAA").is_err(), "sound in a text");
        assert!(hear(&mut sonic, "somethingElse", json!({})).is_err());
        assert!(sonic.hear(&json!({ "sessionEnd": {} })).is_err());
        assert!(matches!(hear(&mut sonic, "sessionEnd", json!({})), Ok(Heard::Goodbye)));
    }
}
