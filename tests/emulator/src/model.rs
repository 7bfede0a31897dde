//! Model ids: which are well formed, which need an inference profile, and which family a body is written in.

use crate::catalogue;
use crate::errors::ServiceError;

const PROFILE_PREFIXES: [&str; 9] = ["us", "us-gov", "eu", "apac", "jp", "au", "in", "ca", "global"];
const ID_CHARS_MAX: usize = 2048;

/// Checks a model id as it stands in the path, percent-decoded.
pub(crate) fn check(id: &str) -> Result<(), ServiceError> {
    check_form(id)?;
    // Recorded for ids behind a geography (pydantic-ai); behind a maker's name it is the same message.
    if !id.starts_with("arn:") && !catalogue::may_exist(without_profile(id)) {
        return Err(invalid());
    }
    if catalogue::is_profile_only(bare(id)) && !has_profile_prefix(id) {
        return Err(ServiceError::validation(format!(
            "Invocation of model ID {id} with on-demand throughput isn't supported. Retry your request with the ID or ARN of an \
             inference profile that contains this model."
        )));
    }
    Ok(())
}

/// Checks that an id is one at all.
pub(crate) fn check_form(id: &str) -> Result<(), ServiceError> {
    if well_formed(id) { Ok(()) } else { Err(invalid()) }
}

fn invalid() -> ServiceError {
    ServiceError::validation("The provided model identifier is invalid.")
}

/// Neither an ARN nor an inference profile.
pub(crate) fn is_bare(id: &str) -> bool {
    !id.starts_with("arn:") && !has_profile_prefix(id)
}

/// Speaks and listens at the same time, and does nothing else.
pub(crate) fn is_sonic(id: &str) -> bool {
    let name = bare(id);
    name.starts_with("amazon.nova-") && name.contains("sonic")
}

/// The shape of a request body, which Bedrock leaves to the maker of the model.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Family {
    Anthropic,
    Nova,
    TitanText,
    Llama,
    /// The older ones, which complete a prompt.
    Mistral,
    Command,
    CommandR,
    /// Makes embeddings: `invoke::embedding` tells the makers apart.
    Embedding,
    /// Makes images of texts: `invoke::image` tells the makers apart.
    Image,
    Other,
}

impl Family {
    pub(crate) fn of(id: &str) -> Family {
        let name = without_profile(id);
        let begins_with = |starts: &[&str]| starts.iter().any(|start| name.starts_with(start));
        if name.starts_with("anthropic.") {
            Family::Anthropic
        } else if begins_with(&EMBEDDING) {
            Family::Embedding
        } else if begins_with(&IMAGE) {
            Family::Image
        } else if name.starts_with("amazon.nova") {
            Family::Nova
        } else if name.starts_with("amazon.titan-t") || name.starts_with("amazon.titan-text") {
            Family::TitanText
        } else if name.starts_with("meta.llama") {
            Family::Llama
        } else if begins_with(&MISTRAL) {
            Family::Mistral
        } else if name.starts_with("cohere.command-r") {
            Family::CommandR
        } else if name.starts_with("cohere.command-") {
            Family::Command
        } else {
            Family::Other
        }
    }
}

const MISTRAL: [&str; 4] =
    ["mistral.mistral-7b-", "mistral.mixtral-", "mistral.mistral-large-2402-", "mistral.mistral-small-2402-"];
const EMBEDDING: [&str; 4] =
    ["amazon.titan-embed-", "amazon.nova-2-multimodal-embed", "cohere.embed-", "twelvelabs.marengo-embed-"];
const IMAGE: [&str; 5] = [
    "amazon.nova-canvas",
    "amazon.titan-image",
    "stability.sd3",
    "stability.stable-image-core",
    "stability.stable-image-ultra",
];

fn well_formed(id: &str) -> bool {
    if id.is_empty() || id.len() > ID_CHARS_MAX {
        return false;
    }
    if let Some(rest) = id.strip_prefix("arn:") {
        let fields: Vec<&str> = rest.splitn(5, ':').collect();
        return fields.len() == 5
            && fields.first().is_some_and(|partition| partition.starts_with("aws"))
            && fields.get(1).is_some_and(|service| matches!(*service, "bedrock" | "sagemaker"))
            && fields.get(4).is_some_and(|resource| resource.contains('/') && resource.chars().all(is_arn_char));
    }
    let (name, version) = id.split_once(':').unwrap_or((id, ""));
    let mut labels = name.split('.');
    name.contains('.')
        && labels
            .all(|label| !label.is_empty() && label.chars().all(|c| c.is_ascii_alphanumeric() || c == '-' || c == '_'))
        && version.chars().all(|c| c.is_ascii_alphanumeric() || c == ':')
}

