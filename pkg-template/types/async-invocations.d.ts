// Asynchronous invocations.

import type { OneOf, OpenEnum } from "./basics.js";

/** An invocation in a list. Its times are ISO 8601 strings. */
export interface AsyncInvokeSummary {
  /** Goes into {@link Bedrock.getAsyncInvoke}. */
  invocationArn: string;
  /** The model that was invoked. */
  modelArn: string;
  /** The token that the invocation was started with. */
  clientRequestToken?: string;
  status?: AsyncInvokeStatus;
  /** Why it failed. */
  failureMessage?: string;
  /** When it was submitted: an ISO 8601 string. */
  submitTime: string;
  /** When its status last changed: an ISO 8601 string. */
  lastModifiedTime?: string;
  /** When it ended: an ISO 8601 string. */
  endTime?: string;
  /** Where the output goes. */
  outputDataConfig: AsyncInvokeOutputDataConfig;
}

export type AsyncInvokeStatus = OpenEnum<"InProgress" | "Completed" | "Failed">;

export type SortAsyncInvocationBy = OpenEnum<"SubmissionTime">;

export type SortOrder = OpenEnum<"Ascending" | "Descending">;

/** Where the output of an invocation goes. */
export type AsyncInvokeOutputDataConfig = OneOf<{
  /** Into a bucket, which the caller has to be allowed to write to. */
  s3OutputDataConfig: AsyncInvokeS3OutputDataConfig;
}>;

/** A place in S3 for the output of an invocation. */
export interface AsyncInvokeS3OutputDataConfig {
  /** `s3://bucket/prefix` */
  s3Uri: string;
  /** The ARN of a KMS key to encrypt the output with. */
  kmsKeyId?: string;
  /** The account of the bucket, 12 digits, if it is another one. */
  bucketOwner?: string;
}

/** A tag. */
export interface Tag {
  /** 1 to 128 letters, digits, spaces and `. _ : / = + @ -`. */
  key: string;
  /** Up to 256 of the same. */
  value: string;
}
