// The other operations: what goes in and comes out.

import type {
  AsyncInvokeOutputDataConfig,
  AsyncInvokeStatus,
  AsyncInvokeSummary,
  SortAsyncInvocationBy,
  SortOrder,
  Tag,
} from "./async-invocations.js";
import type { InputBlob, JsonInput, OneOf } from "./basics.js";
import type {
  GuardrailAction,
  GuardrailChecksConfig,
  GuardrailChecksMessage,
  GuardrailChecksResults,
  GuardrailChecksUsageResults,
  GuardrailContentBlock,
  GuardrailContentSource,
  GuardrailOutputContent,
  GuardrailOutputScope,
} from "./guardrail-checks.js";
import type { GuardrailAssessment, GuardrailCoverage, GuardrailUsage } from "./guardrails.js";
import type { Message, SystemContentBlock } from "./messages.js";
import type {
  FoundationModelDetails,
  FoundationModelSummary,
  InferenceProfileSummary,
  InferenceProfileType,
  InferenceType,
  ModelCustomization,
  ModelModality,
} from "./models.js";
import type { ToolConfiguration } from "./tools.js";

/**
 * The input of {@link Bedrock.countTokens}.
 *
 * @see https://docs.aws.amazon.com/bedrock/latest/APIReference/API_runtime_CountTokens.html
 */
export interface CountTokensRequest {
  /** The id of a foundation model, up to 256 characters: not of an inference profile, and not every model counts. */
  modelId: string;
  /** The input to count. */
  input: CountTokensInput;
}

/** The output of {@link Bedrock.countTokens}. */
export interface CountTokensResponse {
  /** As many as the same input would be charged for. */
  inputTokens: number;
}

/** The input to count: that of Converse or of InvokeModel. */
export type CountTokensInput = OneOf<{
  /** As it would go into {@link Bedrock.invokeModel}. */
  invokeModel: InvokeModelTokensRequest;
  /** As it would go into {@link Bedrock.converse}. */
  converse: ConverseTokensRequest;
}>;

/** An input of {@link Bedrock.invokeModel} whose tokens are counted. */
export interface InvokeModelTokensRequest {
  /** In the model's own format, up to 25 MB. Unlike InvokeModel's, a string is base64, not text. */
  body: InputBlob;
}

/** An input of {@link Bedrock.converse} whose tokens are counted. */
export interface ConverseTokensRequest {
  /** The conversation so far, oldest message first. */
  messages?: Message[];
  /** Instructions for the model, before the conversation. */
  system?: SystemContentBlock[];
  /** The tools that the model may ask for. */
  toolConfig?: ToolConfiguration;
  /** Parameters of this one model, passed on as they are. */
  additionalModelRequestFields?: JsonInput;
}

/**
 * The input of {@link Bedrock.applyGuardrail}.
 *
 * @see https://docs.aws.amazon.com/bedrock/latest/APIReference/API_runtime_ApplyGuardrail.html
 */
export interface ApplyGuardrailRequest {
  /** Id or ARN. */
  guardrailIdentifier: string;
  /** A number, or `DRAFT`. */
  guardrailVersion: string;
  /** Whether the content is a user's or a model's: a guardrail may treat them differently. */
  source: GuardrailContentSource;
  /** The content to check. */
  content: GuardrailContentBlock[];
  /** Whether assessments list what was checked and not found, too. Default `INTERVENTIONS`: only what was found. */
  outputScope?: GuardrailOutputScope;
}

/** The output of {@link Bedrock.applyGuardrail}. */
export interface ApplyGuardrailResponse {
  /** The units that are paid for. */
  usage: GuardrailUsage;
  /** Whether the guardrail stepped in. */
  action: GuardrailAction;
  /** Why it stepped in. */
  actionReason?: string;
  /** The content to show instead: the guardrail's own message, or the content with parts masked. Empty if it did nothing. */
  outputs: GuardrailOutputContent[];
  /** Findings of each policy. */
  assessments: GuardrailAssessment[];
  /** How much was checked. */
  guardrailCoverage?: GuardrailCoverage;
}

/**
 * The input of {@link Bedrock.invokeGuardrailChecks}.
 *
 * @see https://docs.aws.amazon.com/bedrock/latest/APIReference/API_runtime_InvokeGuardrailChecks.html
 */
export interface InvokeGuardrailChecksRequest {
  /** The messages to check: at least one. */
  messages: GuardrailChecksMessage[];
  /** The checks to run. */
  checks: GuardrailChecksConfig;
}

/** The output of {@link Bedrock.invokeGuardrailChecks}. */
export interface InvokeGuardrailChecksResponse {
  /** The result of each check. */
  results: GuardrailChecksResults;
  /** The units that are paid for, by check. */
  usage: GuardrailChecksUsageResults;
}

/**
 * The input of {@link Bedrock.startAsyncInvoke}.
 *
 * @see https://docs.aws.amazon.com/bedrock/latest/APIReference/API_runtime_StartAsyncInvoke.html
 */
export interface StartAsyncInvokeRequest {
  /**
   * Two requests with the same token start one invocation; 1 to 256 printable ASCII characters without spaces. Made
   * when absent, so that retries start no second one.
   */
  clientRequestToken?: string;
  /** The id or ARN of a model, 1 to 256 characters. */
  modelId: string;
  /** In the model's own format. */
  modelInput: JsonInput;
  /** Where the output goes. */
  outputDataConfig: AsyncInvokeOutputDataConfig;
  /** Tags of the invocation, at most 200. */
  tags?: Tag[];
}