fn is_arn_char(c: char) -> bool {
    c.is_ascii_alphanumeric() || "-_./:".contains(c)
}

/// The id inside a foundation-model or inference-profile ARN, or the id itself.
pub(crate) fn bare(id: &str) -> &str {
    if id.starts_with("arn:") { id.rsplit('/').next().unwrap_or(id) } else { id }
}

/// The model's own id, without the prefix of a profile. AWS adds geographies: whatever stands before a model of the
/// catalogue is one (`amer`, langchain-ai/langchain-aws#607).
pub(crate) fn without_profile(id: &str) -> &str {
    let name = bare(id);
    let is_profile = |(prefix, rest): &(&str, &str)| is_geography(prefix) || catalogue::knows(rest);
    name.split_once('.').filter(is_profile).map_or(name, |(_, rest)| rest)
}

/// One of those whose Regions are known.
pub(crate) fn is_geography(prefix: &str) -> bool {
    PROFILE_PREFIXES.contains(&prefix)
}

fn has_profile_prefix(id: &str) -> bool {
    bare(id) != without_profile(id)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn ids_that_bedrock_takes() {
        for id in [
            "amazon.nova-micro-v1:0",
            "amazon.nova-pro-v1:0:300k",
            "acme.model-of-tomorrow-v1:0",
            "us.acme.model-of-tomorrow-v1:0",
            "amer.anthropic.claude-sonnet-5",
            "us.anthropic.claude-sonnet-5",
            "global.anthropic.claude-haiku-4-5-20251001-v1:0",
            "anthropic.claude-v2:1:200k",
            "arn:aws:bedrock:us-east-1:123456789012:application-inference-profile/otnfa2ysixqd",
            "arn:aws-us-gov:bedrock:us-gov-west-1::foundation-model/amazon.nova-lite-v1:0",
        ] {
            assert_eq!(check(id), Ok(()), "{id}");
        }
    }

    #[test]
    fn ids_that_bedrock_refuses() {
        let malformed =
            ["", ".", "..", "nova", "amazon.nova micro", "amazon/nova.micro", "arn:aws:s3:::bucket/key", "a..b"];
        let unknown = [
            "us.amazon.nova-micro-v1:O",
            "us.does-not-exist-model-v1:0",
            "anthropic.claude-of-tomorrow-v1:0",
            "global.meta.llama9-1b-v1:0",
            "amazon.nova-pro-v1:0:300",
            "amazon.nova-pro-v1:0:k",
        ];
        for id in malformed.into_iter().chain(unknown) {
            let message = check(id).unwrap_err().message;
            assert_eq!(message, "The provided model identifier is invalid.", "{id}");
        }
    }

    #[test]
    fn a_profile_only_model_needs_its_prefix() {
        let error = check("anthropic.claude-sonnet-5").unwrap_err();
        assert!(error.message.contains("inference profile that contains this model"), "{error:?}");
        let arn = "arn:aws:bedrock:us-east-1::foundation-model/anthropic.claude-sonnet-5";
        assert!(check(arn).is_err());
    }

    #[test]
    fn the_family_shows_through_prefix_and_arn() {
        assert_eq!(Family::of("us-gov.anthropic.claude-sonnet-5"), Family::Anthropic);
        assert_eq!(Family::of("amer.anthropic.claude-sonnet-5"), Family::Anthropic);
        assert_eq!(Family::of("acme.anthropic.claude-of-tomorrow"), Family::Other);
        assert_eq!(Family::of("arn:aws:bedrock:us-east-1:1:inference-profile/us.amazon.nova-pro-v1:0"), Family::Nova);
        assert_eq!(Family::of("mistral.mistral-7b-instruct-v0:2"), Family::Mistral);
        assert_eq!(Family::of("us.mistral.pixtral-large-2502-v1:0"), Family::Other);
        assert_eq!(Family::of("cohere.command-r-plus-v1:0"), Family::CommandR);
        assert_eq!(Family::of("cohere.command-light-text-v14"), Family::Command);
        assert_eq!(Family::of("us.twelvelabs.marengo-embed-3-0-v1:0"), Family::Embedding);
        assert_eq!(Family::of("amazon.nova-canvas-v1:0"), Family::Image);
        assert_eq!(Family::of("us.stability.stable-outpaint-v1:0"), Family::Other);
    }
}
