// Streams as OpenAI's API sends them.

import { errorBody } from "./openai-errors.js";

/** @import { Failure, Route, Writer } from "../types/serving.js" */
/** @import { Show } from "./identity.js" */

/**
 * Writes the chunks of a chat, or the events of a response.
 *
 * @param {Route} route
 * @param {Show} show
 * @returns {Writer}
 */
export function writerOf({ namesEvents }, show) {
  let sequence_number = 0;
  const write = (/** @type {any} */ event) => {
    sequence_number += 1;
    const name = namesEvents ? `event: ${event.type}\n` : "";
    return `${name}data: ${JSON.stringify(event)}\n\n`;
  };
  return {
    event: (value) => write(show.object(value)),
    failure: (status, error) => {
      const body = errorBody(status, error, show);
      // The SDK throws what has `error`; others read the members that OpenAI documents.
      return write(namesEvents ? { ...body.error, ...body, type: "error", sequence_number } : body);
    },
    // Clients do not require it.
    end: () => (namesEvents ? "" : "data: [DONE]\n\n"),
  };
}
