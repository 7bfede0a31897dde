// Errors and streams as Anthropic's API sends them.

/** @import { Failure, Route, Writer } from "../types/serving.js" */
/** @import { Show } from "./identity.js" */

/**
 * Anthropic's `type` of an error, where it is not one of all statuses below or above 500.
 *
 * @type {Record<number, string>}
 */
const TYPES = {
  401: "authentication_error",
  403: "permission_error",
  404: "not_found_error",
  408: "timeout_error",
  413: "request_too_large",
  424: "api_error",
  429: "rate_limit_error",
  503: "overloaded_error",
  504: "timeout_error",
};

/**
 * @param {number} status
 * @param {Failure} error
 * @param {Partial<Show>} [show]
 * @param {Headers} [headers]
 */
export function errorBody(status, { message, details }, { text = String } = {}, headers) {
  const type = TYPES[status] ?? (status < 500 ? "invalid_request_error" : "api_error");
  const error = { type, message: text(message), ...(details && { details }) };
  return { type: "error", error, request_id: headers?.get("request-id") ?? null };
}

/** InvokeModel's streams have no last event that the client could miss: their events are the model's. */
const CUT_OFF = "The stream ended before its message_stop event: the reply is not whole. Send the request again.";

/** An ARN that names no model is taken for Claude's. */
const NOT_CLAUDES = "This event is not Claude's. If the ARN is another model's, tell `models.capabilities` its `baseModel`.";

/**
 * Writes the events of a message: Claude's are JSON already.
 *
 * @param {Route} _
 * @param {Show} show
 * @returns {Writer}
 */
export function writerOf(_, show) {
  const decoder = new TextDecoder();
  let last = "";
  const written = (/** @type {string} */ type, /** @type {string} */ json) => {
    last = type;
    return `event: ${type}\ndata: ${json}\n\n`;
  };
  const failure = (/** @type {number} */ status, /** @type {Failure} */ error) =>
    written("error", JSON.stringify(errorBody(status, error, show)));
  return {
    event(value) {
      if (value.type) return written(value.type, JSON.stringify(show.object(value)));
      // An event that Bedrock adds some day.
      if (!value.chunk) return "";
      const json = decoder.decode(value.chunk.bytes);
      const type = /^\{"type":"(\w+)"/.exec(json)?.[1] ?? JSON.parse(json)?.type;
      if (!type) throw new Error(NOT_CLAUDES);
      // A line break, which JSON has between its tokens only, would end the event.
      return written(type, json.replace(/[\r\n]+/g, " "));
    },
    failure,
    end: () => (last === "message_stop" ? "" : failure(502, { message: CUT_OFF })),
  };
}
