// The way into the core: it is loaded at the first call, and made anew where it was thrown away.

import { Client } from "../bindings.js";
import { BedrockError } from "../client/errors.js";
import { EventIterator } from "./events.js";
import { encodeBlob } from "./json.js";
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
  send(operation, input, options, fetch) {
    return this.#reply(options, (client) => client.send(operation, input, options, fetch));
  }

  /** Resolves to the reply to a request in OpenAI's shape. `method` is one of the core's: `chat`, `embeddings`, … */
  create(method, input, options) {
    return this.#reply(options, (client) => client[method](asJson(input), options));
  }

  /** A short-term Bedrock API key, all but its base64. */
  async createApiKey(options) {
    const { result } = await this.#run((client) => client.createApiKey(options));
    return result;
  }

  async #reply(options, start) {
    const { instance, result } = await this.#run(start);
    return { ...result, instance, signal: options?.signal, EventIterator };
  }

  /** Starts something with the client of the instance that there is now. */
  async #run(start) {
    this.#options = await this.#configured();
    const instance = await currentInstance();
    return { instance, result: await underWay(instance, () => start(this.#clientOf(instance))) };
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

/** The bytes of its JSON: a string would be copied letter by letter, and an image has millions of them. */
function asJson(input) {
  if (typeof input !== "object" || input === null || Array.isArray(input)) {
    throw new BedrockError("The input is not an object. Pass { model, … }.");
  }
  try {
    return encodeBlob(input);
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
