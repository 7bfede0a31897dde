import Anthropic from "@anthropic-ai/sdk";
import { Bedrock } from "bedrock-wasm";
import { createFetch } from "bedrock-wasm/anthropic";

const client = new Anthropic({ apiKey: "unused", fetch: createFetch(new Bedrock()) });
const message = await client.messages.create({
  model: "claude-haiku-4-5", // Anthropic's name or Bedrock's, an inference profile or an ARN; or any other model
  max_tokens: 1024,
  messages: [{ role: "user", content: "Why is the sky blue?" }],
});
for (const block of message.content) if (block.type === "text") console.log(block.text);
