// What a chat in OpenAI's shape takes.

import type { InputBlob, JsonObjectInput, OpenEnum } from "./basics.js";
import type { GuardrailStreamConfiguration, PerformanceConfiguration, PromptVariableValues } from "./configuration.js";
import type { ThinkingBlock } from "./openai-reply.js";

/** Parameters that {@link ChatCompletions.create} and {@link Responses.create} have in common. */
export interface ConversationParams {
  stream?: boolean | null | undefined;
  temperature?: number | null | undefined;
  top_p?: number | null | undefined;
  /** Of Claude and Nova. */
  top_k?: number | null | undefined;
  stop?: string | readonly string[] | null | undefined;
  parallel_tool_calls?: boolean | null | undefined;
  /** Claude's own, as it is, or what comes nearest to it that the version takes. */
  thinking?: { type: string; budget_tokens?: number; display?: string } | null | undefined;
  /** Goes into Bedrock's invocation log: 16 pairs of up to 256 characters. */
  metadata?: Record<string, string> | null | undefined;
  service_tier?: OpenEnum<"auto" | "default" | "flex" | "priority" | "reserved"> | null | undefined;
  /** `ttl` is how long cache points last that do not say it: `5m`, or else an hour. */
  prompt_cache_options?: { mode?: string; ttl?: string } | null | undefined;
  /** OneLLM's spelling of {@link ModelCallOptions.fallbackModels}. */
  fallback_models?: readonly string[] | null | undefined;
  /** Converse's own parameters, under their own names. */
  bedrock?: Record<string, unknown> | null | undefined;
  guardrailConfig?: GuardrailStreamConfiguration | null | undefined;
  performanceConfig?: PerformanceConfiguration | null | undefined;
  promptVariables?: Record<string, PromptVariableValues> | null | undefined;
  requestMetadata?: Record<string, string> | null | undefined;
  /** Parameters of the model beyond all these. */
  additionalModelRequestFields?: JsonObjectInput | null | undefined;
  additionalModelResponseFieldPaths?: readonly string[] | null | undefined;
}

/** Request of {@link ChatCompletions.create}: OpenAI's parameters, and Bedrock's own where OpenAI has none. */
export interface ChatCompletionCreateParams extends ConversationParams, ChatCompletionLostParams {
  model: string;
  messages: readonly ChatCompletionMessageParam[];
  stream_options?: { include_usage?: boolean; include_obfuscation?: boolean } | null | undefined;
  max_tokens?: number | null | undefined;
  max_completion_tokens?: number | null | undefined;
  /** 1. */
  n?: number | null | undefined;
  tools?: readonly ChatCompletionTool[] | null | undefined;
  tool_choice?: ChatCompletionToolChoice | null | undefined;
  /** As `tools` were called before. */
  functions?: readonly FunctionDefinition[] | null | undefined;
  /** As `tool_choice` was called before. */
  function_call?: "none" | "auto" | { name: string } | null | undefined;
  response_format?: ResponseFormat | null | undefined;
  reasoning_effort?: OpenEnum<"none" | "minimal" | "low" | "medium" | "high" | "xhigh" | "max"> | null | undefined;
  /** Of Nova. */
  web_search_options?: object | null | undefined;
}

/** OpenAI's parameters that have no counterpart in Bedrock: they are warned of, or refused where the reply would change. */
export interface ChatCompletionLostParams {
  audio?: object | null | undefined;
  frequency_penalty?: number | null | undefined;
  logit_bias?: Record<string, number> | null | undefined;
  logprobs?: boolean | null | undefined;
  modalities?: readonly string[] | null | undefined;
  moderation?: object | null | undefined;
  prediction?: object | null | undefined;
  presence_penalty?: number | null | undefined;
  prompt_cache_key?: string | null | undefined;
  prompt_cache_retention?: string | null | undefined;
  safety_identifier?: string | null | undefined;
  seed?: number | null | undefined;
  store?: boolean | null | undefined;
  top_logprobs?: number | null | undefined;
  user?: string | null | undefined;
  verbosity?: string | null | undefined;
}

