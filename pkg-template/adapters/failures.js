// A client's errors as the responses of a server. They are known by their names: the client may come from any entry, by
// `import` or `require`.

/** @import { Failure } from "../types/serving.js" */

/**
 * The one status from which makers' SDKs make each class. AWS may send another status, or the error may not come from AWS.
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
 * An error about the request.
 *
 * @param {string} message
 */
export function inputError(message) {
  return Object.assign(new Error(message), { name: "BedrockError" });
}

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
  return name === "BedrockError" ? cause !== undefined : Boolean(retryable);
}

/** @param {Failure} error */
export function statusOf({ name = "", cause, status = 0 }) {
  if (name === "BedrockError") return cause === undefined ? 400 : 500;
  // An answer that breaks the protocol may have a status of success.
  return STATUSES[name] ?? (status >= 400 && status < 600 ? status : 502);
}
