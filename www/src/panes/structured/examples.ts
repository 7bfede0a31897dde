// Schemas to begin with, each with a prompt that fits.

import type { Schema } from "./schema.ts";

export interface Example {
  label: string;
  prompt: string;
  schema: Schema;
}

const text = { type: "string" };

function object(properties: Schema): Schema {
  return { type: "object", properties, required: Object.keys(properties), additionalProperties: false };
}

export const EXAMPLES: readonly [Example, ...Example[]] = [
  {
    label: "A person",
    prompt: "Ada Lovelace, born in London in 1815, wrote the first program.",
    schema: object({ name: text, birthYear: { type: "integer" }, birthPlace: text }),
  },
  {
    label: "A recipe",
    prompt: "Give me a short recipe for pancakes.",
    schema: object({
      title: text,
      minutes: { type: "integer" },
      ingredients: { type: "array", items: object({ name: text, amount: text }) },
      steps: { type: "array", items: text },
    }),
  },
  {
    label: "A review's sentiment",
    prompt: "The battery lasts for days, but the screen scratches easily.",
    schema: object({
      sentiment: { type: "string", enum: ["positive", "neutral", "negative", "mixed"] },
      score: { type: "number" },
      aspects: { type: "array", items: text },
    }),
  },
];
