// The features that few pages need, a part of the package that loads at their first call: OpenAI's resources other than chats,
// API keys, and bidirectional streams.

import { bindings } from "../more/bindings.js";
import { FALLBACK, modelsText, request, resourceOutput } from "./openai-request.js";
import { CALL, callText, Core, Engine, field, is, readOptions, stringify, take, Underway } from "./shared.js";

/**
 * @import { Core as CoreOf } from "./core.js"
 * @import { Engine as EngineOf } from "./load.js"
 * @import { Settings } from "./settings.js"
 * @import { Fetch, OpenAiMethod, OpenAiReply } from "../types/calls.js"
 * @import { Shared } from "../types/parts.js"
 * @import { CallOptions, CreateApiKeyOptions } from "../types/index.js"
 * @import { Unchecked } from "../types/internal.js"
 * @import { MoreBindings } from "../types/wasm.js"
 */

/** The methods of OpenAI's vocabulary: their numbers (`Method` in src/wasm/more.rs), and their names in messages. */
const METHODS = {
  embeddings: { number: 0, of: "embeddings.create", hasFallback: true },
  images: { number: 1, of: "images.generate", hasFallback: true },
  listModels: { number: 2, of: "models.list", hasFallback: false },
  retrieveModel: { number: 3, of: "models.retrieve", hasFallback: false },
};

/** @type {EngineOf<MoreBindings>} */
let engine;

/**
 * These features with a client's settings, and the core that they go through.
 *
 * @param {Shared} shared
 * @param {Settings} settings
 */
export function open(shared, settings) {
  take(shared);
  engine ??= new Engine(bindings, "more");
  return new More(new Core(engine, settings, modelsText));
}

class More {
  /** @param {CoreOf<MoreBindings>} core */
  constructor(core) {
    this.core = core;
  }

  /**
   * @param {keyof typeof METHODS} name
   * @param {Unchecked} input
   * @param {CallOptions | undefined} options
   * @returns {Promise<OpenAiReply>}
   */
  create(name, input, options) {
    const { number, of, hasFallback } = METHODS[name];
    /** @type {OpenAiMethod<MoreBindings, undefined>} */
    const method = {
      of,
      table: hasFallback ? { ...CALL, ...FALLBACK } : CALL,
      start: (bindings, client, line, text, json) => bindings.create(client, line, text, number, json),
      parse: name === "embeddings" ? embeddingsOutput : resourceOutput,
    };
    return request(this.core, method, input, options);
  }

  /**
   * The call that opens a bidirectional stream.
   *
   * @param {Unchecked} input
   * @param {CallOptions | undefined} options
   * @param {Fetch} fetch
   */
  sendBothWays(input, options, fetch) {
    return this.core.send("InvokeModelWithBidirectionalStream", input, options, {
      fetch,
      takeEncoder: (bindings, call) => bindings.encoder(call),
    });
  }

  /**
   * A short-term API key, before its base64 encoding.
   *
   * @param {CreateApiKeyOptions | undefined} options
   */
  async createApiKey(options) {
    const { instance, settings } = await this.core.ready();
    const table = { expiresIn: is("number", "a number of seconds") };
    const { expiresIn } = readOptions(table, options, "createApiKey", settings.observer.warn);
    const call = new Underway(settings);
    const text = callText(settings, {}) + (expiresIn === undefined ? "" : field("expiresIn", expiresIn));
    /** @param {MoreBindings} bindings @param {number} client */
    const start = (bindings, client) => bindings.createApiKey(client, call.line(), text);
    return (await this.core.drive(instance, call, start)).said;
  }
}

/** @param {OpenAiReply} reply */
function embeddingsOutput(reply) {
  if (reply.isBase64) for (const item of reply.output.data) item.embedding = floatsInBase64(item.embedding);
  return resourceOutput(reply);
}

/**
 * Little-endian 32-bit floats, as in OpenAI's API.
 *
 * @param {number[]} numbers
 */
function floatsInBase64(numbers) {
  const view = new DataView(new ArrayBuffer(numbers.length * 4));
  numbers.forEach((number, index) => view.setFloat32(index * 4, number, true));
  return JSON.parse(stringify(view));
}
