//! Members of Bedrock's own request, which a caller may give beside OpenAI's or under `bedrock`; and OpenAI's members
//! that are the same under another name.

use super::Draft;
use super::reasoning::Thinking;
use crate::json::Value;
use crate::json::Writer;
use crate::models::Capability;
use crate::models::Family;
use crate::search::is_among;

/// A member of Bedrock's request as the caller gave it.
pub(super) fn param<'a>(draft: &Draft<'a>, name: &str) -> &'a Value<'a> {
    let grouped = draft.param("bedrock").get(name);
    if grouped.is_null() { draft.param(name) } else { grouped }
}

/// Writes all of them.
pub(super) fn write_bedrock_members(draft: &mut Draft<'_>, thinking: Thinking, body: &mut Writer) {
    check_group(draft);
    write_additional(draft, body);
    write_paths(draft, thinking, body);
    for name in AS_THEY_ARE.split(' ') {
        let value = param(draft, name);
        if !value.is_null() {
            body.key(name).value(value);
        }
    }
    let guardrail = draft.param("guardrail_config");
    if !guardrail.is_null() && param(draft, "guardrailConfig").is_null() {
        body.key("guardrailConfig").value(guardrail);
    }
    write_metadata(draft, body);
    write_service_tier(draft, body);
}

const AS_THEY_ARE: &str = "guardrailConfig performanceConfig promptVariables requestMetadata serviceTier";

const FIELDS: &str = "additionalModelRequestFields";
const PATHS: &str = "additionalModelResponseFieldPaths";

/// Where Claude says how many tokens it has thought.
const THOUGHT_TOKENS: &str = "/usage/output_tokens_details";

/// The caller's paths, and one for the tokens of reasoning in the reply's `usage`.
fn write_paths(draft: &mut Draft<'_>, thinking: Thinking, body: &mut Writer) {
    let own = param(draft, PATHS);
    if !matches!(own, Value::Null | Value::Array(_)) {
        return draft.refuse("`{}` is not a list.", &[PATHS]);
    }
    // Newer ones think unless told not to.
    let thinks =
        thinking.is_on || draft.model.lacks(Capability::ThinkingBudget) || draft.model.lacks(Capability::ThinkingOff);
    let counts_thoughts = thinks && draft.model.family() == Family::Claude;
    if own.items().is_empty() && !counts_thoughts {
        return;
    }
    body.key(PATHS).open('[');
    for path in own.items() {
        body.value(path);
    }
    if counts_thoughts && own.items().len() < PATHS_MAX {
        body.string(THOUGHT_TOKENS);
    }
    body.close(']');
}

const PATHS_MAX: usize = 10;

fn check_group(draft: &mut Draft<'_>) {
    let group = draft.param("bedrock");
    if !matches!(group, Value::Null | Value::Object(_)) {
        return draft.refuse("`bedrock` is not an object.", &[]);
    }
    for (name, _) in group.members() {
        let name = &*name.unescaped();
        if !is_among(name, AS_THEY_ARE) && name != FIELDS && name != PATHS {
            draft.warnings.lost("`bedrock.{}` is not known and was left out.", &[name]);
        }
    }
}

fn write_additional(draft: &mut Draft<'_>, body: &mut Writer) {
    let own = param(draft, FIELDS);
    if !matches!(own, Value::Null | Value::Object(_)) {
        return draft.refuse("`{}` is not an object.", &[FIELDS]);
    }
    for (name, value) in own.members() {
        draft.additional.key(name.escaped()).value(value);
    }
    if !draft.additional.is_empty() {
        body.key(FIELDS).open('{').raw(draft.additional.as_str()).close('}');
    }
}

const METADATA_PAIRS_MAX: usize = 16;
const METADATA_LENGTH_MAX: usize = 256;

/// `metadata`, which Bedrock keeps in its invocation log.
fn write_metadata(draft: &mut Draft<'_>, body: &mut Writer) {
    let metadata = draft.param("metadata");
    if metadata.members().is_empty() || !param(draft, "requestMetadata").is_null() {
        if !matches!(metadata, Value::Null | Value::Object(_)) {
            draft.refuse("`metadata` is not an object.", &[]);
        }
        return;
    }
    if metadata.members().len() > METADATA_PAIRS_MAX {
        return draft.refuse("`metadata` has more than the 16 pairs that Bedrock takes.", &[]);
    }
    body.key("requestMetadata").open('{');
    for (name, value) in metadata.members() {
        let key = name.unescaped();
        let is_valid = value.str().is_some_and(|value| is_metadata(&value)) && is_metadata(&key) && !key.is_empty();
        if !is_valid {
            draft.refuse(
                "`metadata.{}`: Bedrock takes texts of up to 256 letters, digits, spaces and `_.:/=+,@$#-`.",
                &[&key],
            );
        }
        body.key(name.escaped()).value(value);
    }
    body.close('}');
}

fn is_metadata(text: &str) -> bool {
    let is_valid = |byte: u8| byte.is_ascii_alphanumeric() || b" \t\n\r:_@$#=/+,-.".contains(&byte);
    text.len() <= METADATA_LENGTH_MAX && text.bytes().all(is_valid)
}

fn write_service_tier(draft: &mut Draft<'_>, body: &mut Writer) {
    let tier = draft.param("service_tier");
    if !param(draft, "serviceTier").is_null() {
        return;
    }
    match tier.word() {
        "" | "auto" => {}
        name @ ("default" | "flex" | "priority" | "reserved") => {
            body.key("serviceTier").open('{').key("type").string(name).close('}');
        }
        name => draft.refuse("`service_tier`: `{}` is not one of auto, default, flex, priority, reserved.", &[name]),
    }
}
