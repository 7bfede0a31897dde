import OpenAI from "openai";
import { Bedrock } from "bedrock-wasm";
import { createFetch } from "bedrock-wasm/openai";

const openai = new OpenAI({
  apiKey: "unused", // it goes nowhere
  fetch: createFetch(new Bedrock()),
});
const runner = openai.chat.completions.runTools({
  model: "bedrock/claude-haiku-4-5",
  messages: [{ role: "user", content: "What is the weather in Oslo?" }],
  tools: [
    {
      type: "function",
      function: {
        name: "get_weather",
        description: "The weather of a city",
        parameters: { type: "object", properties: { city: { type: "string" } }, required: ["city"] },
        parse: (json: string): { city: string } => JSON.parse(json),
        function: ({ city }: { city: string }) => `It rains in ${city}.`,
      },
    },
  ],
});
console.log(await runner.finalContent());
