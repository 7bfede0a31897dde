// What a response in OpenAI's shape takes.

import type { InputBlob, OpenEnum } from "./basics.js";
import type { CacheControl, ConversationParams } from "./openai-chat.js";

/** Request of {@link Responses.create}: OpenAI's parameters, and Bedrock's own where OpenAI has none. */
export interface ResponseCreateParams extends ConversationParams, ResponseLostParams {
  model?: string | undefined;
  /** Text of the user, or the items of a conversation: those that replies had in `output`, among them. */
  input?: string | readonly ResponseInputItem[] | undefined;
  /** The system prompt. */
  instructions?: string | null | undefined;
  stream_options?: { include_obfuscation?: boolean } | null | undefined;
  max_output_tokens?: number | null | undefined;
  tools?: readonly ResponseToolParam[] | null | undefined;
  tool_choice?: ResponseToolChoice | null | undefined;
  text?: { format?: ResponseTextFormat | undefined; verbosity?: string | null | undefined } | null | undefined;
  /** `summary` has no effect: what a model thinks is told in any case. */
  reasoning?: ResponseReasoning | null | undefined;
  include?: readonly string[] | null | undefined;
}

/** OpenAI's parameters that have no counterpart in Bedrock: they are warned of, or refused where the reply would change. */
export interface ResponseLostParams {
  /** Refused: Bedrock keeps no responses. */
  background?: boolean | null | undefined;
  context_management?: readonly object[] | null | undefined;
  /** Refused: Bedrock stores no conversations. */
  conversation?: string | object | null | undefined;
  max_tool_calls?: number | null | undefined;
  /** Refused: pass `guardrailConfig`. */
  moderation?: object | null | undefined;
  /** Refused: send the items of the response before in `input`. */
  previous_response_id?: string | null | undefined;
  /** Refused: Bedrock has none of OpenAI's prompts. */
  prompt?: object | null | undefined;
  prompt_cache_key?: string | null | undefined;
  prompt_cache_retention?: string | null | undefined;
  safety_identifier?: string | null | undefined;
  /** Nothing is stored, whatever it is. */
  store?: boolean | null | undefined;
  top_logprobs?: number | null | undefined;
  truncation?: string | null | undefined;
  user?: string | null | undefined;
}

/**
 * An item of a conversation: a message, a call of a tool, the output of one, or what a model thought. Those of the `openai`
 * package fit, and so do those of replies.
 */
export interface ResponseInputItem {
  /** Without one, it is a message. References to stored items, and calls of tools that OpenAI runs, are refused. */
  type?:
    | OpenEnum<
        "message" | "reasoning" | "function_call" | "function_call_output" | "custom_tool_call" | "custom_tool_call_output"
      >
    | null
    | undefined;
  id?: string | null | undefined;
  status?: string | null | undefined;
  /** Of a message. */
  role?: OpenEnum<"user" | "assistant" | "system" | "developer"> | undefined;
  content?: string | readonly ResponseInputPart[] | null | undefined;
  phase?: string | null | undefined;
  /** Of a call and its output. */
  call_id?: string | null | undefined;
  name?: string | undefined;
  /** Of a call of a function: JSON. */
  arguments?: unknown;
  /** Of a call of a custom tool: text. */
  input?: string | undefined;
  /** Text, or parts: {@link ResponseInputPart}. */
  output?: string | object | null | undefined;
  /** Whether the tool failed. */
  is_error?: boolean | undefined;
  /** What a model thought, for people. */
  summary?: readonly { type: "summary_text"; text: string }[] | undefined;
  /** What a model thought, for the model. Send it back unchanged. */
  encrypted_content?: string | null | undefined;
  /** A cache point behind this item, in Anthropic's words. */
  cache_control?: CacheControl | null | undefined;
  /** The same in OpenAI's words. */
  prompt_cache_breakpoint?: CacheControl | boolean | null | undefined;
}

/** A part of a message, or of a tool's output. */
export interface ResponseInputPart {
  type: OpenEnum<"input_text" | "input_image" | "input_file" | "output_text" | "refusal" | "input_audio" | "video_url">;
  text?: string | undefined;
  refusal?: string | undefined;
  /** A data URL, bytes or their base64, an `s3://` address; an address on the web with `fetchImages`. */
  image_url?: InputBlob | null | undefined;
  /** A data URL, bytes or their base64. */
  file_data?: InputBlob | null | undefined;
  /** An address on the web, with `fetchImages`. */
  file_url?: string | null | undefined;
  /** An `s3://` address. */
  file_id?: string | null | undefined;
  filename?: string | null | undefined;
  detail?: string | null | undefined;
  bucketOwner?: string | undefined;
  input_audio?: { data: InputBlob; format: string } | undefined;
  video_url?: InputBlob | { url: InputBlob; bucketOwner?: string } | undefined;
  annotations?: readonly object[] | undefined;
  /** Whether the model says where in a document it found what it says. */
  citations?: { enabled: boolean } | undefined;
  /** A cache point behind this part, in Anthropic's words. */
  cache_control?: CacheControl | null | undefined;
  /** The same in OpenAI's words. */
  prompt_cache_breakpoint?: CacheControl | boolean | null | undefined;
}

/**
 * A tool: a function, or a custom tool, whose input is text. Nova also has a `web_search` and a `code_interpreter`, which
 * Bedrock runs. Others that OpenAI runs are refused, with what to do instead.
 */
export interface ResponseToolParam {
  type: OpenEnum<"function" | "custom" | "web_search" | "code_interpreter" | "system_tool">;
  name?: string | undefined;
  description?: string | null | undefined;
  /** A JSON schema of an object. */
  parameters?: unknown;
  strict?: boolean | null | undefined;
  /** Of a custom tool. A grammar goes into its description. */
  format?: object | undefined;
  /** Of a `system_tool`: one that Bedrock runs, by Bedrock's name. */
  systemTool?: { name: string } | undefined;
  cache_control?: CacheControl | null | undefined;
}

/** Which tools a model may or must use. */
export type ResponseToolChoice =
  | "none"
  | "auto"
  | "required"
  | {
      type: OpenEnum<"function" | "custom" | "allowed_tools">;
      name?: string | null | undefined;
      mode?: "auto" | "required" | undefined;
      tools?: readonly object[] | undefined;
    };

/** In which form a model answers. */
export type ResponseTextFormat =
  | { type: "text" }
  | { type: "json_object" }
  | {
      type: "json_schema";
      name: string;
      description?: string | undefined;
      schema?: unknown;
      strict?: boolean | null | undefined;
    };

/** How hard a model thinks. */
export interface ResponseReasoning {
  effort?: OpenEnum<"none" | "minimal" | "low" | "medium" | "high" | "xhigh" | "max"> | null | undefined;
  summary?: string | null | undefined;
  generate_summary?: string | null | undefined;
  context?: string | null | undefined;
  mode?: string | undefined;
}
