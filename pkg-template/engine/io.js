// The world as a call of the core sees it: src/wasm/io.rs is the other end.
//
// Each function gives an answer that is still to come, and never throws: whatever a `fetch` or another function of the
// caller's does is data. Answers wait (see underway.js) until the call is polled (see core.js), so that nothing of the
// caller's ever runs under a frame of WebAssembly.

import { bytesOfPiece, cancel, peekingReaderOf } from "./body.js";
import { bufferOf, headOf, parsed, requestOf } from "./exchange.js";
import { Lease } from "./lease.js";
import { Obstacle, obstacleOf } from "./obstacle.js";

/**
 * @import { Bulk } from "./bulk.js"
 * @import { Instance } from "./load.js"
 * @import { Underway } from "./underway.js"
 * @import { FetchFiles, Peeking } from "../types/calls.js"
 * @import { Unchecked } from "../types/internal.js"
 * @import { Bytes, HookEvent, Pending, World } from "../types/wasm.js"
 */

/**
 * The text that a call waits for. The core awaits it like a promise.
 *
 * @implements {Pending}
 */
export class Answer {
  /** @type {((text: string) => void) | undefined} */
  fulfil;
  /** @type {string | undefined} */
  text;

  /** @param {(text: string) => void} fulfil */
  // biome-ignore lint/suspicious/noThenProperty: the core awaits it.
  then(fulfil) {
    this.fulfil = fulfil;
  }
}

/**
 * One line to the world: it has one request under way at a time.
 *
 * @implements {World}
 */
export class Line {
  #call;
  #payload;
  /** @type {Answer | undefined} */
  #asked;
  /** @type {ReturnType<typeof setTimeout> | undefined} */
  #timer;
  /** Whether a request is under way, or a body unread. */
  #isOpen = false;
  /** @type {AbortController | undefined} */
  controller;
  /** @type {Response | undefined} */
  response;
  /** The body of the last reply. @type {string | ArrayBuffer | undefined} */
  raw;
  /** What reads the body of a stream. @type {Peeking | undefined} */
  reader;
  /** What a stream holds of the world. @type {Lease | undefined} */
  lease;
  /** What JSON.parse made of it. @type {Record<string, unknown> | undefined} */
  value;

  /** @param {Underway} call @param {Bytes} payload */
  constructor(call, payload) {
    this.#call = call;
    this.#payload = payload;
  }

