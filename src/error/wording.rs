//! Models' own wordings of errors for which OpenAI has a code.

use super::ErrorReply;
use super::service_class;
use crate::search::says;

/// Whether a refusal means [`TOO_LONG`](super::TOO_LONG). A throttled call is refused for its tokens too, but has only
/// to wait.
pub(super) fn says_too_long(reply: &ErrorReply, message: &str) -> bool {
    let message = message.to_ascii_lowercase();
    service_class(reply.status, reply.code.as_deref().unwrap_or_default()) != "RateLimitError"
        && TOO_LONG_WORDINGS.split(',').any(|words| says(&message, words))
}

/// Models' words for a context that is too long, in lower case. strands-agents, LiteLLM, pi and opencode look for them;
/// "recorded" marks those that stdapi.ai and redpanda's ai-sdk-go recorded from Bedrock in 2026.
const TOO_LONG_WORDINGS: &str = concat!(
    // Bedrock, and Claude and Titan through it; the last is Nova's. All recorded.
    "input is too long,",
    "prompt is too long,",
    "exceed context limit,",
    "too many total text bytes,",
    "too many input tokens,",
    "input tokens exceeded,",
    // From vLLM and its like, which serve Llama, Gemma, GLM, Qwen, gpt-oss, Mistral. Recorded, but for the last.
    "maximum context length,",
    "the max_model_len,",
    "exceed model maximum,",
    "maximum model length,",
    // By makers: Cohere, OpenAI, MiniMax, Kimi, Grok.
    "too many tokens,",
    "exceeds the context window,",
    "context window exceeds limit,",
    "exceeded model token limit,",
    "maximum prompt length is,",
    // The schemas of Titan and Cohere count characters. Recorded.
    "request: expected maxlength,",
    "expected maxlength: 2048",
);
