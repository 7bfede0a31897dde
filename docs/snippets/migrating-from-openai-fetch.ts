import OpenAI from "openai";
import { Bedrock } from "bedrock-wasm";
import { createFetch } from "bedrock-wasm/openai";

const openai = new OpenAI({ apiKey: "unused", fetch: createFetch(new Bedrock()) });
const stream = await openai.chat.completions.create({
  model: "bedrock/nova-lite",
  messages: [{ role: "user", content: "Why is the sky blue?" }],
  stream: true,
});
for await (const chunk of stream) process.stdout.write(chunk.choices[0]?.delta.content ?? "");
