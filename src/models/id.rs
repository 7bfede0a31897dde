//! A caller's name for a model, and the id it stands for.

use crate::models;
use crate::search::is_among;
use crate::search::split_last;

/// A model as a caller names it, taken apart.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Name {
    /// The id or ARN that Bedrock takes.
    pub model_id: String,
    /// The region it names, `bedrock/eu-west-1/…`, where it names one.
    pub region: Option<String>,
    /// Whether it was an alias: then this package chooses the inference profile.
    pub is_alias: bool,
}

impl Name {
    /// Reads `claude-sonnet-5`, `bedrock/nova-lite`, `bedrock/eu-west-1/amazon.nova-lite-v1:0`, an id or an ARN.
    /// `aliases` are the caller's own; they come first.
    pub fn parse(name: &str, aliases: &[(String, String)]) -> Self {
        let own = |name: &str| aliases.iter().find(|(alias, _)| alias == name).map(|(_, id)| id.as_str());
        let name = own(name).unwrap_or(name);
        let name = name.strip_prefix("bedrock/").unwrap_or(name);
        let (region, name) = match name.split_once('/') {
            Some((region, rest)) if is_region(region) => (Some(region.to_owned()), rest),
            _ => (None, name),
        };
        let name = own(name).unwrap_or(name);
        match alias(name) {
            Some(id) => Self { model_id: id.to_owned(), region, is_alias: true },
            None => Self { model_id: name.to_owned(), region, is_alias: false },
        }
    }
}

/// The id of an alias, in this package's spelling or the maker's: `claude-sonnet-4-5`, `claude-sonnet-4-5-20250929`.
fn alias(name: &str) -> Option<&'static str> {
    let listed = ALIASES.split('\n').find_map(|line| line.strip_prefix(name)?.strip_prefix(' '));
    // Anthropic's words for a version that has none, and for the newest one.
    let name = match name.strip_prefix("claude-") {
        Some(_) => name.strip_suffix("-latest").or(name.strip_suffix("-0")).unwrap_or(name),
        None => name,
    };
    // Of several versions the newest, which is the last.
    listed.or_else(|| models::ids().filter(|id| [dated(id), short(id)].contains(&name)).last())
}

/// `claude-sonnet-4-5` of `anthropic.claude-sonnet-4-5-20250929-v1:0`: without maker, version, date and the word
/// `instruct`, which say nothing that the rest does not.
fn short(id: &str) -> &str {
    let name = without_last(dated(id), |word| word.len() == 8 && is_all_digits(word));
    name.strip_suffix("-instruct").unwrap_or(name)
}

/// Without maker and version.
fn dated(id: &str) -> &str {
    let name = id.split_once('.').map_or(id, |(_, name)| name);
    match name.split_once(':') {
        Some((name, _)) => without_last(name, |word| is_all_digits(word.strip_prefix('v').unwrap_or(word))),
        None => without_last(name, |word| word.strip_prefix('v').is_some_and(is_all_digits)),
    }
}

/// Without the word after the last hyphen, if it is such a one.
fn without_last(name: &str, is_such: fn(&str) -> bool) -> &str {
    split_last(name, b'-').filter(|(_, word)| is_such(word)).map_or(name, |(rest, _)| rest)
}

fn is_all_digits(text: &str) -> bool {
    !text.is_empty() && text.bytes().all(|byte| byte.is_ascii_digit())
}

/// `us-east-1`, `us-gov-west-1`
fn is_region(text: &str) -> bool {
    let is_word = |part: &str| part.len() >= 2 && part.bytes().all(|byte| byte.is_ascii_lowercase());
    split_last(text, b'-')
        .is_some_and(|(words, number)| is_all_digits(number) && words.contains('-') && words.split('-').all(is_word))
}

