//! The four operations: which one a path means, and its answer.

use axum::http::HeaderMap;
use axum::http::Method;
use axum::http::StatusCode;
use bytes::Bytes;
use percent_encoding::percent_decode_str;

use super::Answer;
use crate::converse;
use crate::errors::ServiceError;
use crate::exchange::Exchange;
use crate::invoke;
use crate::model;
use crate::reply;
use crate::reply::Conversation;
use crate::reply::Reply;
use crate::reply::Usage;
use crate::server::Service;
use crate::validate;

/// A request whose signature is right.
pub(super) struct Call<'a> {
    pub(super) method: &'a Method,
    /// The path without the session, as it stands on the wire.
    pub(super) path: &'a str,
    pub(super) headers: &'a HeaderMap,
    pub(super) body: &'a [u8],
}

#[derive(Clone, Copy, PartialEq, Eq)]
enum Operation {
    Converse,
    ConverseStream,
    InvokeModel,
    InvokeModelWithResponseStream,
}

impl Operation {
    fn name(self) -> &'static str {
        match self {
            Operation::Converse => "Converse",
            Operation::ConverseStream => "ConverseStream",
            Operation::InvokeModel => "InvokeModel",
            Operation::InvokeModelWithResponseStream => "InvokeModelWithResponseStream",
        }
    }
}

impl Call<'_> {
    pub(super) async fn answer(&self, service: &Service, exchange: &Exchange) -> Result<Answer, ServiceError> {
        let (operation, model_id) = self.route().ok_or_else(ServiceError::unknown_operation)?;
        exchange.note(|record| {
            record.operation = Some(operation.name());
            record.model_id = Some(model_id.clone());
        });
        model::check(&model_id)?;
        match operation {
            Operation::Converse | Operation::ConverseStream => {
                let request = validate::converse(&model_id, self.body)?;
                let reply = reply(service, exchange, &model_id, converse::conversation(&request)).await?;
                if operation == Operation::ConverseStream {
                    return Ok(Answer::stream(converse::events(&request, &reply)));
                }
                Ok(Answer::of(200, "application/json", converse::output(&request, &reply).into()))
            }
            Operation::InvokeModel => self.invoke(service, exchange, &model_id).await,
            Operation::InvokeModelWithResponseStream => self.invoke_stream(service, exchange, &model_id).await,
        }
    }

    /// `/model/{modelId}/{operation}`; the id is one segment, so an ARN must have its slashes escaped.
    fn route(&self) -> Option<(Operation, String)> {
        let rest = self.path.strip_prefix("/model/")?;
        let (id, name) = rest.split_once('/')?;
        if self.method != Method::POST {
            return None;
        }
        let operation = match name {
            "converse" => Operation::Converse,
            "converse-stream" => Operation::ConverseStream,
            "invoke" => Operation::InvokeModel,
            "invoke-with-response-stream" => Operation::InvokeModelWithResponseStream,
            _ => return None,
        };
        Some((operation, percent_decode_str(id).decode_utf8_lossy().into_owned()))
    }

    async fn invoke(&self, service: &Service, exchange: &Exchange, model_id: &str) -> Result<Answer, ServiceError> {
        let (body, usage, latency_ms) = match invoke::read(model_id, self.body)? {
            invoke::Request::Done { body, usage } => (body, usage, 35),
            invoke::Request::Text { family, body, conversation } => {
                let reply = reply(service, exchange, model_id, *conversation).await?;
                (invoke::output(family, model_id, &body, &reply), reply.usage, reply.latency_ms)
            }
        };
        let mut answer = Answer::of(200, "application/json", Bytes::from(body.to_string()));
        self.echo_settings(&mut answer);
        let Usage { input_tokens, output_tokens } = usage;
        answer.header("x-amzn-bedrock-input-token-count", Some(input_tokens.to_string()));
        answer.header("x-amzn-bedrock-output-token-count", Some(output_tokens.to_string()));
        answer.header("x-amzn-bedrock-invocation-latency", Some(latency_ms.to_string()));
        Ok(answer)
    }

    async fn invoke_stream(
        &self,
        service: &Service,
        exchange: &Exchange,
        model_id: &str,
    ) -> Result<Answer, ServiceError> {
        let invoke::Request::Text { family, body, conversation } = invoke::read(model_id, self.body)? else {
            return Err(ServiceError::validation(
                "The model is unsupported for streaming. Try again with a model that supports streaming.",
            ));
        };
        let reply = reply(service, exchange, model_id, *conversation).await?;
        let mut answer = Answer::stream(invoke::events(family, model_id, &body, &reply));
        self.echo_settings(&mut answer);
        answer.header("x-amzn-bedrock-content-type", Some("application/json".to_owned()));
        Ok(answer)
    }

    fn echo_settings(&self, answer: &mut Answer) {
        let sent = |name: &str| self.headers.get(name).and_then(|value| value.to_str().ok()).map(str::to_owned);
        let latency = sent("x-amzn-bedrock-performanceconfig-latency").unwrap_or_else(|| "standard".to_owned());
        answer.header("x-amzn-bedrock-performanceconfig-latency", Some(latency));
        answer.header("x-amzn-bedrock-service-tier", sent("x-amzn-bedrock-service-tier"));
    }
}

async fn reply(
    service: &Service,
    exchange: &Exchange,
    model_id: &str,
    mut conversation: Conversation,
) -> Result<Reply, ServiceError> {
    conversation.sentences_min = exchange.session.options.sentences.unwrap_or_default();
    let Some(upstream) = &service.upstream else { return Ok(reply::compose(&conversation)) };
    let blocks = upstream.complete(model_id, &conversation).await.map_err(|error| {
        let status = StatusCode::FAILED_DEPENDENCY.as_u16();
        ServiceError::new(status, "ModelErrorException", format!("The upstream server failed: {error}"))
            .with_extra_members()
    })?;
    Ok(reply::from_blocks(blocks, &conversation))
}
