// Converse and ConverseStream: what goes in and comes out.

import type { ConverseMetrics, ConverseOutput, ConverseTrace, StopReason, TokenUsage } from "./answers.js";
import type { JsonInput, JsonValue, OneOf } from "./basics.js";
import type {
  GuardrailConfiguration,
  GuardrailStreamConfiguration,
  InferenceConfiguration,
  OutputConfig,
  PerformanceConfiguration,
  PromptVariableValues,
  ServiceTier,
} from "./configuration.js";
import type { Message, SystemContentBlock } from "./messages.js";
import type { Stream } from "./results.js";
import type {
  ContentBlockDeltaEvent,
  ContentBlockStartEvent,
  ContentBlockStopEvent,
  ConverseStreamMetadataEvent,
  ConverseStreamMetrics,
  MessageStartEvent,
  MessageStopEvent,
} from "./stream-events.js";
import type { ToolConfiguration } from "./tools.js";

/**
 * The input of {@link Bedrock.converse}.
 *
 * @see https://docs.aws.amazon.com/bedrock/latest/APIReference/API_runtime_Converse.html
 */
export interface ConverseRequest extends ConverseRequestBase {
  /** A guardrail to check input and answer with. */
  guardrailConfig?: GuardrailConfiguration;
}

/**
 * The input of {@link Bedrock.converseStream}.
 *
 * @see https://docs.aws.amazon.com/bedrock/latest/APIReference/API_runtime_ConverseStream.html
 */
export interface ConverseStreamRequest extends ConverseRequestBase {
  /** A guardrail to check input and answer with. */
  guardrailConfig?: GuardrailStreamConfiguration;
}

/** Input of both Converse operations. */
export interface ConverseRequestBase {
  /**
   * The id or ARN of a model, an inference profile, a prompt, a prompt router or a provisioned, deployed or
   * marketplace model; 1 to 2048 characters. Imported models take only {@link Bedrock.invokeModel}.
   */
  modelId: string;
  /** The conversation so far, oldest message first. Optional only with a prompt's ARN. */
  messages?: Message[];
  /** Instructions for the model, before the conversation. */
  system?: SystemContentBlock[];
  /** How the model chooses its words. What it does not name goes into `additionalModelRequestFields`. */
  inferenceConfig?: InferenceConfiguration;
  /** The tools that the model may ask for. */
  toolConfig?: ToolConfiguration;
  /** Parameters of this one model, passed on as they are: `{ top_k: 200 }`. */
  additionalModelRequestFields?: JsonInput;
  /** Values for the variables of the prompt in `modelId`. */
  promptVariables?: Record<string, PromptVariableValues>;
  /** JSON pointers to members of the model's own answer: `/stop_sequence`. At most 10, of up to 256 characters. */
  additionalModelResponseFieldPaths?: string[];
  /** Tags for your invocation logs: 1 to 16, keys and values up to 256 characters. */
  requestMetadata?: Record<string, string>;
  /** Latency-optimized inference, for models that have it. */
  performanceConfig?: PerformanceConfiguration;
  /** The queue and price of the request. */
  serviceTier?: ServiceTier;
  /** The form of the answer. */
  outputConfig?: OutputConfig;
}

/** The output of {@link Bedrock.converse}. */
export interface ConverseResponse {
  /** The model's answer. Its `message` can go into the next request as it is. */
  output: ConverseOutput;
  /** Why the model stopped. */
  stopReason: StopReason;
  /** The tokens that are paid for. */
  usage: TokenUsage;
  /** How long it took. */
  metrics: ConverseMetrics;
  /** The fields that `additionalModelResponseFieldPaths` asked for. */
  additionalModelResponseFields?: JsonValue;
  /** Reports of the guardrail and the prompt router. */
  trace?: ConverseTrace;
  /** The latency setting that was used. */
  performanceConfig?: PerformanceConfiguration;
  /** The service tier that was used. */
  serviceTier?: ServiceTier;
}

/** The output of {@link Bedrock.converseStream}. */
export interface ConverseStream extends Stream<ConverseStreamOutput> {
  /** The tokens that are paid for. Undefined until the `metadata` event has been read. */
  readonly usage: TokenUsage | undefined;
  /** How long the answer took. Undefined until the `metadata` event has been read. */
  readonly metrics: ConverseStreamMetrics | undefined;

  tee(): [ConverseStream, ConverseStream];
}

/**
 * One event of {@link Bedrock.converseStream}: an object with one key.
 *
 * They come as `messageStart`; for each block `contentBlockStart` (tools and images only), `contentBlockDelta`s and
 * `contentBlockStop`; `messageStop`; `metadata`. Errors inside the stream are thrown.
 */
export type ConverseStreamOutput = OneOf<{
  /** The answer begins. */
  messageStart: MessageStartEvent;
  /** A tool's or an image's block begins. Blocks of text and reasoning begin with their first delta. */
  contentBlockStart: ContentBlockStartEvent;
  /** A piece of a block. */
  contentBlockDelta: ContentBlockDeltaEvent;
  /** A block is complete. */
  contentBlockStop: ContentBlockStopEvent;
  /** The answer is complete; `metadata` follows. */
  messageStop: MessageStopEvent;
  /** Tokens, time and traces: the last event. */
  metadata: ConverseStreamMetadataEvent;
}>;
