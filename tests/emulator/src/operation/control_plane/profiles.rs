//! Inference profiles: for each model and geography one that AWS has defined, and one of the account's own.
//! <https://docs.aws.amazon.com/bedrock/latest/userguide/inference-profiles-support.html>

use serde_json::Value;
use serde_json::json;

use crate::arn;
use crate::catalogue;
use crate::catalogue::Model;

/// The id of the account's own profile, and its model.
const APPLICATION: (&str, &str) = ("otnfa2ysixqd", "amazon.nova-micro-v1:0");
const CREATED: &str = "2026-01-15T00:00:00Z";

/// A prefix, how its profiles are called, the Regions that have them and those that requests go to.
struct Geography {
    prefix: &'static str,
    label: &'static str,
    sources: &'static [&'static str],
    destinations: &'static [&'static str],
}

#[rustfmt::skip]
static GEOGRAPHIES: [Geography; 8] = [
    Geography { prefix: "us-gov", label: "US-GOV", sources: &["us-gov-"], destinations: &["us-gov-east-1", "us-gov-west-1"] },
    Geography { prefix: "us", label: "US", sources: &["us-east-", "us-west-"], destinations: &["us-east-1", "us-east-2", "us-west-2"] },
    Geography { prefix: "eu", label: "EU", sources: &["eu-"], destinations: &["eu-central-1", "eu-north-1", "eu-west-1", "eu-west-3"] },
    Geography { prefix: "apac", label: "APAC", sources: &["ap-"], destinations: &["ap-northeast-1", "ap-south-1", "ap-southeast-1", "ap-southeast-2"] },
    Geography { prefix: "jp", label: "JP", sources: &["ap-northeast-1", "ap-northeast-3"], destinations: &["ap-northeast-1", "ap-northeast-3"] },
    Geography { prefix: "au", label: "AU", sources: &["ap-southeast-2", "ap-southeast-4"], destinations: &["ap-southeast-2", "ap-southeast-4"] },
    Geography { prefix: "in", label: "IN", sources: &["ap-south-"], destinations: &["ap-south-1", "ap-south-2"] },
    Geography { prefix: "ca", label: "CA", sources: &["ca-"], destinations: &["ca-central-1", "us-east-1", "us-east-2", "us-west-2"] },
];

/// Whether a model has a profile of that prefix in a Region.
pub(in crate::operation) fn has_profile(model: &Model, prefix: &str, region: &str) -> bool {
    model.profiles.iter().any(|own| own == prefix) && system_defined(model, prefix, region).is_some()
}

/// The profiles of a Region, as ListInferenceProfiles and GetInferenceProfile show them.
pub(super) fn profiles(region: &str) -> impl Iterator<Item = Value> + '_ {
    let of_model = move |model: &'static Model| {
        model.profiles.iter().filter_map(move |prefix| system_defined(model, prefix, region))
    };
    catalogue::models().flat_map(of_model).chain([application(region)])
}

fn system_defined(model: &Model, prefix: &str, region: &str) -> Option<Value> {
    let id = format!("{prefix}.{}", model.id);
    let (label, arns, places): (_, Vec<String>, _) =
        match GEOGRAPHIES.iter().find(|geography| geography.prefix == prefix) {
            Some(geography) => {
                geography.sources.iter().find(|source| region.starts_with(**source))?;
                let arns =
                    geography.destinations.iter().map(|destination| arn::foundation_model(destination, &model.id));
                (geography.label, arns.collect(), listed(geography.destinations))
            }
            // A global profile names its own Region and, without naming them, all others.
            None if region.starts_with("us-gov-") => return None,
            None => {
                let arns = ["", region].map(|place| arn::foundation_model(place, &model.id)).to_vec();
                ("Global", arns, "all supported AWS Regions".to_owned())
            }
        };
    Some(profile(
        &format!("{label} {} {}", model.provider, model.name),
        &format!("Routes requests to {} {} in {places}.", model.provider, model.name),
        &arn::of_account(region, &format!("inference-profile/{id}")),
        (&id, "SYSTEM_DEFINED"),
        &arns,
    ))
}

fn application(region: &str) -> Value {
    let (id, model_id) = APPLICATION;
    let arn = arn::of_account(region, &format!("application-inference-profile/{id}"));
    profile(
        "local-chat",
        "Nova Micro for the local chat",
        &arn,
        (id, "APPLICATION"),
        &[arn::foundation_model(region, model_id)],
    )
}

fn profile(name: &str, description: &str, arn: &str, (id, kind): (&str, &str), models: &[String]) -> Value {
    json!({
        "inferenceProfileName": name,
        "description": description,
        "createdAt": CREATED,
        "updatedAt": CREATED,
        "inferenceProfileArn": arn,
        "models": models.iter().map(|arn| json!({ "modelArn": arn })).collect::<Vec<_>>(),
        "inferenceProfileId": id,
        "status": "ACTIVE",
        "type": kind,
    })
}

/// "a, b and c".
fn listed(names: &[&str]) -> String {
    match names {
        [names @ .., last] if !names.is_empty() => format!("{} and {last}", names.join(", ")),
        names => names.concat(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn ids(region: &str) -> Vec<String> {
        profiles(region).map(|profile| profile["inferenceProfileId"].as_str().unwrap().to_owned()).collect()
    }

    #[test]
    fn a_region_has_its_own_profiles_and_the_global_ones() {
        let prefixes = |region: &str| {
            let mut found: Vec<String> =
                ids(region).iter().filter_map(|id| Some(id.split_once('.')?.0.to_owned())).collect();
            found.sort();
            found.dedup();
            found
        };
        assert_eq!(prefixes("us-east-1"), ["global", "us"]);
        assert_eq!(prefixes("eu-central-1"), ["eu", "global"]);
        assert_eq!(prefixes("ap-northeast-1"), ["apac", "global", "jp"]);
        assert_eq!(prefixes("us-gov-west-1"), ["us-gov"]);
    }

    #[test]
    fn every_profile_keeps_to_the_service_model() {
        for region in ["us-east-1", "ca-central-1", "us-gov-east-1"] {
            for profile in profiles(region) {
                let models = profile["models"].as_array().unwrap();
                assert!((1..=5).contains(&models.len()), "{profile}");
                let id = profile["inferenceProfileId"].as_str().unwrap();
                assert!(id.len() <= 64, "{id}");
                assert!(profile["inferenceProfileArn"].as_str().unwrap().ends_with(&format!("/{id}")), "{profile}");
            }
        }
    }

    #[test]
    fn the_description_lists_where_requests_go() {
        let nova = profiles("us-east-1").find(|profile| profile["inferenceProfileId"] == "us.amazon.nova-lite-v1:0");
        let nova = nova.unwrap();
        assert_eq!(nova["inferenceProfileName"], "US Amazon Nova Lite");
        assert_eq!(nova["description"], "Routes requests to Amazon Nova Lite in us-east-1, us-east-2 and us-west-2.");
    }
}
