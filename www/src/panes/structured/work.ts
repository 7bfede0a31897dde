// A prompt and a schema become a JSON value.

import { computed, signal } from "@preact/signals";
import type { ChatCompletionCreateParams, CompletionUsage } from "bedrock-wasm";
import { Task } from "../shared/task.ts";
import { EXAMPLES } from "./examples.ts";
import { check, mismatches, type Schema } from "./schema.ts";

const [first] = EXAMPLES;

export const model = signal("us.anthropic.claude-sonnet-4-5-20250929-v1:0");
export const prompt = signal(first.prompt);
export const schemaText = signal(JSON.stringify(first.schema, null, 2));

/** The schema in the editor, or its faults. */
export const checked = computed(() => check(schemaText.value));

export interface Answer {
  model: string;
  /** As the model wrote it. */
  text: string;
  /** The value, formatted; undefined if the text is no JSON. */
  formatted: string | undefined;
  mismatches: { where: string; why: string }[];
  finish: string;
  /** How the schema was enforced: `_bedrock.structuredOutput`. */
  how: string | undefined;
  refusal: string | null;
  usage: CompletionUsage | undefined;
}

interface Asked {
  model: string;
  prompt: string;
  schema: Schema;
}

export const task = new Task<Asked, ChatCompletionCreateParams & { stream?: false }, Answer>({
  method: "chat.completions.create",
  input: ({ model, prompt, schema }) => ({
    model,
    messages: [{ role: "user", content: prompt }],
    response_format: { type: "json_schema", json_schema: { name: "reply", schema, strict: true } },
  }),
  async call({ asked: { model, schema }, input, bedrock, recording, signal }) {
    const reply = await bedrock.chat.completions.create(input, { signal });
    recording.answer(reply);
    const [choice] = reply.choices;
    const text = choice?.message.content ?? "";
    const { structuredOutput } = reply._bedrock;
    return {
      model,
      text,
      ...judged(text, schema),
      finish: choice?.finish_reason ?? "stop",
      how: typeof structuredOutput === "string" ? structuredOutput : undefined,
      refusal: choice?.message.refusal ?? null,
      usage: reply.usage,
    };
  },
});

function judged(text: string, schema: Schema): Pick<Answer, "formatted" | "mismatches"> {
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch {
    return { formatted: undefined, mismatches: [] };
  }
  return { formatted: JSON.stringify(value, null, 2), mismatches: mismatches(schema, value) };
}
