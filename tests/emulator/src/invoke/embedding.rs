//! Embeddings: a unit vector for each text, the same for the same text.

use serde_json::Value;
use serde_json::json;

use super::malformed;
use super::only_known;
use super::required;
use super::required_text;
use crate::converse::strings;
use crate::errors::ServiceError;
use crate::model::Family;
use crate::reply::Random;
use crate::reply::Usage;
use crate::reply::count;
use crate::reply::hash;

const TITAN_DIMENSIONS: [u64; 3] = [1024, 512, 256];
const COHERE_DIMENSIONS_DEFAULT: u64 = 1024;
const COHERE_TEXTS_MAX: usize = 96;

pub(super) fn answer(family: Family, body: &Value) -> Result<(Value, Usage), ServiceError> {
    if family == Family::TitanEmbed { titan(body) } else { cohere(body) }
}

fn titan(body: &Value) -> Result<(Value, Usage), ServiceError> {
    only_known(body, "#", &["inputText", "dimensions", "normalize", "embeddingTypes"])?;
    let text = required_text(body, "inputText")?;
    let dimensions = match body.get("dimensions") {
        None => TITAN_DIMENSIONS[0],
        Some(found) => found
            .as_u64()
            .filter(|found| TITAN_DIMENSIONS.contains(found))
            .ok_or_else(|| malformed(Some(&format!("#/dimensions: {found} is not a valid enum value"))))?,
    };
    let vector = vector(text, dimensions);
    let tokens = count(text);
    let types = strings(body.get("embeddingTypes"));
    let mut answer = json!({});
    if types.is_empty() || types.iter().any(|kind| kind == "float") {
        answer["embedding"] = json!(vector);
    }
    let mut by_type = json!({});
    for kind in if types.is_empty() { vec!["float".to_owned()] } else { types } {
        by_type[&kind] =
            if kind == "binary" { vector.iter().map(|x| u8::from(*x > 0.0)).collect() } else { json!(vector) };
    }
    answer["embeddingsByType"] = by_type;
    answer["inputTextTokenCount"] = json!(tokens);
    Ok((answer, Usage { input_tokens: tokens, output_tokens: 0 }))
}

fn cohere(body: &Value) -> Result<(Value, Usage), ServiceError> {
    required(body, "input_type")?;
    let texts = strings(Some(required(body, "texts")?));
    if texts.is_empty() || texts.len() > COHERE_TEXTS_MAX {
        return Err(malformed(Some(&format!(
            "#/texts: expected between 1 and {COHERE_TEXTS_MAX} items, found: {}",
            texts.len()
        ))));
    }
    let dimensions = body.get("output_dimension").and_then(Value::as_u64).unwrap_or(COHERE_DIMENSIONS_DEFAULT);
    let vectors: Vec<Vec<f64>> = texts.iter().map(|text| vector(text, dimensions)).collect();
    let types = strings(body.get("embedding_types"));
    let mut random = Random::new(hash(texts.concat().as_bytes()));
    let id: String = random.bytes(16).iter().map(|byte| format!("{byte:02x}")).collect();
    let tokens = texts.iter().map(|text| count(text)).sum();
    let answer = if types.is_empty() {
        json!({ "embeddings": vectors, "id": id, "response_type": "embeddings_floats", "texts": texts })
    } else {
        let mut by_type = json!({});
        for kind in types {
            by_type[&kind] = match kind.as_str() {
                "int8" => vectors.iter().map(|v| v.iter().map(|x| (x * 127.0) as i8).collect::<Vec<_>>()).collect(),
                _ => json!(vectors),
            };
        }
        json!({ "embeddings": by_type, "id": id, "response_type": "embeddings_by_type", "texts": texts })
    };
    Ok((answer, Usage { input_tokens: tokens, output_tokens: 0 }))
}

fn vector(text: &str, dimensions: u64) -> Vec<f64> {
    let mut random = Random::new(hash(text.as_bytes()));
    let raw: Vec<f64> = (0..dimensions).map(|_| random.below(2_001) as f64 / 1_000.0 - 1.0).collect();
    let length = raw.iter().map(|x| x * x).sum::<f64>().sqrt();
    raw.iter().map(|x| x / length).collect()
}