/** A message of a chat. Those of the `openai` package fit, and so do the messages of replies. */
export interface ChatCompletionMessageParam {
  role: "system" | "developer" | "user" | "assistant" | "tool" | "function";
  content?: string | readonly ChatCompletionContentPart[] | null | undefined;
  name?: string | null | undefined;
  refusal?: string | null | undefined;
  tool_calls?: readonly ChatCompletionToolCallParam[] | null | undefined;
  function_call?: { name: string; arguments: string } | null | undefined;
  /** The call that a message of the role `tool` answers. */
  tool_call_id?: string | undefined;
  /** Whether the tool failed. */
  is_error?: boolean | undefined;
  /** The model's reasoning. Send it back unchanged. */
  thinking_blocks?: readonly ThinkingBlock[] | undefined;
  /** The same in OpenRouter's words. */
  reasoning_details?: readonly object[] | undefined;
  /** Has no effect: it has no signature. */
  reasoning_content?: string | null | undefined;
  annotations?: readonly object[] | undefined;
  /** The reply's: with `tools`, Nova is shown again what its own tools did. */
  _bedrock?: Record<string, unknown> | undefined;
  audio?: object | null | undefined;
  cache_control?: CacheControl | null | undefined;
}

/** A part of a message: the member that its `type` names. */
export interface ChatCompletionContentPart {
  type: OpenEnum<"text" | "image_url" | "file" | "input_audio" | "video_url" | "refusal" | "guarded_text">;
  text?: string | undefined;
  refusal?: string | undefined;
  /** A data URL, bytes or their base64, an `s3://` address; an address on the web with `fetchImages`. */
  image_url?: InputBlob | { url: InputBlob; detail?: string; bucketOwner?: string } | undefined;
  video_url?: InputBlob | { url: InputBlob; bucketOwner?: string } | undefined;
  input_audio?: { data: InputBlob; format: string } | undefined;
  /** `file_data` as an image's `url`; `file_id` may be an `s3://` address. */
  file?: FilePart | undefined;
  /** Whether the model says where in a document it found what it says. */
  citations?: { enabled: boolean } | undefined;
  /** A cache point behind this part, in Anthropic's words. */
  cache_control?: CacheControl | null | undefined;
  /** The same in OpenAI's words. */
  prompt_cache_breakpoint?: CacheControl | boolean | null | undefined;
}

/** A document, or another file. */
export interface FilePart {
  file_data?: InputBlob | undefined;
  file_id?: string | undefined;
  filename?: string | undefined;
  /** `pdf`, where neither the bytes nor `filename` tell. */
  format?: string | undefined;
  bucketOwner?: string | undefined;
  citations?: { enabled: boolean } | undefined;
}

/** Asks for a cache point. */
export interface CacheControl {
  type?: string | undefined;
  mode?: string | undefined;
  /** `5m` or `1h`. */
  ttl?: string | undefined;
}

/** A tool. Bedrock has functions; Nova also has a `web_search` and a `code_interpreter`, which Bedrock runs. */
export interface ChatCompletionTool {
  type: OpenEnum<"function" | "web_search" | "code_interpreter" | "system_tool">;
  /** Of a `system_tool`: one that Bedrock runs, by Bedrock's name. */
  systemTool?: { name: string } | undefined;
  function?: FunctionDefinition | undefined;
  cache_control?: CacheControl | null | undefined;
}

/** A function that a model may call. */
export interface FunctionDefinition {
  name: string;
  description?: string | undefined;
  /** A JSON schema of an object. */
  parameters?: unknown;
  strict?: boolean | null | undefined;
}

/** A call that is sent back. */
export interface ChatCompletionToolCallParam {
  id: string;
  type: OpenEnum<"function">;
  function?: { name: string; arguments: string } | undefined;
  cache_control?: CacheControl | null | undefined;
}

/** Which tools a model may or must use. */
export type ChatCompletionToolChoice =
  | "none"
  | "auto"
  | "required"
  | ChatCompletionNamedToolChoice
  | ChatCompletionAllowedTools
  | { type: "custom"; custom: { name: string } };

/** The function that a model must call. */
export interface ChatCompletionNamedToolChoice {
  type: "function";
  function: { name: string };
}

/** The functions among which a model may or must choose. */
export interface ChatCompletionAllowedTools {
  type: "allowed_tools";
  allowed_tools: { mode: "auto" | "required"; tools: readonly { [member: string]: unknown }[] };
}

/** In which form a model answers. */
export type ResponseFormat =
  | { type: "text" }
  | { type: "json_object" }
  | {
      type: "json_schema";
      json_schema: { name: string; description?: string | undefined; schema?: unknown; strict?: boolean | null | undefined };
    };
