// A request in OpenAI's shape and its options: the code that chats share with the other resources.

import { Bulk } from "./bulk.js";
import { BedrockError, callText, field, is, itemsOf, readOptions, readPairs, stringify, Underway, unsendable } from "./shared.js";

/**
 * @import { Core } from "./core.js"
 * @import { Line } from "./io.js"
 * @import { OpenAiMethod, OpenAiReply, OpenAiSaid, Options, Rule, Table } from "../types/calls.js"
 * @import { CallOptions } from "../types/index.js"
 * @import { Unchecked, Warn } from "../types/internal.js"
 * @import { Bindings } from "../types/wasm.js"
 */

/** @type {Rule<string[]>} */
const strings = { expected: "a list of strings", read: readStrings };
/** The options of a call in OpenAI's vocabulary, in addition to those of every call. */
export const FALLBACK = { fallbackModels: strings };

/**
 * Resolves to the reply to a request.
 *
 * @template {Bindings} Of
 * @template [Extra=undefined]
 * @param {Core<Of>} core
 * @param {OpenAiMethod<Of, Extra>} method
 * @param {Unchecked} input
 * @param {CallOptions | undefined} options
 * @returns {Promise<OpenAiReply & { extra: Extra | undefined }>}
 */
export async function request(core, { of, table, start, takeExtra, shortens, filesOf, parse }, input, options) {
  const { instance: first, settings } = await core.ready(options);
  const given = readOptions(table, options, of, settings.observer.warn);
  const bulk = new Bulk();
  const json = jsonOf(input, shortens ? (text) => bulk.shorten(text) : undefined);
  const files = filesOf?.(given, settings, bulk);
  const call = new Underway({ ...settings, bulk, files }, given.signal, given.fetch);
  const text = callText(settings, given) + fallbackText(given) + (files ? field("fetchesFiles", "") : "");
  /** @param {Of} bindings @param {number} client */
  const begin = (bindings, client) => start(bindings, client, call.line(), text, json);
  const { said, extra, instance } = await core.drive(first, call, begin, true, takeExtra);
  const reply = replyOf(JSON.parse(said), /** @type {Line} */ (call.lines.at(-1)), bulk);
  return { ...reply, parse, instance, signal: given.signal, extra };
}

/**
 * The option `models` as text: the aliases first, then each model's name and its capabilities.
 *
 * @param {Options} options
 * @param {Warn} warn
 */
export function modelsText({ models }, warn) {
  const { aliases = [], capabilities = {} } = readOptions(modelsTable(), models, "models", warn);
  let text = "";
  for (const [name, id] of aliases) text += field(`a${name}`, id);
  for (const [model, told] of Object.entries(capabilities)) text += field("model", model) + capabilitiesText(model, told);
  return text;
}

/** @param {Unchecked} value */
function readStrings(value) {
  const copy = Array.isArray(value) ? itemsOf(value) : undefined;
  return copy?.every((item) => typeof item === "string") ? copy : undefined;
}

const modelsTable = () =>
  /** @satisfies {Table} */ ({
    aliases: { expected: "an object of strings", read: readPairs },
    capabilities: {
      expected: "an object",
      read: (/** @type {Unchecked} */ value) => (typeof value === "object" && !Array.isArray(value) ? value : undefined),
    },
  });

/**
 * @param {string} model
 * @param {Unchecked} told
 */
function capabilitiesText(model, told) {
  const table = { baseModel: is("string", "the alias or id of a model") };
  const { baseModel } = readOptions(table, told, `models.capabilities["${model}"]`);
  let text = baseModel === undefined ? "" : field("baseModel", baseModel);
  for (const [name, can] of Object.entries(told ?? {})) {
    if (name !== "baseModel" && can !== undefined && can !== null) text += field(`c${name}`, typeof can === "boolean" ? can : "");
  }
  return text;
}

/** @param {Unchecked} options */
function fallbackText({ fallbackModels = [] }) {
  return fallbackModels.map((/** @type {string} */ model) => field("fallbackModel", model)).join("");
}

/**
 * The bytes of a request's JSON: a string would cross letter by letter.
 *
 * @param {Unchecked} input
 * @param {((text: string) => string) | undefined} shorten
 */
function jsonOf(input, shorten) {
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
 * The reply that the facade turns into a result.
 *
 * @param {OpenAiSaid} said
 * @param {Line} line
 * @param {Bulk} bulk
 */
function replyOf(
  { requestId, warnings, chat, idleTimeout, inBase64, output = inBase64 },
  { response, raw, controller, reader, lease },
  bulk,
) {
  // A list of models from the package's own catalogue has no response.
  const reply = { requestId, warnings, response: /** @type {Response} */ (response) };
  if (chat) {
    const stream = { streamIdleTimeout: idleTimeout, isModelStream: false, output, controller, reader, lease };
    // A response repeats members of its request.
    return { ...reply, ...stream, raw, chat: bulk.restore(chat) };
  }
  return {
    ...reply,
    raw: typeof raw === "string" ? raw : undefined,
    output: bulk.restore(output),
    isBase64: inBase64 !== undefined,
  };
}

/**
 * A result, with two members that OpenAI does not have.
 *
 * @param {OpenAiReply} reply
 */
export function resourceOutput({ output, warnings, requestId }) {
  return Object.defineProperties(output, { _request_id: { value: requestId }, _warnings: { value: warnings } });
}
