// The exception classes that the AWS SDK exports. Programs also create them, in their own tests.

/** @import { AwsException } from "../types/internal.js" */

export class BedrockRuntimeServiceException extends Error {
  /** @param {AwsException} options */
  constructor({ message, cause, ...fields }) {
    super(message, cause === undefined ? undefined : { cause });
    Object.assign(this, fields);
  }
}

export class AccessDeniedException extends BedrockRuntimeServiceException {
  /** @param {AwsException} options */
  constructor(options) {
    super({ ...options, name: "AccessDeniedException", $fault: "client" });
  }
}

export class ConflictException extends BedrockRuntimeServiceException {
  /** @param {AwsException} options */
  constructor(options) {
    super({ ...options, name: "ConflictException", $fault: "client" });
  }
}

export class InternalServerException extends BedrockRuntimeServiceException {
  /** @param {AwsException} options */
  constructor(options) {
    super({ ...options, name: "InternalServerException", $fault: "server" });
  }
}

export class ModelErrorException extends BedrockRuntimeServiceException {
  /** @param {AwsException} options */
  constructor(options) {
    super({ ...options, name: "ModelErrorException", $fault: "client" });
  }
}

export class ModelNotReadyException extends BedrockRuntimeServiceException {
  /** @param {AwsException} options */
  constructor(options) {
    super({ ...options, name: "ModelNotReadyException", $fault: "client", $retryable: {} });
  }
}

export class ModelStreamErrorException extends BedrockRuntimeServiceException {
  /** @param {AwsException} options */
  constructor(options) {
    super({ ...options, name: "ModelStreamErrorException", $fault: "client" });
  }
}

export class ModelTimeoutException extends BedrockRuntimeServiceException {
  /** @param {AwsException} options */
  constructor(options) {
    super({ ...options, name: "ModelTimeoutException", $fault: "client" });
  }
}

export class ResourceNotFoundException extends BedrockRuntimeServiceException {
  /** @param {AwsException} options */
  constructor(options) {
    super({ ...options, name: "ResourceNotFoundException", $fault: "client" });
  }
}

export class ServiceQuotaExceededException extends BedrockRuntimeServiceException {
  /** @param {AwsException} options */
  constructor(options) {
    super({ ...options, name: "ServiceQuotaExceededException", $fault: "client" });
  }
}

export class ServiceUnavailableException extends BedrockRuntimeServiceException {
  /** @param {AwsException} options */
  constructor(options) {
    super({ ...options, name: "ServiceUnavailableException", $fault: "server" });
  }
}

export class ThrottlingException extends BedrockRuntimeServiceException {
  /** @param {AwsException} options */
  constructor(options) {
    super({ ...options, name: "ThrottlingException", $fault: "client" });
  }
}

export class ValidationException extends BedrockRuntimeServiceException {
  /** @param {AwsException} options */
  constructor(options) {
    super({ ...options, name: "ValidationException", $fault: "client" });
  }
}
