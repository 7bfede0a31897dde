import { createOpenAICompatible } from "@ai-sdk/openai-compatible";
import { streamText } from "ai";
import { Bedrock } from "bedrock-wasm";
import { createFetch } from "bedrock-wasm/openai";

const bedrock = createOpenAICompatible({
  name: "bedrock",
  baseURL: "https://bedrock.invalid/v1", // nothing goes there
  fetch: createFetch(new Bedrock({ region: "us-east-1" })),
  includeUsage: true,
});
const { textStream } = streamText({ model: bedrock("us.amazon.nova-lite-v1:0"), prompt: "Why is the sky blue?" });
for await (const text of textStream) process.stdout.write(text);
