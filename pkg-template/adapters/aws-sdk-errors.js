// What a call of ours throws, as the AWS SDK throws it.

import { BedrockError } from "../client/errors.js";
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

/**
 * The SDK's names for what no service has answered.
 *
 * @type {Record<string, string>}
 */
const NAMES = {
  APIUserAbortError: "AbortError",
  APIConnectionTimeoutError: "TimeoutError",
  AuthenticationError: "CredentialsProviderError",
};

/**
 * What a call or its stream throws. An answer of Bedrock's becomes the exception of its name, with Bedrock's own message; the
 * package's error is its cause. Everything else stays what it is, under the name by which programs for the SDK know it.
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
  // As Node's errors have it: ECONNREFUSED.
  const reason = name.startsWith("APIConnection") && (cause?.cause?.code ?? cause?.code);
  return Object.assign(error, fields, { name: NAMES[name] ?? name }, reason && { code: reason });
}

/**
 * What the SDK tells of each call.
 *
 * @param {number | undefined} httpStatusCode
 * @param {string | undefined} requestId
 * @param {AwsCall} call
 */
export function metadataOf(httpStatusCode, requestId, { attempts, totalRetryDelay }) {
  return { httpStatusCode, requestId, extendedRequestId: undefined, cfId: undefined, attempts, totalRetryDelay };
}

/**
 * The members of an error's body, if it is an object of JSON and whole.
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
