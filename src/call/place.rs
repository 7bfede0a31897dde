//! Where a call goes whose model or other resource is an ARN.

use crate::bedrock::operation::Operation;
use crate::config::Config;
use crate::error::Error;

/// The configuration in the region of the ARN, if there is one. What travels in headers is not the resource.
pub(super) fn moved(operation: &Operation, members: &[(&str, String)], config: &Config) -> Result<Config, Error> {
    let mut moved = None;
    for (name, value) in members {
        // Of some operations the model is in the body.
        if *name == "modelId" || operation.labels().any(|label| label == *name) {
            moved = config.in_region_of(operation.service.endpoint_prefix, name, value)?.or(moved);
        }
    }
    Ok(moved.unwrap_or_else(|| config.clone()))
}