/// The model's own id, of the id of a profile or of an ARN.
pub(super) fn base(model_id: &str) -> &str {
    let id = match model_id.strip_prefix("arn:") {
        None => model_id,
        Some(arn) => {
            let resource = arn.splitn(5, ':').nth(4).unwrap_or_default();
            match resource.split_once('/') {
                Some(("foundation-model" | "inference-profile", id)) => id,
                _ => return "",
            }
        }
    };
    match id.split_once('.') {
        // AWS adds prefixes. The model stands behind any of them, if its maker or the model itself is known.
        Some((prefix, rest))
            if is_among(prefix, PROFILE_PREFIXES) || models::has_family(rest) || models::is_in_catalogue(rest) =>
        {
            rest
        }
        _ => id,
    }
}

/// The beginnings of the ids of AWS's own inference profiles.
const PROFILE_PREFIXES: &str = "us us-gov eu apac jp au in ca global";

/// Names that the rule does not make: OneLLM's, and of several versions the one that is not the newest.
const ALIASES: &str = "\
claude-2 anthropic.claude-v2
claude-2.1 anthropic.claude-v2:1
claude-sonnet-4-6 anthropic.claude-sonnet-4-6
command cohere.command-text-v14
command-light cohere.command-light-text-v14
embed-v4 cohere.embed-v4:0
jurassic-2-mid ai21.j2-mid-v1
jurassic-2-ultra ai21.j2-ultra-v1
mistral-large mistral.mistral-large-2402-v1:0
titan-embed-text amazon.titan-embed-text-v1
titan-embed-text-v2 amazon.titan-embed-text-v2:0
titan-embed-image amazon.titan-embed-image-v1";

#[cfg(test)]
mod tests {
    use super::*;

    /// OneLLM's aliases, with the ids that its documentation means.
    const ONELLM: [(&str, &str); 37] = [
        ("claude-3-5-sonnet", "anthropic.claude-3-5-sonnet-20241022-v2:0"),
        ("claude-3-5-haiku", "anthropic.claude-3-5-haiku-20241022-v1:0"),
        ("claude-3-opus", "anthropic.claude-3-opus-20240229-v1:0"),
        ("claude-3-sonnet", "anthropic.claude-3-sonnet-20240229-v1:0"),
        ("claude-3-haiku", "anthropic.claude-3-haiku-20240307-v1:0"),
        ("claude-2.1", "anthropic.claude-v2:1"),
        ("claude-2", "anthropic.claude-v2"),
        ("claude-instant", "anthropic.claude-instant-v1"),
        ("llama3-2-90b", "meta.llama3-2-90b-instruct-v1:0"),
        ("llama3-2-11b", "meta.llama3-2-11b-instruct-v1:0"),
        ("llama3-2-3b", "meta.llama3-2-3b-instruct-v1:0"),
        ("llama3-2-1b", "meta.llama3-2-1b-instruct-v1:0"),
        ("llama3-1-405b", "meta.llama3-1-405b-instruct-v1:0"),
        ("llama3-1-70b", "meta.llama3-1-70b-instruct-v1:0"),
        ("llama3-1-8b", "meta.llama3-1-8b-instruct-v1:0"),
        ("llama3-70b", "meta.llama3-70b-instruct-v1:0"),
        ("llama3-8b", "meta.llama3-8b-instruct-v1:0"),
        ("nova-pro", "amazon.nova-pro-v1:0"),
        ("nova-lite", "amazon.nova-lite-v1:0"),
        ("nova-micro", "amazon.nova-micro-v1:0"),
        ("titan-text-express", "amazon.titan-text-express-v1"),
        ("titan-text-lite", "amazon.titan-text-lite-v1"),
        ("titan-embed-text", "amazon.titan-embed-text-v1"),
        ("titan-embed-text-v2", "amazon.titan-embed-text-v2:0"),
        ("mistral-7b", "mistral.mistral-7b-instruct-v0:2"),
        ("mixtral-8x7b", "mistral.mixtral-8x7b-instruct-v0:1"),
        ("mistral-large", "mistral.mistral-large-2402-v1:0"),
        ("command-r", "cohere.command-r-v1:0"),
        ("command-r-plus", "cohere.command-r-plus-v1:0"),
        ("command", "cohere.command-text-v14"),
        ("command-light", "cohere.command-light-text-v14"),
        ("embed-english", "cohere.embed-english-v3"),
        ("embed-multilingual", "cohere.embed-multilingual-v3"),
        ("jamba-1-5-large", "ai21.jamba-1-5-large-v1:0"),
        ("jamba-1-5-mini", "ai21.jamba-1-5-mini-v1:0"),
        ("jurassic-2-ultra", "ai21.j2-ultra-v1"),
        ("jurassic-2-mid", "ai21.j2-mid-v1"),
    ];

