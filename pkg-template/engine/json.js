// Turns objects into the bytes that are sent, and replies into objects. Blobs are Uint8Arrays here and base64 on the wire.

import { BedrockError } from "../client/errors.js";
import { runtime } from "./runtime.js";

/**
 * @import { Unchecked } from "../types/internal.js"
 * @import { Bytes } from "../types/wasm.js"
 */

/**
 * The input without the members that travel in path, query and headers. A null member counts as absent, as in those.
 *
 * @param {Record<string, Unchecked>} input
 * @param {string[]} omitted
 * @param {string} token
 */
export function encodeJson(input, omitted, token) {
  const body = { ...input };
  for (const member in body) if (body[member] === null || omitted.includes(member)) delete body[member];
  // Makes it safe to repeat the request.
  if (token) body[token] ??= uuid();
  return new TextEncoder().encode(stringify(body));
}

/** RFC 9562, version 4. Not randomUUID: pages that are not served over HTTPS lack it. */
export function uuid() {
  const bytes = crypto.getRandomValues(new Uint8Array(16));
  bytes[6] = (bytes[6] & 0x0f) | 0x40;
  bytes[8] = (bytes[8] & 0x3f) | 0x80;
  const hex = Array.from(bytes, (byte) => byte.toString(16).padStart(2, "0")).join("");
  return hex.replace(/^(.{8})(.{4})(.{4})(.{4})/, "$1-$2-$3-$4-");
}

/**
 * A body that is sent as it is.
 *
 * @param {Unchecked} body
 * @param {string} [name] its name in messages
 */
export function encodeBlob(body, name = "body") {
  if (body == null) return new Uint8Array();
  if (typeof body === "string") return new TextEncoder().encode(body);
  const bytes = bytesOf(body);
  if (bytes) return bytes;
  refuseBlob(body);
  if (typeof body === "object") return new TextEncoder().encode(stringify(body));
  throw new TypeError(`${name} is a ${typeof body}, not a string, a Uint8Array or an object`);
}

/** The limit of src/json/parse.rs. JSON itself has no limit, but engines' stacks do. */
const DEPTH_MAX = 512;

/**
 * JSON with blobs in base64. Each text goes through `shorten` if there is one. Half a surrogate pair, which no service takes,
 * becomes U+FFFD, as in UTF-8.
 *
 * @param {unknown} value
 * @param {(text: string) => string} [shorten]
 */
export function stringify(value, shorten) {
  /** The objects around the member, outermost first, and the names that lead to it. @type {unknown[]} */
  const holders = [];
  /** @type {string[]} */
  const names = [];
  const text = JSON.stringify(value, function (name, member) {
    const at = holders.lastIndexOf(this);
    const depth = at < 0 ? holders.length : at;
    holders.length = names.length = depth;
    holders[depth] = this;
    names[depth] = name;
    // Not `member`: a Node Buffer has been through its own toJSON by then.
    const bytes = bytesOf(this[name]);
    refuseBlob(member);
    if ((typeof member === "number" || member instanceof Number) && !Number.isFinite(+member))
      throw new TypeError(`${names.slice(1).join(".")} is ${member}, for which JSON has no number`);
    const written = bytes ? toBase64(bytes) : member;
    if (typeof written === "object" && written && depth >= DEPTH_MAX)
      throw new BedrockError(`The input cannot be sent: it is nested more than ${DEPTH_MAX} deep.`);
    return shorten && typeof written === "string" ? shorten(written) : written;
  });
  // JSON.stringify escapes only lone halves of this range.
  return text?.includes("\\ud") ? text.replace(/\\(\\|ud...)/g, (found) => (found === "\\\\" ? found : "\ufffd")) : text;
}

/**
 * Turns the blobs of a reply into Uint8Arrays, in place. Leaves the data that a model or tool wrote alone. Throws if
 * the reply is nested too deep.
 *
 * @param {Unchecked} value
 * @param {boolean} [isDocument]
 * @param {number} [depth]
 */
export function decodeBlobs(value, isDocument, depth = 1) {
  if (depth > DEPTH_MAX) throw new RangeError(`it is nested more than ${DEPTH_MAX} deep`);
  for (const name in value) {
    const member = value[name];
    if (typeof member === "object") decodeBlobs(member, isDocument || DOCUMENTS.has(name), depth + 1);
    else if (!isDocument && BLOBS.has(name) && typeof member === "string") value[name] = fromBase64(member);
  }
  return value;
}

/**
 * Base64 by the runtime: faster than wasm, and adds no bytes to the package.
 *
 * @param {Uint8Array} bytes
 * @returns {string}
 */
export function toBase64(bytes) {
  if (bytes.toBase64) return bytes.toBase64();
  if (runtime.toBase64) return runtime.toBase64(bytes);
  let binary = "";
  // More arguments than this overflow the stack of some engines.
  for (let at = 0; at < bytes.length; at += 0x8000) {
    binary += String.fromCharCode.apply(null, /** @type {Unchecked} */ (bytes.subarray(at, at + 0x8000)));
  }
  return btoa(binary);
}

/**
 * Decodes base64 into bytes.
 *
 * @param {string} text
 * @returns {Bytes}
 */
export function fromBase64(text) {
  if (Uint8Array.fromBase64) return Uint8Array.fromBase64(text);
  const binary = atob(text);
  const bytes = new Uint8Array(binary.length);
  for (let at = 0; at < bytes.length; at++) bytes[at] = binary.charCodeAt(at);
  return bytes;
}

// Every blob of every output in the service model has one of these names; tests/js/blobs.test.mjs compares.
const BLOBS = new Set(["bytes", "redactedContent"]);
const DOCUMENTS = new Set(["input", "json", "jsonDocument", "additionalModelResponseFields"]);

/**
 * JSON would turn a Blob into `{}`, since its bytes cannot be read synchronously.
 *
 * @param {unknown} value
 */
function refuseBlob(value) {
  if (globalThis.Blob && value instanceof Blob) {
    throw new TypeError("a Blob or File cannot be sent. Pass its bytes: new Uint8Array(await blob.arrayBuffer())");
  }
}

/**
 * The bytes of a view or a buffer; undefined for anything else.
 *
 * @param {unknown} value
 * @returns {Bytes | undefined}
 */
export function bytesOf(value) {
  if (ArrayBuffer.isView(value)) return /** @type {Bytes} */ (new Uint8Array(value.buffer, value.byteOffset, value.byteLength));
  if (value instanceof ArrayBuffer) return new Uint8Array(value);
}
