// An engine: the one instance of a WebAssembly module, started at the first call, and replaced should it ever trap. There are
// three modules: see native.js, chat.js and more.js.

import { BedrockError } from "../client/errors.js";
import { messageOf } from "./obstacle.js";
import { sourceOf } from "./sources.js";

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

  /** What the module exports. */
  get bindings() {
    return this.#bindings;
  }

  /** Resolves to the instance. A failure is not kept: the next call tries again. */
  instance() {
    this.#loading ??= this.#start().catch((cause) => {
      this.#loading = undefined;
      const remedy =
        "Pages with a Content-Security-Policy need script-src 'wasm-unsafe-eval'; edge workers need the entry of their own runtime.";
      throw new BedrockError(
        `The WebAssembly of bedrock-wasm could not be started: ${messageOf(cause).replace(/\.$/, "")}. ${remedy}`,
        {
          cause,
        },
      );
    });
    return this.#loading;
  }

  async #start() {
    return new Instance(this, this.#bindings.initSync({ module: await sourceOf(this.#name)() }));
  }

  /** Puts another instance in the place of one that trapped. */
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
  /** @type {Decoder[]} */
  idleDecoders = [];

  /**
   * @param {Engine<Of>} engine
   * @param {Exports} exports
   */
  constructor(engine, { memory }) {
    this.engine = engine;
    this.memory = memory;
  }

  get bindings() {
    return this.engine.bindings;
  }

  /**
   * Throws the instance away: after a trap, what is in its memory can no longer be trusted. Its calls under way are rejected,
   * and the next call finds a new one. Returns the error to throw.
   *
   * @param {unknown} [cause]
   */
  discard(cause) {
    if (!this.isDiscarded) {
      this.isDiscarded = true;
      this.engine.replace();
      for (const call of this.calls) call.wake?.();
    }
    return new BedrockError(
      "The WebAssembly instance failed and was replaced: the next call will work. Please report how it came to this.",
      { cause },
    );
  }

  /**
   * To be called at the end of a call or a stream.
   *
   * @param {object} call
   */
  leave(call) {
    this.calls.delete(call);
  }
}
