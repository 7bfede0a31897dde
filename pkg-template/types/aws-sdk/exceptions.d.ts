// What calls and streams throw.

import type { ResponseMetadata } from "./configuration.js";

/** What an exception is made with. */
export interface ExceptionOptions {
  message?: string | undefined;
  $metadata: ResponseMetadata;
}

/** An answer of Bedrock that is an error. `cause` is the error of this package, with advice in its message. */
export class BedrockRuntimeServiceException extends Error {
  constructor(options: ExceptionOptions & { name: string; $fault: "client" | "server" });
  readonly $fault: "client" | "server";
  $metadata: ResponseMetadata;
  readonly $retryable?: { readonly throttling?: boolean };
  readonly $response?: { statusCode: number; headers: Record<string, string>; body: string | undefined };
}
export class AccessDeniedException extends BedrockRuntimeServiceException {
  constructor(options: ExceptionOptions);
  readonly name: "AccessDeniedException";
  readonly $fault: "client";
}
export class ConflictException extends BedrockRuntimeServiceException {
  constructor(options: ExceptionOptions);
  readonly name: "ConflictException";
  readonly $fault: "client";
}
export class InternalServerException extends BedrockRuntimeServiceException {
  constructor(options: ExceptionOptions);
  readonly name: "InternalServerException";
  readonly $fault: "server";
}
export class ModelErrorException extends BedrockRuntimeServiceException {
  constructor(options: ExceptionOptions & Partial<Pick<ModelErrorException, "originalStatusCode" | "resourceName">>);
  readonly name: "ModelErrorException";
  readonly $fault: "client";
  originalStatusCode?: number | undefined;
  resourceName?: string | undefined;
}
export class ModelNotReadyException extends BedrockRuntimeServiceException {
  constructor(options: ExceptionOptions);
  readonly name: "ModelNotReadyException";
  readonly $fault: "client";
}
export class ModelStreamErrorException extends BedrockRuntimeServiceException {
  constructor(options: ExceptionOptions & Partial<Pick<ModelStreamErrorException, "originalStatusCode" | "originalMessage">>);
  readonly name: "ModelStreamErrorException";
  readonly $fault: "client";
  originalStatusCode?: number | undefined;
  originalMessage?: string | undefined;
}
export class ModelTimeoutException extends BedrockRuntimeServiceException {
  constructor(options: ExceptionOptions);
  readonly name: "ModelTimeoutException";
  readonly $fault: "client";
}
export class ResourceNotFoundException extends BedrockRuntimeServiceException {
  constructor(options: ExceptionOptions);
  readonly name: "ResourceNotFoundException";
  readonly $fault: "client";
}
export class ServiceQuotaExceededException extends BedrockRuntimeServiceException {
  constructor(options: ExceptionOptions);
  readonly name: "ServiceQuotaExceededException";
  readonly $fault: "client";
}
export class ServiceUnavailableException extends BedrockRuntimeServiceException {
  constructor(options: ExceptionOptions);
  readonly name: "ServiceUnavailableException";
  readonly $fault: "server";
}
export class ThrottlingException extends BedrockRuntimeServiceException {
  constructor(options: ExceptionOptions);
  readonly name: "ThrottlingException";
  readonly $fault: "client";
}
export class ValidationException extends BedrockRuntimeServiceException {
  constructor(options: ExceptionOptions);
  readonly name: "ValidationException";
  readonly $fault: "client";
}
