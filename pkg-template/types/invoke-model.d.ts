// InvokeModel, streamed one way and both ways: what goes in and comes out.

import type { JsonObjectInput, JsonObjectWithBytes, OneOf, OutputBlob } from "./basics.js";
import type { PerformanceConfigLatency, ServiceTierType, Trace } from "./configuration.js";
import type { Stream } from "./results.js";

/**
 * The input of {@link Bedrock.invokeModel}.
 *
 * @see https://docs.aws.amazon.com/bedrock/latest/APIReference/API_runtime_InvokeModel.html
 */
export interface InvokeModelRequest {
  /** The id or ARN of a model, an inference profile or a provisioned, imported, deployed or marketplace model. */
  modelId: string;
  /** In the model's own format, up to 25 MB: bytes and text are sent as they are, an object as JSON. */
  body?: Uint8Array | string | JsonObjectInput;
  /** MIME type of `body`. Default `application/json`. */
  contentType?: string;
  /** MIME type wanted for the answer. Default `application/json`. */
  accept?: string;
  /** Whether the answer shows what the guardrail did. */
  trace?: Trace;
  /** Id or ARN of a guardrail to check input and answer with. Goes with `guardrailVersion`. */
  guardrailIdentifier?: string;
  /** A number, or `DRAFT`. */
  guardrailVersion?: string;
  /** Latency-optimized inference, for models that have it. */
  performanceConfigLatency?: PerformanceConfigLatency;
  /** The queue and price of the request. */
  serviceTier?: ServiceTierType;
  /** Tags for your invocation logs: a JSON object of strings, as text of up to 8500 characters. */
  requestMetadata?: string;
}

/**
 * The input of {@link Bedrock.invokeModelWithResponseStream}.
 *
 * @see https://docs.aws.amazon.com/bedrock/latest/APIReference/API_runtime_InvokeModelWithResponseStream.html
 */
export interface InvokeModelWithResponseStreamRequest extends InvokeModelRequest {}

/** The output of {@link Bedrock.invokeModel}. */
export interface InvokeModelResponse extends InvokeModelHeaders {
  /** In the model's own format, up to 25 MB. */
  body: OutputBlob;

  /** The tokens that are paid for, from headers of Bedrock's; undefined where it sends none or a browser hides them. */
  readonly usage: InvokeModelUsage | undefined;

  /** How long the answer took, from a header of Bedrock's; undefined where a browser hides it. */
  readonly metrics: InvokeModelMetrics | undefined;

  /** `body` parsed as JSON. Nothing checks that it is a `T`. */
  json<T = unknown>(): T;

  /** `body` as text. */
  text(): string;
}

/** The output of {@link Bedrock.invokeModelWithResponseStream}. */
export interface InvokeModelStream extends Stream<ResponseStream>, InvokeModelHeaders {
  /** The tokens that are paid for. Undefined until the last chunk has been read; some models tell none. */
  readonly usage: InvokeModelUsage | undefined;
  /** How long the answer took. Undefined until the last chunk has been read. */
  readonly metrics: InvokeModelMetrics | undefined;
}

/** The tokens of an invocation: what Bedrock counted of them, whatever the model's own format says. */
export interface InvokeModelUsage {
  inputTokens: number | undefined;
  outputTokens: number | undefined;
  /** Those that the cache had. */
  cacheReadInputTokens: number | undefined;
  /** Those that the cache now has. */
  cacheWriteInputTokens: number | undefined;
}

/** How long an invocation took. */
export interface InvokeModelMetrics {
  /** Milliseconds. */
  latencyMs: number;
}

/** Values that InvokeModel operations answer in headers. Each is undefined where a browser hides its header. */
export interface InvokeModelHeaders {
  /** MIME type of the answer; of a stream, that of its parts. */
  readonly contentType?: string;
  /** The latency setting that was used. */
  readonly performanceConfigLatency?: PerformanceConfigLatency;
  /** The service tier that was used. */
  readonly serviceTier?: ServiceTierType;
}

/** One event of {@link Bedrock.invokeModelWithResponseStream}. Errors inside the stream are thrown. */
export type ResponseStream = OneOf<{
  /** A part of the answer. */
  chunk: PayloadPart;
}>;

/** A part of a model's answer. */
export interface PayloadPart {
  /** In the model's own format, mostly one JSON object; up to 1 MB. */
  bytes?: OutputBlob;
}

/**
 * The input of {@link Bedrock.invokeModelWithBidirectionalStream}.
 *
 * @see https://docs.aws.amazon.com/bedrock/latest/APIReference/API_runtime_InvokeModelWithBidirectionalStream.html
 */
export interface InvokeModelWithBidirectionalStreamRequest {
  /** The id or ARN of a model for streams in both directions: Nova Sonic's. */
  modelId: string;
  /**
   * The events to be sent, asked for one by one as the connection takes them. Nothing is asked for before it is open;
   * if it cannot be opened, the iterable is left as it is.
   */
  body: EventInput<InvokeModelWithBidirectionalStreamInput>;
}

/** Events to be sent: an async generator, any other iterable, or a stream. */
export type EventInput<Event> = AsyncIterable<Event> | Iterable<Event> | ReadableStream<Event>;

/** One event that {@link Bedrock.invokeModelWithBidirectionalStream} sends. */
export type InvokeModelWithBidirectionalStreamInput = OneOf<{
  /** A part of the input. */
  chunk: BidirectionalInputPayloadPart;
}>;

/** A part of the input of a model. */
export interface BidirectionalInputPayloadPart {
  /**
   * In the model's own format, up to 1 MB: bytes are sent as they are, a string (unlike a blob inside of JSON) as UTF-8
   * text, an object as JSON, with bytes inside of it in base64.
   */
  bytes?: ArrayBufferView | ArrayBuffer | string | JsonObjectWithBytes;
}

/** One event of {@link Bedrock.invokeModelWithBidirectionalStream}. Errors inside the stream are thrown. */
export type InvokeModelWithBidirectionalStreamOutput = OneOf<{
  /** A part of the answer. */
  chunk: BidirectionalOutputPayloadPart;
}>;

/** A part of the output of a model. */
export interface BidirectionalOutputPayloadPart {
  /** In the model's own format, mostly one JSON object; up to 1 MB. */
  bytes?: OutputBlob;
}
