// The methods of the control plane: models, inference profiles and jobs of batch inference.

import type {
  CreateModelInvocationJobRequest,
  CreateModelInvocationJobResponse,
  GetModelInvocationJobRequest,
  GetModelInvocationJobResponse,
  ListModelInvocationJobsRequest,
  ListModelInvocationJobsResponse,
  StopModelInvocationJobRequest,
  StopModelInvocationJobResponse,
} from "./model-invocation-jobs.js";
import type {
  GetFoundationModelRequest,
  GetFoundationModelResponse,
  GetInferenceProfileRequest,
  GetInferenceProfileResponse,
  ListFoundationModelsRequest,
  ListFoundationModelsResponse,
  ListInferenceProfilesRequest,
  ListInferenceProfilesResponse,
} from "./other-operations.js";
import type { APIPromise, CallOptions, PagePromise, WithRequestID } from "./results.js";

/** Bedrock's operations that tell about models, and those of batch inference. */
export interface ControlPlane {
  /**
   * Lists the foundation models that this region has. They come all at once, not in pages.
   *
   * @throws as {@link Bedrock.converse}.
   * @see https://docs.aws.amazon.com/bedrock/latest/APIReference/API_ListFoundationModels.html
   */
  listFoundationModels(
    input?: ListFoundationModelsRequest,
    options?: CallOptions,
  ): APIPromise<WithRequestID<ListFoundationModelsResponse>>;

  /**
   * Tells what a foundation model can do and how long it will be there.
   *
   * @throws as {@link Bedrock.converse}.
   * @see https://docs.aws.amazon.com/bedrock/latest/APIReference/API_GetFoundationModel.html
   */
  getFoundationModel(
    input: GetFoundationModelRequest,
    options?: CallOptions,
  ): APIPromise<WithRequestID<GetFoundationModelResponse>>;

  /**
   * Lists the inference profiles that can be used from this region: AWS's own and the account's. Awaited it is the
   * first page; `for await` gives every page.
   *
   * @throws as {@link Bedrock.converse}; the loop throws what fetching a page throws.
   * @see https://docs.aws.amazon.com/bedrock/latest/APIReference/API_ListInferenceProfiles.html
   */
  listInferenceProfiles(
    input?: ListInferenceProfilesRequest,
    options?: CallOptions,
  ): PagePromise<WithRequestID<ListInferenceProfilesResponse>>;

  /**
   * Tells which models an inference profile leads to, and in which regions they are.
   *
   * @throws as {@link Bedrock.converse}.
   * @see https://docs.aws.amazon.com/bedrock/latest/APIReference/API_GetInferenceProfile.html
   */
  getInferenceProfile(
    input: GetInferenceProfileRequest,
    options?: CallOptions,
  ): APIPromise<WithRequestID<GetInferenceProfileResponse>>;

  /**
   * Creates a job of batch inference: Bedrock reads its records from S3, answers each at half the price, and writes the output
   * to S3. {@link Bedrock.getModelInvocationJob} tells how far it is.
   *
   * @throws as {@link Bedrock.converse}.
   * @see https://docs.aws.amazon.com/bedrock/latest/APIReference/API_CreateModelInvocationJob.html
   */
  createModelInvocationJob(
    input: CreateModelInvocationJobRequest,
    options?: CallOptions,
  ): APIPromise<WithRequestID<CreateModelInvocationJobResponse>>;

  /**
   * Tells how far a job is that {@link Bedrock.createModelInvocationJob} created.
   *
   * @throws as {@link Bedrock.converse}.
   * @see https://docs.aws.amazon.com/bedrock/latest/APIReference/API_GetModelInvocationJob.html
   */
  getModelInvocationJob(
    input: GetModelInvocationJobRequest,
    options?: CallOptions,
  ): APIPromise<WithRequestID<GetModelInvocationJobResponse>>;

  /**
   * Lists the account's jobs of batch inference in this region. Awaited it is the first page; `for await` gives every page.
   *
   * @throws as {@link Bedrock.converse}; the loop throws what fetching a page throws.
   * @see https://docs.aws.amazon.com/bedrock/latest/APIReference/API_ListModelInvocationJobs.html
   */
  listModelInvocationJobs(
    input?: ListModelInvocationJobsRequest,
    options?: CallOptions,
  ): PagePromise<WithRequestID<ListModelInvocationJobsResponse>>;

  /**
   * Stops a job. Bedrock writes the output of the records that it has answered.
   *
   * @throws as {@link Bedrock.converse}.
   * @see https://docs.aws.amazon.com/bedrock/latest/APIReference/API_StopModelInvocationJob.html
   */
  stopModelInvocationJob(
    input: StopModelInvocationJobRequest,
    options?: CallOptions,
  ): APIPromise<WithRequestID<StopModelInvocationJobResponse>>;
}
