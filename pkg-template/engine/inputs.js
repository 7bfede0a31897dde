// The caller's input, in the parts that are sent: the members in path, headers and query, and the bytes of the body.

import { BedrockError } from "../client/errors.js";
import { encodeBlob, encodeJson } from "./json.js";
import { isA, messageOf } from "./obstacle.js";
import { field } from "./text.js";

/**
 * @import { EncodeForm, Shape } from "../types/calls.js"
 * @import { Unchecked } from "../types/internal.js"
 * @import { Bindings } from "../types/wasm.js"
 */

/**
 * The core's descriptions of operations, by name.
 *
 * @type {Map<string, Shape>}
 */
const shapes = new Map();

/**
 * The core's description of an operation, requested once.
 *
 * @param {Pick<Bindings, "operation">} bindings
 * @param {string} name
 */
export function shapeOf({ operation }, name) {
  const known = shapes.get(name);
  if (known) return known;
  const said = operation(name);
  if (said === undefined) throw new BedrockError("Bedrock has no such operation.");
  const [method, input, output, token, ...members] = said.split("\x01");
  const shape = {
    method,
    input,
    output,
    isStream: output === "converse" || output === "model",
    token,
    members: members.map((member) => member.replace("?", "")),
    query: members.filter((member) => member.startsWith("?")).map((member) => member.slice(1)),
  };
  shapes.set(name, shape);
  return shape;
}

/**
 * The members that travel in path, headers and query.
 *
 * @param {Unchecked} input
 * @param {Shape} shape
 */
export function membersOf(input, { method, members, query }) {
  let text = "";
  try {
    if (typeof input !== "object" || input === null || Array.isArray(input)) {
      throw new BedrockError(`The input of ${method} is not an object. Pass { modelId, … }.`);
    }
    // The core chooses the region by an ARN, wherever the request carries the model.
    for (const member of new Set(members).add("modelId")) {
      const value = input[member];
      if (value === undefined || value === null) continue;
      const isInQuery = query.includes(member);
      const written = isInQuery ? queryText(value) : value;
      if (typeof written !== "string")
        throw new BedrockError(`${member} is not ${isInQuery ? "a string, a number or a date" : "a string"}.`);
      text += field(`.${member}`, written);
    }
  } catch (cause) {
    throw unsendable(cause);
  }
  return text;
}

/**
 * Numbers and dates as AWS writes them in queries.
 *
 * @param {Unchecked} value
 */
function queryText(value) {
  if (value instanceof Date) return Number.isNaN(value.getTime()) ? undefined : value.toISOString().replace(".000Z", "Z");
  return Number.isFinite(value) ? String(value) : value;
}

/**
 * The bytes that are hashed and sent.
 *
 * @param {string} name
 * @param {Unchecked} input
 * @param {Shape} shape
 * @param {EncodeForm | undefined} encodeForm
 */
export function payloadOf(name, input, { input: kind, members, token }, encodeForm) {
  try {
    if (kind === "json") {
      checkBlocks(input);
      return encodeJson(input, members, token);
    }
    if (kind === "blob") return encodeBlob(input.body);
    return kind === "form" ? /** @type {EncodeForm} */ (encodeForm)(name, input) : new Uint8Array();
  } catch (cause) {
    throw unsendable(cause);
  }
}

/**
 * Other APIs take a text where Bedrock requires blocks, and Bedrock's error does not say where.
 *
 * @param {Unchecked} input
 */
function checkBlocks({ system, messages }) {
  const block = '{ text: "…" }';
  checkItems("system", system, block);
  checkItems("messages", messages, `{ role: "user", content: [${block}] }`);
  if (!Array.isArray(messages)) return;
  messages.forEach((message, place) => checkItems(`messages[${place}].content`, message?.content, block));
}

/**
 * @param {string} name
 * @param {Unchecked} items
 * @param {string} example
 */
function checkItems(name, items, example) {
  if (typeof items === "string" || (Array.isArray(items) && typeof items[0] === "string")) {
    throw new BedrockError(`${name} has a string in the place of an object. Pass [${example}].`);
  }
}

/**
 * The error of an input that cannot be encoded.
 *
 * @param {unknown} cause
 */
export function unsendable(cause) {
  return isA(BedrockError, cause) ? cause : new BedrockError(`The input cannot be sent: ${messageOf(cause)}`, { cause });
}
