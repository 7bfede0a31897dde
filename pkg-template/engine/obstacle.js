// Thrown values, as data: even reading a thrown value may throw.

/** @import { Unchecked } from "../types/internal.js" */

/** The reason for a missing answer, in the core's words: see `answer` in src/wasm/text.rs. */
export class Obstacle {
  /**
   * @param {string} word
   * @param {unknown} [cause] the thrown value, if there is one
   * @param {string[]} parts
   */
  constructor(word, cause, ...parts) {
    this.word = word;
    this.cause = cause;
    this.parts = parts;
  }
}

/**
 * The failure of the work that this word names.
 *
 * @param {string} word
 * @param {Unchecked} thrown
 * @returns {Obstacle}
 */
export function obstacleOf(word, thrown) {
  if (isA(Obstacle, thrown)) return thrown;
  if (word === "connection") return new Obstacle(word, thrown, said(thrown, "name"), reasonsOf(thrown));
  // Errors about keys are ours: keep their message. Their cause is the error of the caller's function.
  return new Obstacle(word, word === "keys" ? thrown?.cause : thrown, said(thrown, "message"));
}

/**
 * The message, and those of the causes, where runtimes give the reason: "fetch failed: connect ECONNREFUSED 127.0.0.1:80".
 *
 * @param {Unchecked} thrown
 */
function reasonsOf(thrown) {
  let reasons = "";
  let code = "";
  for (let depth = 0; thrown && depth < DEPTH_MAX; depth++) {
    const message = said(thrown, "message").trim();
    if (!reasons.includes(message)) reasons += reasons ? `: ${message}` : message;
    code = said(thrown, "code") || code;
    thrown = causeOf(thrown);
  }
  return reasons.includes(code) ? reasons : `${reasons} (${code})`;
}

/**
 * The cause. When several addresses of one host fail, their common error has no message of its own.
 *
 * @param {Unchecked} thrown
 */
function causeOf(thrown) {
  try {
    return thrown.cause ?? thrown.errors?.[0];
  } catch {
    return undefined;
  }
}

/**
 * The thrown value, unless it shows a secret or cannot be inspected: then an error with the same text, without the secret.
 *
 * @param {Unchecked} thrown
 * @param {(text: string) => string} strike
 */
export function struck(thrown, strike) {
  try {
    // An ellipsis ends a text for the core: a secret may be cut off there.
    const shown = textsOf(thrown)?.join("…");
    if (shown !== undefined && strike(shown) === shown) return thrown;
  } catch {
    // A proxy, which may show anything.
  }
  const error = new Error(strike(messageOf(thrown)));
  return Object.assign(error, { name: strike(said(thrown, "name")), stack: strike(said(thrown, "stack")) });
}

/**
 * All texts in a thrown value, at any depth. Undefined if it contains anything but errors, plain objects and arrays, or too
 * many texts: it may hold a request, and the request its sockets.
 *
 * @param {Unchecked} thrown
 */
function textsOf(thrown) {
  const seen = new Set([thrown]);
  for (const value of seen) {
    if (typeof value === "symbol") seen.add(value.description);
    if ((typeof value !== "object" && typeof value !== "function") || value === null || ArrayBuffer.isView(value)) continue;
    const keys = Reflect.ownKeys(value).concat(INHERITED);
    const isOpaque = !SEEN_THROUGH.test(Object.prototype.toString.call(value));
    if (isOpaque || seen.size + keys.length > TEXTS_MAX) return undefined;
    for (const key of keys) seen.add(key).add(value[key]);
  }
  return [...seen].filter((value) => typeof value === "string");
}

const SEEN_THROUGH = /^\[object (Error|Object|Array|Function|AsyncFunction|DOMException|Date)]$/;
/** Of a DOMException and, in some browsers, of every error. */
const INHERITED = ["name", "message", "stack"];
const TEXTS_MAX = 5000;
const DEPTH_MAX = 5;

/**
 * A property, if it is text.
 *
 * @param {Unchecked} thrown
 * @param {"name" | "message" | "code" | "stack"} name
 * @returns {string}
 */
function said(thrown, name) {
  try {
    const value = typeof thrown === "object" && thrown !== null ? thrown[name] : "";
    return typeof value === "string" ? value : "";
  } catch {
    return "";
  }
}

/**
 * Whether a value is an instance of a class: a proxy may throw when asked.
 *
 * @template Kind
 * @param {abstract new (...of: Unchecked) => Kind} type
 * @param {unknown} thrown
 * @returns {thrown is Kind}
 */
export function isA(type, thrown) {
  try {
    return thrown instanceof type;
  } catch {
    return false;
  }
}

/**
 * The message of a thrown value.
 *
 * @param {Unchecked} thrown
 */
export function messageOf(thrown) {
  try {
    return String(thrown?.message ?? thrown);
  } catch {
    return "see this error's cause.";
  }
}

/**
 * The message of a thrown value, with one full stop.
 *
 * @param {unknown} thrown
 */
export function sentence(thrown) {
  return `${messageOf(thrown).replace(/\.$/, "")}.`;
}

/**
 * Why a signal aborted.
 *
 * @param {AbortSignal} signal
 * @returns {unknown}
 */
export function reasonOf(signal) {
  try {
    return signal.reason;
  } catch {
    return undefined;
  }
}

/**
 * The items of an iterable that may be endless. Copied: a second read might give other items.
 *
 * @template Item
 * @param {Iterable<Item>} iterable
 */
export function itemsOf(iterable) {
  /** @type {Item[]} */
  const items = [];
  for (const item of iterable) if (items.push(item) > ITEMS_MAX) throw new TypeError(`a list has more than ${ITEMS_MAX} items`);
  return items;
}

const ITEMS_MAX = 10_000;
