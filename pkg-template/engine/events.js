// The pump behind a stream: one read, one call into wasm, and all events of that chunk are at hand.

import { bytesOfPiece, cancel, readerOf } from "./body.js";
import { readChunks } from "./chunks.js";
import { decode, returnDecoder, takeDecoder } from "./decoders.js";
import { BedrockError, createError } from "../client/errors.js";
import { isA } from "./obstacle.js";
import { readEvents } from "./rows.js";
import { readTotals } from "./totals.js";

const DONE = { value: undefined, done: true };

export class EventIterator {
  #reply;
  #chat;
  #reader;
  #decoder;
  #events = [];
  #position = 0;
  /** Makes the error, when it is thrown: the caller's function can be seen there. */
  #failure;
  #ended = false;
  #pulls = 0;
  #lastPull = Promise.resolve();
  #lastEvent;
  #readSince = 0;
  /** A reader that is cancelled need not answer. */
  #stopReading;
  #idleTimer;

  /** @param reply as src/wasm/reply.rs makes it; with `chat`, the events are chunks in OpenAI's shape */
  constructor(reply) {
    this.#reply = reply;
    if (reply.chat) this.#chat = JSON.parse(reply.chat);
    if (reply.signal?.aborted) this.#onAbort();
    else reply.signal?.addEventListener("abort", this.#onAbort);
  }

  get controller() {
    return this.#reply.controller;
  }

  get requestId() {
    return this.#reply.requestId;
  }

  /** What the last event says of the whole reply: `{ usage, metrics }`. */
  get totals() {
    return readTotals(this.#lastEvent);
  }

  [Symbol.asyncIterator]() {
    return this;
  }

  /** Several calls at once are answered in their order. */
  next() {
    if (this.#pulls === 0 && this.#position < this.#events.length) return Promise.resolve(this.#take());
    this.#pulls++;
    const before = this.#lastPull;
    let pulled;
    this.#lastPull = new Promise((resolve) => {
      pulled = resolve;
    });
    return this.#pullAfter(before, pulled);
  }

  /** Nobody but the caller waits for it: the stack of an error ends where more than one waits. */
  async #pullAfter(before, pulled) {
    await before;
    try {
      return await this.#pull();
    } finally {
      this.#pulls--;
      pulled();
    }
  }

  async return(value) {
    this.#end(true);
    return { value, done: true };
  }

  #take() {
    return { value: this.#events[this.#position++], done: false };
  }

  async #pull() {
    while (this.#position >= this.#events.length) {
      if (this.#failure) throw this.#fail();
      if (this.#ended) return DONE;
      await this.#read();
    }
    return this.#take();
  }

  async #read() {
    const { instance, response } = this.#reply;
    if (instance.isDiscarded) {
      this.#failure = () => instance.discard();
      return;
    }
    let bytes;
    try {
      this.#reader ??= readerOf(response.body);
      if (!this.#reader) throw this.#error("bodiless");
      this.#decoder ??= takeDecoder(instance, this.#reply);
      this.#watch();
      const { value, done } = await new Promise((resolve, reject) => {
        this.#stopReading = resolve;
        Promise.resolve(this.#reader.read()).then(resolve, reject);
      });
      if (!done) bytes = bytesOfPiece(value);
    } catch (cause) {
      if (this.#ended || this.#failure) return;
      // Whoever aborts through `controller` knows it, and needs no error.
      if (this.#reply.controller.signal.aborted) return this.#end(true);
      this.#failure = () => (isA(BedrockError, cause) ? cause : this.#error("connection", cause));
      return;
    } finally {
      this.#readSince = 0;
    }
    if (this.#ended || this.#failure) return;
    if (instance.isDiscarded) {
      this.#failure = () => instance.discard();
    } else if (!bytes) {
      const failure = this.#decoder.finish();
      this.#failure = failure && (() => createError(failure));
      this.#end(false);
    } else {
      this.#decode(bytes);
    }
  }

  #decode(chunk) {
    this.#events = [];
    this.#position = 0;
    let decoded;
    try {
      decoded = decode(this.#reply.instance, this.#decoder, chunk);
    } catch (trap) {
      const error = this.#reply.instance.discard(trap);
      this.#failure = () => error;
      return;
    }
    try {
      const { rows, text } = decoded;
      const last = this.#chat ? readChunks(rows, text, this.#chat, this.#events) : readEvents(rows, text, this.#events);
      this.#lastEvent = last ?? this.#lastEvent;
    } catch (cause) {
      this.#failure = () => this.#error("json", cause);
      return;
    }
    // Not before: the rows lie in memory that this call may move.
    if (decoded.failed) {
      const failure = this.#decoder.takeError();
      this.#failure = () => createError(failure);
    }
  }

  /** The core's error of a stream that broke on this side. */
  #error(reason, cause) {
    return createError(this.#reply.instance.bindings.streamError(reason), cause);
  }

  /** The failure, once; afterwards the stream is at its end. */
  #fail() {
    const failure = this.#failure();
    this.#failure = undefined;
    failure.requestID ??= this.#reply.requestId;
    this.#end(true);
    return failure;
  }

  #end(abort) {
    if (this.#ended) return;
    this.#ended = true;
    this.#events = [];
    this.#position = 0;
    clearTimeout(this.#idleTimer);
    this.#reply.signal?.removeEventListener("abort", this.#onAbort);
    if (this.#decoder) returnDecoder(this.#reply.instance, this.#decoder);
    this.#decoder = undefined;
    this.#stopReading?.({ done: true });
    if (abort) {
      this.#reply.controller.abort();
      // A `fetch` of the caller's own may not listen to the controller.
      cancel(() => this.#reader ?? this.#reply.response.body);
    }
  }

  #onAbort = () => {
    this.#interrupt("aborted", this.#reply.signal.reason);
  };

  #interrupt(reason, cause) {
    if (this.#ended) return;
    this.#end(true);
    this.#failure = () => this.#error(reason, cause);
  }

  /** One timer for all reads: setting one for each would cost as much as decoding. */
  #watch() {
    const limit = this.#reply.streamIdleTimeout;
    if (limit === 0) return;
    this.#readSince = Date.now();
    if (this.#idleTimer === undefined) this.#watchFor(limit);
  }

  #watchFor(milliseconds) {
    this.#idleTimer = setTimeout(() => {
      this.#idleTimer = undefined;
      // Nobody waits for a piece: a slow reader is not a slow stream.
      if (this.#readSince === 0) return;
      const left = this.#reply.streamIdleTimeout - (Date.now() - this.#readSince);
      if (left <= 0) this.#interrupt("idle");
      else this.#watchFor(left);
    }, milliseconds);
    this.#idleTimer.unref?.();
  }
}
