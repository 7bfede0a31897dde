// The errors of this package's calls, as the AWS SDK throws them.

import { BedrockError, shareClass } from "../client/errors.js";
import {
  AccessDeniedException,
  BedrockRuntimeServiceException,
  ConflictException,
  InternalServerException,
  ModelErrorException,
  ModelNotReadyException,
  ModelStreamErrorException,
  ModelTimeoutException,
  ResourceNotFoundException,
  ServiceQuotaExceededException,
  ServiceUnavailableException,
  ThrottlingException,
  ValidationException,
} from "./aws-sdk-exceptions.js";

/**
 * @import { AwsCall, Unchecked } from "../types/internal.js"
 */

/** @type {Record<string, typeof BedrockRuntimeServiceException>} */
const CLASSES = {
  AccessDeniedException,
  ConflictException,
  InternalServerException,
  ModelErrorException,
  ModelNotReadyException,
  ModelStreamErrorException,
  ModelTimeoutException,
  ResourceNotFoundException,
  ServiceQuotaExceededException,
  ServiceUnavailableException,
  ThrottlingException,
  ValidationException,
};
for (const [name, exception] of Object.entries({ BedrockRuntimeServiceException, ...CLASSES })) shareClass(name, exception);

/**
 * The SDK's names for errors without an answer from a service.
 *
 * @type {Record<string, string>}
 */
const NAMES = {
  APIUserAbortError: "AbortError",
  APIConnectionTimeoutError: "TimeoutError",
  AuthenticationError: "CredentialsProviderError",
};

/**
 * The error that a call or its stream throws. Bedrock's answer becomes the exception of its name, with Bedrock's message; the
 * package's error is its cause. Any other error stays the same object, under the SDK's name for it.
 *
 * @param {Unchecked} error
 * @param {AwsCall} call
 */
export function exceptionOf(error, call) {
  if (!(error instanceof BedrockError)) return error;
  const { name, status, code, requestID, headers, body, cause } = /** @type {Unchecked} */ (error);
  if (status !== undefined) {
    const { message, Message, ...members } = membersOf(body);
    const Exception = (Object.hasOwn(CLASSES, code) && CLASSES[code]) || BedrockRuntimeServiceException;
    const exception = new Exception({
      ...members,
      message: message ?? Message ?? error.message,
      name: code ?? "Unknown",
      $fault: status < 500 ? "client" : "server",
      $metadata: metadataOf(status, requestID, call),
      cause: error,
    });
    const $response = { statusCode: status, headers: Object.fromEntries(headers ?? []), body };
    return Object.defineProperty(exception, "$response", { value: $response });
  }
  const fields = { $metadata: { attempts: call.attempts, totalRetryDelay: call.totalRetryDelay } };
  // As in Node's errors: ECONNREFUSED.
  const reason = name.startsWith("APIConnection") && (cause?.cause?.code ?? cause?.code);
  return Object.assign(error, fields, { name: NAMES[name] ?? name }, reason && { code: reason });
}

/**
 * The SDK's metadata of each call.
 *
 * @param {number | undefined} httpStatusCode
 * @param {string | undefined} requestId
 * @param {AwsCall} call
 */
export function metadataOf(httpStatusCode, requestId, { attempts, totalRetryDelay }) {
  return { httpStatusCode, requestId, extendedRequestId: undefined, cfId: undefined, attempts, totalRetryDelay };
}

/**
 * The members of an error's body, if it is a complete JSON object.
 *
 * @param {string | undefined} body
 */
function membersOf(body) {
  try {
    return Object(JSON.parse(body ?? ""));
  } catch {
    return {};
  }
}
