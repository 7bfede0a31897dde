// The world as a call of the core sees it: src/wasm/io.rs is the other end.
//
// Each function returns a pending answer, and never throws: an error of `fetch` or of another function of the caller's
// becomes data. Answers wait (see underway.js) until the call is polled (see core.js), so that the caller's code never
// runs under a frame of WebAssembly.

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
  /** The reader of a stream's body. @type {Peeking | undefined} */
  reader;
  /** The resources that a stream holds. @type {Lease | undefined} */
  lease;
  /** The last reply's JSON, parsed. @type {Record<string, unknown> | undefined} */
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
      // The caller's own `fetch` may read them; the runtime's fetch copies them anyway.
      if (given) init.headers = new Headers(init.headers);
      const fetch = given ?? globalThis.fetch;
      if (typeof fetch !== "function") throw new Obstacle("input", undefined, NO_FETCH);
      const response = await fetch(url, init);
      // Too late: the line belongs to the next attempt. The caller's own `fetch` may ignore the controller.
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

  /** Ends the limit, unless the answer is late: then the limit belongs to the next attempt. @param {Answer} answer */
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
      // Not bytes: the stream's reader reports that.
      return "";
    }
    // The core needs only the first frame of the first piece: the rest would be decoded twice.
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
      // A failed report must not fail the call.
    }
  }

  /** Ends the line's current wait. @param {string} words */
  stop(words) {
    if (this.#asked) this.#call.answer(this.#asked, words);
    this.controller?.abort();
    this.#drop();
  }

  /** Ends the current request. The caller's own `fetch` may ignore the controller. */
  #drop() {
    if (this.#isOpen) this.controller?.abort();
    this.#isOpen = false;
    const { reader } = this;
    cancel(() => reader);
    this.reader = undefined;
  }

  /**
   * Passes the rest of a stream's body to the holder of the lease. Returns undefined if nothing is left.
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
   * Clears the timer and, unless a stream is still to be read, ends the request. The core closes a line that it drops.
   *
   * @param {boolean} [isKept]
   */
  close(isKept) {
    this.limit(0);
    if (!isKept) this.#drop();
  }

  /**
   * An answer with the result of this work; `word` names its failure.
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

  /** Lasts until the body is read, or until the next limit; 0 means no limit. @param {number} ms @param {() => void} [reached] */
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
/** A longer piece cannot be an exception, and the core need not see it. */
const PIECE_MAX = 0x8000;

/**
 * Always answers: even reading a thrown value may throw.
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
