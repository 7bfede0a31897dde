//! Every parameter of `chat.completions.create` and of this package, and the fate of those that Bedrock lacks.

use super::Draft;
use crate::search::is_among;
use crate::translate::fate;
use crate::translate::fate::Fates;

/// Warns about parameters without effect, such as unknown ones, and refuses those that cannot be done.
pub(super) fn check(draft: &mut Draft<'_>) {
    for (name, value) in draft.request.members() {
        let name = &*name.unescaped();
        if value.is_null() || is_among(name, USED) {
            continue;
        }
        if fate::judge(&mut draft.warnings, PARAMS, name, value).is_none() {
            draft.warnings.lost(
                "`{}` is not known and was left out. What a model takes beyond OpenAI's \
                 parameters goes into `additionalModelRequestFields`.",
                &[name],
            );
        }
    }
}

/// Those that other modules read.
const USED: &str = "additionalModelRequestFields additionalModelResponseFieldPaths bedrock fallback_models \
                    function_call functions guardrailConfig guardrail_config max_completion_tokens max_tokens \
                    messages metadata model parallel_tool_calls performanceConfig promptVariables prompt_cache_key \
                    prompt_cache_options prompt_cache_retention reasoning_effort requestMetadata response_format \
                    serviceTier service_tier stop stream stream_options temperature thinking tool_choice tools \
                    top_k top_p web_search_options";

/// Those that have no effect.
const PARAMS: Fates = "\
audio||!Converse answers in text only; leave it out.
frequency_penalty|0|Converse has no such parameter.
logit_bias||Converse has no such parameter.
logprobs||!Converse gives no log probabilities; leave it out.
modalities|text|!Converse answers in text only; leave it out.
moderation||!Bedrock moderates by guardrails; pass `guardrailConfig`.
n|1|!Converse gives one choice; call it `n` times.
prediction||Converse has no such parameter.
presence_penalty|0|Converse has no such parameter.
safety_identifier||put it into `metadata`, which goes into Bedrock's invocation log.
seed||Converse has no such parameter.
store||Bedrock stores no completions.
top_logprobs|0|!Converse gives no log probabilities; leave it out.
user||put it into `metadata`, which goes into Bedrock's invocation log.
verbosity|medium|Converse has no such parameter.";