  /** @param {number} limitMs */
  keys(limitMs) {
    return this.#ask("keys", () => {
      const { keys } = this.#call.settings;
      this.limit(limitMs, () => keys.forget());
      if (keys.isEmpty) throw new Obstacle("nokeys");
      return keys.ask();
    });
  }

  hash() {
    return this.#ask("input", () => this.#call.settings.hash(this.#payload));
  }

  /** @param {string} text @param {number} limitMs */
  exchange(text, limitMs) {
    return this.#ask("connection", async (answer) => {
      this.#drop();
      this.controller = new AbortController();
      this.#isOpen = true;
      this.limit(limitMs);
      const { fetch: given } = this.#call.settings;
      const [url, init] = requestOf(text, this.#payload, this.controller.signal);
      // A function of the caller's may look at them; fetch itself copies them anyway.
      if (given) init.headers = new Headers(init.headers);
      const fetch = given ?? globalThis.fetch;
      if (typeof fetch !== "function") throw new Obstacle("input", undefined, NO_FETCH);
      const response = await fetch(url, init);
      // Too late: this is the next attempt's line. A `fetch` of the caller's own may not listen to the controller.
      if (answer.text !== undefined) return cancel(() => response.body);
      const head = headOf(response);
      this.response = response;
      return head;
    });
  }

  /** @param {number} want @param {number} limitMs */
  body(want, limitMs) {
    return this.#ask("connection", async (answer) => {
      if (want === PIECE) return this.#piece(limitMs, answer);
      /** @type {Unchecked} */
      let read;
      try {
        read =
          want === BYTES
            ? bufferOf(await /** @type {Response} */ (this.response).arrayBuffer())
            : String(await /** @type {Response} */ (this.response).text());
      } finally {
        this.#arrived(answer);
      }
      if (answer.text !== undefined) return;
      this.#isOpen = false;
      this.raw = read;
      if (want === JSON_OBJECT) this.value = parsed(read);
      if (want === OUTLINE) return /** @type {Bulk} */ (this.#call.settings.bulk).outline(read);
      return want === TEXT ? read : "";
    });
  }

  /** Ends the limit, which is the next attempt's if this one was too late. @param {Answer} answer */
  #arrived(answer) {
    if (answer.text === undefined) this.limit(0);
  }

  /** @param {number} limitMs @param {Answer} answer */
  async #piece(limitMs, answer) {
    this.limit(limitMs);
    const isFirst = !this.reader;
    this.reader ??= peekingReaderOf(/** @type {Response} */ (this.response).body);
    if (!this.reader) return "";
    const { value, done } = await this.reader.peek();
    this.#arrived(answer);
    if (done) return "";
    let bytes;
    try {
      bytes = bytesOfPiece(value);
    } catch {
      // It is no piece of bytes, which the reader of the stream says.
      return "";
    }
    // Of the first piece only the first frame is looked at: the rest would be decoded twice.
    const [a, b, c, d] = bytes;
    const length = (isFirst && (a << 24) | (b << 16) | (c << 8) | d) || bytes.length;
    return length > PIECE_MAX ? "" : String.fromCharCode(...bytes.subarray(0, length));
  }

  /** @param {number} ms */
  sleep(ms) {
    /** @param {(text: string) => void} resolve */
    const elapse = (resolve) => {
      this.limit(0);
      this.#timer = setTimeout(() => resolve(""), ms);
    };
    return this.#ask("connection", () => new Promise(elapse));
  }

  /** @param {string[]} addresses */
  files(addresses) {
    return this.#ask("input", () => /** @type {FetchFiles} */ (this.#call.settings.files)(addresses, this));
  }

  /** @param {string} text */
  setPayload(text) {
    this.#payload = /** @type {Bulk} */ (this.#call.settings.bulk).payload(text);
  }

  line() {
    return this.#call.line();
  }

  /** @param {HookEvent} event */
  tell(event) {
    const { causes, settings } = this.#call;
    try {
      settings.tell(event, causes, settings.strike);
    } catch {
      // Telling is not what the call is for.
    }
  }

  /** Ends what the line waits for. @param {string} words */
  stop(words) {
    if (this.#asked) this.#call.answer(this.#asked, words);
    this.controller?.abort();
    this.#drop();
  }

  /** Ends the request there is. A `fetch` of the caller's own may not listen to the controller. */
  #drop() {
    if (this.#isOpen) this.controller?.abort();
    this.#isOpen = false;
    const { reader } = this;
    cancel(() => reader);
    this.reader = undefined;
  }

  /**
   * Hands the rest of a stream's body to whoever holds the lease. Nothing, if none is left.
   *
   * @param {Instance} instance
   */
  keep(instance) {
    if (!this.#isOpen) return;
    const controller = /** @type {AbortController} */ (this.controller);
    this.lease = new Lease({ controller, reader: this.reader ?? this.response?.body }, instance, this.#call.signal);
    return this;
  }

  /**
   * Takes the timer back, and the request, unless a stream is still to be read. The core closes a line that it drops.
   *
   * @param {boolean} [isKept]
   */
  close(isKept) {
    this.limit(0);
    if (!isKept) this.#drop();
  }

  /**
   * An answer of this work; what it fails with is called by this word.
   *
   * @param {string} word
   * @param {(answer: Answer) => unknown} work
   */
  #ask(word, work) {
    const answer = new Answer();
    this.#asked = answer;
    if (this.#call.stopped === undefined) perform(this.#call, answer, word, work);
    else this.#call.answer(answer, this.#call.stopped);
    return answer;
  }

  /** Until the body is read, or the next limit; 0 is none. @param {number} ms @param {() => void} [reached] */
  limit(ms, reached) {
    clearTimeout(this.#timer);
    if (ms === 0) return;
    this.#timer = setTimeout(() => {
      reached?.();
      this.stop("-timeout");
    }, ms);
  }
}

const NO_FETCH = "This runtime has no fetch. Pass one: new Bedrock({ fetch, … }).";
const [TEXT, JSON_OBJECT, BYTES, OUTLINE, PIECE] = [0, 1, 2, 3, 4];
/** What is longer is no exception, and the core need not see it. */
const PIECE_MAX = 0x8000;

/**
 * Answers, whatever happens: what was thrown may itself throw when it is looked at.
 *
 * @param {Underway} call
 * @param {Answer} answer
 * @param {string} word
 * @param {(answer: Answer) => unknown} work
 */
async function perform(call, answer, word, work) {
  let text;
  try {
    text = `+${await work(answer)}`;
  } catch (thrown) {
    text = call.words(obstacleOf(word, thrown));
  }
  call.answer(answer, text);
}
