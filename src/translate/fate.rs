//! Parameters that Bedrock lacks: what becomes of a request that has them.

use super::warnings::Warnings;
use crate::json::Value;

/// The fate of a parameter: the reason, and the value that asks for nothing.
pub(super) enum Fate {
    /// Left out, with a warning.
    Lost(&'static str, &'static str),
    /// Its loss would change the meaning of the reply.
    Refused(&'static str, &'static str),
}

/// Parameters by name, each with its fate.
pub(super) type Fates = [(&'static str, Fate)];

/// Says what becomes of a parameter; nothing if it is not among `fates`.
pub(super) fn judge(warnings: &mut Warnings, fates: &Fates, name: &str, value: &Value<'_>) -> Option<()> {
    match fates.iter().find(|(known, _)| *known == name)? {
        (_, Fate::Lost(_, neutral) | Fate::Refused(_, neutral)) if is_neutral(value, neutral) => {}
        (_, Fate::Lost(why, _)) => warnings.lost("`{}` has no effect: {}", &[name, why]),
        (_, Fate::Refused(why, _)) => warnings.refuse("`{}`: {}", &[name, why]),
    }
    Some(())
}

fn is_neutral(value: &Value<'_>, neutral: &str) -> bool {
    match value {
        Value::Bool(value) => !value,
        Value::Number(number) => *number == neutral,
        Value::Array(items) => items.iter().all(|item| item.says(neutral)),
        Value::Object(members) => members.is_empty(),
        Value::String(text) => text.is(neutral),
        Value::Null => true,
    }
}

pub(super) const NO_COUNTERPART: &str = "Converse has no such parameter.";
