// What was thrown, as data: it may itself throw when it is looked at.

/** @import { Unchecked } from "../types/internal.js" */

/** What stands in the way of an answer, in the core's words: see `answer` in src/wasm/text.rs. */
export class Obstacle {
  /**
   * @param {string} word
   * @param {unknown} [cause] what was thrown, if something was
   * @param {string[]} parts
   */
  constructor(word, cause, ...parts) {
    this.word = word;
    this.cause = cause;
    this.parts = parts;
  }
}

/**
 * What work on a question of this name failed with.
 *
 * @param {string} word
 * @param {Unchecked} thrown
 * @returns {Obstacle}
 */
export function obstacleOf(word, thrown) {
  if (isA(Obstacle, thrown)) return thrown;
  const message = said(thrown, "message");
  if (word === "connection") return new Obstacle(word, thrown, said(thrown, "name"), message);
  // Errors about keys are ours: their sentence counts, and their cause is what the caller's function threw.
  return new Obstacle(word, word === "keys" ? thrown?.cause : thrown, message);
}

/**
 * A property that is text.
 *
 * @param {Unchecked} thrown
 * @param {"name" | "message"} name
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
 * Whether it is one of these: a proxy may refuse to say so.
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
 * What was thrown, in words.
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
 * The items of what may have no end. Copied: a second look might see something else.
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
