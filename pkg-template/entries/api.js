// The exports of every entry.

export { Bedrock, Bedrock as default } from "../client/client.js";
export {
  APIConnectionError,
  APIConnectionTimeoutError,
  APIError,
  APIUserAbortError,
  AuthenticationError,
  BadRequestError,
  BedrockError,
  ConflictError,
  InternalServerError,
  NotFoundError,
  PermissionDeniedError,
  RateLimitError,
} from "../client/errors.js";
export { load } from "../engine/native.js";
export { APIPromise, PagePromise } from "../client/promise.js";
export { Stream } from "../client/stream.js";
