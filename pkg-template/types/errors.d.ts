// The errors, named as in the `openai` package.

/** The input or the options cannot be sent, or the WebAssembly cannot be loaded. Fix what the message names. */
export class BedrockError extends Error {
  /** Of OpenAI's resources: the parameter to blame, where the error names one: `stop`, `messages[2].content`. */
  readonly param?: string;
}

/**
 * A call that failed, from whatever cause. Has been retried already where that can help.
 *
 * Texts of others in it have `***` in the place of the client's secrets: keys, tokens, signatures, the values of `query`, and
 * headers of yours whose names say that they are secret. A `cause` that shows one is replaced by an `Error` that does not.
 *
 * Thrown itself when the reply breaks the protocol or has a status without a class of its own.
 */
export class APIError extends BedrockError {
  /** HTTP status. Of an error inside a stream: the status that AWS gives that error. Undefined if nothing arrived. */
  readonly status: number | undefined;
  /** AWS's name of the error: `ThrottlingException`. Of OpenAI's resources also `context_length_exceeded`: send less. */
  readonly code: string | undefined;
  /** AWS's id of the request, to be quoted in support cases. */
  readonly requestID: string | undefined;
  /** The response's headers, as far as the runtime shows them. */
  readonly headers: Headers | undefined;
  /** The beginning of the response's body. */
  readonly body: string | undefined;
  /**
   * Whether the same call may succeed later: errors that `maxRetries` is for, and calls on which the model failed or ran out
   * of time. Those are paid for, and therefore not repeated by themselves.
   */
  readonly retryable: boolean;
}

/** Bedrock refused the input (400, `ValidationException`). Change what the message names. */
export class BadRequestError extends APIError {
  name: "BadRequestError";
}

/** Credentials or API key are missing, malformed, expired or unknown, or a signature does not fit. Get new ones. */
export class AuthenticationError extends APIError {
  name: "AuthenticationError";
}

/** The credentials are good but may not do this (403). Allow the action in IAM, or request access to the model. */
export class PermissionDeniedError extends APIError {
  name: "PermissionDeniedError";
}

/** This region does not have the model, profile or guardrail (404). Check the id and the region. */
export class NotFoundError extends APIError {
  name: "NotFoundError";
}

/** The request contradicts the state of what it names (`ConflictException`). Read that state, then decide. */
export class ConflictError extends APIError {
  name: "ConflictError";
}

/** Too many requests or tokens, a quota used up, or a model that is still starting. Wait, then send it again. */
export class RateLimitError extends APIError {
  name: "RateLimitError";
}

/** Bedrock or the model failed (500 and above, 424). Send it again later; if it persists, quote `requestID` to AWS. */
export class InternalServerError extends APIError {
  name: "InternalServerError";
}

/** No answer arrived, or the connection broke: network, DNS, TLS, CORS. Check them; `cause` has what fetch threw. */
export class APIConnectionError extends APIError {
  name: "APIConnectionError" | "APIConnectionTimeoutError";
}

/** No answer within `timeout` or `streamIdleTimeout` (raise them), or the model gave up (`ModelTimeoutException`). */
export class APIConnectionTimeoutError extends APIConnectionError {
  name: "APIConnectionTimeoutError";
}

/** The call's `signal` was aborted. `cause` has the signal's reason. */
export class APIUserAbortError extends APIError {
  name: "APIUserAbortError";
}
