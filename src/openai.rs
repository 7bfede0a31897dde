//! OpenAI's vocabulary over the port: the calls that a request takes, and the result of their replies. `translate`
//! turns the one vocabulary into the other.

#[cfg(feature = "chat")]
mod chat;
#[cfg(feature = "more")]
mod models_list;
#[cfg(feature = "more")]
mod resources;
mod route;

use std::cell::Cell;
use std::rc::Rc;

use crate::bedrock::operation::Operation;
use crate::call::Client;
use crate::call::Job;
use crate::call::Reply;
use crate::call::Secrets;
use crate::config::CallOptions;
use crate::error::Error;
use crate::http::Head;
use crate::io::Because;
use crate::io::Io;
use crate::io::Told;
use crate::io::Want;
use crate::json;
use crate::json::Value;
use crate::pipeline;
use crate::translate::Warning;

pub use self::route::Route;

/// A client in OpenAI's vocabulary.
#[derive(Debug)]
pub struct OpenAi {
    client: Rc<Client>,
    route: Route,
}

/// The options of one request.
#[derive(Clone, Debug, Default)]
pub struct Options {
    /// Those of each call.
    pub call: CallOptions,
    /// The region, where it is not the client's or the model name's.
    pub region: Option<String>,
    /// The models that may take the place of the request's, in order.
    pub fallback_models: Vec<String>,
    /// Whether files on the web are fetched.
    pub fetches_files: bool,
    /// The retries that models used before another one took their place: `maxRetries` counts for the whole request.
    pub used_retries: Cell<u32>,
}

/// The reply to a request.
#[derive(Debug)]
pub struct Answer {
    /// The head of the last reply; nothing where the catalogue answered.
    pub head: Option<Head>,
    /// OpenAI's object, or the way to it.
    pub output: Output,
    /// The parts of the request that have no effect, or another one.
    pub warnings: Vec<Warning>,
    /// [`Reply::secrets`] of a chat.
    pub secrets: Secrets,
}

/// OpenAI's object, or the way to it.
#[derive(Debug)]
pub enum Output {
    /// JSON.
    Whole(String),
    /// JSON of embeddings, which the caller wants in base64.
    InBase64(String),
    /// A stream whose events are to be read as chunks of this chat: [`crate::translate::Chat::to_json`].
    Stream {
        /// The chat.
        chat: String,
        /// Milliseconds between two pieces.
        idle_timeout_ms: u32,
        /// The reply, where it came whole.
        whole: Option<String>,
    },
}

impl OpenAi {
    /// The same client in this vocabulary.
    pub fn new(client: Rc<Client>, route: Route) -> Self {
        Self { client, route }
    }

    /// The region that the options or else the model's name say, or the client's.
    fn region<'a>(&'a self, options: &'a Options, named: Option<&'a str>) -> &'a str {
        options.region.as_deref().or(named).unwrap_or(&self.client.config.region)
    }

    /// Calls the operation of this AWS name, whose reply the core reads. Gives the milliseconds between two pieces of
    /// a stream, too.
    async fn call<I: Io>(
        &self,
        io: &I,
        region: &str,
        operation: &str,
        members: &[(&str, String)],
        options: &Options,
    ) -> Result<(Reply, u32), Error> {
        let operation = Operation::named(operation).ok_or_else(|| Error::input("Bedrock has no such operation."))?;
        let want = if operation.name == "InvokeModel" { Want::Outline } else { Want::Text };
        let call = CallOptions { region: Some(region.to_owned()), ..options.call.clone() };
        let mut job = Job::new(operation, members, &self.client.config, &call)?.wanting(want);
        job.config.max_retries = job.config.max_retries.saturating_sub(options.used_retries.get());
        let reply = self.client.call(io, &job).await?;
        match is_readable(operation, &reply.text) {
            true => Ok((reply, job.config.stream_idle_timeout_ms)),
            false => Err(pipeline::not_json(operation, &reply.head, &reply.text)),
        }
    }
}

/// Whether the text may be the JSON object that the operation promises. Of a chat the translation says more.
fn is_readable(operation: &Operation, text: &str) -> bool {
    match operation.name {
        // Each maker's own, or still to come.
        "InvokeModel" | "ConverseStream" => true,
        "Converse" => text.trim_ascii_start().starts_with('{'),
        _ => matches!(json::parse(text), Some(Value::Object(_))),
    }
}

/// Reports warnings.
fn tell(io: &impl Io, warnings: &[Warning]) {
    for Warning { code, message } in warnings {
        io.tell(Told::Warning(code, message, Because::Itself));
    }
}

fn seconds(io: &impl Io) -> u32 {
    (io.now() / 1000.0) as u32
}
