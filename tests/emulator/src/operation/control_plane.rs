//! The control plane's lists: foundation models and inference profiles. The models are data; the profiles follow from
//! them and from the caller's Region.

mod profiles;

use serde_json::Value;
use serde_json::json;

use super::Call;
use super::page;
use crate::answer::Answer;
use crate::arn;
use crate::catalogue;
use crate::catalogue::Model;
use crate::errors::ServiceError;
use crate::model;
use crate::shape::Shape;

pub(super) use profiles::has_profile;
use profiles::profiles;

/// All profiles of a Region fit on a page unless a smaller one is asked for.
const PAGE_SIZE: usize = 1_000;

pub(super) fn list_foundation_models(call: &Call<'_>) -> Result<Answer, ServiceError> {
    let mut shape = Shape::default();
    let provider = call.parameter("byProvider");
    let provider_is_name = |name: &String| name.chars().all(|c| c.is_ascii_alphanumeric() || " -".contains(c));
    if provider.as_ref().is_some_and(|name| !provider_is_name(name)) {
        shape.pattern("byProvider", "[A-Za-z0-9- ]{1,63}");
    }
    let customizations = ["FINE_TUNING", "CONTINUED_PRE_TRAINING", "DISTILLATION"];
    let customization = call.choice("byCustomizationType", &customizations, &mut shape);
    let modalities = ["TEXT", "IMAGE", "EMBEDDING", "VIDEO", "SPEECH"];
    let modality = call.choice("byOutputModality", &modalities, &mut shape);
    // The service model names the first two; the third is what the service itself answers with.
    let inference_types = ["ON_DEMAND", "PROVISIONED", "INFERENCE_PROFILE"];
    let inference_type = call.choice("byInferenceType", &inference_types, &mut shape);
    shape.into_result()?;
    let has = |list: &[String], wanted: &Option<String>| wanted.as_ref().is_none_or(|wanted| list.contains(wanted));
    let summaries: Vec<Value> = catalogue::models()
        .filter(|model| provider.as_ref().is_none_or(|provider| provider.eq_ignore_ascii_case(&model.provider)))
        .filter(|model| has(&model.customizations, &customization) && has(&model.output, &modality))
        .filter(|model| inference_type.as_ref().is_none_or(|kind| inference_types_of(model).contains(&kind.as_str())))
        .map(|model| summary(model, call.region))
        .collect();
    Ok(Answer::json(&json!({ "modelSummaries": summaries })))
}

pub(super) fn get_foundation_model(call: &Call<'_>) -> Result<Answer, ServiceError> {
    let id = call.label("modelIdentifier");
    model::check_form(id)?;
    let found = catalogue::find(model::bare(id))
        .filter(|model| id == model.id || id == arn::foundation_model(call.region, &model.id));
    let Some(model) = found else {
        let message = "Could not resolve the foundation model from the provided model identifier.";
        return Err(ServiceError::new(404, "ResourceNotFoundException", message));
    };
    Ok(Answer::json(&json!({ "modelDetails": summary(model, call.region) })))
}

pub(super) fn list_inference_profiles(call: &Call<'_>) -> Result<Answer, ServiceError> {
    let mut shape = Shape::default();
    let size = page::size(call, PAGE_SIZE, &mut shape)?;
    let kind = call.choice("type", &["SYSTEM_DEFINED", "APPLICATION"], &mut shape);
    shape.into_result()?;
    let found =
        profiles(call.region).filter(|profile| kind.as_ref().is_none_or(|kind| profile["type"] == kind.as_str()));
    let page = page::page(found.collect(), size, "inference-profiles", call.parameter("nextToken").as_deref())?;
    Ok(page.answer("inferenceProfileSummaries"))
}

pub(super) fn get_inference_profile(call: &Call<'_>) -> Result<Answer, ServiceError> {
    let id = call.label("inferenceProfileIdentifier");
    if !id.chars().all(|c| c.is_ascii_alphanumeric() || "-:./".contains(c)) {
        let mut shape = Shape::default();
        let arn = "arn:aws(|-us-gov|-cn|-iso|-iso-b):bedrock:(|[0-9a-z-]{0,20}):(|[0-9]{12}):";
        let pattern = format!("({arn}(inference-profile|application-inference-profile)/)?[a-zA-Z0-9-:.]+");
        shape.pattern("inferenceProfileIdentifier", &pattern);
        shape.into_result()?;
    }
    let is_it = |profile: &Value| profile["inferenceProfileId"] == id || profile["inferenceProfileArn"] == id;
    match profiles(call.region).find(is_it) {
        Some(profile) => Ok(Answer::json(&profile)),
        None => {
            let message = "The provided inference profile identifier does not exist.";
            Err(ServiceError::new(404, "ResourceNotFoundException", message))
        }
    }
}

fn summary(model: &Model, region: &str) -> Value {
    let mut lifecycle = json!({ "status": if model.end_of_life.is_some() { "LEGACY" } else { "ACTIVE" } });
    for (member, day) in [("startOfLifeTime", &model.start_of_life), ("endOfLifeTime", &model.end_of_life)] {
        if let Some(day) = day {
            lifecycle[member] = json!(format!("{day}T00:00:00Z"));
        }
    }
    json!({
        "modelArn": arn::foundation_model(region, &model.id),
        "modelId": model.id,
        "modelName": model.name,
        "providerName": model.provider,
        "inputModalities": model.input,
        "outputModalities": model.output,
        "responseStreamingSupported": model.streaming,
        "customizationsSupported": model.customizations,
        "inferenceTypesSupported": inference_types_of(model),
        "modelLifecycle": lifecycle,
    })
}

fn inference_types_of(model: &Model) -> Vec<&'static str> {
    let on_demand = (!model.profile_only).then_some("ON_DEMAND");
    let by_profile = (!model.profiles.is_empty()).then_some("INFERENCE_PROFILE");
    // What is customized is served from throughput that was bought.
    let provisioned = (!model.customizations.is_empty()).then_some("PROVISIONED");
    [on_demand, by_profile, provisioned].into_iter().flatten().collect()
}
