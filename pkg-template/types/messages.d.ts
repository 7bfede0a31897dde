// Messages and their content.

import type { InputBlob, OneOf, OpenEnum } from "./basics.js";
import type { CitationsConfig, CitationsContentBlock } from "./citations.js";
import type { ToolAdditionBlock, ToolRemovalBlock, ToolResultBlock, ToolUseBlock } from "./tools.js";

/** One turn of a conversation. */
export interface Message<Bytes = InputBlob> {
  /** Who speaks. */
  role: ConversationRole;
  /** The content, in order. */
  content: ContentBlock<Bytes>[];
}

/** Who speaks: `system` is for instructions in the middle of a conversation, and only some models take it. */
export type ConversationRole = OpenEnum<"user" | "assistant" | "system">;

/** A piece of a message: an object with one key. */
export type ContentBlock<Bytes = InputBlob> = OneOf<{
  /** Text. */
  text: string;
  /** An image. At most 20 in a message, of 3.75 MB and 8000 × 8000 pixels each. */
  image: ImageBlock<Bytes>;
  /** A document. At most 5 in a message, of 4.5 MB each, and only beside a text block. */
  document: DocumentBlock<Bytes>;
  /** A video. */
  video: VideoBlock<Bytes>;
  /** A recording. */
  audio: AudioBlock<Bytes>;
  /** The model asks for a tool to be run. */
  toolUse: ToolUseBlock;
  /** The result of a tool, in the user's next message. */
  toolResult: ToolResultBlock<Bytes>;
  /** Content that the guardrail is to check. Without any such block it checks everything. */
  guardContent: GuardrailConverseContentBlock<Bytes>;
  /** Everything before it is cached for later requests. */
  cachePoint: CachePointBlock;
  /** How the model came to its answer. Send it back unchanged in the next request. */
  reasoningContent: ReasoningContentBlock<Bytes>;
  /** Text with the sources it came from. */
  citationsContent: CitationsContentBlock;
  /** A search result that the model may cite. */
  searchResult: SearchResultBlock;
  /** Makes a tool available from here on. Only in a message of the role `system`. */
  toolAddition: ToolAdditionBlock;
  /** Takes a tool away from here on. Only in a message of the role `system`. */
  toolRemoval: ToolRemovalBlock;
}>;

/** A piece of what the model is told before the conversation. */
export type SystemContentBlock = OneOf<{
  /** Text, at least one character. */
  text: string;
  /** Content that the guardrail is to check. */
  guardContent: GuardrailConverseContentBlock;
  /** Everything before it is cached for later requests. */
  cachePoint: CachePointBlock;
}>;

/** An image. */
export interface ImageBlock<Bytes = InputBlob> {
  format: ImageFormat;
  source: ImageSource<Bytes>;
  /** In answers: why the image could not be processed. */
  error?: ErrorBlock;
}

export type ImageFormat = OpenEnum<"png" | "jpeg" | "gif" | "webp">;

/** Where an image is. */
export type ImageSource<Bytes = InputBlob> = OneOf<{
  /** The file itself; a string is base64. */
  bytes: Bytes;
  /** A file in S3, for models that read from there. */
  s3Location: S3Location;
}>;

/** A document. */
export interface DocumentBlock<Bytes = InputBlob> {
  format?: DocumentFormat;
  /** Up to 200 letters, digits, single spaces, hyphens, parentheses and brackets. The model sees it as text. */
  name: string;
  source: DocumentSource<Bytes>;
  /** Notes about the document, for the model. */
  context?: string;
  /** Whether the model should cite it. */
  citations?: CitationsConfig;
}

export type DocumentFormat = OpenEnum<"pdf" | "csv" | "doc" | "docx" | "xls" | "xlsx" | "html" | "txt" | "md">;

/** Where a document is. */
export type DocumentSource<Bytes = InputBlob> = OneOf<{
  /** The file itself; a string is base64. */
  bytes: Bytes;
  /** A file in S3, for models that read from there. */
  s3Location: S3Location;
  /** The document as text. */
  text: string;
  /** The document in pieces, which citations then refer to. */
  content: DocumentContentBlock[];
}>;

