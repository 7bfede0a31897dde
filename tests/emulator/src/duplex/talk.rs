//! A conversation while it goes on: each event that comes in is heard, and what the model says to it goes out at once.

use std::collections::VecDeque;
use std::sync::Arc;

use base64::Engine;
use base64::engine::general_purpose::STANDARD;
use bytes::Bytes;
use futures_util::StreamExt;
use futures_util::stream;
use futures_util::stream::BoxStream;
use serde_json::Value;
use serde_json::json;

use super::input::Input;
use super::sonic::Heard;
use super::sonic::Sonic;
use crate::errors::ServiceError;
use crate::operation::reply;
use crate::reply::Random;
use crate::reply::hash;
use crate::server::Service;
use crate::session::Session;
use crate::stream::event;
use crate::stream::exception;
use crate::turn::Turn;

pub(super) struct Talk {
    /// `None` when there is no more to be heard.
    input: Option<Input>,
    sonic: Sonic,
    said: VecDeque<Bytes>,
    random: Random,
    service: Arc<Service>,
    session: Arc<Session>,
    model_id: String,
}

impl Talk {
    pub(super) fn new(input: Input, turn: &Turn, model_id: &str) -> Talk {
        let session_id = turn.service.request_id();
        Talk {
            input: Some(input),
            random: Random::new(hash(session_id.as_bytes())),
            sonic: Sonic::new(session_id),
            said: VecDeque::new(),
            service: turn.service.clone(),
            session: turn.exchange.session.clone(),
            model_id: model_id.to_owned(),
        }
    }

    /// The frames of the answer.
    pub(super) fn frames(self) -> BoxStream<'static, Bytes> {
        stream::unfold(self, |mut talk| async move {
            let frame = talk.next().await?;
            Some((frame, talk))
        })
        .boxed()
    }

    async fn next(&mut self) -> Option<Bytes> {
        loop {
            if let Some(frame) = self.said.pop_front() {
                return Some(frame);
            }
            match self.listen().await {
                Ok(true) => {}
                Ok(false) => return None,
                Err(refusal) => {
                    self.said.push_back(exception(exception_name(&refusal), &refusal.message));
                    self.stop_listening();
                }
            }
        }
    }

    /// Hears one event and says what there is to say to it. Not true when all is heard.
    async fn listen(&mut self) -> Result<bool, ServiceError> {
        let Some(input) = &mut self.input else { return Ok(false) };
        let Some(event) = input.next().await? else {
            self.input = None;
            return Ok(false);
        };
        match self.sonic.hear(&event)? {
            Heard::Nothing => {}
            Heard::Question(question) => {
                let reply = reply(&self.service, &self.session, &self.model_id, question.conversation).await?;
                for said in self.sonic.answer(&question.prompt, &reply, &mut self.random) {
                    self.say(&said);
                }
            }
            Heard::Goodbye => self.stop_listening(),
        }
        Ok(true)
    }

    fn say(&mut self, said: &Value) {
        let bytes = STANDARD.encode(said.to_string());
        self.said.push_back(event("chunk", json!({ "bytes": bytes }), &mut self.random));
    }

    fn stop_listening(&mut self) {
        if let Some(input) = self.input.take() {
            tokio::spawn(input.drain());
        }
    }
}

/// The exceptions that this stream's model has. A wrong signature is not among them: like other services that sign
/// events, it says so in a validation exception.
fn exception_name(refusal: &ServiceError) -> &'static str {
    match refusal.name.as_str() {
        "ModelErrorException" => "modelStreamErrorException",
        _ => "validationException",
    }
}
