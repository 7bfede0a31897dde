import { Agent, OpenAIProvider, Runner, tool } from "@openai/agents";
import OpenAI from "openai";
import { Bedrock } from "bedrock-wasm";
import { createFetch } from "bedrock-wasm/openai";
import { z } from "zod";

const openAIClient = new OpenAI({ apiKey: "unused", fetch: createFetch(new Bedrock()) });
const runner = new Runner({ modelProvider: new OpenAIProvider({ openAIClient }), tracingDisabled: true });
const agent = new Agent({
  name: "Weather",
  model: "bedrock/claude-haiku-4-5",
  instructions: "Answer by the tool.",
  tools: [
    tool({
      name: "get_weather",
      description: "The weather of a city",
      parameters: z.object({ city: z.string() }),
      execute: async ({ city }) => `It rains in ${city}.`,
    }),
  ],
});
const { finalOutput } = await runner.run(agent, "What is the weather in Oslo?");
console.log(finalOutput);
