// Images, files and embeddings bypass the core, which sees a token in place of each.
//
// A token begins like its data, since the core looks at how a file begins, and its length is valid for base64. The mark in it
// is random, so that no text of the caller's can be mistaken for a token.

const LENGTH_MIN = 4096;
const BEGIN = 32;
const NUMBER = 8;
const NUMBERS_MIN = 16;
const BASE64 = /^[A-Za-z0-9+/]*={0,2}$/;

/** @import { Unchecked } from "../types/internal.js" */

export class Bulk {
  #mark = `+${[1, 2].map(random).join("")}+`;
  /** @type {(string | number[])[]} */
  #kept = [];

  /**
   * The bytes of a payload that the core wrote.
   *
   * @param {string} text
   */
  payload(text) {
    return new TextEncoder().encode(this.#restored(text));
  }

  /**
   * A reply for the core: JSON with tokens for lists of numbers and for base64.
   *
   * @param {string} text
   */
  outline(text) {
    if (text.length < LENGTH_MIN) return text;
    try {
      return JSON.stringify(JSON.parse(text), (_, value) => {
        if (Array.isArray(value) && value.length >= NUMBERS_MIN && typeof value[0] === "number") return [this.#token("", value)];
        return typeof value === "string" ? this.shorten(value) : value;
      });
    } catch {
      // The core judges a reply that is not JSON, or nested so deep that the stack overflows.
      return text;
    }
  }

  /**
   * Puts the data back into the core's answer.
   *
   * @param {Unchecked} value
   * @returns {Unchecked}
   */
  restore(value) {
    if (this.#kept.length === 0) return value;
    if (typeof value === "string") return this.#restored(value);
    if (Array.isArray(value) && value.length === 1 && String(value[0]).startsWith(this.#mark))
      return this.#kept[Number(value[0].slice(-NUMBER))];
    if (typeof value === "object" && value !== null) for (const name in value) value[name] = this.restore(value[name]);
    return value;
  }

  /**
   * A fetched file, as a data URL.
   *
   * @param {string} type
   * @param {string} base64
   */
  file(type, base64) {
    return `data:${type || "application/octet-stream"};base64,${this.shorten(base64)}`;
  }

  /**
   * A data URL or base64, cut short; any other text as it is.
   *
   * @param {string} text
   */
  shorten(text) {
    if (text.length < LENGTH_MIN) return text;
    const at = text.startsWith("data:") ? text.indexOf(",") + 1 : 0;
    const data = text.slice(at);
    // The core judges text that is not complete base64.
    if (data.length % 4 !== 0 || !BASE64.test(data)) return text;
    return text.slice(0, at) + this.#token(data.slice(0, BEGIN), data);
  }

  /**
   * @param {string} begin
   * @param {string | number[]} kept
   */
  #token(begin, kept) {
    const number = this.#kept.push(kept) - 1;
    return `${begin}${this.#mark}${String(number).padStart(NUMBER, "0")}`;
  }

  /** @param {string} text */
  #restored(text) {
    if (this.#kept.length === 0) return text;
    const pieces = text.split(this.#mark);
    // Join them once: a growing string would be copied whole for each piece.
    const parts = pieces.map((piece, at) => {
      const kept = at === 0 ? piece : this.#kept[Number(piece.slice(0, NUMBER))] + piece.slice(NUMBER);
      return at < pieces.length - 1 ? kept.slice(0, -BEGIN) : kept;
    });
    return parts.join("");
  }
}

/** Seven letters and digits. */
function random() {
  return Math.random().toString(36).slice(2, 9).padEnd(7, "0");
}
