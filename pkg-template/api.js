// What every entry exports.

export { Bedrock, Bedrock as default } from "./client.js";
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
} from "./errors.js";
export { load } from "./load.js";
export { APIPromise, PagePromise } from "./promise.js";
export { Stream } from "./stream.js";
