//! What the caller of embeddings and images is told, and what both refuse.

use crate::error::Error;
use crate::json::Value;
use crate::json::parse;
use crate::models::Model;
use crate::translate::Options;
use crate::translate::UnsupportedParams;
use crate::translate::Warning;

/// Warnings, by the caller's policy.
pub(in crate::translate) struct Notes {
    policy: UnsupportedParams,
    pub(in crate::translate) warnings: Vec<Warning>,
}

impl Notes {
    pub(in crate::translate) fn new(options: &Options) -> Self {
        Self { policy: options.unsupported_params, warnings: Vec::new() }
    }

    /// A parameter that has no effect, and why.
    pub(in crate::translate) fn lost(&mut self, name: &str, why: &str) -> Result<(), Error> {
        let message = ["`", name, "` has no effect: ", why].concat();
        if self.policy == UnsupportedParams::Error {
            return Err(Error::input(message));
        }
        self.warn("unsupported_param", message);
        Ok(())
    }

    /// A parameter that nobody knows.
    pub(in crate::translate) fn unknown(&mut self, name: &str) -> Result<(), Error> {
        self.lost(name, "it is not known and was left out. A model's own body goes through invokeModel.")
    }

    /// Something that is sent otherwise than it was written.
    pub(in crate::translate) fn changed(&mut self, message: String) {
        self.warn("changed_request", message);
    }

    fn warn(&mut self, code: &'static str, message: String) {
        if self.policy != UnsupportedParams::Ignore {
            self.warnings.push(Warning { code, message });
        }
    }
}

/// A request of OpenAI's.
pub(in crate::translate) fn object(request: &str) -> Result<Value<'_>, Error> {
    let request = parse(request).filter(|request| matches!(request, Value::Object(_)));
    request.ok_or_else(|| Error::input("The request is no JSON object."))
}

/// The error for a model of which nobody knows how it makes `what`; `example` is one that does. Behind an ARN there is
/// no id to name it by.
pub(in crate::translate) fn unknown_model(request: &Value<'_>, model: &Model<'_>, what: &str, example: &str) -> Error {
    let asked = request.get("model").str().unwrap_or_default();
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
