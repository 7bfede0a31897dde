// The stream that `for await` iterates over.

import { BedrockError } from "./errors.js";
import { EventIterator } from "../engine/events.js";
import { stringify } from "../engine/json.js";

/**
 * @import { StreamReply, StreamSource } from "../types/calls.js"
 * @import { StreamIterator } from "../types/index.js"
 * @import { Unchecked } from "../types/internal.js"
 */

/**
 * The place of an event in a stream that is read twice, and the place of the next event.
 *
 * @template Event
 * @typedef {{ result?: Promise<IteratorResult<Event, undefined>>, next?: Place<Event> }} Place
 */

/**
 * The events of one reply. Consumed once: a second loop throws. Leaving the loop early, `return()`, dispose and the
 * call's signal abort the request at once; a reply that is cut off ends in an error.
 *
 * @template [Event=Unchecked]
 */
export class Stream {
  #iterator;
  #source;
  #consumed = false;

  /**
   * @param {StreamIterator<Event>} iterator gives the events
   * @param {StreamSource} source an EventIterator: has the request and the token counts
   */
  constructor(iterator, source) {
    this.#iterator = iterator;
    this.#source = source;
    this.controller = source.controller;
    this.requestId = source.requestId;
  }

  /** @param {StreamReply} reply */
  static from(reply) {
    const iterator = new EventIterator(reply);
    return Object.assign(new Stream(iterator, iterator), reply.output);
  }

  /** The token counts, once the event that carries them has arrived. */
  get usage() {
    return this.#source.totals?.usage;
  }

  /** Bedrock's own latency, once the event that carries it has arrived. */
  get metrics() {
    return this.#source.totals?.metrics;
  }

  [Symbol.asyncIterator]() {
    if (this.#consumed) throw new BedrockError("This stream was already consumed. Use .tee() to read it twice.");
    this.#consumed = true;
    return this.#iterator;
  }

  /** Ends the request, even if the stream was not consumed. `[Symbol.asyncDispose]` does the same. */
  async close() {
    this.#consumed = true;
    await this.#iterator.return();
  }

  /** Returns two streams of the same events. The request ends when both have ended. */
  tee() {
    const iterator = this[Symbol.asyncIterator]();
    /** The place behind the last event that a branch has read. @type {Place<Event>} */
    let last = {};
    let branches = 2;
    const branch = () => {
      // Only the branch itself holds the events that it has not read.
      /** @type {Place<Event> | undefined} */
      let place = last;
      /** @returns {Promise<IteratorResult<Event, undefined>>} */
      const leave = async () => {
        const wasLast = place && --branches === 0;
        place = undefined;
        if (wasLast) await iterator.return();
        return { value: undefined, done: true };
      };
      const next = () => {
        if (!place) return leave();
        if (!place.result) {
          place.result = iterator.next();
          // A branch that reads a failure late must not be reported as ignoring it.
          place.result.catch(() => {});
          last = place.next = {};
        }
        const { result } = place;
        place = place.next;
        return result;
      };
      return new Stream(asyncIterator(next, leave), this.#source);
    };
    return [branch(), branch()];
  }

  /** The events as lines of JSON in UTF-8. */
  toReadableStream() {
    const encoder = new TextEncoder();
    /** @type {StreamIterator<Event>} */
    let iterator;
    return new ReadableStream({
      start: () => {
        iterator = this[Symbol.asyncIterator]();
      },
      async pull(controller) {
        const { value, done } = await iterator.next();
        if (done) controller.close();
        else controller.enqueue(encoder.encode(`${stringify(value)}\n`));
      },
      async cancel() {
        await iterator.return();
      },
    });
  }
}

if (Symbol.asyncDispose) {
  Object.defineProperty(Stream.prototype, Symbol.asyncDispose, {
    value: Stream.prototype.close,
    writable: true,
    configurable: true,
  });
}

/**
 * @template Event
 * @param {() => Promise<IteratorResult<Event, undefined>>} next
 * @param {() => Promise<IteratorResult<Event, undefined>>} leave
 */
export function asyncIterator(next, leave) {
  return {
    next,
    return: leave,
    [Symbol.asyncIterator]() {
      return this;
    },
  };
}
