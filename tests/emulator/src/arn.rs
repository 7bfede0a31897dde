//! Amazon Resource Names of what the local Bedrock has.
//! <https://docs.aws.amazon.com/IAM/latest/UserGuide/reference-arns.html>

use crate::credentials::ACCOUNT_ID;

/// A foundation model, which belongs to no account. An id that is an ARN already stays as it is.
pub(crate) fn foundation_model(region: &str, id: &str) -> String {
    if id.starts_with("arn:") {
        return id.to_owned();
    }
    format!("arn:{}:bedrock:{region}::foundation-model/{id}", partition(region))
}

/// Something of the account, such as `async-invoke/abc`.
pub(crate) fn of_account(region: &str, resource: &str) -> String {
    format!("arn:{}:bedrock:{region}:{ACCOUNT_ID}:{resource}", partition(region))
}

fn partition(region: &str) -> &'static str {
    if region.starts_with("us-gov-") { "aws-us-gov" } else { "aws" }
}
