//! A chat: its request is translated, sent as Converse, and the reply translated back. A response is one, too: its
//! request becomes a chat's first.

use std::rc::Rc;

use super::Answer;
use super::OpenAi;
use super::Options;
use super::Output;
use super::route::Answering;
use super::route::Target;
use super::seconds;
use super::tell;
use crate::call::Reply;
use crate::error::Error;
use crate::error::Kind;
use crate::io::FailureKind;
use crate::io::Io;
use crate::json::Value;
use crate::translate;
use crate::translate::Asked;
use crate::translate::Converse;
use crate::translate::Face;
use crate::translate::Form;
use crate::translate::Words;

impl OpenAi {
    /// Completes a chat. `request` is OpenAI's, in JSON.
    ///
    /// # Errors
    /// [`Kind::Input`] naming the parameter, else as [`crate::call::Client::call`].
    pub async fn chat<I: Io>(&self, io: &I, request: &str, options: &Options) -> Result<Answer, Error> {
        self.complete(io, request, false, options).await
    }

    /// Makes a response. `request` is one of OpenAI's Responses, in JSON.
    ///
    /// # Errors
    /// As [`OpenAi::chat`].
    pub async fn respond<I: Io>(&self, io: &I, request: &str, options: &Options) -> Result<Answer, Error> {
        self.complete(io, request, true, options).await
    }

    /// Does the one or the other.
    ///
    /// # Errors
    /// As [`OpenAi::chat`].
    pub async fn complete<I: Io>(
        &self,
        io: &I,
        request: &str,
        responds: bool,
        options: &Options,
    ) -> Result<Answer, Error> {
        let unsupported_params = self.route.translation.unsupported_params;
        let request = &translate::parse(request)?;
        let asked = if responds { Some(translate::asked(request, unsupported_params)?) } else { None };
        let (of_chat, words, face, mut warnings) = match asked {
            Some(Asked { chat, words, face, warnings }) => (chat, words, Some(face), warnings),
            None => (String::new(), Words::Chat, None, Vec::new()),
        };
        tell(io, &warnings);
        let of_chat = if responds { Some(translate::parse(&of_chat)?) } else { None };
        let request = of_chat.as_ref().unwrap_or(request);
        let downloads = downloads(io, request, options).await?;
        let translation = translate::TranslationOptions { downloads, unsupported_params, words };
        let call = |target| -> Answering<'_> {
            Box::pin(self.chat_with(io, target, request, &translation, face.clone(), options))
        };
        let mut answer = self.with_fallbacks(io, request, options, &call).await?;
        warnings.append(&mut answer.warnings);
        Ok(Answer { warnings, ..answer })
    }

    async fn chat_with<I: Io>(
        &self,
        io: &I,
        target: Rc<Target>,
        request: &Value<'_>,
        translation: &translate::TranslationOptions,
        face: Option<Face>,
        options: &Options,
    ) -> Result<Answer, Error> {
        let (reply, idle_timeout_ms, mut converse) = self.converse(io, &target, request, translation, options).await?;
        converse.chat.model.clone_from(&target.asked);
        converse.chat.face = face;
        answer(io, reply, idle_timeout_ms, converse)
    }

    /// Sends the translated request; again without each part that the model turns out to refuse.
    async fn converse<I: Io>(
        &self,
        io: &I,
        target: &Target,
        request: &Value<'_>,
        translation: &translate::TranslationOptions,
        options: &Options,
    ) -> Result<(Reply, u32, Converse), Error> {
        let mut model = self.route.model(target);
        let mut converse = translate::request(request, &model, translation)?;
        loop {
            io.set_payload(&converse.body);
            let operation = if converse.is_whole { "Converse" } else { "ConverseStream" };
            let error = match self.send(io, target, operation, options).await {
                Ok((reply, idle_timeout_ms)) => return Ok((reply, idle_timeout_ms, converse)),
                Err(error) => error,
            };
            let again = translate::again(&error, request, &model, translation, &converse);
            let again = again.ok_or(error)?;
            if again.is_lasting {
                self.route.learn_refusal(target, again.capability);
            }
            model = model.without(again.capability);
            converse = again.converse;
        }
    }
}

#[inline(never)]
fn answer(io: &impl Io, reply: Reply, idle_timeout_ms: u32, converse: Converse) -> Result<Answer, Error> {
    let Converse { streams, is_whole, mut chat, mut warnings, .. } = converse;
    let created_s = seconds(io);
    let start = if chat.face.is_some() { "" } else { "chatcmpl-" };
    let id = reply.head.request_id().map_or_else(|| made_up_id(io, start), ToOwned::to_owned);
    if let Some(face) = &mut chat.face {
        face.id.clone_from(&id);
    }
    let form = if streams { Form::Events } else { Form::Whole };
    let mut whole = || match &chat.face {
        Some(face) => translate::response(&reply.text, &chat, face, created_s, form, &mut warnings),
        None => translate::completion(&reply.text, &chat, &id, created_s, &mut warnings),
    };
    let output = if streams {
        Output::Stream { chat: chat.to_json(&id, created_s), idle_timeout_ms, whole: is_whole.then(whole).transpose()? }
    } else {
        Output::Whole(whole()?)
    };
    tell(io, &warnings);
    Ok(Answer { head: Some(reply.head), output, warnings, secrets: reply.secrets })
}

/// Everything on the web that the request shows the model, each with its address.
async fn downloads<I: Io>(io: &I, request: &Value<'_>, options: &Options) -> Result<Vec<(String, String)>, Error> {
    if !options.fetches_files {
        return Ok(Vec::new());
    }
    let addresses = translate::addresses(request);
    if addresses.is_empty() {
        return Ok(Vec::new());
    }
    if addresses.len() > FILES_MAX {
        return Err(Error::input(
            "`fetchImages`: the request has more than 100 addresses. Send fewer, or the files themselves.",
        ));
    }
    match io.files(&addresses).await {
        Ok(files) => {
            let mut downloads = Vec::new();
            for (address, file) in addresses.into_iter().zip(files) {
                downloads.push((address, file));
            }
            Ok(downloads)
        }
        Err(failure) => {
            let error = match failure.kind {
                FailureKind::Aborted => Error::new(Kind::Abort, "The request was aborted by its signal."),
                FailureKind::TimedOut => Error::new(Kind::Timeout, "`fetchImages`: the files did not arrive in time."),
                FailureKind::Connection(_, why) | FailureKind::Input(why) => {
                    Error::input(["`fetchImages`: ", &why].concat())
                }
                _ => Error::input("`fetchImages`: the files could not be fetched."),
            };
            Err(error.caused_by(failure.cause))
        }
    }
}

/// No model takes more images in a request.
const FILES_MAX: usize = 100;

/// Browsers may hide the id of the request.
fn made_up_id(io: &impl Io, start: &str) -> String {
    [start, &((io.random() * 9e15) as u64).to_string()].concat()
}
