// The chunks of a chat as the events of a message of Anthropic's.

import { citationsOf, ending, NOT_COUNTED, opening, TEXT, THINKING, tokens, toolUse } from "./anthropic-message.js";

/** @import { Unchecked } from "../types/internal.js" */

/**
 * No generator: one that waits for a chunk cannot be left before that comes, and one that was not begun leaves its chunks open.
 *
 * @param {Unchecked} chunks
 * @param {Unchecked} stopSequences of the request
 * @returns {AsyncIterable<Unchecked>}
 */
export function eventsOf(chunks, stopSequences) {
  const iterator = chunks[Symbol.asyncIterator]();
  const message = new Events(stopSequences);
  /** @type {Unchecked[]} */
  let events = [];
  return {
    [Symbol.asyncIterator]: () => ({
      async next() {
        while (events.length === 0) {
          const { value, done } = await iterator.next();
          if (done && message.isOver) return { value, done };
          events = [...(done ? message.end() : message.eventsOf(value))];
        }
        return { value: events.shift(), done: false };
      },
      async return() {
        await chunks.close();
        return { value: undefined, done: true };
      },
    }),
  };
}

/**
 * A message under way. Anthropic's blocks come one after the other, and Bedrock's calls may come a piece of each in turn: while
 * one is not whole, the others wait.
 */
class Events {
  isOver = false;
  #stopSequences;
  #index = -1;
  /** The block under way: the name of its kind, or the number of its call and the input so far. @type {Unchecked} */
  #open;
  /** Blocks that wait, each with its deltas. @type {Map<string | number, { block: Unchecked, deltas: Unchecked[] }>} */
  #waiting = new Map();
  /** The facts of the end. @type {Unchecked} */
  #last;

  /** @param {Unchecked} stopSequences */
  constructor(stopSequences) {
    this.#stopSequences = stopSequences;
  }

  /** @param {Unchecked} chunk */
  *eventsOf({ id, model, choices: [choice], usage, _bedrock }) {
    if (!this.#last) {
      this.#last = {};
      yield { type: "message_start", message: { ...opening(id, model), usage: { ...NOT_COUNTED, ...tokens() } } };
    }
    if (choice) yield* this.#deltaOf(choice.delta);
    this.#last = {
      finish_reason: choice?.finish_reason ?? this.#last.finish_reason,
      usage: usage ?? this.#last.usage,
      _bedrock: { ...this.#last._bedrock, ..._bedrock },
    };
  }

  *end() {
    this.isOver = true;
    yield* this.#stop();
    for (const { block, deltas } of this.#waiting.values()) {
      yield this.#start(block);
      for (const delta of deltas) yield this.#delta(delta);
      yield* this.#stop();
    }
    const { finish_reason, usage, _bedrock } = this.#last ?? {};
    const delta = { ...ending(finish_reason, _bedrock, this.#stopSequences), container: null };
    yield { type: "message_delta", delta, usage: tokens(usage), context_management: null, _bedrock };
    yield { type: "message_stop" };
  }

  /** @param {Unchecked} delta */
  *#deltaOf({ reasoning_content, content, tool_calls = [], annotations }) {
    // A reply that came whole has several of them.
    if (reasoning_content) {
      const thought = { type: "thinking_delta", thinking: reasoning_content, estimated_tokens: null };
      yield* this.#piece("thinking", THINKING, thought);
    }
    if (content) yield* this.#piece("text", TEXT, { type: "text_delta", text: content });
    for (const citation of citationsOf(annotations) ?? [])
      yield* this.#piece("text", TEXT, { type: "citations_delta", citation });
    for (const call of tool_calls) {
      const partial_json = call.function?.arguments ?? "";
      yield* this.#piece(call.index, toolUse(call, {}), { type: "input_json_delta", partial_json });
    }
  }

  /**
   * @param {string | number} kind
   * @param {Unchecked} block
   * @param {Unchecked} delta
   */
  *#piece(kind, block, delta) {
    if (this.#open?.kind !== kind) {
      const waiting = this.#waiting.get(kind);
      if (waiting) return void waiting.deltas.push(delta);
      if (this.#open?.input !== undefined && !isWhole(this.#open.input))
        return void this.#waiting.set(kind, { block, deltas: [delta] });
      yield* this.#stop();
      this.#open = { kind, input: typeof kind === "number" ? "" : undefined };
      yield this.#start(block);
    }
    if (delta.partial_json) this.#open.input += delta.partial_json;
    yield this.#delta(delta);
  }

  /** @param {Unchecked} content_block */
  #start(content_block) {
    this.#index += 1;
    this.#open ??= {};
    return { type: "content_block_start", index: this.#index, content_block };
  }

  /** @param {Unchecked} delta */
  #delta(delta) {
    return { type: "content_block_delta", index: this.#index, delta };
  }

  *#stop() {
    if (!this.#open) return;
    this.#open = undefined;
    yield { type: "content_block_stop", index: this.#index };
  }
}

/** @param {string} json */
function isWhole(json) {
  try {
    JSON.parse(json);
    return true;
  } catch {
    return false;
  }
}
