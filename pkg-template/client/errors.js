// The error classes, named as in the `openai` package. The core decides the class and the message of each error.

import { struck } from "../engine/obstacle.js";

/** @import { Bindings, ErrorDetails, ErrorName } from "../types/wasm.js" */

export class BedrockError extends Error {}

export class APIError extends BedrockError {
  /**
   * @param {string} [message]
   * @param {import("../types/internal.js").ErrorFields} [fields]
   */
  constructor(message, { status, code, requestID, headers, body, retryable = false, ...options } = {}) {
    super(message, options);
    this.status = status;
    this.code = code;
    this.requestID = requestID;
    this.headers = headers && new Headers(headers);
    this.body = body;
    this.retryable = retryable;
  }
}

export class BadRequestError extends APIError {}
export class AuthenticationError extends APIError {}
export class PermissionDeniedError extends APIError {}
export class NotFoundError extends APIError {}
export class ConflictError extends APIError {}
export class RateLimitError extends APIError {}
export class InternalServerError extends APIError {}
export class APIConnectionError extends APIError {}
export class APIConnectionTimeoutError extends APIConnectionError {}
export class APIUserAbortError extends APIError {}

/** @satisfies {Record<ErrorName, typeof BedrockError>} */
const classes = {
  BedrockError,
  APIError,
  BadRequestError,
  AuthenticationError,
  PermissionDeniedError,
  NotFoundError,
  ConflictError,
  RateLimitError,
  InternalServerError,
  APIConnectionError,
  APIConnectionTimeoutError,
  APIUserAbortError,
};

for (const [name, errorClass] of Object.entries(classes)) {
  // Minifiers rename classes; the name is what people search logs for.
  Object.defineProperty(errorClass.prototype, "name", { value: name, writable: true, configurable: true });
  shareClass(name, errorClass);
}

/**
 * A process may have the package twice, by `import` and by `require`: `instanceof` works across both copies.
 *
 * @param {string} name
 * @param {new (...given: any[]) => Error} errorClass
 */
export function shareClass(name, errorClass) {
  const mark = Symbol.for(`bedrock-wasm.${name}`);
  Object.defineProperty(errorClass.prototype, mark, { value: true });
  Object.defineProperty(errorClass, Symbol.hasInstance, {
    /** @param {any} thrown */
    value(thrown) {
      return (this === errorClass && thrown?.[mark] === true) || Function.prototype[Symbol.hasInstance].call(this, thrown);
    },
  });
}

/**
 * The error that the core describes: see src/wasm/object.rs. Call this where the stack still shows the caller's function.
 *
 * @param {ErrorDetails} details
 * @param {Bindings["strike"]} [strike]
 * @param {unknown} [cause] the thrown value
 */
export function createError({ name, cause: _, message, param, ...details }, strike, cause) {
  if (strike) cause = causeOf(name, strike, cause);
  const error = new classes[name](message, cause === undefined ? details : { ...details, cause });
  return param === undefined ? error : Object.assign(error, { param });
}

/**
 * The cause of an error of this name, without secrets. The reason of the caller's own signal stays unchanged.
 *
 * @param {ErrorName} name
 * @param {Bindings["strike"]} strike
 * @param {unknown} thrown
 */
export function causeOf(name, strike, thrown) {
  return name === "APIUserAbortError" ? thrown : struck(thrown, strike);
}
