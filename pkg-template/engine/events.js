// The pump behind a stream: one read and one call into wasm give all events of a chunk.

import { bytesOfPiece, readerOf } from "./body.js";
import { decode, returnDecoder, takeDecoder } from "./decoders.js";
import { BedrockError, causeOf, createError } from "../client/errors.js";
import { weakly } from "./held.js";
import { isA, reasonOf } from "./obstacle.js";
import { readEvent } from "./rows.js";
import { readTotals } from "./totals.js";

/** @import { Batch, BodyReader, Decoder, RowReader, StreamReply } from "../types/calls.js" */
/** @import { Unchecked } from "../types/internal.js" */
/** @import { ErrorDetails, StreamBreak } from "../types/wasm.js" */

/** @type {RowReader} */ const PLAIN = { read: readEvent, isWithheld: () => false };
const DONE = /** @type {IteratorReturnResult<undefined>} */ ({ value: undefined, done: true });

export class EventIterator {
  #reply;
  #rows;
  /** @type {BodyReader | undefined} */ #reader;
  /** @type {Decoder | undefined} */
  #decoder;
  /** The rows and the text of the last chunk: events are created on demand. @type {Batch} */
  #batch = { rows: [], length: 0, text: "", failed: false };
  /** The positions of the next event's row and text. */
  #row = 0;
  #start = 0;
  /** @type {Unchecked} */ #lastEvent;
  /** The last `metadata` with counts: a later one without counts does not reset them. @type {Unchecked} */
  #counted;
  /** Functions that answer the waiting calls of `next()`, in order. @type {((answer: Unchecked) => void)[]} */
  #waiting = [];
  #answered = 0;
  #isReading = false;
  /** Creates the error that the stream failed with. @type {(() => Unchecked) | undefined} */
  #failure;
  #ended = false;
  #readSince = 0;
  #isWatched = false;

  /** @param {StreamReply} reply with `rows`, the events are chunks in OpenAI's shape */
  constructor(reply) {
    this.#reply = reply;
    this.#reader = reply.reader;
    this.#rows = reply.rows ?? PLAIN;
    if (reply.lease) reply.lease.onAbort = this.#onAbort;
    if (reply.signal?.aborted) this.#onAbort();
  }

  get controller() {
    return this.#reply.controller;
  }

  get requestId() {
    return this.#reply.requestId;
  }

