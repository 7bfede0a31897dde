//! A call that is ready to be sent.

use crate::bedrock::operation::Operation;
use crate::bedrock::operation::Payload;
use crate::config::CallConfig;
use crate::config::CallOptions;
use crate::config::Config;
use crate::error::Error;
use crate::http::Request;
use crate::io::Attempt;
use crate::io::Want;
use crate::pipeline;
use crate::sign::Scope;

/// A call that is ready to be sent.
#[derive(Debug)]
pub struct Job {
    /// The operation.
    pub operation: &'static Operation,
    /// How the reply's body is read.
    pub want: Want,
    /// The limits.
    pub config: CallConfig,
    pub(super) request: Request,
    signing_region: String,
    model_id: Option<String>,
}

impl Job {
    /// Prepares a call by the client's `config`. `members` are the input's [`Operation::bound_members`] and its
    /// `modelId`, wherever that travels. The ARN of a model or a resource names the region, unless the caller has an
    /// endpoint of its own.
    ///
    /// # Errors
    /// [`Kind::Input`](crate::error::Kind::Input) naming the option or the member.
    pub fn new(
        operation: &'static Operation,
        members: &[(&str, String)],
        config: &Config,
        options: &CallOptions,
    ) -> Result<Self, Error> {
        let mut call = config.for_call(options)?;
        // The resource is the first member: members in the path come before those in headers, such as a guardrail.
        if let Some((name, value)) = members.first() {
            config.follow_arn(&mut call, operation.service.endpoint_prefix, name, value)?;
        }
        let request = pipeline::prepare(operation, members, config, &call)?;
        let want = match operation.output {
            Payload::Json => Want::Json,
            Payload::Xml(_) => Want::Text,
            _ => Want::Bytes,
        };
        let model_id = members.iter().find(|(name, _)| *name == "modelId").map(|(_, id)| id.clone());
        let signing_region = config.signing_region(&call).to_owned();
        Ok(Self { operation, want, config: call, request, signing_region, model_id })
    }

    /// The same call, with its reply's body read in another way.
    #[must_use]
    pub fn wanting(self, want: Want) -> Self {
        Self { want, ..self }
    }

    /// The scope of its signatures.
    pub fn scope(&self) -> Scope<'_> {
        Scope { region: &self.signing_region, service: self.operation.service.signing_name }
    }

    pub(super) fn is_stream(&self) -> bool {
        matches!(self.operation.output, Payload::Events(_))
    }

    pub(super) fn attempt(&self, number: u32) -> Attempt<'_> {
        Attempt { operation: self.operation.name, model_id: self.model_id.as_deref(), number }
    }
}
