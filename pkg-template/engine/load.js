// An engine: the one instance of a WebAssembly module, started at the first call, and replaced if it traps. There are
// three modules: see native.js, chat-core.js and more-core.js.

import { BedrockError } from "../client/errors.js";
import { isA, sentence } from "./obstacle.js";
import { load } from "./sources.js";

/**
 * @import { Decoder } from "../types/calls.js"
 * @import { Unchecked } from "../types/internal.js"
 * @import { Bindings, Exports } from "../types/wasm.js"
 */

/** @template {Bindings} [Of=Bindings] */
export class Engine {
  #bindings;
  #name;
  /** @type {Promise<Instance<Of>> | undefined} */
  #loading;

  /**
   * @param {Of} bindings
   * @param {"native" | "chat" | "more"} name of its source
   */
  constructor(bindings, name) {
    this.#bindings = bindings;
    this.#name = name;
  }

  /** The module's exports. */
  get bindings() {
    return this.#bindings;
  }

  /** Resolves to the instance. A failure is not kept: the next call tries again. */
  instance() {
    this.#loading ??= this.#start().catch((cause) => {
      this.#loading = undefined;
      if (isA(BedrockError, cause)) throw cause;
      throw new BedrockError(`The WebAssembly of bedrock-wasm could not be started: ${sentence(cause)} ${REFUSED}`, { cause });
    });
    return this.#loading;
  }

  async #start() {
    return new Instance(this, this.#bindings.initSync({ module: await load(this.#name) }));
  }

  /** Replaces an instance that is given up. */
  replace() {
    const { initSync, resetState } = this.#bindings;
    resetState();
    this.#loading = Promise.resolve(new Instance(this, initSync()));
  }
}

/** @template {Bindings} [Of=Bindings] */
export class Instance {
  isDiscarded = false;
  /**
   * The calls under way, and the streams that are open.
   *
   * @type {Set<Unchecked>}
   */
  calls = new Set();
  /** One more than the highest number of a client. */
  clients = 0;
  /** The clients' clock offsets, by client number, from when the instance was given up. @type {number[] | undefined} */
  #clockOffsets;
  /** Views of the memory, while they are valid. */
  bytes = new Uint8Array();
  numbers = new Uint32Array();
  /** @type {Decoder[]} */
  idleDecoders = [];

  /**
   * @param {Engine<Of>} engine
   * @param {Exports} exports
   */
  constructor(engine, { memory }) {
    this.engine = engine;
    /** @type {WebAssembly.Memory | undefined} */
    this.memory = memory;
  }

  get bindings() {
    return this.engine.bindings;
  }

  /**
   * Discards the instance: after a trap, its memory can no longer be trusted. Its calls under way are rejected,
   * and the next call finds a new one. Returns the error to throw.
   *
   * @param {unknown} [cause]
   */
  discard(cause) {
    if (!this.isDiscarded) {
      this.#giveUp();
      for (const call of this.calls) call.wake?.();
    }
    return new BedrockError("The WebAssembly instance failed and was replaced: the next call will work. Please report this.", {
      cause,
    });
  }

  /**
   * Call this at the end of a call or a stream. WebAssembly's memory never shrinks: after the last of them, an instance that has
   * grown large is given up, and its memory with it.
   *
   * @param {object} call
   */
  leave(call) {
    this.calls.delete(call);
    if (this.isDiscarded || this.calls.size > 0 || this.#memory().byteLength <= MEMORY_BYTES_KEPT) return;
    const { clockOffset } = this.bindings;
    this.#clockOffsets = Array.from({ length: this.clients }, (_, client) => clockOffset(client));
    this.#giveUp();
  }

  /**
   * How many milliseconds the local clock is behind the service's, if a client of this number has learnt it.
   *
   * @param {number} client
   */
  clockOffset(client) {
    return this.isDiscarded ? this.#clockOffsets?.[client] : this.bindings.clockOffset(client);
  }

  /** Views of the memory. Memory that has grown is another buffer, and the old buffer is empty. */
  look() {
    if (this.bytes.length > 0) return;
    this.bytes = new Uint8Array(this.#memory());
    this.numbers = new Uint32Array(this.#memory());
  }

  #memory() {
    return /** @type {WebAssembly.Memory} */ (this.memory).buffer;
  }

  /** Streams that have ended may still hold this: it must not hold the memory. */
  #giveUp() {
    this.isDiscarded = true;
    this.memory = undefined;
    this.bytes = new Uint8Array();
    this.numbers = new Uint32Array();
    this.engine.replace();
  }
}

/** As much as a hundred streams at once need. */
const MEMORY_BYTES_KEPT = 16 * 1024 * 1024;

const REFUSED = "Pages with a Content-Security-Policy need script-src 'wasm-unsafe-eval'; edge workers need their own entry.";
