//! Where a call goes whose model or other resource is an ARN.

use crate::bedrock::operation::Operation;
use crate::config::Config;
use crate::error::Error;

/// The configuration in the region of the ARN, if that is another one. The resource is the first member: what is in the
/// path comes before what is in headers, such as a guardrail.
pub(super) fn moved(
    operation: &Operation,
    members: &[(&str, String)],
    config: &Config,
) -> Result<Option<Config>, Error> {
    let Some((name, value)) = members.first() else { return Ok(None) };
    config.in_region_of(operation.service.endpoint_prefix, name, value)
}
