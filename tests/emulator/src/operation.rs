//! The operations of bedrock-runtime, bedrock-agent-runtime and bedrock: which one a request means, and who answers it.
//! AWS has a host for each service; here they share one, since their paths do not collide. A new operation is a row of
//! the table and its handler.

mod async_invoke;
mod background;
mod call;
mod control_plane;
mod guardrails;
mod jobs;
mod models;
mod overlap;
mod page;
mod rerank;

use axum::http::Method;
use futures_util::future::BoxFuture;
use percent_encoding::percent_decode_str;

use crate::answer::Answer;
use crate::errors::ServiceError;
use crate::signature::Caller;

pub(crate) use async_invoke::AsyncInvokes;
pub(crate) use call::Call;
pub(crate) use jobs::Jobs;
pub(crate) use models::reply;

use Handler::Duplex;
use Handler::Model;
use Handler::Rules;

/// A row of the table.
pub(crate) struct Operation {
    /// AWS's name, as the log shows it.
    pub(crate) name: &'static str,
    method: Method,
    /// A segment in braces is a label: anything but nothing, percent-encoded, so that an ARN is one segment too.
    path: &'static str,
    takes_api_keys: bool,
    pub(crate) handler: Handler,
}

/// Who answers.
#[derive(Clone, Copy)]
pub(crate) enum Handler {
    /// Made up from the request and what the session remembers.
    Rules(fn(&Call<'_>) -> Result<Answer, ServiceError>),
    /// What a model says, which may be another server's.
    Model(for<'a> fn(&'a Call<'a>) -> BoxFuture<'a, Result<Answer, ServiceError>>),
    /// Answers come while the request is still coming: `duplex` takes it from here.
    Duplex,
}

const GET: Method = Method::GET;
const POST: Method = Method::POST;

#[rustfmt::skip]
static OPERATIONS: [Operation; 21] = [
    row("Converse", POST, "/model/{modelId}/converse", Model(|call| Box::pin(models::converse(call)))),
    row("ConverseStream", POST, "/model/{modelId}/converse-stream", Model(|call| Box::pin(models::converse_stream(call)))),
    row("InvokeModel", POST, "/model/{modelId}/invoke", Model(|call| Box::pin(models::invoke(call)))),
    row("InvokeModelWithResponseStream", POST, "/model/{modelId}/invoke-with-response-stream", Model(|call| Box::pin(models::invoke_stream(call)))),
    row("CountTokens", POST, "/model/{modelId}/count-tokens", Rules(models::count_tokens)),
    row("ApplyGuardrail", POST, "/guardrail/{guardrailIdentifier}/version/{guardrailVersion}/apply", Rules(guardrails::apply)),
    row("InvokeGuardrailChecks", POST, "/guardrail-checks/invoke", Rules(guardrails::check)),
    row("StartAsyncInvoke", POST, "/async-invoke", Rules(async_invoke::start)),
    row("GetAsyncInvoke", GET, "/async-invoke/{invocationArn}", Rules(async_invoke::get)),
    row("ListAsyncInvokes", GET, "/async-invoke", Rules(async_invoke::list)),
    without_api_keys("InvokeModelWithBidirectionalStream", POST, "/model/{modelId}/invoke-with-bidirectional-stream", Duplex),
    without_api_keys("InvokeModelWithBidirectionalStream", GET, "/model/{modelId}/invoke-with-bidirectional-stream-websocket", Duplex),
    without_api_keys("Rerank", POST, "/rerank", Rules(rerank::rerank)),
    row("ListFoundationModels", GET, "/foundation-models", Rules(control_plane::list_foundation_models)),
    row("GetFoundationModel", GET, "/foundation-models/{modelIdentifier}", Rules(control_plane::get_foundation_model)),
    row("ListInferenceProfiles", GET, "/inference-profiles", Rules(control_plane::list_inference_profiles)),
    row("GetInferenceProfile", GET, "/inference-profiles/{inferenceProfileIdentifier}", Rules(control_plane::get_inference_profile)),
    row("CreateModelInvocationJob", POST, "/model-invocation-job", Rules(jobs::create)),
    row("GetModelInvocationJob", GET, "/model-invocation-job/{jobIdentifier}", Model(|call| Box::pin(jobs::get(call)))),
    row("ListModelInvocationJobs", GET, "/model-invocation-jobs", Rules(jobs::list)),
    row("StopModelInvocationJob", POST, "/model-invocation-job/{jobIdentifier}/stop", Rules(jobs::stop)),
];

const fn row(name: &'static str, method: Method, path: &'static str, handler: Handler) -> Operation {
    Operation { name, method, path, takes_api_keys: true, handler }
}

const fn without_api_keys(name: &'static str, method: Method, path: &'static str, handler: Handler) -> Operation {
    Operation { name, method, path, takes_api_keys: false, handler }
}

/// An operation and what its path says.
pub(crate) struct Route {
    pub(crate) operation: &'static Operation,
    labels: Vec<(&'static str, String)>,
}

/// The operation of a request; `path` is without the session, as it stands on the wire.
pub(crate) fn route(method: &Method, path: &str) -> Option<Route> {
    OPERATIONS.iter().filter(|operation| operation.method == *method).find_map(|operation| {
        let labels = labels(operation.path, path)?;
        Some(Route { operation, labels })
    })
}

impl Route {
    /// The value of a label, decoded; empty if the path has no such label.
    pub(crate) fn label(&self, name: &str) -> &str {
        self.labels.iter().find(|(label, _)| *label == name).map(|(_, value)| value.as_str()).unwrap_or_default()
    }

    /// The model that the path names, if it names one.
    pub(crate) fn model_id(&self) -> Option<&str> {
        ["modelId", "modelIdentifier"].map(|name| self.label(name)).into_iter().find(|id| !id.is_empty())
    }

    /// Refuses an API key where Bedrock does.
    pub(crate) fn check_caller(&self, caller: &Caller) -> Result<(), ServiceError> {
        if self.operation.takes_api_keys || !caller.has_api_key() {
            return Ok(());
        }
        Err(ServiceError::framework(403, "AccessDeniedException", "This operation does not support API Keys"))
    }
}

fn labels(pattern: &'static str, path: &str) -> Option<Vec<(&'static str, String)>> {
    let (mut expected, mut found) = (pattern.split('/'), path.split('/'));
    let mut labels = Vec::new();
    loop {
        match (expected.next(), found.next()) {
            (None, None) => return Some(labels),
            (Some(expected), Some(found)) => match expected.strip_prefix('{').and_then(|name| name.strip_suffix('}')) {
                Some(_) if found.is_empty() => return None,
                Some(name) => labels.push((name, percent_decode_str(found).decode_utf8_lossy().into_owned())),
                None if expected == found => {}
                None => return None,
            },
            _ => return None,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn found(method: &Method, path: &str) -> Option<(&'static str, Vec<String>)> {
        let route = route(method, path)?;
        Some((route.operation.name, route.labels.into_iter().map(|(_, value)| value).collect()))
    }

    #[test]
    fn a_path_and_a_method_mean_one_operation() {
        let guardrail = found(&POST, "/guardrail/arn%3Aaws%3Abedrock%3A%3Ag%2Fa1/version/DRAFT/apply").unwrap();
        assert_eq!(guardrail, ("ApplyGuardrail", vec!["arn:aws:bedrock::g/a1".to_owned(), "DRAFT".to_owned()]));
        assert_eq!(found(&POST, "/async-invoke").unwrap().0, "StartAsyncInvoke");
        assert_eq!(found(&GET, "/async-invoke").unwrap().0, "ListAsyncInvokes");
        assert_eq!(found(&GET, "/async-invoke/a%2Fb").unwrap(), ("GetAsyncInvoke", vec!["a/b".to_owned()]));
    }

    #[test]
    fn other_paths_and_methods_mean_none() {
        assert!(found(&GET, "/model/a/converse").is_none());
        assert!(found(&POST, "/model//converse").is_none());
        assert!(found(&POST, "/model/a/b/converse").is_none());
        assert!(found(&POST, "/model/a/converse/").is_none());
        assert!(found(&POST, "/rerank/more").is_none());
        assert!(found(&POST, "/").is_none());
    }

    #[test]
    fn no_two_rows_mean_the_same_request() {
        for (index, row) in OPERATIONS.iter().enumerate() {
            let same = |other: &Operation| other.method == row.method && other.path == row.path;
            assert_eq!(OPERATIONS.iter().position(same), Some(index), "{} {}", row.method, row.path);
        }
    }
}
