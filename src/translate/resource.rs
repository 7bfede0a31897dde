//! The common parts of embeddings and images: how their requests are read, and the refusals of both.

use super::warnings::Warnings;
use crate::error::Error;
use crate::json::Value;
use crate::models::Model;

/// A parameter that has no effect, and why.
pub(super) fn lost(warnings: &mut Warnings, name: &str, why: &str) {
    warnings.lost("`{}` has no effect: {}", &[name, why]);
}

/// A parameter that nobody knows.
pub(super) fn unknown(warnings: &mut Warnings, name: &str) {
    lost(warnings, name, "it is not known and was left out. A model's own body goes through invokeModel.");
}

/// The error for a model that is not known to make `what`; `example` is one that does. An ARN has no id to name the
/// model by.
pub(super) fn unknown_model(request: &Value<'_>, model: &Model<'_>, what: &str, example: &str) -> Error {
    let asked = request.get("model").said();
    let name = if model.id.is_empty() { &*asked } else { model.id };
    let words = [
        "`",
        name,
        "` is not known to make ",
        what,
        ". If it does, say which model has the same body, `models: { capabilities: { \"",
        name,
        "\": { baseModel: \"",
        example,
        "\" } } }`, or pass its own body to invokeModel.",
    ];
    Error::input(words.concat())
}