/** A piece of a document. */
export type DocumentContentBlock = OneOf<{
  text: string;
}>;

/** A video. */
export interface VideoBlock<Bytes = InputBlob> {
  format: VideoFormat;
  source: VideoSource<Bytes>;
}

export type VideoFormat = OpenEnum<"mkv" | "mov" | "mp4" | "webm" | "flv" | "mpeg" | "mpg" | "wmv" | "three_gp">;

/** Where a video is. */
export type VideoSource<Bytes = InputBlob> = OneOf<{
  /** The file itself; a string is base64. The whole request may have 25 MB. */
  bytes: Bytes;
  /** A file in S3, for models that read from there. */
  s3Location: S3Location;
}>;

/** A recording. */
export interface AudioBlock<Bytes = InputBlob> {
  format: AudioFormat;
  source: AudioSource<Bytes>;
  /** In answers: why the recording could not be processed. */
  error?: ErrorBlock;
}

export type AudioFormat = OpenEnum<
  "mp3" | "opus" | "wav" | "aac" | "flac" | "mp4" | "ogg" | "mkv" | "mka" | "x-aac" | "m4a" | "mpeg" | "mpga" | "pcm" | "webm"
>;

/** Where a recording is. */
export type AudioSource<Bytes = InputBlob> = OneOf<{
  /** The file itself; a string is base64. */
  bytes: Bytes;
  /** A file in S3, for models that read from there. */
  s3Location: S3Location;
}>;

/** A file in S3. */
export interface S3Location {
  /** `s3://bucket/key` */
  uri: string;
  /** The account of the bucket, 12 digits, if it is another one. */
  bucketOwner?: string;
}

/** Why a part of an answer is missing. */
export interface ErrorBlock {
  message?: string;
}

/** Everything before this is cached for later requests, if it is long enough for the model. */
export interface CachePointBlock {
  type: CachePointType;
  /** How long it is kept after its last use. Without it, as long as the model's default says. */
  ttl?: CacheTTL;
}

export type CachePointType = OpenEnum<"default">;

export type CacheTTL = OpenEnum<"5m" | "1h">;

/** How the model came to its answer. */
export type ReasoningContentBlock<Bytes = InputBlob> = OneOf<{
  /** In words. */
  reasoningText: ReasoningTextBlock;
  /** Encrypted by the model's provider. */
  redactedContent: Bytes;
}>;

/** The model's reasoning in words. */
export interface ReasoningTextBlock {
  text: string;
  /** Proves to the model that the text is its own. Send it back with the text. */
  signature?: string;
}

/** A search result that the model may cite. */
export interface SearchResultBlock {
  /** URL or other name of where it was found. */
  source: string;
  title: string;
  content: SearchResultContentBlock[];
  /** Whether the model should cite it. */
  citations?: CitationsConfig;
}

/** A piece of a search result. */
export interface SearchResultContentBlock {
  text: string;
}

/** Content that a guardrail is to check. */
export type GuardrailConverseContentBlock<Bytes = InputBlob> = OneOf<{
  text: GuardrailConverseTextBlock;
  image: GuardrailConverseImageBlock<Bytes>;
}>;

/** Text that a guardrail is to check. */
export interface GuardrailConverseTextBlock {
  text: string;
  /** The role of the text for the guardrail. */
  qualifiers?: GuardrailConverseContentQualifier[];
}

export type GuardrailConverseContentQualifier = OpenEnum<"grounding_source" | "query" | "guard_content">;

/** An image that a guardrail is to check. */
export interface GuardrailConverseImageBlock<Bytes = InputBlob> {
  format: GuardrailConverseImageFormat;
  source: GuardrailConverseImageSource<Bytes>;
}

export type GuardrailConverseImageFormat = OpenEnum<"png" | "jpeg">;

/** Where an image that a guardrail is to check is. */
export type GuardrailConverseImageSource<Bytes = InputBlob> = OneOf<{
  /** The file itself; a string is base64. */
  bytes: Bytes;
}>;
