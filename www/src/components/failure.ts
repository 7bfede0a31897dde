// An error as the page shows it: plain data, so that conversations can keep it.

/** What is shown of an error. */
export interface Failure {
  /** The class: `RateLimitError`; of others than the package's, `Error` and its kind. */
  name: string;
  /** The package's messages end with the remedy. */
  message: string;
  /** AWS's name of the error: `ThrottlingException`. */
  code?: string;
  /** HTTP status. */
  status?: number;
  /** To be quoted to AWS. */
  requestId?: string;
  /** Whether the same call may succeed later. */
  retryable?: boolean;
}

/** Reads a thrown value without importing the package: its errors are known by their members. */
export function failureOf(error: unknown): Failure {
  if (!(error instanceof Error)) return { name: "Error", message: String(error) };
  const { name, message } = error;
  const { code, status, requestID, retryable } = error as Error & Record<string, unknown>;
  return {
    name,
    message,
    ...(typeof code === "string" && { code }),
    ...(typeof status === "number" && { status }),
    ...(typeof requestID === "string" && { requestId: requestID }),
    ...(typeof retryable === "boolean" && { retryable }),
  };
}

/** Whether the caller itself ended the call. */
export function isAbort(error: unknown): boolean {
  return error instanceof Error && (error.name === "APIUserAbortError" || error.name === "AbortError");
}
