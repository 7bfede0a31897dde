// Errors as OpenAI's API tells them.

/** @import { Failure } from "../types/serving.js" */
/** @import { Show } from "./identity.js" */

/**
 * OpenAI's `type` of an error, where it is not one of all statuses below or above 500.
 *
 * @type {Record<number, string>}
 */
const TYPES = {
  401: "authentication_error",
  403: "permission_error",
  404: "not_found_error",
  408: "server_error",
  424: "server_error",
  429: "rate_limit_error",
};

/**
 * @param {number} status
 * @param {Failure} error
 * @param {Partial<Show>} [show]
 */
export function errorBody(status, { message, param, code }, { text = String } = {}) {
  const type = TYPES[status] ?? (status < 500 ? "invalid_request_error" : "server_error");
  return { error: { message: text(message), type, param: param ?? null, code: code == null ? null : text(code) } };
}
