import Anthropic from "@anthropic-ai/sdk";
import { betaZodTool } from "@anthropic-ai/sdk/helpers/beta/zod";
import { Bedrock } from "bedrock-wasm";
import { createFetch } from "bedrock-wasm/anthropic";
import { z } from "zod";

const client = new Anthropic({ apiKey: "unused", fetch: createFetch(new Bedrock()) });
const getWeather = betaZodTool({
  name: "get_weather",
  description: "The weather of a city",
  inputSchema: z.object({ city: z.string() }),
  run: ({ city }) => `It rains in ${city}.`,
});
const { content } = await client.beta.messages.toolRunner({
  model: "claude-haiku-4-5",
  max_tokens: 1024,
  messages: [{ role: "user", content: "What is the weather in Oslo?" }],
  tools: [getWeather],
});
for (const block of content) if (block.type === "text") console.log(block.text);
