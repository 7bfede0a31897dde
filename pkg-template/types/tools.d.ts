// Tools.

import type { InputBlob, JsonInput, JsonValue, OneOf, OpenEnum } from "./basics.js";
import type { CachePointBlock, DocumentBlock, ImageBlock, SearchResultBlock, VideoBlock } from "./messages.js";

/** The tools that the model may ask for. */
export interface ToolConfiguration {
  /** At least one. */
  tools: Tool[];
  /** Whether the model has to use one. Default `{ auto: {} }`. */
  toolChoice?: ToolChoice;
}

/** A tool. */
export type Tool = OneOf<{
  /** A tool that your program runs. */
  toolSpec: ToolSpecification;
  /** A tool that Bedrock runs. */
  systemTool: SystemTool;
  /** The tools before it are cached for later requests. */
  cachePoint: CachePointBlock;
}>;

/** A tool that your program runs. */
export interface ToolSpecification {
  /** 1 to 64 letters, digits, `_` and `-`. */
  name: string;
  /** Purpose of the tool, and when to use it. Models rely on it. */
  description?: string;
  inputSchema: ToolInputSchema;
  /** Whether the model is held to the schema. */
  strict?: boolean;
}

/** Schema of a tool's input. */
export type ToolInputSchema = OneOf<{
  /** A JSON Schema. */
  json: JsonInput;
}>;

/** A tool that Bedrock runs. */
export interface SystemTool {
  /** `nova_grounding` or `nova_code_interpreter` */
  name: string;
}

/** Whether the model has to use a tool. */
export type ToolChoice = OneOf<{
  /** It may. */
  auto: AutoToolChoice;
  /** It has to use one of them. */
  any: AnyToolChoice;
  /** It has to use this one. */
  tool: SpecificToolChoice;
}>;

/** An empty object. */
export type AutoToolChoice = Record<string, never>;

/** An empty object. */
export type AnyToolChoice = Record<string, never>;

/** The tool that the model has to use. */
export interface SpecificToolChoice {
  name: string;
}

/** The model asks for a tool to be run. */
export interface ToolUseBlock {
  /** Goes into the {@link ToolResultBlock} that answers it. */
  toolUseId: string;
  /** Which tool. */
  name: string;
  /** The input for the tool, by its schema. Check it: the model wrote it. */
  input: JsonValue;
  /** `server_tool_use` if Bedrock runs the tool itself; else, with or without `tool_use`, the call is yours. */
  type?: ToolUseType;
}

/** Claude, and Nova 2 beside its own tools, say `tool_use` of your tools; others say nothing. */
export type ToolUseType = OpenEnum<"server_tool_use">;

/** The result of a tool. */
export interface ToolResultBlock<Bytes = InputBlob> {
  /** That of the {@link ToolUseBlock} it answers. */
  toolUseId: string;
  content: ToolResultContentBlock<Bytes>[];
  /** Whether the tool succeeded. Some models only. */
  status?: ToolResultStatus;
  /** Set when Bedrock ran the tool itself. */
  type?: string;
}

export type ToolResultStatus = OpenEnum<"success" | "error">;

/** A piece of a tool's result. */
export type ToolResultContentBlock<Bytes = InputBlob> = OneOf<{
  json: JsonValue;
  text: string;
  image: ImageBlock<Bytes>;
  document: DocumentBlock<Bytes>;
  video: VideoBlock<Bytes>;
  searchResult: SearchResultBlock;
}>;

/** Makes a tool available. */
export interface ToolAdditionBlock {
  tool: ToolReference;
}

/** Takes a tool away. */
export interface ToolRemovalBlock {
  tool: ToolReference;
}

/** Names a tool. */
export interface ToolReference {
  /** 1 to 64 characters. */
  type?: string;
  /** As declared in `toolConfig`; 1 to 128 characters. */
  name?: string;
  /** The MCP server that has the tool, if one has; 1 to 128 characters. */
  serverName?: string;
}
