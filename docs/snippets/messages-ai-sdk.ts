import { createAnthropic } from "@ai-sdk/anthropic";
import { streamText } from "ai";
import { Bedrock } from "bedrock-wasm";
import { createFetch } from "bedrock-wasm/anthropic";

const bedrock = createAnthropic({ apiKey: "unused", fetch: createFetch(new Bedrock()) });
const { textStream, usage } = streamText({ model: bedrock("claude-haiku-4-5"), prompt: "Why is the sky blue?" });
for await (const text of textStream) process.stdout.write(text);
console.log((await usage).totalTokens);