/** The output of {@link Bedrock.startAsyncInvoke}. */
export interface StartAsyncInvokeResponse {
  /** Goes into {@link Bedrock.getAsyncInvoke}. */
  invocationArn: string;
}

/**
 * The input of {@link Bedrock.getAsyncInvoke}.
 *
 * @see https://docs.aws.amazon.com/bedrock/latest/APIReference/API_runtime_GetAsyncInvoke.html
 */
export interface GetAsyncInvokeRequest {
  /** As {@link Bedrock.startAsyncInvoke} gave it. */
  invocationArn: string;
}

/** The output of {@link Bedrock.getAsyncInvoke}. */
export interface GetAsyncInvokeResponse {
  invocationArn: string;
  /** The model that was invoked. */
  modelArn: string;
  /** The token that the invocation was started with. */
  clientRequestToken?: string;
  status: AsyncInvokeStatus;
  /** Why it failed. */
  failureMessage?: string;
  /** When it was submitted: an ISO 8601 string, as all times in outputs. */
  submitTime: string;
  /** When its status last changed: an ISO 8601 string. */
  lastModifiedTime?: string;
  /** When it ended: an ISO 8601 string. */
  endTime?: string;
  /** Where the output goes. */
  outputDataConfig: AsyncInvokeOutputDataConfig;
}

/**
 * The input of {@link Bedrock.listAsyncInvokes}.
 *
 * @see https://docs.aws.amazon.com/bedrock/latest/APIReference/API_runtime_ListAsyncInvokes.html
 */
export interface ListAsyncInvokesRequest {
  /** Only those submitted after this: a date, or an ISO 8601 string. */
  submitTimeAfter?: Date | string;
  /** Only those submitted before this: a date, or an ISO 8601 string. */
  submitTimeBefore?: Date | string;
  /** Only those with this status. */
  statusEquals?: AsyncInvokeStatus;
  /** The most invocations on one page, 1 to 1000. */
  maxResults?: number;
  /** Where to begin: the `nextToken` of an earlier page. */
  nextToken?: string;
  /** The sort key. */
  sortBy?: SortAsyncInvocationBy;
  sortOrder?: SortOrder;
}

/** A page of the output of {@link Bedrock.listAsyncInvokes}. */
export interface ListAsyncInvokesResponse {
  /** Absent on the last page. */
  nextToken?: string;
  /** The invocations on this page; it may have none and still not be the last. */
  asyncInvokeSummaries?: AsyncInvokeSummary[];
}

/**
 * The input of {@link Bedrock.listFoundationModels}. Its members narrow the list.
 *
 * @see https://docs.aws.amazon.com/bedrock/latest/APIReference/API_ListFoundationModels.html
 */
export interface ListFoundationModelsRequest {
  /** Only this provider's, such as `Anthropic`: 1 to 63 letters, digits, spaces and hyphens. */
  byProvider?: string;
  /** Only those that can be customized in this way. */
  byCustomizationType?: ModelCustomization;
  /** Only those that answer in this form. */
  byOutputModality?: ModelModality;
  /** Only those that can be called in this way. */
  byInferenceType?: InferenceType;
}

/** The output of {@link Bedrock.listFoundationModels}. */
export interface ListFoundationModelsResponse {
  modelSummaries?: FoundationModelSummary[];
}

/**
 * The input of {@link Bedrock.getFoundationModel}.
 *
 * @see https://docs.aws.amazon.com/bedrock/latest/APIReference/API_GetFoundationModel.html
 */
export interface GetFoundationModelRequest {
  /** The id or ARN of a foundation model, 1 to 2048 characters: not of an inference profile. */
  modelIdentifier: string;
}

/** The output of {@link Bedrock.getFoundationModel}. */
export interface GetFoundationModelResponse {
  modelDetails?: FoundationModelDetails;
}

/**
 * The input of {@link Bedrock.listInferenceProfiles}.
 *
 * @see https://docs.aws.amazon.com/bedrock/latest/APIReference/API_ListInferenceProfiles.html
 */
export interface ListInferenceProfilesRequest {
  /** The most profiles on one page, 1 to 1000. */
  maxResults?: number;
  /** Where to begin: the `nextToken` of an earlier page. */
  nextToken?: string;
  /** Only AWS's own, or only those that the account's users made. */
  typeEquals?: InferenceProfileType;
}

/** A page of the output of {@link Bedrock.listInferenceProfiles}. */
export interface ListInferenceProfilesResponse {
  /** The profiles on this page; it may have none and still not be the last. */
  inferenceProfileSummaries?: InferenceProfileSummary[];
  /** Absent on the last page. */
  nextToken?: string;
}

/**
 * The input of {@link Bedrock.getInferenceProfile}.
 *
 * @see https://docs.aws.amazon.com/bedrock/latest/APIReference/API_GetInferenceProfile.html
 */
export interface GetInferenceProfileRequest {
  /** Id or ARN, 1 to 2048 characters. */
  inferenceProfileIdentifier: string;
}

/** The output of {@link Bedrock.getInferenceProfile}. */
export interface GetInferenceProfileResponse extends InferenceProfileSummary {}
