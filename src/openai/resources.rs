//! Embeddings and images: one request may take several calls of InvokeModel.

use std::rc::Rc;

use super::Answer;
use super::OpenAi;
use super::Options;
use super::Output;
use super::route::Answering;
use super::route::Target;
use super::seconds;
use super::tell;
use crate::call;
use crate::call::Reply;
use crate::error::Error;
use crate::io::Io;
use crate::json::Value;
use crate::translate;

/// How many calls are under way at a time.
const CALLS_MAX: usize = 8;

impl OpenAi {
    /// Makes embeddings. `request` is OpenAI's, in JSON.
    ///
    /// # Errors
    /// As [`OpenAi::chat`].
    pub async fn embeddings<I: Io>(&self, io: &I, request: &str, options: &Options) -> Result<Answer, Error> {
        let request = &translate::parse(request)?;
        let call = |target| -> Answering<'_> { Box::pin(self.embeddings_with(io, target, request, options)) };
        self.with_fallbacks(io, request, options, &call).await
    }

    async fn embeddings_with<I: Io>(
        &self,
        io: &I,
        target: Rc<Target>,
        request: &Value<'_>,
        options: &Options,
    ) -> Result<Answer, Error> {
        let plan = translate::embeddings(request, &self.route.model(&target), &self.route.translation)?;
        let mut replies = self.call_all(io, &target, &plan.bodies, options).await?;
        let output = plan.output(&read(&mut replies), &target.asked)?;
        let output = if plan.is_base64 { Output::InBase64(output) } else { Output::Whole(output) };
        tell(io, &plan.warnings);
        Ok(Answer { head: replies.pop().map(|reply| reply.head), output, warnings: plan.warnings, secrets: Vec::new() })
    }

    /// Makes images. `request` is OpenAI's, in JSON.
    ///
    /// # Errors
    /// As [`OpenAi::chat`].
    pub async fn images<I: Io>(&self, io: &I, request: &str, options: &Options) -> Result<Answer, Error> {
        let request = &translate::parse(request)?;
        let call = |target| -> Answering<'_> { Box::pin(self.images_with(io, target, request, options)) };
        self.with_fallbacks(io, request, options, &call).await
    }

    async fn images_with<I: Io>(
        &self,
        io: &I,
        target: Rc<Target>,
        request: &Value<'_>,
        options: &Options,
    ) -> Result<Answer, Error> {
        let mut plan = translate::images(request, &self.route.model(&target), &self.route.translation)?;
        let mut replies = self.call_all(io, &target, &plan.bodies, options).await?;
        let texts: Vec<String> = read(&mut replies).into_iter().map(|(text, _)| text).collect();
        let (output, withheld) = plan.output(&texts, seconds(io))?;
        plan.warnings.extend(withheld);
        tell(io, &plan.warnings);
        let head = replies.pop().map(|reply| reply.head);
        Ok(Answer { head, output: Output::Whole(output), warnings: plan.warnings, secrets: Vec::new() })
    }

    /// All replies, in the order of the bodies.
    async fn call_all<I: Io>(
        &self,
        io: &I,
        target: &Target,
        bodies: &[String],
        options: &Options,
    ) -> Result<Vec<Reply>, Error> {
        let mut replies = Vec::new();
        for wave in bodies.chunks(CALLS_MAX) {
            let calls = wave.iter().map(async |body| {
                let line = io.line();
                line.set_payload(body);
                let (reply, _) = self.send(&line, target, "InvokeModel", options).await?;
                Ok::<_, Error>(reply)
            });
            replies.extend(call::all(calls).await?);
        }
        Ok(replies)
    }
}

/// The text of each reply, and the tokens that its headers count.
fn read(replies: &mut [Reply]) -> Vec<(String, Option<u32>)> {
    let in_header = |reply: &Reply| reply.head.header("x-amzn-bedrock-input-token-count")?.parse().ok();
    replies.iter_mut().map(|reply| (std::mem::take(&mut reply.text), in_header(reply))).collect()
}
