// Models, embeddings and images in OpenAI's shape.

import type { OpenEnum } from "./basics.js";
import type { ChatCompletionContentPart } from "./openai-chat.js";

/** A model that can be called, in OpenAI's shape. */
export interface ListedModel {
  /** Goes into `model`. */
  id: string;
  object: "model";
  /** Seconds since 1970, by the day; 0 if it is not known. */
  created: number;
  /** Whose it is: `Anthropic`. */
  owned_by: string;
  /** Bedrock's own entry: a {@link FoundationModelSummary} or an {@link InferenceProfileSummary}. */
  _bedrock?: Record<string, unknown>;
}

/** A list of models. */
export interface ListedModels {
  object: "list";
  data: ListedModel[];
}

/** Request of {@link Embeddings.create}. */
export interface EmbeddingCreateParams {
  model: string;
  /** One text, or several. Models that see take images too, as chats have them. Tokens are refused. */
  input:
    | string
    | ChatCompletionContentPart
    | readonly (string | ChatCompletionContentPart)[]
    | readonly number[]
    | readonly (readonly number[])[];
  /** One of those that the model has. */
  dimensions?: number | undefined;
  encoding_format?: "float" | "base64" | undefined;
  /** Cohere's: what the embeddings are for. Default `search_document`, with a warning. */
  input_type?: OpenEnum<"search_document" | "search_query" | "classification" | "clustering"> | undefined;
  /** Cohere's and Nova's: what becomes of texts that are too long. */
  truncate?: string | undefined;
  /** Titan's: whether the embedding has the length 1. */
  normalize?: boolean | undefined;
  user?: string | null | undefined;
  fallback_models?: readonly string[] | null | undefined;
}

/** Embeddings, in the order of the input: lists of numbers, or the base64 of 32-bit floats. */
export interface CreateEmbeddingResponse<T = number[]> {
  object: "list";
  data: { object: "embedding"; index: number; embedding: T }[];
  model: string;
  usage: { prompt_tokens: number; total_tokens: number };
}

/** Request of {@link Images.generate}. */
export interface ImageGenerateParams {
  model: string;
  prompt: string;
  /** How many, 1 to 10. Default 1. */
  n?: number | null | undefined;
  /** `1024x1024`, or `auto`. */
  size?: string | null | undefined;
  quality?: OpenEnum<"auto" | "low" | "medium" | "high" | "standard" | "hd"> | null | undefined;
  /** Bedrock returns images themselves, not addresses of them. */
  response_format?: "b64_json" | null | undefined;
  /** Of Nova Canvas. */
  style?: string | null | undefined;
  /** Of Stability. */
  output_format?: OpenEnum<"png" | "jpeg"> | null | undefined;
  /** Of Stability: `16:9`. */
  aspect_ratio?: string | undefined;
  /** Of Amazon's: how closely the prompt is followed. */
  cfg_scale?: number | undefined;
  negative_prompt?: string | undefined;
  seed?: number | undefined;
  background?: string | null | undefined;
  moderation?: string | null | undefined;
  output_compression?: number | null | undefined;
  partial_images?: number | null | undefined;
  stream?: false | null | undefined;
  user?: string | null | undefined;
  fallback_models?: readonly string[] | null | undefined;
}

/** Images in base64. */
export interface ImagesResponse {
  /** Seconds since 1970. */
  created: number;
  data: { b64_json: string }[];
  output_format?: "png" | "jpeg";
}
