// Streams as OpenAI's API sends them.

import { abortReason, errorBody, statusOf } from "./openai-errors.js";

/** @import { Chunks, Route } from "../types/internal.js" */
/** @import { Show } from "./openai-identity.js" */

/**
 * The chunks of a stream as server-sent events, each made when it is asked for.
 *
 * @param {Chunks} stream
 * @param {AbortSignal | undefined} signal
 * @param {Route} route
 * @param {Show} show
 */
export function eventStream(stream, signal, { namesEvents }, show) {
  const encoder = new TextEncoder();
  const iterator = stream[Symbol.asyncIterator]();
  let sequence_number = 0;
  const pull = async (/** @type {ReadableStreamDefaultController} */ controller) => {
    const send = (/** @type {any} */ event) => {
      const name = namesEvents ? `event: ${event.type}\n` : "";
      controller.enqueue(encoder.encode(`${name}data: ${JSON.stringify(event)}\n\n`));
    };
    try {
      const { value, done } = await iterator.next();
      if (!done) {
        send(show.object(value));
        sequence_number += 1;
        return;
      }
      if (!namesEvents) controller.enqueue(encoder.encode("data: [DONE]\n\n"));
      controller.close();
    } catch (/** @type {any} */ error) {
      if (error.name === "APIUserAbortError") throw abortReason(error, signal);
      // A stream that just ended would look like a short answer: clients do not require [DONE].
      const body = errorBody(statusOf(error), error, show);
      // The SDK throws what has `error`; others read the members that OpenAI documents.
      send(namesEvents ? { ...body.error, ...body, type: "error", sequence_number } : body);
      controller.close();
    }
  };
  return new ReadableStream({ pull, cancel: () => iterator.return() }, { highWaterMark: 0 });
}
