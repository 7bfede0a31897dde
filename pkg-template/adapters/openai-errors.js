// Errors as OpenAI's API tells them.

/** @import { Failure } from "../types/internal.js" */
/** @import { Show } from "./openai-identity.js" */

/**
 * The one status from which the SDK makes each class. AWS may send another status, or the error may not come from AWS.
 *
 * @type {Record<string, number>}
 */
const STATUSES = {
  BadRequestError: 400,
  AuthenticationError: 401,
  PermissionDeniedError: 403,
  NotFoundError: 404,
  ConflictError: 409,
  RateLimitError: 429,
};
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
 * @param {Failure} error
 * @param {AbortSignal | undefined} signal
 */
export function abortReason(error, signal) {
  return signal?.aborted ? signal.reason : new DOMException(error.message, "AbortError");
}

/**
 * An error about the input has no cause. An error with a cause failed on our side, such as loading, and may be retried.
 *
 * @param {Failure} error
 */
export function mayBeRepeated({ name, cause, retryable }) {
  return name === "BedrockError" ? cause !== undefined : retryable;
}

/** @param {Required<Failure>} error */
export function statusOf({ name, cause, status }) {
  if (name === "BedrockError") return cause === undefined ? 400 : 500;
  // An answer that breaks the protocol may have a status of success.
  return STATUSES[name] ?? (status >= 400 && status < 600 ? status : 502);
}

/**
 * @param {number} status
 * @param {Failure} error
 * @param {Partial<Show>} [show]
 */
export function errorBody(status, { message, param, code }, { text = String } = {}) {
  const type = TYPES[status] ?? (status < 500 ? "invalid_request_error" : "server_error");
  return { error: { message: text(message), type, param: param ?? null, code: code == null ? null : text(code) } };
}
