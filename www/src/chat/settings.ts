// The parameters that the user sets. They stay with the conversation when the model changes; only what the present model takes
// is sent.

import type { ChatCompletionCreateParams } from "bedrock-wasm";
import type { Taken } from "../models/taken.ts";

/** Members that are not there are the model's to choose. */
export interface Settings {
  temperature?: number;
  top_p?: number;
  top_k?: number;
  max_tokens?: number;
  stop?: readonly string[];
  reasoning_effort?: string;
}

/** The same in OpenAI's words for chats. */
export type Parameters = Pick<ChatCompletionCreateParams, keyof Settings>;

/** A parameter that is a number. */
export interface NumberRow {
  name: "temperature" | "top_p" | "top_k" | "max_tokens";
  label: string;
  min: number;
  /** Undefined where the limit is the model's own. */
  max: number | undefined;
  step: number | "any";
  hint: string;
}

export const NUMBERS: readonly NumberRow[] = [
  { name: "temperature", label: "Temperature", min: 0, max: 1, step: "any", hint: "0 to 1: low is steady, high is varied." },
  { name: "top_p", label: "Top P", min: 0, max: 1, step: "any", hint: "0 to 1: the share of likely tokens to choose from." },
  { name: "top_k", label: "Top K", min: 0, max: 500, step: 1, hint: "How many of the likeliest tokens to choose from." },
  { name: "max_tokens", label: "Max tokens", min: 1, max: undefined, step: 1, hint: "The reply ends there." },
];

export const EFFORTS: Record<string, string> = {
  none: "None",
  minimal: "Minimal",
  low: "Low",
  medium: "Medium",
  high: "High",
  xhigh: "Extra high",
  max: "Maximum",
};

/** Bedrock's limit. */
export const STOPS_MAX = 4;

/** Whether a model takes a parameter. Every one has a limit of tokens. */
export function takes(taken: Taken, name: keyof Settings): boolean {
  if (name === "max_tokens") return true;
  return name === "reasoning_effort" ? taken.efforts.length > 0 : taken[name];
}

/** What is sent of the settings: what the model takes. */
export function parametersOf(settings: Settings, taken: Taken): Parameters {
  const { temperature, top_p, top_k, max_tokens, stop, reasoning_effort: effort } = settings;
  const tops = taken.top_p && (taken.both || temperature === undefined || !taken.temperature);
  return {
    ...(temperature !== undefined && taken.temperature && { temperature }),
    ...(top_p !== undefined && tops && { top_p }),
    ...(top_k !== undefined && taken.top_k && { top_k }),
    ...(max_tokens !== undefined && { max_tokens }),
    ...(stop?.length && taken.stop && { stop }),
    ...(effort && taken.efforts.includes(effort) && { reasoning_effort: effort }),
  };
}
