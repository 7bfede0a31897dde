// The events of Converse's stream.

import type { PromptRouterTrace, StopReason, TokenUsage } from "./answers.js";
import type { JsonValue, OneOf, OutputBlob } from "./basics.js";
import type { CitationLocation } from "./citations.js";
import type { PerformanceConfiguration, ServiceTier } from "./configuration.js";
import type { GuardrailTraceAssessment } from "./guardrails.js";
import type { ConversationRole, ErrorBlock, ImageFormat, ImageSource } from "./messages.js";
import type { ToolResultStatus, ToolUseType } from "./tools.js";

/** The answer begins. */
export interface MessageStartEvent {
  role: ConversationRole;
}

/** A block begins. */
export interface ContentBlockStartEvent {
  start: ContentBlockStart;
  /** Which block of the message, from 0. */
  contentBlockIndex: number;
}

/** The facts about a block that are known at its start. */
export type ContentBlockStart = OneOf<{
  toolUse: ToolUseBlockStart;
  toolResult: ToolResultBlockStart;
  image: ImageBlockStart;
}>;

/** The start of a {@link ToolUseBlock}. */
export interface ToolUseBlockStart {
  toolUseId: string;
  name: string;
  /** `server_tool_use` if Bedrock runs the tool itself; else the call is yours. */
  type?: ToolUseType;
}

/** The start of a {@link ToolResultBlock}. */
export interface ToolResultBlockStart {
  toolUseId: string;
  type?: string;
  status?: ToolResultStatus;
}

/** The start of an {@link ImageBlock}. */
export interface ImageBlockStart {
  format: ImageFormat;
}

/** A piece of a block. */
export interface ContentBlockDeltaEvent {
  delta: ContentBlockDelta;
  /** Which block of the message, from 0. */
  contentBlockIndex: number;
}

/** A piece of a block. */
export type ContentBlockDelta = OneOf<{
  /** The next piece of the text. */
  text: string;
  toolUse: ToolUseBlockDelta;
  toolResult: ToolResultBlockDelta[];
  reasoningContent: ReasoningContentBlockDelta;
  citation: CitationsDelta;
  image: ImageBlockDelta;
}>;

/** A piece of a {@link ToolUseBlock}. */
export interface ToolUseBlockDelta {
  /** The next piece of the input's JSON text. Parse it when the block is complete; an empty text stands for `{}`. */
  input: string;
}

/** A piece of a {@link ToolResultBlock}. */
export type ToolResultBlockDelta = OneOf<{
  text: string;
  json: JsonValue;
}>;

/** A piece of a {@link ReasoningContentBlock}. */
export type ReasoningContentBlockDelta = OneOf<{
  /** The next piece of the text. */
  text: string;
  /** Encrypted by the model's provider. */
  redactedContent: OutputBlob;
  /** Belongs to the text. */
  signature: string;
}>;

/** A source of what the model wrote. */
export interface CitationsDelta {
  title?: string;
  source?: string;
  sourceContent?: CitationSourceContentDelta[];
  location?: CitationLocation;
}

/** A piece of what was cited. */
export interface CitationSourceContentDelta {
  text?: string;
}

/** A piece of an {@link ImageBlock}. */
export interface ImageBlockDelta {
  source?: ImageSource<OutputBlob>;
  /** Why the image could not be processed. */
  error?: ErrorBlock;
}

/** A block is complete. */
export interface ContentBlockStopEvent {
  /** Which block of the message, from 0. */
  contentBlockIndex: number;
}

/** The answer is complete. */
export interface MessageStopEvent {
  stopReason: StopReason;
  /** The fields that `additionalModelResponseFieldPaths` asked for. */
  additionalModelResponseFields?: JsonValue;
}

/** Tokens, time and traces. */
export interface ConverseStreamMetadataEvent {
  usage: TokenUsage;
  metrics: ConverseStreamMetrics;
  trace?: ConverseStreamTrace;
  /** The latency setting that was used. */
  performanceConfig?: PerformanceConfiguration;
  /** The service tier that was used. */
  serviceTier?: ServiceTier;
}

/** How long the answer took. */
export interface ConverseStreamMetrics {
  /** Milliseconds. */
  latencyMs: number;
}

/** Reports of the guardrail and the prompt router. */
export interface ConverseStreamTrace {
  guardrail?: GuardrailTraceAssessment;
  promptRouter?: PromptRouterTrace;
}
