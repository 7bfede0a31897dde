// The chunks of a chat as the events of a message of Anthropic's.

import { citationsOf, ending, NOT_COUNTED, opening, TEXT, THINKING, tokens, toolUse } from "./anthropic-message.js";

/** @import { Unchecked } from "../types/internal.js" */

/**
 * No generator: one that waits for a chunk cannot be left before that comes, and one that was not begun leaves its chunks open.
 *
 * @param {Unchecked} chunks
 * @param {Unchecked} stopSequences of the request
 * @param {boolean} isClaude
 * @returns {AsyncIterable<Unchecked>}
 */
export function eventsOf(chunks, stopSequences, isClaude) {
  const iterator = chunks[Symbol.asyncIterator]();
  const message = new Events(stopSequences, isClaude);
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

/** A message under way. */
class Events {
  isOver = false;
  #stopSequences;
  #isClaude;
  #blocks = new Blocks();
  /** The facts of the end. @type {Unchecked} */
  #last;

  /** @param {Unchecked} stopSequences @param {boolean} isClaude */
  constructor(stopSequences, isClaude) {
    this.#stopSequences = stopSequences;
    this.#isClaude = isClaude;
  }

  /** @param {Unchecked} chunk */
  *eventsOf({ id, model, choices: [choice], usage, _bedrock }) {
    if (!this.#last) {
      this.#last = {};
      yield { type: "message_start", message: { ...opening(id, model), usage: { ...NOT_COUNTED, ...tokens() } } };
    }
    if (choice) {
      const { thinking_blocks, ...delta } = choice.delta;
      yield* this.#blocks.eventsOf(this.#isClaude ? choice.delta : delta);
    }
    this.#last = {
      finish_reason: choice?.finish_reason ?? this.#last.finish_reason,
      usage: usage ?? this.#last.usage,
      _bedrock: { ...this.#last._bedrock, ..._bedrock },
    };
  }

  *end() {
    this.isOver = true;
    yield* this.#blocks.end();
    const { finish_reason, usage, _bedrock } = this.#last ?? {};
    const delta = { ...ending(finish_reason, _bedrock, this.#stopSequences), container: null };
    yield { type: "message_delta", delta, usage: tokens(usage), context_management: null, _bedrock };
    yield { type: "message_stop" };
  }
}

/**
 * A block of a stream.
 *
 * @typedef {{ kind: string | number, start: Unchecked, deltas: Unchecked[], input?: Input }} Block
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
    if (reasoning_content) {
      const thought = { type: "thinking_delta", thinking: reasoning_content, estimated_tokens: null };
      yield* this.#piece("thinking", THINKING, thought);
    }
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
    else if (block.type === "function")
      yield* this.#add({ kind, start: toolUse(block, {}), deltas: [delta], input: new Input() });
    // Of a call that is over comes nothing but empty pieces.
    else if (typeof kind === "string") yield* this.#add({ kind, start: block, deltas: [delta] });
    // Nothing more comes of other blocks when another one has begun.
    while (this.#open.length > 1 && (this.#open[0]?.input?.isWhole ?? true)) yield* this.#next();
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
      block?.input?.read(delta.partial_json);
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

/** The input of a call, of which no piece is read twice: there are thousands. */
class Input {
  #depth = 0;
  #isInString = false;
  #isEscaped = false;
  /** Whether its object has ended. */
  isWhole = false;

  /** @param {string} piece of JSON */
  read(piece) {
    for (const character of piece) {
      if (this.#isEscaped) this.#isEscaped = false;
      else if (character === '"') this.#isInString = !this.#isInString;
      else if (this.#isInString) this.#isEscaped = character === "\\";
      else if (character === "{") this.#depth += 1;
      else if (character === "}") this.isWhole = --this.#depth === 0;
    }
  }
}