    #[test]
    fn onellms_aliases_stand_for_what_they_promise() {
        for (name, id) in ONELLM {
            let expected = Name { model_id: id.to_owned(), region: None, is_alias: true };
            assert_eq!(Name::parse(name, &[]), expected);
            assert_eq!(Name::parse(&format!("bedrock/{name}"), &[]), expected);
        }
    }

    #[test]
    fn todays_models_have_aliases_by_rule() {
        for (name, id) in [
            ("claude-sonnet-5", "anthropic.claude-sonnet-5"),
            ("claude-sonnet-4-5", "anthropic.claude-sonnet-4-5-20250929-v1:0"),
            ("nova-2-lite", "amazon.nova-2-lite-v1:0"),
            ("gpt-oss-120b", "openai.gpt-oss-120b-1:0"),
            ("llama3-3-70b", "meta.llama3-3-70b-instruct-v1:0"),
            ("embed-v4", "cohere.embed-v4:0"),
            ("r1", "deepseek.r1-v1:0"),
        ] {
            assert_eq!(Name::parse(name, &[]).model_id, id, "{name}");
        }
    }

    #[test]
    fn anthropics_own_names_are_aliases() {
        for (name, id) in [
            ("claude-sonnet-4-5-20250929", "anthropic.claude-sonnet-4-5-20250929-v1:0"),
            ("claude-3-5-sonnet-20240620", "anthropic.claude-3-5-sonnet-20240620-v1:0"),
            ("claude-3-5-sonnet-latest", "anthropic.claude-3-5-sonnet-20241022-v2:0"),
            ("claude-opus-4-0", "anthropic.claude-opus-4-20250514-v1:0"),
            ("claude-opus-4-6", "anthropic.claude-opus-4-6-v1"),
        ] {
            assert_eq!(Name::parse(name, &[]).model_id, id, "{name}");
        }
        assert!(!Name::parse("nova-lite-latest", &[]).is_alias);
    }

    #[test]
    fn ids_and_arns_are_left_alone() {
        for id in [
            "anthropic.claude-sonnet-5",
            "us.anthropic.claude-sonnet-5",
            "acme.rocket-v1:0",
            "arn:aws:bedrock:us-east-1:123456789012:application-inference-profile/otnfa2ysixqd",
            "arn:aws:sagemaker:us-east-1:123456789012:endpoint/my-ep",
        ] {
            let expected = Name { model_id: id.to_owned(), region: None, is_alias: false };
            assert_eq!(Name::parse(id, &[]), expected);
            assert_eq!(Name::parse(&format!("bedrock/{id}"), &[]), expected);
            let region = Some("eu-west-1".to_owned());
            assert_eq!(Name::parse(&format!("bedrock/eu-west-1/{id}"), &[]), Name { region, ..expected });
        }
    }

    #[test]
    fn the_callers_own_aliases_come_first() {
        let own =
            [("fast".to_owned(), "bedrock/us-gov-west-1/nova-micro".to_owned()), ("nova-lite".into(), "x.y".into())];
        let fast = Name::parse("fast", &own);
        assert_eq!((fast.model_id.as_str(), fast.region.as_deref()), ("amazon.nova-micro-v1:0", Some("us-gov-west-1")));
        assert_eq!(Name::parse("bedrock/nova-lite", &own).model_id, "x.y");
    }
}
