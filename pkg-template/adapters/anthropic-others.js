// Models that are not Claude: a request of Anthropic's goes through a chat, and its reply comes back as a message.

import { requestOf } from "./anthropic-request.js";

/** @import { ClientSettings } from "../types/claude.js" */
/** @import { Bedrock } from "../types/index.js" */
/** @import { Unchecked } from "../types/internal.js" */
/** @import { Answered, Asked } from "../types/serving.js" */

/**
 * @param {Bedrock} bedrock
 * @param {Asked} asked
 * @param {ClientSettings} settings
 * @param {string} model
 * @returns {Promise<Answered>}
 */
export async function askOther(bedrock, { body, options }, settings, model) {
  const chat = requestOf({ ...body, model }, settings);
  const { data, ...answered } = /** @type {Answered} */ (await bedrock.chat.completions.create(chat, options).withResponse());
  return { ...answered, data: chat.stream ? eventsOf(data) : messageOf(data) };
}

/**
 * A completion as a message.
 *
 * @param {Unchecked} completion
 */
export function messageOf({ id, model, choices: [{ message, finish_reason }], usage, _bedrock }) {
  const { reasoning_content, content, tool_calls = [], annotations } = message;
  const blocks = [];
  if (reasoning_content) blocks.push(...thoughtsOf(message));
  const citations = citationsOf(annotations);
  // The AI SDK refuses `null`, and Claude on Bedrock sends none.
  if (content) blocks.push({ type: "text", text: content, ...(citations && { citations }) });
  for (const call of tool_calls) blocks.push(toolUse(call, JSON.parse(call.function.arguments || "{}")));
  return {
    ...opening(id, model),
    content: blocks,
    stop_reason: stopReason(finish_reason, _bedrock),
    usage: { ...NOT_COUNTED, ...tokens(usage) },
    _bedrock,
  };
}

/**
 * A message without its content.
 *
 * @param {string} id
 * @param {string} model
 */
function opening(id, model) {
  return {
    id: `msg_${id.replace(/^chatcmpl-/, "")}`,
    type: "message",
    role: "assistant",
    model,
    content: /** @type {Unchecked[]} */ ([]),
    container: null,
    diagnostics: null,
    stop_details: null,
    stop_reason: /** @type {string | null} */ (null),
    // Converse does not tell which one it was.
    stop_sequence: null,
  };
}

/**
 * Thoughts with the signatures of those that are to be sent back. Those without one are of no use to any model.
 *
 * @param {Unchecked} message
 */
function thoughtsOf({ reasoning_content, thinking_blocks }) {
  return thinking_blocks?.length ? thinking_blocks : [{ type: "thinking", thinking: reasoning_content, signature: "" }];
}

/**
 * @param {Unchecked} call
 * @param {Unchecked} input
 */
function toolUse({ id, function: { name } }, input) {
  return { type: "tool_use", id, name, input, caller: { type: "direct" } };
}

/**
 * Pages that a model cites, such as those of Nova's search.
 *
 * @param {Unchecked[]} [annotations]
 */
function citationsOf(annotations) {
  if (!annotations?.length) return null;
  return annotations.map(({ url_citation: { url, title } }) => {
    return { type: "web_search_result_location", url, title, cited_text: "", encrypted_index: "" };
  });
}

/**
 * @param {string} finishReason
 * @param {Unchecked} bedrock
 */
function stopReason(finishReason, bedrock) {
  const own = bedrock?.stopReason;
  if (finishReason === "tool_calls") return "tool_use";
  if (finishReason === "content_filter") return "refusal";
  if (finishReason === "length") return own === "model_context_window_exceeded" ? own : "max_tokens";
  return own === "stop_sequence" ? own : "end_turn";
}

/** Members of `usage` that Bedrock does not count. */
const NOT_COUNTED = { cache_creation: null, inference_geo: null, service_tier: null, speed: null };

/**
 * OpenAI counts the cache's tokens among those of the prompt, Anthropic beside them.
 *
 * @param {Unchecked} [usage]
 */
function tokens(usage) {
  const { prompt_tokens = 0, completion_tokens = 0, prompt_tokens_details, completion_tokens_details } = usage ?? {};
  const { cached_tokens: read = 0, cache_write_tokens: written = 0 } = prompt_tokens_details ?? {};
  const thinking_tokens = completion_tokens_details?.reasoning_tokens;
  return {
    input_tokens: prompt_tokens - read - written,
    cache_creation_input_tokens: written,
    cache_read_input_tokens: read,
    output_tokens: completion_tokens,
    output_tokens_details: thinking_tokens === undefined ? null : { thinking_tokens },
    server_tool_use: null,
  };
}

/**
 * The chunks of a chat as the events of a message. Leaving it ends the request at once: a generator would wait for the next
 * chunk, and one that has not begun would not end it at all.
 *
 * @param {Unchecked} chunks
 */
