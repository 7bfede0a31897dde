// What a chat in OpenAI's shape gives.

import type { Warning } from "./observation.js";
import type { Stream, WithRequestID } from "./results.js";

/** A result with what of its request had no effect, and what is wrong with the reply. The members are not enumerable. */
export type WithWarnings<T> = WithRequestID<T> & { readonly _warnings: Warning[] };

/** A chunk of a chat at a time. */
export interface ChatCompletionStream extends Stream<ChatCompletionChunk, CompletionUsage> {
  /** Parts of the request without effect; at the end of a stream, faults of the reply too. */
  readonly warnings: Warning[];
}

/** A call of a function. */
export interface ChatCompletionToolCall {
  id: string;
  type: "function";
  /** `arguments` is JSON as the model wrote it. */
  function: { name: string; arguments: string };
}

/** A model's reasoning, with the signature that Bedrock wants when it is sent back. */
export type ThinkingBlock =
  | { type: "thinking"; thinking: string; signature: string }
  /**
   * As Anthropic's API has it: `data` is the text of Bedrock's `redactedContent`; of bytes that are no text, a data URL. The
   * base64 of the text, which this package gave before, is taken, too.
   */
  | { type: "redacted_thinking"; data: string };

/** An answer of a model. */
export interface ChatCompletion {
  id: string;
  object: "chat.completion";
  /** Seconds since 1970. */
  created: number;
  /** As the request named it. */
  model: string;
  choices: ChatCompletionChoice[];
  usage?: CompletionUsage;
  /** As OpenAI's type has it. Bedrock's `reserved` passes too. */
  service_tier?: "auto" | "default" | "flex" | "priority" | "scale";
  /** Members that OpenAI does not have: `stopReason`, `metrics`, `trace`, `citations`, `structuredOutput`, `warnings`. */
  _bedrock: Record<string, unknown>;
}

export interface ChatCompletionChoice {
  index: number;
  message: ChatCompletionMessage;
  finish_reason: FinishReason;
  logprobs: null;
}

/**
 * Why an answer ended; Bedrock's own word is `_bedrock.stopReason`.
 *
 * `malformed_tool_use` and `malformed_model_output` are `stop`, with a warning `malformed_reply` in `_bedrock.warnings`,
 * too; calls are not in `tool_calls` then, but in `_bedrock.content`. A stream that has
 * told of a call already ends with an error instead, so that no loop runs half a call; `retryable` is true.
 */
export type FinishReason = "stop" | "length" | "tool_calls" | "content_filter" | "function_call";

/** The message of an answer. It can be sent back as it is. */
export interface ChatCompletionMessage {
  role: "assistant";
  content: string | null;
  refusal: string | null;
  tool_calls?: ChatCompletionToolCall[];
  /** The model's reasoning; of Nova 1 with tools, the `<thinking>…</thinking>` at the beginning of its text. */
  reasoning_content?: string;
  thinking_blocks?: ThinkingBlock[];
  annotations?: ChatCompletionAnnotation[];
}

/** A source of an answer. */
export interface ChatCompletionAnnotation {
  type: "url_citation";
  url_citation: { start_index: number; end_index: number; url: string; title: string };
}

/** A piece of an answer. */
export interface ChatCompletionChunk {
  id: string;
  object: "chat.completion.chunk";
  created: number;
  model: string;
  choices: ChatCompletionChunkChoice[];
  usage?: CompletionUsage | null;
  /** As OpenAI's type has it. Bedrock's `reserved` passes too. */
  service_tier?: "auto" | "default" | "flex" | "priority" | "scale";
  _bedrock?: Record<string, unknown>;
}

export interface ChatCompletionChunkChoice {
  index: number;
  delta: ChatCompletionDelta;
  finish_reason: FinishReason | null;
  logprobs: null;
}

/** The addition of a chunk. */
export interface ChatCompletionDelta {
  role?: "assistant";
  content?: string | null;
  refusal?: string | null;
  tool_calls?: {
    index: number;
    id?: string;
    type?: "function";
    function?: { name?: string; arguments?: string };
  }[];
  reasoning_content?: string;
  thinking_blocks?: ThinkingBlock[];
  annotations?: ChatCompletionAnnotation[];
}

/** Tokens of a chat. */
export interface CompletionUsage {
  /** Those read from and written to the cache included. */
  prompt_tokens: number;
  completion_tokens: number;
  total_tokens: number;
  prompt_tokens_details?: { cached_tokens?: number; cache_write_tokens?: number };
  completion_tokens_details?: { reasoning_tokens?: number };
}
