//! Parameters that Bedrock lacks: what becomes of a request that has them.

use super::warnings::Warnings;
use crate::json::Value;
use crate::search::pairs;

/// Parameters, a line each: the name, the value that asks for nothing, and why it is left out, with a warning. Behind a
/// `!` is why it is refused: its loss would change the meaning of the reply. One text has no addresses of its parts.
pub(super) type Fates = &'static str;

/// Says what becomes of a parameter; nothing if it is not among `fates`.
pub(super) fn judge(warnings: &mut Warnings, fates: Fates, name: &str, value: &Value<'_>) -> Option<()> {
    let (_, fate) = pairs(fates, '\n', '|').find(|(known, _)| *known == name)?;
    let (neutral, why) = fate.split_once('|')?;
    if is_neutral(value, neutral) {
    } else if let Some(why) = why.strip_prefix('!') {
        warnings.refuse("`{}`: {}", &[name, why]);
    } else {
        warnings.lost("`{}` has no effect: {}", &[name, why]);
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
