// How a model is to answer.

import type { OneOf, OpenEnum } from "./basics.js";

/** How the model chooses its words. */
export interface InferenceConfiguration {
  /** The most tokens that the answer may have, at least 1. Default: the model's own limit. */
  maxTokens?: number;
  /** 0 to 1: the higher, the less predictable. */
  temperature?: number;
  /** 0 to 1: only the likeliest words that together have this probability are chosen from. */
  topP?: number;
  /** The answer ends before any of these. At most 2500, most models take fewer. */
  stopSequences?: string[];
}

/** A guardrail for {@link Bedrock.converse}. */
export interface GuardrailConfiguration {
  /** Id or ARN. */
  guardrailIdentifier?: string;
  /** A number, or `DRAFT`. */
  guardrailVersion?: string;
  /** Whether the answer's `trace` says what it did. Default `disabled`. */
  trace?: GuardrailTrace;
}

/** A guardrail for {@link Bedrock.converseStream}. */
export interface GuardrailStreamConfiguration extends GuardrailConfiguration {
  /** `sync` (the default) checks before it streams; `async` streams at once and may take back what was streamed. */
  streamProcessingMode?: GuardrailStreamProcessingMode;
}

export type GuardrailTrace = OpenEnum<"enabled" | "disabled" | "enabled_full">;

export type GuardrailStreamProcessingMode = OpenEnum<"sync" | "async">;

/** As {@link GuardrailTrace}, but InvokeModel spells it in capitals. */
export type Trace = OpenEnum<"ENABLED" | "DISABLED" | "ENABLED_FULL">;

/** The value of a prompt's variable. */
export type PromptVariableValues = OneOf<{
  text: string;
}>;

/** Latency-optimized inference. */
export interface PerformanceConfiguration {
  /** Default `standard`. */
  latency?: PerformanceConfigLatency;
}

export type PerformanceConfigLatency = OpenEnum<"standard" | "optimized">;

/** The queue and price of a request. */
export interface ServiceTier {
  type: ServiceTierType;
}

export type ServiceTierType = OpenEnum<"priority" | "default" | "flex" | "reserved">;

/** The form of the answer. */
export interface OutputConfig {
  /** Makes the model answer in JSON of a given schema. */
  textFormat?: OutputFormat;
  /** How much the model thinks and writes; up to 16 characters. */
  effort?: OpenEnum<"low" | "medium" | "high" | "xhigh" | "max">;
}

/** The format of the answer's text. */
export interface OutputFormat {
  type: OutputFormatType;
  structure: OutputFormatStructure;
}

export type OutputFormatType = OpenEnum<"json_schema">;

/** The structure of the answer's text. */
export type OutputFormatStructure = OneOf<{
  jsonSchema: JsonSchemaDefinition;
}>;

/** The schema of the answer's text. */
export interface JsonSchemaDefinition {
  /** A JSON Schema as text: use `JSON.stringify`. */
  schema: string;
  name?: string;
  description?: string;
}
