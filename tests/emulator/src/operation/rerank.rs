//! Rerank of Agents for Amazon Bedrock: documents in the order of what they have in common with a question.
//! <https://docs.aws.amazon.com/bedrock/latest/APIReference/API_agent-runtime_Rerank.html>

use serde_json::Value;
use serde_json::json;

use super::Call;
use super::overlap::likeness;
use super::page;
use crate::answer::Answer;
use crate::errors::ServiceError;
use crate::json;
use crate::model;
use crate::shape::Shape;

const SOURCES_MAX: usize = 1_000;
const TEXT_CHARS_MAX: usize = 32_000;
/// Nothing in the request says how long a page is.
const PAGE_SIZE: usize = 100;
const MODELS: [&str; 2] = ["amazon.rerank-v1:0", "cohere.rerank-v3-5:0"];

pub(super) fn rerank(call: &Call<'_>) -> Result<Answer, ServiceError> {
    let request = call.json()?;
    let mut shape = Shape::default();
    let query = check_query(&request, &mut shape)?;
    let (model_arn, count) = check_configuration(&request, &mut shape)?;
    let sources = shape.required_list(&request, "sources", "", 1..=SOURCES_MAX)?;
    let mut documents = Vec::with_capacity(sources.len());
    for (position, source) in (1..).zip(sources) {
        documents.push(check_source(source, &format!("sources.{position}.member"), &mut shape)?);
    }
    shape.into_result()?;
    call.note_model(model_arn);
    if !MODELS.contains(&model::bare(model_arn)) {
        return Err(ServiceError::validation("The provided model identifier is invalid."));
    }
    let count = match count {
        Some(count) if count > documents.len() => {
            let message = "The number of results must not exceed the number of sources.";
            return Err(ServiceError::validation(message));
        }
        count => count.unwrap_or(documents.len()),
    };
    let mut results: Vec<(usize, f64, &Value)> = documents
        .into_iter()
        .enumerate()
        .map(|(index, (document, text))| (index, likeness(query, &text), document))
        .collect();
    // The sort is stable: documents that are alike stay in the order they came in.
    results.sort_by(|(_, one, _), (_, other, _)| other.total_cmp(one));
    let result = |(index, score, document): (usize, f64, &Value)| json!({ "index": index, "relevanceScore": score, "document": document });
    let results = results.into_iter().take(count).map(result).collect();
    let page = page::page(results, PAGE_SIZE, "rerank", json::string(&request, "nextToken")?)?;
    Ok(page.answer("results"))
}

fn check_query<'a>(request: &'a Value, shape: &mut Shape) -> Result<&'a str, ServiceError> {
    let mut text = "";
    for (position, query) in (1..).zip(shape.required_list(request, "queries", "", 1..=1)?) {
        let path = format!("queries.{position}.member");
        shape.required_one_of(query, "type", &path, &["TEXT"])?;
        if let Some(document) = shape.required_object(query, "textQuery", &path)? {
            text = check_text(document, &format!("{path}.textQuery"), shape)?;
        }
    }
    Ok(text)
}

/// The model and how many results are asked for.
fn check_configuration<'a>(request: &'a Value, shape: &mut Shape) -> Result<(&'a str, Option<usize>), ServiceError> {
    let path = "rerankingConfiguration";
    let Some(configuration) = shape.required_object(request, path, "")? else { return Ok(("", None)) };
    shape.required_one_of(configuration, "type", path, &["BEDROCK_RERANKING_MODEL"])?;
    let Some(configuration) = shape.required_object(configuration, "bedrockRerankingConfiguration", path)? else {
        return Ok(("", None));
    };
    let path = format!("{path}.bedrockRerankingConfiguration");
    let most = u32::try_from(SOURCES_MAX).unwrap_or(u32::MAX);
    shape.range(configuration, "numberOfResults", &path, "Integer", (1.0, f64::from(most)))?;
    let count = configuration.get("numberOfResults").and_then(Value::as_u64);
    let count = count.and_then(|count| usize::try_from(count).ok());
    let model = shape.required_object(configuration, "modelConfiguration", &path)?.unwrap_or(&Value::Null);
    let arn = shape.required_string(model, "modelArn", &format!("{path}.modelConfiguration"))?;
    Ok((arn.unwrap_or_default(), count))
}

/// A document as it came, and the text in it.
fn check_source<'a>(source: &'a Value, path: &str, shape: &mut Shape) -> Result<(&'a Value, String), ServiceError> {
    shape.required_one_of(source, "type", path, &["INLINE"])?;
    let Some(document) = shape.required_object(source, "inlineDocumentSource", path)? else {
        return Ok((source, String::new()));
    };
    let path = format!("{path}.inlineDocumentSource");
    shape.required_one_of(document, "type", &path, &["TEXT", "JSON"])?;
    if document["type"] == "JSON" {
        let json = document.get("jsonDocument").filter(|json| !json.is_null());
        if json.is_none() {
            shape.missing(&format!("{path}.jsonDocument"));
        }
        return Ok((document, json.map(strings).unwrap_or_default()));
    }
    let text = match shape.required_object(document, "textDocument", &path)? {
        Some(text) => check_text(text, &format!("{path}.textDocument"), shape)?,
        None => "",
    };
    Ok((document, text.to_owned()))
}

fn check_text<'a>(document: &'a Value, path: &str, shape: &mut Shape) -> Result<&'a str, ServiceError> {
    let text = json::string(document, "text")?.unwrap_or_default();
    shape.length(&format!("{path}.text"), text.chars().count(), 1..=TEXT_CHARS_MAX);
    Ok(text)
}

/// All strings in a JSON document; the names of its members are not among them.
fn strings(value: &Value) -> String {
    match value {
        Value::String(text) => text.clone(),
        Value::Array(items) => items.iter().map(strings).collect::<Vec<_>>().join(" "),
        Value::Object(members) => members.values().map(strings).collect::<Vec<_>>().join(" "),
        _ => String::new(),
    }
}
