// The core with OpenAI's vocabulary, which loads at the first call that needs it.

import { BedrockError } from "../client/errors.js";
import { Bulk } from "./bulk.js";
import { Core, callText } from "./core.js";
import { fetchFiles } from "./download.js";
import { unsendable } from "./inputs.js";
import { Underway } from "./underway.js";
import { openai } from "./openai.js";
import { stringify } from "./json.js";
import { anything, CALL, is, isListOf, readOptions, readPairs } from "./options.js";
import { field } from "./text.js";

export { setFetchFile } from "./download.js";

/**
 * @import { Line } from "./io.js"
 * @import { Configure, FetchFiles, OpenAiReply, OpenAiSaid, Options, OptionsOf, Rule, Table } from "../types/calls.js"
 * @import { CallOptions } from "../types/index.js"
 * @import { GivenOptions, Unchecked, Warn } from "../types/internal.js"
 * @import { Bytes, OpenAiClient } from "../types/wasm.js"
 */

/** @type {Rule<string[]>} */
const strings = { expected: "a list of strings", read: readStrings };
const FALLBACK = { fallbackModels: strings };
const CHAT = { ...FALLBACK, fetchImages: anything };

/**
 * The methods of the core: their numbers (`Method` in src/wasm/openai.rs), what messages call them, and their options.
 *
 * @satisfies {Record<string, { number: number, of: string, table: Table }>}
 */
const METHODS = {
  chat: { number: 0, of: "chat.completions.create", table: { ...CALL, ...CHAT } },
  embeddings: { number: 1, of: "embeddings.create", table: { ...CALL, ...FALLBACK } },
  images: { number: 2, of: "images.generate", table: { ...CALL, ...FALLBACK } },
  listModels: { number: 3, of: "models.list", table: CALL },
  retrieveModel: { number: 4, of: "models.retrieve", table: CALL },
};

/** @extends {Core<OpenAiClient>} */
export class OpenAiCore extends Core {
  /**
   * @param {GivenOptions | undefined} options
   * @param {Configure} [configure]
   */
  constructor(options, configure) {
    super(openai, options, configure);
  }

  /**
   * Resolves to the reply to a request in OpenAI's shape.
   *
   * @param {keyof typeof METHODS} method
   * @param {Unchecked} input
   * @param {CallOptions | undefined} options
   * @returns {Promise<OpenAiReply>}
   */
  async create(method, input, options) {
    const { instance, settings } = await this.ready();
    const { number, of, table } = METHODS[method];
    const { warn } = settings.observer;
    /** @type {OptionsOf<typeof CALL & typeof CHAT>} */
    const given = readOptions(table, options, of, warn);
    const bulk = new Bulk();
    // Where texts are counted, the core must see them.
    const request = requestOf(input, method === "chat" ? (text) => bulk.shorten(text) : undefined);
    const files = filesOf(given.fetchImages ?? settings.options.fetchImages, warn, bulk);
    const call = new Underway({ ...settings, bulk, files }, given.signal);
    const text = callText(settings, given) + fallbackText(given) + (files ? field("fetchesFiles", "") : "");
    /** @param {OpenAiClient} client */
    const start = (client) => client.create(call.line(), text, number, request);
    const { said, extra } = await this.drive(instance, call, start, true, takeFrames);
    return { ...replyOf(JSON.parse(said), /** @type {Line} */ (call.lines.at(-1)), bulk, extra), instance, signal: given.signal };
  }

  /**
   * The option `models`; aliases first, and what is told of each model behind its name.
   *
   * @override
   * @param {Options} options
   * @param {Warn} warn
   */
  moreText({ models }, warn) {
    const { aliases = [], capabilities = {} } = readOptions(MODELS, models, "models", warn);
    let text = "";
    for (const [name, id] of aliases) text += field(`a${name}`, id);
    for (const [model, told] of Object.entries(capabilities)) text += field("model", model) + capabilitiesText(model, told);
    return text;
  }
}

/**
 * A copy: a second look might see something else.
 *
 * @param {Unchecked} value
 */
function readStrings(value) {
  const copy = Array.isArray(value) ? [...value] : undefined;
  return isListOf("string", copy) ? copy : undefined;
}

/** @satisfies {Table} */
const MODELS = {
  aliases: { expected: "an object of strings", read: readPairs },
  capabilities: {
    expected: "an object",
    read: (/** @type {Unchecked} */ value) => (typeof value === "object" && !Array.isArray(value) ? value : undefined),
  },
};

const TOLD = { baseModel: is("string", "the alias or id of a model") };

/**
 * @param {string} model
 * @param {Unchecked} told
 */
function capabilitiesText(model, told) {
  const { baseModel } = readOptions(TOLD, told, `models.capabilities["${model}"]`);
  let text = baseModel === undefined ? "" : field("baseModel", baseModel);
  for (const [name, can] of Object.entries(told ?? {})) {
    if (name !== "baseModel" && can !== undefined && can !== null) text += field(`c${name}`, typeof can === "boolean" ? can : "");
  }
  return text;
}

/** @param {{ fallbackModels?: string[] }} options */
function fallbackText({ fallbackModels = [] }) {
  return fallbackModels.map((model) => field("fallbackModel", model)).join("");
}

/**
 * @param {OpenAiClient} client
 * @param {number} number
 */
function takeFrames(client, number) {
  return client.frames(number);
}

/**
 * The bytes of a request's JSON: a string would cross letter by letter.
 *
 * @param {Unchecked} input
 * @param {((text: string) => string) | undefined} shorten
 */
function requestOf(input, shorten) {
  let isObject;
  try {
    isObject = typeof input === "object" && input !== null && !Array.isArray(input);
    if (isObject) return new TextEncoder().encode(stringify(input, shorten));
  } catch (cause) {
    throw unsendable(cause);
  }
  throw new BedrockError("The input is not an object. Pass { model, … }.");
}

/**
 * The function that fetches files, if `fetchImages` wants that.
 *
 * @param {Unchecked} wish
 * @param {Warn} warn
 * @param {Bulk} bulk
 * @returns {FetchFiles | undefined}
 */
function filesOf(wish, warn, bulk) {
  if (wish === undefined || wish === false) return undefined;
  return fetchFiles(wish, warn, (type, base64) => bulk.file(type, base64));
}

/**
 * What the facade makes a result of.
 *
 * @param {OpenAiSaid} said
 * @param {Line} line
 * @param {Bulk} bulk
 * @param {Bytes | undefined} frames
 */
function replyOf(said, { response, raw, controller }, bulk, frames) {
  const { requestId, warnings, chat, idleTimeout, inBase64, output = inBase64 } = said;
  // A list of models from the package's own catalogue has none.
  const reply = { requestId, warnings, response: /** @type {Response} */ (response), raw };
  if (!chat)
    return {
      ...reply,
      raw: typeof raw === "string" ? raw : undefined,
      output: bulk.restore(output),
      isBase64: inBase64 !== undefined,
    };
  const stream = { ...reply, chat, streamIdleTimeout: idleTimeout, isModelStream: false, output: {}, controller };
  if (!frames) return stream;
  const { status, headers } = /** @type {Response} */ (response);
  return { ...stream, raw: undefined, response: new Response(frames, { status, headers }), controller: new AbortController() };
}