  /** The totals of the reply, `{ usage, metrics }`, from the last event so far that carries counts. */
  get totals() {
    const totals = readTotals(this.#lastArrived());
    return totals?.usage ? totals : (this.#counted ?? totals);
  }

  [Symbol.asyncIterator]() {
    return this;
  }

  /** Concurrent calls are answered in order. @returns {Promise<IteratorResult<Unchecked, undefined>>} */
  next() {
    const isFirst = this.#waiting.length === 0;
    const value = isFirst ? this.#take() : undefined;
    if (value !== undefined) return Promise.resolve({ value, done: false });
    return this.#wait(isFirst);
  }

  /** Errors are created here, so that their stack shows the caller's function. */
  async #wait(/** @type {boolean} */ isFirst) {
    const answer = await new Promise((resolve) => {
      this.#waiting.push(resolve);
      if (isFirst) this.#answer();
    });
    if (typeof answer === "function") throw this.#fail(answer);
    return answer;
  }

  /** @param {undefined} [value] @returns {Promise<IteratorReturnResult<undefined>>} */
  async return(value) {
    this.#end(true);
    this.#answer();
    return { value, done: true };
  }

  /** Answers as many waiting calls as possible. */
  #answer() {
    while (this.#waiting.length > 0) {
      const value = this.#take();
      const hasEvent = value !== undefined;
      if (!hasEvent && !this.#failure && !this.#ended && (this.#isReading || this.#read())) return;
      const answer = this.#waiting[this.#answered++];
      // Not `shift`, which moves every waiting call.
      if (this.#answered === this.#waiting.length) this.#answered = this.#waiting.length = 0;
      if (hasEvent) answer({ value, done: false });
      else if (this.#failure) answer(this.#takeFailure());
      else answer(DONE);
    }
  }

  /** The next event of the last chunk, if there is one left. */
  #take() {
    const { rows, length } = this.#batch;
    while (this.#row < length) {
      const row = this.#row;
      try {
        this.#lastEvent = this.#eventAt(row, this.#start);
        if (this.#lastEvent.metadata?.usage) this.#counted = this.#lastEvent.metadata;
      } catch (cause) {
        // The events after it are lost.
        this.#forget();
        this.#failure = this.#error("json", cause);
        return undefined;
      }
      this.#row = row + 3;
      this.#start = rows[row + 2];
      if (!this.#rows.isWithheld(rows, row)) return this.#lastEvent;
    }
  }

  #eventAt(/** @type {number} */ row, /** @type {number} */ start) {
    const { rows, text } = this.#batch;
    return this.#rows.read(rows, row, text, start);
  }

  /** The last event that has arrived, read or not. */
  #lastArrived() {
    const { rows, length } = this.#batch;
    const row = length - 3;
    if (row < this.#row) return this.#lastEvent;
    try {
      return this.#eventAt(row, rows[row - 1] ?? 0);
    } catch {
      // Invalid JSON: the call of `next()` that reaches this event reports it.
      return this.#lastEvent;
    }
  }

  #forget() {
    this.#batch.length = 0;
    this.#batch.text = "";
    this.#row = 0;
    this.#start = 0;
  }

  /** Begins to read a chunk. Returns whether the read is under way; if not, the stream has failed or ended. */
  #read() {
    const { instance, response } = this.#reply;
    try {
      if (instance.isDiscarded) return this.#failed(() => instance.discard());
      this.#reader ??= readerOf(response.body);
      if (!this.#reader) return this.#failed(this.#error("bodiless"));
      this.#decoder ??= takeDecoder(instance, this.#reply);
      this.#isReading = true;
      this.#watch();
      Promise.resolve(this.#reader.read()).then(this.#onRead, this.#onReadFailed);
    } catch (cause) {
      this.#isReading = false;
      this.#readFailed(cause);
    }
    return this.#isReading;
  }

  #onRead = (/** @type {Unchecked} */ read) => {
    this.#isReading = false;
    try {
      if (!this.#ended && !this.#failure) this.#hasRead(read);
    } catch (cause) {
      this.#readFailed(cause);
    }
    this.#answer();
  };

  #onReadFailed = (/** @type {unknown} */ cause) => {
    this.#isReading = false;
    this.#readFailed(cause);
    this.#answer();
  };

  #hasRead(/** @type {Unchecked} */ read) {
    const { instance } = this.#reply;
    if (instance.isDiscarded) {
      this.#failure = () => instance.discard();
    } else if (read.done) {
      const details = instance.bindings.finish(/** @type {Decoder} */ (this.#decoder).number);
      if (details) this.#failure = () => createError(details);
      else if (this.#rows.wantsEnd?.()) return this.#decode(new Uint8Array());
      this.#end(false);
    } else {
      this.#decode(bytesOfPiece(read.value));
    }
  }

  #readFailed(/** @type {unknown} */ cause) {
    if (this.#ended || this.#failure) return;
    this.#failure = isA(BedrockError, cause) ? () => cause : this.#error("connection", cause);
  }

  #decode(/** @type {Uint8Array} */ chunk) {
    this.#forget();
    const { instance } = this.#reply;
    try {
      decode(instance, /** @type {Decoder} */ (this.#decoder), chunk, this.#batch);
    } catch (trap) {
      const error = instance.discard(trap);
      this.#failure = () => error;
      return;
    }
    if (!this.#batch.failed) return;
    const { number } = /** @type {Decoder} */ (this.#decoder);
    const details = /** @type {ErrorDetails} */ (instance.bindings.takeError(number));
    this.#failure = () => createError(details);
  }

  /** A function for the core's error of a stream that broke on this side. @param {StreamBreak} reason @param {unknown} [cause] */
  #error(reason, cause) {
    const { streamError, strike } = this.#reply.instance.bindings;
    const details = streamError(reason);
    // Strike secrets now: an instance that is replaced at the end no longer knows them.
    const kept = causeOf(details.name, strike, cause);
    return () => createError(details, undefined, kept);
  }

  #failed(/** @type {() => Unchecked} */ failure) {
    this.#failure = failure;
    return false;
  }

  /** The failure, once; afterwards the stream is at its end. */
  #takeFailure() {
    const failure = this.#failure;
    this.#failure = undefined;
    this.#end(true);
    return failure;
  }

  #fail(/** @type {() => Unchecked} */ failure) {
    const error = failure();
    error.requestID ??= this.#reply.requestId;
    return error;
  }

  #end(/** @type {boolean} */ abort) {
    if (this.#ended) return;
    this.#ended = true;
    this.#lastEvent = this.#lastArrived();
    this.#forget();
    if (this.#decoder) returnDecoder(this.#reply.instance, this.#decoder);
    this.#decoder = undefined;
    this.#reply.lease?.end(abort);
  }

  #onAbort = () => {
    const { signal } = this.#reply;
    if (signal?.aborted) return this.#interrupt("aborted", reasonOf(signal));
    if (this.#ended) return;
    // A caller that aborts through `controller` needs no error.
    this.#end(true);
    this.#answer();
  };

  /** @param {StreamBreak} reason @param {unknown} [cause] */
  #interrupt(reason, cause) {
    if (this.#ended) return;
    this.#end(true);
    this.#failure = this.#error(reason, cause);
    this.#answer();
  }

  /** One timer for all reads: one per read would cost as much as decoding. It fires late if the machine has slept. */
  #watch() {
    const limit = this.#reply.streamIdleTimeout;
    if (limit === 0) return;
    this.#readSince = Date.now();
    if (!this.#isWatched) this.#watchFor(limit);
  }

  #watchFor(/** @type {number} */ milliseconds) {
    this.#isWatched = true;
    const told = weakly(this, (stream) => stream.#onIdleTimer());
    this.#reply.lease?.after(milliseconds, told);
  }

  #onIdleTimer() {
    this.#isWatched = false;
    // No read is under way: a slow reader is not a slow stream.
    if (!this.#isReading) return;
    const left = this.#reply.streamIdleTimeout - (Date.now() - this.#readSince);
    if (left <= 0) this.#interrupt("idle");
    else this.#watchFor(left);
  }
}
