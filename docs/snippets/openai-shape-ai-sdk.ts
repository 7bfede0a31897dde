import { createOpenAICompatible } from "@ai-sdk/openai-compatible";
import { streamText } from "ai";
import { Bedrock } from "bedrock-wasm";
import { createFetch } from "bedrock-wasm/openai";

const bedrock = createOpenAICompatible({
  name: "bedrock",
  baseURL: "https://bedrock.invalid/v1",
  fetch: createFetch(new Bedrock()),
  includeUsage: true,
});
const { textStream, usage } = streamText({ model: bedrock("claude-haiku-4-5"), prompt: "Why is the sky blue?" });
for await (const text of textStream) process.stdout.write(text);
console.log((await usage).totalTokens);
