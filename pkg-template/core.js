// The way into the core: it is loaded at the first call, and made anew where it was thrown away.

import { Client } from "./bindings.js";
import { BedrockError } from "./errors.js";
import { EventIterator } from "./events.js";
import { stringify } from "./json.js";
import { currentInstance, discard } from "./load.js";

/** A client of the core. */
export class Core {
  /** What messages call the owner of the options. */
  of = "new Bedrock";
  #options;
  #configure;
  #configuring;
  #client;
  #instance;

  /** @param configure completes the options: an async function from options to options */
  constructor(options, configure = async (options) => options) {
    this.#options = options;
    this.#configure = configure;
  }

  /** Resolves to the reply to one call: see src/wasm/reply.rs. `fetch` takes the place of the client's. */
  async send(operation, input, options, fetch) {
    this.#options = await this.#configured();
    const instance = await currentInstance();
    const client = this.#clientOf(instance);
    const reply = await underWay(instance, () => client.send(operation, input, options, fetch));
    return { ...reply, instance, signal: options?.signal, EventIterator };
  }

  /** Resolves to the reply to a request in OpenAI's shape. `method` is one of the core's: `chat`, `embeddings`, `images`. */
  async create(method, input, options) {
    this.#options = await this.#configured();
    const request = asJson(input);
    const instance = await currentInstance();
    const client = this.#clientOf(instance);
    const reply = await underWay(instance, () => client[method](request, options));
    return { ...reply, instance, signal: options?.signal, EventIterator };
  }

  /** A short-term Bedrock API key, all but its base64. */
  async createApiKey(options) {
    this.#options = await this.#configured();
    const instance = await currentInstance();
    return underWay(instance, () => this.#clientOf(instance).createApiKey(options));
  }

  /** The options, completed once for all calls. A failure is not kept: the next call tries again. */
  #configured() {
    this.#configuring ??= this.#configure(this.#options).catch((error) => {
      this.#configuring = undefined;
      throw error;
    });
    return this.#configuring;
  }

  #clientOf(instance) {
    if (this.#instance !== instance) {
      this.#client = new Client(this.#options, this.of);
      this.#instance = instance;
    }
    return this.#client;
  }
}

function asJson(input) {
  if (typeof input !== "object" || input === null || Array.isArray(input)) {
    throw new BedrockError("The input is not an object. Pass { model, … }.");
  }
  try {
    return stringify(input);
  } catch (cause) {
    throw new BedrockError(`The input cannot be sent: ${cause?.message ?? cause}`, { cause });
  }
}

/** The promise of a call, rejected too when the instance traps: its own promise would stay pending then. */
async function underWay(instance, start) {
  let rejectCall;
  const trapped = new Promise((_, reject) => {
    rejectCall = reject;
  });
  // A call that traps at its start is never raced with it.
  trapped.catch(() => {});
  instance.calls.add(rejectCall);
  try {
    return await Promise.race([start(), trapped]);
  } catch (error) {
    throw error instanceof WebAssembly.RuntimeError ? discard(instance, error) : error;
  } finally {
    instance.calls.delete(rejectCall);
  }
}
