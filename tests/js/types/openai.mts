// A program that was written for OpenAI: only its client is made otherwise.
import OpenAI from "openai";
import { Bedrock, RateLimitError } from "bedrock-wasm";
import { createFetch } from "bedrock-wasm/openai";

declare const bedrock: Bedrock;

const client = new OpenAI({ apiKey: "unused", baseURL: "https://bedrock.invalid/v1", fetch: createFetch(bedrock) });
const answering: typeof fetch = createFetch(bedrock);

export async function answer(): Promise<string | null> {
  const response = await answering(new URL("https://bedrock.invalid/v1/models"), { signal: AbortSignal.timeout(1000) });
  await answering(new Request("https://bedrock.invalid/v1/models"));
  if (!response.ok) throw new Error(await response.text());
  const completion = await client.chat.completions.create({
    model: "bedrock/claude-sonnet-5",
    messages: [{ role: "user", content: "Why is the sky blue?" }],
  });
  return completion.choices[0]?.message.content ?? null;
}

export async function mayRepeat(): Promise<boolean> {
  const error: unknown = await bedrock.converse({ modelId: "m" }).catch((thrown: unknown) => thrown);
  return error instanceof RateLimitError && error.retryable;
}

// @ts-expect-error: it wants the client, not its options
createFetch({ region: "us-east-1" });
// @ts-expect-error: a fetch resolves to a Response
export const text: Promise<string> = createFetch(bedrock)("https://bedrock.invalid/v1/models");
