// What an answer has beside its message.

import type { JsonValue, OneOf, OpenEnum, OutputBlob } from "./basics.js";
import type { GuardrailTraceAssessment } from "./guardrails.js";
import type { CacheTTL, Message } from "./messages.js";

/** The model's answer. */
export type ConverseOutput = OneOf<{
  message: Message<OutputBlob>;
}>;

/**
 * Why the model stopped. `tool_use` waits for the results of tools; `max_tokens` is an answer that was cut short; of
 * `malformed_tool_use` and `malformed_model_output` no call is to be run, since it may be half of one.
 */
export type StopReason = OpenEnum<
  | "end_turn"
  | "tool_use"
  | "max_tokens"
  | "stop_sequence"
  | "guardrail_intervened"
  | "content_filtered"
  | "malformed_model_output"
  | "malformed_tool_use"
  | "model_context_window_exceeded"
>;

/** The tokens that are paid for. */
export interface TokenUsage {
  /**
   * Those that were sent, without the ones read from or written to the cache. In streams of OpenAI's GPT Bedrock has them
   * within, and `totalTokens` has them twice; in OpenAI's shape that is put right.
   */
  inputTokens: number;
  outputTokens: number;
  totalTokens: number;
  /** Those that the cache had. */
  cacheReadInputTokens?: number;
  /** Those that the cache now has. */
  cacheWriteInputTokens?: number;
  /** `cacheReadInputTokens` once more, by another name. Bedrock sends it, though its API model does not have it. */
  cacheReadInputTokenCount?: number;
  /** `cacheWriteInputTokens` once more. */
  cacheWriteInputTokenCount?: number;
  /** Tokens written to the cache, by time to live. */
  cacheDetails?: CacheDetail[];
  /** How much the tools that Bedrock runs were used; mostly empty. Not in its API model, either. */
  serverToolUsage?: Record<string, JsonValue>;
}

/** Tokens written to the cache. */
export interface CacheDetail {
  ttl: CacheTTL;
  inputTokens: number;
}

/** How long the answer took. */
export interface ConverseMetrics {
  /** Milliseconds. */
  latencyMs: number;
}

/** Reports of the guardrail and the prompt router. */
export interface ConverseTrace {
  guardrail?: GuardrailTraceAssessment;
  promptRouter?: PromptRouterTrace;
}

/** The prompt router's choice. */
export interface PromptRouterTrace {
  /** The model it chose. */
  invokedModelId?: string;
}
