// Texts become vectors, and vectors a table of similarities.

import { signal } from "@preact/signals";
import type { EmbeddingCreateParams } from "bedrock-wasm";
import { Task } from "../shared/task.ts";
import { cosines } from "./cosine.ts";

/** More rows than this cannot be read side by side. */
export const TEXTS_MAX = 24;

export const EXAMPLE = [
  "The cat sleeps on the sofa.",
  "A kitten naps on the couch.",
  "Shares fell on the stock market.",
  "Investors sold their stocks.",
  "How do I bake bread at home?",
].join("\n");

export const model = signal("amazon.titan-embed-text-v2:0");
export const text = signal("");

/** A line is a text. */
export function linesOf(value: string): string[] {
  return value
    .split("\n")
    .map((line) => line.trim())
    .filter(Boolean);
}

interface Asked {
  model: string;
  texts: string[];
}

export interface Similarities {
  model: string;
  texts: string[];
  /** Of each text with each. */
  rows: number[][];
  dimensions: number;
  tokens: number;
}

export const task = new Task<Asked, EmbeddingCreateParams, Similarities>({
  method: "embeddings.create",
  input: ({ model, texts }) => ({
    model,
    input: texts,
    // Cohere's models want to be told; compared texts are documents all.
    ...(/cohere/.test(model) && { input_type: "search_document" }),
  }),
  async call({ asked: { model, texts }, input, bedrock, recording, signal }) {
    const { data, usage } = await bedrock.embeddings.create({ ...input, encoding_format: "float" }, { signal });
    const vectors = data.map(({ embedding }) => embedding);
    // The vectors themselves are long, and the recorded body has them.
    recording.answer({ usage });
    return { model, texts, rows: cosines(vectors), dimensions: vectors[0]?.length ?? 0, tokens: usage.total_tokens };
  },
});
