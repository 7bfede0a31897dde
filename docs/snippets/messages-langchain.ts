import { ChatAnthropic } from "@langchain/anthropic";
import { Bedrock } from "bedrock-wasm";
import { createFetch } from "bedrock-wasm/anthropic";

const clientOptions = { fetch: createFetch(new Bedrock()) };
const model = new ChatAnthropic({ model: "claude-haiku-4-5", apiKey: "unused", maxTokens: 1024, clientOptions });
for await (const chunk of await model.stream("Why is the sky blue?")) process.stdout.write(String(chunk.text));
