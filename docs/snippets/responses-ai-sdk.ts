import { createOpenAI } from "@ai-sdk/openai";
import { streamText } from "ai";
import { Bedrock } from "bedrock-wasm";
import { createFetch } from "bedrock-wasm/openai";

const bedrock = createOpenAI({ apiKey: "unused", fetch: createFetch(new Bedrock()) });
const { textStream, usage } = streamText({
  model: bedrock("claude-haiku-4-5"),
  prompt: "Why is the sky blue?",
  providerOptions: { openai: { store: false } }, // it sends the items of a conversation, and not references to them
});
for await (const text of textStream) process.stdout.write(text);
console.log((await usage).totalTokens);
