// The arguments of `fetch` for a request, and the contents of its response.

import { decodeBlobs } from "./json.js";
import { itemsOf, Obstacle } from "./obstacle.js";
import { field } from "./text.js";

/**
 * @import { Unchecked } from "../types/internal.js"
 * @import { Bytes } from "../types/wasm.js"
 */

/** @type {boolean | undefined} */
let hasCookies;

/**
 * The arguments of `fetch`.
 *
 * @param {string} text the core's
 * @param {Bytes} payload
 * @param {AbortSignal} signal
 * @returns {[url: string, init: RequestInit]}
 */
export function requestOf(text, payload, signal) {
  const [url, [, method], ...headers] = /** @type {[string, string[], ...[string, string][]]} */ (
    text.split("\x01").map((part, index) => (index === 0 ? part : part.split("\x02")))
  );
  // A redirect would carry the signature and the session token to its target.
  /** @type {RequestInit} */
  const init = { method, headers: Object.fromEntries(headers), signal, redirect: "manual" };
  // Fetch refuses a GET with a body, even an empty one.
  if (method !== "GET") init.body = payload;
  // Workers without cookies reject the option that leaves them out.
  hasCookies ??= "credentials" in (globalThis.Request?.prototype ?? {});
  if (hasCookies) init.credentials = "omit";
  return [url, init];
}

/**
 * Status and headers. A Response from another realm, or a mocked one, works too.
 *
 * @param {Unchecked} response
 */
export function headOf(response) {
  const status = response?.status;
  const received = response?.headers;
  // 0 is the status of a redirect that a browser has not followed.
  const isStatus = Number.isInteger(status) && status >= 0 && status < 1000;
  if (!isStatus || typeof received?.entries !== "function") throw new Obstacle("input", undefined, NO_RESPONSE);
  // Only valid header names and values: the core makes Headers of them again.
  const isReal = received instanceof Headers;
  const headers = isReal
    ? Headers.prototype.entries.call(received)
    : new Headers(/** @type {Unchecked} */ (itemsOf(received.entries())));
  let head = String(status);
  for (const [name, value] of headers) head += field(name, value);
  return head;
}

const NO_RESPONSE = "The `fetch` that was passed did not resolve to a Response. Return what the runtime's fetch returns.";

/**
 * The object in this JSON, with its blobs.
 *
 * @param {string} text
 * @returns {Record<string, Unchecked>}
 */
export function parsed(text) {
  let cause;
  try {
    const value = JSON.parse(text);
    if (typeof value === "object" && value !== null && !Array.isArray(value)) return decodeBlobs(value);
  } catch (thrown) {
    cause = thrown;
  }
  throw new Obstacle("json", cause, text);
}

/**
 * The buffer itself, from any realm: DataView accepts nothing else.
 *
 * @param {ArrayBuffer} buffer
 */
export function bufferOf(buffer) {
  return new DataView(buffer).buffer;
}
