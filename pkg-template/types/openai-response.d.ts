// What a response in OpenAI's shape gives.

import type { Warning } from "./observation.js";
import type { ResponseStreamEvent } from "./openai-response-events.js";
import type { Stream } from "./results.js";

/** The events of a response, one at a time. */
export interface ResponseEventStream extends Stream<ResponseStreamEvent, ResponseUsage> {
  /** Parts of the request without effect; at the end of a stream, faults of the reply too. */
  readonly warnings: Warning[];
}

/** An answer of a model, as OpenAI's `Response`. */
export interface BedrockResponse {
  id: string;
  object: "response";
  /** Seconds since 1970. */
  created_at: number;
  /** As the request named it. */
  model: string;
  status: "in_progress" | "completed" | "incomplete" | "failed";
  /** Why it failed: the model's reply was malformed. */
  error: { code: "server_error"; message: string } | null;
  /** Why it is not whole. Bedrock's own word is `_bedrock.stopReason`. */
  incomplete_details: { reason: "max_output_tokens" | "content_filter" } | null;
  /** In the order in which the model made them. They go into the next request's `input` as they are. */
  output: ResponseOutputItem[];
  /** The text of all messages. */
  output_text: string;
  /** Once it is over. */
  usage?: ResponseUsage;
  /** As OpenAI's type has it. Bedrock's `reserved` passes too. */
  service_tier?: "auto" | "default" | "flex" | "priority" | "scale";
  /** Members that OpenAI does not have: `stopReason`, `metrics`, `trace`, `citations`, `structuredOutput`, `warnings`. */
  _bedrock?: Record<string, unknown>;

  // Of the request, or what it stands for without one.
  background: false;
  instructions: string | null;
  max_output_tokens: number | null;
  max_tool_calls?: number;
  metadata: Record<string, string> | null;
  parallel_tool_calls: boolean;
  previous_response_id: null;
  prompt_cache_key?: string;
  reasoning: { effort?: ResponseEffort | null; summary?: "auto" | "concise" | "detailed" | null } | null;
  safety_identifier?: string;
  store: false;
  temperature: number | null;
  text: ResponseText;
  tool_choice: "none" | "auto" | "required" | { type: "function"; name: string } | { type: "custom"; name: string };
  tools: ResponseTool[];
  top_p: number | null;
  truncation: "auto" | "disabled" | null;
  user?: string;
}

export type ResponseEffort = "none" | "minimal" | "low" | "medium" | "high" | "xhigh" | "max";

/** The form of the text. */
export interface ResponseText {
  format?:
    | { type: "text" }
    | { type: "json_object" }
    | { type: "json_schema"; name: string; schema: { [member: string]: unknown }; description?: string; strict?: boolean | null };
  verbosity?: "low" | "medium" | "high" | null;
}

/** A tool of the request. */
export type ResponseTool =
  | {
      type: "function";
      name: string;
      parameters: { [member: string]: unknown } | null;
      strict: boolean | null;
      description?: string | null;
    }
  | { type: "custom"; name: string; description?: string };

/** A part of an answer: what the model says, calls, or thinks. */
export type ResponseOutputItem =
  | ResponseOutputMessage
  | ResponseReasoningItem
  | ResponseFunctionToolCall
  | ResponseCustomToolCall;

/** Text for the user. */
export interface ResponseOutputMessage {
  type: "message";
  id: string;
  role: "assistant";
  status: "in_progress" | "completed" | "incomplete";
  content: ResponseOutputText[];
}

export interface ResponseOutputText {
  type: "output_text";
  text: string;
  annotations: ResponseAnnotation[];
  logprobs: [];
}

/** A source of a text: a page, or a document of the request, by its name. `_bedrock.citations` says more of documents. */
export type ResponseAnnotation =
  | { type: "url_citation"; start_index: number; end_index: number; title: string; url: string }
  | { type: "file_citation"; file_id: string; filename: string; index: number };

/** What a model thought. */
export interface ResponseReasoningItem {
  type: "reasoning";
  id: string;
  summary: { type: "summary_text"; text: string }[];
  /** Its blocks, with what seals them. Null where the model does not want them back. */
  encrypted_content: string | null;
}

/** A call of a function. */
export interface ResponseFunctionToolCall {
  type: "function_call";
  id: string;
  call_id: string;
  name: string;
  /** JSON as the model wrote it. */
  arguments: string;
  status: "in_progress" | "completed" | "incomplete";
}

/** A call of a custom tool. */
export interface ResponseCustomToolCall {
  type: "custom_tool_call";
  id: string;
  call_id: string;
  name: string;
  input: string;
  status: "in_progress" | "completed" | "incomplete";
}

/** Tokens of a response. */
export interface ResponseUsage {
  /** Those read from and written to the cache included. */
  input_tokens: number;
  input_tokens_details: { cached_tokens: number; cache_write_tokens: number };
  output_tokens: number;
  output_tokens_details: { reasoning_tokens: number };
  total_tokens: number;
}
