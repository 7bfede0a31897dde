import Anthropic from "@anthropic-ai/sdk";
import { Bedrock } from "bedrock-wasm";
import { createFetch } from "bedrock-wasm/anthropic";

const client = new Anthropic({ apiKey: "unused", fetch: createFetch(new Bedrock()) });
const { input_tokens } = await client.messages.countTokens({
  model: "claude-haiku-4-5",
  messages: [{ role: "user", content: "Why is the sky blue?" }],
});
console.log(input_tokens);
for await (const { id } of client.models.list({ limit: 100 })) console.log(id);
