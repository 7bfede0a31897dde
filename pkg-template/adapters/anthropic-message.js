// A completion of a chat as a message of Anthropic's.

/** @import { Unchecked } from "../types/internal.js" */

/**
 * @param {Unchecked} completion
 * @param {Unchecked} stopSequences of the request
 * @param {boolean} isClaude
 */
export function messageOf({ id, model, choices: [{ message, finish_reason }], usage, _bedrock }, stopSequences, isClaude) {
  const { reasoning_content, thinking_blocks, content, tool_calls = [], annotations } = message;
  const blocks = [];
  if (isClaude && thinking_blocks) blocks.push(...thinking_blocks);
  else if (reasoning_content) blocks.push({ ...THINKING, thinking: reasoning_content });
  const citations = citationsOf(annotations);
  // The AI SDK refuses `null`, and Claude on Bedrock sends none.
  if (content) blocks.push({ ...TEXT, text: content, ...(citations && { citations }) });
  for (const call of tool_calls) blocks.push(toolUse(call, inputOf(call.function.arguments)));
  return {
    ...opening(id, model),
    content: blocks,
    ...ending(finish_reason, _bedrock, stopSequences),
    usage: { ...NOT_COUNTED, ...tokens(usage) },
    _bedrock,
  };
}

/**
 * Thoughts. Those of other models than Claude have no signature, though a model may have signed or sealed them: none takes its
 * thoughts back, and Claude takes none but its own.
 */
export const THINKING = { type: "thinking", thinking: "", signature: "" };
export const TEXT = { type: "text", text: "" };

/**
 * A message before its content. It has the members of a beta's message, too.
 *
 * @param {string} id
 * @param {string} model
 */
export function opening(id, model) {
  return {
    id: `msg_${id.replace(/^chatcmpl-/, "")}`,
    type: "message",
    role: "assistant",
    model,
    content: /** @type {Unchecked[]} */ ([]),
    container: null,
    context_management: null,
    diagnostics: null,
    stop_details: /** @type {Unchecked} */ (null),
    stop_reason: /** @type {string | null} */ (null),
    stop_sequence: /** @type {string | null} */ (null),
  };
}

/**
 * @param {Unchecked} call
 * @param {Unchecked} input
 */
export function toolUse({ id, function: { name } }, input) {
  return { type: "tool_use", id, name, input, caller: { type: "direct" } };
}

/**
 * The arguments of a call as an object, which all programs expect. Others are a member of one, as they are sent back.
 *
 * @param {string} json
 */
function inputOf(json) {
  let input;
  try {
    input = JSON.parse(json || "{}") ?? {};
  } catch {
    input = json;
  }
  return typeof input === "object" && !Array.isArray(input) ? input : { arguments: input };
}

/**
 * Pages that a model cites, such as those of Nova's search. Nova does not quote them.
 *
 * @param {Unchecked[]} [annotations]
 */
export function citationsOf(annotations) {
  if (!annotations?.length) return null;
  return annotations.map(({ url_citation: { url, title } }) => {
    return { type: "web_search_result_location", url, title, cited_text: "", encrypted_index: "" };
  });
}

/** Reasons to stop that Anthropic and Bedrock have alike. */
const SHARED = ["stop_sequence", "model_context_window_exceeded"];
const REASONS = /** @type {Record<string, string>} */ ({
  tool_calls: "tool_use",
  content_filter: "refusal",
  length: "max_tokens",
});

const REFUSAL = {
  type: "refusal",
  category: null,
  fallback_credit_token: null,
  fallback_has_prefill_claim: null,
  recommended_model: null,
};

/**
 * Why the model stopped.
 *
 * @param {string} finishReason
 * @param {Unchecked} bedrock
 * @param {Unchecked} stopSequences
 */
export function ending(finishReason, bedrock, stopSequences) {
  const own = bedrock?.stopReason;
  const stop_reason = SHARED.includes(own) ? own : (REASONS[finishReason] ?? "end_turn");
  // Converse does not tell which of several it was.
  const stop_sequence = own === "stop_sequence" && stopSequences?.length === 1 ? stopSequences[0] : null;
  const explanation = own === "guardrail_intervened" ? "A guardrail of Bedrock intervened." : null;
  const stop_details = stop_reason === "refusal" ? { ...REFUSAL, explanation } : null;
  return { stop_reason, stop_sequence, stop_details };
}

/** Members of `usage` that Bedrock does not count. */
export const NOT_COUNTED = { cache_creation: null, inference_geo: null, service_tier: null, speed: null };

/**
 * OpenAI counts the cache's tokens among those of the prompt, Anthropic beside them.
 *
 * @param {Unchecked} [usage]
 */
export function tokens(usage) {
  const { prompt_tokens = 0, completion_tokens = 0, prompt_tokens_details, completion_tokens_details } = usage ?? {};
  const { cached_tokens: read = 0, cache_write_tokens: written = 0 } = prompt_tokens_details ?? {};
  const thinking_tokens = completion_tokens_details?.reasoning_tokens;
  return {
    input_tokens: Math.max(prompt_tokens - read - written, 0),
    cache_creation_input_tokens: written,
    cache_read_input_tokens: read,
    fallback_credit: null,
    iterations: null,
    output_tokens: completion_tokens,
    output_tokens_details: thinking_tokens === undefined ? null : { thinking_tokens },
    server_tool_use: null,
  };
}