export function eventsOf(chunks) {
  const events = eventsIn(chunks);
  const iterator = {
    next: () => events.next(),
    async return() {
      await chunks.close();
      return events.return();
    },
  };
  return { [Symbol.asyncIterator]: () => iterator };
}

/** @param {Unchecked} chunks */
async function* eventsIn(chunks) {
  const blocks = new Blocks();
  let isOpen = false;
  /** @type {Unchecked} */
  let last = {};
  for await (const chunk of chunks) {
    if (!isOpen) {
      isOpen = true;
      yield { type: "message_start", message: { ...opening(chunk.id, chunk.model), usage: { ...NOT_COUNTED, ...tokens() } } };
    }
    const [choice] = chunk.choices;
    if (choice) yield* blocks.eventsOf(choice.delta);
    last = {
      finish_reason: choice?.finish_reason ?? last.finish_reason,
      usage: chunk.usage ?? last.usage,
      _bedrock: { ...last._bedrock, ...chunk._bedrock },
    };
  }
  yield* blocks.end();
  const { finish_reason, usage, _bedrock } = last;
  const delta = { stop_reason: stopReason(finish_reason, _bedrock), stop_sequence: null, stop_details: null, container: null };
  yield { type: "message_delta", delta, usage: tokens(usage), _bedrock };
  yield { type: "message_stop" };
}

/**
 * A block of a stream.
 *
 * @typedef {{ kind: string | number, start: Unchecked, deltas: Unchecked[], json?: string }} Block
 */

/**
 * The blocks of a message, one after the other, as the SDK expects them. Models call several tools at once, and the pieces of
 * their inputs come in turn: those of later calls wait until the input before them is whole.
 */
class Blocks {
  #index = -1;
  /** The block under way, and those that wait. @type {Block[]} */
  #open = [];

  /** @param {Unchecked} delta */
  *eventsOf({ reasoning_content, content, tool_calls = [], annotations, thinking_blocks }) {
    // A reply that came whole has both.
    if (reasoning_content) yield* this.#piece("thinking", THINKING, { type: "thinking_delta", thinking: reasoning_content });
    for (const { signature } of thinking_blocks ?? []) {
      if (signature) yield* this.#more("thinking", { type: "signature_delta", signature });
    }
    if (content) yield* this.#piece("text", TEXT, { type: "text_delta", text: content });
    for (const citation of citationsOf(annotations) ?? []) yield* this.#more("text", { type: "citations_delta", citation });
    for (const call of tool_calls) {
      const partial_json = call.function?.arguments ?? "";
      yield* this.#piece(call.index, call, { type: "input_json_delta", partial_json });
    }
  }

  /**
   * A piece of a block, which begins with it if it has not begun.
   *
   * @param {string | number} kind or the number of a call
   * @param {Unchecked} block a block, or a call
   * @param {Unchecked} delta
   */
  *#piece(kind, block, delta) {
    if (this.#open.some((open) => open.kind === kind)) yield* this.#more(kind, delta);
    else if (block.type === "function") yield* this.#add({ kind, start: toolUse(block, {}), deltas: [delta], json: "" });
    // Of a call that is over comes nothing but empty pieces.
    else if (typeof kind === "string") yield* this.#add({ kind, start: block, deltas: [delta] });
    while (this.#open.length > 1 && isWhole(this.#open[0])) yield* this.#next();
  }

  /** @param {Block} block */
  *#add(block) {
    this.#open.push(block);
    if (this.#open.length === 1) yield* this.#begin();
  }

  /**
   * A piece of a block that has begun; nothing if there is none.
   *
   * @param {string | number} kind
   * @param {Unchecked} delta
   */
  *#more(kind, delta) {
    const block = this.#open.find((open) => open.kind === kind);
    block?.deltas.push(delta);
    if (block === this.#open[0]) yield* this.#pieces();
  }

  *#begin() {
    this.#index += 1;
    yield { type: "content_block_start", index: this.#index, content_block: this.#open[0]?.start };
    yield* this.#pieces();
  }

  *#pieces() {
    const [block] = this.#open;
    for (const delta of block?.deltas.splice(0) ?? []) {
      if (block?.json !== undefined) block.json += delta.partial_json;
      yield { type: "content_block_delta", index: this.#index, delta };
    }
  }

  *#next() {
    yield { type: "content_block_stop", index: this.#index };
    this.#open.shift();
    if (this.#open.length) yield* this.#begin();
  }

  *end() {
    while (this.#open.length) yield* this.#next();
  }
}

/**
 * Whether nothing more comes of a block when another one has begun.
 *
 * @param {Block | undefined} block
 */
function isWhole(block) {
  const json = block?.json;
  if (json === undefined) return true;
  if (!json.endsWith("}")) return false;
  try {
    JSON.parse(json);
    return true;
  } catch {
    return false;
  }
}

const THINKING = { type: "thinking", thinking: "", signature: "" };
const TEXT = { type: "text", text: "" };
