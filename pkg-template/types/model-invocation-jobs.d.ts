// Batch inference: many requests in one job, at half the price.

import type { OneOf, OpenEnum } from "./basics.js";
import type { SortOrder, Tag } from "./async-invocations.js";

export type ModelInvocationJobStatus = OpenEnum<
  | "Submitted"
  | "InProgress"
  | "Completed"
  | "Failed"
  | "Stopping"
  | "Stopped"
  | "PartiallyCompleted"
  | "Expired"
  | "Validating"
  | "Scheduled"
>;

/** Whose format the records of a job have: that of InvokeModel's bodies, or Converse's. */
export type ModelInvocationType = OpenEnum<"InvokeModel" | "Converse">;

export type S3InputFormat = OpenEnum<"JSONL">;

export type SortJobsBy = OpenEnum<"CreationTime">;

/** Where the records of a job are. */
export type ModelInvocationJobInputDataConfig = OneOf<{
  s3InputDataConfig: ModelInvocationJobS3InputDataConfig;
}>;

/** A file or a folder in S3 with the records of a job. */
export interface ModelInvocationJobS3InputDataConfig {
  /** The format of the files. */
  s3InputFormat?: S3InputFormat;
  /** `s3://bucket/file.jsonl`, or a folder of such files. */
  s3Uri: string;
  /** The account of the bucket, 12 digits, if it is another one. */
  s3BucketOwner?: string;
}

/** Where the output of a job goes. */
export type ModelInvocationJobOutputDataConfig = OneOf<{
  s3OutputDataConfig: ModelInvocationJobS3OutputDataConfig;
}>;

/** A folder in S3 for the output of a job. */
export interface ModelInvocationJobS3OutputDataConfig {
  /** `s3://bucket/folder/` */
  s3Uri: string;
  /** The ARN of a KMS key to encrypt the output with. */
  s3EncryptionKeyId?: string;
  /** The account of the bucket, 12 digits, if it is another one. */
  s3BucketOwner?: string;
}

/** The network that a job reads and writes its data through. */
export interface VpcConfig {
  /** 1 to 16 subnets. */
  subnetIds: string[];
  /** 1 to 5 security groups. */
  securityGroupIds: string[];
}

/**
 * The input of {@link Bedrock.createModelInvocationJob}.
 *
 * @see https://docs.aws.amazon.com/bedrock/latest/APIReference/API_CreateModelInvocationJob.html
 */
export interface CreateModelInvocationJobRequest {
  /** 1 to 63 letters, digits and `+ - .`. */
  jobName: string;
  /** The role that Bedrock reads and writes the data with. */
  roleArn: string;
  /** Two requests with the same token create one job. Made when absent, so that retries create no second one. */
  clientRequestToken?: string;
  /** The id or ARN of a model or an inference profile. */
  modelId: string;
  /** Where the records are. */
  inputDataConfig: ModelInvocationJobInputDataConfig;
  /** Where the output goes. */
  outputDataConfig: ModelInvocationJobOutputDataConfig;
  /** The network for the data. */
  vpcConfig?: VpcConfig;
  /** The job ends after so many hours, 24 to 168. */
  timeoutDurationInHours?: number;
  /** Tags of the job, at most 200. */
  tags?: Tag[];
  /** The format of the records; `"InvokeModel"` when absent. */
  modelInvocationType?: ModelInvocationType;
}

/** The output of {@link Bedrock.createModelInvocationJob}. */
export interface CreateModelInvocationJobResponse {
  /** Goes into {@link Bedrock.getModelInvocationJob} and {@link Bedrock.stopModelInvocationJob}. */
  jobArn: string;
}

/**
 * The input of {@link Bedrock.getModelInvocationJob}.
 *
 * @see https://docs.aws.amazon.com/bedrock/latest/APIReference/API_GetModelInvocationJob.html
 */
export interface GetModelInvocationJobRequest {
  /** The ARN of the job, or the last part of it. */
  jobIdentifier: string;
}

/** The output of {@link Bedrock.getModelInvocationJob}. */
export interface GetModelInvocationJobResponse {
  jobArn: string;
  jobName?: string;
  /** The model or inference profile. */
  modelId: string;
  /** The token that the job was created with. */
  clientRequestToken?: string;
  roleArn: string;
  status?: ModelInvocationJobStatus;
  /** Why the job failed, or what else is to be said of its status. */
  message?: string;
  /** When it was submitted: an ISO 8601 string. */
  submitTime: string;
  /** When its status last changed: an ISO 8601 string. */
  lastModifiedTime?: string;
  /** When it ended: an ISO 8601 string. */
  endTime?: string;
  inputDataConfig: ModelInvocationJobInputDataConfig;
  outputDataConfig: ModelInvocationJobOutputDataConfig;
  vpcConfig?: VpcConfig;
  timeoutDurationInHours?: number;
  /** When it expires, or did: an ISO 8601 string. */
  jobExpirationTime?: string;
  modelInvocationType?: ModelInvocationType;
  /** The records of the job. */
  totalRecordCount?: number;
  /** Those that are done, well or badly. */
  processedRecordCount?: number;
  successRecordCount?: number;
  errorRecordCount?: number;
}

/** A job in a list. */
export interface ModelInvocationJobSummary extends GetModelInvocationJobResponse {
  jobName: string;
}

/**
 * The input of {@link Bedrock.listModelInvocationJobs}.
 *
 * @see https://docs.aws.amazon.com/bedrock/latest/APIReference/API_ListModelInvocationJobs.html
 */
export interface ListModelInvocationJobsRequest {
  /** Only those submitted after this: a date, or an ISO 8601 string. */
  submitTimeAfter?: Date | string;
  /** Only those submitted before this: a date, or an ISO 8601 string. */
  submitTimeBefore?: Date | string;
  /** Only those with this status. */
  statusEquals?: ModelInvocationJobStatus;
  /** Only those with this in their names. */
  nameContains?: string;
  /** The most jobs on one page, 1 to 1000. */
  maxResults?: number;
  /** Where to begin: the `nextToken` of an earlier page. */
  nextToken?: string;
  /** The sort key. */
  sortBy?: SortJobsBy;
  sortOrder?: SortOrder;
}

/** A page of the output of {@link Bedrock.listModelInvocationJobs}. */
export interface ListModelInvocationJobsResponse {
  /** Absent on the last page. */
  nextToken?: string;
  /** The jobs on this page. */
  invocationJobSummaries?: ModelInvocationJobSummary[];
}

/**
 * The input of {@link Bedrock.stopModelInvocationJob}.
 *
 * @see https://docs.aws.amazon.com/bedrock/latest/APIReference/API_StopModelInvocationJob.html
 */
export interface StopModelInvocationJobRequest {
  /** The ARN of the job, or the last part of it. */
  jobIdentifier: string;
}

/** The output of {@link Bedrock.stopModelInvocationJob}, which has no members. */
export type StopModelInvocationJobResponse = object;
